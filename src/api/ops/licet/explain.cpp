// SPDX-License-Identifier: Apache-2.0
#include "api/decisions/forms.h"
#include "api/define.h"

namespace licet::api {
namespace {

using namespace decisions;

struct Request {
    std::optional<AccountId> account;        ///< the account as a whole; default: the caller's
    std::optional<Text<1, 2048>> principal;  ///< or one of its principals, by ARN
    std::optional<ActionName> action;        ///< default: see action_of()
    std::optional<ResourceName> resource;    ///< default: `*`
    std::optional<RegionName> region;        ///< default: the request's own
    std::optional<model::ModelOperation> operation;
    std::optional<TimeText> time;  ///< default: now, or the moment of `at`
    std::optional<TimeText> at;
    ResourceTags resourceTags;
    ContextValues context;  ///< what else the request says, by condition key
};
BOOST_DESCRIBE_STRUCT(Request, (),
                      (account, principal, action, resource, region, operation, time, at,
                       resourceTags, context))

struct Response {
    AccountId account;
    std::optional<std::string> principal;
    std::string action;
    std::string resource;
    std::string region;
    bool allowed = false;
    std::string reason;
    std::optional<std::string> message;
    std::optional<std::string> fix;
    std::optional<std::string> grant;
    std::optional<WireScope> scope;  ///< of the grant
    std::vector<WireStep> steps;
    std::string time;
    std::uint64_t revision = 0;
};
BOOST_DESCRIBE_STRUCT(Response, (),
                      (account, principal, action, resource, region, allowed, reason, message, fix,
                       grant, scope, steps, time, revision))

Result<Response> explain(const View& view, std::string_view region, const Request& request) {
    LICET_TRY(const auto asked, find_asked(view, request.account, request.principal));
    const std::string place =
        std::string{request.region ? std::string_view{*request.region} : region};
    Time time = view.now();
    if (request.time) {
        LICET_TRY(time, read_time("time", *request.time));
    }
    AskedContext context{read_tags(request.resourceTags)};
    LICET_TRY_VOID(context.read(request.context));
    const auto keys = context.keys();
    const auto resource = resource_of(request.resource);
    const auto action = action_of(request.action, resource, view);
    const decision::Inquiry inquiry{.action = action,
                                    .resource = resource,
                                    .region = place,
                                    .now = time,
                                    .operation = request.operation,
                                    .resource_tags = &context.resource_tags(),
                                    .request = &keys};
    const decision::Inquirer inquirer{view.facts(), view.directory(), inquiry};
    const auto explained = decisions::explained(view, inquirer, asked.subject());
    Response response{.account = asked.account,
                      .principal = asked.arn(),
                      .action = std::string{action},
                      .resource = std::string{resource},
                      .region = place,
                      .allowed = explained.answer.allowed,
                      .reason = std::string{explained.answer.reason},
                      .message = {},
                      .fix = {},
                      .grant = show(explained.answer.grant),
                      .scope = show(explained.answer.scope),
                      .steps = {},
                      .time = format_iso8601(time),
                      .revision = view.revision()};
    if (const auto* refused = explained.refused()) {
        response.message = refused->message;
        if (refused->fix) {
            response.fix = refused->fix->text;
        }
    }
    for (const auto& step : explained.steps) {
        response.steps.push_back(show(step));
    }
    return response;
}

Result<Response> run(AuditCall& call, const Request& request) {
    if (request.at) {
        LICET_TRY(const auto past, view_of_past(call, *request.at));
        return explain(*past.view, call.region(), request);
    }
    const View view{call.index, call.caller(), call.services.clock.now()};
    return explain(view, call.region(), request);
}

constexpr wire::HttpBinding kHttp{"POST", "/licet/v1/explain"};

}  // namespace

extern constinit const Operation op_licet_explain = operation<Request, Response, run>(
    {.service = &wire::kLicet,
     .name = "Explain",
     .doc = "Says whether a subject may do something, and step by step why, now or at a past "
            "revision or time.",
     .access = Access::audit,
     .http = &kHttp});

}  // namespace licet::api
