// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/fixture_test.h"

namespace licet::api {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;
using ::testing::StartsWith;

struct ApplyCatalog : BedrockTest {
    /// What GetCatalog returns, with one text replaced.
    std::string request(const std::string& from, const std::string& to) {
        std::string body = world.must(world.admin(), "licet", "GetCatalog", "{}").body;
        const auto at = body.find(from);
        EXPECT_NE(at, std::string::npos);
        return body.replace(at, from.size(), to);
    }
    testing::Reply apply(const model::Principal& who, const std::string& body) {
        return world.call(who, "licet", "ApplyCatalog", body);
    }
};

TEST_F(ApplyCatalog, TakesWhatGetCatalogReturns) {
    const auto before = model::save(world.state());
    const auto same = apply(world.admin(), request("2026-11-23", "2026-11-23"));
    ASSERT_TRUE(same.ok()) << same.message;
    EXPECT_TRUE(same.recorded);
    EXPECT_EQ(model::save(world.state()), before);

    const auto reply = apply(world.admin(), request("2026-11-23", "2026-12-24"));
    EXPECT_EQ(reply.text("version"), "2026-12-24");
    EXPECT_EQ(world.state().models.catalogue_version, "2026-12-24");
}

TEST_F(ApplyCatalog, RefusesOthersAndNonsense) {
    EXPECT_EQ(apply(member, request("2026-11-23", "2026-12-24")).error, "AccessDeniedException");
    const auto bad = apply(world.admin(), request(sample::kOpusProduct, "prod-x"));
    EXPECT_EQ(bad.error, "ValidationException");
    EXPECT_EQ(apply(world.admin(), R"({"catalog":{}})").error, "ValidationException");
    EXPECT_EQ(apply(world.admin(), R"({"catalog":{"version":"2026-12-24"}})").error,
              "ValidationException");
    EXPECT_EQ(world.state().models.catalogue_version, "2026-11-23");

    must("CreateFoundationModelAgreement", agreement(sample::kCommand, sample::kCommandProduct));
    const auto in_use =
        apply(world.admin(), request("\"" + sample::kEmbed + "\"", "\"cohere.embed-other-v1:0\""));
    EXPECT_EQ(in_use.error, "ConflictException");
    EXPECT_THAT(in_use.message, StartsWith("model `" + sample::kEmbed + "` cannot be dropped"));
    EXPECT_THAT(in_use.error_members, ElementsAre(Pair("modelId", sample::kEmbed)));
}

}  // namespace
}  // namespace licet::api
