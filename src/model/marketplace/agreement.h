// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/context.h"

#include <boost/describe.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace licet::model {

/// Source: rule MP-2.
enum class AgreementStatus {
    ACTIVE,
    ARCHIVED,
    CANCELLED,
    EXPIRED,
    RENEWED,
    REPLACED,
    ROLLED_BACK,
    SUPERSEDED,
    TERMINATED
};
BOOST_DESCRIBE_ENUM(AgreementStatus, ACTIVE, ARCHIVED, CANCELLED, EXPIRED, RENEWED, REPLACED,
                    ROLLED_BACK, SUPERSEDED, TERMINATED)

/// An accepted offer: the contract a license stems from. Its key is `agmt-…`.
struct Agreement {
    AccountId acceptor;
    std::string product_id;
    std::string offer_id;
    AgreementStatus status = AgreementStatus::ACTIVE;
    Time accepted_at;
    Time starts_at;
    std::optional<Time> ends_at;  ///< none for pay-as-you-go; rule MP-8
    Id128 license;                ///< zero until it is provisioned
    bool provisioning =
        true;  ///< the license is still to be made available, or withdrawn; rule LI-7
};
BOOST_DESCRIBE_STRUCT(Agreement, (),
                      (acceptor, product_id, offer_id, status, accepted_at, starts_at, ends_at,
                       license, provisioning))

/// The marketplace part of the state. Owned by the engine's thread.
struct Marketplace {
    std::map<std::string, Agreement> agreements;

    // Derived; not stored.
    std::map<AccountId, std::set<std::string>> by_acceptor;
    std::set<std::string> provisioning;  ///< agreements with background work due

    void rebuild_indexes();
};
BOOST_DESCRIBE_STRUCT(Marketplace, (), (agreements))

/// The agreement's status at `now`: an ACTIVE one past its end is EXPIRED.
AgreementStatus status_at(const Agreement& agreement, Time now);

/// An agreement and its id; refers into the state.
struct AgreementView {
    const std::string& id;
    const Agreement& details;
};

/// The account's agreement for the product that is ACTIVE at `now` or whose license is still being
/// provisioned or withdrawn; there is at most one of these. Nothing if there is none.
/// O(agreements of the account).
std::optional<AgreementView> find_agreement(const Marketplace& state, AccountId account,
                                            std::string_view product, Time now);

/// When an agreement that starts at `start` ends.
/// @param duration ISO 8601 in whole years, months, weeks and days: `P365D`, `P1Y6M`; at most
///                 kAgreementDaysMax.
/// @return `invalid` for anything else.
Result<Time> end_of(Time start, std::string_view duration);

inline constexpr std::int64_t kAgreementDaysMax = 36'525;

}  // namespace licet::model
