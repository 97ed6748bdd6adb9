// SPDX-License-Identifier: Apache-2.0
#include "model/identity/trust_policy.h"

#include "base/random.h"
#include "model/identity/world_test.h"
#include "policy/evaluate.h"

#include <algorithm>
#include <set>

namespace licet::model {
namespace {

constexpr std::string_view kStatement =
    R"({"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"})";

std::string with(const std::string& statement) {
    return R"({"Version":"2012-10-17","Statement":)" + statement + "}";
}

/// The statement with one element more, or changed.
std::string with_element(const std::string& element) {
    return with(R"({"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole",)" + element + "}");
}

TEST(TrustPolicy, IsUnderstood) {
    const auto policy = parse_trust_policy(R"({
        "Version": "2008-10-17", "Id": "any", "Statement": {
            "Sid": "One", "Effect": "Deny",
            "Principal": {"AWS": ["111111111111", "arn:aws:iam::222222222222:user/a/b"],
                          "Service": "ec2.amazonaws.com"},
            "Action": ["sts:AssumeRole"],
            "Condition": {"StringLike": {"sts:ExternalId": "x?"}}}})");
    ASSERT_TRUE(policy.ok()) << policy.error().message;
    const TrustStatement expected{
        .effect = Effect::deny,
        .trustees = {{TrusteeKind::account, AccountId{111'111'111'111}, ""},
                     {TrusteeKind::user, AccountId{222'222'222'222},
                      "arn:aws:iam::222222222222:user/a/b"},
                     {TrusteeKind::service, {}, "ec2.amazonaws.com"}},
        .assume_role = true,
        .web_identity = false,
        .conditions = {{TrustCondition::Operator::like, TrustKey::external_id, {"x?"}}}};
    EXPECT_EQ(policy->statements, std::vector{expected});
}

TEST(TrustPolicy, IsRefusedWithThePlaceAndReason) {
    const std::string text{kStatement};
    const std::pair<std::string, std::string> rows[] = {
        {"", "$: is not valid JSON"},
        {"[]", "$: must be an object"},
        {"null", "$.Statement: is required"},
        {"{", "$: is not valid JSON"},
        {with(text) + " x", "$: is not valid JSON"},
        {R"({"Version":"2012-10-17"})", "$.Statement: is required"},
        {R"({"Version":"2012-10-18","Statement":)" + text + "}", "$.Version: must be"},
        {R"({"Version":20121017,"Statement":)" + text + "}", "$.Version: must be a string"},
        {R"({"Statement":)" + text + R"(,"Statement":)" + text + "}", "$.Statement: must be given"},
        {R"({"Statement":)" + text + R"(,"statement":1})", "$.statement: is not allowed"},
        {with("[]"), "$.Statement: must not be empty"},
        {with("null"), "$.Statement: must be an object"},
        {with("[" + text + ",7]"), "$.Statement[1]: must be an object"},
        {with(R"({"Principal":"*","Action":"*"})"), "$.Statement.Effect: is required"},
        {with(R"({"Effect":"Allow","Action":"*"})"), "$.Statement.Principal: is required"},
        {with(R"({"Effect":"Allow","Principal":"*"})"), "$.Statement.Action: is required"},
        {with(R"([{"Effect":"allow","Principal":"*","Action":"*"}])"),
         "$.Statement[0].Effect: must be"},
        {with_element(R"("Effect":"Deny")"), "$.Statement.Effect: must be given once"},
        {with_element(R"("NotPrincipal":"*")"), "$.Statement.NotPrincipal: is not allowed"},
        {with_element(R"("NotAction":"*")"), "$.Statement.NotAction: is not allowed"},
        {with_element(R"("Resource":"*")"), "$.Statement.Resource: is not allowed"},
        {with_element(R"("Sid":"a b")"), "$.Statement.Sid: `a b` may hold"},
        {with_element(R"("Condition":null)"), "$.Statement.Condition: must be an object"},
        {with_element(R"("Condition":{})"), "$.Statement.Condition: must not be empty"},
        {with_element(R"("Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}})"),
         "`Bool` is not supported; the conditions supported are StringEquals"},
        {with_element(R"("Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}})"),
         "$.Statement.Condition.StringEquals: `aws:PrincipalOrgID` is not supported"},
        {with_element(R"("Condition":{"StringEquals":{}})"),
         "$.Statement.Condition.StringEquals: must not be empty"},
        {with_element(
             R"("Condition":{"StringEquals":{"sts:ExternalId":"a","STS:ExternalId":"b"}})"),
         "sts:ExternalId: must be given once"},
        {with_element(R"("Condition":{"ForAnyValue:StringEquals":{"sts:ExternalId":"a"}})"),
         "`sts:ExternalId` is one text; leave out ForAnyValue:"},
        {with_element(R"("Condition":{"StringLike":{)"
                      R"("openid-license-manager.amazonaws.com:amr":"a"}})"),
         ":amr` is a list; write ForAnyValue:"},
        {with_element(R"("Condition":{"ForAllValues:StringLike":{)"
                      R"("openid-license-manager.amazonaws.com:amr":"a"}})"),
         "`ForAllValues:StringLike` is not supported"},
        {with_element(R"("Condition":{"StringEquals":{"accounts.google.com:aud":"a"}})"),
         "`accounts.google.com:aud` is not supported"},
        {with_element(R"("Condition":{"StringEquals":{"sts:ExternalId":[]}})"),
         "$.Statement.Condition.StringEquals.sts:ExternalId: must not be empty"},
        {with_element(R"("Condition":{"StringEquals":{"sts:ExternalId":["a",null]}})"),
         "sts:ExternalId[1]: must be a string"},
        {with_element(R"("Condition":{"StringLike":{"sts:ExternalId":"${aws:username}"}})"),
         "has a policy variable"},
    };
    for (const auto& [json, reason] : rows) {
        const auto policy = parse_trust_policy(json);
        EXPECT_EQ(error_of(policy), "MalformedPolicyDocument") << json;
        if (!policy.ok()) {
            EXPECT_NE(policy.error().message.find(reason), std::string::npos)
                << json << "\n"
                << policy.error().message;
        }
    }
}

/// The policy of the seller guide. Source: rule CO-10.
TEST(TrustPolicy, ReadsConditionsOnTheClaimsOfLicenseManagersTokens) {
    const auto policy = parse_trust_policy(R"({"Version":"2012-10-17","Statement":[{
        "Effect":"Allow","Principal":{"Federated":"openid-license-manager.amazonaws.com"},
        "Action":"sts:AssumeRoleWithWebIdentity",
        "Condition":{
            "ForAnyValue:StringLike":{"openid-license-manager.amazonaws.com:amr":
                "aws:license-manager:token-issuer-account-id:111111111111"},
            "StringEquals":{"openid-license-manager.amazonaws.com:aud":["a","b"],
                            "openid-license-manager.amazonaws.com:sub":"t-1"}}}]})");
    ASSERT_TRUE(policy.ok()) << policy.error().message;
    using Operator = TrustCondition::Operator;
    const TrustStatement expected{
        .trustees = {{TrusteeKind::federation, {}, std::string{kLicenseManagerProvider}}},
        .assume_role = false,
        .web_identity = true,
        .conditions = {{Operator::like,
                        TrustKey::methods,
                        {"aws:license-manager:token-issuer-account-id:111111111111"}},
                       {Operator::equals, TrustKey::audience, {"a", "b"}},
                       {Operator::equals, TrustKey::subject, {"t-1"}}}};
    EXPECT_EQ(policy->statements, std::vector{expected});
}

TEST(TrustPolicy, HasDistinctSids) {
    const auto both = [](const std::string& first, const std::string& second) {
        const auto one = [](const std::string& sid) {
            return R"({"Sid":")" + sid +
                   R"(","Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"})";
        };
        return parse_trust_policy(with("[" + one(first) + "," + one(second) + "]")).ok();
    };
    EXPECT_TRUE(both("a", "A"));
    EXPECT_TRUE(both("", ""));
    EXPECT_FALSE(both("a", "a"));
}

TEST(TrustPolicy, NamesPrincipalsInKnownForms) {
    const auto parsed = [](const std::string& principal) {
        return parse_trust_policy(trusting(principal)).ok();
    };
    for (const auto* good :
         {R"({"AWS":"111111111111"})", R"({"AWS":"arn:aws:iam::111111111111:user/a"})",
          R"({"AWS":"arn:aws:iam::111111111111:role/p/q/a"})",
          R"({"AWS":"arn:aws:sts::111111111111:assumed-role/r/s"})",
          R"({"Service":["a.amazonaws.com","b.amazonaws.com"]})",
          R"({"Federated":"arn:aws:iam::111111111111:saml-provider/x"})"}) {
        EXPECT_TRUE(parsed(good)) << good;
    }
    for (const auto* bad : {R"("111111111111")",
                            R"(["*"])",
                            R"({})",
                            R"({"AWS":[]})",
                            R"({"AWS":null})",
                            R"({"AWS":11111111111})",
                            R"({"AWS":"11111111111"})",
                            R"({"AWS":"1111111111111"})",
                            R"({"AWS":"arn:aws:iam::111111111111:*"})",
                            R"({"AWS":"arn:aws:iam::111111111111:user/*"})",
                            R"({"AWS":"arn:aws:iam::111111111111:user/"})",
                            R"({"AWS":"arn:aws:iam::111111111111:usera"})",
                            R"({"AWS":"arn:aws:iam::111111111111:group/a"})",
                            R"({"AWS":"arn:aws:iam::111111111111:root/"})",
                            R"({"AWS":"arn:aws:sts::111111111111:root"})",
                            R"({"AWS":"arn:aws:sts::111111111111"})",
                            R"({"AWS":"arn:aws:iam::111111111111"})",
                            R"({"AWS":"arn:aws:sts::111111111111:assumed-role/r"})",
                            R"({"AWS":"arn:aws:sts::111111111111:assumed-role/r/"})",
                            R"({"AWS":"arn:aws:sts::111111111111:assumed-role/p/r/s"})",
                            R"({"AWS":"arn:aws-cn:iam::111111111111:root"})",
                            R"({"AWS":"AIDAEXAMPLE"})",
                            R"({"CanonicalUser":"x"})",
                            R"({"Service":"*"})",
                            R"({"Service":"ec2"})",
                            R"({"Federated":""})",
                            R"({"Federated":"*"})"}) {
        EXPECT_FALSE(parsed(bad)) << bad;
    }
}

/// A Deny that can never apply protects nobody. Source: rule CO-10.
TEST(TrustPolicy, RefusesADenyThatCanNeverApply) {
    const std::string provider{kLicenseManagerProvider};
    const std::string audience = R"("StringEquals":{")" + provider + R"(:aud":"a"})";
    const std::string external = R"("StringEquals":{"sts:ExternalId":"a"})";
    const auto parsed = [](const std::string& effect, const std::string& principal,
                           const std::string& action, const std::string& condition) {
        return parse_trust_policy(with(R"({"Effect":")" + effect + R"(","Principal":)" + principal +
                                       R"(,"Action":")" + action + R"(","Condition":{)" +
                                       condition + "}}"))
            .ok();
    };
    const auto federated = [](const std::string& name) {
        return R"({"Federated":")" + name + "\"}";
    };
    EXPECT_TRUE(parsed("Deny", federated(provider), "sts:AssumeRoleWithWebIdentity", audience));
    EXPECT_TRUE(parsed("Deny", R"("*")", "sts:AssumeRoleWithWebIdentity", audience));
    EXPECT_TRUE(parsed("Deny", R"("*")", "sts:AssumeRole", external));
    EXPECT_TRUE(parsed("Deny", R"("*")", "sts:*", external));
    EXPECT_TRUE(parsed("Allow", federated("accounts.google.com"), "sts:*", audience));
    for (const auto& other :
         {std::string{"accounts.google.com"}, std::string{"OpenID-License-Manager.amazonaws.com"},
          "arn:aws:iam::111111111111:oidc-provider/" + provider}) {
        EXPECT_FALSE(parsed("Deny", federated(other), "sts:AssumeRoleWithWebIdentity", audience));
    }
    EXPECT_FALSE(parsed("Deny", R"("*")", "sts:AssumeRole", audience));
    EXPECT_FALSE(parsed("Deny", R"("*")", "sts:AssumeRoleWithWebIdentity", external));
    const auto both = R"("StringEquals":{"sts:ExternalId":"a",")" + provider + R"(:aud":"a"})";
    EXPECT_FALSE(parsed("Deny", R"("*")", "sts:*", both));
}

TEST(TrustPolicy, RefusesActionsItDoesNotKnow) {
    for (const auto* action :
         {R"("sts:Assume*")", R"("iam:PassRole")", R"("sts:GetFederationToken")", R"("")", R"([])",
          R"(["sts:AssumeRole","s3:*"])", "7"}) {
        EXPECT_FALSE(parse_trust_policy(with(R"({"Effect":"Allow","Principal":"*","Action":)" +
                                             std::string{action} + "}"))
                         .ok())
            << action;
    }
}

TEST(TrustPolicy, IsLimitedInLengthBlanksNotCounted) {
    const auto of_length = [](std::size_t length) {
        const std::string head = R"({"Statement":)" + std::string{kStatement} + R"(,"Id":")";
        return head + std::string(length - head.size() - 2, 'x') + "\"}";
    };
    EXPECT_TRUE(parse_trust_policy(of_length(kTrustPolicyCharactersMax)).ok());
    EXPECT_TRUE(
        parse_trust_policy(of_length(kTrustPolicyCharactersMax) + std::string(4'000, '\n')).ok());
    EXPECT_EQ(error_of(parse_trust_policy(of_length(kTrustPolicyCharactersMax) +
                                          std::string(9'000, '\n'))),
              "MalformedPolicyDocument");
    EXPECT_EQ(error_of(parse_trust_policy(of_length(kTrustPolicyCharactersMax + 1))),
              "LimitExceeded");
}

TEST(TrustPolicy, PatternsMatchAsWithStarAndQuestionMark) {
    using policy::is_like;
    EXPECT_TRUE(is_like("", ""));
    EXPECT_TRUE(is_like("*", ""));
    EXPECT_TRUE(is_like("**a", "a"));
    EXPECT_TRUE(is_like("a*c*e", "abcde"));
    EXPECT_TRUE(is_like("*ab", "aab"));
    EXPECT_TRUE(is_like("a?c", "abc"));
    EXPECT_FALSE(is_like("", "a"));
    EXPECT_FALSE(is_like("a?", "a"));
    EXPECT_FALSE(is_like("a*b", "ac"));
    EXPECT_FALSE(is_like("abc", "ab"));
    EXPECT_FALSE(is_like("a*a*a*a*b", std::string(1'000, 'a')));
}

/// What `is_like` must answer, by the definition.
bool is_like_naive(std::string_view pattern, std::string_view text) {
    if (pattern.empty()) {
        return text.empty();
    }
    if (pattern[0] == '*') {
        return is_like_naive(pattern.substr(1), text) ||
               (!text.empty() && is_like_naive(pattern, text.substr(1)));
    }
    return !text.empty() && (pattern[0] == '?' || pattern[0] == text[0]) &&
           is_like_naive(pattern.substr(1), text.substr(1));
}

TEST(TrustPolicy, PatternsMatchAsDefined) {
    SeededRandom random{11};
    for (int i = 0; i < 20'000; ++i) {
        const auto pattern = random.text("ab*?", random.below(7));
        const auto text = random.text("ab", random.below(7));
        ASSERT_EQ(policy::is_like(pattern, text), is_like_naive(pattern, text))
            << pattern << " " << text;
    }
}

/// A policy of random but allowed elements.
std::string random_policy(SeededRandom& random) {
    constexpr const char* kPrincipals[] = {
        R"("*")", R"({"AWS":"*"})",
        R"({"AWS":["111111111111","arn:aws:iam::111111111111:user/a/b"]})",
        R"({"Service":"ec2.amazonaws.com","AWS":"arn:aws:sts::111111111111:assumed-role/r/s"})",
        R"({"Federated":["openid-license-manager.amazonaws.com"]})"};
    constexpr const char* kActions[] = {R"("sts:AssumeRole")", R"(["sts:TagSession","sts:*"])",
                                        R"("*")"};
    constexpr const char* kConditions[] = {
        "", R"(,"Condition":{"StringEquals":{"sts:ExternalId":"a"}})",
        R"(,"Condition":{"StringLike":{"sts:ExternalId":["a*","b"]}})"};
    std::string list;
    for (auto left = 1 + random.below(3); left > 0; --left) {
        list += list.empty() ? "" : ",";
        list += std::string{R"({"Effect":")"} + (random.below(2) == 0 ? "Allow" : "Deny") +
                R"(","Principal":)" + kPrincipals[random.below(5)] + R"(,"Action":)" +
                kActions[random.below(3)] + kConditions[random.below(3)] + "}";
    }
    return with("[" + list + "]");
}

TEST(TrustPolicy, OfAllowedElementsIsUnderstoodHoweverItIsSpaced) {
    SeededRandom random{12};
    for (int i = 0; i < 300; ++i) {
        const auto compact = random_policy(random);
        std::string spaced;
        for (const char c : compact) {
            spaced += c;
            spaced += std::string_view{"{}[],"}.find(c) == std::string_view::npos ? "" : "\n  ";
        }
        const auto policy = parse_trust_policy(compact);
        ASSERT_TRUE(policy.ok()) << compact << policy.error().message;
        EXPECT_EQ(*policy, parse_trust_policy(spaced).value());
    }
}

TEST(TrustPolicy, DamagedAnywhereIsRefusedOrUnderstoodButNeverMeansMore) {
    SeededRandom random{13};
    int refused = 0;
    for (int i = 0; i < 20'000; ++i) {
        auto json = random_policy(random);
        for (auto left = 1 + random.below(3); left > 0; --left) {
            const auto at = random.below(json.size());
            switch (random.below(4)) {
                case 0:
                    json[at] = static_cast<char>(random.below(256));
                    break;
                case 1:
                    json.erase(at, 1 + random.below(8));
                    break;
                case 2:
                    json.insert(at, random.text("\"{}[]:,*?$\\nul1", 1 + random.below(4)));
                    break;
                default:
                    json.insert(at, json.substr(random.below(json.size()), random.below(40)));
                    break;
            }
            if (json.empty()) {
                json = "x";
            }
        }
        const auto policy = parse_trust_policy(json);
        if (!policy.ok()) {
            ++refused;
            ASSERT_FALSE(policy.error().message.empty());
            continue;
        }
        for (const auto& statement : policy->statements) {
            ASSERT_FALSE(statement.trustees.empty()) << json;
            const bool conditional = json.find("Condition\"") != std::string::npos;
            ASSERT_TRUE(conditional || statement.conditions.empty()) << json;
            for (const auto& condition : statement.conditions) {
                ASSERT_FALSE(condition.values.empty()) << json;
            }
        }
    }
    EXPECT_GT(refused, 10'000);
}

}  // namespace
}  // namespace licet::model
