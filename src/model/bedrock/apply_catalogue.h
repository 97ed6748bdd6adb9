// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"

namespace licet::model {

struct State;

/// Replaces the whole catalogue.
///
/// @return `denied` unless the caller is the installation's first account; `invalid` for a
///         catalogue without models, one that validate() refuses, and offers whose durations cannot
///         be read; `conflict` when it drops a product that somebody has an agreement for, or a
///         model of such a product, and when a private offer has the id of one of its offers. Each
///         names the first offender, all but validate() also in a member `productId` or `modelId`.
Result<Events> apply_catalogue(const State& state, Catalogue catalogue, const Context& context);

}  // namespace licet::model
