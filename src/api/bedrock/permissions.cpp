// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/permissions.h"

#include "model/bedrock/model_identifier.h"
#include "model/state.h"

namespace licet::api::bedrock {
namespace {

/// The id of a foundation model; what is no identifier of one stays as it is.
std::string_view model_id_of(std::string_view identifier) {
    const auto named = model::resolve_model_identifier(identifier);
    return named.ok() ? named->id : identifier;
}

/// The Marketplace product behind a model of the catalogue; empty where there is none.
std::string product_of(const PermissionCall& call, const std::string& identifier) {
    const auto* model = model::find_model(call.state().models, model_id_of(identifier));
    return model == nullptr ? std::string{} : model->product_id;
}

}  // namespace

Permissions on_model(const PermissionCall& call, const std::string& identifier) {
    const auto named = model::resolve_model_identifier(identifier);
    const bool elsewhere = named.ok() && !named->region.empty();
    return permit(
        model::model_arn(elsewhere ? named->region : call.region, model_id_of(identifier)));
}

Permissions on_profile(const PermissionCall& call, const std::string& identifier) {
    const auto named = model::resolve_model_identifier(identifier);
    const std::string_view region =
        named.ok() && !named->region.empty() ? named->region : call.region;
    const AccountId account = named.ok() && named->account ? named->account : call.account();
    const std::string_view id = named.ok() ? named->id : std::string_view{identifier};
    if (named.ok() && named->kind != model::ModelRefKind::application_profile) {
        return permit(model::profile_arn(region, account, id));
    }
    const auto* profile = model::find_application_profile(call.state().models.application_profiles,
                                                          call.account(), region, id);
    return permit(model::application_profile_arn(region, account, id),
                  profile != nullptr && account == call.account() ? &profile->tags : nullptr);
}

Permissions on_source(const PermissionCall& call, const std::string& arn) {
    const auto named = model::resolve_model_identifier(arn);
    const bool is_model = !named.ok() || named->kind == model::ModelRefKind::foundation_model;
    return is_model ? on_model(call, arn) : on_profile(call, arn);
}

Permissions with_marketplace(const PermissionCall& call, const Need& need,
                             const std::string& identifier) {
    auto permissions = permit("*");
    auto& marketplace = permissions.emplace_back();
    marketplace.action = need.action;
    marketplace.called_via = kBedrockPrincipal;
    if (need.keys.has(policy::Key::aws_marketplace_product_id)) {
        if (auto product = product_of(call, identifier); !product.empty()) {
            marketplace.keys.push_back(
                key_value(policy::Key::aws_marketplace_product_id, std::move(product)));
        }
    }
    return permissions;
}

}  // namespace licet::api::bedrock
