// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/directory.h"
#include "decision/explain.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace licet::decision {

/// The action of using a product of any kind, which decide_product() judges.
inline constexpr std::string_view kUseProduct = "licet:UseProduct";
/// Why an action is refused that policies do not know.
inline constexpr std::string_view kActionUnknown = "action_unknown";
/// Why an action is allowed that only policies had a say in.
inline constexpr std::string_view kPoliciesAllow = "policies_allow";

/// What is asked of a subject, in the words of IAM. The texts outlive it.
struct Inquiry {
    std::string_view action;    ///< `bedrock:InvokeModel`
    std::string_view resource;  ///< id or ARN of a model or profile, id of a product, ARN; `*`
    std::string_view region;
    Time now;
    /// Of a model call; none: the first that the action stands for.
    std::optional<model::ModelOperation> operation = {};
    const model::Tags* resource_tags = nullptr;  ///< aws:ResourceTag; null: none are known
    const policy::Context* request = nullptr;    ///< what else the request says; null: nothing
};

struct ProductDecision;

struct Answer {
    bool allowed = false;
    std::string_view reason;  ///< reason_text(), kPoliciesAllow or kActionUnknown
    std::optional<model::GrantId> grant = {};
    bool operator==(const Answer&) const = default;
};

/// The answer with the steps to it.
struct ExplainedAnswer {
    Answer answer;
    std::vector<Step> steps;

    /// The step that refused; null when it is allowed.
    const Step* refused() const;
};

/// Answers one inquiry for any number of subjects: by decide() where the action calls a model, by
/// decide_product() for kUseProduct, by authorize() for all else. Refers to facts and inquiry.
class Inquirer {
public:
    Inquirer(const Facts& facts, const Directory& directory, const Inquiry& inquiry);

    Answer answer(const Subject& subject) const;
    ExplainedAnswer explain(const Subject& subject) const;

    bool calls_model() const { return operation_.has_value(); }

private:
    Question question(const Subject& subject) const;
    ActionQuestion action_question(const Subject& subject) const;
    ProductDecision product_decision(AccountId account) const;

    const Facts& facts_;
    const Directory& directory_;
    const Inquiry& inquiry_;
    policy::Action action_;
    bool is_known_;
    std::optional<model::ModelOperation> operation_;  ///< of the model call that the action is
    AccountId resource_account_;
    policy::Context context_;
};

/// The operation that is called by an IAM action: InvokeModel for `bedrock:InvokeModel`. Nothing
/// for an action that calls no model.
std::optional<model::ModelOperation> operation_of(const policy::Action& action);

}  // namespace licet::decision
