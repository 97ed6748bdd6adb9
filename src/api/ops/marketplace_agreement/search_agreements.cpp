// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/marketplace_agreement/permissions.h"
#include "api/marketplace_agreement/search_filters.h"
#include "base/describe/json.h"
#include "model/marketplace/errors.h"
#include "model/state.h"

#include <fmt/format.h>

namespace licet::api {
namespace {

namespace shapes = marketplace_agreement;

constexpr std::string_view kListing = "SearchAgreements";

bool is_sort_by(std::string_view text) {
    return shapes::is_filter_name(text);
}

enum class SortOrder { ASCENDING, DESCENDING };
BOOST_DESCRIBE_ENUM(SortOrder, ASCENDING, DESCENDING)

struct Sort {
    std::optional<Text<1, 255, is_sort_by>> sortBy;
    std::optional<SortOrder> sortOrder;
};
BOOST_DESCRIBE_STRUCT(Sort, (), (sortBy, sortOrder))

struct Request {
    std::optional<shapes::Catalog> catalog;
    std::optional<List<shapes::Filter, 1, 10>> filters;
    std::optional<Sort> sort;
    shapes::MaxResults maxResults;
    shapes::NextToken nextToken;
};
BOOST_DESCRIBE_STRUCT(Request, (), (catalog, filters, sort, maxResults, nextToken))

struct Response {
    std::vector<shapes::AgreementViewSummary> agreementViewSummaries;
    std::optional<std::string> nextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (agreementViewSummaries, nextToken))

Result<SortOrder> order_of(const Request& request) {
    if (!request.sort) {
        return SortOrder::DESCENDING;
    }
    if (request.sort->sortBy && *request.sort->sortBy != "EndTime") {
        return model::not_valid("INVALID_SORT_BY", "agreements are sorted by EndTime only");
    }
    return request.sort->sortOrder.value_or(SortOrder::DESCENDING);
}

/// A key that sorts agreements by their ends as text; one without end is after all others.
std::string key_of(const std::string& id, const model::Agreement& agreement, SortOrder order) {
    const std::int64_t end = agreement.ends_at ? to_epoch_ms(*agreement.ends_at) : INT64_MAX;
    return fmt::format("{:020}/{}", order == SortOrder::ASCENDING ? end : INT64_MAX - end, id);
}

/// What narrows and orders the list, for page tokens.
std::string filter_of(Request request) {
    request.nextToken.reset();
    request.maxResults.reset();
    std::string json;
    describe::write_json(describe::type_of<Request>(), &request, describe::kAwsFormat, json);
    return json;
}

using Found = std::map<std::string, const std::pair<const std::string, model::Agreement>*>;

Found search(const Call& call, const shapes::SearchFilters& filters, SortOrder order) {
    const auto& marketplace = call.state().marketplace;
    const bool proposes = filters.party == shapes::PartyType::Proposer;
    const auto& by_party = proposes ? marketplace.by_proposer : marketplace.by_acceptor;
    Found found;
    const auto own = by_party.find(call.account());
    if (own == by_party.end()) {
        return found;
    }
    for (const std::string& id : own->second) {
        const auto entry = marketplace.agreements.find(id);
        if (shapes::matches(call.state(), filters, entry->second, call.context().now)) {
            found.emplace(key_of(id, entry->second, order), &*entry);
        }
    }
    return found;
}

/// O(agreements of the account).
Result<Response> run(Call& call, const Request& request) {
    LICET_TRY_VOID(shapes::is_listed(request.catalog, {}));
    LICET_TRY(const auto filters,
              shapes::read_filters(request.filters.value_or(List<shapes::Filter, 1, 10>{})));
    LICET_TRY(const auto order, order_of(request));
    const Listing listing{call, kListing, filter_of(request)};
    LICET_TRY(const auto page, shapes::page_of(listing, request.nextToken, request.maxResults));
    Response response;
    response.nextToken =
        shapes::fill(listing, search(call, filters, order), page, [&](const auto& entry) {
            const auto& [id, agreement] = *entry.second;
            response.agreementViewSummaries.push_back(
                shapes::show_agreement(call.state(), id, agreement, call.context().now));
            return true;
        });
    return response;
}

Permissions permissions(const PermissionCall&, const Request& request) {
    const auto filters =
        shapes::read_filters(request.filters.value_or(List<shapes::Filter, 1, 10>{}));
    if (!filters.ok()) {
        return marketplace_agreement::permit_agreements();
    }
    return marketplace_agreement::permit_party(
        filters->party == shapes::PartyType::Proposer ? "Proposer" : "Acceptor");
}

}  // namespace

extern constinit const Operation op_marketplace_agreement_search_agreements =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kMarketplaceAgreement,
         .name = "SearchAgreements",
         .doc = "Lists the agreements of the caller's account as one of the parties, by filters.",
         .needs = marketplace_agreement::kOfParty});

}  // namespace licet::api
