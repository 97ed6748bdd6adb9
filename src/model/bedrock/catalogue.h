// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "base/time.h"
#include "model/bedrock/listing.h"

#include <boost/describe.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What can be bought and invoked: foundation models, the Marketplace products behind them and the
/// system-defined inference profiles. Plain values; events and snapshots carry them as they are.
/// Enumerators that the Bedrock API shows are spelled as it spells them.
namespace licet::model {

/// Source: rule BA-1.
enum class ModelCategory {
    amazon,          ///< Amazon's own; no subscription
    sold_by_amazon,  ///< another provider's, sold by Amazon; no subscription
    marketplace,     ///< needs an agreement or a grant for its product
};
BOOST_DESCRIBE_ENUM(ModelCategory, amazon, sold_by_amazon, marketplace)

enum class Modality { TEXT, IMAGE, EMBEDDING, SPEECH, VIDEO, AUDIO };
BOOST_DESCRIBE_ENUM(Modality, TEXT, IMAGE, EMBEDDING, SPEECH, VIDEO, AUDIO)

enum class InferenceType { ON_DEMAND, PROVISIONED, INFERENCE_PROFILE };
BOOST_DESCRIBE_ENUM(InferenceType, ON_DEMAND, PROVISIONED, INFERENCE_PROFILE)

enum class Customization { FINE_TUNING, CONTINUED_PRE_TRAINING, DISTILLATION };
BOOST_DESCRIBE_ENUM(Customization, FINE_TUNING, CONTINUED_PRE_TRAINING, DISTILLATION)

enum class Lifecycle { ACTIVE, LEGACY };
BOOST_DESCRIBE_ENUM(Lifecycle, ACTIVE, LEGACY)

/// Source: rule BA-25. The times that are present never decrease from first to last.
struct ModelLifecycle {
    Lifecycle status = Lifecycle::ACTIVE;
    std::optional<Time> start_of_life = {};
    std::optional<Time> legacy_time = {};
    std::optional<Time> public_extended_access_time = {};
    std::optional<Time> end_of_life = {};  ///< from this moment on the model cannot be invoked
};
BOOST_DESCRIBE_STRUCT(ModelLifecycle, (),
                      (status, start_of_life, legacy_time, public_extended_access_time,
                       end_of_life))

struct RateCardItem {
    std::string dimension;
    std::string price;        ///< decimal US dollars, as text: `3.30`
    std::string description;  ///< says what the price is for: `Million Input Tokens Regional`
    std::string unit;
};
BOOST_DESCRIBE_STRUCT(RateCardItem, (), (dimension, price, description, unit))

/// The offer that anyone may accept.
struct PublicOffer {
    std::string offer_id;     ///< `offer-…`
    std::string offer_token;  ///< opaque; what CreateFoundationModelAgreement takes
    std::vector<RateCardItem> rate_card;
    std::string eula_url;  ///< https
    std::string refund_policy;
    std::optional<std::string> agreement_duration = {};  ///< ISO 8601, `P365D`; none: without end
    bool synthetic = false;  ///< the prices or the offer's id are made up
};
BOOST_DESCRIBE_STRUCT(PublicOffer, (),
                      (offer_id, offer_token, rate_card, eula_url, refund_policy,
                       agreement_duration, synthetic))

/// What is sold on AWS Marketplace. Models name it by product_id; several may name the same one.
/// Only products of kind model are named by models.
/// Source: rule BA-3, rule U-13.
struct Product {
    std::string product_id;  ///< `prod-…` or a UUID
    std::string product_name;
    std::string seller_name;
    bool synthetic = false;  ///< the product id is made up
    PublicOffer offer;
    ProductKind kind = ProductKind::model;
    std::optional<Listing> listing = {};  ///< needed by all kinds but model
};
BOOST_DESCRIBE_STRUCT(Product, (),
                      (product_id, product_name, seller_name, synthetic, offer, kind, listing))

struct FoundationModel {
    std::string model_id;
    std::string model_name;
    std::string provider_name;
    ModelCategory category = ModelCategory::amazon;
    std::string product_id;  ///< empty exactly when category is not marketplace
    std::vector<Modality> input_modalities;
    std::vector<Modality> output_modalities;
    bool streaming = false;
    std::vector<InferenceType> inference_types;
    std::vector<Customization> customizations;
    std::vector<std::string> regions;  ///< where requests run: directly, or through a profile
    ModelLifecycle lifecycle;
    bool needs_use_case_form = false;  ///< Source: rule BA-24
};
BOOST_DESCRIBE_STRUCT(FoundationModel, (),
                      (model_id, model_name, provider_name, category, product_id, input_modalities,
                       output_modalities, streaming, inference_types, customizations, regions,
                       lifecycle, needs_use_case_form))

/// Where a profile may send what is asked in any of the source regions.
struct ProfileRoute {
    std::vector<std::string> source_regions;
    std::vector<std::string> destination_regions;
};
BOOST_DESCRIBE_STRUCT(ProfileRoute, (), (source_regions, destination_regions))

/// A system-defined (cross-region) inference profile of one model.
/// Source: rule BA-30.
struct InferenceProfile {
    std::string profile_id;  ///< `<geography>.<model id>`, `global.<model id>`
    std::string name;
    std::string description;
    std::string model_id;
    bool global = false;               ///< rule BA-32 applies, and the routes name no destinations
    std::vector<ProfileRoute> routes;  ///< a source region occurs in one route only
};
BOOST_DESCRIBE_STRUCT(InferenceProfile, (),
                      (profile_id, name, description, model_id, global, routes))

struct Catalogue {
    std::string version;  ///< the day the facts were collected: `2026-11-23`
    std::vector<Product> products;
    std::vector<FoundationModel> models;
    std::vector<InferenceProfile> profiles;
};
BOOST_DESCRIBE_STRUCT(Catalogue, (), (version, products, models, profiles))

/// The destination regions for a request made in that region (none for a global profile, which may
/// use any), or null when the profile cannot be used there.
const std::vector<std::string>* destinations(const InferenceProfile& profile,
                                             std::string_view source_region);

/// One element of a catalogue, by its position.
struct CataloguePlace {
    enum class Part { whole, product, model, profile };
    Part part = Part::whole;
    std::size_t index = 0;
};

/// Whether the catalogue makes sense as a whole: identifiers well formed and unique, every
/// reference resolves, regions known, a product behind every Marketplace model and only there,
/// profile ids and routes consistent with their models, prices and dates sound.
/// @param where if not null, set to the first offender.
/// @return `invalid`, naming the first offender by its id.
Result<void> validate(const Catalogue& catalogue, CataloguePlace* where = nullptr);

}  // namespace licet::model
