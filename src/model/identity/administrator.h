// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"
#include "model/state.h"

#include <string>
#include <string_view>

namespace licet::model {

/// The AWS managed policy that allows everything.
inline constexpr std::string_view kAdministratorAccess =
    "arn:aws:iam::aws:policy/AdministratorAccess";

struct AdmitAdministrator {
    AccountId account;
    std::string user_name;
    std::string access_key_id;  ///< from new_access_key_id()
    std::string sealed_secret;  ///< as AccessKey::sealed_secret
};

/// Creates a user with one access key who may do everything, in an account that has nobody yet who
/// could ask for it: the last step of a new installation. The actor of the context is not looked
/// at.
/// @return as create_user().
Result<Events> admit_administrator(const State& state, const AdmitAdministrator& command,
                                   const Context& context);

}  // namespace licet::model
