// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/services.h"
#include "base/describe/bounded.h"
#include "model/bedrock/catalogue.h"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <vector>

/// What several control operations of Bedrock take and return about models. Members are spelled as
/// on the wire; times are ISO 8601, unlike in most REST-JSON APIs. Source: the service model of
/// Bedrock, domain.md 7.3.
namespace licet::api::bedrock {

/// The id or ARN of a model.
using ModelIdentifier = Text<1, 2048>;

struct ModelLifecycle {
    model::Lifecycle status = model::Lifecycle::ACTIVE;
    std::optional<std::string> startOfLifeTime;
    std::optional<std::string> endOfLifeTime;
    std::optional<std::string> legacyTime;
    std::optional<std::string> publicExtendedAccessTime;
};
BOOST_DESCRIBE_STRUCT(ModelLifecycle, (),
                      (status, startOfLifeTime, endOfLifeTime, legacyTime,
                       publicExtendedAccessTime))

struct Model {
    std::string modelArn;
    std::string modelId;
    std::string modelName;
    std::string providerName;
    std::vector<model::Modality> inputModalities;
    std::vector<model::Modality> outputModalities;
    bool responseStreamingSupported = false;
    std::vector<model::Customization> customizationsSupported;
    std::vector<model::InferenceType> inferenceTypesSupported;
    ModelLifecycle modelLifecycle;
};
BOOST_DESCRIBE_STRUCT(Model, (),
                      (modelArn, modelId, modelName, providerName, inputModalities,
                       outputModalities, responseStreamingSupported, customizationsSupported,
                       inferenceTypesSupported, modelLifecycle))

Model show_model(const model::FoundationModel& model, const std::string& region);

/// Whether requests for the model can run in the region, directly or through a profile.
bool is_offered(const model::FoundationModel& model, std::string_view region);

/// Whether the model is past its end of life.
bool has_ended(const model::FoundationModel& model, Time now);

/// The model of the catalogue that `identifier` names by its id or by its ARN in the call's region.
/// @return `invalid` for what is no such identifier, `not_found` for an unknown model.
Result<const model::FoundationModel*> require_model(const Call& call, std::string_view identifier);

/// The same for the operations on agreements, which answer both cases with `invalid`, and models
/// that are not offered in the call's region too.
Result<const model::FoundationModel*> require_offered_model(const Call& call,
                                                            std::string_view identifier);

}  // namespace licet::api::bedrock
