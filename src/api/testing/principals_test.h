// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/testing/world_test.h"

#include <string>
#include <string_view>

/// Users of a World and what policies let them do, without the operations that say so.
namespace licet::api::testing {

/// A new user whom no policy allows anything.
model::Principal add_user(World& world, AccountId account, const std::string& name);

/// Gives a user an inline policy, which must be one.
void give(World& world, const model::Principal& user, const std::string& policy,
          const std::string& name = "given");
/// Lets a user, or the role of a session, do everything: AdministratorAccess.
void give_everything(World& world, const model::Principal& who);

/// `{"Effect":"Allow","Action":…,"Resource":…}` in a policy. @param more such as `,"Condition":{…}`
std::string allowing(std::string_view action, std::string_view resource = "*",
                     std::string_view more = "");

/// Writes a service control policy, attached to the root, OU or account. The type is enabled.
/// @return its ARN.
std::string restrict(World& world, const std::string& target, const std::string& policy);

}  // namespace licet::api::testing
