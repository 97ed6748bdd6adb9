// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/random.h"
#include "net/endpoint.h"
#include "obs/logger.h"
#include "obs/metrics.h"
#include "obs/trace.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace licet::gateway {

/// Where traces go, and how many of them.
struct TraceSettings {
    static constexpr std::int64_t kMillion = 1'000'000;

    std::string url = {};
    std::string ca_file = {};      ///< empty: the authorities that the system trusts
    net::Endpoint collector = {};  ///< made of these two; `/v1/traces` follows its base path
    std::string token = {};        ///< sent as a bearer token; empty: none. Never logged.
    /// Of a million calls that come without a trace so many begin one.
    std::int64_t sampled_per_million = kMillion;
    /// Of a million calls whose caller says that its trace is sampled so many go on with it.
    std::int64_t parents_per_million = kMillion;

    bool operator==(const TraceSettings& other) const;
};

/// Sends spans to a collector: OTLP over HTTP, in JSON, in batches, from a thread of its own. A
/// batch that the collector cannot take now is sent again a few times; what finds no room meanwhile
/// is dropped and counted. Thread-safe.
class TraceExport {
public:
    static constexpr std::size_t kQueueMax = 8192;  ///< spans that wait
    static constexpr std::size_t kBatchMax = 512;   ///< spans in one request

    /// @param logger, metrics outlive this.
    TraceExport(TraceSettings settings, obs::Logger& logger, obs::Metrics& metrics);
    /// Tries once to send what is left.
    ~TraceExport();
    TraceExport(const TraceExport&) = delete;
    TraceExport& operator=(const TraceExport&) = delete;

    /// Whether a call is traced: not where its caller says so, else by the settings.
    /// Source: OpenTelemetry SDK, "ParentBased"
    bool samples(const std::optional<obs::TraceParent>& parent, Random& random) const;

    void add(std::vector<obs::Span> spans);

private:
    enum class Outcome { taken, busy, refused };

    void run();
    std::vector<obs::Span> take();
    bool send(const std::vector<obs::Span>& batch);
    Outcome post(const std::string& body);
    void note(bool taken, std::string_view reason);
    bool wait();

    const TraceSettings settings_;
    obs::Logger& logger_;
    obs::Counters& spans_;
    obs::Counter& sent_;
    obs::Counter& dropped_;
    bool failing_ = false;  // of the thread alone

    std::mutex mutex_;  // guards all below
    std::condition_variable wake_;
    std::deque<obs::Span> queue_;
    bool stop_ = false;
    std::thread thread_;
};

}  // namespace licet::gateway
