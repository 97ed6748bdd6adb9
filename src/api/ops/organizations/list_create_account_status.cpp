// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/paging.h"
#include "api/organizations/shapes.h"
#include "model/organization/access.h"

#include <algorithm>

namespace licet::api {
namespace {

struct Request {
    std::vector<model::CreateAccountState> States;  // empty: all
    organizations::NextToken NextToken;
    organizations::MaxResults MaxResults;
};
BOOST_DESCRIBE_STRUCT(Request, (), (States, NextToken, MaxResults))

struct Response {
    std::vector<organizations::CreateAccountStatus> CreateAccountStatuses;
    std::optional<std::string> NextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (CreateAccountStatuses, NextToken))

bool wants(const Request& request, model::CreateAccountState state) {
    const auto& states = request.States;
    return states.empty() || std::find(states.begin(), states.end(), state) != states.end();
}

std::string filter_of(const Request& request) {
    std::string states;
    for (const auto state :
         {model::CreateAccountState::IN_PROGRESS, model::CreateAccountState::SUCCEEDED,
          model::CreateAccountState::FAILED}) {
        states += wants(request, state) ? '1' : '0';
    }
    return states;
}

Result<Response> run(Call& call, const Request& request) {
    const auto& state = call.state().organization;
    LICET_TRY(const auto organization, model::require_reader(state, call.account()));
    const Listing listing{call, "ListCreateAccountStatus", filter_of(request)};
    LICET_TRY(const auto page, organizations::page_of<std::string>(listing, request));
    Response response;
    response.NextToken =
        organizations::fill(listing, state.creations, page, [&](const auto& creation) {
            const bool listed = creation.second.organization == organization.id &&
                                wants(request, creation.second.state);
            if (listed) {
                response.CreateAccountStatuses.push_back(
                    organizations::show_creation(creation.first, creation.second));
            }
            return listed;
        });
    return response;
}

constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException"};

}  // namespace

extern constinit const Operation op_organizations_list_create_account_status =
    operation<Request, Response, run>(
        {.service = &wire::kOrganizations,
         .name = "ListCreateAccountStatus",
         .doc = "Lists the requests for accounts and how far they have come.",
         .access = Access::read,
         .errors = kErrors});

}  // namespace licet::api
