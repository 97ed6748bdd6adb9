// SPDX-License-Identifier: Apache-2.0
#include "cli/catalog_file.h"

#include "base/file.h"
#include "cli/yaml_values.h"
#include "model/bedrock/regions.h"

#include <fmt/format.h>

namespace licet::cli {
namespace {

using model::Catalogue;
using model::CataloguePlace;
using yaml::Value;

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
        std::vector<model::ProfileRoute> read_routes;
        LICET_TRY_VOID(read(set, read_routes));
    }
    return map.finish();
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
