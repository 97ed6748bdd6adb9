// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "base/time.h"
#include "net/endpoint.h"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace licet {
class Clock;
}
namespace licet::yaml {
class Map;
}

namespace licet::invocations {

class Store;

/// Whose name objects are stored in. Never logged.
struct Credentials {
    std::string access_key_id;
    std::string secret;
    std::string session_token;  ///< empty for a long-term key
};

/// @param file JSON as credential processes print it; empty: the variables that AWS's tools read
/// @return `invalid` or `not_found`, never with a secret in it
Result<Credentials> read_credentials(const std::filesystem::path& file);

/// A server that speaks S3's API.
struct S3Settings {
    std::string base_url;
    std::string ca_file;     ///< empty: the authorities that the system trusts
    net::Endpoint endpoint;  ///< made of these two
    std::string region;
    std::filesystem::path credentials_file;  ///< empty: from the environment
};

/// What becomes of calls while a bucket's records have no room to wait in.
enum class WhenFull {
    block,  ///< calls of the accounts that log there are refused
    shed,   ///< they go unrecorded, and are counted
};

/// Where records of model calls go, if anywhere. Immutable once read.
struct Settings {
    std::vector<std::string> buckets = {};  ///< accounts may log to these; empty: nowhere
    std::filesystem::path directory = {};   ///< one of this and `s3` where there are buckets
    std::optional<S3Settings> s3 = {};
    WhenFull when_full = WhenFull::block;
    std::size_t queue_bytes = std::size_t{64} << 20;  ///< that may wait in memory, of each bucket
    Milliseconds deliver_every = std::chrono::seconds{5};

    bool operator==(const Settings& other) const;
};

inline constexpr std::size_t kBucketsMax = 100;

/// 3 to 63 of `a-z 0-9 . -`, no dots together, letter or digit at both ends: what is a name for S3
/// is one for a directory. Source: Amazon S3 User Guide, "General purpose bucket naming rules".
bool is_bucket_name(std::string_view text);

/// Takes the member `invocation_logging` of a settings file. docs/settings.md describes it.
/// @return `invalid`, as `file:line: reason`, also when credentials cannot be had.
Result<Settings> read_settings(yaml::Map& root);

/// That of settings without buckets is never asked. @param clock outlives the store.
std::unique_ptr<Store> make_store(const Settings& settings, const Clock& clock);

}  // namespace licet::invocations
