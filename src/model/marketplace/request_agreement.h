// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"
#include "model/marketplace/choose_terms.h"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

/// From an offer to an agreement: a request that quotes its terms, and its acceptance.
/// Source: domain.md 8.2, 8.3.
namespace licet::model {

struct State;

struct RequestAgreement {
    Intent intent = Intent::NEW;
    std::string proposal = {};  ///< `at-…`; empty: none
    std::string source = {};    ///< an agreement; empty: none
    std::vector<RequestedTerm> terms;
};

/// What accepting these terms now would come to; nothing is noted.
/// @return as request_agreement, without its quota.
Result<AgreementRequest> draft_request(const State& state, const RequestAgreement& command,
                                       const Context& context);

/// A request's id, without its `ar-`, and the event that records it.
struct RequestedAgreement {
    Id128 id;
    Events events;
};

/// Notes what the caller's account wants to accept, for kRequestLife. Nothing is agreed yet.
///
/// NEW takes a proposal only; a private one takes the place of the account's public agreement for
/// the product, one that starts in the future renews its private one. REPLACE takes a proposal and
/// the agreement it replaces. AMEND takes an agreement, and a proposal or not.
///
/// @return ResourceNotFoundException for a proposal or an agreement that is unknown or for others;
///         ValidationException, with its reason, for identifiers that the intent does not go with,
///         an offer that is over, an agreement that is not ACTIVE or for another product, a second
///         agreement for a product (DUPLICATE_AGREEMENT_IN_ORGANIZATION), and as choose_terms,
///         period_of and charges_for do; AccessDeniedException INVALID_ACCOUNT_STATE;
///         ServiceQuotaExceededException at kRequestsMax open requests of the account.
/// Source: rules MP-3 to MP-9, MP-11.
Result<RequestedAgreement> request_agreement(const State& state, const RequestAgreement& command,
                                             const Context& context);

/// `ar-` and the id's 32 hexadecimal digits.
std::string request_id(const Id128& id);

/// Makes the agreement that a request of the caller's account is for; its license follows in the
/// background. The agreement it takes the place of hands its license over.
///
/// @param orders purchase orders of charges of the request.
/// @return ResourceNotFoundException for a request that is unknown or another's;
///         ConflictException for one that was accepted already; ValidationException
///         INVALID_AGREEMENT_REQUEST_ID for one that is over, SUPERSEDED_AGREEMENT_PROPOSAL when
///         the offer changed since, INVALID_CHARGE_ID and DUPLICATE_CHARGES for purchase orders,
///         and as request_agreement does.
/// Source: rules MP-4 to MP-9.
Result<Events> accept_agreement_request(const State& state, std::string_view request,
                                        const std::vector<PurchaseOrder>& orders,
                                        const Context& context);

/// The same for a request that was drafted and not noted.
Result<Events> accept_draft(const State& state, const AgreementRequest& draft,
                            const Context& context);

inline constexpr auto kRequestLife = std::chrono::hours{24};
inline constexpr std::size_t kRequestsMax = 1'000;  ///< open ones of one account

/// A new agreement's id: `agmt-…`.
std::string new_agreement_id(Random& random);

}  // namespace licet::model
