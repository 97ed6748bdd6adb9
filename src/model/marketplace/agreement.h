// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/context.h"
#include "model/marketplace/offer.h"

#include <boost/describe.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

/// Source: rule MP-3; RENEW is never asked for, an agreement renews itself.
enum class Intent { NEW, AMEND, REPLACE, RENEW };
BOOST_DESCRIBE_ENUM(Intent, NEW, AMEND, REPLACE, RENEW)

enum class ChargeTiming { ON_ACCEPTANCE, SCHEDULED, BILLING_PERIOD };
BOOST_DESCRIBE_ENUM(ChargeTiming, ON_ACCEPTANCE, SCHEDULED, BILLING_PERIOD)

/// What the acceptor is to pay for an agreement.
struct Charge {
    std::string id;  ///< `ch-…`
    ChargeTiming timing = ChargeTiming::ON_ACCEPTANCE;
    std::optional<std::string> amount = {};  ///< none: known only when the usage is
    std::optional<Time> due = {};
    std::int64_t revision = 1;  ///< counts the purchase orders it was given
    std::string purchase_order = {};
};
BOOST_DESCRIBE_STRUCT(Charge, (), (id, timing, amount, due, revision, purchase_order))

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
        true;  ///< the license is still to be made available, renewed or withdrawn; rule LI-7
    AccountId proposer = kMarketplaceAccount;
    std::string offer_set_id = {};
    Intent intent = Intent::NEW;
    std::string previous = {};     ///< the agreement whose license it took over
    std::string replaced_by = {};  ///< the agreement that took over its license
    std::string currency = "USD";
    std::vector<AcceptedTerm> terms = {};
    std::vector<Charge> charges = {};
    bool auto_renew = false;  ///< at its end another like it begins
    bool from_public = true;  ///< the offer was public
};
BOOST_DESCRIBE_STRUCT(Agreement, (),
                      (acceptor, product_id, offer_id, status, accepted_at, starts_at, ends_at,
                       license, provisioning, proposer, offer_set_id, intent, previous, replaced_by,
                       currency, terms, charges, auto_renew, from_public))

/// A quote: terms that an account wants to accept. Its key is `ar-` and 32 hexadecimal digits.
/// Source: domain.md 8.1, 8.3.
struct AgreementRequest {
    AccountId acceptor;
    Intent intent = Intent::NEW;
    std::string offer_id;     ///< empty: an amendment within the terms of the source
    std::string source = {};  ///< the agreement that is to be amended or replaced
    std::string currency = "USD";
    std::vector<AcceptedTerm> terms = {};
    std::vector<Charge> charges = {};
    Time created_at;
    Time expires_at;
    std::string accepted_as = {};  ///< the agreement it became
};
BOOST_DESCRIBE_STRUCT(AgreementRequest, (),
                      (acceptor, intent, offer_id, source, currency, terms, charges, created_at,
                       expires_at, accepted_as))

/// Source: domain.md 8.3; the service model's AgreementCancellationRequestStatus and ReasonCode.
enum class CancellationStatus {
    PENDING_APPROVAL,
    APPROVED,
    REJECTED,
    CANCELLED,
    VALIDATION_FAILED
};
BOOST_DESCRIBE_ENUM(CancellationStatus, PENDING_APPROVAL, APPROVED, REJECTED, CANCELLED,
                    VALIDATION_FAILED)

enum class CancellationReason {
    INCORRECT_TERMS_ACCEPTED,
    REPLACING_AGREEMENT,
    TEST_AGREEMENT,
    ALTERNATIVE_PROCUREMENT_CHANNEL,
    PRODUCT_DISCONTINUED,
    UNINTENDED_RENEWAL,
    BUYER_DISSATISFACTION,
    OTHER
};
BOOST_DESCRIBE_ENUM(CancellationReason, INCORRECT_TERMS_ACCEPTED, REPLACING_AGREEMENT,
                    TEST_AGREEMENT, ALTERNATIVE_PROCUREMENT_CHANNEL, PRODUCT_DISCONTINUED,
                    UNINTENDED_RENEWAL, BUYER_DISSATISFACTION, OTHER)

/// A proposer's wish that an agreement end by consent. Its key is `acr-` and 32 hexadecimal digits.
struct CancellationRequest {
    std::string agreement;
    CancellationReason reason = CancellationReason::OTHER;
    std::string description = {};
    CancellationStatus status = CancellationStatus::PENDING_APPROVAL;
    std::string status_message = {};
    Time created_at;
    Time updated_at;
};
BOOST_DESCRIBE_STRUCT(CancellationRequest, (),
                      (agreement, reason, description, status, status_message, created_at,
                       updated_at))

/// The marketplace part of the state. Owned by the engine's thread.
struct Marketplace {
    std::map<std::string, Agreement, std::less<>> agreements;
    std::map<std::string, Offer, std::less<>> offers;               ///< private, by offer id
    std::map<std::string, OfferSet, std::less<>> offer_sets;        ///< by offer set id
    std::map<std::string, AgreementRequest, std::less<>> requests;  ///< not over yet
    std::map<std::string, CancellationRequest, std::less<>> cancellations;

    // Derived; not stored.
    std::map<AccountId, std::set<std::string>> by_acceptor;           ///< agreements
    std::map<AccountId, std::set<std::string>> by_proposer;           ///< agreements
    std::map<AccountId, std::set<std::string>> by_buyer;              ///< private offers
    std::map<AccountId, std::set<std::string>> requests_by_acceptor;  ///< agreement requests
    std::set<std::string, std::less<>> accepted_offers;               ///< of any agreement
    std::map<std::string, std::set<std::string>, std::less<>> cancellations_of;  ///< by agreement
    std::set<std::string> provisioning;               ///< agreements with background work due
    std::set<std::pair<Time, std::string>> renewals;  ///< agreements that renew themselves, by end

    void rebuild_indexes();
    /// Enters a new agreement.
    void index(const std::string& id, const Agreement& agreement);
};
BOOST_DESCRIBE_STRUCT(Marketplace, (), (agreements, offers, offer_sets, requests, cancellations))

/// The agreement's status at `now`: an ACTIVE one past its end is EXPIRED, unless it renews itself.
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
