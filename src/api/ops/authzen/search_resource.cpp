// SPDX-License-Identifier: Apache-2.0
#include "api/decisions/authzen.h"
#include "api/define.h"

#include <fmt/format.h>

namespace licet::api {
namespace {

using namespace decisions;

struct Request {
    AuthzenSubject subject;
    AuthzenAction action;
    AuthzenWanted resource;
    std::optional<AuthzenContext> context;
    std::optional<AuthzenPageRequest> page;
};
BOOST_DESCRIBE_STRUCT(Request, (), (subject, action, resource, context, page))

std::optional<decision::ResourceKind> kind_of(std::string_view type) {
    using Kind = decision::ResourceKind;
    for (const Kind kind : {Kind::foundation_model, Kind::inference_profile, Kind::product}) {
        if (decision::kind_text(kind) == type) {
            return kind;
        }
    }
    return std::nullopt;
}

Result<AuthzenFoundPage> run(AuditCall& call, const Request& request) {
    const View view{call.index, call.caller(), call.services.clock.now()};
    Circumstances when{view, call.region()};
    LICET_TRY_VOID(when.read(request.context));
    const auto question =
        fmt::format("{}\n{}\n{}\n{}\n{}", request.subject.type, request.subject.id,
                    request.action.name, request.resource.type, when.region);
    LICET_TRY(const auto place,
              place_of(call, "SearchResource", question, request.context, request.page));
    AuthzenFoundPage response{.page = {}, .context = {.revision = view.revision()}, .results = {}};
    const auto asked = find_subject(view, request.subject);
    const auto kind = kind_of(request.resource.type);
    if (!asked || !kind) {
        return response;
    }
    const auto subject = asked->subject();
    const auto ask = [&](decision::ResourceKind each, std::string_view id, std::string_view) {
        const AuthzenResource named{std::string{decision::kind_text(each)}, std::string{id}};
        const ResourceWords resource{view, named, request.action.name, when, asked->account};
        if (!resource.fits()) {
            return decision::Answer{};
        }
        const auto inquiry = resource.inquiry();
        return decision::Inquirer{view.facts(), view.directory(), inquiry}.answer(subject);
    };
    const auto page =
        decision::what_can(view.directory(),
                           {.ask = ask,
                            .kinds = {*kind},
                            .region = when.region,
                            .after = place.after,
                            .rows_max = place.rows_max,
                            .answer_work = decision::work_of(view.facts(), subject, {})},
                           [](const decision::Answer& answer) { return answer.allowed; });
    for (const auto& row : page.rows) {
        response.results.push_back({request.resource.type, std::string{row.id}});
    }
    response.page = page_after(place, page.next, page.rows.size());
    return response;
}

constexpr wire::HttpBinding kHttp{"POST", "/access/v1/search/resource"};

}  // namespace

extern constinit const Operation op_authzen_search_resource =
    operation<Request, AuthzenFoundPage, run>(
        {.service = &wire::kAuthzen,
         .name = "SearchResource",
         .doc = "Lists the models, inference profiles or products that a subject may use.",
         .access = Access::audit,
         .needs = {.action = "licet:WhatCan"},
         .http = &kHttp});

}  // namespace licet::api
