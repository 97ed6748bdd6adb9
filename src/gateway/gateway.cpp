// SPDX-License-Identifier: Apache-2.0
#include "gateway/gateway.h"

#include "gateway/counting.h"
#include "gateway/exchange.h"
#include "gateway/judging/inquiry.h"
#include "gateway/listing.h"
#include "gateway/operations.h"

#include <list>
#include <utility>

namespace licet::gateway {

std::vector<wire::RestRoute> routes() {
    std::vector<wire::RestRoute> out;
    for (const auto& operation : operations()) {
        out.push_back(operation.route);
    }
    return out;
}

namespace {

/// Of no call, on one loop: whoever asked may have gone, and asks the next.
constexpr std::size_t kInquiriesMax = 256;

}  // namespace

struct Gateway::Impl {
    Core core;
    std::list<std::unique_ptr<Inquiry>> inquiries = {};  // of no call; gone before the core is
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

void Gateway::judge(guardrail::Case brought, std::string request_id, Judged judged) {
    auto& inquiries = impl_->inquiries;
    if (inquiries.size() >= kInquiriesMax) {
        judged(Error{ErrorKind::exhausted, "the classifier is asked too much at once; try again",
                     "ThrottlingException"});
        return;
    }
    const auto place = inquiries.emplace(inquiries.end());
    const auto told = std::make_shared<Judged>(std::move(judged));
    std::vector<guardrail::Case> cases;
    cases.push_back(std::move(brought));
    auto begun = Inquiry::begin(
        impl_->core, std::move(request_id), std::move(cases),
        [&inquiries, place, told](Result<std::vector<guardrail::Judgement>> judgements) {
            const auto over = std::move(*place);
            inquiries.erase(place);
            (*told)(judgements.ok() ? Result<guardrail::Judgement>{std::move(judgements->front())}
                                    : judgements.error());
        });
    if (begun.ok()) {
        *place = *std::move(begun);
        return;
    }
    inquiries.erase(place);
    (*told)(begun.error());
}

}  // namespace licet::gateway
