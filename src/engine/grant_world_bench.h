// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/engine.h"
#include "model/grant/create_grant.h"
#include "model/license/settings.h"
#include "model/license/subscription.h"
#include "model/organization/accounts.h"
#include "model/organization/organization_creation.h"
#include "model/organization/trusted_access.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <future>
#include <mutex>
#include <string>
#include <vector>

/// What benchmarks of grants have in common: an organization that is set up for distribution, the
/// commands given to it, and writers that wait for their replies.
namespace licet::engine {

/// A command made of two functions.
class Command final : public Task {
public:
    using Decide = std::function<Result<void>(Transaction&)>;
    using Ended = std::function<void(const Outcome&)>;

    Command(Origin origin, Decide decide, Ended ended)
        : origin_{std::move(origin)}, decide_{std::move(decide)}, ended_{std::move(ended)} {}

    const Origin& origin() const override { return origin_; }
    Result<void> run(Transaction& transaction) override { return decide_(transaction); }
    void done(const Outcome& outcome) override { ended_(outcome); }

private:
    Origin origin_;
    Decide decide_;
    Ended ended_;
};

inline model::Principal root_of(AccountId account) {
    return {.kind = model::PrincipalKind::root,
            .account = account,
            .arn = "arn:aws:iam::" + account.text() + ":root",
            .id = account.text(),
            .name = "root"};
}

/// Who a benchmark's command comes from, as a server would note it.
inline Origin bench_origin(AccountId account, std::string service, std::string action,
                           std::string parameters = {}) {
    return {.actor = root_of(account),
            .source_address = "127.0.0.1",
            .user_agent = "aws-sdk-js/3.0.0 os/linux lang/js md/nodejs#18",
            .request_id = "8a7f1f1e-6f1c-4b7e-9d7a-0c3f4e5d6a7b",
            .service = std::move(service),
            .action = std::move(action),
            .region = "us-east-1",
            .parameters = std::move(parameters)};
}

/// Runs one command and waits until it is durable; it must succeed.
inline void run_command(Engine& engine, Origin origin, Command::Decide decide) {
    std::promise<Outcome> ended;
    engine.submit(
        std::make_unique<Command>(std::move(origin), std::move(decide),
                                  [&](const Outcome& outcome) { ended.set_value(outcome); }));
    LICET_CHECK(ended.get_future().get().result.ok());
}

/// An organization with trusted access, linked for automatic acceptance; its management account
/// holds the licenses.
struct GrantWorld {
    AccountId management;
    std::string organization;           ///< its id
    std::vector<AccountId> accounts;    ///< its members, without the management account
    std::vector<std::string> licenses;  ///< their ARNs

    std::string organization_principal() const {
        return "arn:aws:organizations::" + management.text() + ":organization/" + organization;
    }
};

/// The request of the `number`-th CreateGrant, which shares license and principal with no other.
struct NumberedGrant {
    std::string token;
    std::string license;
    std::string principal;

    NumberedGrant(const GrantWorld& world, std::size_t number)
        : token{"grant-" + std::to_string(number)},
          license{world.licenses.at(number / model::kGrantsPerLicense)},
          principal{"arn:aws:iam::" + world.accounts.at(number % model::kGrantsPerLicense).text() +
                    ":root"} {}

    /// As a client sends it, and as the record keeps it.
    std::string body() const {
        return R"({"ClientToken":")" + token + R"(","GrantName":")" + token +
               R"(","LicenseArn":")" + license + R"(","Principals":[")" + principal +
               R"("],"HomeRegion":"us-east-1","AllowedOperations":["CheckoutLicense",)"
               R"("CheckInLicense","ExtendConsumptionLicense","ListPurchasedLicenses",)"
               R"("CreateToken"]})";
    }
};

/// A CreateGrant as the operation decides it.
inline std::unique_ptr<Task> create_grant_command(const GrantWorld& world, std::size_t number,
                                                  Command::Ended ended) {
    const NumberedGrant grant{world, number};
    const auto decide = [grant](Transaction& transaction) -> Result<void> {
        model::CreateGrant command{
            .name = grant.token,
            .license_arn = grant.license,
            .principal = grant.principal,
            .home_region = "us-east-1",
            .operations = {},
            .tags = {},
            .request =
                model::RequestKey{.key = model::request_key(transaction.context().actor.account,
                                                            "CreateGrant", grant.token),
                                  .input = model::input_hash(grant.body())}};
        for (const auto operation :
             {model::AllowedOperation::CheckoutLicense, model::AllowedOperation::CheckInLicense,
              model::AllowedOperation::ExtendConsumptionLicense,
              model::AllowedOperation::ListPurchasedLicenses,
              model::AllowedOperation::CreateToken}) {
            command.operations.add(operation);
        }
        LICET_TRY(auto decision,
                  model::create_grant(transaction.state(), command, transaction.context()));
        transaction.commit(std::move(decision.events));
        transaction.touch("AWS::LicenseManager::Grant",
                          model::grant_arn(transaction.context().actor.account, decision.id));
        return {};
    };
    return std::make_unique<Command>(
        bench_origin(world.management, "license-manager", "CreateGrant", grant.body()), decide,
        std::move(ended));
}

/// Fills a log that may hold an organization already, as `licet init` makes it.
class GrantWorldBuilder {
public:
    explicit GrantWorldBuilder(Engine& engine) : engine_{engine} {
        open_organization();
        set_up_distribution();
    }

    /// Adds members under the root, many to a record.
    GrantWorldBuilder& accounts(std::size_t count) {
        constexpr std::size_t kInOneRecord = 1'000;
        constexpr std::uint64_t kFirst = 200'000'000'000;
        for (std::size_t from = 0; from < count; from += kInOneRecord) {
            decide("organizations", "CreateAccount", [&](const auto& state, const auto& context) {
                const auto& [id, organization] = *state.organization.organizations.begin();
                model::Events events;
                for (std::size_t i = from; i < std::min(count, from + kInOneRecord); ++i) {
                    const AccountId account{kFirst + i};
                    world_.accounts.push_back(account);
                    events.emplace_back(model::AccountOpened{
                        account,
                        {.name = "account " + std::to_string(i),
                         .email = "account-" + std::to_string(i) + "@example.com",
                         .organization = id,
                         .parent = organization.root_id,
                         .joined_at = context.now,
                         .created_at = context.now}});
                }
                return Result<model::Events>{std::move(events)};
            });
        }
        return *this;
    }

    /// Subscribes the management account to a product.
    GrantWorldBuilder& license(const std::string& product) {
        decide("marketplace", "ProvisionAgreement", [&](const auto& state, const auto& context) {
            auto events = model::issue_subscription_license(
                state,
                {.holder = world_.management,
                 .product_sku = product,
                 .agreement = "agmt-" + product,
                 .license_name = "License of " + product,
                 .product_name = product,
                 .valid_from = context.now,
                 .valid_until = {},
                 .entitlements = {{.name = "AWS::Marketplace::Usage",
                                   .unit = "None",
                                   .value = "Enabled",
                                   .max_count = {}}}},
                context.now, context.random);
            const auto& issued = std::get<model::LicenseIssued>(events.front());
            world_.licenses.push_back(model::license_arn(issued.details.issuer, issued.id));
            return Result<model::Events>{std::move(events)};
        });
        return *this;
    }

    /// Licenses and accounts for `count` CreateGrants.
    GrantWorldBuilder& room_for_grants(std::size_t count) {
        accounts(model::kGrantsPerLicense);
        for (std::size_t i = 0; i * model::kGrantsPerLicense < count; ++i) {
            license("prod-" + std::to_string(i));
        }
        return *this;
    }

    const GrantWorld& world() const { return world_; }

    using DecideEvents =
        std::function<Result<model::Events>(const model::State&, const model::Context&)>;

    /// Any other set-up.
    void decide(std::string service, std::string action, const DecideEvents& events_of) {
        run_command(engine_, bench_origin(world_.management, std::move(service), std::move(action)),
                    [&](Transaction& transaction) -> Result<void> {
                        LICET_TRY(auto events,
                                  events_of(transaction.state(), transaction.context()));
                        transaction.commit(std::move(events));
                        return {};
                    });
    }

    /// Looks at the state.
    void read(const std::function<void(const model::State&)>& visit) {
        run_command(engine_, bench_origin(world_.management, "organizations", "DescribeAccount"),
                    [&](Transaction& transaction) -> Result<void> {
                        visit(transaction.state());
                        return {};
                    });
    }

private:
    void open_organization() {
        bool is_new = false;
        read([&](const auto& state) { is_new = state.organization.accounts.empty(); });
        if (is_new) {
            decide("organizations", "CreateAccount", [](const auto& state, const auto& context) {
                return model::open_account(state, {{}, "management", "admin@example.com"}, context);
            });
        }
        read([&](const auto& state) {
            world_.management = state.organization.accounts.begin()->first;
        });
        if (is_new) {
            decide("organizations", "CreateOrganization",
                   [](const auto& state, const auto& context) {
                       return model::create_organization(state, {}, context);
                   });
        }
        read([&](const auto& state) {
            world_.organization = state.organization.organizations.begin()->first;
        });
    }

    void set_up_distribution() {
        for (const char* service :
             {"license-manager.amazonaws.com", "license-management.marketplace.amazonaws.com"}) {
            decide("organizations", "EnableAWSServiceAccess",
                   [&](const auto& state, const auto& context) {
                       return model::enable_trusted_access(state, {service}, context);
                   });
        }
        decide(
            "license-manager", "UpdateServiceSettings", [](const auto& state, const auto& context) {
                return model::change_license_settings(state, {.link_organizations = true}, context);
            });
    }

    Engine& engine_;
    GrantWorld world_;
};

/// Writers that each wait for the reply to one command before they give the next.
class WaitingWriters {
public:
    explicit WaitingWriters(std::size_t writers) : writers_{writers} {}

    /// What commands call when they end. Thread-safe.
    Command::Ended ended() {
        return [this](const Outcome& outcome) {
            LICET_CHECK(outcome.result.ok());
            {
                const std::lock_guard lock{mutex_};
                ++replies_;
            }
            replied_.notify_one();
        };
    }

    /// Gives all commands, made with ended(). @return seconds until the last had its reply
    double run(Engine& engine, std::vector<std::unique_ptr<Task>> commands) {
        replies_ = 0;
        const auto start = std::chrono::steady_clock::now();
        std::size_t given = 0;
        for (std::size_t ended = 0; ended < commands.size(); ended = wait_for_more_than(ended)) {
            while (given < commands.size() && given - ended < writers_) {
                engine.submit(std::move(commands[given++]));
            }
        }
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    }

private:
    std::size_t wait_for_more_than(std::size_t replies) {
        std::unique_lock lock{mutex_};
        replied_.wait(lock, [&] { return replies_ > replies; });
        return replies_;
    }

    const std::size_t writers_;
    std::mutex mutex_;
    std::condition_variable replied_;
    std::size_t replies_ = 0;  // guarded by mutex_
};

}  // namespace licet::engine
