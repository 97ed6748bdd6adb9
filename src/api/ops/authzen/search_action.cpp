// SPDX-License-Identifier: Apache-2.0
#include "api/decisions/authzen.h"
#include "api/define.h"
#include "policy/actions.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace licet::api {
namespace {

using namespace decisions;

struct Request {
    AuthzenSubject subject;
    AuthzenResource resource;
    std::optional<AuthzenContext> context;
    std::optional<AuthzenPageRequest> page;
};
BOOST_DESCRIBE_STRUCT(Request, (), (subject, resource, context, page))

struct Found {
    std::string name;
};
BOOST_DESCRIBE_STRUCT(Found, (), (name))

struct Response {
    AuthzenPage page;
    AuthzenSearchContext context;
    std::vector<Found> results;
};
BOOST_DESCRIBE_STRUCT(Response, (), (page, context, results))

/// Whether actions of that service can be about a resource of that type: those of an ARN's own.
bool serves(std::string_view action, const AuthzenResource& resource) {
    const auto service = action.substr(0, action.find(':'));
    if (resource.type == "foundation-model" || resource.type == "inference-profile") {
        return service == "bedrock";
    }
    if (resource.type == "product") {
        return service == "aws-marketplace" || action == decision::kUseProduct ||
               decision::operation_of(policy::Action{action}).has_value();
    }
    return resource.id == "*" || resource.id.starts_with(fmt::format("arn:aws:{}:", service));
}

std::vector<std::string_view> actions_of(const AuthzenResource& resource) {
    std::vector<std::string_view> actions{decision::kUseProduct};
    const auto known = policy::known_actions();
    actions.insert(actions.end(), known.begin(), known.end());
    std::erase_if(actions, [&](std::string_view action) { return !serves(action, resource); });
    std::sort(actions.begin(), actions.end());
    return actions;
}

Result<Response> run(AuditCall& call, const Request& request) {
    const View view{call.index, call.caller(), call.services.clock.now()};
    Circumstances when{view, call.region()};
    LICET_TRY_VOID(when.read(request.context));
    const auto question =
        fmt::format("{}\n{}\n{}\n{}\n{}", request.subject.type, request.subject.id,
                    request.resource.type, request.resource.id, when.region);
    LICET_TRY(const auto place,
              place_of(call, "SearchAction", question, request.context, request.page));
    Response response{.page = {}, .context = {.revision = view.revision()}, .results = {}};
    const auto asked = find_subject(view, request.subject);
    if (!asked) {
        return response;
    }
    const auto subject = asked->subject();
    const auto answer_work = decision::work_of(view.facts(), subject, request.resource.id);
    std::size_t work = 0;
    std::string next;
    std::string_view last;
    for (const auto action : actions_of(request.resource)) {
        if (action <= place.after) {
            continue;
        }
        if (response.results.size() == place.rows_max || work >= decision::kPageWorkMax) {
            next = last;
            break;
        }
        work += answer_work;
        last = action;
        const ResourceWords resource{view, request.resource, action, when, asked->account};
        const auto inquiry = resource.inquiry();
        const bool allowed =
            resource.fits() &&
            decision::Inquirer{view.facts(), view.directory(), inquiry}.answer(subject).allowed;
        if (allowed) {
            response.results.push_back({std::string{action}});
        }
    }
    response.page = page_after(place, next, response.results.size());
    return response;
}

constexpr wire::HttpBinding kHttp{"POST", "/access/v1/search/action"};

}  // namespace

extern constinit const Operation op_authzen_search_action =
    operation<Request, Response, run>({.service = &wire::kAuthzen,
                                       .name = "SearchAction",
                                       .doc = "Lists what a subject may do with a resource.",
                                       .access = Access::audit,
                                       .needs = {.action = "licet:WhatCan"},
                                       .http = &kHttp});

}  // namespace licet::api
