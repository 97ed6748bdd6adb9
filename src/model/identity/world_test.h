// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/describe/describe.h"
#include "base/describe/json.h"
#include "model/identity/access_keys.h"
#include "model/identity/roles.h"
#include "model/identity/users.h"
#include "model/organization/world_test.h"

#include <string>

namespace licet::model {

/// Accounts with users, keys and roles to try commands on.
struct IdentityWorld : World {
    void make_user(const std::string& name, const std::string& path = "/") {
        keep(create_user(state, {name, path, {}}, context()));
    }

    std::string make_key(const std::string& user) {
        const std::string id = new_access_key_id(state.identity, random);
        keep(create_access_key(state, {user, id, "sealed"}, context()));
        return id;
    }

    Result<Events> try_role(const std::string& name, const std::string& trust_policy) {
        return create_role(state, {.name = name, .trust_policy = trust_policy}, context());
    }

    const Role& role(const std::string& name) const {
        const Role* found = find_role(state.identity, actor.account, name);
        LICET_CHECK(found != nullptr);
        return *found;
    }

    Principal user_principal(const std::string& name) const {
        const User* user = find_user(state.identity, actor.account, name);
        LICET_CHECK(user != nullptr);
        return {.kind = PrincipalKind::user,
                .account = actor.account,
                .arn = user_arn(actor.account, user->path, name),
                .id = user->id,
                .name = name};
    }

    Principal session_principal(const std::string& name, const std::string& session) const {
        return {.kind = PrincipalKind::assumed_role,
                .account = actor.account,
                .arn = session_arn(actor.account, name, session),
                .id = role(name).id + ":" + session,
                .name = name + "/" + session,
                .role_id = role(name).id};
    }
};

/// A policy with one statement that allows `principal` (JSON) to assume the role.
inline std::string trusting(const std::string& principal) {
    return R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":)" + principal +
           R"(,"Action":"sts:AssumeRole"}]})";
}

/// An identity policy with one statement that allows `action` on everything.
inline std::string allowing(const std::string& action) {
    return R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":")" + action +
           R"(","Resource":"*"}]})";
}

}  // namespace licet::model
