// SPDX-License-Identifier: Apache-2.0
#include "model/identity/trust.h"

#include "model/identity/service_linked_roles.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace licet::model {
namespace {

using TrustedIds = std::map<std::string, std::string>;

Error invalid_principal(const std::string& text) {
    return policy::malformed_policy(
        fmt::format(R"(Invalid principal in policy: "AWS":"{}")", text));
}

/// The part of `arn` after its last slash, or between the last two.
std::string_view role_name_of(const Trustee& trustee) {
    std::string_view rest = trustee.text;
    if (trustee.kind == TrusteeKind::session) {
        rest = rest.substr(0, rest.rfind('/'));
    }
    return rest.substr(rest.rfind('/') + 1);
}

/// The unique id of a user or role; empty when there is none.
std::string id_of(const State& state, const Trustee& trustee) {
    const auto name = role_name_of(trustee);
    if (trustee.kind == TrusteeKind::user) {
        const User* user = find_user(state.identity, trustee.account, name);
        const bool same =
            user != nullptr && user_arn(trustee.account, user->path, name) == trustee.text;
        return same ? user->id : "";
    }
    const auto role = find_any_role(state, trustee.account, name);
    const bool same = role && (trustee.kind == TrusteeKind::session ||
                               role_arn(trustee.account, role->path, name) == trustee.text);
    return same ? role->id : "";
}

bool any_of(const auto& items, auto matches) {
    return std::any_of(items.begin(), items.end(), matches);
}
bool all_of(const auto& items, auto matches) {
    return std::all_of(items.begin(), items.end(), matches);
}

/// Whether some statement that applies to the call allows it and none denies it.
bool decide(const Role& role, auto applies) {
    const auto policy = parse_trust_policy(role.trust_policy);
    if (!policy.ok()) {
        return false;
    }
    bool allowed = false;
    for (const auto& statement : policy->statements) {
        if (!applies(statement)) {
            continue;
        }
        if (statement.effect == Effect::deny) {
            return false;
        }
        allowed = true;
    }
    return allowed;
}

}  // namespace

Result<TrustedIds> resolve_trustees(const State& state, const TrustPolicy& policy) {
    TrustedIds ids;
    for (const auto& statement : policy.statements) {
        for (const auto& trustee : statement.trustees) {
            if (!trustee.account) {
                continue;
            }
            if (find_account(state.organization, trustee.account) == nullptr) {
                return invalid_principal(trustee.text.empty() ? trustee.account.text()
                                                              : trustee.text);
            }
            if (trustee.kind == TrusteeKind::account) {
                continue;
            }
            auto id = id_of(state, trustee);
            if (id.empty()) {
                return invalid_principal(trustee.text);
            }
            ids.insert_or_assign(trustee.text, std::move(id));
        }
    }
    return ids;
}

bool trusts(const Role& role, const WebIdentity& who) {
    const std::vector<std::string> audience{who.audience};
    const std::vector<std::string> subject{who.subject};
    return decide(role, [&](const TrustStatement& statement) {
        const auto names = [&](const Trustee& trustee) {
            return (trustee.kind == TrusteeKind::federation && trustee.text == who.provider) ||
                   (trustee.kind == TrusteeKind::anyone && statement.effect == Effect::deny);
        };
        const auto holds_here = [&](const TrustCondition& condition) {
            switch (condition.key) {
                case TrustKey::external_id:
                case TrustKey::source_identity:
                    return false;  // nobody sends one here
                case TrustKey::audience:
                    return holds(condition, audience);
                case TrustKey::methods:
                    return holds(condition, who.methods);
                case TrustKey::subject:
                    return holds(condition, subject);
            }
            return false;
        };
        return statement.web_identity && any_of(statement.trustees, names) &&
               all_of(statement.conditions, holds_here);
    });
}

}  // namespace licet::model
