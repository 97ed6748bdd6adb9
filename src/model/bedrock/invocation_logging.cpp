// SPDX-License-Identifier: Apache-2.0
#include "model/bedrock/invocation_logging.h"

#include "model/state.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

namespace licet::model {
namespace {

constexpr std::size_t kSegmentBytesMax = 255;  // of a file's name

/// So that a prefix leads neither through an object nor into the folders of another account, whose
/// keys go on with `AWSLogs/<account>`, also where names differ by more than the case of letters.
bool is_of_records(std::string_view segment) {
    std::string lower{segment};
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return lower == "awslogs" || lower == "data" || lower.ends_with(".gz");
}

/// Segments of letters, digits and `-_.`, with `/` between them and perhaps at the end; none is
/// empty, `.`, `..` or a name that licet gives.
bool is_key_prefix(std::string_view text) {
    if (text.size() > kKeyPrefixBytesMax) {
        return false;
    }
    while (!text.empty()) {
        const auto segment = text.substr(0, text.find('/'));
        const bool plain = std::all_of(segment.begin(), segment.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                   c == '-' || c == '_' || c == '.';
        });
        if (!plain || segment.empty() || segment.size() > kSegmentBytesMax || segment == "." ||
            segment == ".." || is_of_records(segment)) {
            return false;
        }
        text.remove_prefix(std::min(segment.size() + 1, text.size()));
    }
    return true;
}

}  // namespace

void apply(State& state, const InvocationLoggingChanged& event) {
    auto& all = state.models.invocation_loggings;
    if (event.logging) {
        all[event.account][event.region] = *event.logging;
        return;
    }
    const auto found = all.find(event.account);
    if (found != all.end()) {
        found->second.erase(event.region);
        if (found->second.empty()) {
            all.erase(found);
        }
    }
}

const InvocationLogging* find_invocation_logging(const Models& state, AccountId account,
                                                 std::string_view region) {
    const auto of_account = state.invocation_loggings.find(account);
    if (of_account == state.invocation_loggings.end()) {
        return nullptr;
    }
    const auto found = of_account->second.find(region);
    return found == of_account->second.end() ? nullptr : &found->second;
}

Result<InvocationLoggingChanged> put_invocation_logging(InvocationLogging logging,
                                                        const Context& context) {
    if (!is_key_prefix(logging.key_prefix)) {
        return Error{ErrorKind::invalid,
                     fmt::format("keyPrefix must be at most {} bytes: names of up to {} letters, "
                                 "digits and `-_.`, with one `/` between them; `.`, `..`, "
                                 "`AWSLogs`, `data` and what ends with `.gz` are no such names",
                                 kKeyPrefixBytesMax, kSegmentBytesMax),
                     "ValidationException"};
    }
    return InvocationLoggingChanged{
        .account = context.actor.account, .region = context.region, .logging = std::move(logging)};
}

}  // namespace licet::model
