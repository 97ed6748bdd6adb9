// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "model/bedrock/apply_catalogue.h"

namespace licet::api {
namespace {

struct Request {
    model::Catalogue catalog;
};
BOOST_DESCRIBE_STRUCT(Request, (), (catalog))

struct Response {
    std::string version;
};
BOOST_DESCRIBE_STRUCT(Response, (), (version))

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY(auto events, model::apply_catalogue(call.state(), request.catalog, call.context()));
    call.transaction.commit(std::move(events));
    return Response{request.catalog.version};
}

constexpr wire::HttpBinding kHttp{"PUT", "/licet/v1/catalog"};
constexpr wire::RestMember kMembers[] = {{"catalog", wire::Location::payload}};

}  // namespace

extern constinit const Operation op_licet_apply_catalog = operation<Request, Response, run>(
    {.service = &wire::kLicet,
     .name = "ApplyCatalog",
     .doc = "Replaces the model catalogue; for the account that `licet init` made.",
     .access = Access::write,
     .http = &kHttp,
     .request_members = kMembers});

}  // namespace licet::api
