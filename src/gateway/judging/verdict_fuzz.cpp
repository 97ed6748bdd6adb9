// SPDX-License-Identifier: Apache-2.0
// Whatever a classifier answers is a verdict on every rule that was asked about, or is refused: the
// server's answer, and what its model says in it.
#include "base/check.h"
#include "base/json_mutator_fuzz.h"
#include "base/json_writer.h"
#include "gateway/judging/question.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace licet;
using namespace licet::gateway;

namespace {

constexpr std::array<std::string_view, 3> kSamples = {
    R"({"topics":{"T":true},"content":{"HATE":"NONE"}})", R"({"grounding":{"GROUNDING":0.5}})",
    R"({"choices":[{"index":0,"message":{"role":"assistant","content":"{}"},"finish_reason":"stop"}]})"};

guardrail::Case make_case() {
    guardrail::Rules rules;
    rules.judged.topics = {{"T", "d", {}, {}}};
    rules.judged.content = {{"HATE", guardrail::Strength::high, guardrail::Strength::high, {}}};
    rules.judged.grounding = {{"GROUNDING", 0.5, guardrail::Action::block}};
    return {.guardrail = guardrail::Guardrail::compile(rules).value(),
            .source = guardrail::Source::output,
            .texts = {{guardrail::Voice::assistant, "text"}},
            .grounds = {"source", "query"}};
}

/// A server's answer in which the model says that.
std::string reply_of(std::string_view verdict) {
    std::string out = R"({"choices":[{"message":{"role":"assistant","content":)";
    append_json_string(out, verdict);
    return out + R"(},"finish_reason":"stop"}]})";
}

void check(const Question& question, std::string_view reply, const guardrail::Case& brought,
           bool grounds) {
    static JsonReader json;
    const auto before = guardrail::Judgement::for_rules(brought.guardrail->judged());
    auto judgement = before;
    if (!question.read(json, reply, judgement).ok()) {
        LICET_CHECK(judgement.topics == before.topics && judgement.content == before.content &&
                    judgement.grounding == before.grounding);
    } else {
        LICET_CHECK(judgement.grounding[0].has_value() == grounds);
        LICET_CHECK(!grounds || (*judgement.grounding[0] >= 0 && *judgement.grounding[0] <= 1));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto brought = make_case();
    static const auto texts = Question::of_texts(brought, 0, 4, "m");
    static const auto grounds = Question::of_grounds(brought, "m");
    const std::string_view given{reinterpret_cast<const char*>(data), size};
    for (const auto& reply : {std::string{given}, reply_of(given)}) {
        check(texts, reply, brought, false);
        check(grounds, reply, brought, true);
    }
    return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
    return fuzz::JsonMutator{kSamples, seed}.mutate(data, size, max_size);
}
