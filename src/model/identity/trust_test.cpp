// SPDX-License-Identifier: Apache-2.0
#include "model/identity/trust.h"

#include "model/identity/role_trust.h"
#include "model/identity/world_test.h"

namespace licet::model {
namespace {

struct TrustTest : testing::Test, IdentityWorld {
    TrustTest() {
        make_user("bob", "/dev/");
        make_user("eve");
        keep(try_role("source", trusting(R"({"AWS":"*"})")));
        keep(try_role("other", trusting(R"({"AWS":"*"})")));
    }
    static bool trusts(const Role& role, const Principal& who, const TrustTerms& terms = {}) {
        return judge_trust(RoleTrust{role}, who, terms).trusts();
    }
    /// Whether a role with that policy trusts `who`.
    bool allowed(const std::string& policy, const Principal& who,
                 const std::optional<std::string>& external_id = std::nullopt) {
        auto made = try_role("target", policy);
        EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().message);
        if (!made.ok()) {
            return false;
        }
        return trusts(std::get<RoleCreated>(made->at(0)).details, who,
                      {.external_id = external_id});
    }
    static Principal stranger() {
        return {.kind = PrincipalKind::user,
                .account = AccountId{222'222'222'222},
                .arn = "arn:aws:iam::222222222222:user/dev/bob",
                .id = "AIDASTRANGER",
                .name = "bob"};
    }
};

const std::string kBob = R"({"AWS":"arn:aws:iam::111111111111:user/dev/bob"})";

TEST_F(TrustTest, CoversExactlyWhoIsNamed) {
    const Principal bob = user_principal("bob");
    const Principal eve = user_principal("eve");
    const Principal session = session_principal("source", "one");
    const Principal other = session_principal("other", "one");
    const auto who = [&](const std::string& principal) {
        std::string names;
        names += allowed(trusting(principal), bob) ? "b" : "";
        names += allowed(trusting(principal), eve) ? "e" : "";
        names += allowed(trusting(principal), session) ? "s" : "";
        names += allowed(trusting(principal), other) ? "o" : "";
        names += allowed(trusting(principal), stranger()) ? "x" : "";
        return names;
    };
    EXPECT_EQ(who(R"("*")"), "besox");
    EXPECT_EQ(who(R"({"AWS":"*"})"), "besox");
    EXPECT_EQ(who(R"({"AWS":"111111111111"})"), "beso");
    EXPECT_EQ(who(R"({"AWS":["arn:aws:iam::111111111111:root"]})"), "beso");
    EXPECT_EQ(who(kBob), "b");
    EXPECT_EQ(who(R"({"AWS":"arn:aws:iam::111111111111:role/source"})"), "s");
    EXPECT_EQ(who(R"({"AWS":"arn:aws:sts::111111111111:assumed-role/source/one"})"), "s");
    EXPECT_EQ(who(R"({"AWS":"arn:aws:sts::111111111111:assumed-role/source/two"})"), "");
    EXPECT_EQ(who(R"({"Service":"ec2.amazonaws.com"})"), "");
    EXPECT_EQ(who(R"({"Federated":"accounts.google.com"})"), "");
    EXPECT_EQ(who(R"({"Service":"ec2.amazonaws.com","AWS":[)"
                  R"("arn:aws:iam::111111111111:user/eve",)"
                  R"("arn:aws:iam::111111111111:role/other"]})"),
              "eo");
}

TEST_F(TrustTest, IsNotInheritedByANewUserOrRoleOfTheSameName) {
    keep(try_role("target", trusting(kBob)));
    EXPECT_TRUE(trusts(role("target"), user_principal("bob")));
    keep(delete_user(state, {"bob"}, context()));
    make_user("bob", "/dev/");
    EXPECT_FALSE(trusts(role("target"), user_principal("bob")));
    keep(update_trust_policy(state, {"target", trusting(kBob)}, context()));
    EXPECT_TRUE(trusts(role("target"), user_principal("bob")));
}

TEST_F(TrustTest, NamesOnlyWhoExists) {
    for (const auto* principal :
         {R"({"AWS":"arn:aws:iam::111111111111:user/bob"})",
          R"({"AWS":"arn:aws:iam::111111111111:user/nobody"})",
          R"({"AWS":"arn:aws:iam::111111111111:role/x/source"})",
          R"({"AWS":"arn:aws:sts::111111111111:assumed-role/none/s"})", R"({"AWS":"222222222222"})",
          R"({"AWS":"arn:aws:iam::222222222222:role/source"})"}) {
        const auto made = try_role("target", trusting(principal));
        EXPECT_EQ(error_of(made), "MalformedPolicyDocument") << principal;
        EXPECT_NE(made.error().message.find("Invalid principal in policy"), std::string::npos);
    }
}

std::string statements(const std::string& list) {
    return R"({"Statement":[)" + list + "]}";
}

TEST_F(TrustTest, IsTakenAwayByADeny) {
    const std::string allow =
        R"({"Effect":"Allow","Principal":"*","Action":["sts:AssumeRole","sts:TagSession"]})";
    const std::string deny =
        R"({"Effect":"Deny","Principal":)" + kBob + R"(,"Action":"STS:assumerole"})";
    for (const auto& policy : {statements(allow + "," + deny), statements(deny + "," + allow)}) {
        EXPECT_FALSE(allowed(policy, user_principal("bob")));
        EXPECT_TRUE(allowed(policy, user_principal("eve")));
    }
    EXPECT_FALSE(allowed(statements(deny), user_principal("eve")));
}

TEST_F(TrustTest, NeedsTheActionThatAssumes) {
    const auto policy = [](const std::string& action) {
        return statements(R"({"Effect":"Allow","Principal":"*","Action":)" + action + "}");
    };
    for (const auto* action : {R"("sts:AssumeRole")", R"("sts:*")", R"("*")",
                               R"(["sts:SetSourceIdentity","sts:AssumeRole"])"}) {
        EXPECT_TRUE(allowed(policy(action), user_principal("bob"))) << action;
    }
    EXPECT_FALSE(allowed(policy(R"("sts:TagSession")"), user_principal("bob")));
}

TEST_F(TrustTest, MayAskForAnExternalId) {
    const auto policy = [](const std::string& effect, const std::string& condition) {
        return statements(R"({"Effect":")" + effect +
                          R"(","Principal":"*","Action":"sts:AssumeRole","Condition":{)" +
                          condition + "}}");
    };
    const auto bob = user_principal("bob");
    const std::string equals = R"("StringEquals":{"sts:ExternalId":["one","two"]})";
    EXPECT_TRUE(allowed(policy("Allow", equals), bob, "two"));
    EXPECT_FALSE(allowed(policy("Allow", equals), bob, "Two"));
    EXPECT_FALSE(allowed(policy("Allow", equals), bob));
    EXPECT_FALSE(allowed(policy("Allow", R"("StringEquals":{"sts:ExternalId":"*"})"), bob, "x"));
    const std::string like = R"("StringLike":{"STS:externalid":"t*"})";
    EXPECT_TRUE(allowed(policy("Allow", like), bob, "three"));
    EXPECT_FALSE(allowed(policy("Allow", like), bob, "one"));
    EXPECT_TRUE(allowed(policy("Allow", equals + "," + like), bob, "two"));
    EXPECT_FALSE(allowed(policy("Allow", equals + "," + like), bob, "three"));
    EXPECT_FALSE(allowed(policy("Allow", equals + "," + like), bob, "one"));

    const std::string open = R"({"Effect":"Allow","Principal":"*","Action":"*"},)";
    const std::string closed = statements(
        open + R"({"Effect":"Deny","Principal":"*","Action":"*","Condition":{)" + equals + "}}");
    EXPECT_FALSE(allowed(closed, bob, "one"));
    EXPECT_TRUE(allowed(closed, bob, "three"));
    EXPECT_TRUE(allowed(closed, bob));
}

// IAM User Guide, "Monitor and control actions taken with assumed roles"
TEST_F(TrustTest, LetsASourceIdentityBeSetByAnActionOfItsOwn) {
    const auto role_with = [&](const std::string& action, const std::string& condition = "") {
        auto made = try_role("target", statements(R"({"Effect":"Allow","Principal":"*","Action":)" +
                                                  action + condition + "}"));
        EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().message);
        return std::get<RoleCreated>(made->at(0)).details;
    };
    const auto may_set = [&](const Role& role, const std::string& identity) {
        return judge_trust(RoleTrust{role}, user_principal("bob"), {.source_identity = identity},
                           TrustAction::set_source_identity)
            .trusts();
    };
    EXPECT_FALSE(may_set(role_with(R"("sts:AssumeRole")"), "Ada"));
    for (const auto* action : {R"(["sts:AssumeRole","sts:SetSourceIdentity"])", R"("sts:*")"}) {
        EXPECT_TRUE(may_set(role_with(action), "Ada")) << action;
    }
    EXPECT_FALSE(trusts(role_with(R"("sts:SetSourceIdentity")"), user_principal("bob"),
                        {.source_identity = "Ada"}));

    const auto asking =
        role_with(R"("sts:*")", R"(,"Condition":{"StringLike":{"sts:SourceIdentity":"Ad*"}})");
    EXPECT_TRUE(may_set(asking, "Ada"));
    EXPECT_FALSE(may_set(asking, "Bob"));
    EXPECT_TRUE(trusts(asking, user_principal("bob"), {.source_identity = "Ada"}));
    EXPECT_FALSE(trusts(asking, user_principal("bob"), {.source_identity = "Bob"}));
    EXPECT_FALSE(trusts(asking, user_principal("bob")));
    EXPECT_FALSE(trusts(asking, user_principal("bob"), {.external_id = "Ada"}));
}

// IAM User Guide, "Renaming an IAM user": the trust is in who it was, not in the name
TEST_F(TrustTest, StaysWithAUserWhoIsRenamed) {
    keep(try_role("target", trusting(kBob)));
    keep(update_user(state, {"bob", "rob", "/ops/"}, context()));
    EXPECT_TRUE(trusts(role("target"), user_principal("rob")));
    make_user("bob", "/dev/");
    EXPECT_FALSE(trusts(role("target"), user_principal("bob")));
    EXPECT_TRUE(trusts(role("target"), user_principal("rob")));
}

TEST_F(TrustTest, IsNotGivenByAPolicyThatCannotBeRead) {
    Role damaged = role("source");
    EXPECT_TRUE(trusts(damaged, user_principal("bob")));
    damaged.trust_policy = damaged.trust_policy + "}";
    EXPECT_FALSE(trusts(damaged, user_principal("bob")));
}

constexpr std::string_view kProvider = "openid-license-manager.amazonaws.com";

/// Policies for bearers of License Manager's tokens. Source: rule CO-10.
struct WebIdentityTrustTest : TrustTest {
    WebIdentity bearer{.provider = std::string{kProvider},
                       .audience = "arn:aws:license-manager::111111111111:license:l-1",
                       .methods = {"gold", "aws:license-manager:token-issuer-account-id:1"},
                       .subject = "t-1"};

    static std::string statement(std::string_view effect, std::string_view principal,
                                 std::string_view condition = {}) {
        std::string text = R"({"Effect":")" + std::string{effect} + R"(","Principal":)";
        text += principal;
        text += R"(,"Action":"sts:AssumeRoleWithWebIdentity")";
        if (!condition.empty()) {
            text += R"(,"Condition":{)" + std::string{condition} + "}";
        }
        return text + "}";
    }
    static std::string federated(std::string_view condition = {}) {
        return statement("Allow", R"({"Federated":")" + std::string{kProvider} + "\"}", condition);
    }
    bool allowed_to(const std::string& statements) {
        auto made = try_role("target", R"({"Statement":[)" + statements + "]}");
        EXPECT_TRUE(made.ok()) << (made.ok() ? statements : made.error().message);
        return made.ok() && model::trusts(std::get<RoleCreated>(made->at(0)).details, bearer);
    }
    /// `"<operator>":{"<provider>:<claim>":"<value>"}`
    static std::string on(std::string_view compare, std::string_view claim,
                          std::string_view value) {
        return "\"" + std::string{compare} + R"(":{")" + std::string{kProvider} + ":" +
               std::string{claim} + R"(":")" + std::string{value} + "\"}";
    }
};

TEST_F(WebIdentityTrustTest, NeedsAStatementThatNamesTheProviderAndTheAction) {
    EXPECT_TRUE(allowed_to(federated()));
    EXPECT_FALSE(allowed_to(statement("Allow", R"({"Federated":"accounts.google.com"})")));
    EXPECT_FALSE(allowed_to(statement("Allow", R"("*")")));
    EXPECT_FALSE(allowed_to(
        R"({"Effect":"Allow","Principal":{"Federated":"openid-license-manager.amazonaws.com"},)"
        R"("Action":"sts:AssumeRole"})"));
    EXPECT_TRUE(allowed_to(
        R"({"Effect":"Allow","Principal":{"Federated":"openid-license-manager.amazonaws.com"},)"
        R"("Action":"sts:*"})"));
}

TEST_F(WebIdentityTrustTest, AsksTheClaims) {
    EXPECT_TRUE(allowed_to(federated(on("StringEquals", "aud", bearer.audience))));
    EXPECT_FALSE(allowed_to(federated(on("StringEquals", "aud", "arn:*"))));
    EXPECT_TRUE(allowed_to(federated(on("StringLike", "aud", "arn:*"))));
    EXPECT_TRUE(allowed_to(federated(on("StringEquals", "sub", "t-1"))));
    EXPECT_FALSE(allowed_to(federated(on("StringEquals", "sub", "t-2"))));
    EXPECT_TRUE(allowed_to(federated(on("ForAnyValue:StringEquals", "amr", "gold"))));
    EXPECT_FALSE(allowed_to(federated(on("ForAnyValue:StringEquals", "amr", "silver"))));
    EXPECT_FALSE(allowed_to(federated(on("StringEquals", "sub", "t-1") + "," +
                                      on("ForAnyValue:StringLike", "amr", "s*"))));
    EXPECT_FALSE(allowed_to(federated(R"("StringEquals":{"sts:ExternalId":"gold"})")));
    bearer.methods.clear();
    EXPECT_FALSE(allowed_to(federated(on("ForAnyValue:StringLike", "amr", "*"))));
}

TEST_F(WebIdentityTrustTest, IsDeniedByAnyDenyThatApplies) {
    EXPECT_FALSE(allowed_to(federated() + "," + statement("Deny", R"("*")")));
    EXPECT_FALSE(
        allowed_to(federated() + "," +
                   statement("Deny", R"("*")", on("ForAnyValue:StringLike", "amr", "go*"))));
    EXPECT_TRUE(allowed_to(federated() + "," +
                           statement("Deny", R"("*")", on("StringEquals", "sub", "t-2"))));
}

/// A caller of AssumeRole has no claims, so what asks for one does not let it in.
TEST_F(WebIdentityTrustTest, ClaimsAreAbsentFromAssumeRole) {
    const Principal bob = user_principal("bob");
    const auto policy = [](std::string_view condition) {
        return R"({"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Condition":{)" +
               std::string{condition} + "}}}";
    };
    EXPECT_FALSE(allowed(policy(on("StringLike", "aud", "*")), bob));
    EXPECT_FALSE(allowed(policy(on("ForAnyValue:StringLike", "amr", "*")), bob, "x"));
    EXPECT_FALSE(allowed(trusting(R"({"Federated":"openid-license-manager.amazonaws.com"})"), bob));
}

}  // namespace
}  // namespace licet::model
