// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/grant/grant.h"

#include <functional>

namespace licet::model {

struct State;

/// A license as one account has it: bought by itself, granted to it, or issued by it as a seller.
/// Refers into the state. Source: rules LM-12, U-25.
struct ReceivedLicense {
    Id128 id;
    const License* license = nullptr;
    AccountId receiver;
    /// The holder grant, or the best grant or sub-grant the account received; zero for a license
    /// that a seller issued, seen by the seller itself: that one it has not received.
    GrantId via;
    GrantStatus status = GrantStatus::PENDING_WORKFLOW;  ///< of `via`
    std::string status_reason;
    OperationSet operations;

    bool is_received() const { return !via.id.is_zero(); }
};

/// Whether `account` is the management account or License Manager's delegated administrator of the
/// organization in which the license's holder is.
bool administers(const State& state, AccountId account, const License& license);

/// The license as `account` has it; nothing when it neither bought nor received nor issued it, or
/// rejected it.
std::optional<ReceivedLicense> find_received_license(const State& state, AccountId account,
                                                     const Id128& license);

/// The license as its holder has it.
ReceivedLicense as_held(const State& state, const Id128& id, const License& license);

/// The license with the ARN `arn`, if `account` may know of it: as the account has it, else as its
/// holder has it when the account administers the organization.
/// @return InvalidParameterValueException for what is no license's ARN; ResourceNotFoundException
///         for an unknown license, for one deleted too long ago (rule LI-2), and for one that is
///         none of the account's business alike.
Result<ReceivedLicense> license_for(const State& state, AccountId account, std::string_view arn,
                                    Time now);

/// Takes a license and says whether to go on.
using LicenseVisit = std::function<bool(const ReceivedLicense&)>;

/// Visits the licenses that the account bought or received, after `after`, in the order of their
/// ids. O(grants to the account and to the organization and OUs it is in).
void visit_received_licenses(const State& state, AccountId account, std::optional<Id128> after,
                             Time now, const LicenseVisit& visit);

/// Visits the licenses that the account issued as a seller, after `after`, in the order of their
/// ids.
void visit_issued_licenses(const State& state, AccountId account, std::optional<Id128> after,
                           Time now, const LicenseVisit& visit);

/// Where a listing of an organization's licenses goes on.
struct HeldLicense {
    AccountId holder;
    Id128 license;
};

/// Visits the licenses that members of the organization bought, or issued and shared, by holder,
/// then id.
void visit_organization_licenses(const State& state, std::string_view organization,
                                 std::optional<HeldLicense> after, Time now,
                                 const LicenseVisit& visit);

}  // namespace licet::model
