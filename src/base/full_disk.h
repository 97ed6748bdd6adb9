// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/check.h"

#include <cstdint>

#include <signal.h>
#include <sys/resource.h>

namespace licet {

/// While it lives, this process cannot make any file longer than `bytes`, as on a full disk; for
/// tests.
class FullDisk {
public:
    explicit FullDisk(std::uint64_t bytes) : handler_{::signal(SIGXFSZ, SIG_IGN)} {
        LICET_CHECK(::getrlimit(RLIMIT_FSIZE, &before_) == 0);
        struct rlimit full = before_;
        full.rlim_cur = bytes;
        LICET_CHECK(::setrlimit(RLIMIT_FSIZE, &full) == 0);
    }
    ~FullDisk() {
        LICET_CHECK(::setrlimit(RLIMIT_FSIZE, &before_) == 0);
        ::signal(SIGXFSZ, handler_);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

private:
    struct rlimit before_ {};
    sighandler_t handler_;
};

}  // namespace licet
