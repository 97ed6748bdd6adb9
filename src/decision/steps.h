// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/accesses.h"
#include "decision/guardrails.h"

#include <array>
#include <functional>
#include <optional>
#include <vector>

namespace licet::decision {

/// What a guardrail lacks to be applied.
enum class GuardrailLack : std::uint8_t {
    none,
    unknown,  ///< also where it is somebody else's and not shared
    no_version,
    not_permitted,
};

/// The steps of design 6 for one question, each by itself: decide() asks them until one refuses,
/// explain() asks them all. Refers to facts and question. Requires that target() has let the call
/// pass before any step behind it is asked.
class Steps {
public:
    Steps(const Facts& facts, const Question& question) : facts_{facts}, question_{question} {}

    Checked caller();             ///< 1
    Checked target();             ///< 2
    Checked entitlement();        ///< 3
    Checked form();               ///< 4
    Checked control_policies();   ///< 5
    Checked identity_policies();  ///< 6
    Checked scope();              ///< 7; asks what entitlement() found
    Checked guardrail();          ///< 8
    Checked quota();              ///< 9
    /// The part of the eighth that asks for no model: the guardrail that the question names.
    Checked named_guardrail();

    const Facts& facts() const { return facts_; }
    const Question& question() const { return question_; }
    const Target& found() const { return target_; }
    /// Whether the model is one that must be bought.
    bool is_bought() const;
    /// What entitlement() found; empty before.
    const Entitlement& right() const { return right_; }
    /// What of its scope the call asks.
    const Use& use() const { return use_; }
    /// What guardrail() found that applies; empty before.
    std::vector<AppliedGuardrail>& guardrails() { return guardrails_; }
    /// Why the call is allowed if no step refuses.
    Reason allowing_reason() const { return allowing_reason_; }

    const ControlLevels& levels();
    const PrincipalRights& rights() { return context().rights(); }
    const Accesses& accesses();
    /// The condition keys for one access; good until the next one.
    const policy::Context& keys_for(const Access& access);
    /// Calls `visit` with what a first use needs the subject to be allowed, until it says false.
    void ask_to_subscribe(const std::function<bool(const policy::Question&)>& visit);
    /// Whether there are policies to ask in steps 5 and 6.
    bool asks_control_policies();
    bool asks_identity_policies();

private:
    Checked check_may_subscribe();
    /// @param by_region whether the answer may differ from region to region
    template <typename Judge>
    Checked first_refusal(bool by_region, Judge judge);
    SubjectContext& context();

    // guardrails.cpp
    /// @param found filled in when it lacks nothing
    /// @param judged why it is not permitted
    GuardrailLack look_up(const model::GuardrailName& name, std::string_view version,
                          AppliedGuardrail& found, Authorization& judged);
    bool is_shared(const model::ReadyGuardrail& guardrail, const policy::Question& asked);
    void add(AppliedGuardrail&& applied);
    Checked add_requested();
    Checked add_enforced(const model::EnforcedGuardrail& enforced, bool by_organization);

    const Facts& facts_;
    const Question& question_;
    Target target_;
    Use use_;
    Entitlement right_;
    Reason allowing_reason_ = Reason::amazon_model;
    std::optional<SubjectContext> context_;
    std::optional<ControlLevels> levels_;
    std::optional<Accesses> accesses_;
    std::vector<AppliedGuardrail> guardrails_;
};

/// The steps in their order, 1 to 9.
inline constexpr std::array<Checked (Steps::*)(), 9> kSteps{
    &Steps::caller, &Steps::target,           &Steps::entitlement,
    &Steps::form,   &Steps::control_policies, &Steps::identity_policies,
    &Steps::scope,  &Steps::guardrail,        &Steps::quota};

}  // namespace licet::decision
