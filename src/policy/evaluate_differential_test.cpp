// SPDX-License-Identifier: Apache-2.0
// Random policies and questions over a small vocabulary, so that they meet often: evaluate() must
// answer as the reference does, and obey the laws that any evaluator obeys.
#include "base/cases_test.h"
#include "base/random.h"
#include "policy/evaluate.h"
#include "policy/letters.h"
#include "policy/reference_evaluator_test.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace licet::policy {
namespace {

using Words = std::vector<std::string_view>;
using Asked = reference::Asked;

const Words kActions{"bedrock:InvokeModel", "bedrock:invokemodel", "iam:GetUser",
                     "license-manager:CreateGrant", "lab:Unheard"};
const Words kActionPatterns{"*",
                            "*:*",
                            "bedrock:*",
                            "bedrock:Invoke*",
                            "iam:Get????",
                            "IAM:getuser",
                            "lab:Unheard",
                            "lab:*heard",
                            "iam:*User",
                            "iam:Put*",
                            "license-manager:*Grant*"};
const Words kResources{"*",
                       "arn:aws:bedrock:eu-west-1::foundation-model/acme.small-v1",
                       "arn:aws:bedrock:us-east-1::foundation-model/acme.large-v1",
                       "arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.acme.small-v1",
                       "arn:aws:iam::111122223333:user/ann",
                       "arn:aws:iam::111122223333:user/b*b",
                       "arn:aws:iam::111122223333:user/aaaaaaaaaaab",
                       "arn:aws:iam::111122223333:user/aéaaéa"};
const Words kResourcePatterns{"*",
                              "arn:aws:bedrock:*::foundation-model/acme.*",
                              "arn:aws:bedrock:eu-*:*:foundation-model/*",
                              "arn:aws:bedrock:us-east-1::foundation-model/acme.large-v1",
                              "arn:aws:bedrock:${aws:RequestedRegion}::*small*",
                              "arn:*:bedrock:*:*:*-v?",
                              "arn:aws:iam::${aws:PrincipalAccount}:user/${aws:username}",
                              "arn:aws:iam::*:user/${aws:username, 'ann'}",
                              "arn:aws:iam::*:user/b${*}b",
                              "arn:aws:iam::*:user/???",
                              "arn:aws:iam:*",
                              "arn:aws:iam::*:user/*a*a*aa*b",
                              "arn:aws:iam::*:*a*?a??*b",
                              "arn:aws:iam::*:user/*?é*?",
                              "arn:aws:iam::*:*/*${aws:username}*a?",
                              "arn:aws:iam:*:*:*aab*aab"};
const Words kTexts{
    "ann",       "Ann",       "b*b", "",         "eu-west-1",
    "us-east-1", "élan",      "a?n", "o-abc123", "arn:aws:iam::111122223333:user/ann",
    "true",      "r-1/ou-2/", "10",  "aaaaaaab", "aéaéa"};
const Words kTextPatterns{"*a*a*a*b",
                          "*?a?*",
                          "a*é?*",
                          "*aab*",
                          "*??${aws:username}*",
                          "*a?a*?",
                          "ann",
                          "a*",
                          "*",
                          "?nn",
                          "b${*}b",
                          "${aws:username}",
                          "",
                          "élan",
                          "?lan",
                          "eu-west-1",
                          "*-1",
                          "${aws:PrincipalTag/team, 'ann'}",
                          "r-*/",
                          "ou",
                          "10"};
const Words kArns{"arn:aws:iam::111122223333:user/ann",
                  "arn:aws:sts::111122223333:assumed-role/a:b/c", "ann",
                  "arn:aws:iam::444455556666:role/ops"};
const Words kArnPatterns{"arn:aws:iam::*:user/*",
                         "*",
                         "arn:aws:iam::111122223333:*",
                         "arn:*:sts::*:*/c",
                         "arn:aws:iam::${aws:PrincipalAccount}:user/ann",
                         "arn:aws:i*:*:*:role/ops",
                         "${aws:PrincipalArn}"};
const Words kNumbers{"10", "-3", "2.5", "1e1", "ten", "0"};
const Words kDates{"2026-01-01", "2026-01-01T00:00:00Z",
                   "1767225600", "2026-06-30T23:59:59+02:00",
                   "2026",       "never"};
const Words kAddresses{"10.0.0.7", "10.0.200.7", "2001:db8::1", "::ffff:10.0.0.7", "nowhere"};
const Words kNetworks{"10.0.0.0/24",   "10.0.0.7",  "10.0.0.0/17",
                      "2001:db8::/32", "0.0.0.0/0", "::/0"};
const Words kBooleans{"true", "false", "True", "maybe"};

/// Keys that conditions ask about, and the values they have and are compared with.
struct Vocabulary {
    std::string_view key;
    const Words* values;
    std::string_view family;
    const Words* wanted;
};
const Vocabulary kSingle[] = {
    {"aws:username", &kTexts, "String", &kTextPatterns},
    {"aws:RequestedRegion", &kTexts, "String", &kTextPatterns},
    {"aws:PrincipalTag/team", &kTexts, "String", &kTextPatterns},
    {"aws:RequestTag/stage", &kTexts, "String", &kTextPatterns},
    {"aws:PrincipalArn", &kArns, "Arn", &kArnPatterns},
    {"iam:ServiceSpecificCredentialAgeDays", &kNumbers, "Numeric", &kNumbers},
    {"aws:TokenIssueTime", &kDates, "Date", &kDates},
    {"aws:CurrentTime", &kDates, "Date", &kDates},
    {"aws:SourceIp", &kAddresses, "IpAddress", &kNetworks},
    {"aws:SecureTransport", &kBooleans, "Bool", &kBooleans},
};
const Vocabulary kMany[] = {
    {"aws:TagKeys", &kTexts, "String", &kTextPatterns},
    {"aws:PrincipalOrgPaths", &kTexts, "String", &kTextPatterns},
    {"aws-marketplace:ProductId", &kTexts, "String", &kTextPatterns},
};
const std::map<std::string_view, Words> kOperators{
    {"String",
     {"StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase",
      "StringLike", "StringNotLike"}},
    {"Arn", {"ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"}},
    {"Numeric",
     {"NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals",
      "NumericGreaterThan", "NumericGreaterThanEquals"}},
    {"Date",
     {"DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan",
      "DateGreaterThanEquals"}},
    {"IpAddress", {"IpAddress", "NotIpAddress"}},
    {"Bool", {"Bool"}},
};

std::string lower_case(std::string_view text) {
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(), lower);
    return out;
}

/// What a value of an operator may not be.
bool is_refused(std::string_view family, std::string_view wanted) {
    return wanted == "ten" || wanted == "never" || wanted == "maybe" ||
           (family == "Date" && wanted.empty());
}

class Generator {
public:
    explicit Generator(std::uint64_t seed) : random_{seed} {}

    bool chance(std::uint64_t percent) { return random_.below(100) < percent; }
    std::string_view one_of(const Words& words) { return words[random_.below(words.size())]; }
    std::size_t below(std::size_t bound) { return random_.below(bound); }

    std::string statement(std::string_view effect) {
        return fmt::format(R"({{"Effect":"{}",{},{}{}}})", effect,
                           element("Action", kActionPatterns),
                           element("Resource", kResourcePatterns), condition());
    }

    std::vector<std::string> statements() {
        std::vector<std::string> out(1 + below(4));
        for (auto& made : out) {
            made = statement(chance(65) ? "Allow" : "Deny");
        }
        return out;
    }

    Asked question() {
        Asked asked{std::string{one_of(kActions)}, std::string{one_of(kResources)}, {}};
        for (const auto& row : kSingle) {
            if (chance(75)) {
                asked.values[lower_case(row.key)] = {std::string{one_of(*row.values)}};
            }
        }
        for (const auto& row : kMany) {
            if (chance(75)) {
                auto& values = asked.values[lower_case(row.key)];
                for (auto count = below(4); count > 0; --count) {
                    values.emplace_back(one_of(*row.values));
                }
            }
        }
        if (asked.values.count("aws:requesttag/stage") > 0) {
            asked.values.try_emplace("aws:tagkeys", reference::Texts{"stage"});
        }
        if (chance(50)) {
            asked.values["aws:principalaccount"] = {"111122223333"};
        }
        return asked;
    }

private:
    std::string list(const Words& words, std::string_view family) {
        std::string out;
        for (auto count = 1 + below(3); count > 0; --count) {
            auto word = one_of(words);
            while (is_refused(family, word)) {
                word = one_of(words);
            }
            out += fmt::format("{}\"{}\"", out.empty() ? "" : ",", word);
        }
        return "[" + out + "]";
    }

    std::string element(std::string_view name, const Words& words) {
        return fmt::format(R"("{}{}":{})", chance(20) ? "Not" : "", name, list(words, ""));
    }

    std::string condition() {
        std::string out;
        const auto count = chance(40) ? 0 : 1 + below(2);
        std::set<std::string> operators;
        for (std::size_t i = 0; i < count; ++i) {
            const bool many = chance(30);
            const auto& row =
                many ? kMany[below(std::size(kMany))] : kSingle[below(std::size(kSingle))];
            const bool null = chance(8);
            std::string op{null ? "Null" : one_of(kOperators.at(row.family))};
            if (!null && (many || chance(5))) {
                op = (chance(50) ? "ForAnyValue:" : "ForAllValues:") + op;
            }
            if (!null && chance(15)) {
                op += "IfExists";
            }
            if (operators.insert(op).second) {
                out += fmt::format(R"({}"{}":{{"{}":{}}})", out.empty() ? "" : ",", op, row.key,
                                   null ? chance(50) ? R"(["true"])" : R"(["false"])"
                                        : list(*row.wanted, row.family));
            }
        }
        return out.empty() ? out : R"(,"Condition":{)" + out + "}";
    }

    SeededRandom random_;
};

std::string policy_of(const std::vector<std::string>& statements,
                      std::string_view version = "2012-10-17") {
    std::string all;
    for (const auto& statement : statements) {
        all += (all.empty() ? "" : ",") + statement;
    }
    return fmt::format(R"({{"Version":"{}","Statement":[{}]}})", version, all);
}

/// A question as evaluate() takes it; refers to the texts of `asked`.
class Prepared {
public:
    explicit Prepared(const Asked& asked) : asked_{asked}, action_{asked.action} {
        for (const auto& [text, values] : asked.values) {
            const auto key = find_key(text).value();
            if (has_suffix(key.key)) {
                auto& tags = key.key == Key::aws_principal_tag ? principal_tags_ : request_tags_;
                tags[key.suffix] = values.front();
            } else if (is_multivalued(key.key)) {
                if (values == reference::Texts{"stage"}) {
                    continue;  // the context knows the tag's key from the tag
                }
                lists_[key.key].assign(values.begin(), values.end());
                context_.set(key.key, lists_[key.key]);
            } else {
                context_.set(key.key, values.front());
            }
        }
        context_.set_principal_tags(&principal_tags_);
        context_.set_request_tags(&request_tags_);
    }

    Outcome ask(const Document& document) const {
        return evaluate(document, {action_, asked_.resource, context_});
    }
    Verdict ask(const std::vector<std::string>& statements) const {
        return ask(*compile(policy_of(statements), Grammar::identity).value()).verdict;
    }

private:
    const Asked& asked_;
    const Action action_;
    Context::Tags principal_tags_, request_tags_;
    std::map<Key, std::vector<std::string_view>> lists_;
    Context context_;
};

constexpr std::size_t kCases = 20'000;  // unless LICET_CASES says otherwise
constexpr std::size_t kPoliciesOfASeed = 125;
constexpr std::size_t kQuestionsOfAPolicy = 8;

/// Asks one policy some questions.
void compare(Generator& generate, std::map<Verdict, std::size_t>& verdicts) {
    const auto statements = generate.statements();
    auto text = policy_of(statements);
    // Where nothing is a variable, one alone is no ARN.
    if (generate.chance(10) && text.find(R"("${aws:PrincipalArn}")") == std::string::npos) {
        text = policy_of(statements, "2008-10-17");
    }
    const auto document = compile(text, Grammar::identity);
    ASSERT_TRUE(document.ok()) << document.error().message << "\n" << text;
    for (std::size_t i = 0; i < kQuestionsOfAPolicy; ++i) {
        const auto asked = generate.question();
        const auto outcome = Prepared{asked}.ask(**document);
        const auto right = reference::judge(text, asked);
        const auto expected = !right.denying.empty()    ? Verdict::denied
                              : !right.allowing.empty() ? Verdict::allowed
                                                        : Verdict::not_allowed;
        ASSERT_EQ(outcome.verdict, expected) << text << "\n"
                                             << fmt::format("{} {}", asked.action, asked.resource);
        ++verdicts[outcome.verdict];
        if (expected != Verdict::not_allowed) {
            const auto& deciding = right.denying.empty() ? right.allowing : right.denying;
            ASSERT_EQ(outcome.statement, *deciding.begin()) << text;
        }
    }
}

TEST(EvaluateDifferential, AnswersAsTheReferenceDoes) {
    Cases cases{"evaluator", kCases};
    std::map<Verdict, std::size_t> verdicts;
    for (; cases.more(); cases.next_seed()) {
        Generator generate{cases.seed()};
        for (std::size_t n = 0; n < kPoliciesOfASeed && cases.more(); ++n) {
            compare(generate, verdicts);
            ASSERT_FALSE(HasFailure()) << "LICET_SEED=" << cases.seed();
            cases.add(kQuestionsOfAPolicy);
        }
    }
    // Each verdict is common, or the comparison would prove little.
    for (const auto verdict : {Verdict::allowed, Verdict::denied, Verdict::not_allowed}) {
        EXPECT_TRUE(cases.count() < 1'000 || verdicts[verdict] * 20 > cases.count())
            << testing::PrintToString(verdicts);
    }
}

/// How many questions a law is asked.
constexpr std::size_t kLawCases = 2'000;

TEST(EvaluateDifferential, MoreAllowsNeverTakeAwayAndMoreDeniesNeverGive) {
    Generator generate{8};
    for (std::size_t done = 0; done < kLawCases; ++done) {
        auto statements = generate.statements();
        const auto asked = generate.question();
        const Prepared question{asked};
        const auto before = question.ask(statements);

        auto more = statements;
        more.push_back(generate.statement("Allow"));
        const auto allowed_more = question.ask(more);
        EXPECT_TRUE(allowed_more == before ||
                    (before == Verdict::not_allowed && allowed_more == Verdict::allowed));

        more = statements;
        more.push_back(generate.statement("Deny"));
        const auto denied_more = question.ask(more);
        EXPECT_TRUE(denied_more == before || denied_more == Verdict::denied);

        // Order and repetition mean nothing.
        more = statements;
        more.push_back(statements[generate.below(statements.size())]);
        std::rotate(more.begin(), more.begin() + 1, more.end());
        std::swap(more.front(), more[generate.below(more.size())]);
        EXPECT_EQ(question.ask(more), before);
    }
}

TEST(EvaluateDifferential, NotActionAllowsWhatActionDoesNot) {
    Generator generate{9};
    for (std::size_t done = 0; done < kLawCases; ++done) {
        const auto asked = generate.question();
        const Prepared question{asked};
        const auto statement = generate.statement("Allow");
        const auto end = statement.find(R"(,"Resource)") == std::string::npos
                             ? statement.find(R"(,"NotResource)")
                             : statement.find(R"(,"Resource)");
        const auto begin = statement.find(R"(Action":)") + 8;
        const auto actions = statement.substr(begin, end - begin);
        const auto with = [&](std::string_view element, std::string_view value) {
            return std::vector{fmt::format(R"({{"Effect":"Allow","{}":{}{})", element, value,
                                           statement.substr(end))};
        };
        const bool any = question.ask(with("Action", R"("*")")) == Verdict::allowed;
        const bool named = question.ask(with("Action", actions)) == Verdict::allowed;
        const bool others = question.ask(with("NotAction", actions)) == Verdict::allowed;
        EXPECT_EQ(named || others, any) << statement;
        EXPECT_FALSE(named && others) << statement;
    }
}

}  // namespace
}  // namespace licet::policy
