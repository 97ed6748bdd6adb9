// SPDX-License-Identifier: Apache-2.0
#include "model/state.h"

namespace licet::model {

State::State() = default;
State::State(const State& other) = default;
State::State(State&& other) noexcept = default;
State& State::operator=(const State& other) = default;
State& State::operator=(State&& other) noexcept = default;
State::~State() = default;

}  // namespace licet::model
