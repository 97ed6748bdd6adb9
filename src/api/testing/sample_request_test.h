// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/operation.h"

#include <string>

/// What tests over the whole operation table need.
namespace licet::api::testing {

/// A request of the right shape, as JSON, which names things that need not exist. Fails the test
/// when it knows no value for a member that the operation must have.
std::string sample_request(const Operation& operation);

/// What of a permission the operation's row does not say: an action, a type of resource, a
/// condition key. Empty when it says all.
std::string undeclared(const Operation& operation, const Permission& permission);

}  // namespace licet::api::testing
