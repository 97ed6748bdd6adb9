// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/shortfall.h"

#include <optional>
#include <string>
#include <utility>

namespace licet::decision {

/// What a step answers that refuses.
struct Refusal {
    Reason reason = Reason::model_invalid;
    Error error = {};
    /// Where a policy refused: by what, and which access to what.
    Authorization authorization = {};
    std::string action = {};
    std::string resource = {};
    std::string region = {};  ///< what aws:RequestedRegion was
};

/// Nothing: the step lets the call pass.
using Checked = std::optional<Refusal>;

/// @param say puts the error into words, where the question asks for them
template <typename Say>
Refusal refuse(const Question& question, Reason reason, Say say) {
    return {reason, question.in_words ? say() : Error{}};
}

/// The texts that AWS gives come first and to the letter, because clients look for parts of them;
/// the sentence that `say` makes tells what is missing and who can change that.
template <typename Say>
Refusal refuse_identifier(const Question& question, Reason reason, Say say) {
    return refuse(question, reason, [&] {
        return Error{ErrorKind::invalid, "The provided model identifier is invalid. " + say(),
                     "ValidationException"};
    });
}

/// @param find says what is missing
template <typename Find>
Refusal refuse_access(const Question& question, Reason reason, Find find) {
    return refuse(question, reason, [&] {
        const Shortfall missing = find();
        return Error{ErrorKind::denied,
                     "You don't have access to the model with the specified model ID. " +
                         missing.what + ": " + missing.fix + ".",
                     "AccessDeniedException"};
    });
}

}  // namespace licet::decision
