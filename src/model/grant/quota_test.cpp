// SPDX-License-Identifier: Apache-2.0
#include "model/grant/quota.h"

#include "model/grant/grant_world_test.h"
#include "model/grant/quota_text.h"
#include "model/grant/scope.h"
#include "model/license/quotas.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace licet::model {
namespace {

using testing::HasSubstr;

TEST(Quota, IsReadFromATag) {
    const auto quota = read_quota("licet:quota:input-tokens-per-month:each", "500");
    ASSERT_TRUE(quota.ok()) << quota.error().message;
    EXPECT_EQ(quota->unit, QuotaUnit::input_tokens);
    EXPECT_EQ(quota->window, QuotaWindow::month);
    EXPECT_EQ(quota->limit, 500);
    EXPECT_EQ(quota->sharing, QuotaSharing::account);
    const auto calls = read_quota("licet:concurrency", "7");
    EXPECT_EQ(calls->unit, QuotaUnit::concurrent_calls);
    EXPECT_EQ(calls->sharing, QuotaSharing::all);
    EXPECT_EQ(read_quota("licet:quota:requests-per-minute", "1")->window, QuotaWindow::minute);
    EXPECT_EQ(read_quota("licet:quota:micro-dollars-per-day", "1")->unit, QuotaUnit::micro_dollars);
}

TEST(Quota, SaysWhoHasOneOfTheirOwn) {
    const auto own = read_quota("licet:quota:requests-per-day:each-principal", "1");
    ASSERT_TRUE(own.ok()) << own.error().message;
    EXPECT_EQ(own->sharing, QuotaSharing::principal);
    const auto team = read_quota("licet:concurrency:each-tag:Cost Center:each", "1");
    ASSERT_TRUE(team.ok()) << team.error().message;
    EXPECT_EQ(team->sharing, QuotaSharing::tag);
    EXPECT_EQ(team->tag, "Cost Center:each");
    EXPECT_EQ(team->key, "licet:concurrency:each-tag:Cost Center:each");
    for (const auto* suffix : {":each:each", ":each-tag", ":each-tag:", ":each-user",
                               ":each-principal:x", ":each-tag:\xC3\xA4"}) {
        const auto quota = read_quota("licet:quota:requests-per-day" + std::string{suffix}, "1");
        ASSERT_FALSE(quota.ok()) << suffix;
        EXPECT_THAT(quota.error().message, HasSubstr("after its name may come")) << suffix;
    }
}

TEST(Quota, ALicensesEntitlementsSetItForAllThatUseTheLicense) {
    GrantWorld world;
    const auto license = [&](std::vector<Entitlement> entitlements) {
        return LicenseVersion{.entitlements = std::move(entitlements)};
    };
    const Entitlement quota{
        .name = "licet:quota:requests-per-day", .unit = "Count", .value = {}, .max_count = 5};
    const auto quotas = quotas_of(world.license, license({quota, {.name = "seats"}}));
    ASSERT_TRUE(quotas != nullptr && quotas->size() == 1);
    EXPECT_EQ(quotas->front().limit, 5);
    EXPECT_EQ(owner_text(quotas->front()), "license `l-" + world.license.text() + "`");
    EXPECT_EQ(quotas_of(world.license, license({{.name = "seats"}})), nullptr);

    const GrantId id = world.create(world.account_principal(world.in_root));
    auto version = current(*find_license(world.state.license, world.license));
    version.entitlements = {quota};
    world.take({LicenseVersionAdded{world.license, version}});
    const auto scope = effective_scope(world.state, id);
    EXPECT_TRUE(same_quotas(scope.quotas, quotas));
    EXPECT_EQ(tags_of(scope), Tags{}) << "they are nobody's tags";
}

TEST(Quota, IsRefusedByTheNameOfItsTag) {
    const auto refusal = [](std::string_view key, std::string_view value) {
        const auto quota = read_quota(key, value);
        return quota.ok() ? std::string{"read"} : quota.error().message;
    };
    for (const auto* key : {"licet:quota:", "licet:quota:requests", "licet:quota:requests-per-week",
                            "licet:quota:dollars-per-day", "licet:quota:requests-per-day:all",
                            "licet:quota:requests-per-minute-per-hour"}) {
        EXPECT_THAT(refusal(key, "1"), HasSubstr(std::string{"quota `"} + key + "`: it is of"));
    }
    EXPECT_THAT(refusal("licet:concurrency-of-all", "1"), HasSubstr("is `licet:concurrency`"));
    for (const auto* value : {"", "0", "-1", "1.5", "ten", "1 ", "1000000000000001"}) {
        EXPECT_THAT(refusal("licet:quota:requests-per-day", value), HasSubstr("is no whole number"))
            << value;
    }
}

TEST(Quota, WindowsAreThoseOfTheCalendar) {
    const auto at = [](const char* text) { return parse_iso8601(text).value(); };
    const Time now = at("2027-02-28T23:59:30.500Z");
    const auto window = [&](QuotaWindow one) {
        return format_iso8601(window_start(one, now)) + " " +
               format_iso8601(window_end(one, now).value_or(Time{}));
    };
    EXPECT_EQ(window_start(QuotaWindow::minute, now), at("2027-02-28T23:59:00Z"));
    EXPECT_EQ(window_end(QuotaWindow::minute, now), at("2027-03-01T00:00:00Z"));
    EXPECT_EQ(window_start(QuotaWindow::hour, now), at("2027-02-28T23:00:00Z"));
    EXPECT_EQ(window_start(QuotaWindow::day, now), at("2027-02-28T00:00:00Z"));
    EXPECT_EQ(window_end(QuotaWindow::day, now), at("2027-03-01T00:00:00Z"));
    EXPECT_EQ(window_start(QuotaWindow::month, now), at("2027-02-01T00:00:00Z"))
        << window(QuotaWindow::month);
    EXPECT_EQ(window_end(QuotaWindow::month, now), at("2027-03-01T00:00:00Z"));
    EXPECT_EQ(window_end(QuotaWindow::month, at("2026-12-31T00:00:00Z")),
              at("2027-01-01T00:00:00Z"));
    EXPECT_EQ(window_end(QuotaWindow::total, now), std::nullopt);
}

TEST(Quota, TagsOfAGrantSetItAndShowIt) {
    const Tags tags{{"licet:quota:requests-per-day", "5"}, {"licet:regions", "eu"}};
    const auto scope = scope_of(tags);
    ASSERT_TRUE(scope.ok() && *scope && (*scope)->quotas);
    EXPECT_EQ((*scope)->quotas->size(), 1U);
    EXPECT_EQ(tags_of(**scope), tags);
    EXPECT_FALSE(scope_of({{"licet:quota:requests-per-day", "x"}}).ok());
    EXPECT_EQ((**scope_of({{"licet:operations", "Converse"}})).quotas, nullptr);
}

TEST(Quota, ThoseOfBothScopesBind) {
    const auto a = **scope_of({{"licet:quota:requests-per-day", "12"}});
    const auto b = **scope_of({{"licet:quota:requests-per-day", "5"}, {"licet:concurrency", "2"}});
    const auto both = intersection(a, b);
    EXPECT_EQ(both.quotas->size(), 3U);
    EXPECT_EQ(tags_of(both),
              (Tags{{"licet:quota:requests-per-day", "5"}, {"licet:concurrency", "2"}}));
    EXPECT_NE(both, a);
    EXPECT_EQ(intersection(a, Scope{}), a);
}

}  // namespace
}  // namespace licet::model
