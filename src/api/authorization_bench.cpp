// SPDX-License-Identifier: Apache-2.0
// Whether the caller may make a CreateGrant, asked of the state as before every control call; as a
// ratio to what deciding the grant itself costs.
#include "api/authorization.h"
#include "base/bench/bench.h"
#include "base/describe/json.h"
#include "base/temporary_directory.h"
#include "decision/state_facts.h"
#include "engine/grant_world_bench.h"
#include "log/memory/memory_log.h"
#include "model/identity/administrator.h"
#include "model/identity/events.h"
#include "model/organization/events.h"

#include <fmt/format.h>

namespace licet::api {
namespace {

constexpr std::size_t kRounds = 31;
constexpr std::size_t kCalls = 5'000;  // in each round
constexpr std::size_t kPolicies = 10;  // identity policies of the limited user
constexpr AccountId kMember{200'000'000'000};

std::string policy_text(std::size_t number) {
    return fmt::format(
        R"({{"Version":"2012-10-17","Statement":[{{"Sid":"S{0}","Effect":"Allow","Action":["s3:Get*",)"
        R"("ec2:Describe*","bedrock:InvokeModel","license-manager:{1}"],"Resource":"*","Condition":)"
        R"({{"StringEquals":{{"aws:RequestedRegion":["us-east-1","eu-west-1"]}}}}}}]}})",
        number, number + 1 == kPolicies ? "*" : "List*");
}

model::Principal user_of(AccountId account, const std::string& name) {
    return {.kind = model::PrincipalKind::user,
            .account = account,
            .arn = model::user_arn(account, "/", name),
            .id = "AIDA" + name,
            .name = name,
            .access_key_id = {},
            .role_id = {},
            .session_expires_at = {}};
}

model::UserCreated created(const model::Principal& user) {
    model::UserCreated event{.user = {user.account, user.name}, .details = {}};
    event.details.id = user.id;
    event.details.path = "/";
    return event;
}

/// An organization whose SCPs deny some regions, an administrator in its management account, and a
/// user with many policies in a member account.
class Callers {
public:
    Callers() {
        builder_.accounts(1).license("prod-a");
        admin_ = user_of(builder_.world().management, "admin");
        limited_ = user_of(kMember, "limited");
        builder_.decide("iam", "CreateUser", [&](const auto&, const auto&) {
            auto admin = created(admin_);
            admin.details.attached.emplace(model::kAdministratorAccess);
            model::Events events{std::move(admin), created(limited_)};
            for (std::size_t i = 0; i < kPolicies; ++i) {
                events.push_back(
                    model::InlinePolicyPut{{model::IdentityKind::user, {kMember, limited_.name}},
                                           fmt::format("policy-{}", i),
                                           policy_text(i)});
            }
            return Result<model::Events>{std::move(events)};
        });
        builder_.decide("organizations", "AttachPolicy",
                        [](const auto& state, const auto& context) {
                            return Result<model::Events>{restrictions(state, context.now)};
                        });
        request_ = operation_.make_request();
        const engine::NumberedGrant grant{builder_.world(), 0};
        LICET_CHECK(describe::read_json(operation_.request_type(), request_.get(),
                                        describe::kAwsFormat, grant.body())
                        .ok());
    }

    /// @return microseconds a call
    double round(const model::Principal& who) {
        double seconds = 0;
        auto origin = engine::bench_origin(who.account, "license-manager", "CreateGrant");
        origin.actor = who;
        builder_.read([&](const model::State& state) {
            const auto begin = std::chrono::steady_clock::now();
            for (std::size_t i = 0; i < kCalls; ++i) {
                const PermissionCall call{
                    .caller = origin.actor, .region = origin.region, .known = &state};
                LICET_CHECK(authorize(operation_, decision::StateFacts{state}, call, origin,
                                      request_.get(), clock_.now())
                                .ok());
            }
            seconds =
                std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        });
        return seconds * 1e6 / kCalls;
    }

    /// The decision itself, without its record. @return microseconds
    double baseline() {
        double seconds = 0;
        const engine::NumberedGrant grant{builder_.world(), 0};
        model::CreateGrant command{.name = grant.token,
                                   .license_arn = grant.license,
                                   .principal = grant.principal,
                                   .home_region = "us-east-1",
                                   .operations = {},
                                   .tags = {},
                                   .request = {}};
        command.operations.add(model::AllowedOperation::CheckoutLicense);
        builder_.read([&](const model::State& state) {
            const auto who = engine::root_of(builder_.world().management);
            const model::Context context{clock_.now(), random_, who, "us-east-1"};
            const auto begin = std::chrono::steady_clock::now();
            for (std::size_t i = 0; i < kCalls; ++i) {
                LICET_CHECK(model::create_grant(state, command, context).ok());
            }
            seconds =
                std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        });
        return seconds * 1e6 / kCalls;
    }

    const model::Principal& admin() const { return admin_; }
    const model::Principal& limited() const { return limited_; }

private:
    static model::Events restrictions(const model::State& state, Time now) {
        const auto& [id, organization] = *state.organization.organizations.begin();
        model::OrganizationPolicy scp;
        scp.organization = id;
        scp.name = "regions";
        scp.content =
            R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny","NotAction":["iam:*",)"
            R"("organizations:*","sts:*"],"Resource":"*","Condition":{"StringNotEquals":)"
            R"({"aws:RequestedRegion":["us-east-1","us-west-2","eu-west-1"]}}}]})";
        return {model::PolicyTypeEnabled{.organization = id, .enabled_at = now},
                model::OrganizationPolicyCreated{"p-0000000001", scp},
                model::OrganizationPolicyAttached{id, "p-0000000001", organization.root_id, now}};
    }

    const Operation& operation_ = *find_operation(wire::kLicenseManager, "CreateGrant");
    ManualClock clock_{from_epoch_ms(1'790'000'000'000)};
    SystemRandom random_;
    SealingKey key_{std::array<std::uint8_t, 32>{1}};
    obs::Logger logger_{clock_, obs::Level::warn};
    log::MemoryLog log_;
    std::unique_ptr<engine::Engine> engine_{
        std::move(engine::Engine::open({log_, nullptr, clock_, random_, key_, logger_})).value()};
    engine::GrantWorldBuilder builder_{*engine_};
    ErasedValue request_{nullptr, [](void*) {}};
    model::Principal admin_;
    model::Principal limited_;
};

void measure(bench::Report& report, Callers& callers, std::string name, const model::Principal& who,
             std::string_view goal, std::string_view what) {
    std::vector<double> costs;
    std::vector<double> baselines;
    std::vector<double> ratios;
    for (std::size_t i = 0; i < kRounds; ++i) {
        baselines.push_back(callers.baseline());
        costs.push_back(callers.round(who));
        ratios.push_back(costs.back() / baselines.back());
    }
    const auto ratio = bench::spread_of(ratios);
    report.add({.name = std::move(name),
                .value = bench::spread_of(costs).median,
                .unit = "us/call",
                .baseline = bench::spread_of(baselines).median,
                .ratio = ratio.median,
                .goal = std::string{goal},
                .conditions = fmt::format("authorizing a CreateGrant {}, ratios of {} rounds of {} "
                                          "{}; baseline: deciding that grant",
                                          what, kRounds, kCalls, ratio.range())});
}

void run(bench::Report& report) {
    Callers callers;
    measure(report, callers, "authorization.administrator", callers.admin(), "<= 6",
            "of who has AdministratorAccess only");
    measure(report, callers, "authorization.limited", callers.limited(), "<= 20",
            "in a member under 2 levels of SCPs, the last of 10 policies allowing it");
}

const bench::Benchmark kBenchmark{"authorization.administrator", run};

}  // namespace
}  // namespace licet::api
