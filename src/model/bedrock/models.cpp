// SPDX-License-Identifier: Apache-2.0
#include "model/bedrock/models.h"

#include "base/encoding.h"
#include "model/state.h"

namespace licet::model {
namespace {

template <typename T>
const T* find(const std::map<std::string, T, std::less<>>& parts, std::string_view id) {
    const auto found = parts.find(id);
    return found == parts.end() ? nullptr : &found->second;
}

template <typename T>
std::vector<T> values(const std::map<std::string, T, std::less<>>& parts) {
    std::vector<T> list;
    list.reserve(parts.size());
    for (const auto& [id, part] : parts) {
        list.push_back(part);
    }
    return list;
}

}  // namespace

void apply(State& state, const CatalogueApplied& event) {
    auto& models = state.models;
    models.catalogue_version = event.catalogue.version;
    models.models.clear();
    for (const auto& model : event.catalogue.models) {
        models.models.emplace(model.model_id, model);
    }
    models.products.clear();
    for (const auto& product : event.catalogue.products) {
        models.products.emplace(product.product_id, product);
    }
    models.profiles.clear();
    for (const auto& profile : event.catalogue.profiles) {
        models.profiles.emplace(profile.profile_id, profile);
    }
}

void apply(State& state, const UseCaseSubmitted& event) {
    state.models.use_case_forms[event.account] = from_base64(event.form_data).value();
}

const FoundationModel* find_model(const Models& state, std::string_view id) {
    return find(state.models, id);
}

const Product* find_product(const Models& state, std::string_view id) {
    return find(state.products, id);
}

const InferenceProfile* find_profile(const Models& state, std::string_view id) {
    return find(state.profiles, id);
}

bool has_use_case_form(const State& state, AccountId account) {
    const auto& forms = state.models.use_case_forms;
    const Organization* organization = organization_of(state.organization, account);
    return forms.contains(account) ||
           (organization != nullptr && forms.contains(organization->management_account));
}

Catalogue catalogue_of(const Models& state) {
    return {.version = state.catalogue_version,
            .products = values(state.products),
            .models = values(state.models),
            .profiles = values(state.profiles)};
}

}  // namespace licet::model
