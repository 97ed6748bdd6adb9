// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/bedrock/catalogue.h"

#include <string>
#include <vector>

/// A small catalogue with a model and a product of every kind.
namespace licet::model::sample {

/// Products. `kCommand` has two models.
inline const std::string kSonnetProduct = "prod-sonnetaaaaaaa";
inline const std::string kOpusProduct = "prod-opusaaaaaaaaa";
inline const std::string kCommandProduct = "prod-commandaaaaaa";
inline const std::string kDesk = "prod-deskaaaaaaaaa";    ///< of kind saas
inline const std::string kRunner = "prod-runneraaaaaaa";  ///< of kind container
inline const std::string kQuotes = "prod-quotesaaaaaaa";  ///< of kind data

/// Models.
inline const std::string kSonnet = "anthropic.claude-sonnet-v1:0";  ///< direct and by profile
inline const std::string kOpus = "anthropic.claude-opus-v1:0";      ///< by profile only
inline const std::string kCommand = "cohere.command-v1:0";          ///< direct, no form
inline const std::string kEmbed = "cohere.embed-v1:0";              ///< direct, no form
inline const std::string kNova = "amazon.nova-v1:0";
inline const std::string kLlama = "meta.llama-v1:0";
inline const std::string kTitan = "amazon.titan-v1:0";  ///< ends at kTitanEnds

inline const Time kTitanEnds = from_epoch_ms(1'700'000'500'000);

inline Product product(const std::string& id, const std::string& name, const std::string& seller) {
    return {.product_id = id,
            .product_name = name,
            .seller_name = seller,
            .synthetic = true,
            .offer = {.offer_id = "offer-" + id.substr(5),
                      .offer_token = "token-of-" + id,
                      .rate_card = {{.dimension = "USE1_InputTokenCount",
                                     .price = "3.30",
                                     .description = "Million Input Tokens",
                                     .unit = "Units"}},
                      .eula_url = "https://example.com/eula",
                      .refund_policy = "none",
                      .synthetic = true}};
}

/// A product that is no model.
inline Product other_product(const std::string& id, const std::string& name, ProductKind kind,
                             FulfillmentOption option) {
    Product made = product(id, name, name + " Inc.");
    made.kind = kind;
    made.listing = Listing{.short_description = name + " in short",
                           .long_description = name + " at length",
                           .highlights = {"Works"},
                           .categories = {{"tools", "Tools"}},
                           .seller_profile_id = "seller-" + id.substr(5),
                           .fulfillment_options = {std::move(option)}};
    return made;
}

inline FoundationModel model(const std::string& id, const std::string& provider,
                             const std::string& product, std::vector<std::string> regions) {
    const auto category = provider == "Amazon" ? ModelCategory::amazon
                          : product.empty()    ? ModelCategory::sold_by_amazon
                                               : ModelCategory::marketplace;
    return {.model_id = id,
            .model_name = "The " + id,
            .provider_name = provider,
            .category = category,
            .product_id = product,
            .input_modalities = {Modality::TEXT},
            .output_modalities = {Modality::TEXT},
            .streaming = true,
            .inference_types = {InferenceType::ON_DEMAND},
            .customizations = {},
            .regions = std::move(regions),
            .lifecycle = {.start_of_life = from_epoch_ms(1'600'000'000'000)},
            .needs_use_case_form = provider == "Anthropic"};
}

inline InferenceProfile profile(const std::string& prefix, const std::string& model,
                                std::vector<ProfileRoute> routes) {
    return {.profile_id = prefix + "." + model,
            .name = prefix + " profile",
            .description = "Routes requests to " + model,
            .model_id = model,
            .global = prefix == "global",
            .routes = std::move(routes)};
}

inline Catalogue catalogue() {
    Catalogue made{
        .version = "2026-11-23",
        .products = {product(kSonnetProduct, "Claude Sonnet", "Anthropic"),
                     product(kOpusProduct, "Claude Opus", "Anthropic"),
                     product(kCommandProduct, "Command", "Cohere"),
                     other_product(kDesk, "Desk", ProductKind::saas,
                                   {.option_id = "fo-desk",
                                    .name = "Desk",
                                    .url = "https://desk.example.com/register"}),
                     other_product(kRunner, "Runner", ProductKind::container,
                                   {.option_id = "fo-runner",
                                    .name = "Runner on any host",
                                    .version = "1.4",
                                    .image = "registry.example.com/runner:1.4"}),
                     other_product(kQuotes, "Quotes", ProductKind::data,
                                   {.option_id = "fo-quotes",
                                    .name = "Daily quotes",
                                    .artifacts = {{"S3Snapshot", "NONE"}}})},
        .models = {model(kSonnet, "Anthropic", kSonnetProduct,
                         {"us-east-1", "us-west-2", "eu-west-1"}),
                   model(kOpus, "Anthropic", kOpusProduct,
                         {"us-east-1", "us-east-2", "us-west-2", "eu-west-1", "eu-west-3"}),
                   model(kCommand, "Cohere", kCommandProduct, {"us-east-1", "eu-west-1"}),
                   model(kEmbed, "Cohere", kCommandProduct, {"us-east-1"}),
                   model(kNova, "Amazon", "", {"us-east-1", "eu-west-1"}),
                   model(kLlama, "Meta", "", {"us-east-1"}),
                   model(kTitan, "Amazon", "", {"us-east-1"})},
        .profiles = {
            profile("us", kSonnet, {{{"us-east-1", "us-west-2"}, {"us-east-1", "us-west-2"}}}),
            profile("us", kOpus,
                    {{{"us-east-1", "us-west-2"}, {"us-east-1", "us-west-2"}},
                     {{"us-east-2"}, {"us-east-1", "us-east-2", "us-west-2"}}}),
            profile("eu", kOpus, {{{"eu-west-1", "eu-west-3"}, {"eu-west-1", "eu-west-3"}}}),
            profile("global", kOpus, {{{"us-east-1", "eu-west-1"}, {}}})}};
    made.models[0].inference_types.push_back(InferenceType::INFERENCE_PROFILE);
    made.models[1].inference_types = {InferenceType::INFERENCE_PROFILE};
    made.models[3].output_modalities = {Modality::EMBEDDING};
    made.models[4].customizations = {Customization::FINE_TUNING};
    made.models[6].lifecycle.status = Lifecycle::LEGACY;
    made.models[6].lifecycle.end_of_life = kTitanEnds;
    return made;
}

}  // namespace licet::model::sample
