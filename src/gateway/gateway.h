// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "base/random.h"
#include "base/snapshot_cell.h"
#include "decision/index.h"
#include "engine/record.h"
#include "gateway/first_use.h"
#include "gateway/settings.h"
#include "guardrail/hearing.h"
#include "journal/journal.h"
#include "meter/meter.h"
#include "net/loop.h"
#include "net/service.h"
#include "obs/logger.h"
#include "quota/ledger.h"
#include "wire/routing.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace licet::invocations {
class Log;
}

namespace licet::gateway {

class Inquiry;
class ScanPool;
class TraceExport;

/// One call of a model by a proven caller.
struct ModelCall {
    net::Request request;
    const wire::Service* service = nullptr;  ///< of routes()
    std::string_view operation;              ///< of routes(); read before handle() returns
    std::string model_identifier;            ///< the decoded path label: an id or an ARN; or empty
    engine::Origin origin;                   ///< whose actor is the caller
};

/// What a Gateway answers: calls of models through Bedrock Runtime's API, OpenAI's and Anthropic's.
std::vector<wire::RestRoute> routes();

/// Answers the model calls of one loop: decides, translates, asks upstreams, records, answers.
///
/// Nothing is sent upstream without a decision, and no answer of a model is complete without an
/// entry in the journal. Every answer has x-amzn-RequestId and x-licet-revision; a refusal by the
/// decision has x-licet-reason too. Loop-owned.
class Gateway {
public:
    /// What calls go by and are told to. All but the last outlive the gateway; `settings` and
    /// `index` hold a value by the time of the first call, which goes by the newest of its start,
    /// to its end.
    struct Parts {
        const SnapshotCell<Settings>& settings;
        const SnapshotCell<decision::Index>& index;
        journal::Journal& journal;
        quota::Ledger& quotas;
        meter::Meter& meter;
        invocations::Log& invocations;
        const Clock& clock;
        Random& random;
        obs::Logger& logger;
        ScanPool& scans;
        TraceExport* traces = nullptr;  ///< null: none are recorded
        FirstUses::Submit submit;       ///< hands the engine what first uses lead to
    };

    /// @param loop outlives this.
    Gateway(net::Loop& loop, Parts parts);
    /// Calls under way get no answer of a model.
    ~Gateway();

    /// Answers through `responder`, before this returns or later on the loop's thread.
    void handle(ModelCall call, net::Responder responder);

    /// What a classifier makes of texts without a call of a model; `unavailable` without a
    /// judgement.
    using Judged = net::UniqueFunction<void(Result<guardrail::Judgement>)>;
    /// Tells it `judged` later, once, on the loop's thread.
    /// @param brought with a question. @param request_id for the log
    /// @return the question, to be destroyed before the gateway is; that gives it up. `unavailable`
    ///         where no classifier can be asked now, `invalid` for texts that are too long
    Result<std::shared_ptr<Inquiry>> judge(guardrail::Case brought, std::string request_id,
                                           Judged judged);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace licet::gateway
