// SPDX-License-Identifier: Apache-2.0
#include "model/bedrock/catalogue.h"

#include "base/describe/describe.h"
#include "base/describe/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace licet::model {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pointee;

Time day(std::string_view text) {
    return *parse_iso8601(text);
}

Product product() {
    return Product{
        .product_id = "prod-abcdefghijklm",
        .product_name = "Claude Test",
        .seller_name = "Anthropic, PBC",
        .synthetic = true,
        .offer = {.offer_id = "offer-abcdefghijklm",
                  .offer_token = "token",
                  .rate_card = {{"USE1_InputTokenCount", "3.30", "Million Input Tokens", "Units"}},
                  .eula_url = "https://example.com/eula",
                  .refund_policy = "none"}};
}

FoundationModel claude() {
    return FoundationModel{.model_id = "anthropic.claude-test-v1:0",
                           .model_name = "Claude Test",
                           .provider_name = "Anthropic",
                           .category = ModelCategory::marketplace,
                           .product_id = "prod-abcdefghijklm",
                           .input_modalities = {Modality::TEXT, Modality::IMAGE},
                           .output_modalities = {Modality::TEXT},
                           .streaming = true,
                           .inference_types = {InferenceType::INFERENCE_PROFILE},
                           .customizations = {},
                           .regions = {"ca-central-1", "us-east-1", "us-west-2"},
                           .lifecycle = {.start_of_life = day("2026-01-01")},
                           .needs_use_case_form = true};
}

FoundationModel nova() {
    return FoundationModel{.model_id = "amazon.nova-test-v1:0",
                           .model_name = "Nova Test",
                           .provider_name = "Amazon",
                           .category = ModelCategory::amazon,
                           .product_id = "",
                           .input_modalities = {Modality::TEXT},
                           .output_modalities = {Modality::TEXT},
                           .streaming = true,
                           .inference_types = {InferenceType::ON_DEMAND},
                           .customizations = {},
                           .regions = {"us-east-1"},
                           .lifecycle = {}};
}

Catalogue catalogue() {
    return Catalogue{
        .version = "2026-11-23",
        .products = {product()},
        .models = {claude(), nova()},
        .profiles = {{.profile_id = "us.anthropic.claude-test-v1:0",
                      .name = "US Claude Test",
                      .description = "Routes requests to Claude Test",
                      .model_id = "anthropic.claude-test-v1:0",
                      .routes = {{{"us-east-1", "us-west-2"}, {"us-east-1", "us-west-2"}},
                                 {{"ca-central-1"}, {"ca-central-1", "us-east-1", "us-west-2"}}}},
                     {.profile_id = "global.anthropic.claude-test-v1:0",
                      .name = "Global Claude Test",
                      .description = "Routes requests to Claude Test",
                      .model_id = "anthropic.claude-test-v1:0",
                      .global = true,
                      .routes = {{{"us-east-1"}, {}}}}}};
}

TEST(Catalogue, ASoundOneIsValid) {
    const auto valid = validate(catalogue());
    EXPECT_TRUE(valid) << valid.error().message;
    EXPECT_TRUE(
        validate(Catalogue{.version = "2026-11-23", .products = {}, .models = {}, .profiles = {}}));
}

TEST(Catalogue, DestinationsDependOnTheSource) {
    const auto all = catalogue();
    const auto& us = all.profiles[0];
    EXPECT_THAT(destinations(us, "us-west-2"), Pointee(ElementsAre("us-east-1", "us-west-2")));
    EXPECT_THAT(destinations(us, "ca-central-1"),
                Pointee(ElementsAre("ca-central-1", "us-east-1", "us-west-2")));
    EXPECT_EQ(destinations(us, "eu-west-1"), nullptr);
    EXPECT_THAT(destinations(all.profiles[1], "us-east-1"), Pointee(IsEmpty()));
    EXPECT_EQ(destinations(all.profiles[1], "us-west-2"), nullptr);
}

TEST(Catalogue, SurvivesTheRecordFormat) {
    const auto& type = describe::type_of<Catalogue>();
    const auto before = catalogue();
    std::string json;
    describe::write_json(type, &before, describe::kRecordFormat, json);
    Catalogue after;
    const auto read = describe::read_json(type, &after, describe::kRecordFormat, json);
    ASSERT_TRUE(read) << read.error().message;
    std::string again;
    describe::write_json(type, &after, describe::kRecordFormat, again);
    EXPECT_EQ(again, json);
    EXPECT_EQ(after.models[0].lifecycle.start_of_life, day("2026-01-01"));
}

using Part = CataloguePlace::Part;

struct Fault {
    const char* message;
    Part part;
    std::size_t index;
    std::function<void(Catalogue&)> make;
};

void expect_refused(const std::vector<Fault>& faults) {
    for (const auto& fault : faults) {
        auto broken = catalogue();
        fault.make(broken);
        CataloguePlace where;
        const auto valid = validate(broken, &where);
        ASSERT_FALSE(valid) << fault.message;
        EXPECT_EQ(valid.error().kind, ErrorKind::invalid);
        EXPECT_THAT(valid.error().message, HasSubstr(fault.message));
        EXPECT_EQ(where.part, fault.part) << fault.message;
        EXPECT_EQ(where.index, fault.index) << fault.message;
    }
}

TEST(Catalogue, FaultyProductsAreRefused) {
    const auto offer = [](auto change) {
        return [change](Catalogue& c) { change(c.products[0].offer); };
    };
    expect_refused({
        {"no date", Part::whole, 0, [](auto& c) { c.version = "today"; }},
        {"ill-formed id", Part::product, 0, [](auto& c) { c.products[0].product_id = "prod-1"; }},
        {"ill-formed id", Part::product, 0,
         [](auto& c) { c.products[0].product_id = "b7568428-a1ab-46d8-bab3-37def50f6f6G"; }},
        {"needs a name", Part::product, 0, [](auto& c) { c.products[0].seller_name.clear(); }},
        {"used twice", Part::product, 1, [](auto& c) { c.products.push_back(c.products[0]); }},
        {"listed twice", Part::product, 1,
         [](auto& c) {
             c.products.push_back(c.products[0]);
             c.products[1].offer.offer_id = "offer-bbbbbbbbbbbbb";
             c.products[1].offer.offer_token = "other";
         }},
        {"has no model", Part::product, 1,
         [](auto& c) {
             c.products.push_back(c.products[0]);
             c.products[1].product_id = "b7568428-a1ab-46d8-bab3-37def50f6f6a";
             c.products[1].offer.offer_id = "offer-bbbbbbbbbbbbb";
             c.products[1].offer.offer_token = "other";
         }},
        {"ill-formed id", Part::product, 0, offer([](auto& o) { o.offer_id = "offer-ABC"; })},
        {"needs a token", Part::product, 0, offer([](auto& o) { o.offer_token.clear(); })},
        {"https", Part::product, 0, offer([](auto& o) { o.eula_url = "http://example.com"; })},
        {"duration", Part::product, 0, offer([](auto& o) { o.agreement_duration = "1 year"; })},
        {"rate card", Part::product, 0, offer([](auto& o) { o.rate_card.clear(); })},
        {"listed twice", Part::product, 0,
         offer([](auto& o) { o.rate_card.push_back(o.rate_card[0]); })},
        {"price `-1`", Part::product, 0, offer([](auto& o) { o.rate_card[0].price = "-1"; })},
        {"price `1.`", Part::product, 0, offer([](auto& o) { o.rate_card[0].price = "1."; })},
        {"price `.5`", Part::product, 0, offer([](auto& o) { o.rate_card[0].price = ".5"; })},
        {"price `1e3`", Part::product, 0, offer([](auto& o) { o.rate_card[0].price = "1e3"; })},
        {"price `1.2.3`", Part::product, 0, offer([](auto& o) { o.rate_card[0].price = "1.2.3"; })},
    });
}

TEST(Catalogue, FaultyModelsAreRefused) {
    expect_refused({
        {"ill-formed id", Part::model, 1, [](auto& c) { c.models[1].model_id = "us.amazon.nova"; }},
        {"listed twice", Part::model, 2, [](auto& c) { c.models.push_back(nova()); }},
        {"needs a name", Part::model, 1, [](auto& c) { c.models[1].model_name.clear(); }},
        {"modalities", Part::model, 1, [](auto& c) { c.models[1].output_modalities.clear(); }},
        {"twice", Part::model, 1,
         [](auto& c) {
             c.models[1].input_modalities = {Modality::TEXT, Modality::TEXT};
         }},
        {"category and provider", Part::model, 1,
         [](auto& c) { c.models[1].category = ModelCategory::sold_by_amazon; }},
        {"have a product", Part::model, 0, [](auto& c) { c.models[0].product_id.clear(); }},
        {"have a product", Part::model, 1,
         [](auto& c) { c.models[1].product_id = "prod-abcdefghijklm"; }},
        {"unknown product", Part::model, 0,
         [](auto& c) { c.models[0].product_id = "prod-bbbbbbbbbbbbb"; }},
        {"use-case form", Part::model, 1, [](auto& c) { c.models[1].needs_use_case_form = true; }},
        {"unknown region `us-east-9`", Part::model, 1,
         [](auto& c) { c.models[1].regions = {"us-east-9"}; }},
        {"no regions", Part::model, 1, [](auto& c) { c.models[1].regions.clear(); }},
        {"LEGACY date", Part::model, 1,
         [](auto& c) { c.models[1].lifecycle.end_of_life = day("2027-01-01"); }},
        {"runs backwards", Part::model, 1,
         [](auto& c) {
             c.models[1].lifecycle = {.status = Lifecycle::LEGACY,
                                      .legacy_time = day("2026-02-01"),
                                      .end_of_life = day("2026-01-01")};
         }},
        {"without a profile", Part::model, 1,
         [](auto& c) { c.models[1].inference_types = {InferenceType::INFERENCE_PROFILE}; }},
        {"profile without it", Part::model, 0,
         [](auto& c) { c.models[0].inference_types = {InferenceType::ON_DEMAND}; }},
    });
}

TEST(Catalogue, FaultyProfilesAreRefused) {
    const auto profile = [](auto change) {
        return [change](Catalogue& c) { change(c.profiles[0]); };
    };
    expect_refused({
        {"unknown model", Part::profile, 0, profile([](auto& p) { p.model_id = "a.b"; })},
        {"does not fit", Part::profile, 0, profile([](auto& p) { p.profile_id = "us.a.b"; })},
        {"does not fit", Part::profile, 0,
         profile([](auto& p) { p.profile_id = "xx.anthropic.claude-test-v1:0"; })},
        {"does not fit", Part::profile, 0, profile([](auto& p) { p.global = true; })},
        {"needs a name", Part::profile, 0, profile([](auto& p) { p.routes.clear(); })},
        {"listed twice", Part::profile, 2, [](auto& c) { c.profiles.push_back(c.profiles[0]); }},
        {"two routes from `us-east-1`", Part::profile, 0,
         profile([](auto& p) { p.routes[1].source_regions = {"us-east-1"}; })},
        {"not in region `eu-west-1`", Part::profile, 0,
         profile([](auto& p) { p.routes[0].destination_regions = {"eu-west-1"}; })},
        {"not in region `eu-west-1`", Part::profile, 0,
         profile([](auto& p) { p.routes[0].source_regions = {"eu-west-1"}; })},
        {"name destinations", Part::profile, 0,
         profile([](auto& p) { p.routes[0].destination_regions.clear(); })},
        {"name destinations", Part::profile, 1,
         [](auto& c) { c.profiles[1].routes[0].destination_regions = {"us-east-1"}; }},
    });
}

}  // namespace
}  // namespace licet::model
