// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/call.h"
#include "gateway/settings.h"
#include "gateway/trace_export.h"
#include "gateway/upstream_client.h"
#include "net/http.h"
#include "obs/trace.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace licet::gateway {

/// What a collector hears of one model call: a span, and one within it for each question to an
/// upstream. Ids, counts and words of licet's own; nothing that was asked or answered.
///
/// Where nothing is recorded, the caller's trace context goes on to upstreams as it came. Source:
/// W3C Trace Context; OpenTelemetry, "Semantic conventions for generative AI".
class CallTrace {
public:
    /// @param traces null: none are recorded. It and `random` outlive this.
    CallTrace(TraceExport* traces, const net::Request& request, Random& random);

    /// An upstream is asked. @return the headers that tell it of the trace
    net::HeaderFields ask(const Upstream& upstream, std::string_view model_id, Time now);
    /// It answered. @param fault null: well
    void answered(const UpstreamFault* fault, Time now);

    /// The call is over; a question still open was given up. To be called once, last.
    /// @param error null: it went well. @param refusal empty: it was not refused
    void end(const Call& call, const Error* error, std::string_view refusal, Time now);

private:
    obs::TraceParent child();
    net::HeaderFields headers(const obs::TraceParent& parent) const;

    TraceExport* traces_;  // null: nothing is recorded
    Random& random_;
    std::optional<obs::TraceParent> parent_;
    std::string state_;  // of the caller's trace, as it came
    obs::TraceParent self_;
    std::vector<obs::Span> attempts_;
    bool asks_ = false;  // the last of them is open
};

}  // namespace licet::gateway
