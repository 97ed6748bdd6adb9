// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/models.h"

#include "model/bedrock/model_identifier.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::api::bedrock {
namespace {

std::optional<std::string> show_time(const std::optional<Time>& time) {
    return time ? std::optional{format_iso8601(*time)} : std::nullopt;
}

Error invalid_identifier(std::string_view sentence) {
    return Error{ErrorKind::invalid,
                 fmt::format("The provided model identifier is invalid. {}", sentence)};
}

}  // namespace

Model show_model(const model::FoundationModel& model, const std::string& region) {
    const auto& life = model.lifecycle;
    return {.modelArn = model::model_arn(region, model.model_id),
            .modelId = model.model_id,
            .modelName = model.model_name,
            .providerName = model.provider_name,
            .inputModalities = model.input_modalities,
            .outputModalities = model.output_modalities,
            .responseStreamingSupported = model.streaming,
            .customizationsSupported = model.customizations,
            .inferenceTypesSupported = model.inference_types,
            .modelLifecycle = {
                .status = life.status,
                .startOfLifeTime = show_time(life.start_of_life),
                .endOfLifeTime = show_time(life.end_of_life),
                .legacyTime = show_time(life.legacy_time),
                .publicExtendedAccessTime = show_time(life.public_extended_access_time)}};
}

bool is_offered(const model::FoundationModel& model, std::string_view region) {
    return std::find(model.regions.begin(), model.regions.end(), region) != model.regions.end();
}

bool has_ended(const model::FoundationModel& model, Time now) {
    return model.lifecycle.end_of_life && now >= *model.lifecycle.end_of_life;
}

Result<const model::FoundationModel*> require_model(const Call& call, std::string_view identifier) {
    const auto named = model::resolve_model_identifier(identifier);
    if (!named.ok() || named->kind != model::ModelRefKind::foundation_model) {
        return invalid_identifier("It must be the id or ARN of a foundation model.");
    }
    if (!named->region.empty() && named->region != call.context().region) {
        return invalid_identifier(
            fmt::format("The ARN is of region `{}` but the call went to `{}`.", named->region,
                        call.context().region));
    }
    const auto* model = model::find_model(call.state().models, named->id);
    if (model == nullptr) {
        return Error{ErrorKind::not_found,
                     fmt::format("Could not resolve the foundation model from the provided model "
                                 "identifier. There is no `{}`; ListFoundationModels shows what "
                                 "there is.",
                                 named->id)};
    }
    return model;
}

Result<const model::FoundationModel*> require_offered_model(const Call& call,
                                                            std::string_view identifier) {
    auto model = require_model(call, identifier);
    if (!model.ok() && model.error().kind == ErrorKind::not_found) {
        return invalid_identifier("ListFoundationModels shows the models there are.");
    }
    if (model.ok() && !is_offered(**model, call.context().region)) {
        return invalid_identifier(fmt::format("Model `{}` is not offered in region `{}`.",
                                              (*model)->model_id, call.context().region));
    }
    return model;
}

}  // namespace licet::api::bedrock
