// SPDX-License-Identifier: Apache-2.0
#include "model/bedrock/regions.h"

#include <algorithm>
#include <array>

namespace licet::model {
namespace {

constexpr auto kRegions = std::to_array<Region>({
    {"af-south-1", "af", true},        {"ap-east-1", "apac", true},
    {"ap-east-2", "apac", true},       {"ap-northeast-1", "apac", false},
    {"ap-northeast-2", "apac", false}, {"ap-northeast-3", "apac", false},
    {"ap-south-1", "apac", false},     {"ap-south-2", "apac", true},
    {"ap-southeast-1", "apac", false}, {"ap-southeast-2", "apac", false},
    {"ap-southeast-3", "apac", true},  {"ap-southeast-4", "apac", true},
    {"ap-southeast-5", "apac", true},  {"ap-southeast-6", "apac", true},
    {"ap-southeast-7", "apac", true},  {"ca-central-1", "ca", false},
    {"ca-west-1", "ca", true},         {"eu-central-1", "eu", false},
    {"eu-central-2", "eu", true},      {"eu-north-1", "eu", false},
    {"eu-south-1", "eu", true},        {"eu-south-2", "eu", true},
    {"eu-west-1", "eu", false},        {"eu-west-2", "eu", false},
    {"eu-west-3", "eu", false},        {"il-central-1", "il", true},
    {"me-central-1", "me", true},      {"me-south-1", "me", true},
    {"mx-central-1", "mx", true},      {"sa-east-1", "sa", false},
    {"us-east-1", "us", false},        {"us-east-2", "us", false},
    {"us-west-1", "us", false},        {"us-west-2", "us", false},
});

constexpr auto kPrefixes =
    std::to_array<std::string_view>({"apac", "au", "ca", "eu", "global", "in", "jp", "us"});

}  // namespace

std::span<const Region> known_regions() {
    return kRegions;
}

const Region* find_region(std::string_view code) {
    const auto found =
        std::lower_bound(kRegions.begin(), kRegions.end(), code,
                         [](const Region& region, std::string_view c) { return region.code < c; });
    return found != kRegions.end() && found->code == code ? &*found : nullptr;
}

bool is_profile_prefix(std::string_view prefix) {
    return std::binary_search(kPrefixes.begin(), kPrefixes.end(), prefix);
}

}  // namespace licet::model
