// SPDX-License-Identifier: Apache-2.0
#include "base/check.h"
#include "policy/evaluate.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace {

using namespace licet::policy;

/// The verdicts of a few questions, and whether near misses are found without harm.
std::string answers(const Document& document, const Context& context) {
    std::string out;
    for (const auto* text : {"bedrock:InvokeModel", "iam:GetUser", "lab:Unheard"}) {
        for (const auto* resource : {"*", "arn:aws:bedrock:eu-west-1::foundation-model/acme.v1"}) {
            const Action action{text};
            const Question question{action, resource, context};
            const auto outcome = evaluate(document, question);
            if (outcome.verdict != Verdict::not_allowed) {
                LICET_CHECK(!statement_name(document, outcome.statement).empty());
            }
            for (const auto& miss : near_misses(document, question)) {
                LICET_CHECK(miss.statement < statement_count(document) && !miss.detail.empty());
            }
            out += static_cast<char>('0' + static_cast<int>(outcome.verdict));
        }
    }
    return out;
}

using Words = std::span<const std::string_view>;

constexpr std::string_view kActions[] = {"*", "*:*", "bedrock:Invoke*", "lab:*eard", "iam:GetUser"};
constexpr std::string_view kResources[] = {"*", "arn:aws:bedrock:*::foundation-model/*",
                                           "arn:aws:iam::*:user/${aws:username}", "arn:aws:iam:*",
                                           "arn:aws:bedrock:${aws:RequestedRegion}:${*}:x?"};
constexpr std::string_view kPrefixes[] = {"", "ForAnyValue:", "ForAllValues:"};
constexpr std::string_view kOperators[] = {"StringEquals",
                                           "StringNotEqualsIgnoreCase",
                                           "StringLike",
                                           "StringNotLike",
                                           "NumericLessThan",
                                           "NumericNotEquals",
                                           "DateGreaterThanEquals",
                                           "Bool",
                                           "BinaryEquals",
                                           "IpAddress",
                                           "NotIpAddress",
                                           "ArnLike",
                                           "ArnNotEquals",
                                           "Null"};
constexpr std::string_view kSuffixes[] = {"", "IfExists"};
constexpr std::string_view kKeys[] = {"aws:username",    "aws:RequestedRegion", "aws:SourceIp",
                                      "aws:CurrentTime", "aws:PrincipalTag/a",  "aws:TagKeys"};
constexpr std::string_view kValues[] = {
    "ann", "a*",   "true", "7", "-1.5e3",          "2026-01-01",         "10.0.0.0/8",
    "::1", "YQ==", "*",    "?", "${aws:username}", "${aws:userid, 'a'}", "arn:aws:iam::*:user/ann"};

/// A policy whose parts the bytes choose, so that random ones get far into the language.
class Spelling {
public:
    explicit Spelling(std::string_view bytes) : bytes_{bytes} {}

    std::string policy() {
        std::string out = R"({"Version":")";
        out += next() % 8 == 0 ? "2008-10-17" : "2012-10-17";
        out += R"(","Statement":[)" + statement();
        while (bytes_.size() > 8) {
            out += "," + statement();
        }
        return out + "]}";
    }

private:
    std::size_t next() {
        if (bytes_.empty()) {
            return 0;
        }
        const auto value = static_cast<unsigned char>(bytes_.front());
        bytes_.remove_prefix(1);
        return value;
    }
    std::string word(Words words) { return std::string{words[next() % words.size()]}; }

    /// One of the words, or what the bytes spell.
    std::string text(Words words) {
        if (next() % 4 != 0) {
            return word(words);
        }
        std::string out;
        for (auto count = next() % 16; count > 0; --count) {
            const char c = static_cast<char>(next());
            out += c < ' ' || c == '"' || c == '\\' ? '*' : c;
        }
        return out;
    }
    std::string list(Words words) {
        std::string out = "[\"" + text(words);
        for (auto count = next() % 3; count > 0; --count) {
            out += "\",\"" + text(words);
        }
        return out + "\"]";
    }
    std::string statement() {
        const auto bits = next();
        std::string out = R"({"Effect":")";
        out += (bits & 1U) != 0 ? "Allow" : "Deny";
        out += (bits & 2U) != 0 ? R"(","Action":)" : R"(","NotAction":)";
        out += list(kActions);
        out += (bits & 4U) != 0 ? R"(,"Resource":)" : R"(,"NotResource":)";
        out += list(kResources);
        if ((bits & 8U) != 0) {
            out += R"(,"Condition":{")" + word(kPrefixes) + word(kOperators) + word(kSuffixes) +
                   R"(":{")" + word(kKeys) + "\":" + list(kValues) + "}}";
        }
        return out + "}";
    }

    std::string_view bytes_;
};

void check(std::string_view json) {
    Context context;
    context.set(Key::aws_username, "ann");
    context.set(Key::aws_requested_region, "eu-west-1");
    context.set(Key::aws_source_ip, "10.0.0.7");
    context.set_now(licet::from_epoch_ms(1'767'225'600'000));
    for (const auto grammar : {Grammar::identity, Grammar::service_control}) {
        const auto compiled = compile(json, grammar);
        if (!compiled.ok()) {
            LICET_CHECK(compiled.error().message.starts_with("$"));
            continue;
        }
        const auto again = compile(text_of(**compiled), grammar);
        LICET_CHECK(again.ok());
        LICET_CHECK(answers(**compiled, context) == answers(**again, context));
        LICET_CHECK(depends_on_region(**compiled) == depends_on_region(**again));
        LICET_CHECK(character_count(json) <= json.size());
    }
}

}  // namespace

/// Whatever is given as a policy is refused with a place, or is understood: it answers questions,
/// and its text compiles to the same answers again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view json{reinterpret_cast<const char*>(data), size};
    check(json);
    check(Spelling{json}.policy());
    return 0;
}
