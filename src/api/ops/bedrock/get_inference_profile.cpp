// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/profiles.h"
#include "api/define.h"
#include "model/bedrock/model_identifier.h"

#include <fmt/format.h>

namespace licet::api {
namespace {

struct Request {
    Text<1, 2048> inferenceProfileIdentifier;
};
BOOST_DESCRIBE_STRUCT(Request, (), (inferenceProfileIdentifier))

Result<bedrock::Profile> run(Call& call, const Request& request) {
    const auto& region = call.context().region;
    const auto named = model::resolve_model_identifier(request.inferenceProfileIdentifier);
    if (!named.ok() || named->kind == model::ModelRefKind::foundation_model) {
        return Error{ErrorKind::invalid,
                     "The provided inference profile identifier is invalid. It must be the id or "
                     "ARN of an inference profile."};
    }
    const bool elsewhere = (!named->region.empty() && named->region != region) ||
                           (named->account && named->account != call.account());
    const auto* profile = elsewhere ? nullptr : model::find_profile(call.state().models, named->id);
    if (profile == nullptr || model::destinations(*profile, region) == nullptr) {
        return Error{ErrorKind::not_found,
                     fmt::format("There is no inference profile `{}` in account `{}` and region "
                                 "`{}`; ListInferenceProfiles shows those there are",
                                 named->id, call.account().text(), region)};
    }
    return bedrock::show_profile(*profile, call.account(), region);
}

constexpr wire::HttpBinding kHttp{"GET", "/inference-profiles/{inferenceProfileIdentifier}"};
constexpr wire::RestMember kMembers[] = {{"inferenceProfileIdentifier", wire::Location::label}};

}  // namespace

extern constinit const Operation op_bedrock_get_inference_profile =
    operation<Request, bedrock::Profile, run>(
        {.service = &wire::kBedrock,
         .name = "GetInferenceProfile",
         .doc = "Describes an inference profile that can be used in the region.",
         .access = Access::read,
         .http = &kHttp,
         .request_members = kMembers});

}  // namespace licet::api
