// SPDX-License-Identifier: Apache-2.0
#include "gateway/trace_export.h"

#include "net/client.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

namespace licet::gateway {
namespace {

/// How long spans gather for one request, and how long a busy collector is left alone.
constexpr Milliseconds kInterval{1'000};
constexpr int kTries = 4;
constexpr net::Timeouts kTimeouts{.connect = Milliseconds{2'000}, .total = Milliseconds{5'000}};

/// Source: OpenTelemetry Protocol specification, "Retryable Response Codes".
bool is_busy(int status) {
    return status == 429 || status == 502 || status == 503 || status == 504;
}

}  // namespace

bool TraceSettings::operator==(const TraceSettings& other) const {
    const auto members = [](const TraceSettings& of) {
        return std::tie(of.url, of.ca_file, of.token, of.sampled_per_million,
                        of.parents_per_million);
    };
    return members(*this) == members(other);
}

TraceExport::TraceExport(TraceSettings settings, obs::Logger& logger, obs::Metrics& metrics)
    : settings_{std::move(settings)},
      logger_{logger},
      spans_{metrics.counters(
          {"licet_trace_spans_total", "Spans by what became of them.", {"outcome"}})},
      sent_{spans_.at({"sent"})},
      dropped_{spans_.at({"dropped"})},
      thread_{[this] { run(); }} {}

TraceExport::~TraceExport() {
    {
        const std::lock_guard lock{mutex_};
        stop_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

bool TraceExport::samples(const std::optional<obs::TraceParent>& parent, Random& random) const {
    if (parent && !parent->sampled) {
        return false;
    }
    const auto share = parent ? settings_.parents_per_million : settings_.sampled_per_million;
    return share == TraceSettings::kMillion ||
           static_cast<std::int64_t>(random.below(TraceSettings::kMillion)) < share;
}

void TraceExport::add(std::vector<obs::Span> spans) {
    std::unique_lock lock{mutex_};
    if (queue_.size() + spans.size() > kQueueMax) {
        lock.unlock();
        dropped_.add(static_cast<std::int64_t>(spans.size()));
        return;
    }
    std::move(spans.begin(), spans.end(), std::back_inserter(queue_));
    const bool full = queue_.size() >= kBatchMax;
    lock.unlock();
    if (full) {
        wake_.notify_one();
    }
}

void TraceExport::run() {
    std::unique_lock lock{mutex_};
    bool goes_on = true;
    while (goes_on) {
        wake_.wait_for(lock, kInterval, [this] { return stop_ || queue_.size() >= kBatchMax; });
        if (queue_.empty()) {
            goes_on = !stop_;
            continue;
        }
        const auto batch = take();
        lock.unlock();
        const bool taken = send(batch);
        lock.lock();
        goes_on = taken || !stop_;
    }
    dropped_.add(static_cast<std::int64_t>(queue_.size()));
}

/// Requires mutex_.
std::vector<obs::Span> TraceExport::take() {
    const auto end =
        queue_.begin() + static_cast<std::ptrdiff_t>(std::min(queue_.size(), kBatchMax));
    std::vector<obs::Span> batch{std::make_move_iterator(queue_.begin()),
                                 std::make_move_iterator(end)};
    queue_.erase(queue_.begin(), end);
    return batch;
}

bool TraceExport::send(const std::vector<obs::Span>& batch) {
    const auto body = obs::otlp_json(batch);
    const auto count = static_cast<std::int64_t>(batch.size());
    for (int tries = 1;; ++tries) {
        const auto outcome = post(body);
        if (outcome == Outcome::taken) {
            sent_.add(count);
            return true;
        }
        if (outcome == Outcome::refused || tries == kTries || !wait()) {
            dropped_.add(count);
            return false;
        }
    }
}

TraceExport::Outcome TraceExport::post(const std::string& body) {
    net::ClientRequest request{.method = "POST",
                               .target = "/v1/traces",
                               .headers = {{"content-type", "application/json"}},
                               .body = body};
    if (!settings_.token.empty()) {
        request.headers.push_back({"authorization", "Bearer " + settings_.token});
    }
    const auto response = net::fetch(settings_.collector, std::move(request), kTimeouts);
    if (!response.ok()) {
        note(false, response.error().message);
        return Outcome::busy;
    }
    const int status = response->status;
    const bool taken = status >= 200 && status <= 299;
    note(taken, taken ? "" : fmt::format("status {}", status));
    return taken ? Outcome::taken : is_busy(status) ? Outcome::busy : Outcome::refused;
}

/// Once for each change.
void TraceExport::note(bool taken, std::string_view reason) {
    if (std::exchange(failing_, !taken) == !taken) {
        return;
    }
    if (taken) {
        logger_.info("the collector takes traces again");
    } else {
        logger_.warn("the collector takes no traces", {{"reason", reason}});
    }
}

/// @return false: there is no time for it
bool TraceExport::wait() {
    std::unique_lock lock{mutex_};
    return !wake_.wait_for(lock, kInterval, [this] { return stop_; });
}

}  // namespace licet::gateway
