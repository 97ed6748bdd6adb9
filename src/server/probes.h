// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/index.h"
#include "net/http.h"
#include "net/service.h"
#include "obs/metrics.h"
#include "server/vitals.h"

#include <optional>
#include <string>

namespace licet::server {

/// Answers those who watch the process: `/healthz`, `/readyz` and `/metrics`, unsigned.
/// Thread-safe.
class Probes {
public:
    /// @param token what `/metrics` asks for as a bearer token; empty: it answers those on this
    /// machine only. @param metrics, vitals outlive this.
    Probes(obs::Metrics& metrics, Vitals& vitals, std::string token);

    /// @param index null before there is one. @return nothing for all other requests.
    std::optional<net::Response> answer(const net::Request& request,
                                        const decision::Index* index) const;

private:
    net::Response readiness(const decision::Index* index) const;
    bool may_read_metrics(const net::Request& request) const;

    obs::Metrics& metrics_;
    Vitals& vitals_;
    obs::Gauge& revision_;
    const std::string token_;
};

}  // namespace licet::server
