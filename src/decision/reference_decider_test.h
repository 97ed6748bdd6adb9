// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/decide.h"
#include "decision/reference_policies_test.h"
#include "decision/reference_rights_test.h"
#include "model/bedrock/model_identifier.h"

/// The decision on a model call read off design 6 and domain.md, straight from the state: the judge
/// of decide(), of both sources of its facts, and of explain().
namespace licet::decision::reference {

class Decider {
public:
    Decider(const model::State& state, const Question& question, Values request)
        : state_{state}, question_{question}, request_{std::move(request)} {}

    /// The text of the reason; one of four when it is allowed.
    std::string reason() {
        const auto* account = model::find_account(state_.organization, account_);
        if (account == nullptr || account->state != model::AccountState::ACTIVE) {  // step 1
            return "account_closed";
        }
        for (const auto step : {&Decider::identifier, &Decider::region, &Decider::entitlement,
                                &Decider::form, &Decider::control_policies, &Decider::identities,
                                &Decider::scope, &Decider::guardrails}) {
            if (const auto refusal = (this->*step)(); !refusal.empty()) {
                return refusal;
            }
        }
        return why_;
    }

private:
    std::string identifier() {  // step 2
        const auto& all = state_.models;
        const auto named = model::resolve_model_identifier(question_.model_identifier);
        if (!named.ok() || (!named->region.empty() && named->region != region_) ||
            (named->account && named->account != account_)) {
            return "model_invalid";
        }
        std::string id{named->id};
        if (named->kind == model::ModelRefKind::application_profile) {  // BA-30
            const auto own = all.application_profiles.find(id);
            if (own == all.application_profiles.end() || own->second.account != account_ ||
                own->second.region != region_) {
                return "model_invalid";
            }
            profile_arn_ = question_.model_identifier;
            profile_tags_ = own->second.tags;
            id = own->second.source;
        }
        if (const auto found = all.profiles.find(id); found != all.profiles.end()) {
            profile_ = &found->second;
            const auto arn = model::profile_arn(region_, account_, id);
            profile_arn_ = profile_arn_.empty() ? arn : profile_arn_;
            id = profile_->model_id;
        }
        const auto found = all.models.find(id);
        if (found == all.models.end()) {
            return "model_invalid";
        }
        model_ = &found->second;
        const auto end = model_->lifecycle.end_of_life;  // BA-25
        return end && question_.now >= *end ? "model_ended" : "";
    }

    std::string region() {  // step 2
        const bool offered = has(model_->regions, region_);
        if (profile_ == nullptr) {
            const auto& types = model_->inference_types;
            const bool direct =
                std::count(types.begin(), types.end(), model::InferenceType::ON_DEMAND);
            return !offered ? "region_not_served" : direct ? "" : "profile_needed";
        }
        bool is_source = false;
        for (const auto& route : profile_->routes) {
            if (has(route.source_regions, region_)) {
                is_source = true;
                destinations_ = route.destination_regions;
            }
        }
        const bool everywhere =
            std::all_of(destinations_.begin(), destinations_.end(),
                        [&](const auto& place) { return has(model_->regions, place); });  // BA-31
        return is_source && offered && everywhere ? "" : "region_not_served";
    }

    std::string entitlement() {                                       // step 3
        if (model_->category != model::ModelCategory::marketplace) {  // BA-1
            return "";
        }
        Wanted wanted{account_, model_->product_id, destinations_, question_.operation,
                      question_.now};
        wanted.regions.push_back(region_);
        if (profile_ != nullptr && profile_->global) {  // BA-35: it may go anywhere
            for (const auto& place : model::known_regions()) {
                wanted.regions.emplace_back(place.code);
            }
        }
        right_ = best_right(state_, wanted);
        const auto* organization = model::organization_of(state_.organization, account_);
        const bool falls_back =
            organization != nullptr && organization->settings.fallback_to_own_subscription;
        const bool subscribes = organization != nullptr && organization->settings.auto_subscribe;
        const Level level = right_.first;
        if (level == Level::active || (level == Level::standby && falls_back)) {  // ME-30, U-1
            why_ = level == Level::active ? "granted" : "own_subscription";
            return "";
        }
        if (subscribes && (falls_back || level <= Level::withdrawn)) {  // BA-10
            return first_use();
        }
        return level == Level::none               ? "no_entitlement"
               : level == Level::withdrawn        ? "license_not_available"
               : level == Level::pending_accept   ? "grant_not_accepted"
               : level == Level::pending_workflow ? "grant_not_distributed"
                                                  : "grant_not_activated";
    }

    std::string first_use() {  // 7.2
        if (!may_subscribe(state_, question_.subject, request_, region_, model_->product_id)) {
            return "subscribe_not_allowed";
        }
        const auto* tried = model::find_first_use(state_.first_use, account_, model_->product_id);
        if (tried != nullptr && question_.now >= tried->started_at + std::chrono::minutes{15}) {
            return "subscription_failed";
        }
        right_ = {};
        why_ = "subscribing";
        return "";
    }

    std::string form() {  // step 4, BA-24
        const auto* organization = model::organization_of(state_.organization, account_);
        const auto& forms = state_.models.use_case_forms;
        const bool sent =
            forms.contains(account_) ||
            (organization != nullptr && forms.contains(organization->management_account));
        return model_->needs_use_case_form && !sent ? "use_case_form_missing" : "";
    }

    std::string policies(Ask ask) {
        const std::string action = action_name(question_.operation);
        std::vector<Access> all;
        if (!profile_arn_.empty()) {
            all.push_back({action, profile_arn_, region_, true});  // BA-31
        }
        all.push_back({action, model::model_arn(region_, model_->model_id), region_});
        for (const auto& place : destinations_) {
            all.push_back({action, model::model_arn(place, model_->model_id), place});
        }
        if (profile_ != nullptr && profile_->global) {  // BA-32
            all.push_back({action, model::model_arn("", model_->model_id), "unspecified"});
        }
        if (question_.subject.principal != nullptr && question_.subject.principal->api_key) {
            all.push_back({"bedrock:CallWithBearerToken", "*", region_});
        }
        Values keys = request_;
        if (!profile_arn_.empty()) {
            keys["bedrock:inferenceprofilearn"] = {profile_arn_};  // BA-33
        }
        return first_refusal(state_, question_.subject, all, keys, profile_tags_, ask);
    }
    std::string control_policies() { return policies(control); }  // step 5, OR-10
    std::string identities() { return policies(identity); }       // step 6
    std::string scope() {                                         // step 7
        const Texts reasons{"scope_region", "scope_operation", "scope_not_yet", "scope_ended", ""};
        return right_.first == Level::none ? ""
                                           : reasons.at(static_cast<std::size_t>(right_.second));
    }

    std::string guardrails() {  // step 8, BG-3, BG-5
        for (const auto& demanded :
             model::enforced_guardrails(state_.organization, account_, region_)) {
            const auto& in = demanded.included_models;
            const auto& out = demanded.excluded_models;
            if ((in.empty() || has(in, "ALL") || has(in, model_->model_id)) && !has(out, "ALL") &&
                !has(out, model_->model_id)) {
                return "guardrail_unavailable";
            }
        }
        return "";
    }

    const model::State& state_;
    const Question& question_;
    const Values request_;
    const AccountId account_ = question_.subject.account;
    const std::string region_{question_.region};
    const model::FoundationModel* model_ = nullptr;
    const model::InferenceProfile* profile_ = nullptr;
    std::string profile_arn_;
    model::Tags profile_tags_;
    Texts destinations_;
    Right right_{};
    std::string why_ = "amazon_model";
};

}  // namespace licet::decision::reference
