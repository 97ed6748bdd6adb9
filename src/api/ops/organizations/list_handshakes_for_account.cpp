// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/handshakes.h"
#include "api/organizations/paging.h"
#include "model/organization/handshake_answer.h"

#include <algorithm>
#include <iterator>

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

/// What the account was ever asked and not forgotten, by its id or by its e-mail address.
model::Handshakes::Ids received(const model::Organizations& state, AccountId account) {
    model::Handshakes::Ids ids;
    const model::Account* details = model::find_account(state, account);
    if (details == nullptr) {
        return ids;
    }
    const auto& handshakes = state.handshakes;
    if (const auto named = handshakes.by_account.find(account);
        named != handshakes.by_account.end()) {
        ids = named->second;
    }
    if (const auto mailed = handshakes.by_email.find(model::email_key(details->email));
        mailed != handshakes.by_email.end()) {
        std::copy_if(mailed->second.begin(), mailed->second.end(), std::inserter(ids, ids.end()),
                     [&](const std::string& id) {
                         return model::is_recipient(state, handshakes.all.at(id), account);
                     });
    }
    return ids;
}

Result<Response> run(Call& call, const Request& request) {
    const auto& state = call.state().organization;
    LICET_TRY_VOID(organizations::check_filter(request.Filter));
    const Listing listing{call, "ListHandshakesForAccount", organizations::text_of(request.Filter)};
    LICET_TRY(const auto page, organizations::page_of<std::string>(listing, request));
    const Time now = call.context().now;
    const auto ids = received(state, call.account());
    Response response;
    response.NextToken = organizations::fill(listing, ids, page, [&](const std::string& id) {
        const bool shown =
            organizations::is_shown(state.handshakes.all.at(id), request.Filter, now);
        if (shown) {
            response.Handshakes.push_back(organizations::show_handshake(state, id, now));
        }
        return shown;
    });
    return response;
}

}  // namespace

extern constinit const Operation op_organizations_list_handshakes_for_account =
    operation<Request, Response, run>(
        {.service = &wire::kOrganizations,
         .name = "ListHandshakesForAccount",
         .doc = "Lists what the calling account is and was asked, 30 days back.",
         .access = Access::read});

}  // namespace licet::api
