// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/marketplace_discovery/permissions.h"
#include "api/marketplace_discovery/shapes.h"
#include "api/page.h"

namespace licet::api {
namespace {

using marketplace_discovery::Badge;
using marketplace_discovery::Id;
using marketplace_discovery::kCatalog;
using marketplace_discovery::NextToken;
using marketplace_discovery::OfferInformation;
using marketplace_discovery::OfferSetInformation;
using marketplace_discovery::page_after;
using marketplace_discovery::product_of;
using marketplace_discovery::ProductInformation;
using marketplace_discovery::SellerInformation;
using marketplace_discovery::show_badges;
using marketplace_discovery::show_offer;
using marketplace_discovery::show_offer_set;
using marketplace_discovery::show_product;
using marketplace_discovery::show_seller;

constexpr std::size_t kPageMax = 100;

struct Filter {
    model::PurchaseOptionFilterType filterType{};
    List<Id, 1, 10> filterValues;
};
BOOST_DESCRIBE_STRUCT(Filter, (), (filterType, filterValues))

struct Request {
    std::optional<List<Filter, 1, 10>> filters;
    std::optional<Integer<1, kPageMax>> maxResults;
    std::optional<NextToken> nextToken;
};
BOOST_DESCRIBE_STRUCT(Request, (), (filters, maxResults, nextToken))

struct AssociatedEntity {
    ProductInformation product;
    OfferInformation offer;
    std::optional<OfferSetInformation> offerSet;
};
BOOST_DESCRIBE_STRUCT(AssociatedEntity, (), (product, offer, offerSet))

enum class PurchaseOptionType { OFFER, OFFERSET };
BOOST_DESCRIBE_ENUM(PurchaseOptionType, OFFER, OFFERSET)

struct PurchaseOption {
    std::string purchaseOptionId;
    std::string catalog;
    PurchaseOptionType purchaseOptionType = PurchaseOptionType::OFFER;
    std::optional<std::string> purchaseOptionName;
    std::optional<Time> availableFromTime;
    std::optional<Time> expirationTime;
    SellerInformation sellerOfRecord;
    std::vector<Badge> badges;
    std::vector<AssociatedEntity> associatedEntities;
};
BOOST_DESCRIBE_STRUCT(PurchaseOption, (),
                      (purchaseOptionId, catalog, purchaseOptionType, purchaseOptionName,
                       availableFromTime, expirationTime, sellerOfRecord, badges,
                       associatedEntities))

struct Response {
    std::vector<PurchaseOption> purchaseOptions;
    std::optional<std::string> nextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (purchaseOptions, nextToken))

std::vector<model::PurchaseOptionFilter> filters_of(const Request& request) {
    std::vector<model::PurchaseOptionFilter> filters;
    if (request.filters) {
        for (const auto& filter : *request.filters) {
            filters.push_back(
                {filter.filterType, {filter.filterValues.begin(), filter.filterValues.end()}});
        }
    }
    return filters;
}

/// What the filters are, for page tokens.
std::string text_of(const std::vector<model::PurchaseOptionFilter>& filters) {
    std::string text;
    for (const auto& filter : filters) {
        text += std::to_string(static_cast<int>(filter.type));
        for (const auto& value : filter.values) {
            text += ' ' + value;
        }
        text += '\n';
    }
    return text;
}

PurchaseOption show(const model::State& state, const model::PurchaseOption& option, Time now) {
    PurchaseOption shown{.purchaseOptionId = option.id,
                         .catalog = std::string{kCatalog},
                         .purchaseOptionType = option.set == nullptr ? PurchaseOptionType::OFFER
                                                                     : PurchaseOptionType::OFFERSET,
                         .purchaseOptionName = option.name,
                         .availableFromTime = option.available_from,
                         .expirationTime = option.expires_at,
                         .sellerOfRecord = show_seller(option.offers.front()),
                         .badges = show_badges(option, now),
                         .associatedEntities = {}};
    for (const auto& offer : option.offers) {
        shown.associatedEntities.push_back(
            {show_product(product_of(state, offer)), show_offer(offer), show_offer_set(offer)});
    }
    return shown;
}

Result<Response> run(Call& call, const Request& request) {
    const auto filters = filters_of(request);
    LICET_TRY_VOID(model::check(filters));
    const Listing listing{call, "ListPurchaseOptions", text_of(filters)};
    LICET_TRY(const auto after, page_after(listing, request.nextToken));
    const auto size =
        request.maxResults ? static_cast<std::size_t>(request.maxResults->value) : kPageMax;
    const Time now = call.context().now;
    Response response;
    bool more = false;
    model::purchase_options_for(
        call.state(), call.account(), filters, now, after,
        [&](const model::PurchaseOption& option) {
            more = response.purchaseOptions.size() == size;
            if (!more) {
                response.purchaseOptions.push_back(show(call.state(), option, now));
            }
            return !more;
        });
    if (more) {
        response.nextToken = listing.token_after(response.purchaseOptions.back().purchaseOptionId);
    }
    return response;
}

Permissions permissions(const PermissionCall&, const Request&) {
    return marketplace_discovery::permit_in_catalog("purchaseOption", "*");
}

constexpr wire::HttpBinding kHttp{"POST", "/2026-02-05/listPurchaseOptions"};

}  // namespace

extern constinit const Operation op_marketplace_discovery_list_purchase_options =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kMarketplaceDiscovery,
         .name = "ListPurchaseOptions",
         .doc = "Lists the offers and offer sets that the caller's account can accept.",
         .access = Access::read,
         .needs = {.resources = {&marketplace_discovery::kAllPurchaseOptions}},
         .http = &kHttp});

}  // namespace licet::api
