// SPDX-License-Identifier: Apache-2.0
#include "api/decisions/authzen.h"
#include "api/define.h"

#include <fmt/format.h>

namespace licet::api {
namespace {

using namespace decisions;

struct Request {
    AuthzenWanted subject;
    AuthzenAction action;
    AuthzenResource resource;
    std::optional<AuthzenContext> context;
    std::optional<AuthzenPageRequest> page;
};
BOOST_DESCRIBE_STRUCT(Request, (), (subject, action, resource, context, page))

Result<AuthzenFoundPage> run(AuditCall& call, const Request& request) {
    const View view{call.index, call.caller(), call.services.clock.now()};
    Circumstances when{view, call.region()};
    LICET_TRY_VOID(when.read(request.context));
    const auto& type = request.subject.type;
    const auto question = fmt::format("{}\n{}\n{}\n{}\n{}", type, request.action.name,
                                      request.resource.type, request.resource.id, when.region);
    LICET_TRY(const auto place,
              place_of(call, "SearchSubject", question, request.context, request.page));
    AuthzenFoundPage response{.page = {}, .context = {.revision = view.revision()}, .results = {}};
    const ResourceWords resource{view, request.resource, request.action.name, when, view.caller()};
    if ((type != "account" && type != "principal") || !resource.fits()) {
        return response;
    }
    const auto inquiry = resource.inquiry();
    const auto page =
        decision::who_can(view.facts(), view.directory(),
                          {.inquiry = inquiry,
                           .kind = type == "account" ? decision::SubjectKind::account
                                                     : decision::SubjectKind::principal,
                           .accounts = view.accounts(),
                           .after = place.after,
                           .rows_max = place.rows_max},
                          [](const decision::Answer& answer) { return answer.allowed; });
    for (const auto& row : page.rows) {
        response.results.push_back(
            {type, row.principal.empty() ? row.account.text() : row.principal});
    }
    response.page = page_after(place, page.next, page.rows.size());
    return response;
}

constexpr wire::HttpBinding kHttp{"POST", "/access/v1/search/subject"};

}  // namespace

extern constinit const Operation op_authzen_search_subject =
    operation<Request, AuthzenFoundPage, run>(
        {.service = &wire::kAuthzen,
         .name = "SearchSubject",
         .doc = "Lists the accounts or principals that may do something.",
         .access = Access::audit,
         .needs = {.action = "licet:WhoCan"},
         .http = &kHttp});

}  // namespace licet::api
