// SPDX-License-Identifier: Apache-2.0
#include "model/first_use/subscribe_on_use.h"

#include "model/marketplace/subscribe.h"
#include "model/state.h"

namespace licet::model {
namespace {

bool is_allowed(const State& state, AccountId account) {
    const auto* organization = organization_of(state.organization, account);
    return organization != nullptr && organization->settings.auto_subscribe;
}

/// The note that the attempt failed; nothing when it says what the last one said.
Events noted(const FirstUse* pending, AccountId account, const std::string& product,
             const Error& why, Time now) {
    if (pending != nullptr && pending->missing == why.message) {
        return {};
    }
    return {FirstUsePending{
        account,
        product,
        {.started_at = pending == nullptr ? now : pending->started_at, .missing = why.message}}};
}

}  // namespace

Events subscribe_on_use(const State& state, std::string_view model_id, const Context& context) {
    const AccountId account = context.actor.account;
    const FoundationModel* model = find_model(state.models, model_id);
    if (model == nullptr || model->category != ModelCategory::marketplace ||
        !is_allowed(state, account)) {
        return {};
    }
    const auto* pending = find_first_use(state.first_use, account, model->product_id);
    Events events;
    if (!find_agreement(state.marketplace, account, model->product_id, context.now)) {
        const auto& offer = state.models.products.at(model->product_id).offer;
        auto accepted = accept_model_offer(
            state, {.model_id = model->model_id, .offer_token = offer.offer_token}, context);
        if (!accepted.ok() && accepted.error().kind == ErrorKind::conflict) {
            return {};  // an earlier agreement is being wound up: the next call tries again
        }
        if (!accepted.ok()) {
            return noted(pending, account, model->product_id, accepted.error(), context.now);
        }
        events = *std::move(accepted);
    }
    if (pending != nullptr) {
        events.emplace_back(FirstUseEnded{account, model->product_id});
    }
    return events;
}

}  // namespace licet::model
