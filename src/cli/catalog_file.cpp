// SPDX-License-Identifier: Apache-2.0
#include "cli/catalog_file.h"

#include "base/describe/describe.h"
#include "base/file.h"
#include "base/yaml/yaml_reader.h"
#include "model/bedrock/regions.h"

#include <fmt/format.h>

namespace licet::cli {
namespace {

using model::Catalogue;
using model::CataloguePlace;
using model::FoundationModel;
using model::InferenceProfile;
using model::ModelLifecycle;
using model::Product;
using model::ProfileRoute;
using model::PublicOffer;
using model::RateCardItem;
using yaml::Map;
using yaml::Value;

Result<void> read(const Value& value, std::string& out) {
    LICET_TRY(out, value.text());
    return {};
}
Result<void> read(const Value& value, bool& out) {
    LICET_TRY(out, value.boolean());
    return {};
}
Result<void> read(const Value& value, Time& out) {
    LICET_TRY(out, value.time());
    return {};
}
Result<void> read(const Value& value, Product& out);
Result<void> read(const Value& value, FoundationModel& out);
Result<void> read(const Value& value, InferenceProfile& out);
Result<void> read(const Value& value, PublicOffer& out);
Result<void> read(const Value& value, RateCardItem& out);
Result<void> read(const Value& value, ModelLifecycle& out);
Result<void> read(const Value& value, ProfileRoute& out);

template <typename T>
requires std::is_enum_v<T> Result<void> read(const Value& value, T& out) {
    const auto& type = describe::type_of<T>();
    LICET_TRY(const auto index, value.choice(type.names));
    LICET_CHECK(type.set_integer(&out, static_cast<std::int64_t>(index)));
    return {};
}

template <typename T>
Result<void> read(const Value& value, std::vector<T>& out) {
    LICET_TRY(const auto items, value.list());
    out.reserve(items.size());
    for (const auto& item : items) {
        LICET_TRY_VOID(read(item, out.emplace_back()));
    }
    return {};
}

template <typename T>
Result<void> required(Map& map, std::string_view key, T& out) {
    LICET_TRY(const auto value, map.required(key));
    return read(value, out);
}

template <typename T>
Result<void> optional(Map& map, std::string_view key, T& out) {
    const auto value = map.optional(key);
    return value ? read(*value, out) : Result<void>{};
}

template <typename T>
Result<void> optional(Map& map, std::string_view key, std::optional<T>& out) {
    const auto value = map.optional(key);
    return value ? read(*value, out.emplace()) : Result<void>{};
}

Result<void> read(const Value& value, RateCardItem& out) {
    LICET_TRY(auto map, value.map());
    LICET_TRY_VOID(required(map, "dimension", out.dimension));
    LICET_TRY_VOID(required(map, "price", out.price));
    LICET_TRY_VOID(required(map, "description", out.description));
    LICET_TRY_VOID(required(map, "unit", out.unit));
    return map.finish();
}

Result<void> read(const Value& value, PublicOffer& out) {
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

Result<void> read(const Value& value, Product& out) {
    LICET_TRY(auto map, value.map());
    LICET_TRY_VOID(required(map, "product_id", out.product_id));
    LICET_TRY_VOID(required(map, "product_name", out.product_name));
    LICET_TRY_VOID(required(map, "seller_name", out.seller_name));
    LICET_TRY_VOID(optional(map, "synthetic", out.synthetic));
    LICET_TRY_VOID(required(map, "offer", out.offer));
    return map.finish();
}

Result<void> read(const Value& value, ModelLifecycle& out) {
    LICET_TRY(auto map, value.map());
    LICET_TRY_VOID(required(map, "status", out.status));
    LICET_TRY_VOID(optional(map, "start_of_life", out.start_of_life));
    LICET_TRY_VOID(optional(map, "legacy_time", out.legacy_time));
    LICET_TRY_VOID(optional(map, "public_extended_access_time", out.public_extended_access_time));
    LICET_TRY_VOID(optional(map, "end_of_life", out.end_of_life));
    return map.finish();
}

Result<void> read(const Value& value, FoundationModel& out) {
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

Result<void> read(const Value& value, ProfileRoute& out) {
    LICET_TRY(auto map, value.map());
    LICET_TRY_VOID(required(map, "source_regions", out.source_regions));
    LICET_TRY_VOID(optional(map, "destination_regions", out.destination_regions));
    return map.finish();
}

Result<void> read(const Value& value, InferenceProfile& out) {
    LICET_TRY(auto map, value.map());
    LICET_TRY_VOID(required(map, "profile_id", out.profile_id));
    LICET_TRY_VOID(required(map, "name", out.name));
    LICET_TRY_VOID(required(map, "description", out.description));
    LICET_TRY_VOID(required(map, "model_id", out.model_id));
    LICET_TRY_VOID(optional(map, "global", out.global));
    LICET_TRY_VOID(required(map, "routes", out.routes));
    return map.finish();
}

/// The named values that the rest of the file refers to by alias. They mean nothing by themselves,
/// but must be sound.
Result<void> check_shared(const Value& value) {
    LICET_TRY(auto map, value.map());
    LICET_TRY(auto regions, map.required("regions"));
    LICET_TRY(auto region_sets, regions.map());
    for (const auto& [name, set] : region_sets.all()) {
        std::vector<std::string> codes;
        LICET_TRY_VOID(read(set, codes));
        for (const auto& code : codes) {
            if (model::find_region(code) == nullptr) {
                return set.error(fmt::format("unknown region `{}`", code));
            }
        }
    }
    LICET_TRY(auto routes, map.required("routes"));
    LICET_TRY(auto route_sets, routes.map());
    for (const auto& [name, set] : route_sets.all()) {
        std::vector<ProfileRoute> read_routes;
        LICET_TRY_VOID(read(set, read_routes));
    }
    return map.finish();
}

/// Reads a list of the document's root and keeps each element's line.
template <typename T>
Result<void> elements(Map& root, std::string_view key, std::vector<T>& out,
                      std::vector<Value>& values) {
    LICET_TRY(const auto list, root.required(key));
    LICET_TRY(values, list.list());
    return read(list, out);
}

}  // namespace

Result<Catalogue> parse_catalog(std::string_view text, std::string file) {
    LICET_TRY(const auto document, yaml::Document::parse(text, std::move(file)));
    LICET_TRY(auto root, document.root().map());
    if (const auto shared = root.optional("shared")) {
        LICET_TRY_VOID(check_shared(*shared));
    }
    Catalogue catalogue;
    std::vector<Value> products;
    std::vector<Value> models;
    std::vector<Value> profiles;
    LICET_TRY_VOID(required(root, "version", catalogue.version));
    LICET_TRY_VOID(elements(root, "products", catalogue.products, products));
    LICET_TRY_VOID(elements(root, "models", catalogue.models, models));
    LICET_TRY_VOID(elements(root, "profiles", catalogue.profiles, profiles));
    LICET_TRY_VOID(root.finish());

    CataloguePlace where;
    if (const auto valid = model::validate(catalogue, &where); !valid) {
        switch (where.part) {
            case CataloguePlace::Part::product:
                return products[where.index].error(valid.error().message);
            case CataloguePlace::Part::model:
                return models[where.index].error(valid.error().message);
            case CataloguePlace::Part::profile:
                return profiles[where.index].error(valid.error().message);
            case CataloguePlace::Part::whole:
                return document.root().error(valid.error().message);
        }
    }
    return catalogue;
}

Result<Catalogue> load_catalog(const std::filesystem::path& path) {
    LICET_TRY(const auto text, read_file(path, yaml::kTextBytesMax));
    return parse_catalog(text, path.string());
}

}  // namespace licet::cli
