// SPDX-License-Identifier: Apache-2.0
#include "model/bedrock/catalogue.h"

#include "model/bedrock/model_identifier.h"
#include "model/bedrock/regions.h"
#include "model/marketplace/product_listing.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace licet::model {
namespace {

constexpr std::size_t kMarketplaceIdSize = 13;

template <typename... Args>
Error refuse(fmt::format_string<Args...> format, Args&&... args) {
    return Error{ErrorKind::invalid, fmt::format(format, std::forward<Args>(args)...)};
}

bool is_lower_alnum(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_marketplace_id(std::string_view text, std::string_view prefix) {
    return text.starts_with(prefix) && text.size() == prefix.size() + kMarketplaceIdSize &&
           std::all_of(text.begin() + static_cast<std::ptrdiff_t>(prefix.size()), text.end(),
                       is_lower_alnum);
}

/// Lower case, `8-4-4-4-12`.
bool is_uuid(std::string_view text) {
    constexpr std::string_view kForm = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    return text.size() == kForm.size() &&
           std::equal(text.begin(), text.end(), kForm.begin(), [](char c, char form) {
               return form == '-' ? c == '-' : is_digit(c) || (c >= 'a' && c <= 'f');
           });
}

/// Digits, then at most one point and more digits.
bool is_price(std::string_view text) {
    const auto point = std::min(text.find('.'), text.size());
    const auto whole = text.substr(0, point);
    const auto part = text.substr(std::min(point + 1, text.size()));
    return !whole.empty() && std::all_of(whole.begin(), whole.end(), is_digit) &&
           std::all_of(part.begin(), part.end(), is_digit) &&
           (point == text.size() || !part.empty());
}

template <typename T>
bool has_duplicates(const std::vector<T>& values) {
    return std::set<T>(values.begin(), values.end()).size() != values.size();
}

template <typename T>
bool contains(const std::vector<T>& values, const std::type_identity_t<T>& value) {
    return std::find(values.begin(), values.end(), value) != values.end();
}

Result<void> check_offer(const PublicOffer& offer) {
    if (!is_marketplace_id(offer.offer_id, "offer-")) {
        return refuse("offer `{}`: ill-formed id", offer.offer_id);
    }
    if (offer.offer_token.empty() || offer.refund_policy.empty()) {
        return refuse("offer `{}`: needs a token and a refund policy", offer.offer_id);
    }
    if (!offer.eula_url.starts_with("https://")) {
        return refuse("offer `{}`: the EULA must be an https URL", offer.offer_id);
    }
    if (offer.agreement_duration && !offer.agreement_duration->starts_with('P')) {
        return refuse("offer `{}`: ill-formed duration", offer.offer_id);
    }
    std::set<std::string_view> dimensions;
    for (const auto& item : offer.rate_card) {
        if (item.dimension.empty() || item.unit.empty() ||
            !dimensions.insert(item.dimension).second) {
            return refuse("offer `{}`: dimension `{}` is empty, without unit or listed twice",
                          offer.offer_id, item.dimension);
        }
        if (!is_price(item.price)) {
            return refuse("offer `{}`: ill-formed price `{}`", offer.offer_id, item.price);
        }
    }
    if (dimensions.empty()) {
        return refuse("offer `{}`: needs a rate card", offer.offer_id);
    }
    return {};
}

Result<void> check_lifecycle(const FoundationModel& model) {
    const auto& life = model.lifecycle;
    const std::array times{life.start_of_life, life.legacy_time, life.public_extended_access_time,
                           life.end_of_life};
    std::optional<Time> last;
    for (const auto& time : times) {
        if (time && last && *time < *last) {
            return refuse("model `{}`: its lifecycle runs backwards", model.model_id);
        }
        last = time ? time : last;
    }
    if (life.status == Lifecycle::ACTIVE &&
        (life.legacy_time || life.public_extended_access_time || life.end_of_life)) {
        return refuse("model `{}`: is ACTIVE and has a LEGACY date", model.model_id);
    }
    return {};
}

Result<void> check_regions(std::string_view who, const std::vector<std::string>& regions) {
    for (const auto& region : regions) {
        if (find_region(region) == nullptr) {
            return refuse("{}: unknown region `{}`", who, region);
        }
    }
    if (regions.empty() || has_duplicates(regions)) {
        return refuse("{}: no regions, or one listed twice", who);
    }
    return {};
}

Result<void> check_model(const FoundationModel& model) {
    if (!is_model_id(model.model_id)) {
        return refuse("model `{}`: ill-formed id", model.model_id);
    }
    if (model.model_name.empty() || model.provider_name.empty()) {
        return refuse("model `{}`: needs a name and a provider", model.model_id);
    }
    if (model.input_modalities.empty() || has_duplicates(model.input_modalities) ||
        model.output_modalities.empty() || has_duplicates(model.output_modalities) ||
        model.inference_types.empty() || has_duplicates(model.inference_types) ||
        has_duplicates(model.customizations)) {
        return refuse(
            "model `{}`: modalities or inference types are missing, or something is listed twice",
            model.model_id);
    }
    if ((model.category == ModelCategory::amazon) != (model.provider_name == "Amazon")) {
        return refuse("model `{}`: category and provider disagree", model.model_id);
    }
    if ((model.category == ModelCategory::marketplace) != !model.product_id.empty()) {
        return refuse("model `{}`: Marketplace models, and only they, have a product",
                      model.model_id);
    }
    if (model.needs_use_case_form && model.category != ModelCategory::marketplace) {
        return refuse("model `{}`: only Marketplace models need the use-case form", model.model_id);
    }
    LICET_TRY_VOID(check_regions(fmt::format("model `{}`", model.model_id), model.regions));
    return check_lifecycle(model);
}

Result<void> check_route(const InferenceProfile& profile, const ProfileRoute& route,
                         const FoundationModel& model) {
    const auto who = fmt::format("profile `{}`", profile.profile_id);
    LICET_TRY_VOID(check_regions(who, route.source_regions));
    if (profile.global != route.destination_regions.empty()) {
        return refuse("{}: all but global profiles name destinations", who);
    }
    if (!profile.global) {
        LICET_TRY_VOID(check_regions(who, route.destination_regions));
    }
    for (const auto* regions : {&route.source_regions, &route.destination_regions}) {
        for (const auto& region : *regions) {
            if (!contains(model.regions, region)) {
                return refuse("{}: its model is not in region `{}`", who, region);
            }
        }
    }
    return {};
}

/// The catalogue's parts by id, while it is checked.
class Checker {
public:
    Checker(const Catalogue& catalogue, CataloguePlace& where)
        : catalogue_{catalogue}, where_{where} {}

    Result<void> run() {
        if (!parse_iso8601(catalogue_.version)) {
            return refuse("catalogue version `{}` is no date", catalogue_.version);
        }
        LICET_TRY_VOID(add_all(CataloguePlace::Part::product, catalogue_.products));
        LICET_TRY_VOID(add_all(CataloguePlace::Part::model, catalogue_.models));
        LICET_TRY_VOID(add_all(CataloguePlace::Part::profile, catalogue_.profiles));
        return check_uses();
    }

private:
    template <typename T>
    Result<void> add_all(CataloguePlace::Part part, const std::vector<T>& elements) {
        for (std::size_t i = 0; i < elements.size(); ++i) {
            where_ = {part, i};
            LICET_TRY_VOID(add(elements[i]));
        }
        return {};
    }

    Result<void> add(const Product& product) {
        const auto& id = product.product_id;
        if (!is_marketplace_id(id, "prod-") && !is_marketplace_id(id, "prodview-") &&
            !is_uuid(id)) {
            return refuse("product `{}`: ill-formed id", id);
        }
        if (product.product_name.empty() || product.seller_name.empty()) {
            return refuse("product `{}`: needs a name and a seller", id);
        }
        LICET_TRY_VOID(check_offer(product.offer));
        if (!offers_.insert(product.offer.offer_id).second ||
            !tokens_.insert(product.offer.offer_token).second) {
            return refuse("offer `{}`: its id or token is used twice", product.offer.offer_id);
        }
        if (!products_.try_emplace(id, Sold{product.kind}).second) {
            return refuse("product `{}` is listed twice", id);
        }
        return check_listing(product);
    }

    Result<void> check_listing(const Product& product) {
        const auto& id = product.product_id;
        if (!product.listing && product.kind != ProductKind::model) {
            return refuse("product `{}`: needs a listing with fulfillment options", id);
        }
        if (product.listing) {
            if (auto valid = validate(*product.listing, product.kind); !valid) {
                return refuse("product `{}`: {}", id, valid.error().message);
            }
        }
        auto listing = listing_id(product);
        if (!listings_.insert(listing).second) {
            return refuse("listing `{}`: its id is used twice", listing);
        }
        return {};
    }

    Result<void> add(const FoundationModel& model) {
        LICET_TRY_VOID(check_model(model));
        if (!models_.try_emplace(model.model_id, &model).second) {
            return refuse("model `{}` is listed twice", model.model_id);
        }
        if (model.product_id.empty()) {
            return {};
        }
        const auto product = products_.find(model.product_id);
        if (product == products_.end()) {
            return refuse("model `{}`: unknown product `{}`", model.model_id, model.product_id);
        }
        if (product->second.kind != ProductKind::model) {
            return refuse("model `{}`: product `{}` is not of kind model", model.model_id,
                          model.product_id);
        }
        ++product->second.models;
        return {};
    }

    Result<void> add(const InferenceProfile& profile) {
        const auto& id = profile.profile_id;
        const auto model = models_.find(profile.model_id);
        if (model == models_.end()) {
            return refuse("profile `{}`: unknown model `{}`", id, profile.model_id);
        }
        if (!is_system_profile_id(id) || id.substr(id.find('.') + 1) != profile.model_id ||
            id.starts_with("global.") != profile.global) {
            return refuse("profile `{}`: its id does not fit its model or its kind", id);
        }
        if (profile.name.empty() || profile.description.empty() || profile.routes.empty()) {
            return refuse("profile `{}`: needs a name, a description and routes", id);
        }
        std::set<std::string_view> sources;
        for (const auto& route : profile.routes) {
            LICET_TRY_VOID(check_route(profile, route, *model->second));
            for (const auto& source : route.source_regions) {
                if (!sources.insert(source).second) {
                    return refuse("profile `{}`: two routes from `{}`", id, source);
                }
            }
        }
        if (!profiles_.insert(id).second) {
            return refuse("profile `{}` is listed twice", id);
        }
        profiled_.insert(profile.model_id);
        return {};
    }

    Result<void> check_uses() {
        for (std::size_t i = 0; i < catalogue_.products.size(); ++i) {
            where_ = {CataloguePlace::Part::product, i};
            const auto& id = catalogue_.products[i].product_id;
            const auto& sold = products_.at(id);
            if (sold.kind == ProductKind::model && sold.models == 0) {
                return refuse("product `{}` has no model", id);
            }
        }
        for (std::size_t i = 0; i < catalogue_.models.size(); ++i) {
            where_ = {CataloguePlace::Part::model, i};
            const auto& model = catalogue_.models[i];
            if (contains(model.inference_types, InferenceType::INFERENCE_PROFILE) !=
                profiled_.contains(model.model_id)) {
                return refuse(
                    "model `{}`: INFERENCE_PROFILE without a profile, or a profile without it",
                    model.model_id);
            }
        }
        return {};
    }

    struct Sold {
        ProductKind kind;
        std::size_t models = 0;  // that name it
    };

    const Catalogue& catalogue_;
    CataloguePlace& where_;
    std::map<std::string_view, Sold> products_;
    std::map<std::string_view, const FoundationModel*> models_;
    std::set<std::string_view> offers_;
    std::set<std::string_view> tokens_;
    std::set<std::string> listings_;
    std::set<std::string_view> profiles_;
    std::set<std::string_view> profiled_;  // models with a profile
};

}  // namespace

const std::vector<std::string>* destinations(const InferenceProfile& profile,
                                             std::string_view source_region) {
    for (const auto& route : profile.routes) {
        if (std::find(route.source_regions.begin(), route.source_regions.end(), source_region) !=
            route.source_regions.end()) {
            return &route.destination_regions;
        }
    }
    return nullptr;
}

Result<void> validate(const Catalogue& catalogue, CataloguePlace* where) {
    CataloguePlace unused;
    auto& place = where != nullptr ? *where : unused;
    place = {};
    return Checker{catalogue, place}.run();
}

}  // namespace licet::model
