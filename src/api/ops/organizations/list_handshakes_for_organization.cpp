// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/handshakes.h"
#include "api/organizations/paging.h"
#include "model/organization/access.h"

namespace licet::api {
namespace {

struct Request {
    std::optional<organizations::HandshakeFilter> Filter;
    organizations::NextToken NextToken;
    organizations::MaxResults MaxResults;
};
BOOST_DESCRIBE_STRUCT(Request, (), (Filter, NextToken, MaxResults))

struct Response {
    std::vector<organizations::Handshake> Handshakes;
    std::optional<std::string> NextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Handshakes, NextToken))

Result<Response> run(Call& call, const Request& request) {
    const auto& state = call.state().organization;
    LICET_TRY(const auto organization, model::require_reader(state, call.account()));
    LICET_TRY_VOID(organizations::check_filter(request.Filter));
    const Listing listing{call, "ListHandshakesForOrganization",
                          organizations::text_of(request.Filter)};
    LICET_TRY(const auto page, organizations::page_of<std::string>(listing, request));
    const auto sent = state.handshakes.by_organization.find(organization.id);
    Response response;
    if (sent == state.handshakes.by_organization.end()) {
        return response;
    }
    const Time now = call.context().now;
    response.NextToken =
        organizations::fill(listing, sent->second, page, [&](const std::string& id) {
            const bool shown =
                organizations::is_shown(state.handshakes.all.at(id), request.Filter, now);
            if (shown) {
                response.Handshakes.push_back(organizations::show_handshake(state, id, now));
            }
            return shown;
        });
    return response;
}

constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException"};

}  // namespace

extern constinit const Operation op_organizations_list_handshakes_for_organization =
    operation<Request, Response, run>(
        {.service = &wire::kOrganizations,
         .name = "ListHandshakesForOrganization",
         .doc = "Lists what the organization asks and asked, 30 days back.",
         .access = Access::read,
         .errors = kErrors});

}  // namespace licet::api
