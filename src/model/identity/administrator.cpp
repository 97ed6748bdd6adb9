// SPDX-License-Identifier: Apache-2.0
#include "model/identity/administrator.h"

#include "model/identity/users.h"

#include <utility>

namespace licet::model {

Result<Events> admit_administrator(const State& state, const AdmitAdministrator& command,
                                   const Context& context) {
    Principal root;
    root.kind = PrincipalKind::root;
    root.account = command.account;
    LICET_TRY(Events events, create_user(state, {.name = command.user_name},
                                         {context.now, context.random, root, context.region}));
    std::get<UserCreated>(events.front()).details.attached.emplace(kAdministratorAccess);
    AccessKey key;
    key.account = command.account;
    key.user_name = command.user_name;
    key.sealed_secret = command.sealed_secret;
    key.created_at = context.now;
    events.emplace_back(AccessKeyCreated{command.access_key_id, std::move(key)});
    return events;
}

}  // namespace licet::model
