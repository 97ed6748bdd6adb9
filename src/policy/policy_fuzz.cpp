// SPDX-License-Identifier: Apache-2.0
#include "base/check.h"
#include "policy/evaluate.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

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

/// Each byte is a word that policies consist of, or itself: random bytes get far into the language.
std::string spelled(std::string_view bytes) {
    constexpr std::array<std::string_view, 48> kWords{
        R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow",)",
        R"({"Statement":{"Effect":"Deny",)",
        R"("Action":)",
        R"("NotAction":)",
        R"("Resource":)",
        R"("NotResource":)",
        R"("Sid":)",
        R"("Condition":{)",
        R"("*")",
        R"(["*",)",
        R"("bedrock:Invoke*")",
        R"("lab:*")",
        R"("arn:aws:bedrock:*::foundation-model/*")",
        R"("arn:aws:iam::*:user/${aws:username}")",
        R"("StringEquals":{)",
        R"("StringLikeIfExists":{)",
        R"("ForAnyValue:StringNotLike":{)",
        R"("ForAllValues:StringEqualsIgnoreCase":{)",
        R"("NumericLessThan":{)",
        R"("DateGreaterThanEquals":{)",
        R"("Bool":{)",
        R"("NotIpAddress":{)",
        R"("ArnLike":{)",
        R"("Null":{)",
        R"("aws:username":)",
        R"("aws:RequestedRegion":)",
        R"("aws:SourceIp":)",
        R"("aws:CurrentTime":)",
        R"("aws:PrincipalTag/a":)",
        R"("aws:TagKeys":)",
        R"("10.0.0.0/8")",
        R"("2026-01-01")",
        "true",
        "\"a",
        "\"",
        "*",
        "?",
        "${aws:username}",
        "${aws:userid, 'a'}",
        "${*}",
        "arn:",
        ":",
        "[",
        "]",
        "{",
        "}",
        ",",
        "7"};
    std::string out;
    for (const char c : bytes) {
        const auto word = static_cast<unsigned char>(c);
        if (word < kWords.size()) {
            out += kWords[word];
        } else {
            out += c;
        }
    }
    return out;
}

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
    check(spelled(json));
    return 0;
}
