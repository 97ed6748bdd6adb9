// SPDX-License-Identifier: Apache-2.0
#include "wire/binding.h"

#include "base/encoding.h"
#include "wire/utf8.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

namespace licet::wire {
namespace {

/// Cuts the first segment off a path that begins with `/`.
std::string_view take_segment(std::string_view& path) {
    const auto end = std::min(path.find('/', 1), path.size());
    const auto segment = path.substr(1, end - 1);
    path.remove_prefix(end);
    return segment;
}

/// The same for several, with the slashes between them.
std::string_view take_segments(std::string_view& path, std::ptrdiff_t count) {
    const auto* const start = path.data() + 1;
    for (; count > 0; --count) {
        take_segment(path);
    }
    return {start, static_cast<std::size_t>(path.data() - start)};
}

std::ptrdiff_t count_segments(std::string_view path) {
    return std::count(path.begin(), path.end(), '/');
}

bool is_label(std::string_view segment) {
    return segment.starts_with('{') && segment.ends_with('}');
}

bool is_greedy(std::string_view segment) {
    return segment.ends_with("+}");
}

constexpr std::string_view kAllBelow = "/*";

bool differs_before_labels(std::string_view pattern, std::string_view path) {
    std::size_t at = 0;
    while (at < pattern.size() && pattern[at] != '{') {
        if (at == path.size() || pattern[at] != path[at]) {
            return true;
        }
        ++at;
    }
    return false;
}

bool is_at_or_below(std::string_view path, std::string_view place) {
    return path.starts_with(place) && (path.size() == place.size() || path[place.size()] == '/');
}

std::optional<std::string> decode(std::string_view raw) {
    auto decoded = percent_decode(raw);
    if (!decoded.ok() || !is_utf8(*decoded)) {
        return std::nullopt;
    }
    return std::move(decoded).value();
}

/// Matches one segment of the pattern against `raw`, which may hold slashes if the label is greedy.
bool match_segment(std::string_view segment, std::string_view raw, std::vector<Label>& labels) {
    if (!is_label(segment)) {
        return raw == segment;
    }
    auto decoded = decode(raw);
    if (!decoded || decoded->empty()) {
        return false;
    }
    segment.remove_prefix(1);
    segment.remove_suffix(is_greedy(segment) ? 2 : 1);
    labels.push_back({segment, std::move(*decoded)});
    return true;
}

}  // namespace

std::optional<std::string_view> find_header(std::span<const HeaderField> headers,
                                            std::string_view name) {
    for (const auto& header : headers) {
        if (header.name == name) {
            return header.value;
        }
    }
    return std::nullopt;
}

std::optional<std::vector<Label>> match(const HttpBinding& binding, std::string_view method,
                                        std::string_view path) {
    if (binding.method != "*" && method != binding.method) {
        return std::nullopt;
    }
    if (binding.pattern.ends_with(kAllBelow)) {
        const auto place = binding.pattern.substr(0, binding.pattern.size() - kAllBelow.size());
        return is_at_or_below(path, place) ? std::optional<std::vector<Label>>{std::in_place}
                                           : std::nullopt;
    }
    // Settles nearly every binding that does not match without taking the path apart.
    if (differs_before_labels(binding.pattern, path) ||
        !path.ends_with(binding.pattern.substr(binding.pattern.rfind('}') + 1))) {
        return std::nullopt;
    }
    std::vector<Label> labels;
    auto pattern = binding.pattern;
    while (!pattern.empty() && !path.empty()) {
        const auto segment = take_segment(pattern);
        // A greedy label leaves what is behind it in the pattern.
        const auto taken =
            is_greedy(segment) ? count_segments(path) - count_segments(pattern) : std::ptrdiff_t{1};
        if (taken < 1 || !match_segment(segment, take_segments(path, taken), labels)) {
            return std::nullopt;
        }
    }
    return pattern.empty() && path.empty() ? std::optional{std::move(labels)} : std::nullopt;
}

int literal_segments(const HttpBinding& binding) {
    int literals = 0;
    for (auto pattern = binding.pattern; !pattern.empty();) {
        literals += is_label(take_segment(pattern)) ? 0 : 1;
    }
    return literals;
}

}  // namespace licet::wire
