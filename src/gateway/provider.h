// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "decision/decide.h"
#include "gateway/message.h"
#include "net/function.h"

#include <string>

namespace licet::gateway {

/// How an upstream answered. An error carries a Bedrock Runtime name and says nothing about the
/// upstream; `fault` says for the log what happened there.
struct Answer {
    Result<Completion> completion;
    std::string fault = {};
};

/// Asks one upstream. Loop-owned.
class Provider {
public:
    using Done = net::UniqueFunction<void(Answer)>;

    virtual ~Provider() = default;

    /// Calls `done` once, before this returns or later on the loop's thread. `admission` and
    /// `prompt` are read before this returns.
    virtual void complete(const decision::Admission& admission, const Prompt& prompt,
                          Done done) = 0;
};

}  // namespace licet::gateway
