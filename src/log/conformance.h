// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "log/log.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>

namespace licet::log {

/// What a backend gives to the suite. One Backend is one store that outlives the logs opened on it.
class LogBackend {
public:
    virtual ~LogBackend() = default;
    /// Opens a log on the store, as a starting process would. Several may be open at once.
    virtual std::unique_ptr<Log> open() = 0;
    /// Runs `action` while appends through `log` fail in the store.
    virtual void with_broken_store(Log& log, const std::function<void()>& action) = 0;
};

using MakeLogBackend = std::function<std::unique_ptr<LogBackend>()>;

/// The cases every backend passes; they are in conformance_test.cpp. A backend joins with
/// `INSTANTIATE_TEST_SUITE_P(Name, LogConformance, testing::Values(make_backend));`
class LogConformance : public testing::TestWithParam<MakeLogBackend> {
protected:
    void SetUp() override {
        backend_ = GetParam()();
        log_ = backend_->open();
        epoch_ = log_->begin_epoch().value();
    }

    /// Appends bodies named by their revision; `size` bytes each, or a few.
    Result<void> append(std::size_t count, std::size_t size = 0);
    /// The revisions and bodies read, as `1:body 2:body`.
    std::string read(Revision from, std::size_t limit);
    std::string read_backward(Revision from, std::size_t limit);

    std::unique_ptr<LogBackend> backend_;
    std::unique_ptr<Log> log_;
    std::uint64_t epoch_ = 0;
};

}  // namespace licet::log
