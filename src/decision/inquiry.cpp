// SPDX-License-Identifier: Apache-2.0
#include "decision/inquiry.h"

#include "base/describe/describe.h"
#include "decision/decide_product.h"

#include <algorithm>

namespace licet::decision {
namespace {

/// The account in an ARN; none where there is none.
AccountId account_in(std::string_view arn) {
    if (!arn.starts_with("arn:")) {
        return {};
    }
    for (int part = 0; part < 4; ++part) {
        const auto colon = arn.find(':');
        if (colon == std::string_view::npos) {
            return {};
        }
        arn.remove_prefix(colon + 1);
    }
    const auto account = AccountId::parse(arn.substr(0, arn.find(':')));
    return account.ok() ? *account : AccountId{};
}

bool equal_action(const policy::Action& a, const policy::Action& b) {
    return a.number() == b.number() &&
           (a.number() != policy::Action::kUnknown || a.text() == b.text());
}

Answer answer_of(const ProductDecision& decision) {
    return {.allowed = decision.allowed(),
            .reason = reason_text(decision.reason),
            .grant = decision.entitlement.grant};
}

/// The steps of a product are those of a model that it has: caller, product, entitlement.
std::vector<Step> steps_of(const ProductDecision& decision, AccountId account) {
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
            step.fix = Fix{.account = account, .text = decision.missing->fix};
        }
    }
    if (decision.entitlement.grant) {
        steps.back().subject = "g-" + decision.entitlement.grant->text();
    }
    return steps;
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
      is_known_{action_.number() != policy::Action::kUnknown || inquiry.action == kUseProduct},
      operation_{operation_of(action_)},
      resource_account_{account_in(inquiry.resource)} {
    if (operation_ && inquiry.operation) {
        operation_ = inquiry.operation;
    }
    if (inquiry.request != nullptr) {
        context_ = *inquiry.request;
    }
    context_.set_now(inquiry.now);
    context_.set(policy::Key::aws_requested_region, inquiry.region);
    context_.set_resource_tags(inquiry.resource_tags);
}

Answer Inquirer::answer(const Subject& subject) const {
    if (!is_known_) {
        return {.reason = kActionUnknown};
    }
    if (operation_) {
        const auto decision = decide(facts_, question(subject));
        return {.allowed = decision.allowed(),
                .reason = reason_text(decision.reason()),
                .grant = decision.entitlement().grant};
    }
    if (inquiry_.action == kUseProduct) {
        return answer_of(product_decision(subject.account));
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
                      .grant = explanation.grant};
        out.steps.assign(std::make_move_iterator(explanation.steps.begin()),
                         std::make_move_iterator(explanation.steps.end()));
        return out;
    }
    if (inquiry_.action == kUseProduct) {
        const auto decision = product_decision(subject.account);
        return {answer_of(decision), steps_of(decision, subject.account)};
    }
    auto explanation = decision::explain(facts_, action_question(subject));
    const bool allowed = explanation.authorization.allowed();
    out.answer = {
        .allowed = allowed,
        .reason = allowed ? kPoliciesAllow : reason_text(reason_of(explanation.authorization))};
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
            .resource_account = resource_account_,
            .context = context_};
}

ProductDecision Inquirer::product_decision(AccountId account) const {
    return decide_product(facts_, directory_, account, inquiry_.resource, inquiry_.now);
}

}  // namespace licet::decision
