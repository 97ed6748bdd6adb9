// SPDX-License-Identifier: Apache-2.0
#include "model/marketplace/succession.h"

#include "model/grant/sub_grant.h"
#include "model/marketplace/marketplace_world_test.h"
#include "model/marketplace/subscribe.h"

namespace licet::model {
namespace {

struct SuccessionTest : MarketplaceWorld {
    GrantId grant_of(const std::string& id) {
        const GrantId grant =
            world.create(world.organization_principal(), world.management, agreement(id).license);
        world.set(world.management, grant, kActive);
        return grant;
    }
    std::string subscribe() { return agree(buyer, public_of(sample::kCommandProduct)); }
    std::string status_name(const std::string& id) {
        return boost::describe::enum_to_string(status(id), "");
    }
};

// rules ME-20, LI-7, U-14
TEST_F(SuccessionTest, AnAcceptedOfferBecomesALicense) {
    const Offer given = apply(offer(1));
    const std::string id = agree(buyer, given);
    const Agreement& made = agreement(id);
    EXPECT_EQ(made.acceptor, buyer);
    EXPECT_EQ(made.proposer, seller);
    EXPECT_EQ(made.offer_id, given.offer_id);
    EXPECT_EQ(made.intent, Intent::NEW);
    EXPECT_FALSE(made.ends_at.has_value());  // rule MP-8
    EXPECT_FALSE(made.provisioning);
    EXPECT_EQ(current(license(id)).status, LicenseStatus::AVAILABLE);
    EXPECT_EQ(license(id).agreement, id);
    EXPECT_TRUE(entitled(buyer));
    EXPECT_FALSE(entitled(other));
}

// rules MP-5, MP-7, scenario 13
TEST_F(SuccessionTest, APrivateOfferTakesThePlaceOfThePublicAgreement) {
    const std::string open = subscribe();
    const GrantId grant = grant_of(open);
    const GrantVersion before =
        version_of(world.state.grant, grant, *find_grant(world.state.grant, grant));
    EXPECT_TRUE(entitled(other));

    world.now += kHour;
    const std::string own = agree(buyer, apply(offer(1)));
    EXPECT_EQ(status_name(open), "REPLACED");
    EXPECT_EQ(agreement(open).ends_at, world.now);
    EXPECT_EQ(agreement(open).replaced_by, own);
    EXPECT_EQ(status_name(own), "ACTIVE");
    EXPECT_EQ(agreement(own).previous, open);
    EXPECT_EQ(agreement(own).license, agreement(open).license);
    EXPECT_EQ(license(own).versions.size(), 2U);
    EXPECT_EQ(license(own).product_sku, sample::kCommandProduct);
    EXPECT_EQ(license(own).agreement, own);
    const GrantVersion after =
        version_of(world.state.grant, grant, *find_grant(world.state.grant, grant));
    EXPECT_EQ(before.version, after.version);
    EXPECT_EQ(world.status(grant), "ACTIVE");
    EXPECT_TRUE(entitled(other));
}

// rule MP-5
TEST_F(SuccessionTest, OtherAccountsKeepTheirOwnTerms) {
    act_as(other);
    const std::string theirs = agree(other, public_of(sample::kCommandProduct));
    subscribe();
    agree(buyer, apply(offer(1)));
    EXPECT_EQ(status_name(theirs), "ACTIVE");
    EXPECT_EQ(license(theirs).versions.size(), 1U);
    EXPECT_EQ(license(theirs).agreement, theirs);
}

// rule MP-6
TEST_F(SuccessionTest, AReplacementOfferReplacesTheAgreementItNames) {
    const std::string first = agree(buyer, apply(offer(1)));
    Offer better = offer(2, sample::kCommandProduct, {usage("0.50"), legal()});
    better.replaces_agreement = first;
    Offer for_two = better;
    for_two.buyers.push_back(other);
    EXPECT_THAT(try_apply(for_two).error().message, testing::HasSubstr("for its acceptor alone"));
    apply(better);
    EXPECT_EQ(reason_of(try_request(buyer, better)), "INVALID_INTENT");
    world.now += kHour;
    const std::string second = agree(buyer, better, Intent::REPLACE, first);
    EXPECT_EQ(status_name(first), "REPLACED");
    EXPECT_EQ(agreement(second).intent, Intent::REPLACE);
    EXPECT_EQ(license(second).versions.size(), 2U);

    Offer third = offer(3);
    third.replaces_agreement = first;
    apply(third);
    EXPECT_EQ(reason_of(try_request(buyer, third, Intent::REPLACE, second)),
              "INVALID_SOURCE_AGREEMENT_IDENTIFIER");
}

// rule MP-9
TEST_F(SuccessionTest, OneAgreementOfAProductIsActiveAtATime) {
    const std::string open = subscribe();
    const std::string own = agree(buyer, apply(offer(1)));
    const std::string back = agree(buyer, public_of(sample::kCommandProduct), Intent::REPLACE, own);
    EXPECT_EQ(status_name(open), "REPLACED");
    EXPECT_EQ(status_name(own), "REPLACED");
    EXPECT_EQ(status_name(back), "ACTIVE");
    EXPECT_TRUE(agreement(back).from_public);
    EXPECT_EQ(world.state.license.by_holder.at(buyer).size(), 2U);  // with the fixture's own
    EXPECT_EQ(license(back).versions.size(), 3U);
}

// rules MP-6, MP-2
TEST_F(SuccessionTest, AnAmendmentSupersedesTheAgreement) {
    const Offer given = apply(offer(1, sample::kCommandProduct, {upfront(), legal(), renewal()}));
    const std::string first = agree(buyer, given, Intent::NEW, "", {seats(3, "P1Y"), renewing()});
    const Time end = *agreement(first).ends_at;
    world.now += kDay;
    const std::string second = agree(buyer, {Intent::AMEND, "", first, {seats(5, "P1Y")}});
    EXPECT_EQ(status_name(first), "SUPERSEDED");
    const Agreement& made = agreement(second);
    EXPECT_EQ(made.intent, Intent::AMEND);
    EXPECT_EQ(made.ends_at, end);
    EXPECT_EQ(made.starts_at, agreement(first).starts_at);
    EXPECT_EQ(made.accepted_at, world.now);
    EXPECT_TRUE(made.auto_renew);
    EXPECT_EQ(made.charges.at(0).amount, "200");
    EXPECT_EQ(license(second).versions.size(), 2U);
    EXPECT_EQ(current(license(second)).entitlements.at(0).max_count, 5);

    EXPECT_EQ(reason_of(try_request(buyer, {Intent::AMEND, "", second, {seats(1, "P1Y")}})),
              "INVALID_INCREMENTAL_CHARGE");
    EXPECT_EQ(reason_of(try_request(buyer, {Intent::AMEND, "", second, {{"term-x", {}}}})),
              "INVALID_REQUESTED_TERM_ID");
    const std::string third = agree(buyer, {Intent::AMEND, "", second, {renewing(false)}});
    EXPECT_FALSE(agreement(third).auto_renew);
    EXPECT_EQ(agreement(third).ends_at, end);
    EXPECT_EQ(current(license(third)).valid_until, end);
}

// rule MP-6
TEST_F(SuccessionTest, AnAmendedPublicAgreementIsPrivateAndRenewsItselfNoMore) {
    Catalogue catalogue = sample::catalogue();
    catalogue.products[2].offer.agreement_duration = "P1Y";
    act_as(buyer);
    world.keep(apply_catalogue(world.state, catalogue, world.context()));
    const std::string term = "term-commandaaaaaa-renewal";
    const std::string first = agree(buyer, public_of(sample::kCommandProduct), Intent::NEW, "",
                                    {{term, {.auto_renew = true}}});
    EXPECT_TRUE(agreement(first).auto_renew);
    const std::string second =
        agree(buyer, {Intent::AMEND, "", first, {{term, {.auto_renew = true}}}});
    EXPECT_FALSE(agreement(second).from_public);
    EXPECT_FALSE(agreement(second).auto_renew);
    EXPECT_EQ(current(license(second)).valid_until, agreement(second).ends_at);
}

// rule MP-6
TEST_F(SuccessionTest, AnAmendmentMayBringTermsOfAnOffer) {
    const std::string first = agree(buyer, apply(offer(1)));
    const Offer given =
        apply(offer(2, sample::kCommandProduct,
                    {{"term-cheap", usage("0.10").details}, {"term-eula", legal().details}}));
    const std::string second = agree(buyer, given, Intent::AMEND, first);
    const auto& terms = agreement(second).terms;
    ASSERT_EQ(terms.size(), 2U);
    EXPECT_EQ(terms[0].term.id, "term-cheap");
    EXPECT_EQ(agreement(second).offer_id, given.offer_id);
    EXPECT_EQ(status_name(first), "SUPERSEDED");
}

// rule MP-6
TEST_F(SuccessionTest, AFutureDatedOfferIsAnEarlyRenewal) {
    const auto year = [&](Time from) {
        return Term{"term-validity", ValidityTerm{.duration = "P1Y", .start = from}};
    };
    const std::string first = agree(buyer, apply(offer(1)));
    const Time later = std::chrono::floor<std::chrono::days>(world.now) + 30 * kDay;
    const Offer given = apply(offer(2, sample::kCommandProduct, {usage(), legal(), year(later)}));
    const std::string second = agree(buyer, given);
    EXPECT_EQ(status_name(first), "RENEWED");
    EXPECT_EQ(agreement(second).starts_at, world.now);  // at once
    EXPECT_EQ(agreement(second).ends_at, *end_of(later, "P1Y"));
    EXPECT_TRUE(entitled(buyer));
}

TEST_F(SuccessionTest, AFirstAgreementMayStartLater) {
    const Time later = std::chrono::floor<std::chrono::days>(world.now) + 30 * kDay;
    const Offer given = apply(offer(
        1, sample::kCommandProduct,
        {usage(), legal(), {"term-validity", ValidityTerm{.duration = "P1Y", .start = later}}}));
    const std::string id = agree(buyer, given);
    EXPECT_EQ(agreement(id).starts_at, later);
    EXPECT_FALSE(entitled(buyer));
    world.now = later;
    EXPECT_TRUE(entitled(buyer));
}

// rules MP-2, LI-4
TEST_F(SuccessionTest, AContractExpiresAtItsLastMoment) {
    const Offer given = apply(offer(1, sample::kCommandProduct, {upfront(), legal()}));
    const std::string id = agree(buyer, given, Intent::NEW, "", {seats(2)});
    const GrantId grant = grant_of(id);
    world.now = *agreement(id).ends_at;
    EXPECT_EQ(status_name(id), "ACTIVE");
    EXPECT_TRUE(entitled(other));
    world.now += Milliseconds{1};
    EXPECT_EQ(status_name(id), "EXPIRED");
    EXPECT_EQ(status_at(license(id), world.now), LicenseStatus::EXPIRED);
    EXPECT_FALSE(entitled(buyer));
    EXPECT_FALSE(entitled(other));
    EXPECT_EQ(world.status(grant), "ACTIVE");
    EXPECT_TRUE(try_request(buyer, public_of(sample::kCommandProduct)).ok());
}

// rule CO-1
TEST_F(SuccessionTest, AContractsQuantitiesAreTheLicensesUnits) {
    const Offer given = apply(offer(1, sample::kDesk, {upfront(), usage(), legal()}));
    const RequestedTerm choice{"term-upfront",
                               {.upfront = UpfrontChoice{"P1M", {{"Seats", 2}, {"Hours", 0}}}}};
    const std::string id = agree(buyer, given, Intent::NEW, "", {choice});
    const auto& entitlements = current(license(id)).entitlements;
    ASSERT_EQ(entitlements.size(), 2U);
    EXPECT_EQ(entitlements[0].name, "Seats");
    EXPECT_EQ(entitlements[0].unit, "Count");
    EXPECT_EQ(entitlements[0].max_count, 2);
    EXPECT_EQ(entitlements[1].name, "AWS::Marketplace::Usage");
}

TEST_F(SuccessionTest, RenewsItselfWithoutAGap) {
    const Offer given = apply(offer(1, sample::kCommandProduct, {upfront(), legal(), renewal()}));
    const std::string first = agree(buyer, given, Intent::NEW, "", {seats(2), renewing()});
    const GrantId grant = grant_of(first);
    const Time end = *agreement(first).ends_at;
    world.now = end + Milliseconds{1};
    EXPECT_EQ(status_name(first), "ACTIVE");  // until the next change finds it over
    EXPECT_TRUE(entitled(other));
    world.run_background();
    EXPECT_EQ(status_name(first), "RENEWED");
    const std::string second = agreement(first).replaced_by;
    EXPECT_EQ(agreement(second).intent, Intent::RENEW);
    EXPECT_EQ(agreement(second).starts_at, end);
    EXPECT_EQ(agreement(second).ends_at, *end_of(end, "P1M"));
    EXPECT_EQ(agreement(second).charges.at(0).amount, "20");
    EXPECT_NE(agreement(second).charges.at(0).id, agreement(first).charges.at(0).id);
    EXPECT_EQ(license(second).versions.size(), 2U);
    EXPECT_EQ(world.status(grant), "ACTIVE");
    EXPECT_TRUE(entitled(other));

    world.now += 70 * kDay;  // two more are due
    world.run_background();
    EXPECT_EQ(license(second).versions.size(), 4U);
    EXPECT_GT(*agreement(agreement(agreement(second).replaced_by).replaced_by).ends_at, world.now);
}

TEST_F(SuccessionTest, AClosedAccountRenewsNothing) {
    Offer given = offer(1, sample::kCommandProduct, {upfront(), legal(), renewal()});
    given.buyers = {other};
    apply(given);
    const std::string id = agree(other, given, Intent::NEW, "", {seats(1), renewing()});
    act_as(world.management);
    world.keep(close_account(world.state, {other}, world.context()));
    world.now = *agreement(id).ends_at + Milliseconds{1};
    world.run_background();
    EXPECT_EQ(status_name(id), "EXPIRED");
    EXPECT_EQ(current(license(id)).status, LicenseStatus::EXPIRED);
    EXPECT_TRUE(marketplace().renewals.empty());
}

// rule U-14; domain.md 7.3
TEST_F(SuccessionTest, BedrocksAgreementsAreTheSame) {
    act_as(buyer);
    world.keep(accept_model_offer(
        world.state, {sample::kEmbed, "token-of-" + sample::kCommandProduct}, world.context()));
    world.run_background();
    const auto& [id, open] = *marketplace().agreements.begin();
    EXPECT_EQ(open.terms.size(), 3U);
    EXPECT_TRUE(open.from_public);
    const std::string own = agree(buyer, apply(offer(1)));
    EXPECT_EQ(agreement(own).previous, id);
    act_as(buyer);
    world.keep(cancel_agreement(world.state, sample::kEmbed, world.context()));
    world.run_background();
    EXPECT_EQ(status_name(own), "CANCELLED");
    EXPECT_FALSE(entitled(buyer));
}

TEST_F(SuccessionTest, SurvivesSavingAndRestoring) {
    const Offer given = apply(offer(1, sample::kCommandProduct, {upfront(), legal(), renewal()}));
    agree(buyer, given, Intent::NEW, "", {seats(2), renewing()});
    request(other, {Intent::NEW, "at-opusaaaaaaaaa", "", all_of(public_of(sample::kOpusProduct))});
    const auto restored = restore(save(world.state));
    ASSERT_TRUE(restored.ok());
    const Marketplace& kept = restored->marketplace;
    EXPECT_EQ(kept.by_acceptor, marketplace().by_acceptor);
    EXPECT_EQ(kept.by_proposer, marketplace().by_proposer);
    EXPECT_EQ(kept.by_buyer, marketplace().by_buyer);
    EXPECT_EQ(kept.requests_by_acceptor.at(other), marketplace().requests_by_acceptor.at(other));
    EXPECT_EQ(kept.accepted_offers, marketplace().accepted_offers);
    EXPECT_EQ(kept.renewals, marketplace().renewals);
    EXPECT_EQ(save(*restored), save(world.state));
}

}  // namespace
}  // namespace licet::model
