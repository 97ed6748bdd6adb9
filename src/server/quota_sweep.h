// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/engine.h"
#include "quota/ledger.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace licet::server {

/// Has the ledger forget counters that nobody needs, some every second, by the engine's own state:
/// no call goes by a newer one.
class QuotaSweep {
public:
    /// @param engine, ledger outlive this, the ledger also the engine's last task
    QuotaSweep(engine::Engine& engine, quota::Ledger& ledger);
    ~QuotaSweep();
    QuotaSweep(const QuotaSweep&) = delete;
    QuotaSweep& operator=(const QuotaSweep&) = delete;

private:
    void run();

    engine::Engine& engine_;
    quota::Ledger& ledger_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stop_ = false;  // guarded by mutex_
    std::thread thread_;
};

}  // namespace licet::server
