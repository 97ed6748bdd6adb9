// SPDX-License-Identifier: Apache-2.0
#include "cli/catalog_file.h"

#include "base/file.h"
#include "base/random.h"
#include "model/bedrock/token_price.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace licet::cli {
namespace {

using model::Catalogue;
using model::FoundationModel;
using model::Lifecycle;
using model::ModelCategory;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::StartsWith;

const std::filesystem::path kShipped = LICET_SOURCE_DIR "/data/catalog.yaml";

const std::string& shipped_text() {
    static const std::string text = *read_file(kShipped, 4 * 1024 * 1024);
    return text;
}

const Catalogue& shipped() {
    static const Catalogue catalogue = [] {
        auto loaded = load_catalog(kShipped);
        EXPECT_TRUE(loaded) << loaded.error().message;
        return loaded ? *loaded : Catalogue{};
    }();
    return catalogue;
}

const FoundationModel* find(std::string_view id) {
    const auto& models = shipped().models;
    const auto found = std::find_if(models.begin(), models.end(),
                                    [&](const auto& model) { return model.model_id == id; });
    return found == models.end() ? nullptr : &*found;
}

TEST(CatalogFile, TheShippedOneLoads) {
    EXPECT_GE(shipped().models.size(), 40U);
    EXPECT_FALSE(shipped().products.empty());
    EXPECT_FALSE(shipped().profiles.empty());
}

TEST(CatalogFile, EveryProviderIsThere) {
    std::map<std::string, std::size_t> counts;
    for (const auto& model : shipped().models) {
        ++counts[model.provider_name];
    }
    const std::map<std::string, std::size_t> least{
        {"Anthropic", 15},   {"Amazon", 10}, {"Cohere", 5},     {"AI21 Labs", 2},
        {"Stability AI", 5}, {"Meta", 5},    {"Mistral AI", 8}, {"DeepSeek", 3},
        {"Qwen", 3},         {"OpenAI", 2}};
    for (const auto& [provider, count] : least) {
        EXPECT_GE(counts[provider], count) << provider;
    }
}

// rule BA-1
TEST(CatalogFile, CategoriesFollowTheProvider) {
    for (const auto& model : shipped().models) {
        const auto& provider = model.provider_name;
        if (provider == "Amazon") {
            EXPECT_EQ(model.category, ModelCategory::amazon) << model.model_id;
        } else if (provider == "Meta" || provider == "Mistral AI" || provider == "DeepSeek" ||
                   provider == "Qwen" || model.model_id.starts_with("openai.gpt-oss")) {
            EXPECT_EQ(model.category, ModelCategory::sold_by_amazon) << model.model_id;
        } else {
            EXPECT_EQ(model.category, ModelCategory::marketplace) << model.model_id;
        }
        EXPECT_EQ(model.needs_use_case_form, provider == "Anthropic") << model.model_id;
    }
}

// rule BA-3
TEST(CatalogFile, PublishedProductIdsAreKept) {
    const std::map<std::string, std::string> published{
        {"anthropic.claude-3-5-sonnet-20240620-v1:0", "prod-m5ilt4siql27k"},
        {"anthropic.claude-3-7-sonnet-20250219-v1:0", "prod-4dlfvry4v5hbi"},
        {"anthropic.claude-opus-4-20250514-v1:0", "prod-azycxvnd5mhqi"},
        {"anthropic.claude-sonnet-4-5-20250929-v1:0", "prod-mxcfnwvpd6kb4"},
        {"cohere.embed-english-v3", "b7568428-a1ab-46d8-bab3-37def50f6f6a"},
        {"stability.stable-image-core-v1:1", "prod-eacdrmv7zfc5e"}};
    for (const auto& [model_id, product_id] : published) {
        const auto* model = find(model_id);
        ASSERT_NE(model, nullptr) << model_id;
        EXPECT_EQ(model->product_id, product_id);
        const auto product =
            std::find_if(shipped().products.begin(), shipped().products.end(),
                         [&](const auto& p) { return p.product_id == product_id; });
        EXPECT_FALSE(product->synthetic) << model_id;
    }
}

TEST(CatalogFile, BothLifecycleStatesAndManyKindsAreThere) {
    std::set<model::Modality> outputs;
    std::set<std::string> prefixes;
    std::size_t legacy = 0;
    std::map<std::string, std::size_t> models_of;
    for (const auto& model : shipped().models) {
        outputs.insert(model.output_modalities.begin(), model.output_modalities.end());
        legacy += model.lifecycle.status == Lifecycle::LEGACY ? 1 : 0;
        ++models_of[model.product_id];
    }
    for (const auto& profile : shipped().profiles) {
        prefixes.insert(profile.profile_id.substr(0, profile.profile_id.find('.')));
    }
    EXPECT_THAT(outputs, IsSupersetOf({model::Modality::TEXT, model::Modality::IMAGE,
                                       model::Modality::EMBEDDING, model::Modality::SPEECH,
                                       model::Modality::VIDEO}));
    EXPECT_THAT(prefixes, IsSupersetOf({"us", "eu", "apac", "au", "jp", "global"}));
    EXPECT_GE(legacy, 5U);
    EXPECT_GT(find("anthropic.claude-opus-4-1-20250805-v1:0")->lifecycle.end_of_life,
              *parse_iso8601("2027-01-01"));
    models_of.erase("");
    EXPECT_TRUE(std::any_of(models_of.begin(), models_of.end(), [](const auto& entry) {
        return entry.second > 1;
    })) << "rule U-13: a product with several models";
}

/// A small sound file, whose lines the tests break one at a time.
constexpr std::string_view kSmall = R"(version: 2026-11-23
shared:
  regions:
    two: &two [us-east-1, us-west-2]
  routes:
    two: &both
      - source_regions: *two
        destination_regions: *two
products:
  - product_id: prod-abcdefghijklm
    product_name: Claude Test
    seller_name: Anthropic, PBC
    offer:
      offer_id: offer-abcdefghijklm
      offer_token: token
      eula_url: https://example.com/eula
      refund_policy: none
      agreement_duration: P365D
      rate_card:
        - {dimension: in, price: 3, description: tokens, unit: Units}
models:
  - model_id: anthropic.claude-test-v1:0
    model_name: Claude Test
    provider_name: Anthropic
    category: marketplace
    product_id: prod-abcdefghijklm
    input_modalities: [TEXT]
    output_modalities: [TEXT]
    streaming: true
    inference_types: [INFERENCE_PROFILE]
    customizations: [FINE_TUNING]
    regions: *two
    lifecycle: {status: LEGACY, start_of_life: 2025-01-01, end_of_life: 2027-01-01}
    needs_use_case_form: true
profiles:
  - profile_id: us.anthropic.claude-test-v1:0
    name: US Claude Test
    description: Routes requests
    model_id: anthropic.claude-test-v1:0
    routes: *both
)";

/// The refusal of kSmall after its first `from` became `to`; empty when it is accepted.
std::string refusal(std::string_view from, std::string_view to) {
    std::string text{kSmall};
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    const auto catalogue = parse_catalog(text, "c.yaml");
    return catalogue ? "" : catalogue.error().message;
}

TEST(CatalogFile, ASmallOneIsReadWhole) {
    const auto catalogue = parse_catalog(kSmall, "c.yaml");
    ASSERT_TRUE(catalogue) << catalogue.error().message;
    EXPECT_EQ(catalogue->version, "2026-11-23");
    const auto& offer = catalogue->products.at(0).offer;
    EXPECT_EQ(offer.agreement_duration, "P365D");
    EXPECT_EQ(offer.rate_card.at(0).price, "3");
    EXPECT_FALSE(offer.synthetic);
    const auto& model = catalogue->models.at(0);
    EXPECT_EQ(model.lifecycle.status, Lifecycle::LEGACY);
    EXPECT_EQ(model.lifecycle.end_of_life, *parse_iso8601("2027-01-01"));
    EXPECT_EQ(model.customizations, std::vector{model::Customization::FINE_TUNING});
    EXPECT_EQ(model.regions, (std::vector<std::string>{"us-east-1", "us-west-2"}));
    EXPECT_EQ(catalogue->profiles.at(0).routes.at(0).destination_regions, model.regions);
}

TEST(CatalogFile, RefusalsNameTheirLine) {
    EXPECT_EQ(refusal("version: 2026-11-23\n", ""), "c.yaml:1: key `version` is missing");
    EXPECT_EQ(refusal("2026-11-23", "soon"), "c.yaml:1: catalogue version `soon` is no date");
    EXPECT_EQ(refusal("shared:", "sharde:"), "c.yaml:2: unknown key `sharde`");
    EXPECT_EQ(refusal("[us-east-1, us-west-2]", "[us-east-1, us-west-9]"),
              "c.yaml:4: unknown region `us-west-9`");
    EXPECT_EQ(refusal("- source_regions: *two", "- source_region: *two"),
              "c.yaml:7: key `source_regions` is missing");
    EXPECT_EQ(refusal("product_id: prod-abcdefghijklm", "product_id: prod-1"),
              "c.yaml:10: product `prod-1`: ill-formed id");
    EXPECT_EQ(refusal("seller_name: Anthropic, PBC", "seller_name:"),
              "c.yaml:12: a value is missing");
    EXPECT_EQ(refusal("offer_token: token", "offer_token: token\n      offer_token: token"),
              "c.yaml:16: duplicate key `offer_token`");
    EXPECT_EQ(refusal("price: 3", "prize: 3"), "c.yaml:20: key `price` is missing");
    EXPECT_EQ(refusal("category: marketplace", "category: market"),
              "c.yaml:25: `market` is none of amazon, sold_by_amazon, marketplace");
    EXPECT_EQ(refusal("product_id: prod-abcdefghijklm\n    input", "product_id: prod-x\n    input"),
              "c.yaml:22: model `anthropic.claude-test-v1:0`: unknown product `prod-x`");
    EXPECT_EQ(refusal("input_modalities: [TEXT]", "input_modalities: TEXT"),
              "c.yaml:27: must be a list");
    EXPECT_EQ(refusal("streaming: true", "streaming: yes"), "c.yaml:29: must be true or false");
    EXPECT_EQ(refusal("regions: *two\n    life", "regions: *tow\n    life").substr(0, 11),
              "c.yaml:32: ");
    EXPECT_EQ(refusal("end_of_life: 2027-01-01", "end_of_life: 2027-02-30"),
              "c.yaml:33: `2027-02-30` is no date or time");
    EXPECT_EQ(refusal("us.anthropic", "eu.amazonic"),
              "c.yaml:36: profile `eu.amazonic.claude-test-v1:0`: its id does not fit its model or "
              "its kind");
    EXPECT_EQ(refusal("    routes: *both\n", "    routes: *both\n    extra: 1\n"),
              "c.yaml:41: unknown key `extra`");
    EXPECT_THAT(refusal("routes: *both", "routes: *both\n\tx"), StartsWith("c.yaml:41: "));
}

/// A product of another kind, to be put before the models of kSmall.
constexpr std::string_view kRunner = R"(  - product_id: prod-runneraaaaaaa
    product_name: Runner
    seller_name: Runner Inc.
    kind: container
    listing:
      short_description: Runs
      highlights: [Fast]
      categories: [{category_id: tools, display_name: Tools}]
      resources: [{type: MANUFACTURER_SUPPORT, content_type: EMAIL, value: a@example.com}]
      deployed_on_aws: NOT_DEPLOYED
      fulfillment_options:
        - option_id: fo-1
          name: Image
          image: example.com/runner:1
      reviews: {average_rating: 4.5, total_reviews: 3}
    offer:
      offer_id: offer-runneraaaaaaa
      offer_token: token2
      eula_url: https://example.com/eula
      refund_policy: none
      rate_card: [{dimension: runs, price: 1, description: runs, unit: Requests}]
models:)";

std::string with_runner(std::string_view from, std::string_view to) {
    std::string product{kRunner};
    const auto at = product.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return refusal("models:", product.replace(at, from.size(), to));
}

TEST(CatalogFile, ProductsOfOtherKindsAreReadWhole) {
    std::string text{kSmall};
    text.replace(text.find("models:"), 7, kRunner);
    const auto catalogue = parse_catalog(text, "c.yaml");
    ASSERT_TRUE(catalogue) << catalogue.error().message;
    EXPECT_EQ(catalogue->products.at(0).kind, model::ProductKind::model);
    EXPECT_FALSE(catalogue->products.at(0).listing);
    const auto& runner = catalogue->products.at(1);
    EXPECT_EQ(runner.kind, model::ProductKind::container);
    EXPECT_EQ(runner.listing->fulfillment_options.at(0).image, "example.com/runner:1");
    EXPECT_EQ(runner.listing->reviews->total_reviews, 3);
    EXPECT_EQ(runner.listing->deployed_on_aws, model::DeployedOnAws::NOT_DEPLOYED);
}

TEST(CatalogFile, RefusalsOfOtherKindsNameTheirLine) {
    EXPECT_EQ(with_runner("kind: container", "kind: box"),
              "c.yaml:24: `box` is none of model, saas, container, data");
    EXPECT_EQ(with_runner("kind: container", "kind: saas"),
              "c.yaml:21: product `prod-runneraaaaaaa`: fulfillment option `fo-1`: an https `url` "
              "belongs to products of kind saas, and only to them");
    EXPECT_EQ(with_runner("          image: example.com/runner:1\n", ""),
              "c.yaml:21: product `prod-runneraaaaaaa`: fulfillment option `fo-1`: an `image` "
              "belongs to products of kind container, and only to them");
    EXPECT_EQ(with_runner("          name: Image\n", ""), "c.yaml:32: key `name` is missing");
    EXPECT_EQ(with_runner("total_reviews: 3", "total_reviews: many"),
              "c.yaml:35: must be a whole number from 0 to 9223372036854775807");
    EXPECT_EQ(with_runner("highlights: [Fast]", "hilights: [Fast]"),
              "c.yaml:27: unknown key `hilights`");
    EXPECT_EQ(refusal("product_id: prod-abcdefghijklm\n    input",
                      "product_id: prod-abcdefghijklm\n    kind: model\n    input"),
              "c.yaml:27: unknown key `kind`");
}

TEST(CatalogFile, TheExampleOfTheDocumentationIsReadWhole) {
    const auto page = *read_file(LICET_SOURCE_DIR "/docs/products.md", 1024 * 1024);
    const auto begin = page.find("```yaml\n") + 8;
    std::string text{kSmall};
    text.replace(text.find("models:"), 0, page.substr(begin, page.find("```", begin) - begin));
    const auto catalogue = parse_catalog(text, "c.yaml");
    ASSERT_TRUE(catalogue) << catalogue.error().message;
    EXPECT_EQ(catalogue->products.at(1).kind, model::ProductKind::data);
}

TEST(CatalogFile, TheShippedOneHasProductsOfOtherKinds) {
    std::set<model::ProductKind> kinds;
    for (const auto& product : shipped().products) {
        kinds.insert(product.kind);
        EXPECT_TRUE(product.kind == model::ProductKind::model || product.synthetic);
    }
    EXPECT_THAT(kinds, IsSupersetOf({model::ProductKind::container, model::ProductKind::saas}));
}

// Issue 5, section 6: what reads from a cache can be written to it, at 1.25 times the input's
// price.
TEST(CatalogFile, CachesHaveAPriceInBothDirections) {
    std::size_t with_caches = 0;
    for (const auto& product : shipped().products) {
        const auto prices = model::token_prices(product.offer.rate_card);
        for (const auto& rates : {prices.regional, prices.global}) {
            ASSERT_EQ(rates.cache_read.has_value(), rates.cache_write.has_value())
                << product.product_id;
            if (rates.cache_write) {
                EXPECT_EQ(4 * *rates.cache_write, 5 * *rates.input) << product.product_id;
                ++with_caches;
            }
        }
    }
    EXPECT_GE(with_caches, 30U);
}

TEST(CatalogFile, AMissingFileIsSaidToBeMissing) {
    const auto loaded = load_catalog("/nowhere/catalog.yaml");
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().kind, ErrorKind::not_found);
}

/// One random edit: a line dropped, doubled or swapped, or some bytes changed.
std::string mutated(std::string_view text, Random& random) {
    std::string out{text};
    if (out.empty()) {
        return out;
    }
    const auto line_break = out.rfind('\n', random.below(out.size()));
    const auto start = line_break == std::string::npos ? 0 : line_break + 1;
    const auto line = out.substr(start, out.find('\n', start) - start + 1);
    constexpr std::string_view kBytes = "\t\n :-[]{}&*!|>'\"%@`#,?~\\a0\xc3\xff";
    switch (random.below(4)) {
        case 0:
            out.erase(start, line.size());
            break;
        case 1:
            out.insert(start, line);
            break;
        case 2:
            out.resize(random.below(out.size()));
            break;
        default:
            out[random.below(out.size())] = kBytes[random.below(kBytes.size())];
            break;
    }
    return out;
}

void expect_sound_answers(std::string_view text, std::uint64_t seed, int rounds) {
    SeededRandom random{seed};
    for (int i = 0; i < rounds; ++i) {
        auto broken = mutated(text, random);
        for (auto more = random.below(3); more > 0; --more) {
            broken = mutated(broken, random);
        }
        const auto catalogue = parse_catalog(broken, "c.yaml");
        if (catalogue) {
            EXPECT_TRUE(model::validate(*catalogue));
        } else {
            EXPECT_EQ(catalogue.error().kind, ErrorKind::invalid);
            EXPECT_THAT(catalogue.error().message, StartsWith("c.yaml:"));
        }
    }
}

TEST(CatalogFile, BrokenOnesAreRefusedOrSound) {
    expect_sound_answers(kSmall, 1, 3'000);
}

TEST(CatalogFile, TheShippedOneBrokenIsRefusedOrSound) {
    expect_sound_answers(shipped_text(), 2, 12);
}

}  // namespace
}  // namespace licet::cli
