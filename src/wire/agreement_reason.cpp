// SPDX-License-Identifier: Apache-2.0
#include "wire/agreement_reason.h"

#include "base/json_writer.h"
#include "wire/utf8.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace licet::wire {
namespace {

/// A member, without positions in lists, and what the reasons call it. A longer path comes before
/// what it begins with.
struct Row {
    std::string_view path;
    std::string_view called;
};

constexpr Row kRows[] = {
    {"agreementCancellationRequestId", "AGREEMENT_CANCELLATION_REQUEST_ID"},
    {"agreementId", "AGREEMENT_ID"},
    {"agreementProposalIdentifier", "AGREEMENT_PROPOSAL_IDENTIFIER"},
    {"agreementRequestId", "AGREEMENT_REQUEST_ID"},
    {"agreementType", "AGREEMENT_TYPE"},
    {"cancellationReason", "REASON"},
    {"catalog", "CATALOG"},
    {"clientToken", "CLIENT_TOKEN"},
    {"description", "DESCRIPTION"},
    {"filters.name", "FILTER_NAME"},
    {"filters.values", "FILTER_VALUES"},
    {"filters", "FILTERS"},
    {"intent", "INTENT"},
    {"maxResults", "MAX_RESULTS"},
    {"nextToken", "NEXT_TOKEN"},
    {"partyType", "PARTY_TYPE"},
    {"purchaseOrders.chargeId", "CHARGE_ID"},
    {"purchaseOrders.chargeRevision", "CHARGE_REVISION"},
    {"purchaseOrders.purchaseOrderReference", "PURCHASE_ORDER_REFERENCE"},
    {"purchaseOrders", "PURCHASE_ORDERS"},
    {"reasonCode", "REASON_CODE"},
    {"rejectionReason", "REASON"},
    {"requestedTerms.configuration", "REQUESTED_TERM_CONFIGURATION"},
    {"requestedTerms.id", "REQUESTED_TERM_ID"},
    {"requestedTerms", "REQUESTED_TERMS"},
    {"sort.sortBy", "SORT_BY"},
    {"sort.sortOrder", "SORT_ORDER"},
    {"sourceAgreementIdentifier", "SOURCE_AGREEMENT_IDENTIFIER"},
    {"status", "STATUS"},
};

/// `requestedTerms.id` of `$.requestedTerms[0].id`.
std::string members_in(std::string_view where) {
    std::string path;
    bool in_brackets = false;
    for (const char c : where.substr(std::min<std::size_t>(where.size(), 2))) {
        in_brackets = c == '[' || (in_brackets && c != ']');
        if (!in_brackets && c != ']') {
            path += c;
        }
    }
    return path;
}

std::string reason_for(Misfit misfit, std::string_view path) {
    const auto* row = std::find_if(std::begin(kRows), std::end(kRows), [&](const Row& r) {
        return path.starts_with(r.path) &&
               (path.size() == r.path.size() || path[r.path.size()] == '.');
    });
    if (row == std::end(kRows)) {
        return "OTHER";
    }
    const bool missing = misfit == Misfit::missing && path.size() == row->path.size();
    return (missing ? "MISSING_" : "INVALID_") + std::string{row->called};
}

}  // namespace

std::vector<ErrorMember> agreement_reason(const Error& misfit) {
    const std::string path = members_in(misfit.where);
    std::string fields;
    JsonWriter json{fields};
    json.begin_array().begin_object();
    json.member("name", to_utf8(path.empty() ? misfit.where : path));
    json.member("message", to_utf8(misfit.message));
    json.end_object().end_array();
    return {{"reason", reason_for(misfit.misfit, path)}, {"fields", std::move(fields), true}};
}

}  // namespace licet::wire
