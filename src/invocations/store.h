// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <string_view>

namespace licet::invocations {

/// Why nothing is stored any more.
inline Error given_up() {
    return {ErrorKind::unavailable, "the time to stop in was over"};
}

/// Where finished objects go. Thread-safe; may block its callers.
class Store {
public:
    virtual ~Store() = default;

    /// Stores an object whole, in place of one of the same key. Who looks there sees all of it or
    /// nothing. @param key path within the bucket: characters that URLs leave as they are, and `/`
    /// @return `unavailable` or `internal`, with a reason for the operator; nothing is there then
    ///         under that key, unless the answer was lost.
    virtual Result<void> put(std::string_view bucket, std::string_view key,
                             std::string_view bytes) = 0;

    /// Ends what put() is about: it returns an error soon, and so does each later one.
    virtual void give_up() = 0;
};

}  // namespace licet::invocations
