// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/openapi.h"

namespace licet::api {
namespace {

struct Response {
    JsonText document;
};
BOOST_DESCRIBE_STRUCT(Response, (), (document))

Result<Response> run(DecisionCall&, const Empty&) {
    return Response{.document = {openapi()}};
}

constexpr wire::HttpBinding kHttp{"GET", "/licet/v1/openapi.json"};
constexpr wire::RestMember kResponse[] = {{"document", wire::Location::payload}};

}  // namespace

extern constinit const Operation op_licet_get_open_api =
    operation<Empty, Response, run>({.service = &wire::kLicet,
                                     .name = "GetOpenApi",
                                     .doc = "Describes licet's own API as an OpenAPI 3.1 document.",
                                     .access = Access::decision,
                                     .http = &kHttp,
                                     .response_members = kResponse});

}  // namespace licet::api
