// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "auth/session_tokens.h"
#include "base/describe/bounded.h"
#include "base/result.h"

#include <boost/describe.hpp>

#include <optional>
#include <string>

/// What STS's operations share. Source: the service model of STS 2011-06-15.
namespace licet::api::sts {

struct Credentials {
    std::string AccessKeyId;
    std::string SecretAccessKey;
    std::string SessionToken;
    Time Expiration;
};
BOOST_DESCRIBE_STRUCT(Credentials, (), (AccessKeyId, SecretAccessKey, SessionToken, Expiration))

inline Credentials show_credentials(auth::SessionCredentials made) {
    return {std::move(made.access_key_id), std::move(made.secret), std::move(made.session_token),
            made.expires_at};
}

using SerialNumber = std::optional<Text<9, 256>>;
using TokenCode = std::optional<Text<6, 6>>;

/// Nobody has a device for a second factor, so none can be right. @return `denied`.
inline Result<void> refuse_second_factor(const SerialNumber& serial_number,
                                         const TokenCode& token_code) {
    if (serial_number || token_code) {
        return Error{ErrorKind::denied,
                     "MultiFactorAuthentication failed with invalid MFA one time pass code.",
                     "AccessDenied"};
    }
    return {};
}

}  // namespace licet::api::sts
