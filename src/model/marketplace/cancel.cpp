// SPDX-License-Identifier: Apache-2.0
#include "model/marketplace/cancel.h"

#include "model/marketplace/choose_terms.h"
#include "model/marketplace/errors.h"
#include "model/marketplace/succession.h"
#include "model/state.h"

#include <fmt/format.h>
#include <boost/describe/enum_to_string.hpp>

#include <algorithm>

namespace licet::model {
namespace {

constexpr std::string_view kType = "AgreementCancellationRequest";

/// @return unless the agreement is in force and nothing is being done to it.
Result<void> require_settled(const AgreementView& agreement, Time now) {
    const AgreementStatus status = status_at(agreement.details, now);
    if (status != AgreementStatus::ACTIVE) {
        return not_valid("INACTIVE_AGREEMENT",
                         fmt::format("agreement `{}` is {}", agreement.id,
                                     boost::describe::enum_to_string(status, "")));
    }
    if (agreement.details.provisioning) {
        return resource_conflict(
            "Agreement", agreement.id,
            fmt::format("agreement `{}` is still being set up; try again in a moment",
                        agreement.id));
    }
    return {};
}

Result<AgreementView> require_proposed(const State& state, AccountId account, std::string_view id) {
    const auto found = state.marketplace.agreements.find(id);
    if (found != state.marketplace.agreements.end()) {
        if (found->second.proposer == account) {
            return AgreementView{found->first, found->second};
        }
        if (found->second.acceptor == account) {
            return not_allowed("INVALID_ACCESS",
                               fmt::format("only the proposer of agreement `{}` can do this", id));
        }
    }
    return unknown_resource("Agreement", id);
}

AgreementEnded ended(const AgreementView& agreement, Time now) {
    return {agreement.id, AgreementStatus::CANCELLED, now};
}

CancellationStatus status_after(CancellationAnswer answer) {
    switch (answer) {
        case CancellationAnswer::accept:
            return CancellationStatus::APPROVED;
        case CancellationAnswer::reject:
            return CancellationStatus::REJECTED;
        case CancellationAnswer::withdraw:
            return CancellationStatus::CANCELLED;
    }
    return CancellationStatus::VALIDATION_FAILED;
}

}  // namespace

bool is_committed(const Agreement& agreement) {
    return find_term<ConfigurableUpfrontPricingTerm>(agreement.terms) != nullptr ||
           find_term<FixedUpfrontPricingTerm>(agreement.terms) != nullptr ||
           find_term<RecurringPaymentTerm>(agreement.terms) != nullptr;
}

Result<Events> end_agreement(const State& state, std::string_view agreement,
                             const Context& context) {
    LICET_TRY(const auto own, require_accepted(state, context.actor.account, agreement));
    LICET_TRY_VOID(require_settled(own, context.now));
    if (is_committed(own.details)) {
        return not_valid("UNSUPPORTED_ACTION",
                         fmt::format("agreement `{}` is a contract; it ends earlier only when its "
                                     "proposer sends a cancellation request that you accept",
                                     own.id));
    }
    return Events{ended(own, context.now)};
}

Result<SentCancellation> send_cancellation(const State& state, const SendCancellation& command,
                                           const Context& context) {
    LICET_TRY(const auto agreement,
              require_proposed(state, context.actor.account, command.agreement));
    LICET_TRY_VOID(require_settled(agreement, context.now));
    const Marketplace& marketplace = state.marketplace;
    if (const auto earlier = marketplace.cancellations_of.find(command.agreement);
        earlier != marketplace.cancellations_of.end()) {
        for (const std::string& id : earlier->second) {
            if (marketplace.cancellations.at(id).status == CancellationStatus::PENDING_APPROVAL) {
                return resource_conflict(kType, id,
                                         fmt::format("cancellation request `{}` of agreement `{}` "
                                                     "still waits for an answer",
                                                     id, command.agreement));
            }
        }
        if (earlier->second.size() >= kCancellationsMax) {
            return resource_conflict("Agreement", command.agreement,
                                     fmt::format("agreement `{}` had {} cancellation requests, the "
                                                 "most there can be",
                                                 command.agreement, kCancellationsMax));
        }
    }
    SentCancellation sent{.id = Id128::random(context.random), .events = {}};
    sent.events.emplace_back(CancellationRequested{cancellation_id(sent.id),
                                                   {.agreement = command.agreement,
                                                    .reason = command.reason,
                                                    .description = command.description,
                                                    .created_at = context.now,
                                                    .updated_at = context.now}});
    return sent;
}

std::string cancellation_id(const Id128& id) {
    return "acr-" + id.text();
}

Result<Events> answer_cancellation(const State& state, const AnswerCancellation& command,
                                   const Context& context) {
    const AccountId account = context.actor.account;
    LICET_TRY(const auto request, require_cancellation(state, account, command.agreement,
                                                       command.request, context.now));
    LICET_TRY(const auto agreement, command.answer == CancellationAnswer::withdraw
                                        ? require_proposed(state, account, command.agreement)
                                        : require_accepted(state, account, command.agreement));
    if (request.status != CancellationStatus::PENDING_APPROVAL) {
        return resource_conflict(kType, request.id,
                                 fmt::format("cancellation request `{}` is {}", request.id,
                                             boost::describe::enum_to_string(request.status, "")));
    }
    Events events{CancellationAnswered{request.id, status_after(command.answer), command.message,
                                       context.now}};
    if (command.answer == CancellationAnswer::accept) {
        events.emplace_back(ended(agreement, context.now));
    }
    return events;
}

CancellationView view_cancellation(const State& state, const std::string& id, Time now) {
    const auto& [key, details] = *state.marketplace.cancellations.find(id);
    const Agreement& agreement = state.marketplace.agreements.at(details.agreement);
    const bool void_now = details.status == CancellationStatus::PENDING_APPROVAL &&
                          status_at(agreement, now) != AgreementStatus::ACTIVE;
    return {key, details, void_now ? CancellationStatus::VALIDATION_FAILED : details.status};
}

Result<CancellationView> require_cancellation(const State& state, AccountId account,
                                              std::string_view agreement, std::string_view request,
                                              Time now) {
    const auto found = state.marketplace.cancellations.find(request);
    if (found == state.marketplace.cancellations.end() || found->second.agreement != agreement) {
        return unknown_resource(kType, request);
    }
    const Agreement& details = state.marketplace.agreements.at(found->second.agreement);
    if (details.acceptor != account && details.proposer != account) {
        return unknown_resource(kType, request);
    }
    return view_cancellation(state, found->first, now);
}

}  // namespace licet::model
