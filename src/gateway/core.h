// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "base/random.h"
#include "base/snapshot_cell.h"
#include "decision/index.h"
#include "gateway/first_use.h"
#include "gateway/json.h"
#include "gateway/scan_pool.h"
#include "gateway/settings.h"
#include "gateway/upstream_client.h"
#include "journal/journal.h"
#include "meter/meter.h"
#include "net/client.h"
#include "net/loop.h"
#include "obs/logger.h"
#include "quota/ledger.h"

#include <memory>
#include <unordered_set>
#include <vector>

namespace licet::invocations {
class Log;
}

namespace licet::gateway {

/// Those who ask the upstreams of one version of the settings; kept by the calls under way.
struct Upstreams {
    std::shared_ptr<const Settings> settings;
    std::vector<std::unique_ptr<UpstreamClient>> clients;  ///< one for each of settings->upstreams
};

class Exchange;
class TraceExport;

/// What the calls of one loop share.
struct Core {
    net::Loop& loop;
    SnapshotCell<Settings>::Reader settings;
    SnapshotCell<decision::Index>::Reader index;
    journal::Journal& journal;
    quota::Ledger& quotas;
    meter::Meter& meter;
    invocations::Log& invocations;
    const Clock& clock;
    Random& random;
    obs::Logger& logger;
    ScanPool& scans;
    TraceExport* traces;  ///< null: none are recorded
    FirstUses first_uses;
    JsonReader json = {};
    net::Client client;
    std::shared_ptr<const Upstreams> upstreams = {};          ///< null before the first call
    std::unordered_set<std::shared_ptr<Exchange>> live = {};  ///< gone before the client is

    /// Those of the newest settings.
    std::shared_ptr<const Upstreams> current_upstreams();
};

}  // namespace licet::gateway
