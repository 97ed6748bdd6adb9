// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/bedrock/fixture_test.h"
#include "base/describe/describe.h"
#include "base/describe/json.h"
#include "model/marketplace/offers.h"

namespace licet::api {

/// Calls the agreement service in an organization whose management account buys and whose member
/// sells.
struct AgreementTest : BedrockTest {
    const model::Principal buyer = world.admin();
    const model::Principal seller = member;
    const model::Principal stranger = testing::World::root_of("333333333333");

    AgreementTest() {
        world.apply({opened(stranger.account)});
        world.must(world.admin(), "organizations", "EnableAWSServiceAccess",
                   one("ServicePrincipal", "license-manager.amazonaws.com"));
    }

    testing::Reply agree_call(const model::Principal& who, std::string_view operation,
                              const std::string& request) {
        return world.call(who, "marketplace-agreement", operation, request);
    }
    testing::Reply agree_must(const model::Principal& who, std::string_view operation,
                              const std::string& request) {
        return world.must(who, "marketplace-agreement", operation, request);
    }
    /// The error's name and its reason or the type of the resource, of a call that must change
    /// nothing; empty when it succeeds.
    std::string agree_refusal(const model::Principal& who, std::string_view operation,
                              const std::string& request) {
        const auto records = world.records().size();
        const auto reply = agree_call(who, operation, request);
        if (reply.ok()) {
            return "";
        }
        EXPECT_EQ(world.records().size(), records);
        std::string text = reply.error;
        for (const auto& [name, value] : reply.error_members) {
            if (name == "reason" || name == "resourceType") {
                text += " " + value;
            }
        }
        return text;
    }

    model::Offer usage_offer(int n) const {
        return {.offer_id = "offer-private" + std::to_string(100'000 + n),
                .product_id = sample::kCommandProduct,
                .name = "By usage",
                .seller = seller.account,
                .buyers = {buyer.account},
                .terms = {{"term-usage",
                           model::UsageBasedPricingTerm{{{"Tokens", "1.50", "Tokens", "Units"}}}},
                          {"term-legal", model::LegalTerm{{{.url = "https://example.com/eula"}}}}}};
    }
    /// Seats at 10 a month.
    model::Offer contract_offer(int n) const {
        model::Offer offer = usage_offer(n);
        offer.name = "A contract";
        offer.terms[0] = {
            "term-upfront",
            model::ConfigurableUpfrontPricingTerm{
                {{.duration = "P1M", .rate_card = {{"Seats", "10", "Seats", "Users"}}}}}};
        offer.terms.push_back({"term-renewal", model::RenewalTerm{}});
        return offer;
    }
    static std::string as_json(const std::vector<model::Offer>& offers) {
        std::string json = R"({"offers":)";
        describe::write_json(describe::type_of<std::vector<model::Offer>>(), &offers,
                             describe::kAwsFormat, json);
        return json + "}";
    }
    void apply(const model::Offer& offer) {
        world.must(world.admin(), "licet", "ApplyOffers", as_json({offer}));
    }

    static std::string by_usage(int n) {
        return R"({"intent":"NEW","agreementProposalIdentifier":"at-private)" +
               std::to_string(100'000 + n) +
               R"(","requestedTerms":[{"id":"term-usage"},{"id":"term-legal"}]})";
    }
    static std::string for_seats(int n, int seats) {
        return R"({"intent":"NEW","agreementProposalIdentifier":"at-private)" +
               std::to_string(100'000 + n) +
               R"(","requestedTerms":[{"id":"term-legal"},{"id":"term-upfront","configuration":{)"
               R"("configurableUpfrontPricingTermConfiguration":{"selectorValue":"P1M",)"
               R"("dimensions":[{"dimensionKey":"Seats","dimensionValue":)" +
               std::to_string(seats) + "}]}}}]}";
    }
    static std::string one(const std::string& name, const std::string& value) {
        return R"({")" + name + R"(":")" + value + R"("})";
    }
    static std::string of(const std::string& agreement) { return one("agreementId", agreement); }

    /// @return the agreement's id.
    std::string accept(const std::string& request) {
        const auto made = agree_must(buyer, "CreateAgreementRequest", request);
        return agree_must(buyer, "AcceptAgreementRequest",
                          one("agreementRequestId", made.text("agreementRequestId")))
            .text("agreementId");
    }
    std::string usage_agreement(int n = 1) {
        apply(usage_offer(n));
        return accept(by_usage(n));
    }
    std::string contract(int n = 1, int seats = 2) {
        apply(contract_offer(n));
        return accept(for_seats(n, seats));
    }
    /// The seller's cancellation request. @return both ids as a request has them.
    std::string send(const std::string& agreement) {
        const auto sent =
            agree_must(seller, "SendAgreementCancellationRequest",
                       R"({"agreementId":")" + agreement +
                           R"(","reasonCode":"TEST_AGREEMENT","description":"only a test"})");
        return R"("agreementId":")" + agreement + R"(","agreementCancellationRequestId":")" +
               sent.text("agreementCancellationRequestId") + R"(")";
    }
};

}  // namespace licet::api
