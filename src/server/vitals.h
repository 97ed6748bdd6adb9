// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "engine/engine.h"
#include "journal/journal.h"
#include "meter/meter.h"
#include "net/server.h"
#include "obs/metrics.h"
#include "quota/ledger.h"

#include <atomic>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

namespace licet::server {

/// Looks at what a server cannot do without: whether each part works, and how much there is of it.
/// Thread-safe.
class Vitals {
public:
    /// With less room than this the disk counts as full.
    static constexpr std::uintmax_t kFreeBytesMin = std::uintmax_t{16} << 20;

    /// What is looked at; all outlive this.
    struct Parts {
        std::filesystem::path directory;  ///< of the data
        engine::Engine& engine;
        journal::Journal& journal;
        meter::Meter& meter;
        quota::Ledger& quotas;
        const Clock& clock;
        obs::Metrics& metrics;
    };
    explicit Vitals(Parts parts);
    ~Vitals();

    /// The certificate that is shown from now on.
    void set_identity(const net::TlsIdentity& identity) {
        certificate_expires_at_ = identity.expires_at();
    }
    /// Null: there is none any more. It outlives this, or is taken away before its end.
    void watch(const net::Server* server);

    struct Part {
        std::string_view name;
        bool fails = false;
    };
    std::vector<Part> parts() const;

    /// Brings the metrics up to date.
    void measure();

private:
    struct Gauges;

    const Parts parts_;
    const std::unique_ptr<Gauges> gauges_;
    std::atomic<Time> certificate_expires_at_{kTimeMax};
    std::mutex mutex_;  // guards all below
    const net::Server* server_ = nullptr;
};

}  // namespace licet::server
