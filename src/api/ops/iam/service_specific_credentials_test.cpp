// SPDX-License-Identifier: Apache-2.0
#include "api/iam/fixture_test.h"
#include "engine/record.h"
#include "model/identity/api_key.h"

namespace licet::api {
namespace {

/// Create-, List-, Update-, Reset- and DeleteServiceSpecificCredential: Bedrock API keys.
struct ServiceSpecificCredentialsTest : IamTest {
    ServiceSpecificCredentialsTest() { make_user("bob"); }

    static std::string of(const std::string& user, const std::string& more = "") {
        return R"({"UserName":")" + user + R"(","ServiceName":"bedrock.amazonaws.com")" + more +
               "}";
    }
    static std::string named(const std::string& id, const std::string& more = "") {
        return R"({"UserName":"bob","ServiceSpecificCredentialId":")" + id + R"(")" + more + "}";
    }
    std::string make() {
        return must("CreateServiceSpecificCredential", of("bob"))
            .text("ServiceSpecificCredential.ServiceSpecificCredentialId");
    }
    testing::Reply list(const std::string& request = R"({"UserName":"bob"})") {
        return must("ListServiceSpecificCredentials", request);
    }
};

TEST_F(ServiceSpecificCredentialsTest, ShowTheKeyOnceAndKeepItsHash) {
    const auto made =
        must("CreateServiceSpecificCredential", of("bob", R"(,"CredentialAgeDays":30)"));
    const auto key = made.text("ServiceSpecificCredential.ServiceCredentialSecret");
    const auto alias = made.text("ServiceSpecificCredential.ServiceCredentialAlias");
    EXPECT_EQ(alias, "bob-at-111111111111");
    EXPECT_EQ(made.text("ServiceSpecificCredential.Status"), "Active");
    EXPECT_TRUE(made.has("ServiceSpecificCredential.ExpirationDate"));
    const auto parts = model::read_api_key(key);
    ASSERT_TRUE(parts.has_value());
    EXPECT_EQ(parts->alias, alias);
    for (const auto& record : world.records()) {
        const auto bytes = engine::encode(record);
        EXPECT_EQ(bytes.find(key), std::string::npos);
        EXPECT_EQ(bytes.find(parts->secret), std::string::npos);
    }
    EXPECT_EQ(model::save(world.state()).find(parts->secret), std::string::npos);
    const auto shown = list();
    EXPECT_EQ(shown.count("ServiceSpecificCredentials"), 1U);
    EXPECT_EQ(shown.body.find(key), std::string::npos);
    EXPECT_EQ(world.records().back().resources.at(0).name,
              made.text("ServiceSpecificCredential.ServiceSpecificCredentialId"));
}

TEST_F(ServiceSpecificCredentialsTest, AreSwitchedReplacedAndDeleted) {
    const auto id = make();
    must("UpdateServiceSpecificCredential", named(id, R"(,"Status":"Inactive")"));
    EXPECT_EQ(list().text("ServiceSpecificCredentials.0.Status"), "Inactive");
    const auto before = model::find_service_credential(world.state().identity, id)->hash;
    const auto reset = must("ResetServiceSpecificCredential", named(id));
    EXPECT_EQ(reset.text("ServiceSpecificCredential.ServiceCredentialSecret").substr(0, 4), "ABSK");
    EXPECT_NE(model::find_service_credential(world.state().identity, id)->hash, before);
    must("DeleteServiceSpecificCredential", named(id));
    EXPECT_EQ(list().count("ServiceSpecificCredentials"), 0U);
}

TEST_F(ServiceSpecificCredentialsTest, ExpireInLists) {
    must("CreateServiceSpecificCredential", of("bob", R"(,"CredentialAgeDays":1)"));
    world.clock().advance(std::chrono::hours{24});
    EXPECT_EQ(list().text("ServiceSpecificCredentials.0.Status"), "Expired");
}

TEST_F(ServiceSpecificCredentialsTest, AreListedOfOneOrAllUsers) {
    make_user("eve");
    make();
    must("CreateServiceSpecificCredential", of("eve"));
    EXPECT_EQ(list().count("ServiceSpecificCredentials"), 1U);
    EXPECT_EQ(list(R"({"AllUsers":true})").count("ServiceSpecificCredentials"), 2U);
    EXPECT_EQ(walk("ListServiceSpecificCredentials", R"("AllUsers":true,)",
                   "ServiceSpecificCredentials", "UserName", 1)
                  .size(),
              2U);
    EXPECT_EQ(list("{}").count("ServiceSpecificCredentials"), 0U) << "of the caller";
}

TEST_F(ServiceSpecificCredentialsTest, AreRefusedWithTheDocumentedErrors) {
    const auto id = make();
    make();
    EXPECT_EQ(refusal("CreateServiceSpecificCredential", of("bob")), "LimitExceeded");
    EXPECT_EQ(refusal("CreateServiceSpecificCredential", of("no")), "NoSuchEntity");
    EXPECT_EQ(refusal("CreateServiceSpecificCredential",
                      R"({"UserName":"bob","ServiceName":"codecommit.amazonaws.com"})"),
              "NotSupportedService");
    EXPECT_EQ(refusal("ListServiceSpecificCredentials",
                      R"({"UserName":"bob","ServiceName":"codecommit.amazonaws.com"})"),
              "NotSupportedService");
    EXPECT_EQ(refusal("ListServiceSpecificCredentials", R"({"UserName":"no"})"), "NoSuchEntity");
    EXPECT_EQ(refusal("UpdateServiceSpecificCredential", named(id, R"(,"Status":"Expired")")),
              "ValidationError");
    const auto none = std::string(21, 'A');
    EXPECT_EQ(refusal("UpdateServiceSpecificCredential", named(none, R"(,"Status":"Active")")),
              "NoSuchEntity");
    EXPECT_EQ(refusal("ResetServiceSpecificCredential", named(none)), "NoSuchEntity");
    EXPECT_EQ(refusal("DeleteServiceSpecificCredential", named(none)), "NoSuchEntity");
    EXPECT_EQ(refusal("DeleteUser", R"({"UserName":"bob"})"), "DeleteConflict");
    EXPECT_EQ(refusal(stranger(), "iam", "DeleteServiceSpecificCredential", named(id)),
              "NoSuchEntity");
}

}  // namespace
}  // namespace licet::api
