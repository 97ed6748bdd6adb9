// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "model/state.h"

namespace licet::api {
namespace {

Result<Empty> run(Call& call, const Empty&) {
    const auto& region = call.context().region;
    if (model::find_invocation_logging(call.state().models, call.account(), region) != nullptr) {
        call.transaction.commit(
            {model::InvocationLoggingChanged{call.account(), region, std::nullopt}});
    }
    return Empty{};
}

constexpr wire::HttpBinding kHttp{"DELETE", "/logging/modelinvocations"};

}  // namespace

extern constinit const Operation op_bedrock_delete_model_invocation_logging_configuration =
    operation<Empty, Empty, run>(
        {.service = &wire::kBedrock,
         .name = "DeleteModelInvocationLoggingConfiguration",
         .doc = "Ends the logging of the account's model calls in the region.",
         .access = Access::write,
         .http = &kHttp});

}  // namespace licet::api
