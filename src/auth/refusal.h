// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace licet::auth {

/// Why a caller could not be identified.
enum class Refusal {
    missing_token,         ///< the request is not signed at all
    incomplete_signature,  ///< the signature's parameters are malformed, missing or contradictory
    unknown_client,        ///< unknown or inactive key, deleted role, altered session token
    wrong_signature,       ///< the signature is not that of this request
    expired_signature,  ///< the signature's date is too far from now, or the presigned time is over
    expired_token,      ///< the session has ended
};

/// How each family of protocols words one refusal.
///
/// Source: the "Common Errors" pages of the STS, Organizations and Lambda API references; the
/// status of JSON 1.0/1.1 services is 400 throughout, that of REST-JSON services 403.
struct RefusalNames {
    Refusal refusal;
    std::string_view neutral;  ///< what Error::name holds: `auth.MissingToken`, …
    std::string_view json;     ///< the name in JSON 1.0, JSON 1.1 and REST-JSON
    std::string_view query;    ///< the name in the Query protocol
    int json_status;           ///< HTTP status of JSON 1.0 and 1.1
    int rest_status;           ///< HTTP status of REST-JSON
    int query_status;          ///< HTTP status of the Query protocol
};

const RefusalNames& names_of(Refusal refusal);

/// @return null unless `neutral` is the Error::name that refuse() gave.
const RefusalNames* find_refusal(std::string_view neutral);

/// An Error of kind `denied` whose name is the neutral one of `refusal`.
/// @param message AWS's wording where AWS documents one; empty for the refusal's own.
Error refuse(Refusal refusal, std::string message = {});

}  // namespace licet::auth
