// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/bedrock/apply_catalogue.h"
#include "model/bedrock/sample_catalogue_test.h"
#include "model/grant/grant_world_test.h"
#include "model/marketplace/cancel.h"
#include "model/marketplace/offers.h"
#include "model/marketplace/request_agreement.h"

#include <gmock/gmock.h>

namespace licet::model {

inline constexpr auto kHour = std::chrono::hours{1};
inline constexpr auto kDay = std::chrono::hours{24};

/// The reason or the resource type in an error of the agreement service, or its name.
inline std::string reason_of(const Error& error) {
    for (const auto& member : error.members) {
        if (member.name == "reason" || member.name == "resourceType") {
            return member.value;
        }
    }
    return std::string{error.name};
}
template <typename T>
std::string reason_of(const Result<T>& result) {
    return result.ok() ? "" : reason_of(result.error());
}

/// An organization with the sample catalogue, whose accounts buy and sell.
struct MarketplaceWorld : testing::Test {
    GrantWorld world;
    const AccountId buyer = world.management;
    const AccountId other = world.in_root;
    const AccountId seller = world.in_outer;

    MarketplaceWorld() {
        act_as(buyer);
        world.keep(apply_catalogue(world.state, sample::catalogue(), world.context()));
    }

    void act_as(AccountId account) { world.act_as(account); }
    Marketplace& marketplace() { return world.state.marketplace; }

    static Term usage(const std::string& price = "1.00") {
        return {"term-usage", UsageBasedPricingTerm{{{.dimension = "InputTokens",
                                                      .price = price,
                                                      .description = "Million tokens",
                                                      .unit = "Units"}}}};
    }
    static Term legal() { return {"term-legal", LegalTerm{{{.url = "https://example.com/eula"}}}}; }
    /// Seats at 10 a month or 100 a year, and hours at 1.
    static Term upfront() {
        const auto card = [](const std::string& duration, const std::string& seat) {
            return UpfrontRateCard{
                .duration = duration,
                .rate_card = {{"Seats", seat, "Seats", "Users"}, {"Hours", "1", "Hours", "Hours"}}};
        };
        return {"term-upfront",
                ConfigurableUpfrontPricingTerm{{card("P1M", "10"), card("P1Y", "100")}}};
    }
    static Term renewal() { return {"term-renewal", RenewalTerm{}}; }

    /// A private offer of the seller; `n` makes its id.
    Offer offer(int n, const std::string& product = sample::kCommandProduct,
                std::vector<Term> terms = {usage(), legal()}) const {
        return {.offer_id = "offer-private" + std::to_string(100'000 + n),
                .product_id = product,
                .name = "A private offer",
                .seller = seller,
                .buyers = {buyer},
                .terms = std::move(terms)};
    }
    Result<Events> try_apply(const Offer& given) {
        act_as(world.management);
        return apply_offers(world.state, {{given}, {}}, world.context());
    }
    Offer apply(const Offer& given) {
        world.keep(try_apply(given));
        return given;
    }
    Offer public_of(const std::string& product) {
        return public_offer(world.state.models.products.at(product));
    }

    /// All terms of the offer, with these choices for some.
    static std::vector<RequestedTerm> all_of(const Offer& offer,
                                             std::vector<RequestedTerm> choices = {}) {
        std::vector<RequestedTerm> terms = std::move(choices);
        for (const Term& term : offer.terms) {
            const auto same = [&](const RequestedTerm& chosen) { return chosen.id == term.id; };
            if (std::none_of(terms.begin(), terms.end(), same)) {
                terms.push_back({term.id, {}});
            }
        }
        return terms;
    }
    static RequestedTerm seats(std::int64_t count, const std::string& duration = "P1M") {
        return {"term-upfront", {.upfront = UpfrontChoice{duration, {{"Seats", count}}}}};
    }
    static RequestedTerm renewing(bool on = true) { return {"term-renewal", {.auto_renew = on}}; }

    Result<RequestedAgreement> try_request(AccountId as, const RequestAgreement& command) {
        act_as(as);
        return request_agreement(world.state, command, world.context());
    }
    /// @return the request's id.
    std::string request(AccountId as, const RequestAgreement& command) {
        const auto made = try_request(as, command);
        EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().message);
        if (!made.ok()) {
            return "";
        }
        world.take(made->events);
        return request_id(made->id);
    }
    Result<RequestedAgreement> try_request(AccountId as, const Offer& offer,
                                           Intent intent = Intent::NEW,
                                           const std::string& source = {}) {
        return try_request(as, {intent, proposal_id(offer), source, all_of(offer)});
    }
    Result<Events> try_accept(AccountId as, const std::string& request,
                              const std::vector<PurchaseOrder>& orders = {}) {
        act_as(as);
        return accept_agreement_request(world.state, request, orders, world.context());
    }
    /// @return the agreement's id.
    std::string accept(AccountId as, const std::string& request) {
        const Events events = world.keep(try_accept(as, request));
        world.run_background();
        return events.empty() ? "" : std::get<AgreementAccepted>(events.front()).id;
    }
    std::string agree(AccountId as, const RequestAgreement& command) {
        return accept(as, request(as, command));
    }
    std::string agree(AccountId as, const Offer& offer, Intent intent = Intent::NEW,
                      const std::string& source = {},
                      const std::vector<RequestedTerm>& choices = {}) {
        return agree(as, {intent, proposal_id(offer), source, all_of(offer, choices)});
    }

    const Agreement& agreement(const std::string& id) { return marketplace().agreements.at(id); }
    AgreementStatus status(const std::string& id) { return status_at(agreement(id), world.now); }
    const License& license(const std::string& id) {
        return *find_license(world.state.license, agreement(id).license);
    }
    bool entitled(AccountId account, const std::string& product = sample::kCommandProduct) {
        return world.entitled(account, product);
    }
};

}  // namespace licet::model
