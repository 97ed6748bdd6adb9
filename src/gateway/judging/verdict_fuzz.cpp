// SPDX-License-Identifier: Apache-2.0
// Whatever a classifier answers is a verdict on every rule that was asked about, or is refused.
#include "base/check.h"
#include "gateway/judging/question.h"

#include <cstddef>
#include <cstdint>

using namespace licet;
using namespace licet::gateway;

namespace {

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

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto brought = make_case();
    static const Question questions[] = {Question::of_texts(brought, 0, 4, "m"),
                                         Question::of_grounds(brought, "m")};
    const std::string_view reply{reinterpret_cast<const char*>(data), size};
    static JsonReader json;
    for (const auto& question : questions) {
        const auto before = guardrail::Judgement::for_rules(brought.guardrail->judged());
        auto judgement = before;
        const bool grounds = &question != questions;
        if (!question.read(json, reply, judgement).ok()) {
            LICET_CHECK(judgement.topics == before.topics && judgement.content == before.content &&
                        judgement.grounding == before.grounding);
        } else {
            LICET_CHECK(judgement.grounding[0].has_value() == grounds);
            LICET_CHECK(!grounds || (*judgement.grounding[0] >= 0 && *judgement.grounding[0] <= 1));
        }
    }
    return 0;
}
