// SPDX-License-Identifier: Apache-2.0
// The rules of the IAM User Guide, one by one. The differential test holds them together.
#include "policy/evaluate.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace licet::policy {
namespace {

using testing::ElementsAre;

constexpr std::string_view kModel = "arn:aws:bedrock:eu-west-1::foundation-model/acme.small-v1";

DocumentPtr document(std::string_view statements) {
    auto made = compile(fmt::format(R"({{"Version":"2012-10-17","Statement":[{}]}})", statements),
                        Grammar::identity);
    EXPECT_TRUE(made.ok()) << made.error().message;
    return *made;
}

Verdict ask(std::string_view statements, std::string_view action = "bedrock:InvokeModel",
            std::string_view resource = kModel, const Context& context = {}) {
    return evaluate(*document(statements), {Action{action}, resource, context}).verdict;
}

bool allows(std::string_view members, std::string_view action = "bedrock:InvokeModel",
            std::string_view resource = kModel, const Context& context = {}) {
    return ask(fmt::format(R"({{"Effect":"Allow",{}}})", members), action, resource, context) ==
           Verdict::allowed;
}

/// Whether a condition of one operator holds.
bool met(std::string_view op, std::string_view key, std::string_view values,
         const Context& context = {}) {
    return allows(fmt::format(R"("Action":"*","Resource":"*","Condition":{{"{}":{{"{}":{}}}}})", op,
                              key, values),
                  "iam:GetUser", "*", context);
}

TEST(Evaluate, DeniesBeatAllowsAndNothingIsAllowedByItself) {
    constexpr std::string_view kAllow = R"({"Effect":"Allow","Action":"*","Resource":"*"})";
    constexpr std::string_view kDeny = R"({"Effect":"Deny","Action":"bedrock:*","Resource":"*"})";
    EXPECT_EQ(ask(kAllow), Verdict::allowed);
    EXPECT_EQ(ask(fmt::format("{},{}", kAllow, kDeny)), Verdict::denied);
    EXPECT_EQ(ask(fmt::format("{},{}", kAllow, kDeny), "iam:GetUser"), Verdict::allowed);
    EXPECT_EQ(ask(kDeny, "iam:GetUser"), Verdict::not_allowed);
    const auto three = document(fmt::format("{},{},{}", kAllow, kDeny, kAllow));
    EXPECT_EQ(evaluate(*three, {Action{"bedrock:InvokeModel"}, kModel, {}}).statement, 1U);
    EXPECT_EQ(evaluate(*three, {Action{"iam:GetUser"}, "*", {}}).statement, 0U);
}

TEST(Evaluate, ActionsMatchWithoutCaseAndWithWildcards) {
    const auto action = [](std::string_view pattern, std::string_view asked) {
        return allows(fmt::format(R"("Action":"{}","Resource":"*")", pattern), asked, "*");
    };
    EXPECT_TRUE(action("BEDROCK:invokemodel", "bedrock:InvokeModel"));
    EXPECT_TRUE(action("bedrock:Invoke*", "bedrock:InvokeModelWithResponseStream"));
    EXPECT_TRUE(action("iam:*User", "iam:GetUser"));
    EXPECT_TRUE(action("iam:Get?ser", "iam:GetUser"));
    EXPECT_TRUE(action("*:*", "iam:GetUser"));
    EXPECT_FALSE(action("bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"));
    EXPECT_FALSE(action("iam:*", "sts:AssumeRole"));
    // Actions that are not in the table.
    EXPECT_TRUE(action("lab:Do*", "LAB:DoThis"));
    EXPECT_FALSE(action("lab:Do*", "lab:Undo"));
    EXPECT_TRUE(allows(R"("NotAction":"iam:*","Resource":"*")", "lab:DoThis"));
    EXPECT_FALSE(allows(R"("NotAction":["lab:*","iam:*"],"Resource":"*")", "lab:DoThis"));
}

TEST(Evaluate, ResourcesMatchWithCaseAndWildcardsGoBeyondColons) {
    const auto resource = [](std::string_view pattern, std::string_view asked) {
        return allows(fmt::format(R"("Action":"*","Resource":"{}")", pattern), "iam:GetUser",
                      asked);
    };
    EXPECT_TRUE(resource("arn:aws:bedrock:*::foundation-model/acme.*", kModel));
    EXPECT_TRUE(resource("arn:aws:bedrock:*", kModel));
    EXPECT_TRUE(resource("arn:aws:bedrock:*:*:*small-v?", kModel));
    EXPECT_FALSE(resource("arn:aws:bedrock:*::foundation-model/ACME.*", kModel));
    EXPECT_FALSE(resource("arn:aws:bedrock:us-*::foundation-model/*", kModel));
    EXPECT_TRUE(resource("*", "*"));
    EXPECT_FALSE(resource("arn:aws:iam::1:user/ann", "*"));
    EXPECT_FALSE(allows(R"("Action":"*","NotResource":["arn:aws:bedrock:*"])"));
    EXPECT_TRUE(allows(R"("Action":"*","NotResource":["arn:aws:iam::1:x"])"));
}

TEST(Evaluate, VariablesStandForTheirValuesAlone) {
    Context context;
    context.set(Key::aws_username, "b*b");
    const auto own = [&](std::string_view pattern, std::string_view asked) {
        return allows(fmt::format(R"("Action":"*","Resource":"arn:aws:iam::1:user/{}")", pattern),
                      "iam:GetUser", fmt::format("arn:aws:iam::1:user/{}", asked), context);
    };
    EXPECT_TRUE(own("${aws:username}", "b*b"));
    EXPECT_FALSE(own("${aws:username}", "bob"));
    EXPECT_TRUE(own("${AWS:UserName}*", "b*bby"));
    EXPECT_TRUE(own("x${*}${?}${$}", "x*?$"));
    EXPECT_FALSE(own("x${*}", "xy"));
    EXPECT_FALSE(own("${aws:userid}", ""));
    EXPECT_TRUE(own("${aws:userid, 'none'}", "none"));
    EXPECT_TRUE(own("${aws:username, 'none'}", "b*b"));
    // Without a value it equals nothing, so that what is negated holds.
    EXPECT_FALSE(met("StringEquals", "aws:username", R"("${aws:userid}")", context));
    EXPECT_TRUE(met("StringNotEquals", "aws:username", R"("${aws:userid}")", context));
    context.set_now(*parse_iso8601("2026-11-23T07:38:14Z"));
    context.set(Key::aws_username, "1795419494");
    EXPECT_TRUE(met("StringEquals", "aws:username", R"("${aws:EpochTime}")", context));
    EXPECT_TRUE(met("StringEquals", "aws:CurrentTime", R"("2026-11-23T07:38:14Z")", context));
}

TEST(Evaluate, TextOperators) {
    Context context;
    context.set(Key::aws_username, "Ann");
    const auto holds = [&](std::string_view op, std::string_view values) {
        return met(op, "aws:username", values, context);
    };
    EXPECT_TRUE(holds("StringEquals", R"(["bob","Ann"])"));
    EXPECT_FALSE(holds("StringEquals", R"("ann")"));
    EXPECT_FALSE(holds("StringEquals", R"("A*")"));
    EXPECT_FALSE(holds("StringNotEquals", R"(["bob","Ann"])"));
    EXPECT_TRUE(holds("StringNotEquals", R"(["bob","ann"])"));
    EXPECT_TRUE(holds("StringEqualsIgnoreCase", R"("aNN")"));
    EXPECT_FALSE(holds("StringNotEqualsIgnoreCase", R"("aNN")"));
    EXPECT_TRUE(holds("StringLike", R"("A?n")"));
    EXPECT_FALSE(holds("StringNotLike", R"("A*")"));
    context.set(Key::aws_username, "aGVsbG8=");
    EXPECT_TRUE(holds("BinaryEquals", R"("aGVsbG8=")"));
}

TEST(Evaluate, NumberDateBoolAndAddressOperators) {
    Context context;
    context.set(Key::aws_multi_factor_auth_age, "10");
    const auto age = [&](std::string_view op, std::string_view value) {
        return met(op, "aws:MultiFactorAuthAge", value, context);
    };
    EXPECT_TRUE(age("NumericEquals", "10.0"));
    EXPECT_TRUE(age("NumericNotEquals", R"("-10")"));
    EXPECT_FALSE(age("NumericLessThan", "10"));
    EXPECT_TRUE(age("NumericLessThanEquals", "10"));
    EXPECT_TRUE(age("NumericGreaterThan", R"("9.5")"));
    EXPECT_FALSE(age("NumericGreaterThanEquals", "11"));
    context.set(Key::aws_multi_factor_auth_age, "ten");
    EXPECT_FALSE(age("NumericLessThan", "11"));
    EXPECT_TRUE(age("NumericNotEquals", "11"));

    context.set_now(*parse_iso8601("2026-01-01T00:00:00Z"));
    const auto date = [&](std::string_view op, std::string_view value) {
        return met(op, "aws:CurrentTime", value, context);
    };
    EXPECT_TRUE(date("DateEquals", R"("2026")"));
    EXPECT_TRUE(date("DateEquals", R"("2026-01")"));
    EXPECT_TRUE(date("DateEquals", R"("2026-01-01T01:00:00+01:00")"));
    EXPECT_TRUE(date("DateEquals", "1767225600"));
    EXPECT_FALSE(date("DateLessThan", R"("2026-01-01")"));
    EXPECT_TRUE(date("DateGreaterThan", R"("2025-12-31T23:59:59Z")"));
    EXPECT_TRUE(met("NumericLessThanEquals", "aws:EpochTime", "1767225600", context));

    context.set(Key::aws_secure_transport, "false");
    EXPECT_TRUE(met("Bool", "aws:SecureTransport", "false", context));
    EXPECT_FALSE(met("Bool", "aws:SecureTransport", R"("true")", context));

    const auto from = [&](std::string_view address, std::string_view op, std::string_view network) {
        context.set(Key::aws_source_ip, address);
        return met(op, "aws:SourceIp", fmt::format("\"{}\"", network), context);
    };
    EXPECT_TRUE(from("10.1.2.3", "IpAddress", "10.1.2.0/23"));
    EXPECT_FALSE(from("10.1.4.3", "IpAddress", "10.1.2.0/23"));
    EXPECT_TRUE(from("10.1.4.3", "NotIpAddress", "10.1.2.3"));
    EXPECT_TRUE(from("2001:db8::7", "IpAddress", "2001:DB8::/33"));
    EXPECT_FALSE(from("2001:db8:8000::7", "IpAddress", "2001:db8::/33"));
    EXPECT_FALSE(from("10.1.2.3", "IpAddress", "::/0"));
    EXPECT_TRUE(from("::ffff:10.1.2.3", "IpAddress", "10.1.2.3"));
    EXPECT_FALSE(from("somewhere", "IpAddress", "0.0.0.0/0"));
}

TEST(Evaluate, ArnOperatorsCompareEachOfTheSixParts) {
    Context context;
    context.set(Key::aws_principal_arn, "arn:aws:iam::111122223333:role/a:b");
    context.set(Key::aws_principal_account, "111122223333");
    const auto like = [&](std::string_view pattern) {
        return met("ArnLike", "aws:PrincipalArn", fmt::format("\"{}\"", pattern), context);
    };
    EXPECT_TRUE(like("arn:aws:iam::*:role/*"));
    EXPECT_TRUE(like("arn:*:iam::${aws:PrincipalAccount}:role/a:?"));
    EXPECT_TRUE(like("*"));
    EXPECT_FALSE(like("arn:aws:*:role/*:b:x"));
    EXPECT_FALSE(like("arn:aws:iam:*:role/a:b"));
    EXPECT_TRUE(met("ArnEquals", "aws:PrincipalArn", R"("arn:aws:iam::*:role/*")", context));
    EXPECT_FALSE(met("ArnNotEquals", "aws:PrincipalArn", R"("arn:aws:iam::*:role/*")", context));
    context.set(Key::aws_principal_arn, "ann");
    EXPECT_FALSE(like("*"));
}

TEST(Evaluate, AbsentKeysMeetOnlyWhatIsNegatedOrAsksForThem) {
    EXPECT_FALSE(met("StringEquals", "aws:username", R"("a")"));
    EXPECT_FALSE(met("StringLike", "aws:username", R"("*")"));
    EXPECT_TRUE(met("StringNotEquals", "aws:username", R"("a")"));
    EXPECT_TRUE(met("StringEqualsIfExists", "aws:username", R"("a")"));
    EXPECT_TRUE(met("NotIpAddress", "aws:SourceIp", R"("10.0.0.1")"));
    EXPECT_FALSE(met("Bool", "aws:MultiFactorAuthPresent", "false"));
    EXPECT_TRUE(met("BoolIfExists", "aws:MultiFactorAuthPresent", "false"));
    EXPECT_TRUE(met("Null", "aws:username", "true"));
    EXPECT_FALSE(met("Null", "aws:username", "false"));
    EXPECT_FALSE(met("DateGreaterThan", "aws:CurrentTime", R"("2000-01-01")"));
    EXPECT_TRUE(met("ForAllValues:StringEquals", "aws:TagKeys", R"("a")"));
    EXPECT_FALSE(met("ForAnyValue:StringEquals", "aws:TagKeys", R"("a")"));
    EXPECT_FALSE(met("ForAnyValue:StringNotEquals", "aws:TagKeys", R"("a")"));
    EXPECT_TRUE(met("ForAnyValue:StringEqualsIfExists", "aws:TagKeys", R"("a")"));
}

TEST(Evaluate, SetOperatorsAskAnyOrAllOfTheValues) {
    const std::vector<std::string_view> two{"a", "b"};
    Context context;
    context.set(Key::aws_called_via, two);
    const auto holds = [&](std::string_view op, std::string_view values) {
        return met(op, "aws:CalledVia", values, context);
    };
    EXPECT_TRUE(holds("ForAnyValue:StringEquals", R"(["b","c"])"));
    EXPECT_FALSE(holds("ForAnyValue:StringEquals", R"("c")"));
    EXPECT_FALSE(holds("ForAllValues:StringEquals", R"(["b","c"])"));
    EXPECT_TRUE(holds("ForAllValues:StringEquals", R"(["b","a","c"])"));
    EXPECT_TRUE(holds("ForAnyValue:StringNotEquals", R"("a")"));
    EXPECT_FALSE(holds("ForAnyValue:StringNotEquals", R"(["a","b"])"));
    EXPECT_FALSE(holds("ForAllValues:StringNotEquals", R"("a")"));
    EXPECT_TRUE(holds("ForAllValues:StringNotEquals", R"("c")"));
    EXPECT_TRUE(holds("Null", "false"));
    // A list without a value is as good as none.
    context.set(Key::aws_called_via, std::span<const std::string_view>{});
    EXPECT_TRUE(holds("Null", "true"));
    EXPECT_TRUE(holds("ForAllValues:StringEquals", R"("a")"));
    EXPECT_FALSE(holds("ForAnyValue:StringEquals", R"("a")"));
    // A key of one value under a set operator.
    context.set(Key::aws_username, "ann");
    EXPECT_TRUE(met("ForAnyValue:StringEquals", "aws:username", R"("ann")", context));
}

TEST(Evaluate, TagsAreFoundByTheirKeysInAnyCase) {
    const Context::Tags principal{{"Team", "red"}, {"team", "blue"}};
    const Context::Tags request{{"Stage", "test"}, {"owner", "ann"}};
    Context context;
    context.set_principal_tags(&principal);
    context.set_request_tags(&request);
    EXPECT_TRUE(met("StringEquals", "aws:PrincipalTag/team", R"("blue")", context));
    EXPECT_TRUE(met("StringEquals", "aws:RequestTag/STAGE", R"("test")", context));
    EXPECT_TRUE(met("Null", "aws:ResourceTag/Stage", "true", context));
    EXPECT_TRUE(met("ForAllValues:StringEquals", "aws:TagKeys", R"(["Stage","owner"])", context));
    EXPECT_FALSE(met("ForAllValues:StringEquals", "aws:TagKeys", R"("owner")", context));
    EXPECT_TRUE(met("ForAnyValue:StringEquals", "aws:TagKeys", R"("owner")", context));
    context.set_resource_tags(&principal);
    EXPECT_TRUE(met("StringEquals", "aws:ResourceTag/Team", R"("red")", context));
    EXPECT_TRUE(met("StringEquals", "license-manager:ResourceTag/Team", R"("red")", context));
    EXPECT_TRUE(met("StringEquals", "iam:ResourceTag/Team", R"("red")", context));
}

TEST(Evaluate, AllConditionsOfAStatementMustHold) {
    Context context;
    context.set(Key::aws_username, "ann");
    const auto both = [&](std::string_view region) {
        context.set(Key::aws_requested_region, region);
        return allows(R"("Action":"*","Resource":"*","Condition":{"StringEquals":
            {"aws:username":"ann","aws:RequestedRegion":["eu-west-1","eu-west-2"]},
            "StringNotEquals":{"aws:RequestedRegion":"eu-west-2"}})",
                      "iam:GetUser", "*", context);
    };
    EXPECT_TRUE(both("eu-west-1"));
    EXPECT_FALSE(both("eu-west-2"));
    EXPECT_FALSE(both("eu-west-3"));
}

TEST(IsLike, TakesTimeInProportionToItsTexts) {
    EXPECT_TRUE(is_like("a*b*c", "aXbYbZc"));
    EXPECT_TRUE(is_like("", ""));
    EXPECT_TRUE(is_like("**", ""));
    EXPECT_FALSE(is_like("?", ""));
    EXPECT_TRUE(is_like("?*", "é"));
    EXPECT_FALSE(is_like("??", "é"));
    EXPECT_FALSE(is_like("*??", "é"));
    std::string pattern;
    for (int i = 0; i < 1000; ++i) {
        pattern += "a*";
    }
    EXPECT_FALSE(is_like(pattern + "b", std::string(10'000, 'a')));
    EXPECT_TRUE(is_like(pattern, std::string(10'000, 'a')));
    // Each piece is found where it comes first, the last one where the text ends.
    EXPECT_TRUE(is_like("a*bc*bc", "abcbc"));
    EXPECT_FALSE(is_like("a*bc*bc", "abc"));
    EXPECT_FALSE(is_like("ab*ba", "aba"));
    EXPECT_TRUE(is_like("*a?é*?c", "abaxééc"));
    EXPECT_FALSE(is_like("*a?é*??c", "axééc"));
    EXPECT_TRUE(is_like("*?b*", "bb"));
    EXPECT_FALSE(is_like("*?b*", "b"));
}

// As in a call to AWS, in which another service's keys are absent too.
TEST(Evaluate, KeysThatNoCallHasAValueForAreAbsent) {
    Context context;
    context.set(Key::aws_username, "ann");
    EXPECT_FALSE(met("StringEquals", "ec2:Region", R"("eu-west-1")", context));
    EXPECT_TRUE(met("StringNotEquals", "ec2:Region", R"("eu-west-1")", context));
    EXPECT_TRUE(met("StringEqualsIfExists", "sts:TransitiveTagKeys", R"("team")", context));
    EXPECT_TRUE(met("ForAllValues:StringEquals", "sts:TransitiveTagKeys", R"("team")", context));
    EXPECT_TRUE(met("Null", "kms:ViaService", R"("true")", context));
    EXPECT_FALSE(met("StringLike", "aws:username", R"("a*${ec2:Region}")", context));
    EXPECT_TRUE(met("StringLike", "aws:username", R"("a*${ec2:Region, 'n'}")", context));
    const Context::Tags supposed{{"ec2:Region", "eu-west-1"}};
    context.set_supposed(&supposed);
    EXPECT_TRUE(met("StringEquals", "EC2:region", R"("eu-west-1")", context));
}

TEST(DependsOnRegion, WhereARegionIsNamedForBedrock) {
    const auto depends = [](std::string_view members) {
        return depends_on_region(*document(fmt::format(R"({{"Effect":"Deny",{}}})", members)));
    };
    EXPECT_FALSE(depends(R"("Action":"*","Resource":"*")"));
    EXPECT_FALSE(depends(R"("Action":"*","Resource":"arn:aws:bedrock:*::foundation-model/*")"));
    EXPECT_FALSE(depends(R"("Action":"*","Resource":"arn:aws:bedrock:*")"));
    EXPECT_FALSE(depends(R"("Action":"*","Resource":"arn:aws:s3:eu-west-1:*:x")"));
    EXPECT_TRUE(depends(R"("Action":"*","Resource":"arn:aws:bedrock:eu-*")"));
    EXPECT_TRUE(depends(R"("Action":"*","Resource":"arn:aws:bedrock:${aws:username}:*:x")"));
    EXPECT_TRUE(
        depends(R"("Action":"*","Resource":"arn:aws:bedrock:*:*:x/${aws:RequestedRegion}")"));
    constexpr std::string_view kRegion =
        R"("Resource":"*","Condition":{"StringEquals":{"aws:RequestedRegion":"eu-west-1"}})";
    EXPECT_TRUE(depends(fmt::format(R"("Action":"bedrock:Invoke*",{})", kRegion)));
    EXPECT_TRUE(depends(fmt::format(R"("Action":"bedrock:NotHeardOf",{})", kRegion)));
    EXPECT_TRUE(depends(fmt::format(R"("NotAction":["iam:*","sts:*"],{})", kRegion)));
    EXPECT_FALSE(depends(fmt::format(R"("NotAction":["iam:*","bedrock:*"],{})", kRegion)));
    EXPECT_FALSE(depends(fmt::format(R"("Action":"iam:*",{})", kRegion)));
    EXPECT_TRUE(depends(R"("Action":"*","Resource":"*","Condition":{"StringLike":
        {"aws:username":"${aws:RequestedRegion}"}})"));
}

TEST(NearMisses, TellWhatDidNotMatchNearestFirst) {
    Context context;
    context.set(Key::aws_requested_region, "us-east-1");
    const auto policy = document(R"(
        {"Effect":"Allow","Action":["iam:Get*","iam:List*"],"Resource":"*"},
        {"Effect":"Deny","Action":"sts:*","Resource":"*"},
        {"Effect":"Allow","Action":"bedrock:*","NotResource":["arn:aws:bedrock:*","arn:aws:s3:::a"]},
        {"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":
            {"aws:RequestedRegion":["eu-west-1","eu-west-2"]}}},
        {"Effect":"Allow","Action":"bedrock:*","Resource":"*","Condition":{"Bool":
            {"aws:SecureTransport":"true"}}})");
    std::vector<std::string> details;
    for (const auto& miss :
         near_misses(*policy, {Action{"bedrock:InvokeModel"}, kModel, context})) {
        details.push_back(fmt::format("{} {}", miss.statement, miss.detail));
    }
    EXPECT_THAT(
        details,
        ElementsAre("3 StringEquals aws:RequestedRegion: `us-east-1` is none of `eu-west-1`, "
                    "`eu-west-2`",
                    "4 Bool aws:SecureTransport: the key is absent; wanted `true`",
                    fmt::format("2 NotResource: `{}` is one of `arn:aws:bedrock:*`, "
                                "`arn:aws:s3:::a`",
                                kModel),
                    "0 Action: `bedrock:InvokeModel` is none of `iam:Get*`, `iam:List*`"));
}

TEST(NearMisses, AreFewAndShortHoweverLongThePolicyAndTheQuestion) {
    std::string statements;
    for (int i = 0; i < 100; ++i) {
        statements +=
            fmt::format(R"({{"Effect":"Allow","Action":"{}","Resource":"{}"}},)",
                        i < 95 ? "iam:GetUser" : "*", "arn:aws:iam::1:" + std::string(5'000, 'x'));
    }
    const auto policy = document(statements + R"({"Effect":"Deny","Action":"*","Resource":"*"})");
    const std::string resource = "arn:aws:iam::1:" + std::string(5'000, 'y');
    const auto misses = near_misses(*policy, {Action{"sts:AssumeRole"}, resource, {}});
    ASSERT_EQ(misses.size(), kNearMissesMax);
    EXPECT_EQ(misses[0].statement, 95U);
    EXPECT_EQ(misses[0].element, NearMiss::Element::resource);
    EXPECT_EQ(misses[5].statement, 0U);
    for (const auto& miss : misses) {
        EXPECT_LT(miss.detail.size(), 1'000U);
    }
}

}  // namespace
}  // namespace licet::policy
