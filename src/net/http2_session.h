// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/session.h"

#include <memory>

namespace licet::net {

class Connection;

/// HTTP/2 on one connection that starts with the client's preface. Output of one loop turn is
/// written together at its end.
std::unique_ptr<Session> make_http2_session(Connection& connection);

}  // namespace licet::net
