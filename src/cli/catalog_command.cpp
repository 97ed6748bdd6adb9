// SPDX-License-Identifier: Apache-2.0
#include "cli/catalog_file.h"
#include "cli/commands.h"
#include "cli/file_refusal.h"

#include "base/describe/describe.h"
#include "base/describe/json.h"
#include "base/file.h"
#include "base/yaml/yaml_reader.h"

#include <fmt/format.h>

namespace licet::cli {
namespace {

constexpr std::string_view kPath = "/licet/v1/catalog";
constexpr ElementName kElements[] = {{"productId", "products", "product_id"},
                                     {"modelId", "models", "model_id"}};

std::string_view name_of(model::ModelCategory category) {
    switch (category) {
        case model::ModelCategory::amazon:
            return "amazon";
        case model::ModelCategory::sold_by_amazon:
            return "sold by amazon";
        case model::ModelCategory::marketplace:
            return "marketplace";
    }
    return "";
}

std::string_view name_of(model::ProductKind kind) {
    const auto& type = describe::type_of<model::ProductKind>();
    return type.names[static_cast<std::size_t>(type.get_integer(&kind))];
}

void print_table(const model::Catalogue& catalogue) {
    fmt::print("catalogue {}: {} models, {} products, {} inference profiles\n\n", catalogue.version,
               catalogue.models.size(), catalogue.products.size(), catalogue.profiles.size());
    fmt::print("{:<48} {:<15} {:<7} {:<37} {}\n", "MODEL", "CATEGORY", "STATUS", "PRODUCT",
               "REGIONS");
    for (const auto& model : catalogue.models) {
        fmt::print("{:<48} {:<15} {:<7} {:<37} {}\n", model.model_id, name_of(model.category),
                   model.lifecycle.status == model::Lifecycle::ACTIVE ? "active" : "legacy",
                   model.product_id, model.regions.size());
    }
    fmt::print("\n{:<48} {:<15} {}\n", "OTHER PRODUCT", "KIND", "NAME");
    for (const auto& product : catalogue.products) {
        if (product.kind != model::ProductKind::model) {
            fmt::print("{:<48} {:<15} {}\n", product.product_id, name_of(product.kind),
                       product.product_name);
        }
    }
}

}  // namespace

Result<void> catalog_show(const CatalogArguments& arguments) {
    LICET_TRY(const auto body, call_service(arguments.service, "GET", kPath, {}));
    if (arguments.output == "json") {
        fmt::print("{}\n", body);
        return {};
    }
    model::Catalogue catalogue;
    LICET_TRY_VOID(describe::read_json(describe::type_of<model::Catalogue>(), &catalogue,
                                       describe::kAwsFormat, body));
    print_table(catalogue);
    return {};
}

Result<void> catalog_apply(const CatalogArguments& arguments) {
    LICET_TRY(const auto text, read_file(arguments.file, yaml::kTextBytesMax));
    LICET_TRY(const auto catalogue, parse_catalog(text, arguments.file));
    std::string body;
    describe::write_json(describe::type_of<model::Catalogue>(), &catalogue, describe::kAwsFormat,
                         body);
    if (auto answer = call_service(arguments.service, "PUT", kPath, body); !answer.ok()) {
        return in_file(std::move(answer).error(), kElements, text, arguments.file);
    }
    fmt::print("applied catalogue {}: {} models, {} products, {} inference profiles\n",
               catalogue.version, catalogue.models.size(), catalogue.products.size(),
               catalogue.profiles.size());
    return {};
}

}  // namespace licet::cli
