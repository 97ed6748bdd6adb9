// SPDX-License-Identifier: Apache-2.0
#include "guardrail/guardrail.h"

#include "base/utf8.h"
#include "guardrail/code_points.h"
#include "guardrail/matcher.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace licet::guardrail {
namespace {

/// The word as a pattern: letters in either case, blanks as any short run of them, and no letter of
/// ASCII next to it; those of other scripts judge_word() looks for.
Result<Program> compile_word(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r\n";
    const auto edge = [](char c) { return is_word(static_cast<unsigned char>(c)) ? "\\b" : ""; };
    const auto first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) {
        return Error{ErrorKind::invalid, "is blank"};
    }
    text = text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
    std::string pattern = edge(text.front());
    std::size_t characters = 0;
    for (std::size_t at = 0; at < text.size(); ++characters) {
        const auto point = decode(text, at);
        if (!point) {
            return Error{ErrorKind::invalid, "is not UTF-8"};
        }
        if (kBlanks.find(text[at]) != std::string_view::npos) {
            pattern += "[ \\t\\r\\n]{1,4}";
            at = text.find_first_not_of(kBlanks, at);
            continue;
        }
        if (point->value < 0x80 && !is_word(static_cast<unsigned char>(text[at]))) {
            pattern += '\\';
        }
        pattern += text.substr(at, point->bytes);
        at += point->bytes;
    }
    if (characters > kWordCharactersMax) {
        return Error{ErrorKind::invalid,
                     fmt::format("is longer than {} characters", kWordCharactersMax)};
    }
    return compile_pattern(pattern + edge(text.back()), Letters::either_case);
}

Error refused(std::string_view rule, std::string_view why) {
    return {ErrorKind::invalid, fmt::format("`{}` {}", rule, why)};
}

bool is_longer(const std::string& text, std::size_t characters) {
    return count_characters(text) > characters;
}

Result<void> check_topics(const std::vector<TopicRule>& topics) {
    if (topics.size() > kTopicsMax) {
        return Error{ErrorKind::invalid,
                     fmt::format("a guardrail has {} topics at most", kTopicsMax)};
    }
    for (const auto& topic : topics) {
        if (is_longer(topic.name, kTopicNameCharactersMax) ||
            is_longer(topic.definition, kTopicDefinitionCharactersMax) ||
            topic.examples.size() > kTopicExamplesMax ||
            std::any_of(topic.examples.begin(), topic.examples.end(), [](const auto& example) {
                return is_longer(example, kTopicExampleCharactersMax);
            })) {
            return refused(topic.name,
                           fmt::format("is too long: a topic has a name of {} characters, a "
                                       "definition of {} and {} examples of {} at most",
                                       kTopicNameCharactersMax, kTopicDefinitionCharactersMax,
                                       kTopicExamplesMax, kTopicExampleCharactersMax));
        }
    }
    return {};
}

/// Each of the rules has one of the types, and none has that of another.
template <typename Rule, std::size_t N>
Result<void> check_types(const std::vector<Rule>& rules, const std::string_view (&types)[N]) {
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const auto& type = rules[i].type;
        if (std::find(std::begin(types), std::end(types), type) == std::end(types)) {
            return refused(type, "is nothing that texts are judged for");
        }
        if (std::any_of(rules.begin(), rules.begin() + static_cast<std::ptrdiff_t>(i),
                        [&](const Rule& before) { return before.type == type; })) {
            return refused(type, "must be given once");
        }
    }
    return {};
}

Result<void> check_judged(const JudgedRules& rules) {
    constexpr std::string_view kContent[] = {"SEXUAL",  "VIOLENCE",   "HATE",
                                             "INSULTS", "MISCONDUCT", "PROMPT_ATTACK"};
    constexpr std::string_view kGrounding[] = {"GROUNDING", "RELEVANCE"};
    LICET_TRY_VOID(check_topics(rules.topics));
    LICET_TRY_VOID(check_types(rules.content, kContent));
    LICET_TRY_VOID(check_types(rules.grounding, kGrounding));
    for (const auto& rule : rules.grounding) {
        if (!(rule.threshold >= 0 && rule.threshold <= kGroundingThresholdMax)) {
            return refused(rule.type,
                           fmt::format("has a threshold from 0 to {}", kGroundingThresholdMax));
        }
    }
    return {};
}

/// Enters rules into both sides, each where it is not off.
class Builder {
public:
    Result<void> add(const Rules& rules) {
        LICET_TRY_VOID(check_judged(rules.judged));
        if (rules.words.size() > kWordsMax || rules.regexes.size() > kRegexesMax) {
            return Error{ErrorKind::invalid,
                         fmt::format("a guardrail has {} words and {} regexes at most", kWordsMax,
                                     kRegexesMax)};
        }
        for (const auto& word : rules.words) {
            LICET_TRY_VOID(enter({Policy::word, word.text, Action::none, judge_word}, word.actions,
                                 compile_word(word.text)));
        }
        for (const auto word : profanity()) {
            LICET_TRY_VOID(enter({Policy::managed_word, "PROFANITY", Action::none, judge_word},
                                 rules.profanity, compile_word(word)));
        }
        for (const auto& pii : rules.pii) {
            LICET_TRY_VOID(add(pii));
        }
        for (const auto& regex : rules.regexes) {
            LICET_TRY_VOID(enter({Policy::regex, regex.name, Action::none, nullptr, regex.pattern},
                                 regex.actions, compile_pattern(regex.pattern)));
        }
        return {};
    }

    GuardrailPtr build(JudgedRules judged) {
        for (auto* const side : {input_.get(), output_.get()}) {
            side->automaton.seal();
        }
        return std::make_shared<const Guardrail>(std::move(input_), std::move(output_),
                                                 std::move(judged));
    }

private:
    Result<void> add(const PiiRule& pii) {
        const auto* const detector = find_detector(pii.type);
        if (detector == nullptr) {
            const auto why = why_undetectable(pii.type);
            return refused(
                pii.type, why.empty() ? std::string{"is no type of personal data"}
                                      : fmt::format("cannot be detected without a model: {}", why));
        }
        return enter({Policy::pii, pii.type, Action::none, detector->judge}, pii.actions,
                     compile_pattern(detector->pattern));
    }

    Result<void> enter(SideRule rule, Actions actions, Result<Program> program) {
        if (!program.ok()) {
            return refused(rule.name, program.error().message);
        }
        for (const auto source : {Source::input, Source::output}) {
            auto& side = source == Source::input ? *input_ : *output_;
            rule.action = actions.of(source);
            if (rule.action == Action::off) {
                continue;
            }
            side.automaton.add(*program);
            side.rules.push_back(rule);
            side.has[static_cast<std::size_t>(rule.policy)] = true;
            if (side.automaton.node_count() > Automaton::kNodesMax) {
                return Error{ErrorKind::invalid,
                             "the rules of the guardrail are too large together"};
            }
        }
        return {};
    }

    std::unique_ptr<Side> input_ = std::make_unique<Side>();
    std::unique_ptr<Side> output_ = std::make_unique<Side>();
};

}  // namespace

Guardrail::Guardrail(std::unique_ptr<Side> input, std::unique_ptr<Side> output, JudgedRules judged)
    : input_{std::move(input)}, output_{std::move(output)}, judged_{std::move(judged)} {}
Guardrail::~Guardrail() = default;

const Side& Guardrail::side(Source source) const {
    return source == Source::input ? *input_ : *output_;
}

Result<GuardrailPtr> Guardrail::compile(const Rules& rules) {
    Builder builder;
    LICET_TRY_VOID(builder.add(rules));
    return builder.build(rules.judged);
}

}  // namespace licet::guardrail
