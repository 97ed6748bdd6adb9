// SPDX-License-Identifier: Apache-2.0
#include "api/decisions/authzen.h"
#include "api/define.h"

namespace licet::api {
namespace {

using namespace decisions;

struct Request {
    AuthzenSubject subject;
    AuthzenAction action;
    AuthzenResource resource;
    std::optional<AuthzenContext> context;
};
BOOST_DESCRIBE_STRUCT(Request, (), (subject, action, resource, context))

Result<AuthzenDecision> run(AuditCall& call, const Request& request) {
    const View view{call.index, call.caller(), call.services.clock.now()};
    Circumstances when{view, call.region()};
    LICET_TRY_VOID(when.read(request.context));
    return evaluate(view, {.subject = request.subject,
                           .action = request.action,
                           .resource = request.resource,
                           .when = when});
}

constexpr wire::HttpBinding kHttp{"POST", "/access/v1/evaluation"};

}  // namespace

extern constinit const Operation op_authzen_evaluate =
    operation<Request, AuthzenDecision, run>({.service = &wire::kAuthzen,
                                              .name = "Evaluate",
                                              .doc = "Says whether a subject may do something.",
                                              .access = Access::audit,
                                              .http = &kHttp});

}  // namespace licet::api
