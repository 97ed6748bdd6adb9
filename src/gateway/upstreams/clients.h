// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/settings.h"
#include "gateway/upstream_client.h"
#include "net/client.h"
#include "net/loop.h"

#include <memory>

namespace licet::gateway {

/// Who asks the upstream. Loop-owned. @param upstream, loop, client outlive it
std::unique_ptr<UpstreamClient> make_upstream_client(const Upstream& upstream, net::Loop& loop,
                                                     net::Client& client);

}  // namespace licet::gateway
