// SPDX-License-Identifier: Apache-2.0
#include "model/bedrock/apply_catalogue.h"

#include "model/marketplace/agreement.h"
#include "model/organization/access.h"
#include "model/state.h"

#include <fmt/format.h>

#include <set>

namespace licet::model {
namespace {

std::set<std::string_view> products_in_use(const State& state, Time now) {
    std::set<std::string_view> products;
    for (const auto& [id, agreement] : state.marketplace.agreements) {
        if (agreement.provisioning || status_at(agreement, now) == AgreementStatus::ACTIVE) {
            products.insert(agreement.product_id);
        }
    }
    return products;
}

Error in_use(std::string_view what, ErrorMember named, std::string_view product) {
    return Error{ErrorKind::conflict,
                 fmt::format("{} `{}` cannot be dropped: there are agreements for product `{}`; "
                             "keep it in the catalogue or cancel them first",
                             what, named.value, product),
                 {},
                 {std::move(named)}};
}

Result<void> check_uses(const State& state, const Models& next, Time now) {
    const auto used = products_in_use(state, now);
    for (const auto product : used) {
        if (find_product(next, product) == nullptr) {
            return in_use("product", {"productId", std::string{product}}, product);
        }
    }
    for (const auto& [id, model] : state.models.models) {
        const FoundationModel* kept = find_model(next, id);
        if (used.contains(model.product_id) &&
            (kept == nullptr || kept->product_id != model.product_id)) {
            return in_use("model", {"modelId", id}, model.product_id);
        }
    }
    return {};
}

/// An offer has one id, whether it is public or private.
Result<void> check_offer_ids(const State& state, const Catalogue& catalogue) {
    for (const auto& product : catalogue.products) {
        if (state.marketplace.offers.contains(product.offer.offer_id)) {
            return Error{ErrorKind::conflict,
                         fmt::format("offer `{}` of product `{}`: a private offer has that id",
                                     product.offer.offer_id, product.product_id),
                         {},
                         {{"productId", product.product_id}}};
        }
    }
    return {};
}

Result<void> check_durations(const Catalogue& catalogue, Time now) {
    for (const auto& product : catalogue.products) {
        const auto& duration = product.offer.agreement_duration;
        if (duration && !end_of(now, *duration).ok()) {
            return Error{ErrorKind::invalid,
                         fmt::format("offer `{}`: ill-formed duration `{}`", product.offer.offer_id,
                                     *duration),
                         {},
                         {{"productId", product.product_id}}};
        }
    }
    return {};
}

}  // namespace

Result<Events> apply_catalogue(const State& state, Catalogue catalogue, const Context& context) {
    LICET_TRY_VOID(require_founder(state.organization, context.actor.account));
    if (catalogue.models.empty()) {
        return Error{ErrorKind::invalid, "the catalogue lists no models"};
    }
    LICET_TRY_VOID(validate(catalogue));
    LICET_TRY_VOID(check_durations(catalogue, context.now));
    LICET_TRY_VOID(check_offer_ids(state, catalogue));
    CatalogueApplied applied{std::move(catalogue)};
    State next;
    apply(next, applied);
    LICET_TRY_VOID(check_uses(state, next.models, context.now));
    return Events{std::move(applied)};
}

}  // namespace licet::model
