// SPDX-License-Identifier: Apache-2.0
#include "auth/refusal.h"

#include "base/check.h"

#include <algorithm>
#include <array>
#include <utility>

namespace licet::auth {
namespace {

struct Row {
    RefusalNames names;
    std::string_view message;
};

constexpr std::string_view kInvalidToken = "The security token included in the request is invalid.";

constexpr std::array kRows = {
    Row{{Refusal::missing_token, "auth.MissingToken", "MissingAuthenticationTokenException",
         "MissingAuthenticationToken", 400, 403, 403},
        "Missing Authentication Token"},
    Row{{Refusal::incomplete_signature, "auth.IncompleteSignature", "IncompleteSignatureException",
         "IncompleteSignature", 400, 403, 400},
        "The request signature does not conform to AWS standards."},
    Row{{Refusal::unknown_client, "auth.UnknownClient", "UnrecognizedClientException",
         "InvalidClientTokenId", 400, 403, 403},
        kInvalidToken},
    Row{{Refusal::wrong_signature, "auth.WrongSignature", "InvalidSignatureException",
         "SignatureDoesNotMatch", 400, 403, 403},
        "The request signature we calculated does not match the signature you provided. Check your "
        "AWS Secret Access Key and signing method. Consult the service documentation for details."},
    Row{{Refusal::expired_signature, "auth.ExpiredSignature", "InvalidSignatureException",
         "SignatureDoesNotMatch", 400, 403, 403},
        "Signature expired"},
    Row{{Refusal::expired_token, "auth.ExpiredToken", "ExpiredTokenException", "ExpiredToken", 400,
         403, 403},
        "The security token included in the request is expired"},
};

const Row& row_of(Refusal refusal) {
    const auto row = std::find_if(kRows.begin(), kRows.end(),
                                  [&](const Row& r) { return r.names.refusal == refusal; });
    LICET_CHECK(row != kRows.end());
    return *row;
}

}  // namespace

const RefusalNames& names_of(Refusal refusal) {
    return row_of(refusal).names;
}

const RefusalNames* find_refusal(std::string_view neutral) {
    const auto row = std::find_if(kRows.begin(), kRows.end(),
                                  [&](const Row& r) { return r.names.neutral == neutral; });
    return row == kRows.end() ? nullptr : &row->names;
}

Error refuse(Refusal refusal, std::string message) {
    const Row& row = row_of(refusal);
    return Error{ErrorKind::denied, message.empty() ? std::string{row.message} : std::move(message),
                 row.names.neutral};
}

}  // namespace licet::auth
