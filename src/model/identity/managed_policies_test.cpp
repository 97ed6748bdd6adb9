// SPDX-License-Identifier: Apache-2.0
#include "model/identity/managed_policies.h"

#include "model/identity/aws_managed/aws_managed.h"
#include "model/identity/boundary.h"
#include "model/identity/identity_policies.h"
#include "model/identity/world_test.h"
#include "policy/evaluate.h"

#include <set>

namespace licet::model {
namespace {

const std::string kReadPolicy =
    R"({"Statement":{"Effect":"Allow","Action":"bedrock:Get*","Resource":"*"}})";
const std::string kWritePolicy =
    R"({"Statement":{"Effect":"Allow","Action":"bedrock:Put*","Resource":"*"}})";

struct ManagedPoliciesTest : testing::Test, IdentityWorld {
    ManagedPoliciesTest() { make_user("bob"); }

    Result<Events> create(const std::string& name, const std::string& path = "/",
                          const std::string& document = kReadPolicy) {
        return create_managed_policy(state, {name, path, document, "what it is for", {}},
                                     context());
    }
    std::string make(const std::string& name, const std::string& path = "/") {
        keep(create(name, path));
        return managed_policy_arn(management, path, name);
    }
    Result<Events> add(const std::string& arn, bool as_default = false) {
        return create_managed_policy_version(state, {arn, kWritePolicy, as_default}, context());
    }
    const ManagedPolicy& policy(const std::string& arn) const {
        const auto* found = find_managed_policy(state.identity, arn);
        LICET_CHECK(found != nullptr);
        return *found;
    }
    void attach(const std::string& arn) {
        keep(attach_policy(state, {{IdentityKind::user, {management, "bob"}}, arn}));
    }
};

TEST_F(ManagedPoliciesTest, AreFoundByTheirWholeArn) {
    const auto arn = make("reader", "/team/");
    EXPECT_EQ(arn, "arn:aws:iam::111111111111:policy/team/reader");
    const auto& made = policy(arn);
    EXPECT_TRUE(made.id.starts_with("ANPA"));
    EXPECT_EQ(made.id.size(), 21U);
    EXPECT_EQ(made.description, "what it is for");
    EXPECT_EQ(made.default_version.text(), "v1");
    EXPECT_EQ(default_version(made).text, kReadPolicy);
    EXPECT_EQ(policy::text_of(*default_version(made).document), kReadPolicy);
    for (const auto* other :
         {"arn:aws:iam::111111111111:policy/reader", "arn:aws:iam::111111111111:policy/team/x",
          "arn:aws:iam::222222222222:policy/team/reader", "arn:aws:iam::aws:policy/reader",
          "arn:aws:iam::111111111111:policy", "", "arn:aws:iam::111111111111:role/team/reader"}) {
        EXPECT_EQ(find_managed_policy(state.identity, other), nullptr) << other;
    }
    // Another account does not learn that it exists.
    EXPECT_FALSE(require_managed_policy(state.identity, AccountId{5}, arn).ok());
}

TEST_F(ManagedPoliciesTest, HaveNamesThatDifferInMoreThanCase) {
    make("Reader");
    EXPECT_EQ(error_of(create("reader", "/other/")), "EntityAlreadyExists");
    act_as(AccountId{222'222'222'222});
    EXPECT_EQ(error_of(create("reader")), "");
}

TEST_F(ManagedPoliciesTest, MustBeUnderstood) {
    EXPECT_EQ(error_of(create("p", "/", R"({"Statement":[]})")), "MalformedPolicyDocument");
    EXPECT_EQ(error_of(create("p", "/", R"({"Statement":{"Effect":"Allow"}})")),
              "MalformedPolicyDocument");
    EXPECT_EQ(error_of(create("p", "/", "no policy")), "MalformedPolicyDocument");
    EXPECT_EQ(error_of(create("no good", "/")), "ValidationError");
    EXPECT_EQ(error_of(create("p", "/a//b/")), "ValidationError");
    EXPECT_EQ(error_of(create("p", "/a b/")), "ValidationError");
    const auto arn = make("p");
    EXPECT_EQ(error_of(create_managed_policy_version(state, {arn, "{}", false}, context())),
              "MalformedPolicyDocument");
}

TEST_F(ManagedPoliciesTest, HaveAtMost6144CharactersBlanksNotCounted) {
    const auto with_length = [](std::size_t sid, const std::string& blanks) {
        return R"({"Statement":{"Sid":")" + std::string(sid, 'a') + blanks +
               R"(","Effect":"Allow","Action":"*","Resource":"*"}})";
    };
    const std::size_t rest = policy::character_count(with_length(0, ""));
    const std::size_t most = kManagedPolicyCharactersMax - rest;
    EXPECT_EQ(error_of(create("p", "/", with_length(most + 1, ""))), "LimitExceeded");
    EXPECT_EQ(error_of(create("p", "/", with_length(most, "") + std::string(100, ' '))), "");
    EXPECT_EQ(error_of(create("p", "/", std::string(kManagedPolicyCharactersMax * 4, ' ') + "{}")),
              "MalformedPolicyDocument");
}

TEST_F(ManagedPoliciesTest, AreAtMost1500PerAccount) {
    for (std::size_t i = 0; i < kManagedPoliciesMax; ++i) {
        ManagedPolicy policy;
        policy.path = "/";
        policy.default_version = {1};
        policy.versions[{1}] = {kReadPolicy, now};
        take({ManagedPolicyCreated{{management, "p" + std::to_string(i)}, policy}});
    }
    EXPECT_EQ(error_of(create("one-more")), "LimitExceeded");
    EXPECT_EQ(state.identity.library.size(), 1U) << "equal texts are held once";
}

TEST_F(ManagedPoliciesTest, HaveAtMostFiveVersionsWhoseNumbersAreNeverGivenTwice) {
    const auto arn = make("p");
    for (int i = 2; i <= 5; ++i) {
        keep(add(arn));
    }
    EXPECT_EQ(error_of(add(arn)), "LimitExceeded");
    keep(delete_managed_policy_version(state, {arn, {5}}, context()));
    const auto added = keep(add(arn));
    EXPECT_EQ(std::get<ManagedPolicyVersionAdded>(added.at(0)).version.text(), "v6");
    EXPECT_EQ(policy(arn).versions.size(), 5U);
    EXPECT_EQ(error_of(delete_managed_policy_version(state, {arn, {5}}, context())),
              "NoSuchEntity");
}

TEST_F(ManagedPoliciesTest, AreInForceByTheirDefaultVersion) {
    const auto arn = make("p");
    keep(add(arn));
    EXPECT_EQ(default_version(policy(arn)).text, kReadPolicy);
    now += Milliseconds{1'000};
    keep(add(arn, true));
    EXPECT_EQ(policy(arn).default_version.text(), "v3");
    EXPECT_EQ(policy(arn).updated_at, now);
    EXPECT_EQ(error_of(delete_managed_policy_version(state, {arn, {3}}, context())),
              "DeleteConflict");
    keep(set_default_managed_policy_version(state, {arn, {1}}, context()));
    EXPECT_EQ(default_version(policy(arn)).text, kReadPolicy);
    EXPECT_TRUE(keep(set_default_managed_policy_version(state, {arn, {1}}, context())).empty());
    EXPECT_EQ(error_of(set_default_managed_policy_version(state, {arn, {9}}, context())),
              "NoSuchEntity");
}

TEST_F(ManagedPoliciesTest, AreDeletedOnlyWhenNobodyHasThemAndOneVersionIsLeft) {
    const auto arn = make("p");
    const IdentityName bob{IdentityKind::user, {management, "bob"}};
    const auto remove = [&] { return delete_managed_policy(state, {arn}, context()); };
    attach(arn);
    EXPECT_EQ(error_of(remove()), "DeleteConflict");
    keep(detach_policy(state, {bob, arn}));
    keep(put_boundary(state, {bob, arn}));
    EXPECT_EQ(error_of(remove()), "DeleteConflict");
    keep(delete_boundary(state, {bob}));
    keep(add(arn));
    EXPECT_EQ(error_of(remove()), "DeleteConflict");
    keep(delete_managed_policy_version(state, {arn, {2}}, context()));
    keep(remove());
    EXPECT_EQ(error_of(remove()), "NoSuchEntity");
}

TEST_F(ManagedPoliciesTest, TagsOfOneKeyInAnyCaseAreOne) {
    const auto arn = make("p");
    keep(tag_managed_policy(state, {arn, {{"Team", "a"}, {"cost", "1"}}}, context()));
    keep(tag_managed_policy(state, {arn, {{"team", "b"}}}, context()));
    EXPECT_EQ(policy(arn).tags, (Tags{{"cost", "1"}, {"team", "b"}}));
    EXPECT_TRUE(keep(tag_managed_policy(state, {arn, {{"team", "b"}}}, context())).empty());
    keep(untag_managed_policy(state, {arn, {"TEAM", "none"}}, context()));
    EXPECT_EQ(policy(arn).tags, (Tags{{"cost", "1"}}));
    EXPECT_EQ(error_of(tag_managed_policy(state, {arn, {{"aws:x", "1"}}}, context())),
              "InvalidInput");
}

TEST_F(ManagedPoliciesTest, OfAwsAndOfOthersCannotBeChanged) {
    const std::string aws = "arn:aws:iam::aws:policy/AdministratorAccess";
    const auto own = make("p");
    act_as(AccountId{222'222'222'222});
    for (const auto& [arn, error] : {std::pair{aws, "AccessDenied"}, {own, "NoSuchEntity"}}) {
        EXPECT_EQ(error_of(delete_managed_policy(state, {arn}, context())), error);
        EXPECT_EQ(error_of(add(arn)), error);
        EXPECT_EQ(error_of(set_default_managed_policy_version(state, {arn, {1}}, context())),
                  error);
        EXPECT_EQ(error_of(delete_managed_policy_version(state, {arn, {1}}, context())), error);
        EXPECT_EQ(error_of(tag_managed_policy(state, {arn, {{"a", "b"}}}, context())), error);
        EXPECT_EQ(error_of(untag_managed_policy(state, {arn, {"a"}}, context())), error);
    }
}

TEST_F(ManagedPoliciesTest, ComeBackWithTheirDocumentsFromASnapshot) {
    const auto arn = make("p");
    keep(add(arn, true));
    attach(arn);
    auto restored = restore(save(state));
    ASSERT_TRUE(restored.ok());
    const auto* back = find_managed_policy(restored->identity, arn);
    ASSERT_NE(back, nullptr);
    EXPECT_EQ(policy::text_of(*default_version(*back).document), kWritePolicy);
    EXPECT_EQ(save(*restored), save(state));
}

TEST_F(ManagedPoliciesTest, AsBoundariesAreOneForAUserOrRole) {
    const auto arn = make("p");
    keep(try_role("r", trusting(R"("*")")));
    const IdentityName role{IdentityKind::role, {management, "r"}};
    keep(put_boundary(state, {role, arn}));
    EXPECT_EQ(this->role("r").boundary, arn);
    EXPECT_TRUE(keep(put_boundary(state, {role, arn})).empty());
    keep(put_boundary(state, {role, "arn:aws:iam::aws:policy/ReadOnlyAccess"}));
    EXPECT_EQ(use_of_policy(state.identity, management, arn).boundaries, 0U);
    EXPECT_EQ(error_of(put_boundary(state, {role, arn + "x"})), "NoSuchEntity");
    EXPECT_EQ(error_of(put_boundary(state, {{IdentityKind::user, {management, "no"}}, arn})),
              "NoSuchEntity");
    keep(delete_boundary(state, {role}));
    EXPECT_TRUE(keep(delete_boundary(state, {role})).empty());
    EXPECT_EQ(this->role("r").boundary, "");
}

TEST(PolicyVersionId, HasOneText) {
    EXPECT_EQ(PolicyVersionId::parse("v12").value().number, 12U);
    for (const auto* text : {"", "v", "v0", "v01", "1", "v-1", "v1x", "v99999999999", "V1"}) {
        EXPECT_FALSE(PolicyVersionId::parse(text).ok()) << text;
    }
}

TEST(AwsManagedPolicies, AreUnderstoodAndNamedOnce) {
    std::set<std::string_view> ids;
    for (const auto& [arn, policy] : aws_managed_policies()) {
        EXPECT_TRUE(ids.insert(policy.id).second) << arn;
        EXPECT_LE(policy::character_count(default_version(policy).text),
                  kManagedPolicyCharactersMax);
    }
    EXPECT_EQ(ids.size(), aws_managed_policy_table().size());
    EXPECT_NE(find_aws_managed_policy(
                  "arn:aws:iam::aws:policy/service-role/AWSLicenseManagerConsumptionPolicy"),
              nullptr);
    EXPECT_EQ(find_aws_managed_policy("arn:aws:iam::aws:policy/NoSuchPolicy"), nullptr);
}

TEST(AwsManagedPolicies, AllowWhatTheirNamesSay) {
    const auto allows = [](const std::string& name, const char* text) {
        const auto* found = find_aws_managed_policy("arn:aws:iam::aws:policy/" + name);
        LICET_CHECK(found != nullptr);
        const policy::Action action{text};
        const policy::Context context;
        return policy::evaluate(*default_version(*found).document, {action, "*", context})
                   .verdict == policy::Verdict::allowed;
    };
    EXPECT_TRUE(allows("AdministratorAccess", "iam:CreateUser"));
    EXPECT_FALSE(allows("PowerUserAccess", "iam:CreateUser"));
    EXPECT_FALSE(allows("PowerUserAccess", "organizations:CreatePolicy"));
    EXPECT_TRUE(allows("PowerUserAccess", "license-manager:CreateGrant"));
    EXPECT_TRUE(allows("ReadOnlyAccess", "license-manager:ListReceivedGrants"));
    EXPECT_FALSE(allows("ReadOnlyAccess", "bedrock:InvokeModel"));
    EXPECT_TRUE(allows("AmazonBedrockFullAccess", "bedrock:CallWithBearerToken"));
    EXPECT_FALSE(allows("AmazonBedrockFullAccess", "aws-marketplace:Subscribe"));
    EXPECT_TRUE(allows("AmazonBedrockLimitedAccess", "bedrock:InvokeModel"));
    EXPECT_FALSE(allows("AmazonBedrockReadOnly", "bedrock:InvokeModel"));
    EXPECT_TRUE(allows("service-role/AWSLicenseManagerConsumptionPolicy",
                       "license-manager:CheckoutLicense"));
}

}  // namespace
}  // namespace licet::model
