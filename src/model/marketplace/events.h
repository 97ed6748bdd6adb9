// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/marketplace/agreement.h"

#include <boost/describe.hpp>

#include <variant>

namespace licet::model {

struct State;

/// Private offers were brought in, or changed before anybody accepted them.
struct OffersApplied {
    static constexpr std::string_view kName = "OffersApplied";
    std::vector<Offer> offers;
    std::vector<OfferSet> sets = {};  ///< what their offer_set_id names
};
BOOST_DESCRIBE_STRUCT(OffersApplied, (), (offers, sets))

/// An account asked for a quote. Its earlier ones that are over are forgotten.
struct AgreementRequested {
    static constexpr std::string_view kName = "AgreementRequested";
    std::string id;
    AgreementRequest details;
};
BOOST_DESCRIBE_STRUCT(AgreementRequested, (), (id, details))

struct AgreementAccepted {
    static constexpr std::string_view kName = "AgreementAccepted";
    std::string id;
    Agreement details;
    std::string request = {};  ///< the agreement request it comes from, if any
};
BOOST_DESCRIBE_STRUCT(AgreementAccepted, (), (id, details, request))

/// Another agreement took the place and the license of this one. Follows its AgreementAccepted.
/// Source: rules MP-6, MP-7.
struct AgreementReplaced {
    static constexpr std::string_view kName = "AgreementReplaced";
    std::string id;
    AgreementStatus status = AgreementStatus::REPLACED;  ///< or RENEWED, SUPERSEDED
    Time at;
    std::string by;
};
BOOST_DESCRIBE_STRUCT(AgreementReplaced, (), (id, status, at, by))

/// The agreement's license was made available, or renewed. Comes with the license's own event.
struct AgreementProvisioned {
    static constexpr std::string_view kName = "AgreementProvisioned";
    std::string id;
    Id128 license;
};
BOOST_DESCRIBE_STRUCT(AgreementProvisioned, (), (id, license))

/// The agreement ended; its license is withdrawn in the background.
struct AgreementEnded {
    static constexpr std::string_view kName = "AgreementEnded";
    std::string id;
    AgreementStatus status = AgreementStatus::CANCELLED;
    Time at;
};
BOOST_DESCRIBE_STRUCT(AgreementEnded, (), (id, status, at))

/// The ended agreement's license is withdrawn. Comes with the license's own event.
struct AgreementDeprovisioned {
    static constexpr std::string_view kName = "AgreementDeprovisioned";
    std::string id;
};
BOOST_DESCRIBE_STRUCT(AgreementDeprovisioned, (), (id))

/// The purchase order of one charge.
struct PurchaseOrder {
    std::string charge;
    std::string reference;
};
BOOST_DESCRIBE_STRUCT(PurchaseOrder, (), (charge, reference))

/// Each of the charges has one revision more.
struct PurchaseOrdersUpdated {
    static constexpr std::string_view kName = "PurchaseOrdersUpdated";
    std::string agreement;
    std::vector<PurchaseOrder> orders;
};
BOOST_DESCRIBE_STRUCT(PurchaseOrdersUpdated, (), (agreement, orders))

struct CancellationRequested {
    static constexpr std::string_view kName = "CancellationRequested";
    std::string id;
    CancellationRequest details;
};
BOOST_DESCRIBE_STRUCT(CancellationRequested, (), (id, details))

/// The acceptor approved or rejected it, or the proposer took it back.
struct CancellationAnswered {
    static constexpr std::string_view kName = "CancellationAnswered";
    std::string id;
    CancellationStatus status = CancellationStatus::APPROVED;
    std::string message;
    Time at;
};
BOOST_DESCRIBE_STRUCT(CancellationAnswered, (), (id, status, message, at))

void apply(State& state, const OffersApplied& event);
void apply(State& state, const AgreementRequested& event);
void apply(State& state, const AgreementAccepted& event);
void apply(State& state, const AgreementReplaced& event);
void apply(State& state, const AgreementProvisioned& event);
void apply(State& state, const AgreementEnded& event);
void apply(State& state, const AgreementDeprovisioned& event);
void apply(State& state, const PurchaseOrdersUpdated& event);
void apply(State& state, const CancellationRequested& event);
void apply(State& state, const CancellationAnswered& event);

using MarketplaceEvent =
    std::variant<AgreementAccepted, AgreementProvisioned, AgreementEnded, AgreementDeprovisioned,
                 OffersApplied, AgreementRequested, AgreementReplaced, PurchaseOrdersUpdated,
                 CancellationRequested, CancellationAnswered>;

}  // namespace licet::model
