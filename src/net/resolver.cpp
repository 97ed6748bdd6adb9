// SPDX-License-Identifier: Apache-2.0
#include "net/resolver.h"

#include <netdb.h>

#include <cstring>
#include <system_error>
#include <thread>
#include <unordered_map>
#include <utility>

namespace licet::net {
namespace {

using Addresses = std::vector<SocketAddress>;

/// Names kept; past it all are forgotten, since a few upstreams are the rule.
constexpr std::size_t kNamesMax = 1024;

Addresses ask_system(const std::string& host) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_ADDRCONFIG;
    addrinfo* list = nullptr;
    Addresses out;
    if (::getaddrinfo(host.c_str(), nullptr, &hints, &list) != 0) {
        return out;
    }
    for (const addrinfo* info = list; info != nullptr; info = info->ai_next) {
        SocketAddress address;
        address.length = info->ai_addrlen;
        std::memcpy(&address.storage, info->ai_addr, info->ai_addrlen);
        out.push_back(address);
    }
    ::freeaddrinfo(list);
    return out;
}

Addresses without_asking(const std::string& host) {
    Addresses out;
    if (host == "localhost") {
        out.push_back(SocketAddress::parse("127.0.0.1", 0).value());
        out.push_back(SocketAddress::parse("::1", 0).value());
    } else if (auto address = SocketAddress::parse(host, 0); address.ok()) {
        out.push_back(*address);
    }
    return out;
}

}  // namespace

struct Resolver::State {
    struct Name {
        Addresses addresses;
        std::int64_t good_until_ms = 0;
        std::vector<Done> waiting;  // not empty while the system is being asked
    };

    explicit State(Reactor& home) : reactor{home} {}

    void arrive(const std::string& host, Addresses addresses) {
        Name& name = names[host];
        name.addresses = std::move(addresses);
        name.good_until_ms =
            name.addresses.empty() ? 0 : reactor.now_ms() + Resolver::kKeep.count();
        const Addresses found = name.addresses;
        for (Done& done : std::exchange(name.waiting, {})) {
            done(found);
        }
    }

    Reactor& reactor;
    std::unordered_map<std::string, Name> names;
};

Resolver::Resolver(Reactor& reactor) : state_{std::make_shared<State>(reactor)} {}
Resolver::~Resolver() = default;

void Resolver::resolve(const std::string& host, Done done) {
    const Addresses known = without_asking(host);
    if (!known.empty()) {
        done(known);
        return;
    }
    if (state_->names.size() >= kNamesMax) {
        std::erase_if(state_->names,
                      [](const auto& entry) { return entry.second.waiting.empty(); });
    }
    State::Name& name = state_->names[host];
    if (name.waiting.empty() && name.good_until_ms > state_->reactor.now_ms()) {
        const Addresses kept = name.addresses;
        done(kept);
        return;
    }
    name.waiting.push_back(std::move(done));
    if (name.waiting.size() > 1) {
        return;
    }
    // Detached, since nothing can hurry the system's resolver; it owns copies only.
    auto ask = [host, mailbox = state_->reactor.mailbox(), weak = std::weak_ptr{state_}] {
        mailbox->post([host, weak, addresses = ask_system(host)]() mutable {
            if (const auto state = weak.lock()) {
                state->arrive(host, std::move(addresses));
            }
        });
    };
    try {
        std::thread{std::move(ask)}.detach();
    } catch (const std::system_error&) {
        state_->reactor.post([host, weak = std::weak_ptr{state_}] {
            if (const auto state = weak.lock()) {
                state->arrive(host, {});
            }
        });
    }
}

}  // namespace licet::net
