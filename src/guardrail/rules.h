// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace licet::guardrail {

/// What a rule does where it matches. The larger is the more restrictive and wins.
enum class Action : std::uint8_t {
    off,        ///< not looked for
    none,       ///< found and told, nothing else
    anonymize,  ///< replaced by the rule's name in braces
    block,
};

/// What goes into a model, and what comes out of it.
enum class Source : std::uint8_t { input, output };

struct Actions {
    Action input = Action::block;
    Action output = Action::block;
    Action of(Source source) const { return source == Source::input ? input : output; }
};

/// A word or phrase. Letters match in either case; spaces match any short run of blanks.
struct WordRule {
    std::string text;
    Actions actions;
};

/// A kind of personal data by its name in the Bedrock API, `EMAIL`.
struct PiiRule {
    std::string type;
    Actions actions;
};

struct RegexRule {
    std::string name;
    std::string pattern;
    Actions actions;
};

/// Something that texts must not be about.
struct TopicRule {
    std::string name;
    std::string definition;
    std::vector<std::string> examples;
    Actions actions;
    bool asked_of(Source source) const { return actions.of(source) != Action::off; }
};

/// How strictly is looked, and how sure one is of what was found. The larger is the stronger.
enum class Strength : std::uint8_t { none, low, medium, high };

/// A kind of content by its name in the Bedrock API, `HATE`. It is not looked for on a side whose
/// strength is none.
struct ContentRule {
    std::string type;
    Strength input = Strength::none;
    Strength output = Strength::none;
    Actions actions;
    Strength of(Source source) const { return source == Source::input ? input : output; }
    bool asked_of(Source source) const {
        return of(source) != Strength::none && actions.of(source) != Action::off;
    }
};

/// Whether answers rest on what they are to rest on, `GROUNDING`, and answer what was asked,
/// `RELEVANCE`.
struct GroundingRule {
    std::string type;
    double threshold = 0;  ///< scores below it are acted upon
    Action action = Action::block;
    bool asked_of(Source source) const { return source == Source::output && action != Action::off; }
};

/// What takes a model to judge: a classifier is asked, and answers with a Judgement.
struct JudgedRules {
    std::vector<TopicRule> topics;
    std::vector<ContentRule> content;
    std::vector<GroundingRule> grounding;

    bool empty() const { return topics.empty() && content.empty() && grounding.empty(); }
    /// Whether any of it is looked for in texts of that source.
    bool asked_of(Source source) const;
};

/// What one version of a guardrail looks for.
struct Rules {
    std::vector<WordRule> words;
    Actions profanity{Action::off, Action::off};  ///< the managed list of words
    std::vector<PiiRule> pii;
    std::vector<RegexRule> regexes;
    JudgedRules judged;
};

}  // namespace licet::guardrail
