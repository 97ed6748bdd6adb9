// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/random.h"
#include "base/time.h"
#include "model/identity/principal.h"

#include <map>
#include <string>

namespace licet::model {

/// What a decision may depend on besides the state and the command. Everything that is not in the
/// log already comes in here, so that the same log always gives the same state.
struct Context {
    Time now;                ///< when the command was taken up
    Random& random;          ///< for new ids; what it gave is in the events
    const Principal& actor;  ///< who asks
    std::string region;      ///< of the call's credential scope, such as `us-east-1`
};

using Tags = std::map<std::string, std::string>;

}  // namespace licet::model
