// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"

#include <string_view>

namespace licet::model {

struct State;

/// What follows from a call of a model that the caller's account has no right to, where its
/// organization lets it subscribe that way: the account accepts the public offer of the model's
/// product, in the caller's name. Where it cannot, that is noted once with the reason, so that
/// calls are refused when the window is over; the next attempt may succeed all the same.
///
/// No events when there is nothing to do: the organization does not allow it, the model needs no
/// subscription or is gone, an agreement stands, or nothing has changed since the last attempt.
/// Source: rule BA-10, domain.md 7.2 rows 1, 3, 4 and 8.
Events subscribe_on_use(const State& state, std::string_view model_id, const Context& context);

}  // namespace licet::model
