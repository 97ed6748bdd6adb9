// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/permissions.h"
#include "api/bedrock/profiles.h"
#include "api/define.h"
#include "model/bedrock/model_identifier.h"
#include "model/bedrock/profile_commands.h"

#include <fmt/format.h>

namespace licet::api {
namespace {

struct Request {
    bedrock::ProfileIdentifier inferenceProfileIdentifier;
};
BOOST_DESCRIBE_STRUCT(Request, (), (inferenceProfileIdentifier))

Error not_found(const Call& call, std::string_view id) {
    return {ErrorKind::not_found,
            fmt::format("There is no inference profile `{}` in account `{}` and region `{}`; "
                        "ListInferenceProfiles shows those there are",
                        id, call.account().text(), call.context().region)};
}

Result<bedrock::Profile> run(Call& call, const Request& request) {
    const auto& region = call.context().region;
    const auto& models = call.state().models;
    const std::string& identifier = request.inferenceProfileIdentifier;
    const auto named = model::resolve_model_identifier(identifier);
    if (!named.ok()) {
        // The bare id of a profile that an account made is no identifier of a model.
        if (const auto* own = model::find_application_profile(models.application_profiles,
                                                              call.account(), region, identifier)) {
            return bedrock::show_profile(models, identifier, *own);
        }
        if (model::has_application_profile_form(identifier)) {
            return not_found(call, identifier);
        }
    }
    if (!named.ok() || named->kind == model::ModelRefKind::foundation_model) {
        return Error{ErrorKind::invalid,
                     "The provided inference profile identifier is invalid. It must be the id or "
                     "ARN of an inference profile."};
    }
    const bool elsewhere = (!named->region.empty() && named->region != region) ||
                           (named->account && named->account != call.account());
    if (elsewhere) {
        return not_found(call, named->id);
    }
    if (const auto* own = model::find_application_profile(models.application_profiles,
                                                          call.account(), region, named->id)) {
        return bedrock::show_profile(models, std::string{named->id}, *own);
    }
    const auto* profile = model::find_profile(models, named->id);
    if (profile == nullptr || model::destinations(*profile, region) == nullptr) {
        return not_found(call, named->id);
    }
    return bedrock::show_profile(*profile, call.account(), region);
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return bedrock::on_profile(call, request.inferenceProfileIdentifier);
}

constexpr wire::HttpBinding kHttp{"GET", "/inference-profiles/{inferenceProfileIdentifier}"};
constexpr wire::RestMember kMembers[] = {{"inferenceProfileIdentifier", wire::Location::label}};

}  // namespace

extern constinit const Operation op_bedrock_get_inference_profile =
    operation<Request, bedrock::Profile, run, permissions>(
        {.service = &wire::kBedrock,
         .name = "GetInferenceProfile",
         .doc = "Describes an inference profile that can be used in the region.",
         .access = Access::read,
         .needs = bedrock::kOnProfile,
         .http = &kHttp,
         .request_members = kMembers});

}  // namespace licet::api
