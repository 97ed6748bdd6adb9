// SPDX-License-Identifier: Apache-2.0
#include "cli/yaml_values.h"

namespace licet::cli {

Result<void> read(const yaml::Value& value, std::string& out) {
    LICET_TRY(out, value.text());
    return {};
}

Result<void> read(const yaml::Value& value, bool& out) {
    LICET_TRY(out, value.boolean());
    return {};
}

Result<void> read(const yaml::Value& value, std::int64_t& out) {
    LICET_TRY(out, value.integer(0, INT64_MAX));
    return {};
}

Result<void> read(const yaml::Value& value, Time& out) {
    LICET_TRY(out, value.time());
    return {};
}

Result<void> read(const yaml::Value& value, AccountId& out) {
    LICET_TRY(const auto written, value.text());
    const auto account = AccountId::parse(written);
    if (!account.ok()) {
        return value.error("an account is 12 digits");
    }
    out = *account;
    return {};
}

Result<void> read(const yaml::Value& value, model::RateCardItem& out) {
    LICET_TRY(auto map, value.map());
    LICET_TRY_VOID(required(map, "dimension", out.dimension));
    LICET_TRY_VOID(required(map, "price", out.price));
    LICET_TRY_VOID(required(map, "description", out.description));
    LICET_TRY_VOID(required(map, "unit", out.unit));
    return map.finish();
}

Result<void> read(const yaml::Value& value, model::PublicOffer& out) {
    LICET_TRY(auto map, value.map());
    LICET_TRY_VOID(required(map, "offer_id", out.offer_id));
    LICET_TRY_VOID(required(map, "offer_token", out.offer_token));
    LICET_TRY_VOID(required(map, "rate_card", out.rate_card));
    LICET_TRY_VOID(required(map, "eula_url", out.eula_url));
    LICET_TRY_VOID(required(map, "refund_policy", out.refund_policy));
    LICET_TRY_VOID(optional(map, "agreement_duration", out.agreement_duration));
    LICET_TRY_VOID(optional(map, "synthetic", out.synthetic));
    return map.finish();
}

Result<void> read(const yaml::Value& value, model::Product& out) {
    LICET_TRY(auto map, value.map());
    LICET_TRY_VOID(required(map, "product_id", out.product_id));
    LICET_TRY_VOID(required(map, "product_name", out.product_name));
    LICET_TRY_VOID(required(map, "seller_name", out.seller_name));
    LICET_TRY_VOID(optional(map, "synthetic", out.synthetic));
    LICET_TRY_VOID(required(map, "offer", out.offer));
    LICET_TRY_VOID(optional(map, "kind", out.kind));
    LICET_TRY_VOID(optional(map, "listing", out.listing));
    return map.finish();
}

Result<void> read(const yaml::Value& value, model::ListingCategory& out) {
    LICET_TRY(auto map, value.map());
    LICET_TRY_VOID(required(map, "category_id", out.category_id));
    LICET_TRY_VOID(required(map, "display_name", out.display_name));
    return map.finish();
}

Result<void> read(const yaml::Value& value, model::ListingResource& out) {
    LICET_TRY(auto map, value.map());
    LICET_TRY_VOID(required(map, "type", out.type));
    LICET_TRY_VOID(required(map, "content_type", out.content_type));
    LICET_TRY_VOID(required(map, "value", out.value));
    LICET_TRY_VOID(optional(map, "display_name", out.display_name));
    return map.finish();
}

Result<void> read(const yaml::Value& value, model::ListingReviews& out) {
    LICET_TRY(auto map, value.map());
    LICET_TRY_VOID(required(map, "average_rating", out.average_rating));
    LICET_TRY_VOID(required(map, "total_reviews", out.total_reviews));
    return map.finish();
}

Result<void> read(const yaml::Value& value, model::DataArtifact& out) {
    LICET_TRY(auto map, value.map());
    LICET_TRY_VOID(required(map, "resource_type", out.resource_type));
    LICET_TRY_VOID(required(map, "classification", out.classification));
    LICET_TRY_VOID(optional(map, "resource_arn", out.resource_arn));
    LICET_TRY_VOID(optional(map, "description", out.description));
    return map.finish();
}

Result<void> read(const yaml::Value& value, model::FulfillmentOption& out) {
    LICET_TRY(auto map, value.map());
    LICET_TRY_VOID(required(map, "option_id", out.option_id));
    LICET_TRY_VOID(required(map, "name", out.name));
    LICET_TRY_VOID(optional(map, "version", out.version));
    LICET_TRY_VOID(optional(map, "url", out.url));
    LICET_TRY_VOID(optional(map, "image", out.image));
    LICET_TRY_VOID(optional(map, "artifacts", out.artifacts));
    LICET_TRY_VOID(optional(map, "usage_instructions", out.usage_instructions));
    LICET_TRY_VOID(optional(map, "release_notes", out.release_notes));
    return map.finish();
}

Result<void> read(const yaml::Value& value, model::Listing& out) {
    LICET_TRY(auto map, value.map());
    LICET_TRY_VOID(optional(map, "listing_id", out.listing_id));
    LICET_TRY_VOID(optional(map, "short_description", out.short_description));
    LICET_TRY_VOID(optional(map, "long_description", out.long_description));
    LICET_TRY_VOID(optional(map, "highlights", out.highlights));
    LICET_TRY_VOID(optional(map, "categories", out.categories));
    LICET_TRY_VOID(optional(map, "seller_profile_id", out.seller_profile_id));
    LICET_TRY_VOID(optional(map, "logo_url", out.logo_url));
    LICET_TRY_VOID(optional(map, "deployed_on_aws", out.deployed_on_aws));
    LICET_TRY_VOID(optional(map, "resources", out.resources));
    LICET_TRY_VOID(optional(map, "fulfillment_options", out.fulfillment_options));
    LICET_TRY_VOID(optional(map, "reviews", out.reviews));
    return map.finish();
}

Result<void> read(const yaml::Value& value, model::ModelLifecycle& out) {
    LICET_TRY(auto map, value.map());
    LICET_TRY_VOID(required(map, "status", out.status));
    LICET_TRY_VOID(optional(map, "start_of_life", out.start_of_life));
    LICET_TRY_VOID(optional(map, "legacy_time", out.legacy_time));
    LICET_TRY_VOID(optional(map, "public_extended_access_time", out.public_extended_access_time));
    LICET_TRY_VOID(optional(map, "end_of_life", out.end_of_life));
    return map.finish();
}

Result<void> read(const yaml::Value& value, model::FoundationModel& out) {
    LICET_TRY(auto map, value.map());
    LICET_TRY_VOID(required(map, "model_id", out.model_id));
    LICET_TRY_VOID(required(map, "model_name", out.model_name));
    LICET_TRY_VOID(required(map, "provider_name", out.provider_name));
    LICET_TRY_VOID(required(map, "category", out.category));
    LICET_TRY_VOID(optional(map, "product_id", out.product_id));
    LICET_TRY_VOID(required(map, "input_modalities", out.input_modalities));
    LICET_TRY_VOID(required(map, "output_modalities", out.output_modalities));
    LICET_TRY_VOID(required(map, "streaming", out.streaming));
    LICET_TRY_VOID(required(map, "inference_types", out.inference_types));
    LICET_TRY_VOID(optional(map, "customizations", out.customizations));
    LICET_TRY_VOID(required(map, "regions", out.regions));
    LICET_TRY_VOID(required(map, "lifecycle", out.lifecycle));
    LICET_TRY_VOID(optional(map, "needs_use_case_form", out.needs_use_case_form));
    return map.finish();
}

Result<void> read(const yaml::Value& value, model::ProfileRoute& out) {
    LICET_TRY(auto map, value.map());
    LICET_TRY_VOID(required(map, "source_regions", out.source_regions));
    LICET_TRY_VOID(optional(map, "destination_regions", out.destination_regions));
    return map.finish();
}

Result<void> read(const yaml::Value& value, model::InferenceProfile& out) {
    LICET_TRY(auto map, value.map());
    LICET_TRY_VOID(required(map, "profile_id", out.profile_id));
    LICET_TRY_VOID(required(map, "name", out.name));
    LICET_TRY_VOID(required(map, "description", out.description));
    LICET_TRY_VOID(required(map, "model_id", out.model_id));
    LICET_TRY_VOID(optional(map, "global", out.global));
    LICET_TRY_VOID(required(map, "routes", out.routes));
    return map.finish();
}

}  // namespace licet::cli
