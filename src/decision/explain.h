// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/decide.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace licet::decision {

enum class StepVerdict : std::uint8_t {
    passed,
    refused,
    not_reached,     ///< cannot be looked at: a step before it did not find what it needs
    not_applicable,  ///< has nothing to ask here: a model without a product, an account's root
};
std::string_view verdict_text(StepVerdict verdict);

/// How near the answer came to another in one dimension.
struct Miss {
    std::string_view dimension;  ///< `region`, `operation`, `window`, `action`, `condition` …
    std::string detail;  ///< ``the grant is for `eu-west-1`; the call reaches `us-east-1` too``
};

/// A control call that changes the answer.
struct FixCommand {
    std::string_view service;  ///< the endpoint's name as the AWS CLI knows it: `license-manager`
    std::string operation;     ///< `AcceptGrant`
    AccountId account;         ///< who must call it
    std::string region;        ///< where; `us-east-1` for License Manager
    std::string parameters;    ///< JSON
};

/// Another request that is answered otherwise.
struct RequestChange {
    /// `region`, `model`, `operation`, `account`, `principal` or `time`
    std::string_view member;
    std::string value;
};

/// Who can change the answer of a step, and how: by commands in this order, or by asking otherwise.
/// Once it is done the step passes, or refuses for another reason.
struct Fix {
    AccountId account;  ///< who can; none: nobody within licet, as at a model that has ended
    std::string text;   ///< one sentence
    std::vector<FixCommand> commands = {};
    std::optional<RequestChange> change = {};
};

/// One step of design 6 and what became of it.
struct Step {
    int number = 0;
    std::string_view name;  ///< `caller`, `model`, `entitlement`, `form` …
    StepVerdict verdict = StepVerdict::not_reached;
    std::string_view reason = {};  ///< reason_text(); of a passed step what made it pass
    std::string subject = {};      ///< the rule or object: policy ARN, grant, model, account
    std::string message = {};
    Layer layer = Layer::none;      ///< of the policy that decided
    std::vector<Miss> misses = {};  ///< nearest first
    std::optional<Fix> fix = {};    ///< of a refused step
};

inline constexpr std::size_t kStepCount = 9;

/// Every step of a decision. The first that refused gives the reason, which is decide()'s; those
/// behind it are reported as if it had not.
struct Explanation {
    bool allowed = false;
    Reason reason = Reason::model_invalid;
    std::optional<model::GrantId> grant = {};
    model::Scope scope = {};  ///< of the grant, its sources' limits included
    std::array<Step, kStepCount> steps = {};

    /// The step that decided: the first that refused; null when it is allowed.
    const Step* refused() const;
};

Explanation explain(const Facts& facts, const Question& question);

/// The same of any action: its steps are 1 (`caller`), 5 (`service_control_policies`) and 6
/// (`identity_policies`), the others are not applicable.
struct ActionExplanation {
    Authorization authorization;
    std::array<Step, kStepCount> steps = {};
};
ActionExplanation explain(const Facts& facts, const ActionQuestion& question);

}  // namespace licet::decision
