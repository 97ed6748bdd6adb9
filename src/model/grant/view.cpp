// SPDX-License-Identifier: Apache-2.0
#include "model/grant/view.h"

#include "base/protection.h"
#include "model/grant/rules.h"
#include "model/grant/sub_grant.h"
#include "model/state.h"

namespace licet::model {
namespace {

/// A passed-on grant never exceeds its source. Source: rule GR-7.
OperationSet limited(const State& state, const Grant& grant, OperationSet operations) {
    for (const Grant* step = &grant; step->source;) {
        step = find_grant(state.grant, step->source->parent());
        operations.bits = operations.bits & step->operations.bits;
    }
    return operations;
}

std::optional<GrantView> make_view(const State& state, const GrantId& id,
                                   std::optional<GrantVersion> at) {
    const Grant* stored = find_grant(state.grant, id.parent());
    if (stored == nullptr || !at) {
        return std::nullopt;
    }
    at->operations = limited(state, *stored, at->operations);
    GrantView view{.id = id,
                   .license = stored->license,
                   .grantor = stored->grantor,
                   .grantee = stored->grantee,
                   .parent = stored->source,
                   .at = std::move(*at),
                   .from_issuer = stored->from_issuer};
    if (const auto part = id.part()) {
        view.grantee = {.kind = GranteeKind::account, .account = part->account, .node = {}};
        view.parent = id.parent();
    }
    return view;
}

}  // namespace

std::optional<GrantView> find_view(const State& state, const GrantId& id) {
    if (id.part()) {
        return make_view(state, id, sub_grant_version(state, id));
    }
    const Grant* grant = find_grant(state.grant, id);
    return grant == nullptr ? std::nullopt
                            : make_view(state, id, version_of(state.grant, id, *grant));
}

std::optional<GrantView> find_view(const State& state, const GrantId& id, std::uint32_t version) {
    if (id.part()) {
        return make_view(state, id, sub_grant_version(state, id, version));
    }
    const Grant* grant = find_grant(state.grant, id);
    return grant == nullptr ? std::nullopt
                            : make_view(state, id, version_of(state.grant, id, *grant, version));
}

std::optional<GrantView> sub_grant_view(const State& state, const GrantId& parent,
                                        AccountId account) {
    const GrantId now = sub_grant_id(state.grant, parent, account);
    if (auto view = find_view(state, now)) {
        return view;
    }
    const auto generation = now.part()->generation;
    return generation == 0
               ? std::nullopt
               : find_view(state,
                           parent.sub_grant(account, static_cast<std::uint8_t>(generation - 1)));
}

Relation relation_of(const State& state, const GrantView& grant, AccountId account) {
    if (grant.grantor == account) {
        return Relation::grantor;
    }
    if (grant.grantee.kind == GranteeKind::account && grant.grantee.account == account) {
        return Relation::grantee;
    }
    const AccountId owner = grant.from_issuer ? grant.grantee.account : grant.grantor;
    const Organization* organization = organization_of(state.organization, owner);
    return organization != nullptr &&
                   is_administrator(*organization, account, kLicenseManagerService)
               ? Relation::administrator
               : Relation::none;
}

Result<GrantView> view_for(const State& state, AccountId account, std::string_view arn) {
    LICET_TRY(const ResourceArn named, parse_resource_arn(arn, "grant"));
    auto view = find_view(state, GrantId{named.id});
    if (!view || view->grantor != named.owner ||
        (relation_of(state, *view, account) == Relation::none &&
         LICET_PROTECTED(grants_of_others))) {
        return Error{ErrorKind::not_found,
                     "there is no grant `" + std::string{arn} + "` that you gave or received",
                     "ResourceNotFoundException"};
    }
    return std::move(*view);
}

std::string arn_of(const GrantView& grant) {
    return grant_arn(grant.grantor, grant.id);
}

std::string parent_arn_of(const State& state, const GrantView& grant) {
    if (grant.is_sub_grant()) {
        return grant_arn(grant.grantor, *grant.parent);
    }
    if (grant.parent) {
        return grant_arn(find_grant(state.grant, grant.parent->parent())->grantor, *grant.parent);
    }
    return license_arn(find_license(state.license, grant.license)->issuer, grant.license);
}

std::string principal_arn(const Grantee& grantee) {
    switch (grantee.kind) {
        case GranteeKind::account:
            return "arn:aws:iam::" + grantee.account.text() + ":root";
        case GranteeKind::organizational_unit:
            return "arn:aws:organizations::" + grantee.account.text() + ":ou/" + grantee.node;
        case GranteeKind::organization:
            break;
    }
    return "arn:aws:organizations::" + grantee.account.text() + ":organization/" + grantee.node;
}

GrantStatus answered_status(const GrantView& grant) {
    const bool distributed = grant.grantee.kind != GranteeKind::account;
    const bool works =
        grant.at.version == 1 || (distributed && grant.at.status_version == grant.at.version &&
                                  grant.at.status != GrantStatus::DELETED);
    return works && !grant.is_sub_grant() ? GrantStatus::PENDING_WORKFLOW : grant.at.status;
}

}  // namespace licet::model
