// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "auth/request_view.h"
#include "base/result.h"

#include <string>
#include <string_view>

namespace licet::auth {

inline constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
inline constexpr std::string_view kUnsignedPayload = "UNSIGNED-PAYLOAD";
inline constexpr std::string_view kScopeEnd = "aws4_request";

/// The canonical URI of every service but S3: dot segments and repeated slashes removed, then each
/// segment of the already encoded path percent-encoded once more (`%3A` becomes `%253A`).
///
/// A path ending in a dot segment loses its final slash, as botocore and the JavaScript SDK have
/// it. Source: IAM User Guide, "Create a signed AWS API request", step 1.
std::string canonical_path(std::string_view raw);
void append_canonical_path(std::string& out, std::string_view raw);

/// The canonical query string: every name and value decoded and encoded again, sorted by encoded
/// name and then by encoded value. `+` stands for a blank; a name without `=` has an empty value;
/// empty pieces vanish.
/// @param except a parameter left out, by its decoded name: the signature of a presigned request.
/// @return `invalid` for a broken percent escape.
Result<std::string> canonical_query(std::string_view raw, std::string_view except = {});

/// Appends `value` without leading and trailing white space and with inner runs of it as one blank.
void append_canonical_value(std::string& out, std::string_view value);

/// Calls `visit(name)` for each `;`-separated name, stopping when it answers false.
/// @return whether it never did.
template <typename Visit>
bool for_each_name(std::string_view list, Visit visit) {
    while (true) {
        const auto end = list.find(';');
        if (!visit(list.substr(0, end))) {
            return false;
        }
        if (end == std::string_view::npos) {
            return true;
        }
        list.remove_prefix(end + 1);
    }
}

/// Writes the canonical request, step 1 of the signing process. @param out is overwritten.
/// @param query          canonical already.
/// @param signed_headers names separated by `;`, sorted; each must be in `request.headers`.
/// @param payload_hash   64 hexadecimal digits, or kUnsignedPayload.
/// @return `not_found` naming a signed header that the request does not carry.
Result<void> write_canonical_request(std::string& out, const SignedRequest& request,
                                     std::string_view query, std::string_view signed_headers,
                                     std::string_view payload_hash);
Result<std::string> canonical_request(const SignedRequest& request, std::string_view query,
                                      std::string_view signed_headers,
                                      std::string_view payload_hash);

}  // namespace licet::auth
