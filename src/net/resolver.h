// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/function.h"
#include "net/reactor.h"
#include "net/socket.h"

#include <memory>
#include <string>
#include <vector>

namespace licet::net {

/// Finds the addresses of host names without blocking its loop. Loop-owned.
///
/// Numeric addresses and `localhost` are answered at once; other names by the system's resolver on
/// a thread of its own, one per name at a time, and kept for kKeep.
class Resolver {
public:
    static constexpr Milliseconds kKeep{30'000};
    /// Empty when the name has no address. The port of each is 0.
    using Done = UniqueFunction<void(const std::vector<SocketAddress>&)>;

    explicit Resolver(Reactor& reactor);
    /// Callbacks that wait are destroyed uncalled.
    ~Resolver();
    void resolve(const std::string& host, Done done);

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace licet::net
