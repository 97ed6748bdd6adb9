// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/decide.h"

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

/// The texts that AWS gives come first and to the letter, because clients look for parts of them;
/// `sentence` says what is missing and who can change that.
inline Refusal refuse_identifier(Reason reason, const std::string& sentence) {
    return {reason,
            Error{ErrorKind::invalid, "The provided model identifier is invalid. " + sentence,
                  "ValidationException"}};
}

inline Refusal refuse_access(Reason reason, const std::string& sentence) {
    return {reason,
            Error{ErrorKind::denied,
                  "You don't have access to the model with the specified model ID. " + sentence,
                  "AccessDeniedException"}};
}

}  // namespace licet::decision
