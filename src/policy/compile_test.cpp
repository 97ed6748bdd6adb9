// SPDX-License-Identifier: Apache-2.0
#include "policy/actions.h"
#include "policy/context_keys.h"
#include "policy/document.h"
#include "policy/key.h"
#include "policy/library.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

namespace licet::policy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string error_of(std::string_view json, Grammar grammar = Grammar::identity) {
    const auto compiled = compile(json, grammar);
    if (compiled.ok()) {
        return "";
    }
    EXPECT_EQ(compiled.error().kind, ErrorKind::invalid);
    EXPECT_EQ(compiled.error().name, "MalformedPolicyDocument");
    return compiled.error().message;
}

/// A policy with one statement, which also has `members`.
std::string with(std::string_view members) {
    return fmt::format(R"({{"Version":"2012-10-17","Statement":[{{"Effect":"Allow",{}}}]}})",
                       members);
}

std::string with_condition(std::string_view condition) {
    return with(fmt::format(R"("Action":"*","Resource":"*","Condition":{})", condition));
}

constexpr std::string_view kAll = R"({"Effect":"Allow","Action":"*","Resource":"*"})";

TEST(Compile, TakesEveryElementAsOneValueOrAsAList) {
    EXPECT_EQ(error_of(fmt::format(R"({{"Statement":{}}})", kAll)), "");
    EXPECT_EQ(error_of(R"({"Version":"2008-10-17","Id":"mine","Statement":[{"Sid":"A1",
        "Effect":"Deny","NotAction":["iam:*","sts:AssumeRole"],"NotResource":["arn:aws:iam::1:x"],
        "Condition":{"StringEquals":{"aws:username":["ann","bob"],"AWS:REFERER":"x"},
                     "Bool":{"aws:SecureTransport":false},
                     "NumericLessThan":{"aws:MultiFactorAuthAge":3600}}}]})"),
              "");
}

TEST(Compile, NamesThePlaceAndTheReason) {
    const auto action = [](std::string_view value) {
        return error_of(with(fmt::format(R"("Action":{},"Resource":"*")", value)));
    };
    const auto resource = [](std::string_view value) {
        return error_of(with(fmt::format(R"("Action":"*","Resource":{})", value)));
    };
    EXPECT_THAT(error_of("{"), HasSubstr("$: is not valid JSON"));
    EXPECT_EQ(error_of("[]"), "$: must be an object");
    EXPECT_EQ(error_of("{}"), "$.Statement: is required");
    EXPECT_EQ(error_of(R"({"Statement":[]})"), "$.Statement: must not be empty");
    EXPECT_EQ(error_of(R"({"Statement":[null]})"), "$.Statement[0]: must be an object");
    EXPECT_EQ(error_of(fmt::format(R"({{"Version":"2020-01-01","Statement":{}}})", kAll)),
              "$.Version: `2020-01-01` must be `2012-10-17` or `2008-10-17`");
    EXPECT_EQ(error_of(fmt::format(R"({{"Statements":{}}})", kAll)),
              "$.Statements: is no element of a policy");
    EXPECT_EQ(error_of(with(R"("Resource":"*")")),
              "$.Statement[0].Action: is required: a statement has either `Action` or `NotAction`");
    EXPECT_THAT(error_of(with(R"("Action":"*","NotAction":"*","Resource":"*")")),
                HasSubstr("$.Statement[0].Action: is given twice"));
    EXPECT_EQ(error_of(with(R"("Action":"*","Action":"*","Resource":"*")")),
              "$.Statement[0].Action: must be given once");
    EXPECT_EQ(error_of(with(R"("action":"*","Action":"*","Resource":"*")")),
              "$.Statement[0].action: is no element of a statement");
    EXPECT_THAT(error_of(with(R"("Action":"*","Resource":"*","Principal":"*")")),
                HasSubstr("$.Statement[0].Principal: is not allowed"));
    EXPECT_EQ(action("[]"), "$.Statement[0].Action: must not be empty");
    EXPECT_EQ(action(R"(["iam:GetUser",7])"), "$.Statement[0].Action[1]: must be a string");
    for (const auto* bad : {R"("iam")", R"("iam:")", R"(":x")", R"("i*:x")", R"("iam:Get User")",
                            R"("")", R"("iam:a:b")"}) {
        EXPECT_THAT(action(bad), HasSubstr("is no action: it has the form `service:Name` or `*`"))
            << bad;
    }
    EXPECT_EQ(resource(R"("bucket")"), "$.Statement[0].Resource: `bucket` must be `*` or an ARN");
    EXPECT_THAT(resource(R"("arn:aws:*:::x")"), HasSubstr("must name the service"));
    EXPECT_THAT(resource(R"("arn:aws:iam::x")"), HasSubstr("is no ARN"));
    EXPECT_EQ(resource(R"("arn:aws:bedrock:*")"), "");
}

TEST(Compile, RefusesConditionsItCannotUnderstand) {
    const auto expect = [](std::string_view condition, std::string_view message) {
        EXPECT_THAT(error_of(with_condition(condition)), HasSubstr(message)) << condition;
    };
    expect(R"({"StringEqual":{"aws:username":"a"}})",
           "$.Statement[0].Condition.StringEqual: is no condition operator");
    expect(R"({"stringequals":{"aws:username":"a"}})", "is no condition operator");
    expect(R"({"NullIfExists":{"aws:username":"true"}})", "must be `Null` alone");
    expect(R"({"StringEquals":{}})", "StringEquals: must not be empty");
    expect(R"({"StringEquals":{"aws:usrname":"a"}})",
           "StringEquals.aws:usrname: is no condition key that is known here");
    expect(R"({"StringEquals":{"aws:PrincipalTag":"a"}})", "is no condition key");
    expect(R"({"StringEquals":{"aws:username/x":"a"}})", "is no condition key");
    expect(R"({"StringEquals":{"aws:username":[]}})", "aws:username: must not be empty");
    expect(R"({"StringEquals":{"aws:username":["a",true]}})", "aws:username[1]: must be a string");
    expect(R"({"StringEquals":{"aws:username":"a","AWS:Username":"b"}})", "must be given once");
    expect(R"({"StringEquals":{"aws:TagKeys":"a"}})",
           "write `ForAnyValue:StringEquals` or `ForAllValues:StringEquals`");
    expect(R"({"NumericEquals":{"aws:MultiFactorAuthAge":"0x10"}})", "is no decimal number");
    expect(R"({"NumericEquals":{"aws:MultiFactorAuthAge":"inf"}})", "is no decimal number");
    expect(R"({"DateLessThan":{"aws:CurrentTime":"2026-02-30"}})", "is no time");
    expect(R"({"DateLessThan":{"aws:EpochTime":"99999999999999999999"}})", "is no time");
    expect(R"({"Bool":{"aws:SecureTransport":"yes"}})", "must be `true` or `false`");
    expect(R"({"IpAddress":{"aws:SourceIp":"10.0.0.0/33"}})", "is no IP address");
    expect(R"({"IpAddress":{"aws:SourceIp":"10.0.0"}})", "is no IP address");
    expect(R"({"ArnLike":{"aws:PrincipalArn":"ann"}})", "is no ARN");
    expect(R"({"BinaryEquals":{"aws:Referer":"a"}})", "is no base64");
}

TEST(Compile, ReadsVariablesInTheVersionThatHasThem) {
    const auto error = [](std::string_view value) {
        return error_of(
            with_condition(fmt::format(R"({{"StringLike":{{"aws:username":"{}"}}}})", value)));
    };
    EXPECT_EQ(error("${aws:userid}-${*}-${?}-${$}"), "");
    EXPECT_EQ(error("${aws:PrincipalTag/team, 'none'}"), "");
    EXPECT_THAT(error("${aws:nobody}"), HasSubstr("names no condition key that is known here"));
    EXPECT_THAT(error("${}"), HasSubstr("names no condition key"));
    EXPECT_THAT(error("${aws:userid"), HasSubstr("has no closing brace"));
    EXPECT_THAT(error("${aws:userid, none}"), HasSubstr("default in single quotes"));
    EXPECT_THAT(error("${aws:TagKeys}"), HasSubstr("has several values"));
    std::string many;
    for (int i = 0; i < 17; ++i) {
        many += "${aws:userid}";
    }
    EXPECT_THAT(error(many), HasSubstr("one too many: at most 16"));
    // In the older version it is plain text.
    EXPECT_EQ(error_of(R"({"Version":"2008-10-17","Statement":{"Effect":"Allow","Action":"*",
        "Resource":"arn:aws:iam::1:user/${aws:nobody"}})"),
              "");
}

TEST(Compile, HoldsSidsApart) {
    const auto two = [](std::string_view first, std::string_view second) {
        return error_of(fmt::format(
            R"({{"Statement":[{{"Sid":"{}","Effect":"Deny","Action":"*","Resource":"*"}},)"
            R"({{"Sid":"{}","Effect":"Deny","Action":"*","Resource":"*"}}]}})",
            first, second));
    };
    EXPECT_EQ(two("A", "B"), "");
    EXPECT_EQ(two("", ""), "");
    EXPECT_EQ(two("A", "A"), "$.Statement[1].Sid: `A` is the Sid of another statement too");
    EXPECT_EQ(two("A", "a b"), "$.Statement[1].Sid: `a b` may hold only letters and digits");
}

// Source: Organizations User Guide, "SCP syntax".
TEST(Compile, ServiceControlPoliciesHaveTheWholeLanguageAndOneVersion) {
    const auto error = [](std::string_view json) {
        return error_of(json, Grammar::service_control);
    };
    EXPECT_EQ(error(R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":"iam:*",
        "NotResource":"arn:aws:iam::1:x","Condition":{"Null":{"aws:TokenIssueTime":"true"}}}})"),
              "");
    EXPECT_EQ(error(fmt::format(R"({{"Statement":{}}})", kAll)),
              "$.Version: is required: `2012-10-17`");
    EXPECT_THAT(error(fmt::format(R"({{"Version":"2008-10-17","Statement":{}}})", kAll)),
                HasSubstr("must be `2012-10-17`"));
    EXPECT_THAT(error(with(R"("Action":"*","Resource":"*","NotPrincipal":"*")")),
                HasSubstr("NotPrincipal: is not allowed"));
}

TEST(Compile, LimitsWhatItTakes) {
    std::string statements;
    for (int i = 0; i < 513; ++i) {
        statements += (i == 0 ? "" : ",") + std::string{kAll};
    }
    EXPECT_EQ(error_of(fmt::format(R"({{"Statement":[{}]}})", statements)),
              "$.Statement: must have at most 512 items");
    const auto deep = std::string(100, '[') + std::string(100, ']');
    EXPECT_THAT(error_of(fmt::format(R"({{"Statement":{}}})", deep)), HasSubstr("$: is not valid"));
    EXPECT_THAT(error_of(with(
                    fmt::format(R"("Action":"iam:{}","Resource":"*")", std::string(16'384, 'x')))),
                HasSubstr("$.Statement[0].Action: must have at most 16384 bytes"));
}

TEST(Compile, LimitsHowMuchItsPatternsHaveToSearchFor) {
    const auto with_searches = [](std::size_t count, std::string_view last) {
        std::string items;
        for (std::size_t i = 0; i < count; ++i) {
            items += R"("arn:aws:iam:*a*",)";
        }
        return with(
            fmt::format(R"("Action":["iam:*Get*","iam:*"],"Resource":[{}"{}"])", items, last));
    };
    EXPECT_EQ(error_of(with_searches(kSearchesMax - 1, "*")), "");
    EXPECT_EQ(error_of(with_searches(kSearchesMax - 1, "arn:aws:iam::1:x?*")), "");
    EXPECT_EQ(error_of(with_searches(kSearchesMax - 1, "arn:aws:iam::*:x*y")),
              "$.Statement[0].Resource[255]: is too much to search for: the patterns of a policy "
              "may have 256 texts, `?` and variables between two `*`");
    EXPECT_THAT(error_of(with_condition(fmt::format(R"({{"StringLike":{{"aws:username":"*{}*"}}}})",
                                                    std::string(kSearchesMax + 1, '?')))),
                HasSubstr("$.Statement[0].Condition.StringLike.aws:username: is too much"));
    EXPECT_THAT(error_of(with_condition(
                    fmt::format(R"({{"ArnLike":{{"aws:PrincipalArn":"arn:aws:iam::*?{}*:x"}}}})",
                                std::string(kSearchesMax, '?')))),
                HasSubstr("$.Statement[0].Condition.ArnLike.aws:PrincipalArn: is too much"));
}

TEST(Document, LimitsBytesByTheCharactersThatItMayHave) {
    EXPECT_TRUE(check_bytes(std::string(40, ' '), 10).ok());
    const auto refused = check_bytes(std::string(41, ' '), 10);
    EXPECT_EQ(refused.error().name, "MalformedPolicyDocument");
    EXPECT_EQ(refused.error().message,
              "$: has 41 bytes; with all its blanks a policy of at most 10 characters may have 40");
}

TEST(Document, CountsCharactersAsAwsDoes) {
    EXPECT_EQ(character_count(" {\n \"a b\" : \"\\\" \" } "),
              std::string{R"({"a b":"\" "})"}.size());
    EXPECT_EQ(character_count(R"("é")"), 3U);
}

TEST(Document, TellsItsTextItsStatementsAndItsKeys) {
    const auto text = std::string{R"({"Version":"2012-10-17","Statement":[
        {"Sid":"Own","Effect":"Allow","Action":"*","Resource":"arn:aws:iam::*:user/${aws:username}"},
        {"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringEquals":
            {"aws:requesttag/a":"${aws:PrincipalTag/a}"},
            "ArnLike":{"aws:PrincipalArn":"arn:aws:iam::${aws:PrincipalAccount}:x"}}}]})"};
    const auto document = *compile(text, Grammar::identity);
    EXPECT_EQ(text_of(*document), text);
    EXPECT_EQ(statement_count(*document), 2U);
    EXPECT_EQ(statement_name(*document, 0), "Own");
    EXPECT_EQ(statement_name(*document, 1), "Statement[1]");
    std::vector<std::string> keys;
    for (const auto& key : context_keys(*document)) {
        keys.push_back(key_text(key));
    }
    EXPECT_THAT(keys, ElementsAre("aws:PrincipalAccount", "aws:PrincipalArn", "aws:PrincipalTag/a",
                                  "aws:RequestTag/a", "aws:username"));
}

TEST(Library, HoldsEachTextOnceAndForgetsWhatNobodyHas) {
    Library library;
    const auto text = fmt::format(R"({{"Version":"2012-10-17","Statement":{}}})", kAll);
    const auto first = library.get(text, Grammar::identity);
    EXPECT_EQ(library.get(text, Grammar::identity), first);
    EXPECT_NE(library.get(text, Grammar::service_control), first);
    for (int i = 0; i < 1000; ++i) {
        const auto other =
            library.get(fmt::format(R"({{"Id":"{}","Statement":{}}})", i, kAll), Grammar::identity);
    }
    EXPECT_LT(library.size(), 100U);
    EXPECT_EQ(library.get(text, Grammar::identity), first);
}

TEST(Actions, AreFoundInAnyCaseAndOnlyOnce) {
    const auto known = known_actions();
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < known.size(); ++i) {
        EXPECT_TRUE(seen.insert(known[i]).second) << known[i];
        EXPECT_EQ(action_number(known[i]), i);
        EXPECT_EQ(error_of(with(fmt::format(R"("Action":"{}","Resource":"*")", known[i]))), "");
    }
    EXPECT_TRUE(action_number("BEDROCK:invokemodel").has_value());
    EXPECT_FALSE(action_number("bedrock:InvokeModels").has_value());
    EXPECT_FALSE(action_number("").has_value());
}

TEST(Keys, AreFoundByTheirTexts) {
    for (std::size_t i = 0; i < kKeyCount; ++i) {
        const auto key = static_cast<Key>(i);
        const KeyName name{key, key == Key::valueless ? "ec2:Region"
                                : has_suffix(key)     ? "Team"
                                                      : ""};
        EXPECT_EQ(find_key(key_text(name)), name) << key_text(name);
        EXPECT_FALSE(is_multivalued(name.key) && has_suffix(name.key));
    }
    EXPECT_EQ(find_key("AWS:principalTAG/a/b"), (KeyName{Key::aws_principal_tag, "a/b"}));
    for (const auto* bad :
         {"", "aws", "aws:PrincipalTag/", "aws:PrincipalTag/${x}", "aws:TagKeys/a"}) {
        EXPECT_FALSE(find_key(bad).has_value()) << bad;
    }
}

// Source: service authorization reference. What an organization's policies say of other services
// must be taken; a misspelt key of a served one would never have a value.
TEST(Keys, OfOtherServicesAreTakenInTheirFormAndOfServedOnesAsTheReferenceHasThem) {
    for (const auto* key :
         {"ec2:Region", "s3:x-amz-acl", "kms:EncryptionContext:aws:cloudtrail:arn", "saml:aud",
          "lambda:FunctionArn", "ec2:ResourceTag/Cost Center", "accounts.google.com:aud",
          "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE:sub", "bedrock-agentcore:userid",
          "bedrock:promptrouterarn", "sts:TransitiveTagKeys", "sts:RequestContext/identitystore:x",
          "iam:FIDO-certification", "aws:SourceOrgID", "organizations:TransferType"}) {
        EXPECT_EQ(find_key(key), (KeyName{Key::valueless, key})) << key;
        EXPECT_EQ(key_text(*find_key(key)), key);
    }
    EXPECT_EQ(find_key("iam:resourcetag/a"), (KeyName{Key::iam_resource_tag, "a"}));
    for (const auto* bad :
         {"bedrock:Region", "license-manager:Grantee", "iam:ResourceTag", "organizations:x",
          "aws-marketplace:Product", "cloudtrail:x", "licet:Grantees", "STS:externalid/x",
          "sts:RequestContext", "sts:RequestContext/", "sts:TransitiveTagKeys/x", "ec2", ":x",
          "ec2:", "ec2:${x}", "ec 2:x", "ec2:a*", "ec2:a\n"}) {
        EXPECT_FALSE(find_key(bad).has_value()) << bad;
    }
}

}  // namespace
}  // namespace licet::policy
