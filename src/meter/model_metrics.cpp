// SPDX-License-Identifier: Apache-2.0
#include "meter/model_metrics.h"

namespace licet::meter {
namespace {

// The ends that the conventions give.
constexpr std::int64_t kTokenEnds[] = {1,         4,         16,         64,        256,
                                       1024,      4096,      16'384,     65'536,    262'144,
                                       1'048'576, 4'194'304, 16'777'216, 67'108'864};
constexpr std::int64_t kDurationEndsMs[] = {10,   20,   40,   80,     160,    320,    640,
                                            1280, 2560, 5120, 10'240, 20'480, 40'960, 81'920};
constexpr std::int64_t kFirstPieceEndsMs[] = {1,   5,   10,  20,   40,   60,   80,   100,
                                              250, 500, 750, 1000, 2500, 5000, 7500, 10'000};

/// licet answers as Bedrock does; which upstream it asked is a label of its own metrics.
constexpr std::string_view kProvider = "aws.bedrock";

/// What the conventions call the operation.
std::string_view operation_name(std::string_view operation) {
    return operation.find("mbedding") == std::string_view::npos ? "chat" : "embeddings";
}

}  // namespace

ModelMetrics::ModelMetrics(obs::Metrics& metrics)
    : tokens_{metrics.histograms({"gen_ai_client_token_usage",
                                  "Number of input and output tokens used.",
                                  {"gen_ai_operation_name", "gen_ai_provider_name",
                                   "gen_ai_request_model", "gen_ai_token_type"}},
                                 {kTokenEnds})},
      duration_{metrics.histograms(
          {"gen_ai_server_request_duration_seconds",
           "Time until the last of the answer.",
           {"gen_ai_operation_name", "gen_ai_provider_name", "gen_ai_request_model", "error_type"}},
          {kDurationEndsMs, obs::Buckets::Unit::milliseconds})},
      first_piece_{metrics.histograms(
          {"gen_ai_server_time_to_first_token_seconds",
           "Time until the first piece of a streamed answer.",
           {"gen_ai_operation_name", "gen_ai_provider_name", "gen_ai_request_model"}},
          {kFirstPieceEndsMs, obs::Buckets::Unit::milliseconds})},
      calls_{metrics.counters({"licet_model_calls_total",
                               "Model calls by what became of them and the upstream asked last.",
                               {"outcome", "upstream"}})},
      refusals_{metrics.counters(
          {"licet_model_refusals_total", "Model calls refused, by reason.", {"reason"}})} {}

void ModelMetrics::note(const Usage& usage) {
    const auto outcome = outcome_text(usage.outcome);
    calls_.at({outcome, usage.upstream}).add();
    if (usage.outcome == Outcome::refused) {
        refusals_.at({usage.reason}).add();
        return;
    }
    const auto operation = operation_name(usage.operation);
    const auto error = usage.outcome == Outcome::ok ? std::string_view{} : outcome;
    duration_.at({operation, kProvider, usage.model, error}).observe(usage.latency.count());
    if (usage.first_piece) {
        first_piece_.at({operation, kProvider, usage.model}).observe(usage.first_piece->count());
    }
    const auto input = usage.input_tokens + usage.cache_read_tokens + usage.cache_write_tokens;
    if (input > 0) {
        tokens_.at({operation, kProvider, usage.model, "input"}).observe(input);
    }
    if (usage.output_tokens > 0) {
        tokens_.at({operation, kProvider, usage.model, "output"}).observe(usage.output_tokens);
    }
}

}  // namespace licet::meter
