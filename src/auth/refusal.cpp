// SPDX-License-Identifier: Apache-2.0
#include "auth/refusal.h"

#include "base/check.h"

#include <algorithm>
#include <array>
#include <utility>

namespace licet::auth {
namespace {

struct Row {
    Refusal refusal;
    std::string_view name;
    std::string_view message;
};

constexpr std::array kRows = {
    Row{Refusal::missing_token, "auth.MissingToken", "Missing Authentication Token"},
    Row{Refusal::incomplete_signature, "auth.IncompleteSignature",
        "The request signature does not conform to AWS standards."},
    Row{Refusal::unknown_client, "auth.UnknownClient",
        "The security token included in the request is invalid."},
    Row{Refusal::wrong_signature, "auth.WrongSignature",
        "The request signature we calculated does not match the signature you provided. Check your "
        "AWS Secret Access Key and signing method. Consult the service documentation for details."},
    Row{Refusal::expired_signature, "auth.ExpiredSignature", "Signature expired"},
    Row{Refusal::expired_token, "auth.ExpiredToken",
        "The security token included in the request is expired"},
    // Only services whose errors have this name take API keys.
    Row{Refusal::invalid_api_key, "AccessDeniedException",
        "Authentication failed: Please make sure your API Key is valid."},
    Row{Refusal::expired_api_key, "AccessDeniedException", "Bearer Token has expired"},
};

const Row& row_of(Refusal refusal) {
    const auto row = std::find_if(kRows.begin(), kRows.end(),
                                  [&](const Row& r) { return r.refusal == refusal; });
    LICET_CHECK(row != kRows.end());
    return *row;
}

}  // namespace

std::string_view name_of(Refusal refusal) {
    return row_of(refusal).name;
}

Error refuse(Refusal refusal, std::string message) {
    const Row& row = row_of(refusal);
    return Error{ErrorKind::denied, message.empty() ? std::string{row.message} : std::move(message),
                 row.name};
}

}  // namespace licet::auth
