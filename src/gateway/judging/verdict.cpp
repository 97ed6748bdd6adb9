// SPDX-License-Identifier: Apache-2.0
// The reader of a classifier's answers. It takes what was asked for and nothing else: an answer
// with anything missing, more or other in it says that the model did not do as it was told.
#include "gateway/judging/asked_rules.h"
#include "gateway/judging/question.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace licet::gateway {
namespace {

using guardrail::Source;
using guardrail::Strength;

Error wrong(std::string_view reason) {
    return {ErrorKind::invalid, std::string{reason}};
}

/// What the model wrote. Source: OpenAI API Reference, "The chat completion object".
Result<std::string> read_content(Json reply) {
    const auto choices = reply.find("choices");
    const auto choice = choices ? choices->first() : std::nullopt;
    const auto message = choice ? choice->find("message") : std::nullopt;
    const auto content = message ? message->find("content") : std::nullopt;
    if (!content || !content->is_text()) {
        return wrong("the answer has no text");
    }
    if (text_in(*choice, "finish_reason") != "stop") {
        return wrong("the answer did not come to its end");
    }
    LICET_TRY(const auto text, content->text());
    if (text.size() > Question::kVerdictBytesMax) {
        return wrong("the answer is too long");
    }
    return std::string{text};
}

/// A value for each rule that is asked, once, and no other. @param name of a rule in the answer
template <typename Rule, typename Name, typename Read>
Result<void> read_member(const Json& member, const std::vector<Rule>& rules, Source source,
                         Name name, Read read) {
    std::map<std::string, std::size_t, std::less<>> missing;
    each_asked(rules, source, [&](std::size_t place, const Rule& rule) {
        missing.emplace(name(place, rule), place);
    });
    const auto take = [&](std::string_view key, Json value) -> Result<void> {
        const auto found = missing.find(key);
        if (found == missing.end()) {
            return wrong("was not asked for");
        }
        LICET_TRY_VOID(read(found->second, value));
        missing.erase(found);
        return {};
    };
    LICET_TRY_VOID(member.each_member(take));
    return missing.empty() ? Result<void>{} : wrong("lacks something that was asked for");
}

Result<Strength> read_strength(Json value) {
    constexpr std::array<std::string_view, 4> kNames{"NONE", "LOW", "MEDIUM", "HIGH"};
    LICET_TRY(const auto text, value.text());
    const auto* const found = std::find(kNames.begin(), kNames.end(), text);
    if (found == kNames.end()) {
        return wrong("is none of NONE, LOW, MEDIUM, HIGH");
    }
    return static_cast<Strength>(found - kNames.begin());
}

}  // namespace

Result<guardrail::Judgement> Question::read_verdict(Json object) const {
    const auto& rules = guardrail_->judged();
    auto judgement = guardrail::Judgement::for_rules(rules);
    const auto of_type = [](std::size_t, const auto& rule) { return rule.type; };
    auto missing = members();
    const auto take = [&](std::string_view key, Json value) -> Result<void> {
        const auto found = std::find(missing.begin(), missing.end(), key);
        if (found == missing.end()) {
            return wrong("was not asked for");
        }
        missing.erase(found);
        if (key == "topics") {
            return read_member(
                value, rules.topics, source_,
                [](std::size_t place, const auto&) { return topic_id(place); },
                [&](std::size_t place, Json said) -> Result<void> {
                    LICET_TRY(judgement.topics[place], said.boolean());
                    return {};
                });
        }
        if (key == "content") {
            return read_member(value, rules.content, source_, of_type,
                               [&](std::size_t place, Json said) -> Result<void> {
                                   LICET_TRY(judgement.content[place], read_strength(said));
                                   return {};
                               });
        }
        return read_member(value, rules.grounding, source_, of_type,
                           [&](std::size_t place, Json said) -> Result<void> {
                               LICET_TRY(judgement.grounding[place], said.number(0, 1));
                               return {};
                           });
    };
    LICET_TRY_VOID(object.each_member(take));
    if (!missing.empty()) {
        return wrong("the answer lacks a member that was asked for");
    }
    return judgement;
}

Result<void> Question::read(JsonReader& json, std::string_view reply,
                            guardrail::Judgement& judgement) const {
    LICET_TRY(const auto envelope, json.parse(reply, JsonReader::Padding::absent));
    LICET_TRY(const auto content, read_content(envelope));
    LICET_TRY(const auto object, json.parse(content, JsonReader::Padding::absent));
    LICET_TRY(const auto verdict, read_verdict(object));
    judgement.merge(verdict);
    return {};
}

}  // namespace licet::gateway
