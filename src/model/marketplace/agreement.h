// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/context.h"

#include <boost/describe.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>

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

}  // namespace licet::model
