// SPDX-License-Identifier: Apache-2.0
#include "decision/inquiry.h"

#include "base/describe/describe.h"
#include "decision/decide_product.h"
#include "decision/fixes.h"
#include "policy/actions.h"

#include <algorithm>

namespace licet::decision {
namespace {

bool equal_action(const policy::Action& a, const policy::Action& b) {
    return a.number() == b.number() &&
           (a.number() != policy::Action::kUnknown || a.text() == b.text());
}

Answer answer_of(const ProductDecision& decision) {
    return {.allowed = decision.allowed(),
            .reason = reason_text(decision.reason),
            .grant = decision.entitlement.grant,
            .scope = decision.entitlement.scope};
}

/// The steps of a product are those of a model that it has: caller, product, entitlement.
std::vector<Step> steps_of(const Facts& facts, const ProductDecision& decision, AccountId account) {
    static constexpr std::string_view kNames[] = {"caller", "product", "entitlement"};
    const int refused = decision.allowed()                           ? 0
                        : decision.reason == Reason::account_closed  ? 1
                        : decision.reason == Reason::product_unknown ? 2
                                                                     : 3;
    std::vector<Step> steps;
    for (int number = 1; number <= 3; ++number) {
        auto& step = steps.emplace_back(Step{.number = number,
                                             .name = kNames[number - 1],
                                             .verdict = refused == 0 || number < refused
                                                            ? StepVerdict::passed
                                                            : StepVerdict::not_reached});
        if (number == refused) {
            step.verdict = StepVerdict::refused;
            step.reason = reason_text(decision.reason);
            step.message = decision.missing->what;
            step.fix = product_fix(facts, decision, account);
        }
    }
    if (decision.entitlement.grant) {
        steps.back().subject = "g-" + decision.entitlement.grant->text();
    }
    return steps;
}

bool is_part_of_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

Step unknown_action(std::string_view action) {
    return {.number = 1,
            .name = "caller",
            .verdict = StepVerdict::refused,
            .reason = kActionUnknown,
            .message = "There is no action `" + std::string{action} + "`",
            .fix = Fix{.text = "name an action as IAM does, such as `bedrock:InvokeModel`"}};
}

}  // namespace

ActionForm form_of(std::string_view action) {
    if (action == kUseProduct || policy::action_number(action)) {
        return ActionForm::known;
    }
    const auto colon = action.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == action.size()) {
        return ActionForm::none;
    }
    const auto is_name = [](std::string_view text) {
        return std::all_of(text.begin(), text.end(), is_part_of_name);
    };
    return is_name(action.substr(0, colon)) && is_name(action.substr(colon + 1))
               ? ActionForm::unknown
               : ActionForm::none;
}

std::optional<model::ModelOperation> operation_of(const policy::Action& action) {
    const auto& type = describe::type_of<model::ModelOperation>();
    for (std::size_t i = 0; i < type.names.size(); ++i) {
        const auto operation = static_cast<model::ModelOperation>(i);
        if (equal_action(action_of(operation), action)) {
            return operation;
        }
    }
    return std::nullopt;
}

const Step* ExplainedAnswer::refused() const {
    const auto found = std::find_if(steps.begin(), steps.end(), [](const Step& step) {
        return step.verdict == StepVerdict::refused;
    });
    return found == steps.end() ? nullptr : &*found;
}

Inquirer::Inquirer(const Facts& facts, const Directory& directory, const Inquiry& inquiry)
    : facts_{facts},
      directory_{directory},
      inquiry_{inquiry},
      action_{inquiry.action},
      is_known_{form_of(inquiry.action) != ActionForm::none},
      operation_{operation_of(action_)} {
    if (operation_ && inquiry.operation) {
        operation_ = inquiry.operation;
    }
    if (inquiry.request != nullptr) {
        context_ = *inquiry.request;
    }
    context_.set_now(inquiry.now);
    context_.set(policy::Key::aws_requested_region, inquiry.region);
    context_.set_resource_tags(inquiry.resource_tags);
    if (is_known_ && !operation_ && inquiry.action != kUseProduct) {
        caller_.emplace(facts, directory, action_, inquiry.resource, context_);
    }
}

Answer Inquirer::answer(const Subject& subject) const {
    if (!is_known_) {
        return {.reason = kActionUnknown};
    }
    if (operation_) {
        auto asked = question(subject);
        asked.in_words = false;
        const auto decision = decide(facts_, asked);
        return {.allowed = decision.allowed(),
                .reason = reason_text(decision.reason()),
                .grant = decision.entitlement().grant,
                .scope = decision.entitlement().scope};
    }
    if (inquiry_.action == kUseProduct) {
        return answer_of(product_decision(subject.account));
    }
    if (const auto fault = caller_->fault_of(subject); fault != CallerFault::none) {
        return {.reason = reason_text(fault)};
    }
    const auto authorization = authorize(facts_, action_question(subject));
    return {
        .allowed = authorization.allowed(),
        .reason = authorization.allowed() ? kPoliciesAllow : reason_text(reason_of(authorization))};
}

ExplainedAnswer Inquirer::explain(const Subject& subject) const {
    ExplainedAnswer out;
    if (!is_known_) {
        return {.answer = answer(subject), .steps = {unknown_action(inquiry_.action)}};
    }
    if (operation_) {
        auto explanation = decision::explain(facts_, question(subject));
        out.answer = {.allowed = explanation.allowed,
                      .reason = reason_text(explanation.reason),
                      .grant = explanation.grant,
                      .scope = explanation.scope};
        out.steps.assign(std::make_move_iterator(explanation.steps.begin()),
                         std::make_move_iterator(explanation.steps.end()));
        return out;
    }
    if (inquiry_.action == kUseProduct) {
        const auto decision = product_decision(subject.account);
        return {answer_of(decision), steps_of(facts_, decision, subject.account)};
    }
    auto explanation = decision::explain(facts_, action_question(subject));
    explanation.steps[0] = caller_->step_of(subject);
    out.answer = answer(subject);
    out.steps.assign(std::make_move_iterator(explanation.steps.begin()),
                     std::make_move_iterator(explanation.steps.end()));
    return out;
}

Question Inquirer::question(const Subject& subject) const {
    return {.subject = subject,
            .model_identifier = inquiry_.resource,
            .region = inquiry_.region,
            .now = inquiry_.now,
            .operation = *operation_,
            .request = inquiry_.request};
}

ActionQuestion Inquirer::action_question(const Subject& subject) const {
    return {.subject = subject,
            .action = action_,
            .resource = inquiry_.resource,
            .resource_account = account_in(inquiry_.resource),
            .context = context_,
            .by_resource = caller_->by_resource(subject)};
}

ProductDecision Inquirer::product_decision(AccountId account) const {
    return decide_product(facts_, directory_, account, inquiry_.resource, inquiry_.now);
}

}  // namespace licet::decision
