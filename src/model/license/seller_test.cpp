// SPDX-License-Identifier: Apache-2.0
#include "model/license/seller.h"

#include "model/grant/grant_world_test.h"

#include <gmock/gmock.h>

// The life cycle of licenses, by the numbers of section 3's rules.

namespace licet::model {
namespace {

struct SellerTest : testing::Test {
    GrantWorld world;
    const AccountId seller = world.in_root;
    const AccountId buyer = world.in_outer;
    const Id128 license = world.issue(seller, "tool");

    const License& stored() const { return *find_license(world.state.license, license); }
    std::string arn() const { return world.license_text(license); }

    Result<LicenseDecision> attempt_revision(const ReviseLicense& command) {
        return revise_license(world.state, command, world.context());
    }
    ReviseLicense revision(LicenseStatus status) const {
        return {.license_arn = arn(),
                .terms = world.terms(),
                .status = status,
                .source_version = {},
                .request = {}};
    }
    Result<LicenseDecision> attempt_deletion(const std::string& version) {
        return delete_license(world.state, {arn(), version}, world.context());
    }
    std::string issue_error(const LicenseTerms& terms) {
        world.act_as(seller);
        return error_of(issue_license(world.state,
                                      {.terms = terms,
                                       .product_sku = "tool",
                                       .beneficiary = "buyers",
                                       .tags = {},
                                       .request = {}},
                                      world.context()));
    }
};

TEST_F(SellerTest, ASellersLicenseIsAvailableAtOnce) {
    EXPECT_EQ(status_at(stored(), world.now), LicenseStatus::AVAILABLE);
    EXPECT_TRUE(is_usable(stored(), world.now));
    EXPECT_EQ(stored().issuer, seller);
    EXPECT_EQ(key_fingerprint(stored(), current(stored())),
              "aws:" + seller.text() + ":Tools:issuer-fingerprint");
    EXPECT_EQ(beneficiary_of(stored()), "buyers");
}

TEST_F(SellerTest, Lm19ALicenseIsMadeInItsHomeRegion) {
    LicenseTerms terms = world.terms();
    terms.home_region = "eu-west-1";
    world.act_as(seller);
    const auto refused = issue_license(
        world.state,
        {.terms = terms, .product_sku = "tool", .beneficiary = "buyers", .tags = {}, .request = {}},
        world.context());
    EXPECT_EQ(error_of(refused), "RedirectException/eu-west-1");
    ASSERT_EQ(refused.error().members.size(), 1U);
    EXPECT_EQ(refused.error().members[0].name, "Location");
    EXPECT_EQ(refused.error().members[0].value, "eu-west-1");
    terms.home_region = "nowhere-1";
    EXPECT_EQ(issue_error(terms), "ValidationException");
}

TEST_F(SellerTest, Lm19AnotherHomeRegionHoldsForItsGrantsToo) {
    LicenseTerms terms = world.terms();
    terms.home_region = "eu-west-1";
    world.act_as(seller);
    Context context = world.context();
    context.region = "eu-west-1";
    const auto issued = issue_license(
        world.state,
        {.terms = terms, .product_sku = "far", .beneficiary = "buyers", .tags = {}, .request = {}},
        context);
    ASSERT_TRUE(issued.ok());
    world.take(issued->events);
    CreateGrant command = world.create_command(GrantWorld::account_principal(buyer));
    command.license_arn = world.license_text(issued->id);
    const auto refused = create_grant(world.state, command, world.context());
    EXPECT_EQ(error_of(refused), "ValidationException");
    EXPECT_EQ(refused.error().message,
              "Grant can only be created in resource home AWS region: eu-west-1");
    command.home_region = "eu-west-1";
    EXPECT_TRUE(create_grant(world.state, command, context).ok());
    const auto elsewhere =
        delete_license(world.state, {world.license_text(issued->id), "1"}, world.context());
    EXPECT_EQ(error_of(elsewhere), "RedirectException/eu-west-1");
}

TEST_F(SellerTest, Co1AnEntitlementIsAFeatureOrCountable) {
    LicenseTerms terms = world.terms();
    terms.entitlements = {
        {.name = "f", .unit = "None", .value = "Enabled", .max_count = {}},
        {.name = "c", .unit = "Count", .value = {}, .max_count = 1, .overage = true},
        {.name = "unlimited", .unit = "Gigabytes", .value = {}, .max_count = {}}};
    EXPECT_EQ(issue_error(terms), "");
    const std::vector<Entitlement> good = terms.entitlements;
    for (const Entitlement& wrong :
         {Entitlement{.name = "x", .unit = "None", .value = "Enabled", .max_count = 1},
          Entitlement{.name = "x", .unit = "None", .value = "on", .max_count = {}, .overage = true},
          Entitlement{.name = "x", .unit = "Count", .value = "Enabled", .max_count = 1},
          Entitlement{.name = "c", .unit = "Count", .value = {}, .max_count = 1}}) {
        terms.entitlements = good;
        terms.entitlements.push_back(wrong);
        EXPECT_EQ(issue_error(terms), "ValidationException") << wrong.name << wrong.unit;
    }
}

TEST_F(SellerTest, AnEntitlementWithAQuotasNameIsOne) {
    LicenseTerms terms = world.terms();
    const Entitlement good{
        .name = "licet:quota:requests-per-day", .unit = "Count", .value = {}, .max_count = 5};
    terms.entitlements = {good};
    EXPECT_EQ(issue_error(terms), "");
    const auto with = [&](auto change) {
        auto revised = revision(LicenseStatus::AVAILABLE);
        revised.terms.entitlements = {good};
        change(revised.terms.entitlements.front());
        world.act_as(seller);
        const auto refused = attempt_revision(revised);
        return refused.ok() ? std::string{}
                            : std::string{refused.error().name} + ": " + refused.error().message;
    };
    EXPECT_EQ(with([](Entitlement& e) { e.max_count = 7; }), "");
    const auto refused = testing::StartsWith("ValidationException: quota `licet:");
    EXPECT_THAT(with([](Entitlement& e) { e.name += ":each"; }), refused);
    EXPECT_THAT(with([](Entitlement& e) { e.name = "licet:quota:requests-per-week"; }), refused);
    EXPECT_THAT(with([](Entitlement& e) { e.name = "licet:concurrency2"; }), refused);
    EXPECT_THAT(with([](Entitlement& e) { e.max_count = 0; }), refused);
    EXPECT_THAT(with([](Entitlement& e) { e.max_count.reset(); }), refused);
    EXPECT_THAT(with([](Entitlement& e) { e.overage = true; }), refused);
    EXPECT_THAT(with([](Entitlement& e) { e.unit = "Bytes"; }), refused);
    EXPECT_THAT(with([](Entitlement& e) { e = {.name = e.name, .unit = "None", .value = "5"}; }),
                refused);
}

TEST_F(SellerTest, ValidityEndsAfterItBeginsAndNotInThePast) {
    LicenseTerms terms = world.terms();
    terms.valid_until = terms.valid_from;
    EXPECT_EQ(issue_error(terms), "ValidationException");
    terms.valid_from = world.now - Milliseconds{2};
    terms.valid_until = world.now;
    EXPECT_EQ(issue_error(terms), "ValidationException");
    terms.valid_until = world.now + Milliseconds{1};
    EXPECT_EQ(issue_error(terms), "");
}

TEST_F(SellerTest, Li1EveryChangeIsANewVersionAndOldOnesStay) {
    LicenseTerms terms = world.terms();
    terms.license_name = "renamed";
    terms.issuer_name = "Better Tools";
    terms.entitlements[0].max_count = 5;
    world.revise(license, LicenseStatus::AVAILABLE, terms);
    ASSERT_EQ(stored().versions.size(), 2U);
    const auto& [first, second] = std::tie(stored().versions[0], stored().versions[1]);
    EXPECT_EQ(first.license_name, "tool");
    EXPECT_EQ(first.entitlements[0].max_count, 2);
    EXPECT_EQ(issuer_name(stored(), first), "Tools");
    EXPECT_EQ(second.license_name, "renamed");
    EXPECT_EQ(second.entitlements[0].max_count, 5);
    EXPECT_EQ(issuer_name(stored(), second), "Better Tools");
}

TEST_F(SellerTest, Li1AStaleSourceVersionConflicts) {
    world.act_as(seller);
    ReviseLicense command = revision(LicenseStatus::AVAILABLE);
    command.source_version = "1";
    const auto one = attempt_revision(command);
    ASSERT_TRUE(one.ok());
    EXPECT_EQ(one->version, 2U);
    world.take(one->events);
    EXPECT_EQ(error_of(attempt_revision(command)), "ConflictException");
    command.source_version = "02";
    EXPECT_EQ(error_of(attempt_revision(command)), "ConflictException");
    command.source_version = "2";
    EXPECT_TRUE(attempt_revision(command).ok());
}

TEST_F(SellerTest, OnlyTheIssuerChangesAndDeletes) {
    const GrantId id = world.create(GrantWorld::account_principal(buyer), seller, license);
    world.settle(world.try_accept(buyer, id));
    world.act_as(buyer);
    EXPECT_EQ(error_of(attempt_revision(revision(LicenseStatus::AVAILABLE))),
              "AccessDeniedException");
    EXPECT_EQ(error_of(attempt_deletion("1")), "AccessDeniedException");
    world.act_as(world.in_inner);
    EXPECT_EQ(error_of(attempt_revision(revision(LicenseStatus::AVAILABLE))),
              "ResourceNotFoundException");
    EXPECT_EQ(error_of(attempt_deletion("1")), "ResourceNotFoundException");
    world.act_as(world.management);
    EXPECT_EQ(error_of(attempt_deletion("1")), "AccessDeniedException");
    EXPECT_EQ(error_of(delete_license(world.state, {world.license_text(world.license), "1"},
                                      world.context())),
              "AccessDeniedException")
        << "AWS Marketplace issued it";
}

TEST_F(SellerTest, StatusesACallerMaySet) {
    world.act_as(seller);
    for (const auto status : {LicenseStatus::PENDING_AVAILABLE, LicenseStatus::EXPIRED,
                              LicenseStatus::PENDING_DELETE, LicenseStatus::DELETED}) {
        EXPECT_EQ(error_of(attempt_revision(revision(status))), "ValidationException");
    }
    ReviseLicense moved = revision(LicenseStatus::AVAILABLE);
    moved.terms.home_region = "eu-west-1";
    EXPECT_EQ(error_of(attempt_revision(moved)), "ValidationException");
}

TEST_F(SellerTest, Li3Li5OnlyAnAvailableLicenseGivesAnything) {
    const GrantId id = world.create(GrantWorld::account_principal(buyer), seller, license);
    world.accept_and_activate(buyer, id);
    const std::string product = product_of(stored());
    for (const auto status : {LicenseStatus::DEACTIVATED, LicenseStatus::SUSPENDED}) {
        world.revise(license, status);
        EXPECT_FALSE(world.entitled(buyer, product));
        EXPECT_EQ(world.status(id), "ACTIVE") << "no grant is rewritten";
        world.act_as(seller);
        CreateGrant more = world.create_command(GrantWorld::account_principal(world.in_inner));
        more.license_arn = arn();
        EXPECT_EQ(error_of(create_grant(world.state, more, world.context())),
                  "ValidationException");
        world.set(buyer, id, kDisabled);
        EXPECT_EQ(error_of(world.try_set(buyer, id, kActive)), "ValidationException");
        world.revise(license, LicenseStatus::AVAILABLE);
        world.set(buyer, id, kActive);
        EXPECT_TRUE(world.entitled(buyer, product));
    }
}

TEST_F(SellerTest, ALicenseExpiresAtTheInstant) {
    LicenseTerms terms = world.terms();
    terms.valid_until = world.now + Milliseconds{10};
    world.revise(license, LicenseStatus::AVAILABLE, terms);
    const GrantId id = world.create(GrantWorld::account_principal(buyer), seller, license);
    world.accept_and_activate(buyer, id);
    const std::string product = product_of(stored());
    EXPECT_EQ(status_at(stored(), world.now + Milliseconds{10}), LicenseStatus::AVAILABLE);
    EXPECT_EQ(status_at(stored(), world.now + Milliseconds{11}), LicenseStatus::EXPIRED);
    EXPECT_TRUE(
        entitling_grant(world.state, buyer, product, world.now + Milliseconds{10}).has_value());
    EXPECT_FALSE(
        entitling_grant(world.state, buyer, product, world.now + Milliseconds{11}).has_value());
    world.now += Milliseconds{11};
    world.revise(license, LicenseStatus::AVAILABLE);
    EXPECT_TRUE(world.entitled(buyer, product)) << "a renewal brings it back";
}

TEST_F(SellerTest, Li2DeletionNeedsTheCurrentVersion) {
    world.revise(license, LicenseStatus::AVAILABLE);
    world.act_as(seller);
    EXPECT_EQ(error_of(attempt_deletion("1")), "ConflictException");
    EXPECT_EQ(error_of(attempt_deletion("x")), "ConflictException");
    const auto decided = attempt_deletion("2");
    ASSERT_TRUE(decided.ok());
    EXPECT_EQ(decided->status, LicenseStatus::PENDING_DELETE);
    world.take(decided->events);
    EXPECT_EQ(status_at(stored(), world.now), LicenseStatus::PENDING_DELETE);
    EXPECT_EQ(error_of(attempt_deletion("3")), "ValidationException");
    EXPECT_EQ(error_of(attempt_revision(revision(LicenseStatus::AVAILABLE))),
              "ValidationException");
    EXPECT_EQ(world.run_background(), 1);
    EXPECT_EQ(status_at(stored(), world.now), LicenseStatus::DELETED);
    EXPECT_EQ(error_of(attempt_deletion("4")), "ValidationException");
    EXPECT_EQ(world.run_background(), 0);
}

TEST_F(SellerTest, Li2Li5ADeletedLicenseGivesNothingAndStaysReadableForSixMonths) {
    const GrantId id = world.create(GrantWorld::account_principal(buyer), seller, license);
    world.accept_and_activate(buyer, id);
    world.act_as(seller);
    world.take(attempt_deletion("1")->events);
    EXPECT_FALSE(world.entitled(buyer, product_of(stored())));
    world.run_background();
    const auto readable = [&](AccountId account, Time at) {
        std::size_t listed = 0;
        const auto count = [&](const ReceivedLicense& seen) {
            listed += seen.id == license ? 1 : 0;
            return true;
        };
        visit_received_licenses(world.state, account, std::nullopt, at, count);
        visit_issued_licenses(world.state, account, std::nullopt, at, count);
        const bool found = license_for(world.state, account, arn(), at).ok();
        EXPECT_EQ(listed, found ? 1U : 0U);
        return found;
    };
    // 2023-11-14T22:13:20Z and six months
    const Time until = *parse_iso8601("2024-05-14T22:13:20Z");
    for (const AccountId account : {seller, buyer}) {
        EXPECT_TRUE(readable(account, world.now));
        EXPECT_TRUE(readable(account, until - Milliseconds{1}));
        EXPECT_FALSE(readable(account, until));
    }
    EXPECT_EQ(world.status(id), "ACTIVE");
}

TEST_F(SellerTest, Li2SixMonthsFromTheLastOfAugustEndWithFebruary) {
    world.now = *parse_iso8601("2023-08-31T12:00:00Z");
    world.act_as(seller);
    world.take(attempt_deletion("1")->events);
    world.run_background();
    EXPECT_EQ(retained_until(stored()), *parse_iso8601("2024-02-29T12:00:00Z"));
}

TEST_F(SellerTest, Me17AdministratorsSeeWhatTheirMembersIssueAndShare) {
    const auto seen = [&] {
        std::vector<Id128> ids;
        visit_organization_licenses(world.state, world.organization_id, std::nullopt, world.now,
                                    [&](const ReceivedLicense& shown) {
                                        ids.push_back(shown.id);
                                        return true;
                                    });
        return ids;
    };
    EXPECT_EQ(seen(), std::vector<Id128>{world.license});
    world.create(GrantWorld::account_principal(buyer), seller, license);
    EXPECT_EQ(seen(), (std::vector<Id128>{world.license, license}));
}

TEST_F(SellerTest, MayHaveOnlySoManyLicensesAtATime) {
    Events more;
    for (std::size_t i = 1; i < kLicensesMax; ++i) {
        more.emplace_back(LicenseIssued{Id128::random(world.random), stored()});
    }
    world.take(more);
    EXPECT_EQ(issue_error(world.terms()), "ResourceLimitExceededException");
    world.act_as(buyer);
    world.issue(buyer, "another seller's");
    world.act_as(seller);
    world.take(attempt_deletion("1")->events);
    EXPECT_EQ(issue_error(world.terms()), "");
    world.run_background();
    world.issue(seller, "one more");
    EXPECT_EQ(issue_error(world.terms()), "ResourceLimitExceededException");
    world.state.license.rebuild_indexes();
    EXPECT_EQ(issue_error(world.terms()), "ResourceLimitExceededException");
    world.subscribe(seller, "prod-b");  // what it buys does not count
}

TEST_F(SellerTest, MayIssueOnlySoManyLicensesInAll) {
    License deleted = stored();
    deleted.versions[0].status = LicenseStatus::DELETED;
    Events more;
    for (std::size_t i = 2; i < kLicensesEverMax; ++i) {
        more.emplace_back(LicenseIssued{Id128::random(world.random), deleted});
    }
    world.take(more);
    world.state.license.rebuild_indexes();  // which finds them deleted
    world.issue(seller, "the last");
    EXPECT_EQ(issue_error(world.terms()), "ResourceLimitExceededException");
}

TEST_F(SellerTest, CountsLicensesAsTheyAreFoundAfterARestart) {
    world.act_as(seller);
    world.take(attempt_deletion("1")->events);
    world.run_background();
    world.issue(seller, "two");
    const auto kept = world.state.license.issued;
    EXPECT_EQ(kept.at(seller), (IssuedLicenses{.all = 2, .deleted = 1}));
    world.state.license.rebuild_indexes();
    EXPECT_EQ(world.state.license.issued, kept);
}

TEST_F(SellerTest, Li1ALicenseHasOnlySoManyVersionsAndCanStillBeDeleted) {
    Events more;
    for (std::size_t i = 1; i < kLicenseVersionsMax; ++i) {
        more.emplace_back(LicenseVersionAdded{license, current(stored())});
    }
    world.take(more);
    world.act_as(seller);
    EXPECT_EQ(error_of(attempt_revision(revision(LicenseStatus::SUSPENDED))),
              "ResourceLimitExceededException");
    world.take(attempt_deletion(std::to_string(kLicenseVersionsMax))->events);
    world.run_background();
    EXPECT_EQ(status_at(stored(), world.now), LicenseStatus::DELETED);
}

TEST_F(SellerTest, Mp7ARenewalIsNeverOneVersionTooMany) {
    for (std::size_t i = 0; i <= kLicenseVersionsMax; ++i) {
        world.renew(world.license);
    }
    const License& bought = *find_license(world.state.license, world.license);
    EXPECT_EQ(bought.versions.size(), kLicenseVersionsMax + 2);
}

TEST_F(SellerTest, Gr33ARememberedRequestIsAmongTheEvents) {
    world.act_as(seller);
    const RequestKey key{Id128::random(world.random), 7};
    ReviseLicense command = revision(LicenseStatus::SUSPENDED);
    command.request = key;
    const auto decided = attempt_revision(command);
    world.take(decided->events);
    const auto known = recall(world.state.idempotency, key.key, 7);
    ASSERT_TRUE(known.ok() && known->has_value());
    EXPECT_EQ((*known)->resource, license);
    EXPECT_EQ((*known)->version, 2U);
}

}  // namespace
}  // namespace licet::model
