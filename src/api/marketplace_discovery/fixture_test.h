// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/bedrock/fixture_test.h"
#include "model/marketplace/offer_sample_test.h"

#include <string>

namespace licet::api {

/// Calls AWS Marketplace Discovery in an organization with one member, with the sample catalogue
/// and private offers to the management account: a and b, sold as set s, and c.
struct DiscoveryTest : BedrockTest {
    std::vector<model::Offer> offers{sample::private_offer('a', sample::kDesk),
                                     sample::private_offer('b', sample::kRunner),
                                     sample::private_offer('c', sample::kOpusProduct)};
    model::OfferSet set = sample::offer_set('s');

    DiscoveryTest() {
        offers[0].offer_set_id = offers[1].offer_set_id = set.offer_set_id;
        bring_in();
    }

    void bring_in() { world.apply({model::OffersApplied{offers, {set}}}); }

    testing::Reply discover(const model::Principal& who, std::string_view operation,
                            const std::string& request) {
        return world.call(who, "marketplace-discovery", operation, request);
    }
    testing::Reply must_discover(std::string_view operation, const std::string& request) {
        return world.must(world.admin(), "marketplace-discovery", operation, request);
    }

    /// The error's name and text, and its reason where it has one; the call must change nothing.
    std::string refused(const model::Principal& who, std::string_view operation,
                        const std::string& request) {
        const auto records = world.records().size();
        const auto reply = discover(who, operation, request);
        EXPECT_EQ(world.records().size(), records);
        std::string text = reply.error + ": " + reply.message;
        for (const auto& [name, value] : reply.error_members) {
            text += " (" + name + " " + value + ")";
        }
        return reply.ok() ? "" : text;
    }
    std::string refused(std::string_view operation, const std::string& request) {
        return refused(world.admin(), operation, request);
    }

    static std::string offer(char letter) {
        return R"({"offerId":"offer-)" + std::string(13, letter) + R"("})";
    }
};

}  // namespace licet::api
