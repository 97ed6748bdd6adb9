// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"
#include "model/state.h"

#include <optional>
#include <string>

namespace licet::model {

/// One step of work that a command left to be done: creating an account, distributing a grant,
/// provisioning a license. What is due follows from the state alone, so it survives restarts. The
/// engine runs each step as a record of its own, after the command's reply is fixed and before any
/// other command.
struct BackgroundStep {
    std::string service;  ///< `license-manager`
    std::string action;   ///< the API action the step amounts to: `AcceptGrant`
    Principal actor;      ///< the service-linked role that acts; rule AU-3
    Events events;        ///< never empty
};

/// The next step that is due, or nothing. Each step makes progress: applying its events removes it
/// from what is due.
std::optional<BackgroundStep> next_background_step(const State& state, Time now, Random& random);

}  // namespace licet::model
