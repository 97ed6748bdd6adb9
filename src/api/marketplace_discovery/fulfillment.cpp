// SPDX-License-Identifier: Apache-2.0
#include "api/marketplace_discovery/fulfillment.h"

#include "model/marketplace/product_listing.h"

namespace licet::api::marketplace_discovery {
namespace {

std::optional<std::string> unless_empty(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional{text};
}

/// The image has no member of its own on the wire.
std::string pull_instructions(const model::FulfillmentOption& option) {
    const std::string pull = "Image: " + option.image;
    return option.usage_instructions.empty() ? pull : option.usage_instructions + "\n" + pull;
}

FulfillmentOption show_data(const model::FulfillmentOption& option, model::Labelled type) {
    DataExchangeFulfillmentOption shown{
        .fulfillmentOptionId = option.option_id,
        .fulfillmentOptionType = std::move(type.value),
        .fulfillmentOptionDisplayName = std::move(type.display_name),
        .dataArtifacts = {}};
    for (const auto& artifact : option.artifacts) {
        shown.dataArtifacts.push_back({unless_empty(artifact.description),
                                       unless_empty(artifact.resource_arn), artifact.resource_type,
                                       artifact.classification});
    }
    return shown;
}

}  // namespace

FulfillmentOption show_option(model::ProductKind kind, const model::FulfillmentOption& option) {
    auto type = model::fulfillment_type(kind);
    switch (kind) {
        case model::ProductKind::model:
            break;
        case model::ProductKind::saas:
            return SaasFulfillmentOption{option.option_id, std::move(type.value),
                                         std::move(type.display_name), option.url,
                                         unless_empty(option.usage_instructions)};
        case model::ProductKind::container:
            return ContainerFulfillmentOption{option.option_id,
                                              option.name,
                                              unless_empty(option.version),
                                              std::move(type.value),
                                              std::move(type.display_name),
                                              unless_empty(option.release_notes),
                                              pull_instructions(option)};
        case model::ProductKind::data:
            return show_data(option, std::move(type));
    }
    return ApiFulfillmentOption{option.option_id,
                                std::move(type.value),
                                std::move(type.display_name),
                                unless_empty(option.usage_instructions),
                                {{"BEDROCK", "Amazon Bedrock",
                                  "Models are invoked through the Amazon Bedrock runtime API"}}};
}

}  // namespace licet::api::marketplace_discovery
