// SPDX-License-Identifier: Apache-2.0
#include "obs/metrics.h"

#include "base/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace licet::obs {
namespace {

constexpr std::array<bool, 256> kPlain = [] {
    std::array<bool, 256> plain{};
    for (const char c : std::string_view{"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                         "0123456789._:/-"}) {
        plain[static_cast<unsigned char>(c)] = true;
    }
    return plain;
}();

constexpr std::string_view kNone = "none";

/// What a plain value is as a label: most are.
std::string_view presumed_label(std::string_view value) {
    return value.empty() ? kNone : value;
}

using ToLabel = std::string_view (*)(std::string_view value);

/// The size and the last characters of each, in which labels of a family differ mostly: where they
/// do not, the next slot is looked at.
template <typename Values>
std::size_t hash(const Values& values, ToLabel label) {
    constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15;
    std::uint64_t sum = 0;
    for (const std::string_view value : values) {
        const auto text = label(value);
        std::uint64_t last = 0;
        if (text.size() >= sizeof last) {
            std::memcpy(&last, text.data() + text.size() - sizeof last, sizeof last);
        } else if (!text.empty()) {
            std::memcpy(&last, text.data(), text.size());
        }
        sum = (sum ^ last ^ text.size()) * kGolden;
        sum ^= sum >> 32;
    }
    return sum;
}

bool is_of(const Series& series, std::initializer_list<std::string_view> values, ToLabel label) {
    return std::equal(
        series.values.begin(), series.values.end(), values.begin(), values.end(),
        [&](const std::string& known, std::string_view value) { return known == label(value); });
}

/// `{a="1",b="2"}`. @param end the label `le` of a bucket; empty: none.
std::string labels_of(const Description& family, const std::vector<std::string>& values,
                      std::string_view end = {}) {
    std::string out;
    for (std::size_t i = 0; i < values.size(); ++i) {
        out += fmt::format("{}{}=\"{}\"", out.empty() ? '{' : ',', family.labels[i], values[i]);
    }
    if (!end.empty()) {
        out += fmt::format("{}le=\"{}\"", out.empty() ? '{' : ',', end);
    }
    return out.empty() ? out : out + '}';
}

std::string text_of(std::int64_t value, const Buckets& buckets) {
    return buckets.unit == Buckets::Unit::milliseconds
               ? fmt::format("{}.{:03}", value / 1000, value % 1000)
               : std::to_string(value);
}

template <typename Metric>
void expose_value(std::string& out, const Description& family, const SeriesOf<Metric>& series) {
    out += fmt::format("{}{} {}\n", family.name, labels_of(family, series.values),
                       series.metric.value());
}

}  // namespace

std::string_view plain_label(std::string_view value) {
    if (value.empty()) {
        return kNone;
    }
    const bool plain = value.size() <= kLabelBytesMax && !value.starts_with("arn:") &&
                       std::all_of(value.begin(), value.end(),
                                   [](char c) { return kPlain[static_cast<unsigned char>(c)]; });
    return plain ? value : kOther;
}

template <>
void SeriesOf<Counter>::expose(std::string& out, const Description& family) const {
    expose_value(out, family, *this);
}

template <>
void SeriesOf<Gauge>::expose(std::string& out, const Description& family) const {
    expose_value(out, family, *this);
}

template <>
void SeriesOf<Histogram>::expose(std::string& out, const Description& family) const {
    const auto& buckets = metric.buckets();
    std::int64_t count = 0;
    for (std::size_t i = 0; i <= buckets.ends.size(); ++i) {
        count += metric.count(i);
        const auto end =
            i == buckets.ends.size() ? std::string{"+Inf"} : text_of(buckets.ends[i], buckets);
        out += fmt::format("{}_bucket{} {}\n", family.name, labels_of(family, values, end), count);
    }
    const auto labels = labels_of(family, values);
    out += fmt::format("{}_sum{} {}\n{}_count{} {}\n", family.name, labels,
                       text_of(metric.sum(), buckets), family.name, labels, count);
}

Series& Family::find(Values values) {
    LICET_CHECK(values.size() == description_.labels.size());
    if (auto* const found = look_up(values); found != nullptr) {
        return *found;
    }
    const std::lock_guard lock{mutex_};
    if (auto* const found = look_up(values); found != nullptr) {
        return *found;
    }
    std::vector<std::string> labels(values.size(), std::string{kOther});
    if (series_.size() + 1 < kSeriesMax) {
        std::transform(values.begin(), values.end(), labels.begin(), plain_label);
        return add(std::move(labels));
    }
    // The last place is for all that find none.
    const auto rest = std::find_if(series_.begin(), series_.end(),
                                   [&](const auto& series) { return series->values == labels; });
    return rest == series_.end() ? add(std::move(labels)) : **rest;
}

/// What is not plain is no label of any series: then it is looked for as what stands in its place.
Series* Family::look_up(Values values) const {
    for (const ToLabel label : {presumed_label, plain_label}) {
        for (std::size_t slot = hash(values, label);; ++slot) {
            auto* const series = slots_[slot % kSlots].load(std::memory_order_acquire);
            if (series == nullptr) {
                break;  // half of the slots stay empty
            }
            if (is_of(*series, values, label)) {
                return series;
            }
        }
    }
    return nullptr;
}

Series& Family::add(std::vector<std::string> labels) {
    series_.push_back(make(std::move(labels)));
    auto& series = *series_.back();
    std::size_t slot = hash(series.values, presumed_label);
    while (slots_[slot % kSlots].load(std::memory_order_relaxed) != nullptr) {
        ++slot;
    }
    slots_[slot % kSlots].store(&series, std::memory_order_release);
    return series;
}

void Family::expose(std::string& out) const {
    out += fmt::format("# HELP {} {}\n# TYPE {} {}\n", description_.name, description_.help,
                       description_.name, type());
    const std::lock_guard lock{mutex_};
    for (const auto& series : series_) {
        series->expose(out, description_);
    }
}

std::string Metrics::expose() const {
    std::string out;
    const std::lock_guard lock{mutex_};
    for (const auto& family : families_) {
        family->expose(out);
    }
    return out;
}

}  // namespace licet::obs
