// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/grant_world_bench.h"
#include "net/client.h"
#include "server/data.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// What benchmarks over HTTP have in common: prepared data directories, a `licet serve` on them,
/// and callers that sign.
namespace licet::server {

/// With what a caller signs.
struct Key {
    std::string access_key_id;
    std::string secret;
};

/// A data directory that is being filled in this process, before anything serves it.
class Seed {
public:
    /// Makes the directory by `licet init`, with a catalogue of `products` products that have one
    /// model each: product_id(n) and model_id(n).
    Seed(const std::filesystem::path& directory, std::size_t products);
    ~Seed();

    engine::GrantWorldBuilder& world() { return *builder_; }
    /// The administrator of the management account.
    const Key& administrator() const { return administrator_; }
    /// Gives an account an administrator of its own.
    Key add_administrator(AccountId account);

    static std::string product_id(std::size_t number);
    static std::string model_id(std::size_t number);

private:
    SystemClock clock_;
    SystemRandom random_;
    obs::Logger logger_{clock_, obs::Level::warn};
    Key administrator_;
    Data data_;
    std::unique_ptr<engine::Engine> engine_;
    std::unique_ptr<engine::GrantWorldBuilder> builder_;
};

/// A `licet serve` of its own process on a free port; the program beside this one, or $LICET.
class LicetProcess {
public:
    explicit LicetProcess(const std::filesystem::path& directory);
    /// Ends it in good order.
    ~LicetProcess();
    LicetProcess(const LicetProcess&) = delete;
    LicetProcess& operator=(const LicetProcess&) = delete;

    const net::Endpoint& endpoint() const { return endpoint_; }
    /// What all its threads have used so far.
    std::chrono::nanoseconds cpu_time() const;
    /// Its proportional share of memory.
    std::size_t memory_bytes() const;

private:
    int id_ = -1;
    net::Endpoint endpoint_;
};

/// A signed request of License Manager. Signatures are good for five minutes.
net::ClientRequest license_manager_request(const net::Endpoint& endpoint, const Key& key,
                                           std::string_view operation, std::string body);
/// A signed Converse of few words.
net::ClientRequest converse_request(const net::Endpoint& endpoint, const Key& key,
                                    std::string_view model);

/// Clients of one server on a thread of their own.
class Callers {
public:
    explicit Callers(const net::Endpoint& endpoint);
    ~Callers();

    net::ClientResponse call(net::ClientRequest request);

    /// Sends all requests over `connections` kept-alive connections, on each the next when the one
    /// before was answered; every answer must be 200. @return seconds until the last answer
    double call_all(std::vector<net::ClientRequest> requests, std::size_t connections);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// The value of the first text member of that name in a body of JSON; empty when there is none.
std::string text_member(std::string_view body, std::string_view name);

}  // namespace licet::server
