// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"

namespace licet::api {
namespace {

struct Response {
    std::string policy_decision_point;
    std::string access_evaluation_endpoint;
    std::string access_evaluations_endpoint;
    std::string search_subject_endpoint;
    std::string search_resource_endpoint;
    std::string search_action_endpoint;
};
BOOST_DESCRIBE_STRUCT(Response, (),
                      (policy_decision_point, access_evaluation_endpoint,
                       access_evaluations_endpoint, search_subject_endpoint,
                       search_resource_endpoint, search_action_endpoint))

/// A loopback address, which needs no TLS in front.
bool is_local(std::string_view host) {
    return host.starts_with("127.0.0.1") || host.starts_with("localhost") ||
           host.starts_with("[::1]");
}

/// Source: AuthZEN Authorization API 1.0, "Policy Decision Point Metadata": the identifier is the
/// URL by which the document was reached, and has the scheme https.
Result<Response> run(DecisionCall& call, const Empty&) {
    const std::string base =
        (is_local(call.host) ? "http://" : "https://") + std::string{call.host};
    const std::string api = base + "/access/v1/";
    return Response{.policy_decision_point = base,
                    .access_evaluation_endpoint = api + "evaluation",
                    .access_evaluations_endpoint = api + "evaluations",
                    .search_subject_endpoint = api + "search/subject",
                    .search_resource_endpoint = api + "search/resource",
                    .search_action_endpoint = api + "search/action"};
}

constexpr wire::HttpBinding kHttp{"GET", "/.well-known/authzen-configuration"};

}  // namespace

extern constinit const Operation op_authzen_get_configuration = operation<Empty, Response, run>(
    {.service = &wire::kAuthzen,
     .name = "GetConfiguration",
     .doc = "Says where the endpoints of the AuthZEN API are; needs no signature.",
     .access = Access::decision,
     .signature = Signature::optional,
     .authorization = Authorization::none,
     .http = &kHttp});

}  // namespace licet::api
