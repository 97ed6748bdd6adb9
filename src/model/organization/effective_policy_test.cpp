// SPDX-License-Identifier: Apache-2.0
#include "model/organization/effective_policy.h"

#include "model/organization/attachments.h"
#include "model/organization/delegation.h"
#include "model/organization/enforced_guardrails.h"
#include "model/organization/policies.h"
#include "model/organization/trusted_access.h"
#include "model/organization/world_test.h"

#include <gmock/gmock.h>

namespace licet::model {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr auto kBedrock = PolicyType::BEDROCK_POLICY;

std::string guardrail(const std::string& region, const std::string& settings) {
    return R"({"bedrock":{"guardrail_inference":{")" + region + R"(":{"main":{)" + settings +
           "}}}}}";
}

std::string identifier(const std::string& version) {
    return R"("identifier":{"@@assign":)"
           R"("arn:aws:bedrock:us-east-1:111111111111:guardrail/abc:)" +
           version + R"("})";
}

struct EffectivePolicies : ::testing::Test {
    World world;
    std::string organization = world.organize();
    std::string unit = world.make_unit(world.root(), "u");
    AccountId account = world.make_account("a");

    EffectivePolicies() {
        world.keep(move_account(world.state, {account, world.root(), unit}, world.context()));
    }
    void enable(PolicyType type) {
        world.keep(enable_policy_type(world.state, {world.root(), type}, world.context()));
    }
    std::string create(PolicyType type, const std::string& content) {
        const std::string name = std::to_string(world.state.organization.policies.size());
        const Events events = world.keep(create_organization_policy(
            world.state, {type, name, "", content, {}}, world.context()));
        return std::get<OrganizationPolicyCreated>(events.at(0)).id;
    }
    std::string attach(PolicyType type, const std::string& content, const std::string& target) {
        const std::string id = create(type, content);
        world.keep(attach_organization_policy(world.state, {id, target}, world.context()));
        return id;
    }
    Result<EffectivePolicy> describe(AccountId caller, std::optional<std::string> target = {},
                                     PolicyType type = kBedrock) {
        return describe_effective_policy(world.state.organization, caller, target, type);
    }
    std::vector<EnforcedGuardrail> enforced(const std::string& region = "us-east-1") {
        return enforced_guardrails(world.state.organization, account, region);
    }
    std::string arn(const std::string& id) const {
        return "arn:aws:organizations::111111111111:policy/" + organization + "/bedrock_policy/" +
               id;
    }
};

// rules OR-8, OR-11, BG-6
TEST_F(EffectivePolicies, ComeFromTheRootDown) {
    enable(kBedrock);
    EXPECT_EQ(describe(account)->content, "{}");
    attach(kBedrock, guardrail("us-east-1", identifier("1")), world.root());
    attach(
        kBedrock,
        guardrail("us-east-1", R"("model_enforcement":{"excluded_models":{"@@append":["m.one"]}})"),
        unit);
    attach(kBedrock, guardrail("us-east-1", identifier("2")), account.text());
    EXPECT_EQ(describe(account)->content,
              R"({"bedrock":{"guardrail_inference":{"us-east-1":{"main":{"identifier":)"
              R"("arn:aws:bedrock:us-east-1:111111111111:guardrail/abc:2",)"
              R"("model_enforcement":{"excluded_models":["m.one"]}}}}}})");
    EXPECT_EQ(describe(world.management)->content,
              R"({"bedrock":{"guardrail_inference":{"us-east-1":{"main":{"identifier":)"
              R"("arn:aws:bedrock:us-east-1:111111111111:guardrail/abc:1"}}}}})");
}

// rule OR-11: "Policies are evaluated based on the order in which they were attached"
TEST_F(EffectivePolicies, DependOnTheOrderOfAttachment) {
    enable(kBedrock);
    const std::string first = attach(kBedrock, guardrail("us-east-1", identifier("1")), unit);
    attach(kBedrock, guardrail("us-east-1", identifier("2")), unit);
    EXPECT_THAT(describe(account)->content, HasSubstr("abc:1"));
    world.keep(detach_organization_policy(world.state, {first, unit}, world.context()));
    world.keep(attach_organization_policy(world.state, {first, unit}, world.context()));
    EXPECT_THAT(describe(account)->content, HasSubstr("abc:2"));
}

// rules OR-7, OR-8; errors as observed at AWS
TEST_F(EffectivePolicies, AreShownToTheAccountItselfAndToReaders) {
    EXPECT_EQ(error_of(describe(account)), "EffectivePolicyNotFoundException");
    enable(kBedrock);
    const std::string id = account.text();
    EXPECT_EQ(describe(account, id)->target, account);
    EXPECT_EQ(describe(world.management, id)->target, account);
    EXPECT_EQ(error_of(describe(account, world.management.text())), "AccessDeniedException");
    EXPECT_EQ(error_of(describe(account, "999999999999")), "AccessDeniedException");
    EXPECT_EQ(error_of(describe(world.management, "999999999999")), "TargetNotFoundException");
    EXPECT_EQ(error_of(describe(world.management, world.root())),
              "InvalidInputException/TARGET_NOT_SUPPORTED");
    EXPECT_EQ(error_of(describe(account, {}, PolicyType::SERVICE_CONTROL_POLICY)),
              "InvalidInputException/INVALID_ENUM_POLICY_TYPE");
    EXPECT_EQ(error_of(describe(world.open_alone("b"))), "AWSOrganizationsNotInUseException");
    const AccountId delegate = world.make_account("d");
    world.keep(enable_trusted_access(world.state, {"ssm.amazonaws.com"}, world.context()));
    world.keep(register_delegated_administrator(world.state, {delegate, "ssm.amazonaws.com"},
                                                world.context()));
    EXPECT_EQ(describe(delegate, id)->target, account);
}

TEST_F(EffectivePolicies, SayWhenTheyChanged) {
    const Time enabled = world.now;
    enable(kBedrock);
    EXPECT_EQ(describe(account)->updated_at, enabled);
    world.now += std::chrono::hours{1};
    const std::string id = create(kBedrock, guardrail("us-east-1", identifier("1")));
    EXPECT_EQ(describe(account)->updated_at, enabled);
    world.now += std::chrono::hours{1};
    world.keep(attach_organization_policy(world.state, {id, unit}, world.context()));
    EXPECT_EQ(describe(account)->updated_at, world.now);
    world.now += std::chrono::hours{1};
    world.keep(update_organization_policy(
        world.state, {id, {}, {}, guardrail("us-east-1", identifier("2"))}, world.context()));
    EXPECT_EQ(describe(account)->updated_at, world.now);
    EXPECT_EQ(describe(world.management)->updated_at, enabled);
}

// rules BG-3, BG-4, BG-6
TEST_F(EffectivePolicies, EnforceGuardrailsInTheirRegion) {
    EXPECT_TRUE(enforced().empty());
    enable(kBedrock);
    const std::string above =
        attach(kBedrock,
               guardrail("us-east-1",
                         identifier("3") +
                             R"(,"model_enforcement":{"included_models":{"@@assign":["ALL"]}})"),
               world.root());
    const std::string below = attach(
        kBedrock,
        guardrail("us-east-1", R"("model_enforcement":{"excluded_models":{"@@append":["m.one"]}})"),
        unit);
    attach(kBedrock,
           guardrail("eu-west-1", R"("model_enforcement":{"excluded_models":{"@@assign":[]}})"),
           account.text());
    attach(kBedrock, guardrail("us-west-2", R"("identifier":{})"), account.text());
    const auto guardrails = enforced();
    ASSERT_THAT(guardrails, SizeIs(1));
    EXPECT_EQ(guardrails[0].configuration, "main");
    EXPECT_EQ(guardrails[0].identifier, "arn:aws:bedrock:us-east-1:111111111111:guardrail/abc:3");
    EXPECT_THAT(guardrails[0].policies, ElementsAre(arn(above), arn(below)));
    EXPECT_TRUE(applies_to(guardrails[0], "m.two"));
    EXPECT_FALSE(applies_to(guardrails[0], "m.one"));
    // rule BG-5: a configuration that names no guardrail is enforced all the same
    ASSERT_THAT(enforced("eu-west-1"), SizeIs(1));
    EXPECT_EQ(enforced("eu-west-1")[0].identifier, "");
    EXPECT_TRUE(applies_to(enforced("eu-west-1")[0], "m.one"));
    EXPECT_TRUE(enforced("us-west-2").empty());
    EXPECT_THAT(enforced_regions(world.state.organization, account),
                ElementsAre("eu-west-1", "us-east-1"));
    world.keep(disable_policy_type(world.state, {world.root(), kBedrock}, world.context()));
    EXPECT_TRUE(enforced().empty());
    EXPECT_TRUE(enforced_regions(world.state.organization, account).empty());
}

// rule BG-3: what is in both lists is excluded
TEST(EnforcedGuardrails, ApplyToTheModelsTheyName) {
    EnforcedGuardrail guardrail;
    EXPECT_TRUE(applies_to(guardrail, "m.one"));
    guardrail.included_models = {"m.one", "m.two"};
    EXPECT_TRUE(applies_to(guardrail, "m.one"));
    EXPECT_FALSE(applies_to(guardrail, "m.three"));
    guardrail.excluded_models = {"m.two"};
    EXPECT_FALSE(applies_to(guardrail, "m.two"));
    guardrail.included_models = {"ALL"};
    EXPECT_TRUE(applies_to(guardrail, "m.three"));
    guardrail.excluded_models = {"ALL"};
    EXPECT_FALSE(applies_to(guardrail, "m.three"));
}

}  // namespace
}  // namespace licet::model
