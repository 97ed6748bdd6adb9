// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"

namespace licet::api {
namespace {

struct Response {
    model::Catalogue catalog;
};
BOOST_DESCRIBE_STRUCT(Response, (), (catalog))

Result<Response> run(Call& call, const Empty&) {
    return Response{model::catalogue_of(call.state().models)};
}

constexpr wire::HttpBinding kHttp{"GET", "/licet/v1/catalog"};
constexpr wire::RestMember kMembers[] = {{"catalog", wire::Location::payload}};

}  // namespace

extern constinit const Operation op_licet_get_catalog = operation<Empty, Response, run>(
    {.service = &wire::kLicet,
     .name = "GetCatalog",
     .doc = "Returns the model catalogue in force, its parts ordered by id.",
     .access = Access::read,
     .http = &kHttp,
     .response_members = kMembers});

}  // namespace licet::api
