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

/// What one version of a guardrail looks for.
struct Rules {
    std::vector<WordRule> words;
    Actions profanity{Action::off, Action::off};  ///< the managed list of words
    std::vector<PiiRule> pii;
    std::vector<RegexRule> regexes;
    /// Policies that need a model to judge texts: `topicPolicyConfig`.
    std::vector<std::string> classified;
};

}  // namespace licet::guardrail
