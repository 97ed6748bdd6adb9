// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/decide.h"
#include "decision/reference_applied_guardrails_test.h"
#include "decision/reference_policies_test.h"
#include "decision/reference_rights_test.h"
#include "decision/reference_target_test.h"
#include "model/bedrock/regions.h"

/// The decision on a model call read off design 6 and domain.md, straight from the state: the judge
/// of decide(), of both sources of its facts, and of all that asks them. Reads rules BA-1, BA-3,
/// BA-10, BA-11, BA-24, BA-31 to BA-35, ME-30, U-1, domain.md 7.2 and 7.4; its parts, reference_*,
/// say what they read. Shares with what it judges the types of state and question and the table of
/// regions.
namespace licet::decision::reference {

/// In the order of model::ModelOperation.
inline const Texts kOperations{"InvokeModel",
                               "InvokeModelWithResponseStream",
                               "InvokeModelWithBidirectionalStream",
                               "Converse",
                               "ConverseStream",
                               "CountTokens",
                               "StartAsyncInvoke"};

/// What must be allowed for a call.
struct Needed {
    std::string action;
    std::string resource;
    std::string region;  ///< aws:RequestedRegion
    bool own = false;    ///< whether the resource belongs to the subject's account
};

class Decider {
public:
    Decider(const model::State& state, const Question& question, Values request)
        : state_{state}, question_{question}, request_{std::move(request)} {}

    /// The text of the reason; one of four when it is allowed.
    std::string reason() {
        const auto account = state_.organization.accounts.find(account_);
        if (account == state_.organization.accounts.end() ||
            account->second.state != model::AccountState::ACTIVE) {  // step 1
            return "account_closed";
        }
        for (const auto step :
             {&Decider::target, &Decider::entitlement, &Decider::form, &Decider::control_policies,
              &Decider::identities, &Decider::scope, &Decider::guardrails}) {
            if (const auto refusal = (this->*step)(); !refusal.empty()) {
                return refusal;
            }
        }
        return why_;
    }

private:
    using Ask = std::string (*)(const model::State&, const Subject&, const Asked&);

    std::string target() {  // step 2
        target_ = find_target(state_, question_);
        return target_.refusal.empty() ? check_regions(target_, region_, operation_)
                                       : target_.refusal;
    }

    std::string entitlement() {                                              // step 3
        if (target_.model->category != model::ModelCategory::marketplace) {  // BA-1
            return "";
        }
        Wanted wanted{account_, target_.model->product_id, target_.destinations, operation_,
                      question_.now};
        wanted.regions.push_back(region_);
        if (target_.profile != nullptr && target_.profile->global) {  // BA-35: it may go anywhere
            for (const auto& place : model::known_regions()) {
                wanted.regions.emplace_back(place.code);
            }
        }
        right_ = best_right(state_, wanted);
        const auto* home = home_of(state_, account_);
        const bool falls_back = home != nullptr && home->settings.fallback_to_own_subscription;
        const bool subscribes = home != nullptr && home->settings.auto_subscribe;
        const Level level = right_.first;
        if (level == Level::active || (level == Level::standby && falls_back)) {  // ME-30, U-1
            why_ = level == Level::active ? "granted" : "own_subscription";
            return "";
        }
        if (subscribes && (falls_back || level <= Level::not_yet)) {  // BA-10
            return first_use();
        }
        return level == Level::none               ? "no_entitlement"
               : level == Level::withdrawn        ? "license_not_available"
               : level == Level::not_yet          ? "license_not_yet"
               : level == Level::pending_accept   ? "grant_not_accepted"
               : level == Level::pending_workflow ? "grant_not_distributed"
                                                  : "grant_not_activated";
    }

    std::string first_use() {  // 7.2; rules BA-3, BA-11
        Values keys = request_;
        keys["aws-marketplace:productid"] = {target_.model->product_id};
        for (const auto* key : {"aws:calledvia", "aws:calledviafirst", "aws:calledvialast"}) {
            keys[key] = {"bedrock.amazonaws.com"};
        }
        keys["aws:viaawsservice"] = {"true"};
        for (const Ask ask : {control, identity}) {
            if (!first_refusal({{"aws-marketplace:ViewSubscriptions", "*", region_},
                                {"aws-marketplace:Subscribe", "*", region_}},
                               keys, ask)
                     .empty()) {
                return "subscribe_not_allowed";
            }
        }
        const auto& pending = state_.first_use.pending;
        const auto tried = pending.find(account_);
        if (tried != pending.end() && tried->second.contains(target_.model->product_id) &&
            question_.now >=
                tried->second.at(target_.model->product_id).started_at + std::chrono::minutes{15}) {
            return "subscription_failed";
        }
        right_ = {};
        why_ = "subscribing";
        return "";
    }

    std::string form() {  // step 4, BA-24
        const auto* home = home_of(state_, account_);
        const auto& forms = state_.models.use_case_forms;
        const bool sent = forms.contains(account_) ||
                          (home != nullptr && forms.contains(home->management_account));
        return target_.model->needs_use_case_form && !sent ? "use_case_form_missing" : "";
    }

    std::string first_refusal(const std::vector<Needed>& all, const Values& request, Ask ask) {
        for (const auto& one : all) {
            Values keys = request;
            keys["aws:requestedregion"] = {one.region};
            const auto refusal =
                ask(state_, question_.subject,
                    {one.action, one.resource,
                     with_subject(state_, question_.subject, keys,
                                  one.own ? target_.profile_tags : model::Tags{}, one.own)});
            if (!refusal.empty()) {
                return refusal;
            }
        }
        return "";
    }

    std::string policies(Ask ask) {
        static const std::map<std::string, std::string> kOthers{
            {"Converse", "InvokeModel"},
            {"ConverseStream", "InvokeModelWithResponseStream"},
            {"StartAsyncInvoke", "InvokeModel"}};
        const auto found = kOthers.find(operation_);
        const auto action = "bedrock:" + (found == kOthers.end() ? operation_ : found->second);
        const auto in = [&](const std::string& place) {
            return "arn:aws:bedrock:" + place + "::foundation-model/" + target_.model->model_id;
        };
        std::vector<Needed> all{{action, in(region_), region_}};
        for (const auto& place : target_.destinations) {
            all.push_back({action, in(place), place});
        }
        if (target_.profile != nullptr && target_.profile->global) {  // BA-32
            all.push_back({action, in(""), "unspecified"});
        }
        if (question_.subject.principal != nullptr && question_.subject.principal->api_key) {
            all.push_back({"bedrock:CallWithBearerToken", "*", region_});
        }
        Values keys = request_;
        if (!target_.profile_arn.empty()) {  // BA-31, BA-33
            all.insert(all.begin(), {action, target_.profile_arn, region_, true});
            keys["bedrock:inferenceprofilearn"] = {target_.profile_arn};
        }
        return first_refusal(all, keys, ask);
    }
    std::string control_policies() { return policies(control); }  // step 5, OR-10
    std::string identities() { return policies(identity); }       // step 6
    std::string scope() {                                         // step 7
        static const Texts kReasons{"scope_region", "scope_operation", "scope_not_yet",
                                    "scope_ended", ""};
        return right_.first == Level::none ? ""
                                           : kReasons.at(static_cast<std::size_t>(right_.second));
    }
    std::string guardrails() {  // step 8
        return guardrail_refusal(state_, question_, request_, target_.model->model_id);
    }

    const model::State& state_;
    const Question& question_;
    const Values request_;
    const AccountId account_ = question_.subject.account;
    const std::string region_{question_.region};
    const std::string operation_ = kOperations.at(static_cast<std::size_t>(question_.operation));
    Target target_;
    Right right_{};
    std::string why_ = "amazon_model";
};

}  // namespace licet::decision::reference
