// SPDX-License-Identifier: Apache-2.0
#include "server/vitals.h"

#include "log/sqlite/sqlite_log.h"

#include <string>
#include <system_error>

namespace licet::server {
namespace {

std::int64_t bytes_of(const std::filesystem::path& path) {
    std::error_code failed;
    const auto bytes = std::filesystem::file_size(path, failed);
    return failed ? 0 : static_cast<std::int64_t>(bytes);
}

/// The database and what of it is not in its place yet.
std::int64_t log_bytes(const std::filesystem::path& directory) {
    const auto file = directory / log::kSqliteLogFile;
    return bytes_of(file) + bytes_of(file.string() + "-wal");
}

bool is_full(const std::filesystem::path& directory) {
    std::error_code failed;
    const auto space = std::filesystem::space(directory, failed);
    return failed || space.available < Vitals::kFreeBytesMin;
}

}  // namespace

struct Vitals::Gauges {
    explicit Gauges(obs::Metrics& metrics)
        : connections_open{metrics.gauges({"licet_connections_open", "Connections of clients."})
                               .at({})},
          connections{metrics.counters({"licet_connections_total",
                                        "Connections of clients by what became of them.",
                                        {"outcome"}})},
          queued{metrics.gauges({"licet_engine_queued", "Tasks that wait for the engine."}).at({})},
          log_bytes{metrics.gauges({"licet_log_bytes", "Of the log's file."}).at({})},
          journal_segments{
              metrics.gauges({"licet_journal_segments", "Files of the journal."}).at({})},
          journal_bytes{
              metrics.gauges({"licet_journal_bytes", "Of all files of the journal."}).at({})},
          journal_queued{
              metrics.gauges({"licet_journal_queued", "Entries that are not written yet."}).at({})},
          quota_counters{
              metrics.gauges({"licet_quota_counters", "Counts of quotas that are kept."}).at({})},
          failing{metrics.gauges(
              {"licet_failing", "1 for a part that does not work, as /readyz says.", {"part"}})} {}

    obs::Gauge& connections_open;
    obs::Counters& connections;
    obs::Gauge& queued;
    obs::Gauge& log_bytes;
    obs::Gauge& journal_segments;
    obs::Gauge& journal_bytes;
    obs::Gauge& journal_queued;
    obs::Gauge& quota_counters;
    obs::Gauges& failing;
};

Vitals::Vitals(Parts parts)
    : parts_{std::move(parts)}, gauges_{std::make_unique<Gauges>(parts_.metrics)} {}

Vitals::~Vitals() = default;

void Vitals::watch(const net::Server* server) {
    const std::lock_guard lock{mutex_};
    server_ = server;
}

std::vector<Vitals::Part> Vitals::parts() const {
    return {{"disk", is_full(parts_.directory)},
            {"log", parts_.engine.standing().failing},
            {"journal", parts_.journal.standing().failing},
            {"usage", parts_.meter.is_failing()},
            {"quotas", parts_.quotas.is_failing()},
            {"certificate", parts_.clock.now() >= certificate_expires_at_.load()}};
}

void Vitals::measure() {
    for (const auto& part : parts()) {
        gauges_->failing.at({part.name}).set(part.fails ? 1 : 0);
    }
    gauges_->queued.set(static_cast<std::int64_t>(parts_.engine.standing().queued));
    gauges_->log_bytes.set(log_bytes(parts_.directory));
    const auto journal = parts_.journal.standing();
    gauges_->journal_segments.set(static_cast<std::int64_t>(journal.segments));
    gauges_->journal_bytes.set(static_cast<std::int64_t>(journal.bytes));
    gauges_->journal_queued.set(static_cast<std::int64_t>(journal.queued));
    gauges_->quota_counters.set(static_cast<std::int64_t>(parts_.quotas.counters()));
    const std::lock_guard lock{mutex_};
    if (server_ == nullptr) {
        return;
    }
    const auto counts = server_->connections();
    gauges_->connections_open.set(counts.open);
    auto& accepted = gauges_->connections.at({"accepted"});
    accepted.add(counts.accepted - accepted.value());
    auto& refused = gauges_->connections.at({"refused"});
    refused.add(counts.refused - refused.value());
}

}  // namespace licet::server
