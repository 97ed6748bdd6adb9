// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "meter/usage.h"
#include "obs/metrics.h"

namespace licet::meter {

/// What Prometheus reads of model calls. Thread-safe.
///
/// Source: OpenTelemetry, "Semantic conventions for generative AI metrics"; "Prometheus and
/// OpenMetrics compatibility" for how its names are written here. docs/observability.md lists them.
class ModelMetrics {
public:
    explicit ModelMetrics(obs::Metrics& metrics);
    void note(const Usage& usage);

private:
    obs::Histograms& tokens_;
    obs::Histograms& duration_;
    obs::Histograms& first_piece_;
    obs::Counters& calls_;
    obs::Counters& refusals_;
};

}  // namespace licet::meter
