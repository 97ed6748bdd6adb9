// SPDX-License-Identifier: Apache-2.0
#include "model/grant/create_grant.h"

#include "model/grant/check_scope.h"
#include "model/grant/view.h"
#include "model/state.h"

#include <algorithm>

namespace licet::model {
namespace {

/// The grants to exactly this principal.
const std::vector<GrantId>* grants_to(const Grants& state, const Grantee& grantee) {
    if (grantee.kind == GranteeKind::account) {
        const auto found = state.by_account.find(grantee.account);
        return found == state.by_account.end() ? nullptr : &found->second;
    }
    const auto found = state.by_node.find(grantee.node_id());
    return found == state.by_node.end() ? nullptr : &found->second;
}

/// @return ValidationException when the principal has a grant of the license. Source: rule GR-4.
Result<void> require_no_duplicate(const State& state, const Id128& license,
                                  const Grantee& grantee) {
    const auto* others = grants_to(state.grant, grantee);
    if (others == nullptr) {
        return {};
    }
    // A principal has grants of many licenses: only this one's are looked up.
    const GrantId& holder_grant = find_license(state.license, license)->holder_grant;
    const auto known = state.grant.by_license.find(license);
    const auto is_of_license = [&](const GrantId& id) {
        return id == holder_grant ||
               (known != state.grant.by_license.end() &&
                std::binary_search(known->second.ids.begin(), known->second.ids.end(), id));
    };
    for (const GrantId& id : *others) {
        if (!is_of_license(id)) {
            continue;
        }
        const Grant& grant = state.grant.grants.at(id);
        if (!is_terminal(grant.status) && grant.status != GrantStatus::PENDING_DELETE) {
            return validation_error("a grant of this license to principal `" +
                                        principal_arn(grantee) +
                                        "` already exists: " + grant_arn(grant.grantor, id),
                                    ErrorKind::conflict);
        }
    }
    return {};
}

Result<void> require_room(const State& state, const Id128& license) {
    const auto found = state.grant.by_license.find(license);
    if (found == state.grant.by_license.end() || found->second.counted < kGrantsPerLicense) {
        return {};
    }
    return Error{ErrorKind::exhausted,
                 "this license has " + std::to_string(kGrantsPerLicense) +
                     " grants, the most it may have; delete some, or grant to an OU or to the "
                     "organization instead",
                 "ResourceLimitExceededException"};
}

/// A license does not come back to where it came from, nor go on without end.
/// @return ValidationException; ResourceLimitExceededException. Source: rules GR-6, GR-7.
Result<void> require_way(const State& state, const ReceivedLicense& license,
                         const std::optional<GrantId>& source, const Grantee& grantee) {
    bool returns = grantee.account == license.license->holder;
    std::size_t hands = 0;
    for (auto step = source; step; ++hands) {
        const Grant& grant = *find_grant(state.grant, step->parent());
        returns = returns || grant.grantor == grantee.account;
        step = grant.source;
    }
    if (returns && grantee.kind == GranteeKind::account) {
        return validation_error("principal `" + principal_arn(grantee) +
                                "` is an account that the license came from");
    }
    if (hands > kHandsPerLicense) {
        return Error{ErrorKind::exhausted,
                     "the license has been passed on " + std::to_string(kHandsPerLicense) +
                         " times from hand to hand, the most it may be",
                     "ResourceLimitExceededException"};
    }
    return {};
}

}  // namespace

Result<GrantDecision> create_grant(const State& state, const CreateGrant& command,
                                   const Context& context) {
    const AccountId grantor = context.actor.account;
    LICET_TRY(const ReceivedLicense license,
              license_for(state, grantor, command.license_arn, context.now));
    LICET_TRY_VOID(require_home_region(*license.license, command.home_region));
    LICET_TRY_VOID(require_home_region(*license.license, context.region));
    LICET_TRY(const GrantingRight right, granting_right(state, grantor, license));
    if (!is_usable(*license.license, context.now)) {
        return validation_error(
            "license `" + command.license_arn + "` is not AVAILABLE or outside its validity",
            ErrorKind::conflict);
    }
    LICET_TRY(const Grantee grantee, parse_principal(state, grantor, command.principal));
    if (grantee.kind != GranteeKind::account) {
        LICET_TRY_VOID(require_distribution(state, grantee.organization()));
    }
    if (command.operations.bits == 0 || !right.operations.contains(command.operations)) {
        return validation_error(
            "AllowedOperations must be among those that you have for the "
            "license yourself");
    }
    LICET_TRY_VOID(check_scope(command.tags));
    LICET_TRY_VOID(require_way(state, license, right.source, grantee));
    LICET_TRY_VOID(require_no_duplicate(state, license.id, grantee));
    LICET_TRY_VOID(require_room(state, license.id));

    GrantCreated created{.id = GrantId::random(context.random),
                         .grant = {.name = command.name,
                                   .license = license.id,
                                   .grantor = grantor,
                                   .grantee = grantee,
                                   .operations = command.operations,
                                   .work = GrantWork::create,
                                   .source = right.source,
                                   .created_at = context.now},
                         .tags = command.tags};
    GrantDecision decision{.id = created.id, .events = {std::move(created)}};
    remember(decision, command.request);
    return decision;
}

}  // namespace licet::model
