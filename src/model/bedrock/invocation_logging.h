// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"
#include "base/result.h"
#include "model/context.h"

#include <boost/describe.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace licet::model {

struct State;
struct Models;

/// Where an account's model calls in a region are logged, and which data the records hold. Source:
/// the service model of Bedrock, LoggingConfig; rule BA-34.
struct InvocationLogging {
    std::string bucket;
    std::string key_prefix;  ///< perhaps empty
    bool text = false;
    bool image = false;
    bool embedding = false;
    bool video = false;
    bool audio = false;
    bool operator==(const InvocationLogging&) const = default;
};
BOOST_DESCRIBE_STRUCT(InvocationLogging, (),
                      (bucket, key_prefix, text, image, embedding, video, audio))

/// By account and region.
using InvocationLoggings =
    std::map<AccountId, std::map<std::string, InvocationLogging, std::less<>>>;

struct InvocationLoggingChanged {
    static constexpr std::string_view kName = "InvocationLoggingChanged";
    AccountId account;
    std::string region;
    std::optional<InvocationLogging> logging;  ///< none: not logged any more
};
BOOST_DESCRIBE_STRUCT(InvocationLoggingChanged, (), (account, region, logging))

void apply(State& state, const InvocationLoggingChanged& event);

/// Null where the account does not log its calls in the region.
const InvocationLogging* find_invocation_logging(const Models& state, AccountId account,
                                                 std::string_view region);

/// Of a prefix; Bedrock's own part of a key has room behind it. Source: Amazon S3 User Guide,
/// "Naming Amazon S3 objects": 1024 bytes in all.
inline constexpr std::size_t kKeyPrefixBytesMax = 512;

/// Puts the caller's configuration for the region in the place of the one before.
/// @return ValidationException for a prefix that could not be the path of a file as well
Result<InvocationLoggingChanged> put_invocation_logging(InvocationLogging logging,
                                                        const Context& context);

}  // namespace licet::model
