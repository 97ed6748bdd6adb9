// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"
#include "base/time.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace licet::journal {

struct Resource {
    std::string type;
    std::string name;

    bool operator==(const Resource&) const = default;
};

/// One thing that happened and changed nothing: a model call, a read, a refusal. A value.
///
/// Texts longer than kTextBytesMax are cut, bytes that are no UTF-8 become `?`, resources past
/// kResourcesMax are left out.
struct Entry {
    Time time = {};
    std::string event_id = {};  ///< UUID text
    std::string request_id = {};
    AccountId account = {};  ///< 0 when the caller is not known
    std::string principal_arn = {};
    std::string principal_id = {};
    std::string user_name = {};
    std::string access_key_id = {};
    std::string principal_type = {};  ///< IAMUser, AssumedRole, Root, AWSService or Unknown
    /// Of temporary credentials: issue_time(), and who is behind them as sts:SourceIdentity says.
    std::string session_issued_at = {};
    std::string source_identity = {};
    std::string source_ip = {};
    std::string user_agent = {};
    std::string event_source = {};  ///< such as `bedrock.amazonaws.com`
    std::string event_name = {};
    std::string region = {};
    bool read_only = false;
    std::string error_code = {};  ///< empty when the call went well
    std::string error_message = {};
    std::string parameters = {};  ///< a JSON object, secrets already redacted; may be empty
    std::string extra = {};       ///< a JSON object: additionalEventData; may be empty
    std::vector<Resource> resources = {};

    bool operator==(const Entry&) const = default;
};

/// ISO 8601, to the second; empty for none.
std::string issue_time(std::optional<Time> issued_at);

inline constexpr std::size_t kTextBytesMax = 4096;
inline constexpr std::size_t kResourcesMax = 100;
/// Longer `parameters` or `extra` are replaced by `{"omitted":"too long"}`.
inline constexpr std::size_t kJsonBytesMax = 128U << 10;

/// Appends what stands between begin_line() and seal_line() in the entry's line: `,"time":…` and
/// all members that are not empty. Contains no line feed.
void append_members(std::string& out, const Entry& entry);

/// Reads a line of the journal; ignores members it does not know. `parameters` and `extra` come
/// back minified. @return `invalid` when it is none.
Result<Entry> parse_entry(std::string_view line);

}  // namespace licet::journal
