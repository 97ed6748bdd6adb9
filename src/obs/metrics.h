// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What Prometheus reads: counters, gauges and histograms in families of few, known labels.
/// Source: Prometheus, "Exposition formats", text format 0.0.4.
namespace licet::obs {

/// Only rises. Thread-safe, without locks.
class Counter {
public:
    static constexpr std::string_view kType = "counter";
    void add(std::int64_t amount = 1) { value_.fetch_add(amount, std::memory_order_relaxed); }
    std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::int64_t> value_{0};
};

/// Rises and falls. Thread-safe, without locks.
class Gauge {
public:
    static constexpr std::string_view kType = "gauge";
    void set(std::int64_t value) { value_.store(value, std::memory_order_relaxed); }
    std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::int64_t> value_{0};
};

/// Where the buckets of a histogram end, rising; the literals outlive it.
struct Buckets {
    enum class Unit { one, milliseconds };  ///< of what is observed; Prometheus reads seconds
    std::span<const std::int64_t> ends;
    Unit unit = Unit::one;
};

/// How often which sizes came. Thread-safe, without locks: who reads meanwhile may see a value in
/// the buckets and not yet in the sum.
class Histogram {
public:
    static constexpr std::string_view kType = "histogram";
    explicit Histogram(Buckets buckets)
        : buckets_{buckets},
          counts_{std::make_unique<std::atomic<std::int64_t>[]>(buckets.ends.size() + 1)} {}

    void observe(std::int64_t value) {
        const auto end = std::lower_bound(buckets_.ends.begin(), buckets_.ends.end(), value);
        counts_[static_cast<std::size_t>(end - buckets_.ends.begin())].fetch_add(
            1, std::memory_order_relaxed);
        sum_.fetch_add(value, std::memory_order_relaxed);
    }
    const Buckets& buckets() const { return buckets_; }
    /// @param bucket ends.size() for what is above the last end.
    std::int64_t count(std::size_t bucket) const {
        return counts_[bucket].load(std::memory_order_relaxed);
    }
    std::int64_t sum() const { return sum_.load(std::memory_order_relaxed); }

private:
    Buckets buckets_;
    std::unique_ptr<std::atomic<std::int64_t>[]> counts_;
    std::atomic<std::int64_t> sum_{0};
};

/// Of a family; names and help are literals.
struct Description {
    std::string_view name;
    std::string_view help;
    std::vector<std::string_view> labels = {};
};

/// What stands in place of label values that are not plain, and of series past the limit.
inline constexpr std::string_view kOther = "other";
inline constexpr std::size_t kLabelBytesMax = 96;

/// The value itself when it is plain: letters, digits and `._:/-`, no ARN, at most kLabelBytesMax;
/// `none` when it is empty; else kOther. So no text of a caller becomes a label.
std::string_view plain_label(std::string_view value);

/// One set of label values of a family.
struct Series {
    explicit Series(std::vector<std::string> labels) : values{std::move(labels)} {}
    virtual ~Series() = default;
    virtual void expose(std::string& out, const Description& family) const = 0;

    const std::vector<std::string> values;
};

/// All series of one name. Thread-safe.
class Family {
public:
    /// Distinct sets of label values; all further ones are counted together, as kOther.
    static constexpr std::size_t kSeriesMax = 1024;

    explicit Family(Description description) : description_{std::move(description)} {}
    virtual ~Family() = default;
    Family(const Family&) = delete;
    Family& operator=(const Family&) = delete;

    void expose(std::string& out) const;

protected:
    using Values = std::initializer_list<std::string_view>;

    /// Without a lock, unless the series is new. Requires as many values as there are labels.
    Series& find(Values values);
    virtual std::unique_ptr<Series> make(std::vector<std::string> values) const = 0;
    virtual std::string_view type() const = 0;

private:
    static constexpr std::size_t kSlots = 2 * kSeriesMax;
    static_assert((kSlots & (kSlots - 1)) == 0);

    Series* look_up(Values values) const;
    Series& add(std::vector<std::string> values);

    const Description description_;
    std::atomic<Series*> slots_[kSlots] = {};  // open addressing; only ever filled
    mutable std::mutex mutex_;                 // guards all below
    std::vector<std::unique_ptr<Series>> series_;
};

template <typename Metric>
struct SeriesOf final : Series {
    template <typename... Extra>
    explicit SeriesOf(std::vector<std::string> labels, Extra... extra)
        : Series{std::move(labels)}, metric{extra...} {}
    void expose(std::string& out, const Description& family) const override;

    Metric metric;
};

template <typename Metric>
class SimpleFamily final : public Family {
public:
    using Family::Family;
    /// The metric of these label values, which are made plain_label()s.
    Metric& at(Values values) { return static_cast<SeriesOf<Metric>&>(find(values)).metric; }

private:
    std::unique_ptr<Series> make(std::vector<std::string> values) const override {
        return std::make_unique<SeriesOf<Metric>>(std::move(values));
    }
    std::string_view type() const override { return Metric::kType; }
};
using Counters = SimpleFamily<Counter>;
using Gauges = SimpleFamily<Gauge>;

class Histograms final : public Family {
public:
    Histograms(Description description, Buckets buckets)
        : Family{std::move(description)}, buckets_{buckets} {}
    Histogram& at(Values values) { return static_cast<SeriesOf<Histogram>&>(find(values)).metric; }

private:
    std::unique_ptr<Series> make(std::vector<std::string> values) const override {
        return std::make_unique<SeriesOf<Histogram>>(std::move(values), buckets_);
    }
    std::string_view type() const override { return Histogram::kType; }
    const Buckets buckets_;
};

/// All metrics of a process. Thread-safe; the families it makes live as long as it does.
class Metrics {
public:
    Counters& counters(Description description) { return add<Counters>(std::move(description)); }
    Gauges& gauges(Description description) { return add<Gauges>(std::move(description)); }
    Histograms& histograms(Description description, Buckets buckets) {
        return add<Histograms>(std::move(description), buckets);
    }

    static constexpr std::string_view kContentType = "text/plain; version=0.0.4; charset=utf-8";
    /// Everything, as Prometheus reads it.
    std::string expose() const;

private:
    template <typename F, typename... Arguments>
    F& add(Arguments&&... arguments) {
        auto made = std::make_unique<F>(std::forward<Arguments>(arguments)...);
        F& family = *made;
        const std::lock_guard lock{mutex_};
        families_.push_back(std::move(made));
        return family;
    }

    mutable std::mutex mutex_;
    std::vector<std::unique_ptr<Family>> families_;  // guarded by mutex_
};

}  // namespace licet::obs
