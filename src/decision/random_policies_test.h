// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/random_catalogue_test.h"
#include "model/organization/policy.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace licet::decision {

/// Texts of policies at random, about what model calls ask: for identities, as service control
/// policies, and of the types that are merged on the way down to an account.
class RandomPolicies {
public:
    static inline const std::string kAllowAll =
        R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]})";

    /// The guardrail that an account may have in a region.
    static std::string guardrail_id(std::string region, const std::string& account) {
        std::erase(region, '-');
        return region + account;
    }

    explicit RandomPolicies(Dice& dice) : dice_{dice} {}

    /// In IAM's language.
    std::string document() {
        if (dice_.chance(25)) {
            return kAllowAll;
        }
        std::string all = statement();
        while (dice_.chance(40)) {
            all += "," + statement();
        }
        return R"({"Version":"2012-10-17","Statement":[)" + all + "]}";
    }

    /// Who may apply a guardrail, apart from its own account.
    /// @param other an account
    std::string sharing(const std::string& organization, const std::string& other) {
        const auto statement = [](const std::string& effect, const std::string& principal,
                                  const std::string& condition) {
            return fmt::format(
                R"({{"Effect":"{}","Principal":{},"Action":"bedrock:ApplyGuardrail",)"
                R"("Resource":"arn:aws:bedrock:*:*:guardrail/*"{}}})",
                effect, principal, condition);
        };
        std::string all = statement(
            "Allow", R"("*")",
            fmt::format(R"(,"Condition":{{"StringEquals":{{"aws:PrincipalOrgID":"{}"}}}})",
                        organization));
        if (dice_.chance(30)) {
            all = statement("Allow", fmt::format(R"({{"AWS":["{}"]}})", other), "");
        }
        if (dice_.chance(20)) {
            all +=
                "," + statement("Deny",
                                fmt::format(R"({{"AWS":"arn:aws:iam::{}:user/ann"}})", other), "");
        }
        return R"({"Version":"2012-10-17","Statement":[)" + all + "]}";
    }

    /// @param management whose guardrails a BEDROCK_POLICY names
    std::string content(model::PolicyType type, const std::string& management) {
        using Type = model::PolicyType;
        switch (type) {
            case Type::SERVICE_CONTROL_POLICY:
                return document();
            case Type::BEDROCK_POLICY:
                return guardrails(management);
            case Type::TAG_POLICY:
                return R"({"tags":{"team":{"tag_key":{"@@assign":"team"}}}})";
            case Type::RESOURCE_CONTROL_POLICY:
                return R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*",)"
                       R"("Action":"bedrock:*","Resource":"*"}]})";
            default:
                return R"({"services":{"default":{"opt_out_policy":{"@@assign":"optOut"}}}})";
        }
    }

private:
    std::string statement() {
        return fmt::format(
            R"({{"Effect":"{}","Action":"{}","Resource":"{}"{}}})",
            dice_.chance(60) ? "Allow" : "Deny", dice_.pick(kActions), dice_.pick(kResources),
            dice_.chance(45) ? R"(,"Condition":{)" + dice_.pick(kConditions) + "}" : "");
    }

    std::string guardrails(const std::string& management) {
        const auto region = dice_.pick(RandomCatalogue::kRegions);
        const auto identifier = fmt::format(
            R"("identifier":{{"@@assign":"arn:aws:bedrock:{}:{}:guardrail/{}:{}"{}}})", region,
            management, guardrail_id(region, management), 1 + dice_.below(2), control());
        const auto limits = fmt::format(
            R"("model_enforcement":{{"included_models":{{{}{}}},"excluded_models":{{{}{}}}}})",
            models(), control(), models(), control());
        const auto inside = dice_.chance(80) ? identifier + "," + limits : limits;
        return fmt::format(R"({{"bedrock":{{"guardrail_inference":{{"{}":{{"{}":{{{}}}{}}}}}}}}})",
                           region, dice_.chance(60) ? "one" : "two", inside, control());
    }
    std::string models() {
        const auto which = dice_.chance(30)
                               ? Words{"ALL"}
                               : dice_.some(RandomCatalogue::kModels, dice_.chance(50) ? 70 : 15);
        const auto* how = dice_.chance(60)   ? "@@assign"
                          : dice_.chance(50) ? "@@append"
                                             : "@@remove";
        return fmt::format(R"("{}":["{}"])", how, fmt::join(which, R"(",")"));
    }
    /// What policies further down may do, or nothing.
    std::string control() {
        const Words some{"@@none", "@@all", R"(@@append","@@remove)", "@@assign"};
        return dice_.chance(85) ? ""
                                : fmt::format(R"(,"@@operators_allowed_for_child_policies":["{}"])",
                                              dice_.pick(some));
    }

    static inline const Words kActions{"*",
                                       "bedrock:*",
                                       "bedrock:InvokeModel*",
                                       "bedrock:ApplyGuardrail",
                                       "bedrock:InvokeModel",
                                       "bedrock:InvokeModelWithResponseStream",
                                       "bedrock:CountTokens",
                                       "bedrock:CallWithBearerToken",
                                       "aws-marketplace:*",
                                       "aws-marketplace:Subscribe",
                                       "s3:*"};
    static inline const Words kResources{
        "*",
        "*",
        "arn:aws:bedrock:*::foundation-model/*",
        "arn:aws:bedrock:*::foundation-model/anthropic.*",
        "arn:aws:bedrock:us-*::foundation-model/*",
        "arn:aws:bedrock:::foundation-model/*",
        "arn:aws:bedrock:*:*:inference-profile/us.*",
        "arn:aws:bedrock:*:${aws:PrincipalAccount}:*inference-profile/*"};
    static inline const Words kConditions{
        R"("StringEquals":{"aws:RequestedRegion":["us-east-1","us-west-2"]})",
        R"("StringNotEquals":{"aws:RequestedRegion":["us-east-1","us-east-2","us-west-2"]})",
        R"("StringEquals":{"aws:RequestedRegion":["unspecified","eu-west-1"]})",
        R"("StringEquals":{"aws:RequestedRegion":"us-west-2"})",
        R"("StringEquals":{"aws:RequestedRegion":"eu-west-3"})",
        R"("StringEquals":{"aws:RequestedRegion":"unspecified"})",
        R"("StringEquals":{"aws:PrincipalTag/team":"red"})",
        R"("ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/apps/*"})",
        R"("StringEqualsIfExists":{"aws:username":"ann"})",
        R"("StringLike":{"bedrock:InferenceProfileArn":"*us.*"})",
        R"("Null":{"bedrock:InferenceProfileArn":"true"})",
        R"("Null":{"bedrock:GuardrailIdentifier":"false"})",
        R"("IpAddress":{"aws:SourceIp":"10.0.0.0/8"})",
        R"("BoolIfExists":{"aws:SecureTransport":"false"})",
        R"("ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"*/ou-*"})",
        R"("StringEquals":{"aws:PrincipalType":"Account"})",
        R"("StringEquals":{"aws:ResourceTag/stage":"test"})",
        R"("StringEquals":{"aws:ResourceAccount":"${aws:PrincipalAccount}"})",
        R"("ForAnyValue:StringEquals":{"aws-marketplace:ProductId":")" +
            model::sample::kCommandProduct + R"("})",
        R"("StringEquals":{"aws:SourceIdentity":"ann"})",
        R"("Bool":{"aws:MultiFactorAuthPresent":"false"})",
        R"("DateLessThan":{"aws:TokenIssueTime":"2023-11-14T22:15:00Z"})",
        R"("StringEquals":{"aws:CalledViaLast":"bedrock.amazonaws.com"})",
        R"("DateLessThan":{"aws:CurrentTime":"2023-11-14T22:16:00Z"})"};

    Dice& dice_;
};

}  // namespace licet::decision
