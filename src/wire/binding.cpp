// SPDX-License-Identifier: Apache-2.0
#include "wire/binding.h"

#include "base/encoding.h"
#include "wire/utf8.h"

#include <algorithm>
#include <string>
#include <utility>

namespace licet::wire {
namespace {

std::vector<std::string_view> split(std::string_view path) {
    std::vector<std::string_view> segments;
    segments.reserve(static_cast<std::size_t>(std::count(path.begin(), path.end(), '/')));
    path.remove_prefix(1);
    while (true) {
        const auto slash = path.find('/');
        segments.push_back(path.substr(0, slash));
        if (slash == std::string_view::npos) {
            return segments;
        }
        path.remove_prefix(slash + 1);
    }
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
    const auto pattern = split(binding.pattern);
    const auto segments = split(path);
    const bool greedy = std::any_of(pattern.begin(), pattern.end(),
                                    [](auto segment) { return is_greedy(segment); });
    if (segments.size() < pattern.size() || (!greedy && segments.size() != pattern.size())) {
        return std::nullopt;
    }
    std::vector<Label> labels;
    std::size_t at = 0;
    for (const auto segment : pattern) {
        const std::size_t extra = is_greedy(segment) ? segments.size() - pattern.size() : 0;
        const auto& last = segments[at + extra];
        const auto* start = segments[at].data();
        const auto length = static_cast<std::size_t>(last.data() + last.size() - start);
        if (!match_segment(segment, {start, length}, labels)) {
            return std::nullopt;
        }
        at += extra + 1;
    }
    return labels;
}

int literal_segments(const HttpBinding& binding) {
    const auto pattern = split(binding.pattern);
    return static_cast<int>(std::count_if(pattern.begin(), pattern.end(),
                                          [](auto segment) { return !is_label(segment); }));
}

}  // namespace licet::wire
