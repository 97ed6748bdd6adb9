// SPDX-License-Identifier: Apache-2.0
#include "api/decisions/authzen.h"
#include "api/define.h"

namespace licet::api {
namespace {

using namespace decisions;

constexpr std::int64_t kEvaluationsMax = 100;

enum class Semantic { execute_all, deny_on_first_deny, permit_on_first_permit };
BOOST_DESCRIBE_ENUM(Semantic, execute_all, deny_on_first_deny, permit_on_first_permit)

struct Options {
    std::optional<Semantic> evaluations_semantic;
};
BOOST_DESCRIBE_STRUCT(Options, (), (evaluations_semantic))

struct Evaluation {
    std::optional<AuthzenSubject> subject;
    std::optional<AuthzenAction> action;
    std::optional<AuthzenResource> resource;
    std::optional<AuthzenContext> context;
};
BOOST_DESCRIBE_STRUCT(Evaluation, (), (subject, action, resource, context))

/// What an evaluation does not say, the request says for all.
struct Request {
    std::optional<AuthzenSubject> subject;
    std::optional<AuthzenAction> action;
    std::optional<AuthzenResource> resource;
    std::optional<AuthzenContext> context;
    List<Evaluation, 0, kEvaluationsMax> evaluations;
    std::optional<Options> options;
};
BOOST_DESCRIBE_STRUCT(Request, (), (subject, action, resource, context, evaluations, options))

/// The decision where there were no evaluations, else these.
struct Response {
    std::optional<bool> decision;
    std::optional<AuthzenDecisionContext> context;
    std::optional<std::vector<AuthzenDecision>> evaluations;
};
BOOST_DESCRIBE_STRUCT(Response, (), (decision, context, evaluations))

Error is_missing(std::string_view member) {
    return {ErrorKind::invalid, "every evaluation needs a `" + std::string{member} +
                                    "` of its own, or the request one for all"};
}

Result<AuthzenDecision> evaluate_one(const AuditCall& call, const View& view,
                                     const Request& defaults, const Evaluation& asked) {
    const auto& subject = asked.subject ? asked.subject : defaults.subject;
    const auto& action = asked.action ? asked.action : defaults.action;
    const auto& resource = asked.resource ? asked.resource : defaults.resource;
    if (!subject || !action || !resource) {
        return is_missing(!subject ? "subject" : !action ? "action" : "resource");
    }
    Circumstances when{view, call.region()};
    LICET_TRY_VOID(when.read(asked.context ? asked.context : defaults.context));
    return evaluate(view,
                    {.subject = *subject, .action = *action, .resource = *resource, .when = when});
}

/// What cannot be answered among other evaluations counts as refused.
AuthzenDecision failed(const View& view, const Error& error) {
    return {
        .decision = false,
        .context = {
            .reason = {.code = "request_invalid", .step = {}, .message = error.message, .fix = {}},
            .error = AuthzenError{.status = 400, .message = error.message},
            .grant = {},
            .scope = {},
            .revision = view.revision()}};
}

/// @return ValidationException for the first evaluation that lacks a part
Result<void> check_complete(const Request& request) {
    for (const auto& each : request.evaluations) {
        if (!each.subject && !request.subject) {
            return is_missing("subject");
        }
        if (!each.action && !request.action) {
            return is_missing("action");
        }
        if (!each.resource && !request.resource) {
            return is_missing("resource");
        }
    }
    return {};
}

bool ends_after(Semantic semantic, bool decision) {
    return (semantic == Semantic::deny_on_first_deny && !decision) ||
           (semantic == Semantic::permit_on_first_permit && decision);
}

Result<Response> run(AuditCall& call, const Request& request) {
    const View view{call.index, call.caller(), call.services.clock.now()};
    Response response;
    if (request.evaluations.empty()) {
        LICET_TRY(auto single, evaluate_one(call, view, request, {}));
        response.decision = single.decision;
        response.context = std::move(single.context);
        return response;
    }
    const auto semantic = request.options && request.options->evaluations_semantic
                              ? *request.options->evaluations_semantic
                              : Semantic::execute_all;
    LICET_TRY_VOID(check_complete(request));
    std::vector<AuthzenDecision> decisions;
    for (const auto& evaluation : request.evaluations) {
        auto decision = evaluate_one(call, view, request, evaluation);
        decisions.push_back(decision.ok() ? *std::move(decision) : failed(view, decision.error()));
        if (ends_after(semantic, decisions.back().decision)) {
            break;
        }
    }
    response.evaluations = std::move(decisions);
    return response;
}

constexpr wire::HttpBinding kHttp{"POST", "/access/v1/evaluations"};

}  // namespace

extern constinit const Operation op_authzen_evaluate_all = operation<Request, Response, run>(
    {.service = &wire::kAuthzen,
     .name = "EvaluateAll",
     .doc = "Says of several questions at once whether subjects may do something.",
     .access = Access::audit,
     .needs = {.action = "licet:Evaluate"},
     .http = &kHttp});

}  // namespace licet::api
