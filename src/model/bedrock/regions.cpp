// SPDX-License-Identifier: Apache-2.0
#include "model/bedrock/regions.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

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

/// The first and the last eight bytes of a code as numbers, because each call of a model looks some
/// up. Of two codes of one length they are the same only if the codes are.
struct PackedCode {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    std::size_t size = 0;
    constexpr bool operator==(const PackedCode&) const = default;
};

constexpr std::size_t kCodeMin = 8;
constexpr std::size_t kCodeMax = 16;

constexpr std::uint64_t eight_bytes(const char* from) {
    std::uint64_t value = 0;
    if (std::is_constant_evaluated()) {
        std::array<char, 8> bytes{};
        std::copy_n(from, bytes.size(), bytes.begin());
        return std::bit_cast<std::uint64_t>(bytes);
    }
    std::memcpy(&value, from, sizeof value);
    return value;
}

/// @param code of kCodeMin to kCodeMax bytes
constexpr PackedCode pack(std::string_view code) {
    return {eight_bytes(code.data()), eight_bytes(code.data() + code.size() - 8), code.size()};
}

constexpr std::size_t kTableSize = 128;

constexpr std::size_t place_of(const PackedCode& code) {
    return static_cast<std::size_t>(((code.first ^ (code.last << 3)) * 0x9e3779b97f4a7c15U) >> 57);
}

struct TableEntry {
    PackedCode code;
    const Region* region = nullptr;
};

constexpr auto make_table() {
    std::array<TableEntry, kTableSize> table{};
    for (const Region& region : kRegions) {
        const auto code = pack(region.code);
        auto at = place_of(code);
        while (table[at].region != nullptr) {
            at = (at + 1) % kTableSize;
        }
        table[at] = {code, &region};
    }
    return table;
}

constexpr auto kTable = make_table();

constexpr auto kPrefixes =
    std::to_array<std::string_view>({"apac", "au", "ca", "eu", "global", "in", "jp", "us"});

}  // namespace

std::span<const Region> known_regions() {
    return kRegions;
}

const Region* find_region(std::string_view code) {
    if (code.size() < kCodeMin || code.size() > kCodeMax) {
        return nullptr;
    }
    const PackedCode wanted = pack(code);
    for (auto at = place_of(wanted); kTable[at].region != nullptr; at = (at + 1) % kTable.size()) {
        if (kTable[at].code == wanted) {
            return kTable[at].region;
        }
    }
    return nullptr;
}

bool is_profile_prefix(std::string_view prefix) {
    return std::binary_search(kPrefixes.begin(), kPrefixes.end(), prefix);
}

}  // namespace licet::model
