// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace licet::server {

/// Makes room for `wanted` open descriptors: raises the limit of open files as far as the hard one
/// lets, and has the kernel make the process's table that large at once. Later, once there are
/// threads, each growth of the table halts the one that opens the next descriptor until every
/// processor has been through the scheduler: tens of milliseconds, under load and because of it.
///
/// @return how many there may be, perhaps fewer
std::size_t make_room_for_descriptors(std::size_t wanted);

}  // namespace licet::server
