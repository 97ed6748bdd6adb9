// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"
#include "model/bedrock/application_profiles.h"
#include "model/bedrock/catalogue.h"
#include "model/bedrock/invocation_logging.h"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <variant>

namespace licet::model {

struct State;

/// The model catalogue in force and the first-time-use forms. Owned by the engine's thread.
struct Models {
    std::string catalogue_version;
    std::map<std::string, FoundationModel, std::less<>> models;     ///< by model id
    std::map<std::string, Product, std::less<>> products;           ///< by product id
    std::map<std::string, InferenceProfile, std::less<>> profiles;  ///< by profile id
    std::map<AccountId, std::string>
        use_case_forms;  ///< the form's bytes, by the account that sent it
    ApplicationProfiles application_profiles;
    InvocationLoggings invocation_loggings;
};
BOOST_DESCRIBE_STRUCT(Models, (),
                      (catalogue_version, models, products, profiles, use_case_forms,
                       application_profiles, invocation_loggings))

/// The whole catalogue was replaced by another, which validate() accepts.
struct CatalogueApplied {
    static constexpr std::string_view kName = "CatalogueApplied";
    Catalogue catalogue;
};
BOOST_DESCRIBE_STRUCT(CatalogueApplied, (), (catalogue))

/// Source: rule BA-24.
struct UseCaseSubmitted {
    static constexpr std::string_view kName = "UseCaseSubmitted";
    AccountId account;
    std::string form_data;  ///< base64 of the form's bytes
};
BOOST_DESCRIBE_STRUCT(UseCaseSubmitted, (), (account, form_data))

using ModelsEvent = std::variant<CatalogueApplied, UseCaseSubmitted, InvocationLoggingChanged>;

void apply(State& state, const CatalogueApplied& event);
void apply(State& state, const UseCaseSubmitted& event);

/// What the catalogue lists under that id, or null.
const FoundationModel* find_model(const Models& state, std::string_view id);
const Product* find_product(const Models& state, std::string_view id);
const InferenceProfile* find_profile(const Models& state, std::string_view id);

/// Whether the account, or the management account of its organization, has sent the form.
/// Source: rule BA-24.
bool has_use_case_form(const State& state, AccountId account);

/// The catalogue as it was applied, its parts ordered by id.
Catalogue catalogue_of(const Models& state);

}  // namespace licet::model
