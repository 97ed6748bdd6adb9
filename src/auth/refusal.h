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
    invalid_api_key,    ///< malformed, unknown, wrong or inactive
    expired_api_key,
};

/// The name that stands for a refusal whatever the protocol: `auth.MissingToken`, … How each
/// protocol words and numbers it is in wire/error_status.h.
std::string_view name_of(Refusal refusal);

/// An Error of kind `denied` whose name is name_of(refusal).
/// @param message AWS's wording where AWS documents one; empty for the refusal's own.
Error refuse(Refusal refusal, std::string message = {});

}  // namespace licet::auth
