// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/bedrock/listing.h"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// Fulfilment options as ListFulfillmentOptions returns them: of the twelve kinds that AWS has,
/// those that licet's products come in. Members are spelled as on the wire.
/// Source: the service model marketplace-discovery, FulfillmentOption.
namespace licet::api::marketplace_discovery {

struct AwsSupportedService {
    std::string supportedServiceType;
    std::string displayName;
    std::string description;
};
BOOST_DESCRIBE_STRUCT(AwsSupportedService, (), (supportedServiceType, displayName, description))

struct ApiFulfillmentOption {
    static constexpr std::string_view kName = "apiFulfillmentOption";
    std::string fulfillmentOptionId;
    std::string fulfillmentOptionType;
    std::string fulfillmentOptionDisplayName;
    std::optional<std::string> usageInstructions;
    std::vector<AwsSupportedService> awsSupportedServices;
};
BOOST_DESCRIBE_STRUCT(ApiFulfillmentOption, (),
                      (fulfillmentOptionId, fulfillmentOptionType, fulfillmentOptionDisplayName,
                       usageInstructions, awsSupportedServices))

struct SaasFulfillmentOption {
    static constexpr std::string_view kName = "saasFulfillmentOption";
    std::string fulfillmentOptionId;
    std::string fulfillmentOptionType;
    std::string fulfillmentOptionDisplayName;
    std::optional<std::string> fulfillmentUrl;
    std::optional<std::string> usageInstructions;
};
BOOST_DESCRIBE_STRUCT(SaasFulfillmentOption, (),
                      (fulfillmentOptionId, fulfillmentOptionType, fulfillmentOptionDisplayName,
                       fulfillmentUrl, usageInstructions))

struct ContainerFulfillmentOption {
    static constexpr std::string_view kName = "containerFulfillmentOption";
    std::string fulfillmentOptionId;
    std::string fulfillmentOptionName;
    std::optional<std::string> fulfillmentOptionVersion;
    std::string fulfillmentOptionType;
    std::string fulfillmentOptionDisplayName;
    std::optional<std::string> releaseNotes;
    std::optional<std::string> usageInstructions;
};
BOOST_DESCRIBE_STRUCT(ContainerFulfillmentOption, (),
                      (fulfillmentOptionId, fulfillmentOptionName, fulfillmentOptionVersion,
                       fulfillmentOptionType, fulfillmentOptionDisplayName, releaseNotes,
                       usageInstructions))

struct DataArtifact {
    std::optional<std::string> description;
    std::optional<std::string> resourceArn;
    std::string resourceType;
    std::string dataClassification;
};
BOOST_DESCRIBE_STRUCT(DataArtifact, (),
                      (description, resourceArn, resourceType, dataClassification))

struct DataExchangeFulfillmentOption {
    static constexpr std::string_view kName = "dataExchangeFulfillmentOption";
    std::string fulfillmentOptionId;
    std::string fulfillmentOptionType;
    std::string fulfillmentOptionDisplayName;
    std::vector<DataArtifact> dataArtifacts;
};
BOOST_DESCRIBE_STRUCT(DataExchangeFulfillmentOption, (),
                      (fulfillmentOptionId, fulfillmentOptionType, fulfillmentOptionDisplayName,
                       dataArtifacts))

/// Exactly one kind of option.
using FulfillmentOption = std::variant<ApiFulfillmentOption, ContainerFulfillmentOption,
                                       DataExchangeFulfillmentOption, SaasFulfillmentOption>;

FulfillmentOption show_option(model::ProductKind kind, const model::FulfillmentOption& option);

}  // namespace licet::api::marketplace_discovery
