// SPDX-License-Identifier: Apache-2.0
// One grant to an organization of 10,000 and one of 100,000 accounts, over HTTP: how long it takes
// from CreateGrant until it is ACTIVE, from there to the first allowed model call of a member, and
// to list a member's received grants. Both organizations take turns; none of the three should
// depend on the number of accounts.
#include "base/bench/bench.h"
#include "base/temporary_directory.h"
#include "server/world_bench.h"

#include <fmt/format.h>

namespace licet::server {
namespace {

constexpr std::size_t kSizes[] = {10'000, 100'000};
constexpr std::size_t kGrants = 31;          // each of another product
constexpr std::size_t kListsAfterEach = 20;  // calls
constexpr std::size_t kPollsMax = 10'000;    // a status that takes longer never comes

using Milliseconds = std::chrono::duration<double, std::milli>;

/// A licet that serves an organization of that size.
class Organization {
public:
    Organization(const std::filesystem::path& directory, std::size_t accounts) {
        Seed seed{directory, kGrants};
        seed.world().accounts(accounts);
        for (std::size_t i = 0; i < kGrants; ++i) {
            seed.world().license(Seed::product_id(i));
        }
        management_ = seed.administrator();
        member_ = seed.add_administrator(seed.world().world().accounts.at(accounts / 2));
        world_ = seed.world().world();
    }

    void serve(const std::filesystem::path& directory) {
        licet_ = std::make_unique<LicetProcess>(directory);
        callers_ = std::make_unique<Callers>(licet_->endpoint());
        call(management_, "ListDistributedGrants", "{}");  // both have a connection open
        call(member_, "ListReceivedGrants", "{}");
    }

    /// Grants the n-th license to the organization, activates it, calls its model and lists.
    void distribute(std::size_t number) {
        const auto start = std::chrono::steady_clock::now();
        const std::string arn = text_member(
            call(management_, "CreateGrant",
                 fmt::format(R"({{"ClientToken":"create-{0}","GrantName":"grant-{0}",)"
                             R"("LicenseArn":"{1}","Principals":["{2}"],"HomeRegion":"us-east-1",)"
                             R"("AllowedOperations":["CheckoutLicense","CheckInLicense",)"
                             R"("ExtendConsumptionLicense","ListPurchasedLicenses",)"
                             R"("CreateToken"]}})",
                             number, world_.licenses.at(number), world_.organization_principal())),
            "GrantArn");
        wait_for(arn, "DISABLED");
        call(management_, "CreateGrantVersion",
             fmt::format(R"({{"ClientToken":"activate-{}","GrantArn":"{}","Status":"ACTIVE"}})",
                         number, arn));
        wait_for(arn, "ACTIVE");
        const auto active = std::chrono::steady_clock::now();
        call_model(number);
        const auto called = std::chrono::steady_clock::now();
        distribute_ms.push_back(Milliseconds{active - start}.count());
        first_call_ms.push_back(Milliseconds{called - active}.count());
        for (std::size_t i = 0; i < kListsAfterEach; ++i) {
            const auto before = std::chrono::steady_clock::now();
            const auto listed = call(member_, "ListReceivedGrants", R"({"MaxResults":5})");
            list_ms.push_back(Milliseconds{std::chrono::steady_clock::now() - before}.count());
            LICET_CHECK(!text_member(listed, "GrantArn").empty());
        }
    }

    std::vector<double> distribute_ms;
    std::vector<double> first_call_ms;
    std::vector<double> list_ms;

private:
    std::string call(const Key& key, std::string_view operation, std::string body) {
        auto response = callers_->call(
            license_manager_request(licet_->endpoint(), key, operation, std::move(body)));
        LICET_CHECK(response.status == 200);
        return std::move(response.body);
    }

    void wait_for(const std::string& arn, std::string_view status) {
        for (std::size_t polls = 0;; ++polls) {
            LICET_CHECK(polls < kPollsMax);
            const auto grant =
                call(management_, "GetGrant", fmt::format(R"({{"GrantArn":"{}"}})", arn));
            if (text_member(grant, "GrantStatus") == status) {
                return;
            }
        }
    }

    void call_model(std::size_t number) {
        for (std::size_t calls = 0;; ++calls) {
            LICET_CHECK(calls < kPollsMax);
            const auto response = callers_->call(
                converse_request(licet_->endpoint(), member_, Seed::model_id(number)));
            if (response.status == 200) {
                return;
            }
            LICET_CHECK(response.status == 403);
        }
    }

    engine::GrantWorld world_;
    Key management_;
    Key member_;
    std::unique_ptr<LicetProcess> licet_;
    std::unique_ptr<Callers> callers_;
};

void add_to(bench::Report& report, std::string name, const std::vector<double>& few,
            const std::vector<double>& many, std::string_view what) {
    const auto small = bench::spread_of(few);
    const auto large = bench::spread_of(many);
    report.add({.name = std::move(name),
                .value = large.median,
                .unit = "ms",
                .baseline = small.median,
                .ratio = large.median / small.median,
                .goal = "<= 1.5",
                .conditions = fmt::format("{}, {} accounts, {} ms, median of {}; baseline: {} "
                                          "accounts, {} ms",
                                          what, kSizes[1], large.range(), many.size(), kSizes[0],
                                          small.range())});
}

void run(bench::Report& report) {
    const TemporaryDirectory parent{report.directory()};
    std::vector<Organization> organizations;
    for (const auto accounts : kSizes) {
        organizations.emplace_back(parent.path() / std::to_string(accounts), accounts);
    }
    for (std::size_t i = 0; i < organizations.size(); ++i) {
        organizations[i].serve(parent.path() / std::to_string(kSizes[i]));
    }
    for (std::size_t number = 0; number < kGrants; ++number) {
        for (std::size_t i = 0; i < organizations.size(); ++i) {
            organizations[(number + i) % organizations.size()].distribute(number);
        }
    }
    const auto& [few, many] = std::tie(organizations[0], organizations[1]);
    add_to(report, "server.distribute", few.distribute_ms, many.distribute_ms,
           "CreateGrant to the organization until it is ACTIVE");
    add_to(report, "server.distribute.first_call", few.first_call_ms, many.first_call_ms,
           "from ACTIVE to a member's first allowed Converse");
    add_to(report, "server.distribute.list", few.list_ms, many.list_ms,
           "ListReceivedGrants of a member");
}

const bench::Benchmark kBenchmark{"server.distribute", run};

}  // namespace
}  // namespace licet::server
