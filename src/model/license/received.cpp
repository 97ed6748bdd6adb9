// SPDX-License-Identifier: Apache-2.0
#include "model/license/received.h"

#include "base/protection.h"
#include "model/grant/activity.h"
#include "model/grant/listing.h"
#include "model/grant/rules.h"
#include "model/state.h"

namespace licet::model {
namespace {

/// Which of several grants of one license says best what the account has: lower is better.
int rank_of(const State& state, const GrantId& id, GrantStatus status) {
    switch (status) {
        case GrantStatus::ACTIVE:
            return sources_active(state, *find_grant(state.grant, id.parent())) ? 0 : 1;
        case GrantStatus::DISABLED:
            return 2;
        case GrantStatus::PENDING_ACCEPT:
            return 3;
        case GrantStatus::PENDING_WORKFLOW:
            return 4;
        default:
            return -1;  // gives nothing and will not
    }
}

OperationSet all_operations() {
    OperationSet operations;
    for (int i = 0; i <= static_cast<int>(AllowedOperation::CreateToken); ++i) {
        operations.add(static_cast<AllowedOperation>(i));
    }
    return operations;
}

/// Whether the license was deleted too long ago to be shown. Source: rule LI-2.
bool is_gone(const License& license, Time now) {
    const auto until = retained_until(license);
    return until && now >= *until;
}

const std::set<Id128>& held_by(const State& state, AccountId account) {
    static const std::set<Id128> none;
    const auto found = state.license.by_holder.find(account);
    return found == state.license.by_holder.end() ? none : found->second;
}

void keep_better(std::optional<ReceivedLicense>& best, const State& state, AccountId account,
                 const GrantView& grant) {
    const int rank = rank_of(state, grant.id, grant.at.status);
    if (rank < 0 || (best && rank_of(state, best->via, best->status) <= rank)) {
        return;
    }
    best = ReceivedLicense{.id = grant.license,
                           .license = find_license(state.license, grant.license),
                           .receiver = account,
                           .via = grant.id,
                           .status = grant.at.status,
                           .status_reason = grant.at.status_reason,
                           .operations = grant.at.operations};
}

}  // namespace

bool administers(const State& state, AccountId account, const License& license) {
    const Organization* organization = organization_of(state.organization, license.holder);
    return organization != nullptr &&
           is_administrator(*organization, account, kLicenseManagerService);
}

ReceivedLicense as_held(const State& state, const Id128& id, const License& license) {
    if (is_seller_issued(license)) {
        return {.id = id,
                .license = &license,
                .receiver = license.holder,
                .via = {},
                .status = GrantStatus::ACTIVE,
                .status_reason = {},
                .operations = all_operations()};
    }
    const Grant& grant = state.grant.grants.at(license.holder_grant);
    return {.id = id,
            .license = &license,
            .receiver = license.holder,
            .via = license.holder_grant,
            .status = grant.status,
            .status_reason = std::string{status_reason_of(state.grant, license.holder_grant)},
            .operations = grant.operations};
}

std::optional<ReceivedLicense> find_received_license(const State& state, AccountId account,
                                                     const Id128& license) {
    const License* found = find_license(state.license, license);
    if (found == nullptr) {
        return std::nullopt;
    }
    if (found->holder == account) {
        return as_held(state, license, *found);
    }
    std::optional<ReceivedLicense> best;
    visit_received_grants_of(state, account, license, [&](const GrantView& grant) {
        keep_better(best, state, account, grant);
        return true;
    });
    return best;
}

Result<ReceivedLicense> license_for(const State& state, AccountId account, std::string_view arn,
                                    Time now) {
    LICET_TRY(const ResourceArn named, parse_resource_arn(arn, "license"));
    const License* license = find_license(state.license, named.id);
    if (license != nullptr && license->issuer == named.owner && !is_gone(*license, now)) {
        if (auto received = find_received_license(state, account, named.id)) {
            return std::move(*received);
        }
        if (administers(state, account, *license) || !LICET_PROTECTED(licenses_of_others)) {
            return as_held(state, named.id, *license);
        }
    }
    return Error{ErrorKind::not_found,
                 "there is no license `" + std::string{arn} + "` that you hold or received",
                 "ResourceNotFoundException"};
}

void visit_received_licenses(const State& state, AccountId account, std::optional<Id128> after,
                             Time now, const LicenseVisit& visit) {
    std::map<Id128, std::optional<ReceivedLicense>> found;
    const auto is_due = [&](const Id128& id, const License& license) {
        return (!after || *after < id) && !is_gone(license, now);
    };
    for (const Id128& id : held_by(state, account)) {
        const License& license = state.license.licenses.at(id);
        if (is_due(id, license) && !is_seller_issued(license)) {
            found[id] = as_held(state, id, license);
        }
    }
    visit_received_grants(state, account, std::nullopt, [&](const GrantView& grant) {
        const License& license = *find_license(state.license, grant.license);
        if (license.holder != account && is_due(grant.license, license)) {
            keep_better(found[grant.license], state, account, grant);
        }
        return true;
    });
    for (const auto& [id, license] : found) {
        if (license && !visit(*license)) {
            return;
        }
    }
}

void visit_issued_licenses(const State& state, AccountId account, std::optional<Id128> after,
                           Time now, const LicenseVisit& visit) {
    const auto& held = held_by(state, account);
    for (auto id = after ? held.upper_bound(*after) : held.begin(); id != held.end(); ++id) {
        const License& license = state.license.licenses.at(*id);
        const bool shown = is_seller_issued(license) && !is_gone(license, now);
        if (shown && !visit(as_held(state, *id, license))) {
            return;
        }
    }
}

void visit_organization_licenses(const State& state, std::string_view organization,
                                 std::optional<HeldLicense> after, Time now,
                                 const LicenseVisit& visit) {
    const auto& by_holder = state.license.by_holder;
    auto holder = after ? by_holder.lower_bound(after->holder) : by_holder.begin();
    for (; holder != by_holder.end(); ++holder) {
        const Account* account = find_account(state.organization, holder->first);
        if (account == nullptr || account->organization != organization) {
            continue;
        }
        const bool resumed = after && holder->first == after->holder;
        auto id = resumed ? holder->second.upper_bound(after->license) : holder->second.begin();
        for (; id != holder->second.end(); ++id) {
            const License& license = state.license.licenses.at(*id);
            const bool shared = !is_seller_issued(license) || state.grant.by_license.contains(*id);
            if (shared && !is_gone(license, now) && !visit(as_held(state, *id, license))) {
                return;
            }
        }
    }
}

}  // namespace licet::model
