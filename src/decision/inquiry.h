// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/caller_rules.h"
#include "decision/directory.h"
#include "decision/explain.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace licet::decision {

/// The action of using a product of any kind, which decide_product() judges.
inline constexpr std::string_view kUseProduct = "licet:UseProduct";
/// Why what is no action is refused.
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
    /// reason_text() of a Reason or a CallerFault, kPoliciesAllow or kActionUnknown.
    std::string_view reason;
    std::optional<model::GrantId> grant = {};
    model::Scope scope = {};  ///< of the grant, its sources' limits included
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
/// decide_product() for kUseProduct, by CallerCheck and authorize() for all else. Refers to facts
/// and inquiry.
class Inquirer {
public:
    Inquirer(const Facts& facts, const Directory& directory, const Inquiry& inquiry);
    Inquirer(const Inquirer&) = delete;
    Inquirer& operator=(const Inquirer&) = delete;

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
    bool is_known_;                                   ///< as an action
    std::optional<model::ModelOperation> operation_;  ///< of the model call that the action is
    policy::Context context_;
    std::optional<CallerCheck> caller_;  ///< of an action that is decided by policies
};

/// What a text is as the name of an action.
enum class ActionForm : std::uint8_t {
    none,     ///< not of the form `service:Name`; one with a wildcard is many
    unknown,  ///< no action of a service that licet serves: policies may still speak of it
    known,
};
ActionForm form_of(std::string_view action);

/// The operation that is called by an IAM action: InvokeModel for `bedrock:InvokeModel`. Nothing
/// for an action that calls no model.
std::optional<model::ModelOperation> operation_of(const policy::Action& action);

}  // namespace licet::decision
