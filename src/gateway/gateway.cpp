// SPDX-License-Identifier: Apache-2.0
#include "gateway/gateway.h"

#include "gateway/counting.h"
#include "gateway/exchange.h"
#include "gateway/judging/inquiry.h"
#include "gateway/listing.h"
#include "gateway/operations.h"

#include <utility>

namespace licet::gateway {

std::vector<wire::RestRoute> routes() {
    std::vector<wire::RestRoute> out;
    for (const auto& operation : operations()) {
        out.push_back(operation.route);
    }
    return out;
}

struct Gateway::Impl {
    Core core;
};

Gateway::Gateway(net::Loop& loop, Parts parts)
    : impl_{new Impl{.core = {.loop = loop,
                              .settings = SnapshotCell<Settings>::Reader{parts.settings},
                              .index = SnapshotCell<decision::Index>::Reader{parts.index},
                              .journal = parts.journal,
                              .quotas = parts.quotas,
                              .meter = parts.meter,
                              .invocations = parts.invocations,
                              .clock = parts.clock,
                              .random = parts.random,
                              .logger = parts.logger,
                              .scans = parts.scans,
                              .traces = parts.traces,
                              .first_uses = FirstUses{std::move(parts.submit), parts.logger},
                              .client = net::Client{loop}}}} {}

Gateway::~Gateway() = default;

void Gateway::handle(ModelCall call, net::Responder responder) {
    const auto* operation = find_operation(*call.service, call.operation);
    LICET_CHECK(operation != nullptr);
    if (operation->task == Task::list_models || operation->task == Task::show_model) {
        list_models(impl_->core, *operation, std::move(call), std::move(responder));
        return;
    }
    if (operation->task == Task::count_tokens) {
        count_tokens(impl_->core, *operation, std::move(call), std::move(responder));
        return;
    }
    const auto exchange =
        std::make_shared<Exchange>(impl_->core, *operation, std::move(call), std::move(responder));
    impl_->core.live.insert(exchange);
    exchange->start();
}

Result<std::shared_ptr<Inquiry>> Gateway::judge(guardrail::Case brought, std::string request_id,
                                                Judged judged) {
    std::vector<guardrail::Case> cases;
    cases.push_back(std::move(brought));
    LICET_TRY(
        auto inquiry,
        Inquiry::begin(impl_->core, std::move(request_id), std::move(cases),
                       [judged = std::move(judged)](
                           Result<std::vector<guardrail::Judgement>> judgements) mutable {
                           judged(judgements.ok()
                                      ? Result<guardrail::Judgement>{std::move(judgements->front())}
                                      : judgements.error());
                       }));
    return std::shared_ptr<Inquiry>{std::move(inquiry)};
}

}  // namespace licet::gateway
