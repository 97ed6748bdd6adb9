// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/page.h"
#include "api/services.h"
#include "base/describe/bounded.h"
#include "model/marketplace/cancel.h"
#include "model/marketplace/purchase_orders.h"

#include <boost/describe.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What several operations of AWS Marketplace Agreement say alike. Members are spelled as on the
/// wire. Source: domain.md 8.3; the service model marketplace-agreement 2020-03-01.
namespace licet::api::marketplace_agreement {

inline constexpr std::string_view kCatalog = "AWSMarketplace";
inline constexpr std::string_view kAgreementType = "PurchaseAgreement";

bool is_resource_id(std::string_view text);      ///< letters, digits, `_`, `/` and `-`
bool is_proposal_id(std::string_view text);      ///< `at-…`, `ap-…`
bool is_request_id(std::string_view text);       ///< `ar-…`
bool is_cancellation_id(std::string_view text);  ///< `acr-…`
bool is_client_token(std::string_view text);     ///< letters, digits and `-`
bool is_word(std::string_view text);             ///< letters
bool is_catalog(std::string_view text);          ///< letters, digits, `.` and `-`
bool is_page_token(std::string_view text);

using ResourceId = Text<1, 64, is_resource_id>;
using AgreementProposalId = Text<1, 64, is_proposal_id>;
using AgreementRequestId = Text<1, 64, is_request_id>;
using CancellationId = Text<1, 64, is_cancellation_id>;
using ClientToken = Text<1, 64, is_client_token>;
using AgreementType = Text<1, 64, is_word>;
using Catalog = Text<1, 64, is_catalog>;

inline constexpr std::int64_t kPageMax = 50;
using MaxResults = std::optional<Integer<1, kPageMax>>;
using NextToken = std::optional<Text<0, 8192, is_page_token>>;

/// The page that a request asks for.
/// @return ValidationException INVALID_NEXT_TOKEN.
Result<Page<std::string>> page_of(const Listing& listing, const NextToken& token,
                                  const MaxResults& size);

/// Fills a page as fill_page does. @return the nextToken of the response.
template <typename Items, typename Take>
std::optional<std::string> fill(const Listing& listing, const Items& items,
                                const Page<std::string>& page, Take take) {
    const auto next = fill_page(items, page, take);
    return next ? std::optional{listing.token_after(*next)} : std::nullopt;
}

/// The positions of a list's elements by keys that are in the same order.
std::map<std::string, std::size_t> positions(std::size_t count);

/// Whether lists of this catalogue and type of agreement have anything in them.
/// @return ValidationException INVALID_CATALOG for another catalogue than AWSMarketplace.
Result<bool> is_listed(const std::optional<Catalog>& catalog,
                       const std::optional<AgreementType>& type);

struct Party {
    std::string accountId;
};
BOOST_DESCRIBE_STRUCT(Party, (), (accountId))

struct Resource {
    std::string id;
    std::string type;
};
BOOST_DESCRIBE_STRUCT(Resource, (), (id, type))

/// The agreement's product. Its type is that of the catalogue, as long as that lists it.
Resource show_product(const model::State& state, const std::string& product);

struct ProposalSummary {
    std::vector<Resource> resources;
    std::string offerId;
    std::optional<std::string> offerSetId;
};
BOOST_DESCRIBE_STRUCT(ProposalSummary, (), (resources, offerId, offerSetId))

struct AgreementViewSummary {
    std::string agreementId;
    Time acceptanceTime;
    Time startTime;
    std::optional<Time> endTime;
    std::string agreementType;
    Party acceptor;
    Party proposer;
    ProposalSummary proposalSummary;
    model::AgreementStatus status = model::AgreementStatus::ACTIVE;
};
BOOST_DESCRIBE_STRUCT(AgreementViewSummary, (),
                      (agreementId, acceptanceTime, startTime, endTime, agreementType, acceptor,
                       proposer, proposalSummary, status))

AgreementViewSummary show_agreement(const model::State& state, const std::string& id,
                                    const model::Agreement& agreement, Time now);

/// The agreement, if the caller is a party of it. @return ResourceNotFoundException.
Result<model::AgreementView> require_agreement(const Call& call, std::string_view id);

struct PurchaseOrder {
    ResourceId chargeId;
    std::optional<Integer<1, INT64_MAX>> chargeRevision;
    std::optional<ResourceId> agreementId;
    std::optional<Text<1, 255>> purchaseOrderReference;
};
BOOST_DESCRIBE_STRUCT(PurchaseOrder, (),
                      (chargeId, chargeRevision, agreementId, purchaseOrderReference))
using PurchaseOrders = List<PurchaseOrder, 1, 86>;

/// @return ValidationException MISSING_PURCHASE_ORDER_REFERENCE for one without.
Result<std::vector<model::GiveOrder>> read_orders(const std::vector<PurchaseOrder>& orders);

/// A cancellation request as every operation that is about one answers.
struct CancellationAnswer {
    std::string agreementId;
    std::string agreementCancellationRequestId;
    model::CancellationStatus status = model::CancellationStatus::PENDING_APPROVAL;
    model::CancellationReason reasonCode = model::CancellationReason::OTHER;
    std::optional<std::string> description;
    Time createdAt;
    Time updatedAt;
};
BOOST_DESCRIBE_STRUCT(CancellationAnswer, (),
                      (agreementId, agreementCancellationRequestId, status, reasonCode, description,
                       createdAt, updatedAt))

/// The same with what was said when it was answered.
struct AnsweredCancellation : CancellationAnswer {
    std::optional<std::string> statusMessage;
};
BOOST_DESCRIBE_STRUCT(AnsweredCancellation, (CancellationAnswer), (statusMessage))

AnsweredCancellation show_cancellation(const model::CancellationView& view);

/// Gives the answer and returns the request as it is then.
Result<AnsweredCancellation> answer(Call& call, const model::AnswerCancellation& command);

}  // namespace licet::api::marketplace_agreement
