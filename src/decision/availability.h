// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/directory.h"
#include "decision/explain.h"

namespace licet::decision {

/// Whether an account could invoke a model in a region now, whoever in it calls.
struct Availability {
    /// Of the call by the model's own id or a profile's: the first that is allowed, else the first
    /// that can be used in the region.
    Explanation explanation;
    bool entitled = false;    ///< the account has the model already, wherever it calls from
    bool authorized = false;  ///< it is open, and neither form, nor policies, nor guardrails refuse
    bool in_region = false;

    /// What a caller of GetFoundationModelAvailability makes of it.
    bool all() const { return (entitled || explanation.allowed) && authorized && in_region; }
};

/// Everything is available and authorized exactly when the decision allows. Source: rules BA-22,
/// BA-23.
Availability availability_of(const Facts& facts, const Directory& directory, AccountId account,
                             const model::FoundationModel& model, std::string_view region,
                             Time now);

}  // namespace licet::decision
