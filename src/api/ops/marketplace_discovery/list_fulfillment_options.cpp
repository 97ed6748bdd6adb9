// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/marketplace_discovery/fulfillment.h"
#include "api/marketplace_discovery/permissions.h"
#include "api/marketplace_discovery/shapes.h"
#include "api/page.h"

#include <algorithm>

namespace licet::api {
namespace {

using marketplace_discovery::FulfillmentOption;
using marketplace_discovery::Id;
using marketplace_discovery::NextToken;
using marketplace_discovery::page_after;
using marketplace_discovery::require_product;
using marketplace_discovery::show_option;

constexpr std::size_t kPageMax = 50;

struct Request {
    Id productId;
    std::optional<Integer<1, kPageMax>> maxResults;
    std::optional<NextToken> nextToken;
};
BOOST_DESCRIBE_STRUCT(Request, (), (productId, maxResults, nextToken))

struct Response {
    std::vector<FulfillmentOption> fulfillmentOptions;
    std::optional<std::string> nextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (fulfillmentOptions, nextToken))

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY(const auto* product, require_product(call.state(), request.productId));
    const auto options = model::fulfillment_options(*product);
    const Listing listing{call, "ListFulfillmentOptions", product->product_id};
    LICET_TRY(const auto after, page_after(listing, request.nextToken));
    auto option = options.begin();
    if (after) {
        option = std::find_if(options.begin(), options.end(),
                              [&](const auto& one) { return one.option_id == *after; });
        option += option == options.end() ? 0 : 1;
    }
    const auto size =
        request.maxResults ? static_cast<std::size_t>(request.maxResults->value) : kPageMax;
    Response response;
    for (; option != options.end() && response.fulfillmentOptions.size() < size; ++option) {
        response.fulfillmentOptions.push_back(show_option(product->kind, *option));
    }
    if (option != options.end()) {
        response.nextToken = listing.token_after(std::prev(option)->option_id);
    }
    return response;
}

Permissions permissions(const PermissionCall&, const Request& request) {
    return marketplace_discovery::permit_in_catalog("product", request.productId);
}

constexpr wire::HttpBinding kHttp{"POST", "/2026-02-05/listFulfillmentOptions"};

}  // namespace

extern constinit const Operation op_marketplace_discovery_list_fulfillment_options =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kMarketplaceDiscovery,
         .name = "ListFulfillmentOptions",
         .doc = "Lists the ways in which buyers of a product get at it.",
         .access = Access::read,
         .needs = {.resources = {&marketplace_discovery::kProduct}},
         .http = &kHttp});

}  // namespace licet::api
