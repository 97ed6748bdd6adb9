// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/fixture_test.h"

namespace licet::api {
namespace {

using ::testing::StartsWith;

using PutUseCaseForModelAccess = BedrockTest;

// rule BA-24
TEST_F(PutUseCaseForModelAccess, KeepsTheFormOfTheAccount) {
    send_form(member);
    EXPECT_TRUE(world.state().models.use_case_forms.contains(member.account));
    EXPECT_FALSE(world.state().models.use_case_forms.contains(world.admin().account));
}

TEST_F(PutUseCaseForModelAccess, RefusesBadForms) {
    const auto refused = [&](std::string_view bytes) {
        return refusal("PutUseCaseForModelAccess",
                       R"({"formData":")" + to_base64(as_bytes(bytes)) + R"("})");
    };
    EXPECT_THAT(refused("short"), StartsWith("ValidationException: Invalid form data"));
    EXPECT_THAT(refused(R"({"companyName":"only"})"),
                StartsWith("ValidationException: Invalid form data"));
    EXPECT_THAT(refused(std::string(16'385, ' ')),
                StartsWith("ValidationException: Invalid form data"));
    EXPECT_THAT(refusal("PutUseCaseForModelAccess", "{}"), StartsWith("ValidationException"));
}

}  // namespace
}  // namespace licet::api
