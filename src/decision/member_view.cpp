// SPDX-License-Identifier: Apache-2.0
#include "decision/member_view.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::decision {
namespace {

bool changes_control_policies(const Fix& fix) {
    return std::any_of(fix.commands.begin(), fix.commands.end(), [](const FixCommand& command) {
        return command.operation == "AttachPolicy" || command.operation == "DetachPolicy";
    });
}

/// Who can change it, and nothing of how.
Fix by_management(AccountId management) {
    return {.account = management,
            .text = fmt::format("The management account `{}` can change its service control "
                                "policies.",
                                management.text())};
}

}  // namespace

void hide_control_policies(ExplainedAnswer& answer, const Facts& facts, AccountId account) {
    const auto management = facts.membership(account).management;
    for (auto& step : answer.steps) {
        const bool by_control = step.layer == Layer::service_control_policy;
        if (by_control) {
            step.misses.clear();
        }
        if (by_control && step.verdict == StepVerdict::passed) {
            step.message = "service control policies allow it";
        }
        // What denies stands in the refusal's text too; what is missing would name an OU.
        if (by_control &&
            (step.verdict == StepVerdict::passed ||
             step.reason == "service_control_policy_missing_allow" || step.number != 5)) {
            step.subject = account.text();
        }
        if (step.fix && (by_control || changes_control_policies(*step.fix))) {
            step.fix = by_management(management);
        }
    }
}

}  // namespace licet::decision
