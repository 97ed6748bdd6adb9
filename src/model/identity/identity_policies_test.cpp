// SPDX-License-Identifier: Apache-2.0
#include "model/identity/identity_policies.h"

#include "model/identity/administrator.h"
#include "model/identity/groups.h"
#include "model/identity/principal_policies.h"
#include "model/identity/world_test.h"

namespace licet::model {
namespace {

const std::string kAdmin{kAdministratorAccess};
const std::string kReadOnly = "arn:aws:iam::aws:policy/ReadOnlyAccess";

struct IdentityPoliciesTest : testing::Test, IdentityWorld {
    const IdentityName bob{IdentityKind::user, {management, "bob"}};
    const IdentityName dev{IdentityKind::group, {management, "dev"}};
    const IdentityName ops{IdentityKind::role, {management, "ops"}};
    const std::vector<IdentityName> all{bob, dev, ops};

    IdentityPoliciesTest() {
        make_user("bob");
        keep(create_group(state, {"dev"}, context()));
        keep(try_role("ops", trusting(R"("*")")));
    }
    void put(const IdentityName& who, const std::string& policy, const std::string& text) {
        keep(put_inline_policy(state, {who, policy, text}));
    }
    std::string put_refusal(const IdentityName& who, const std::string& text) {
        return error_of(put_inline_policy(state, {who, "p", text}));
    }
    std::string attach_refusal(const IdentityName& who, const std::string& arn) {
        return error_of(attach_policy(state, {who, arn}));
    }
    std::size_t uses(const std::string& arn) const {
        return use_of_policy(state.identity, management, arn).attachments;
    }
    /// A customer managed policy. @return its ARN.
    std::string make_policy(const std::string& name, const std::string& text) {
        ManagedPolicy policy;
        policy.id = "ANPA" + name;
        policy.path = "/";
        policy.default_version = PolicyVersionId::parse("v1").value();
        policy.versions[policy.default_version].text = text;
        apply(state, ManagedPolicyCreated{{management, name}, policy});
        return managed_policy_arn(management, "/", name);
    }
    std::vector<std::string> names(const Principal& who) const {
        std::vector<std::string> found;
        for (const auto& policy : policies_of(state.identity, who).identity) {
            EXPECT_NE(policy.document, nullptr);
            found.push_back(policy.name);
        }
        return found;
    }
};

/// A policy of exactly so many characters, with blanks that do not count.
std::string sized(std::size_t characters) {
    const std::string head = R"({"Version":"2012-10-17","Statement":[{"Sid":")";
    const std::string tail = R"(","Effect":"Allow","Action":"*","Resource":"*"}]})";
    return "  " + head + std::string(characters - head.size() - tail.size(), 's') + tail + "\n";
}

TEST_F(IdentityPoliciesTest, OfOneNameReplaceEachOther) {
    for (const auto& who : all) {
        put(who, "p", allowing("iam:Get*"));
        EXPECT_EQ(keep(put_inline_policy(state, {who, "p", allowing("iam:Get*")})).size(), 0U);
        put(who, "p", allowing("iam:*"));
        const auto found = require_inline_policy(state, who, "p");
        ASSERT_TRUE(found.ok());
        EXPECT_EQ((*found)->text, allowing("iam:*"));
        EXPECT_EQ(policy::text_of(*(*found)->document), (*found)->text);
        keep(delete_inline_policy(state, {who, "p"}));
        EXPECT_EQ(error_of(require_inline_policy(state, who, "p")), "NoSuchEntity");
        EXPECT_EQ(error_of(delete_inline_policy(state, {who, "p"})), "NoSuchEntity");
    }
}

TEST_F(IdentityPoliciesTest, AreRefusedWhenTheyAreNotUnderstoodOrNobodyIsThere) {
    const auto refused = put_inline_policy(state, {bob, "p", R"({"Statement":[{}]})"});
    EXPECT_EQ(error_of(refused), "MalformedPolicyDocument");
    EXPECT_NE(refused.error().message.find("$.Statement[0]"), std::string::npos);
    for (auto who : all) {
        who.name.name = "none";
        EXPECT_EQ(put_refusal(who, allowing("*")), "NoSuchEntity");
        EXPECT_EQ(attach_refusal(who, kAdmin), "NoSuchEntity");
        EXPECT_EQ(error_of(detach_policy(state, {who, kAdmin})), "NoSuchEntity");
    }
    organize();
    const IdentityName linked{IdentityKind::role, {management, "AWSServiceRoleForOrganizations"}};
    EXPECT_TRUE(require_inline_policy(state, linked, "p").error().message.find("role policy") !=
                std::string::npos);
    EXPECT_EQ(put_refusal(linked, allowing("*")), "UnmodifiableEntity");
    EXPECT_EQ(attach_refusal(linked, kAdmin), "UnmodifiableEntity");
    EXPECT_EQ(error_of(tag_identity(state, {linked, {{"k", "v"}}})), "InvalidInput");
}

TEST_F(IdentityPoliciesTest, ShareTheirCharactersWithoutBlanks) {
    for (const auto& [who, limit] :
         {std::pair{bob, kUserPolicyCharactersMax}, std::pair{dev, kGroupPolicyCharactersMax},
          std::pair{ops, kRolePolicyCharactersMax}}) {
        EXPECT_EQ(put_refusal(who, sized(limit + 1)), "LimitExceeded");
        EXPECT_EQ(put_refusal(who, sized(limit)), "");
        EXPECT_EQ(put_refusal(who, sized(limit) + std::string(3 * limit - 3, ' ')), "");
        EXPECT_EQ(put_refusal(who, sized(limit) + std::string(3 * limit - 2, ' ')),
                  "MalformedPolicyDocument");
        put(who, "other", sized(limit - 200));
        EXPECT_EQ(put_refusal(who, sized(201)), "LimitExceeded");
        EXPECT_EQ(put_refusal(who, sized(200)), "");
        put(who, "other", sized(limit));
    }
}

TEST_F(IdentityPoliciesTest, AreAttachedOnceAndDetached) {
    const std::string own = make_policy("own", allowing("iam:*"));
    for (const auto& who : all) {
        EXPECT_EQ(keep(attach_policy(state, {who, own})).size(), 1U);
        EXPECT_EQ(keep(attach_policy(state, {who, own})).size(), 0U);
    }
    EXPECT_EQ(uses(own), 3U);
    for (const auto& who : all) {
        keep(detach_policy(state, {who, own}));
        EXPECT_EQ(error_of(detach_policy(state, {who, own})), "NoSuchEntity");
    }
    EXPECT_EQ(uses(own), 0U);
    EXPECT_EQ(attach_refusal(bob, "arn:aws:iam::aws:policy/NoSuchPolicy"), "NoSuchEntity");
    EXPECT_EQ(attach_refusal(bob, "arn:aws:iam::222222222222:policy/own"), "NoSuchEntity");
    EXPECT_EQ(attach_refusal(bob, "arn:aws:iam::111111111111:policy/x/own"), "NoSuchEntity");
    EXPECT_EQ(attach_refusal(bob, "arn:aws:iam::111111111111:user/bob"), "InvalidInput");
    IdentityName foreign = bob;
    foreign.name.account = AccountId{222'222'222'222};
    apply(state, UserCreated{foreign.name, {}});
    EXPECT_EQ(attach_refusal(foreign, own), "NoSuchEntity");
}

TEST_F(IdentityPoliciesTest, AreAttachedTenAtMost) {
    for (const auto& who : all) {
        for (std::size_t i = 0; i < kAttachedPoliciesMax; ++i) {
            keep(attach_policy(state, {who, make_policy("p" + std::to_string(i), allowing("*"))}));
        }
        EXPECT_EQ(attach_refusal(who, kAdmin), "LimitExceeded");
    }
}

TEST_F(IdentityPoliciesTest, OfAUserAreItsOwnAndThoseOfItsGroups) {
    const std::string own = make_policy("own", allowing("iam:*"));
    put(bob, "a", allowing("*"));
    put(dev, "b", allowing("*"));
    keep(attach_policy(state, {bob, kReadOnly}));
    keep(attach_policy(state, {dev, own}));
    const Principal who = user_principal("bob");
    const std::vector<std::string> alone{"a (inline policy of user/bob)", kReadOnly};
    EXPECT_EQ(names(who), alone);
    keep(add_to_group(state, {"dev", "bob"}, context()));
    auto together = alone;
    together.insert(together.end(),
                    {"b (inline policy of group/dev)", own + " (attached to group/dev)"});
    EXPECT_EQ(names(who), together);
    // `b` says what `a` does: both are named, and one is asked.
    const auto held = policies_of(state.identity, who).identity;
    EXPECT_EQ(held[2].document, held[0].document);
    EXPECT_TRUE(held[2].repeated);
    EXPECT_FALSE(held[0].repeated || held[1].repeated || held[3].repeated);
    EXPECT_FALSE(policies_of(state.identity, who).unrestricted);
    EXPECT_EQ(policies_of(state.identity, who).tags,
              &find_user(state.identity, management, "bob")->tags);
    Principal earlier = who;  // a user of the same name who was deleted
    earlier.id = "AIDAEARLIER";
    EXPECT_EQ(names(earlier), std::vector<std::string>{});
}

TEST_F(IdentityPoliciesTest, OfASessionAreThoseOfItsRole) {
    put(ops, "a", allowing("*"));
    const Principal session = session_principal("ops", "s");
    EXPECT_EQ(names(session), std::vector<std::string>{"a (inline policy of role/ops)"});
    apply(state, RoleDeleted{ops.name});
    EXPECT_EQ(names(session), std::vector<std::string>{});
    Principal other;
    for (const auto kind : {PrincipalKind::root, PrincipalKind::service}) {
        other.kind = kind;
        EXPECT_TRUE(policies_of(state.identity, other).unrestricted);
    }
    other.kind = PrincipalKind::web_identity;
    EXPECT_FALSE(policies_of(state.identity, other).unrestricted);
    EXPECT_EQ(names(other), std::vector<std::string>{});
}

TEST_F(IdentityPoliciesTest, AreBoundedByABoundaryEvenByOneThatIsGone) {
    const std::string own = make_policy("own", allowing("iam:*"));
    keep(attach_policy(state, {bob, kAdmin}));
    apply(state, BoundaryChanged{bob, own});
    const Principal who = user_principal("bob");
    ASSERT_TRUE(policies_of(state.identity, who).boundary.has_value());
    EXPECT_EQ(policies_of(state.identity, who).boundary->name, own);
    EXPECT_EQ(use_of_policy(state.identity, management, own).boundaries, 1U);
    apply(state, ManagedPolicyDeleted{{management, "own"}});
    EXPECT_EQ(names(who), std::vector<std::string>{});
    apply(state, BoundaryChanged{bob, ""});
    EXPECT_EQ(names(who), std::vector<std::string>{kAdmin});
}

TEST_F(IdentityPoliciesTest, StandBesideTagsWhoseKeysDifferInMoreThanCase) {
    const auto tags = [&] { return find_user(state.identity, management, "bob")->tags; };
    keep(tag_identity(state, {bob, {{"Team", "a"}, {"cost", "1"}}}));
    keep(tag_identity(state, {bob, {{"team", "b"}}}));
    EXPECT_EQ(tags(), (Tags{{"team", "b"}, {"cost", "1"}}));
    EXPECT_EQ(keep(tag_identity(state, {bob, {{"cost", "1"}}})).size(), 0U);
    EXPECT_EQ(error_of(tag_identity(state, {bob, {{"aws:x", "1"}}})), "InvalidInput");
    keep(untag_identity(state, {bob, {"COST", "none"}}));
    EXPECT_EQ(tags(), (Tags{{"team", "b"}}));
    EXPECT_EQ(keep(untag_identity(state, {bob, {"none"}})).size(), 0U);
    std::vector<Tag> many;
    for (int i = 0; i < 50; ++i) {
        many.push_back({"k" + std::to_string(i), "v"});
    }
    EXPECT_EQ(error_of(tag_identity(state, {bob, many})), "LimitExceeded");
}

}  // namespace
}  // namespace licet::model
