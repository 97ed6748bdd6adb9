// SPDX-License-Identifier: Apache-2.0
#include "model/organization/policies.h"

#include "model/organization/attachments.h"
#include "model/organization/control_policies.h"
#include "model/organization/policy_content.h"
#include "model/organization/tags.h"
#include "model/organization/world_test.h"
#include "policy/document.h"

#include <gmock/gmock.h>

namespace licet::model {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr auto kScp = PolicyType::SERVICE_CONTROL_POLICY;
constexpr const char* kDeny =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"bedrock:*","Resource":"*"}]})";
constexpr const char* kTags = R"({"tags":{"a":{"tag_key":{"@@assign":"A"}}}})";

struct Policies : ::testing::Test {
    World world;
    std::string organization = world.organize();

    Result<Events> try_create(PolicyType type, const std::string& name,
                              const std::string& content) {
        return create_organization_policy(world.state, {type, name, "", content, {}},
                                          world.context());
    }
    std::string create(PolicyType type, const std::string& name, const std::string& content) {
        const Events events = world.keep(try_create(type, name, content));
        return std::get<OrganizationPolicyCreated>(events.at(0)).id;
    }
    std::string create_scp(const std::string& name) { return create(kScp, name, kDeny); }
    void enable(PolicyType type) {
        world.keep(enable_policy_type(world.state, {world.root(), type}, world.context()));
    }
    Result<Events> try_attach(const std::string& policy, const std::string& target) {
        return attach_organization_policy(world.state, {policy, target}, world.context());
    }
    Result<Events> try_detach(const std::string& policy, const std::string& target) {
        return detach_organization_policy(world.state, {policy, target}, world.context());
    }
    void attach(const std::string& policy, const std::string& target) {
        world.keep(try_attach(policy, target));
    }
    void detach(const std::string& policy, const std::string& target) {
        world.keep(try_detach(policy, target));
    }
    Result<Events> try_delete(const std::string& policy) {
        return delete_organization_policy(world.state, {policy}, world.context());
    }
    std::set<std::string> on(const std::string& target, PolicyType type = kScp) const {
        return policies_on(world.state.organization, world.organization(), target, type);
    }
    std::set<std::string> targets(const std::string& policy) const {
        const OrganizationView view{organization, world.organization()};
        return targets_of(world.state.organization, view,
                          *find_policy(world.state.organization, view, policy));
    }
    /// What a snapshot brings back is what there is.
    void expect_restorable() const {
        const std::string bytes = save(world.state);
        auto restored = restore(bytes);
        ASSERT_TRUE(restored.ok());
        EXPECT_EQ(save(*restored), bytes);
        EXPECT_EQ(restored->organization.targets_by_policy,
                  world.state.organization.targets_by_policy);
        EXPECT_EQ(restored->organization.policies_by_organization,
                  world.state.organization.policies_by_organization);
        for (const auto& [id, policy] : restored->organization.policies) {
            EXPECT_EQ(policy.document != nullptr, policy.type == kScp);
            EXPECT_EQ(policy.management != nullptr, is_management_type(policy.type));
        }
    }
};

// rules 9.1, OR-8
TEST_F(Policies, HaveAnIdAndAnArnOfTheirType) {
    const std::string id = create_scp("deny");
    EXPECT_THAT(id, MatchesRegex("p-[a-z0-9]{10}"));
    const OrganizationView view{organization, world.organization()};
    const Organizations& all = world.state.organization;
    EXPECT_EQ(policy_arn(view, *find_policy(all, view, id)),
              "arn:aws:organizations::111111111111:policy/" + organization +
                  "/service_control_policy/" + id);
    EXPECT_EQ(policy_arn(view, *find_policy(all, view, kFullAccessId)),
              "arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess");
    EXPECT_EQ(policy::text_of(*all.policies.at(id).document), kDeny);
    EXPECT_THAT(policies_of_type(all, view, kScp), UnorderedElementsAre(kFullAccessId, id));
    EXPECT_THAT(policies_of_type(all, view, PolicyType::RESOURCE_CONTROL_POLICY),
                ElementsAre(kResourceFullAccessId));
    EXPECT_TRUE(policies_of_type(all, view, PolicyType::TAG_POLICY).empty());
}

// rule OR-9
TEST_F(Policies, HaveNamesUniqueWithinTheirType) {
    const std::string id = create_scp("one");
    const std::string other = create_scp("other");
    EXPECT_EQ(error_of(try_create(kScp, "one", kDeny)), "DuplicatePolicyException");
    EXPECT_EQ(error_of(try_create(kScp, "FullAWSAccess", kDeny)), "DuplicatePolicyException");
    create(PolicyType::TAG_POLICY, "one", kTags);
    const auto rename = [&](const std::string& name) {
        return update_organization_policy(world.state, {id, name, {}, {}}, world.context());
    };
    EXPECT_EQ(error_of(rename("other")), "DuplicatePolicyException");
    EXPECT_TRUE(world.keep(rename("one")).empty());
    world.keep(rename("two"));
    EXPECT_EQ(world.state.organization.policies.at(id).name, "two");
    EXPECT_EQ(error_of(try_create(kScp, "one", kDeny)), "");
}

// rules OR-1, OR-9
TEST_F(Policies, AreCheckedWhenTheyAreWritten) {
    const auto why = [&](PolicyType type, const std::string& content) {
        const auto result = try_create(type, "p", content);
        return result.ok() ? "" : std::string{result.error().name} + " " + result.error().message;
    };
    EXPECT_THAT(why(kScp, R"({"Version":"2012-10-17","Statement":[{"Effect":"Maybe",)"
                          R"("Action":"*","Resource":"*"}]})"),
                MatchesRegex("MalformedPolicyDocumentException .*Statement.*Effect.*"));
    EXPECT_THAT(why(kScp, R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny",)"
                          R"("Principal":"*","Action":"*","Resource":"*"}]})"),
                HasSubstr("Principal"));
    EXPECT_THAT(why(PolicyType::TAG_POLICY, R"({"tags":{"a":1}})"),
                HasSubstr("MalformedPolicyDocumentException $.tags.a"));
    EXPECT_THAT(why(PolicyType::BEDROCK_POLICY, kTags), HasSubstr("$.tags"));
    EXPECT_THAT(why(PolicyType::BACKUP_POLICY, kTags), HasSubstr("all is within `plans`"));
    EXPECT_EQ(why(PolicyType::NETWORK_SECURITY_DIRECTOR_POLICY, kTags), "");
    std::string blank = kDeny;
    blank.insert(1, std::string(5'120, ' '));
    EXPECT_EQ(error_of(try_create(kScp, "p", blank)),
              "ConstraintViolationException/POLICY_CONTENT_LIMIT_EXCEEDED");
    std::string full = kDeny;
    full.insert(1, std::string(5'120 - full.size(), ' '));
    EXPECT_EQ(error_of(try_create(kScp, "p", full)), "");
    EXPECT_EQ(error_of(create_organization_policy(
                  world.state, {kScp, "p", "", kDeny, {{"k", "1"}, {"k", "2"}}}, world.context())),
              "InvalidInputException/DUPLICATE_TAG_KEY");
}

// rule OR-8; Organizations User Guide, "RCP syntax"
TEST_F(Policies, OfResourcesOnlyDenyAndNameEverybody) {
    constexpr auto kRcp = PolicyType::RESOURCE_CONTROL_POLICY;
    const auto why = [&](const std::string& statement) {
        const auto result =
            try_create(kRcp, "p", R"({"Version":"2012-10-17","Statement":)" + statement + "}");
        return result.ok() ? "" : result.error().message;
    };
    const std::string rest = R"("Action":"sts:AssumeRole","Resource":"*"})";
    EXPECT_EQ(why(R"([{"Effect":"Deny","Principal":"*",)" + rest + "]"), "");
    EXPECT_EQ(why(R"({"Effect":"Deny","Principal":"*",)" + rest), "");
    EXPECT_THAT(why(R"([{"Effect":"Allow","Principal":"*",)" + rest + "]"),
                HasSubstr("$.Statement[0].Effect"));
    EXPECT_THAT(why(R"([{"Effect":"Deny",)" + rest + "]"), HasSubstr("$.Statement[0].Principal"));
    EXPECT_THAT(why(R"([{"Effect":"Deny","Principal":{"AWS":"*"},)" + rest + "]"),
                HasSubstr("$.Statement[0].Principal"));
    EXPECT_THAT(why(R"([{"Effect":"Deny","Principal":"*","Color":1,)" + rest + "]"),
                HasSubstr("Color"));
    EXPECT_EQ(error_of(try_create(kRcp, "p", "[]")), "MalformedPolicyDocumentException");
    EXPECT_EQ(error_of(try_create(kRcp, "p", "{}")), "MalformedPolicyDocumentException");
}

// rule OR-8
TEST_F(Policies, NeedAllFeatures) {
    World billing;
    billing.organize(FeatureSet::CONSOLIDATED_BILLING);
    EXPECT_EQ(error_of(create_organization_policy(billing.state, {kScp, "p", "", kDeny, {}},
                                                  billing.context())),
              "PolicyTypeNotAvailableForOrganizationException");
    EXPECT_EQ(
        error_of(enable_policy_type(billing.state, {billing.root(), kScp}, billing.context())),
        "PolicyTypeNotAvailableForOrganizationException");
}

// rule OR-9
TEST_F(Policies, AreAttachedOnceTheirTypeIsEnabled) {
    const std::string id = create_scp("deny");
    const std::string unit = world.make_unit(world.root(), "u");
    EXPECT_EQ(error_of(try_attach(id, unit)), "PolicyTypeNotEnabledException");
    EXPECT_EQ(error_of(enable_policy_type(world.state, {"r-none", kScp}, world.context())),
              "RootNotFoundException");
    EXPECT_EQ(error_of(disable_policy_type(world.state, {world.root(), kScp}, world.context())),
              "PolicyTypeNotEnabledException");
    EXPECT_TRUE(on(unit).empty());
    enable(kScp);
    EXPECT_EQ(error_of(enable_policy_type(world.state, {world.root(), kScp}, world.context())),
              "PolicyTypeAlreadyEnabledException");
    EXPECT_THAT(on(unit), ElementsAre(kFullAccessId));
    attach(id, unit);
    EXPECT_THAT(on(unit), UnorderedElementsAre(kFullAccessId, id));
    EXPECT_THAT(targets(id), ElementsAre(unit));
    EXPECT_EQ(error_of(try_attach(id, unit)), "DuplicatePolicyAttachmentException");
    EXPECT_EQ(error_of(try_attach("p-none000000", unit)), "PolicyNotFoundException");
    EXPECT_EQ(error_of(try_attach(id, "ou-none-00000000")), "TargetNotFoundException");
    EXPECT_EQ(error_of(try_attach(id, "222222222222")), "TargetNotFoundException");
    EXPECT_EQ(error_of(try_delete(id)), "PolicyInUseException");
    expect_restorable();
    detach(id, unit);
    EXPECT_EQ(error_of(try_detach(id, unit)), "PolicyNotAttachedException");
    world.keep(try_delete(id));
    EXPECT_EQ(error_of(try_delete(id)), "PolicyNotFoundException");
    expect_restorable();
}

// rule OR-9
TEST_F(Policies, AreAtMostFiveAndAtLeastOneScpOnATarget) {
    enable(kScp);
    const std::string root = world.root();
    std::vector<std::string> ids;
    for (const char* name : {"a", "b", "c", "d", "e"}) {
        ids.push_back(create_scp(name));
    }
    for (std::size_t i = 0; i < 4; ++i) {
        attach(ids[i], root);
    }
    EXPECT_EQ(error_of(try_attach(ids[4], root)),
              "ConstraintViolationException/MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED");
    detach(std::string{kFullAccessId}, root);
    EXPECT_EQ(error_of(try_detach(std::string{kFullAccessId}, root)), "PolicyNotAttachedException");
    EXPECT_THAT(on(root), SizeIs(4));
    EXPECT_THAT(targets(std::string{kFullAccessId}), ElementsAre(world.management.text()));
    expect_restorable();
    for (std::size_t i = 0; i < 3; ++i) {
        detach(ids[i], root);
    }
    EXPECT_EQ(error_of(try_detach(ids[3], root)),
              "ConstraintViolationException/MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED");
    attach(std::string{kFullAccessId}, root);
    detach(ids[3], root);
    EXPECT_THAT(on(root), ElementsAre(kFullAccessId));
    EXPECT_EQ(error_of(try_detach(std::string{kFullAccessId}, root)),
              "ConstraintViolationException/MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED");
}

// rule OR-9
TEST_F(Policies, OfAwsAreNotChanged) {
    enable(PolicyType::RESOURCE_CONTROL_POLICY);
    const std::string rcp{kResourceFullAccessId};
    EXPECT_EQ(error_of(try_delete(rcp)), "InvalidInputException/IMMUTABLE_POLICY");
    EXPECT_EQ(
        error_of(update_organization_policy(world.state, {rcp, "x", {}, {}}, world.context())),
        "InvalidInputException/IMMUTABLE_POLICY");
    EXPECT_EQ(error_of(try_detach(rcp, world.root())),
              "ConstraintViolationException/MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED");
    EXPECT_THAT(targets(rcp), ElementsAre(world.management.text(), world.root()));
}

// rule 9.2 (Policy type on the root)
TEST_F(Policies, AreDetachedEverywhereWhenTheirTypeIsDisabled) {
    enable(kScp);
    enable(PolicyType::TAG_POLICY);
    const std::string scp = create_scp("scp");
    const std::string tags = create(PolicyType::TAG_POLICY, "tags", kTags);
    const std::string unit = world.make_unit(world.root(), "u");
    attach(scp, unit);
    attach(tags, unit);
    detach(std::string{kFullAccessId}, unit);
    world.keep(disable_policy_type(world.state, {world.root(), kScp}, world.context()));
    EXPECT_TRUE(on(unit).empty());
    EXPECT_TRUE(targets(scp).empty());
    EXPECT_THAT(on(unit, PolicyType::TAG_POLICY), ElementsAre(tags));
    EXPECT_TRUE(targets(std::string{kFullAccessId}).empty());
    expect_restorable();
    enable(kScp);
    EXPECT_THAT(on(unit), ElementsAre(kFullAccessId));
    EXPECT_EQ(world.organization().policy_types.at(0).type, kScp);
}

// rules OR-4, OR-2, 9.2 (Organization)
TEST_F(Policies, AreDetachedFromWhatLeavesOrEnds) {
    enable(kScp);
    const std::string id = create_scp("deny");
    const std::string unit = world.make_unit(world.root(), "u");
    const AccountId account = world.make_account("a");
    attach(id, unit);
    attach(id, account.text());
    detach(std::string{kFullAccessId}, account.text());
    world.keep(remove_account(world.state, {account}, world.context()));
    EXPECT_THAT(targets(id), ElementsAre(unit));
    EXPECT_TRUE(world.organization().without_full_access.empty());
    world.keep(delete_organizational_unit(world.state, {unit}, world.context()));
    EXPECT_TRUE(targets(id).empty());
    EXPECT_TRUE(world.organization().attachments.empty());
    EXPECT_EQ(error_of(delete_organization(world.state, world.context())),
              "OrganizationNotEmptyException");
    world.keep(try_delete(id));
    world.keep(delete_organization(world.state, world.context()));
    EXPECT_TRUE(world.state.organization.policies_by_organization.empty());
    expect_restorable();
}

// rule OR-9
TEST_F(Policies, AreUpdatedWhereverTheyAreAttached) {
    enable(kScp);
    const std::string id = create_scp("deny");
    attach(id, world.root());
    detach(std::string{kFullAccessId}, world.root());
    const AccountId account = world.make_account("a");
    const std::string allow =
        R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]})";
    world.keep(update_organization_policy(world.state, {id, {}, "new", allow}, world.context()));
    const auto levels = control_levels(world.state.organization, account);
    ASSERT_THAT(levels, SizeIs(2));
    ASSERT_THAT(levels[0].policies, SizeIs(1));
    EXPECT_EQ(policy::text_of(*levels[0].policies[0].document), allow);
    EXPECT_EQ(world.state.organization.policies.at(id).description, "new");
    EXPECT_EQ(error_of(update_organization_policy(world.state, {id, {}, {}, "{"}, world.context())),
              "MalformedPolicyDocumentException");
    expect_restorable();
}

// rule OR-10
TEST_F(Policies, RestrictMembersLevelByLevel) {
    const std::string outer = world.make_unit(world.root(), "outer");
    const std::string inner = world.make_unit(outer, "inner");
    const AccountId account = world.make_account("a");
    const AccountId alone = world.open_alone("b");
    world.keep(move_account(world.state, {account, world.root(), inner}, world.context()));
    const Organizations& all = world.state.organization;
    EXPECT_TRUE(control_levels(all, account).empty());
    enable(kScp);
    const std::string id = create_scp("deny");
    attach(id, outer);
    detach(std::string{kFullAccessId}, outer);
    const auto levels = control_levels(all, account);
    std::vector<std::string> targets;
    for (const auto& level : levels) {
        targets.push_back(level.target);
        ASSERT_THAT(level.policies, SizeIs(1));
        EXPECT_NE(level.policies[0].document, nullptr);
        EXPECT_EQ(level.policies[0].name.ends_with(id), level.target == outer);
    }
    EXPECT_THAT(targets, ElementsAre(world.root(), outer, inner, account.text()));
    EXPECT_TRUE(control_levels(all, world.management).empty());
    EXPECT_TRUE(control_levels(all, alone).empty());
}

// rule OR-7
TEST_F(Policies, BelongToOneOrganizationAndItsManagementAccount) {
    enable(kScp);
    const std::string id = create_scp("deny");
    world.act_as(world.make_account("member"));
    EXPECT_EQ(error_of(try_create(kScp, "x", kDeny)), "AccessDeniedException");
    EXPECT_EQ(error_of(try_attach(id, world.root())), "AccessDeniedException");
    EXPECT_EQ(error_of(try_detach(id, world.root())), "AccessDeniedException");
    EXPECT_EQ(error_of(try_delete(id)), "AccessDeniedException");
    EXPECT_EQ(error_of(update_organization_policy(world.state, {id, "x", {}, {}}, world.context())),
              "AccessDeniedException");
    EXPECT_EQ(error_of(enable_policy_type(world.state, {world.root(), kScp}, world.context())),
              "AccessDeniedException");
    EXPECT_EQ(error_of(disable_policy_type(world.state, {world.root(), kScp}, world.context())),
              "AccessDeniedException");
    world.act_as(world.management);
    const AccountId other = world.open_alone("other");
    world.act_as(other);
    world.keep(create_organization(world.state, {}, world.context()));
    EXPECT_EQ(error_of(try_delete(id)), "PolicyNotFoundException");
    EXPECT_EQ(error_of(tag_organization_resource(world.state, {id, {{"k", "v"}}}, world.context())),
              "TargetNotFoundException");
    EXPECT_EQ(error_of(try_create(kScp, "deny", kDeny)), "");
}

TEST_F(Policies, HaveTags) {
    const std::string id = create_scp("deny");
    world.keep(tag_organization_resource(world.state, {id, {{"k", "v"}}}, world.context()));
    EXPECT_EQ(world.state.organization.policies.at(id).tags, (Tags{{"k", "v"}}));
    world.keep(untag_organization_resource(world.state, {id, {"k"}}, world.context()));
    EXPECT_TRUE(world.state.organization.policies.at(id).tags.empty());
    EXPECT_EQ(error_of(tag_organization_resource(world.state, {std::string{kFullAccessId}, {}},
                                                 world.context())),
              "TargetNotFoundException");
}

// rule OR-1
TEST_F(Policies, AreLimitedInNumber) {
    for (std::size_t i = 0; i < limits_of(PolicyType::TAG_POLICY).policies; ++i) {
        OrganizationPolicyCreated made{"p-filler" + std::to_string(i), {}};
        made.details.organization = organization;
        made.details.type = PolicyType::TAG_POLICY;
        made.details.name = std::to_string(i);
        made.details.content = "{}";
        world.take({made});
    }
    EXPECT_EQ(error_of(try_create(PolicyType::TAG_POLICY, "one too many", kTags)),
              "ConstraintViolationException/POLICY_NUMBER_LIMIT_EXCEEDED");
    EXPECT_EQ(error_of(try_create(PolicyType::BACKUP_POLICY, "other", "{}")), "");
}

}  // namespace
}  // namespace licet::model
