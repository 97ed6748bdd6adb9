// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/permissions.h"

#include "model/grant/rules.h"
#include "model/license/received.h"
#include "model/organization/arns.h"
#include "model/state.h"

namespace licet::api::license_manager {
namespace {

using policy::Key;

using NamedResource = Result<model::ResourceArn>;

/// The ARN as policies name it, whichever of its spellings was used. What is no ARN stays as it is:
/// it gets no further than to be refused.
std::string spelled(const std::string& arn, const NamedResource& license) {
    if (license.ok()) {
        return model::license_arn(license->owner, license->id);
    }
    if (const auto grant = model::parse_resource_arn(arn, "grant"); grant.ok()) {
        return model::grant_arn(grant->owner, model::GrantId{grant->id});
    }
    return arn;
}
std::string spelled(const std::string& arn) {
    return spelled(arn, model::parse_resource_arn(arn, "license"));
}

Permissions on_license(const PermissionCall& call, const std::string& arn,
                       const NamedResource& named) {
    const auto* license =
        named.ok() ? model::find_license(call.state().license, named->id) : nullptr;
    const bool own = license != nullptr && license->holder == call.account();
    return permit(spelled(arn, named), own ? &license->tags : nullptr);
}

/// The grant that the account made, or null.
const model::Grant* own_grant(const PermissionCall& call, const std::string& arn,
                              model::GrantId& id) {
    const auto named = model::parse_resource_arn(arn, "grant");
    if (!named.ok() || named->owner != call.account()) {
        return nullptr;
    }
    id = model::GrantId{named->id};
    const auto* grant = model::find_grant(call.state().grant, id);
    return grant != nullptr && grant->grantor == call.account() ? grant : nullptr;
}

const model::Tags* tags_of(const PermissionCall& call, const model::GrantId& id) {
    const auto& details = call.state().grant.details;
    const auto found = details.find(id);
    return found == details.end() ? nullptr : &found->second.tags;
}

std::string path_of(const model::State& state, const model::Grantee& grantee) {
    if (grantee.kind != model::GranteeKind::account) {
        return model::node_path(state.organization, grantee.node_id());
    }
    const auto* account = model::find_account(state.organization, grantee.account);
    return account == nullptr ? std::string{}
                              : model::node_path(state.organization, account->parent);
}

void add_grantee(const PermissionCall& call, const model::Grantee& grantee, Permission& to) {
    to.keys.push_back(key_value(Key::licet_grantee, grantee.kind == model::GranteeKind::account
                                                        ? grantee.account.text()
                                                        : std::string{grantee.node_id()}));
    if (auto path = path_of(call.state(), grantee); !path.empty()) {
        to.keys.push_back(key_value(Key::licet_grantee_org_path, std::move(path)));
    }
}

}  // namespace

Permissions on_license(const PermissionCall& call, const std::string& arn) {
    return on_license(call, arn, model::parse_resource_arn(arn, "license"));
}

Permissions on_grant(const PermissionCall& call, const std::string& arn) {
    model::GrantId id;
    const auto* grant = own_grant(call, arn, id);
    return permit(spelled(arn), grant == nullptr ? nullptr : tags_of(call, id));
}

Permissions on_own_grant(const PermissionCall& call, const std::string& arn) {
    model::GrantId id;
    const auto* grant = own_grant(call, arn, id);
    if (grant == nullptr) {
        return permit(spelled(arn));
    }
    auto permissions = permit(spelled(arn), tags_of(call, id));
    add_grantee(call, grant->grantee, permissions.front());
    const auto& license = *model::find_license(call.state().license, grant->license);
    permissions.front().keys.push_back(
        key_value(Key::licet_product_id, model::product_of(license)));
    return permissions;
}

Permissions on_resource(const PermissionCall& call, const std::string& arn) {
    return model::parse_resource_arn(arn, "grant").ok() ? on_grant(call, arn)
                                                        : on_license(call, arn);
}

Permissions on_new_grant(const PermissionCall& call, const std::string& license_arn,
                         std::string_view principal, model::Tags tags) {
    const auto named = model::parse_resource_arn(license_arn, "license");
    auto permissions = on_license(call, license_arn, named);
    auto& permission = permissions.front();
    permission.request_tags = std::move(tags);
    if (const auto grantee = model::parse_principal(call.state(), call.account(), principal);
        grantee.ok()) {
        add_grantee(call, *grantee, permission);
    }
    if (named.ok()) {
        if (const auto license =
                model::find_received_license(call.state(), call.account(), named->id)) {
            permission.keys.push_back(
                key_value(Key::licet_product_id, model::product_of(*license->license)));
        }
    }
    return permissions;
}

}  // namespace licet::api::license_manager
