// SPDX-License-Identifier: Apache-2.0
#include "api/decisions/authzen.h"
#include "api/define.h"
#include "model/bedrock/model_identifier.h"

namespace licet::api {
namespace {

using namespace decisions;

/// The subject that stands for who makes the request. Not the default: a proxy that forwards no
/// subject must not get an answer about itself.
constexpr std::string_view kCaller = "caller";

struct Request {
    Text<1, 2048> subject;               ///< account id, ARN, or kCaller
    std::optional<Text<1, 128>> action;  ///< default: bedrock:InvokeModel
    ResourceName resource;               ///< id or ARN of a model or profile; ARN; `*`
    std::optional<RegionName> region;    ///< default: the request's own
};
BOOST_DESCRIBE_STRUCT(Request, (), (subject, action, resource, region))

struct Response {
    int status = 403;
    std::string contentType = "text/plain; charset=utf-8";
    std::optional<std::string> account;  ///< of the subject, for who is behind the proxy
    std::string reason;
    std::optional<std::string> grant;
    std::string body;
};
BOOST_DESCRIBE_STRUCT(Response, (), (status, contentType, account, reason, grant, body))

AuthzenSubject subject_of(const AuditCall& call, const Request& request) {
    const std::string name = request.subject == kCaller ? call.caller().arn : request.subject;
    return {.type = name.starts_with("arn:") ? "principal" : "account", .id = name};
}

/// The type that an id is of; all else is taken as an ARN.
std::string_view type_of(std::string_view resource) {
    const auto named = model::resolve_model_identifier(resource);
    if (!named.ok()) {
        return "arn";
    }
    return named->kind == model::ModelRefKind::foundation_model ? "foundation-model"
                                                                : "inference-profile";
}

/// Of a refusal: what a model call is refused with says the fix by itself.
std::string text_of(const AuthzenReason& reason) {
    std::string text = reason.message.value_or(reason.code);
    if (!text.ends_with('.')) {
        text += (reason.fix ? ": " + *reason.fix : std::string{}) + ".";
    }
    return text + "\n";
}

Result<Response> run(AuditCall& call, const Request& request) {
    const View view{call.index, call.caller(), call.services.clock.now()};
    const auto subject = subject_of(call, request);
    const Circumstances when{view,
                             request.region ? std::string_view{*request.region} : call.region()};
    const AuthzenAction action{request.action ? *request.action : "bedrock:InvokeModel"};
    const AuthzenResource resource{std::string{type_of(request.resource)}, request.resource};
    const auto answer =
        evaluate(view, {.subject = subject, .action = action, .resource = resource, .when = when});
    const auto asked = find_subject(view, subject);
    const auto& reason = answer.context.reason;
    Response response{.status = answer.decision ? 200 : 403,
                      .account = asked ? std::optional{asked->account.text()} : std::nullopt,
                      .reason = reason.code,
                      .grant = answer.context.grant,
                      .body = {}};
    if (!answer.decision) {
        response.body = text_of(reason);
    }
    return response;
}

constexpr wire::HttpBinding kHttp{"*", "/access/v1/ext-authz/*"};
constexpr wire::RestMember kRequest[] = {{"subject", wire::Location::header, "x-licet-subject"},
                                         {"action", wire::Location::header, "x-licet-action"},
                                         {"resource", wire::Location::header, "x-licet-resource"},
                                         {"region", wire::Location::header, "x-licet-region"}};
constexpr wire::RestMember kResponse[] = {{"status", wire::Location::status},
                                          {"contentType", wire::Location::header, "Content-Type"},
                                          {"account", wire::Location::header, "x-licet-account"},
                                          {"reason", wire::Location::header, "x-licet-reason"},
                                          {"grant", wire::Location::header, "x-licet-grant"},
                                          {"body", wire::Location::payload}};

}  // namespace

extern constinit const Operation op_authzen_check_forwarded = operation<Request, Response, run>(
    {.service = &wire::kAuthzen,
     .name = "CheckForwarded",
     .doc = "Answers a proxy such as nginx, Envoy or HAProxy with 200 or 403: what is asked stands "
            "in headers, and path and body are those of the request that the proxy holds.",
     .access = Access::audit,
     .needs = {.action = "licet:Evaluate"},
     .http = &kHttp,
     .request_members = kRequest,
     .response_members = kResponse});

}  // namespace licet::api
