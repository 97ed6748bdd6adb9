// SPDX-License-Identifier: Apache-2.0
#include "decision/accesses.h"

#include "base/protection.h"

namespace licet::decision {
namespace {

constexpr std::string_view kNowhere = "unspecified";

bool uses_bearer_token(const Question& question) {
    return question.subject.principal != nullptr && question.subject.principal->api_key;
}

}  // namespace

Accesses::Accesses(const Target& target, const Question& question)
    : target_{target},
      question_{question},
      destinations_{destinations_of(target, question.region)},
      bearer_{LICET_PROTECTED(bearer_token) && uses_bearer_token(question)} {
    if (target.through_profile()) {
        const auto account = question.subject.account.text();
        const bool own = target.application != nullptr;
        profile_.set({"arn:aws:bedrock:", question.region, ":", account,
                      own ? ":application-inference-profile/" : ":inference-profile/",
                      own ? target.application_id : target.profile->profile_id});
    }
    size_ += target.through_profile() ? 1 : 0;
    if (target.profile != nullptr && LICET_PROTECTED(destinations)) {
        size_ += target.profile->global ? 1 : destinations_.size();
    }
    size_ += bearer_ ? 1 : 0;
}

bool Accesses::is_elsewhere(std::size_t n) const {
    const std::size_t first = target_.through_profile() ? 2 : 1;
    return n >= first && n < size_ - (bearer_ ? 1 : 0);
}

Access Accesses::get(std::size_t n, ArnText& text) const {
    static const policy::Action kBearer{"bedrock:CallWithBearerToken"};
    if (bearer_ && n + 1 == size_) {
        return {kBearer, "*", question_.region};
    }
    const auto& action = action_of(question_.operation);
    if (target_.through_profile()) {
        if (n == 0) {
            const auto* own = target_.application;
            return {action, profile_.text(), question_.region,
                    own == nullptr ? nullptr : &own->tags, question_.subject.account};
        }
        --n;
    }
    if (n == 0) {
        text.set(
            {"arn:aws:bedrock:", question_.region, "::foundation-model/", target_.model->model_id});
        return {action, text.text(), question_.region};
    }
    const bool global = target_.profile->global;
    const std::string_view place = global ? std::string_view{} : destinations_.at(n - 1);
    text.set({"arn:aws:bedrock:", place, "::foundation-model/", target_.model->model_id});
    return {action, text.text(), global ? kNowhere : place};
}

}  // namespace licet::decision
