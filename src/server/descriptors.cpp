// SPDX-License-Identifier: Apache-2.0
#include "server/descriptors.h"

#include <sys/resource.h>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>

namespace licet::server {

std::size_t make_room_for_descriptors(std::size_t wanted) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        return 0;
    }
    if (limit.rlim_cur < wanted) {
        const rlimit raised{std::min<rlim_t>(wanted, limit.rlim_max), limit.rlim_max};
        limit = ::setrlimit(RLIMIT_NOFILE, &raised) == 0 ? raised : limit;
    }
    const auto room = std::min<rlim_t>(wanted, limit.rlim_cur);
    // The table has room up to the highest descriptor that was ever open.
    if (const int any = ::open("/dev/null", O_RDONLY | O_CLOEXEC); any >= 0) {
        const int highest = ::fcntl(any, F_DUPFD_CLOEXEC, static_cast<int>(room) - 1);
        if (highest >= 0) {
            ::close(highest);
        }
        ::close(any);
    }
    return room;
}

}  // namespace licet::server
