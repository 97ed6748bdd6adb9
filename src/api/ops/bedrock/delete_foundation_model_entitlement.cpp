// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/models.h"
#include "api/define.h"

namespace licet::api {
namespace {

struct Request {
    bedrock::ModelIdentifier modelId;
};
BOOST_DESCRIBE_STRUCT(Request, (), (modelId))

/// Retired by AWS and without effect; scripts still call it. Source: rule BA-2.
Result<Empty> run(Call& call, const Request& request) {
    LICET_TRY_VOID(bedrock::require_model(call, request.modelId));
    return Empty{};
}

constexpr wire::HttpBinding kHttp{"POST", "/delete-foundation-model-entitlement", 200};

}  // namespace

// Source: service authorization reference, which has no action of this name.
extern constinit const Operation op_bedrock_delete_foundation_model_entitlement =
    operation<Request, Empty, run>({.service = &wire::kBedrock,
                                    .name = "DeleteFoundationModelEntitlement",
                                    .doc = "Retired: checks the model's id and changes nothing.",
                                    .access = Access::write,
                                    .needs = {.action = "bedrock:PutFoundationModelEntitlement"},
                                    .http = &kHttp});

}  // namespace licet::api
