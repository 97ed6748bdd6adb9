// SPDX-License-Identifier: Apache-2.0
#include "model/bedrock/listing.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>
#include <string_view>

namespace licet::model {
namespace {

// Source: LISTS and STRINGS of the marketplace-discovery model 2026-02-05.
constexpr std::size_t kTextMax = 1024;
constexpr std::size_t kNameMax = 255;
constexpr std::size_t kLongTextMax = 32'768;
constexpr std::size_t kUrlMax = 2048;
constexpr std::size_t kHighlightsMax = 10;
constexpr std::size_t kCategoriesMax = 30;
constexpr std::size_t kResourcesMax = 100;
constexpr std::size_t kOptionsMax = 20;
constexpr std::size_t kArtifactsMax = 100;

template <typename... Args>
Error refuse(fmt::format_string<Args...> format, Args&&... args) {
    return Error{ErrorKind::invalid, fmt::format(format, std::forward<Args>(args)...)};
}

bool is_id_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
}

bool is_id(std::string_view text) {
    return !text.empty() && text.size() <= kNameMax &&
           std::all_of(text.begin(), text.end(), is_id_character);
}

bool is_url(std::string_view text) {
    constexpr std::string_view kScheme = "https://";
    return text.starts_with(kScheme) && text.size() > kScheme.size() && text.size() <= kUrlMax &&
           std::none_of(text.begin(), text.end(), [](char c) { return c <= ' ' || c == '\x7f'; });
}

/// More than white space, and no longer than that.
bool is_text(std::string_view text, std::size_t max) {
    return text.size() <= max && text.find_first_not_of(" \t\r\n") != std::string_view::npos;
}

/// Either nothing or a text.
bool may_be_text(std::string_view text, std::size_t max) {
    return text.empty() || is_text(text, max);
}

/// `[host[:port]/]path[:tag][@digest]`, as registries name images.
bool is_image(std::string_view text) {
    constexpr std::string_view kOther = "./:@+";
    return text.size() <= kTextMax && !text.empty() && is_id_character(text.front()) &&
           std::all_of(text.begin(), text.end(), [&](char c) {
               return is_id_character(c) || kOther.find(c) != std::string_view::npos;
           });
}

/// From 0 to 5 with at most two decimals.
bool is_rating(std::string_view text) {
    const bool form = !text.empty() && text.size() <= 4 && text[0] >= '0' && text[0] <= '5' &&
                      (text.size() == 1 || (text[1] == '.' && text.size() > 2)) &&
                      std::all_of(text.begin() + 1 + (text.size() > 1 ? 1 : 0), text.end(),
                                  [](char c) { return c >= '0' && c <= '9'; });
    return form && (text[0] != '5' || text.find_first_not_of(".0", 1) == std::string_view::npos);
}

Result<void> check_artifacts(const FulfillmentOption& option) {
    if (option.artifacts.size() > kArtifactsMax) {
        return refuse("fulfillment option `{}`: at most {} artifacts", option.option_id,
                      kArtifactsMax);
    }
    for (const auto& artifact : option.artifacts) {
        if (!is_text(artifact.resource_type, kNameMax) ||
            !is_text(artifact.classification, kNameMax) ||
            !may_be_text(artifact.resource_arn, kUrlMax) ||
            !may_be_text(artifact.description, kTextMax)) {
            return refuse(
                "fulfillment option `{}`: an artifact needs a resource type and a "
                "classification of at most {} characters each",
                option.option_id, kNameMax);
        }
    }
    return {};
}

/// Each kind is to be had at a place of its own, and has no other.
Result<void> check_place(const FulfillmentOption& option, ProductKind kind) {
    if (kind == ProductKind::saas ? !is_url(option.url) : !option.url.empty()) {
        return refuse(
            "fulfillment option `{}`: an https `url` belongs to products of kind saas, "
            "and only to them",
            option.option_id);
    }
    if (kind == ProductKind::container ? !is_image(option.image) : !option.image.empty()) {
        return refuse(
            "fulfillment option `{}`: an `image` belongs to products of kind container, "
            "and only to them",
            option.option_id);
    }
    if ((kind == ProductKind::data) == option.artifacts.empty()) {
        return refuse(
            "fulfillment option `{}`: `artifacts` belong to products of kind data, and "
            "only to them",
            option.option_id);
    }
    return check_artifacts(option);
}

Result<void> check_options(const Listing& listing, ProductKind kind) {
    const auto& options = listing.fulfillment_options;
    if (options.size() > kOptionsMax || (options.empty() && kind != ProductKind::model)) {
        return refuse("needs 1 to {} fulfillment options", kOptionsMax);
    }
    std::set<std::string_view> ids;
    for (const auto& option : options) {
        if (!is_id(option.option_id) || !ids.insert(option.option_id).second) {
            return refuse("fulfillment option `{}`: ill-formed id, or listed twice",
                          option.option_id);
        }
        if (!is_text(option.name, kNameMax) || !may_be_text(option.version, kNameMax) ||
            !may_be_text(option.usage_instructions, kLongTextMax) ||
            !may_be_text(option.release_notes, kLongTextMax)) {
            return refuse(
                "fulfillment option `{}`: needs a name of at most {} characters, and no "
                "longer texts than {}",
                option.option_id, kNameMax, kLongTextMax);
        }
        LICET_TRY_VOID(check_place(option, kind));
    }
    return {};
}

Result<void> check_lists(const Listing& listing) {
    if (listing.highlights.size() > kHighlightsMax ||
        !std::all_of(listing.highlights.begin(), listing.highlights.end(),
                     [](const auto& text) { return is_text(text, kTextMax); })) {
        return refuse("at most {} highlights of 1 to {} characters", kHighlightsMax, kTextMax);
    }
    std::set<std::string_view> categories;
    for (const auto& category : listing.categories) {
        if (!is_id(category.category_id) || !is_text(category.display_name, kTextMax) ||
            !categories.insert(category.category_id).second) {
            return refuse("category `{}`: ill-formed id, no name, or listed twice",
                          category.category_id);
        }
    }
    if (categories.size() > kCategoriesMax || listing.resources.size() > kResourcesMax) {
        return refuse("at most {} categories and {} resources", kCategoriesMax, kResourcesMax);
    }
    for (const auto& resource : listing.resources) {
        if (!is_text(resource.value, kTextMax) || !may_be_text(resource.display_name, kNameMax)) {
            return refuse("a resource needs a value of at most {} characters", kTextMax);
        }
    }
    return {};
}

}  // namespace

Result<void> validate(const Listing& listing, ProductKind kind) {
    if (!listing.listing_id.empty() && !is_id(listing.listing_id)) {
        return refuse("listing `{}`: ill-formed id", listing.listing_id);
    }
    if (!listing.seller_profile_id.empty() && !is_id(listing.seller_profile_id)) {
        return refuse("seller profile `{}`: ill-formed id", listing.seller_profile_id);
    }
    if (!listing.logo_url.empty() && !is_url(listing.logo_url)) {
        return refuse("the logo must be an https URL");
    }
    if (!may_be_text(listing.short_description, kTextMax) ||
        !may_be_text(listing.long_description, kLongTextMax)) {
        return refuse("a description is longer than {}, or its short form than {}", kLongTextMax,
                      kTextMax);
    }
    if (listing.reviews &&
        (!is_rating(listing.reviews->average_rating) || listing.reviews->total_reviews < 0)) {
        return refuse("reviews need an average from 0 to 5, such as `4.5`, and a count");
    }
    LICET_TRY_VOID(check_lists(listing));
    return check_options(listing, kind);
}

}  // namespace licet::model
