// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"
#include "base/time.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace licet::invocations {

/// Longer bodies are objects of their own beside the record. Source: Bedrock User Guide, "Monitor
/// model invocation using CloudWatch Logs and Amazon S3".
inline constexpr std::size_t kInlineBodyBytesMax = 100 * 1024;

/// One side of a call.
struct Side {
    /// JSON as the caller sent or got it; empty: not to be told.
    std::string_view body = {};
    std::optional<std::int64_t> tokens = {};
};

/// What is told of one model call. Has nothing of its headers. A view, but for what it owns.
struct Invocation {
    Time time;
    AccountId account;
    std::string_view principal_arn;
    std::string_view region;
    std::string_view request_id;  ///< a UUID
    std::string_view operation;   ///< as Bedrock Runtime calls it
    std::string_view model_id;    ///< as the caller named it: an id or an ARN
    std::string_view error_code = {};
    std::vector<std::pair<std::string, std::string>> metadata = {};  ///< the caller's own
    Side input = {};
    std::int64_t cache_read_tokens = 0;
    std::int64_t cache_write_tokens = 0;
    Side output = {};
};

/// What is to be stored of one call.
struct Record {
    struct Attachment {
        std::string name;  ///< within the folder
        std::string bytes;
    };

    std::string bucket;
    AccountId account;
    std::string folder;  ///< of the hour, without a slash at its ends
    std::string line;    ///< JSON; ends with its only line feed
    std::vector<Attachment> attachments = {};

    std::size_t size() const;
};

/// A ModelInvocationLog of version 1.0, and where Bedrock would put it. O(size of the bodies).
/// @param key_prefix perhaps empty
Record make_record(const Invocation& invocation, std::string bucket, std::string_view key_prefix);

}  // namespace licet::invocations
