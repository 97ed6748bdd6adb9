// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/check.h"
#include "decision/index_builder.h"
#include "decision/sample_policies_bench.h"
#include "decision/text_questions_bench.h"
#include "model/bedrock/regions.h"
#include "model/organization/policies.h"

#include <array>
#include <string>
#include <vector>

/// Organizations, catalogues, grants and policies of any size, made from events.
namespace licet::decision {

struct WorldSize {
    std::string name;
    std::size_t accounts;
    std::size_t units;  ///< in four levels
    std::size_t models;
    std::size_t grants;
    bool policies = false;  ///< service control policies on three levels, users with policies
};

class DecisionWorld {
public:
    static constexpr std::size_t kRegions = 20;
    static constexpr AccountId kManagement{100'000'000'001};
    const Time now = Time{std::chrono::sys_days{std::chrono::year{2026} / 11 / 26}};

    explicit DecisionWorld(WorldSize size) : size_{std::move(size)} {
        open_organization();
        list_models();
        issue_licenses();
    }

    const model::State& state() const { return state_; }
    const WorldSize& size() const { return size_; }
    const std::vector<model::GrantId>& grants() const { return grants_; }
    const std::vector<AccountId>& accounts() const { return accounts_; }
    const std::vector<std::string>& models() const { return models_; }

    /// Each in a random OU.
    void open_accounts() {
        for (std::size_t i = 0; i < size_.accounts; ++i) {
            const AccountId id{200'000'000'000 + i};
            const auto& unit = units_[random_.below(units_.size())];
            accounts_.push_back(id);
            apply(model::AccountOpened{id,
                                       {.name = "account",
                                        .email = "a" + std::to_string(i) + "@example.com",
                                        .organization = kOrganization,
                                        .parent = unit}});
        }
        if (size_.policies) {
            attach_policies();
            create_users();
        }
    }

    /// To accounts nine in ten, else to an OU; of a product that the grantee has not yet, mostly.
    void create_grants() {
        for (std::size_t i = 0; i < size_.grants; ++i) {
            grants_.push_back(model::GrantId::random(random_));
            apply(next_grant(grants_.back(), i));
        }
    }

    /// Another grant; the event is applied.
    model::GrantCreated create_grant() {
        const auto created = next_grant(model::GrantId::random(random_), grants_.size());
        grants_.push_back(created.id);
        apply(created);
        return created;
    }

    /// Turns a grant off or on again; the event is applied.
    model::GrantSettled toggle(std::size_t number) {
        const auto& id = grants_.at(number % grants_.size());
        const bool active = state_.grant.grants.at(id).status == model::GrantStatus::ACTIVE;
        model::GrantSettled settled{
            id, active ? model::GrantStatus::DISABLED : model::GrantStatus::ACTIVE, {}};
        apply(settled);
        return settled;
    }

    /// Moves an account to another OU; the event is applied.
    model::AccountMoved move(std::size_t number) {
        const auto account = accounts_.at(number % accounts_.size());
        model::AccountMoved moved{account, units_[random_.below(units_.size())]};
        apply(moved);
        return moved;
    }

    /// Of a hundred 95 about what a grant gives, the others about anything.
    void ask(std::size_t count, TextQuestions& all) {
        for (std::size_t i = 0; i < count; ++i) {
            const bool granted = i % 20 != 0;
            const auto& right = rights_[random_.below(rights_.size())];
            const auto account = granted ? right.account : random_.below(accounts_.size());
            const auto model = granted ? right.model : random_.below(models_.size());
            all.add(
                accounts_[account].text(), size_.policies ? key_of(account) : std::string{},
                models_[model], regions_[random_.below(kRegions)],
                i % 2 == 0 ? model::ModelOperation::Converse : model::ModelOperation::InvokeModel);
        }
    }

private:
    static constexpr const char* kOrganization = "o-bench00001";
    static constexpr const char* kRoot = "r-bench";

    struct Right {
        std::size_t account;
        std::size_t model;
    };

    template <typename Event>
    void apply(const Event& event) {
        model::apply(state_, event);
    }

    /// `prefix` and the number in so many digits.
    static std::string numbered(const char* prefix, std::size_t number, std::size_t digits) {
        const auto text = std::to_string(number);
        return prefix + std::string(digits - text.size(), '0') + text;
    }

    static std::string key_of(std::size_t account) { return numbered("AKIA", account, 16); }

    void open_organization() {
        apply(model::AccountOpened{kManagement, {.name = "m", .email = "m@example.com"}});
        apply(model::OrganizationCreated{kOrganization,
                                         {.management_account = kManagement, .root_id = kRoot}});
        std::vector<std::string> above{kRoot};
        for (const std::size_t share : {1U, 4U, 5U, 10U}) {
            std::vector<std::string> level;
            for (std::size_t i = 0; i < std::max(size_.units * share / 20, std::size_t{1}); ++i) {
                level.push_back(numbered("ou-bench-", units_.size(), 8));
                units_.push_back(level.back());
                apply(model::OrganizationalUnitCreated{
                    level.back(),
                    {.name = level.back(), .parent = above[random_.below(above.size())]}});
            }
            above = std::move(level);
        }
    }

    void list_models() {
        for (const auto& region : model::known_regions()) {
            regions_.push_back(region.code);
        }
        std::reverse(regions_.begin(), regions_.end());
        regions_.resize(kRegions);
        model::Catalogue catalogue{.version = "2026-11-26"};
        for (std::size_t i = 0; i < size_.models; ++i) {
            model::FoundationModel model;
            model.model_id = "provider" + std::to_string(i % 20) + ".model-" + std::to_string(i) +
                             "-20261126-v1:0";
            model.category = model::ModelCategory::marketplace;
            model.product_id = product_of(i);
            model.inference_types = {model::InferenceType::ON_DEMAND};
            model.regions.assign(regions_.begin(), regions_.end());
            std::sort(model.regions.begin(), model.regions.end());
            models_.push_back(model.model_id);
            catalogue.products.push_back({.product_id = model.product_id});
            catalogue.models.push_back(std::move(model));
        }
        apply(model::CatalogueApplied{std::move(catalogue)});
    }

    static std::string product_of(std::size_t model) {
        return numbered("prod-", model, 8) + "-model";
    }

    void issue_licenses() {
        for (std::size_t i = 0; i < size_.models; ++i) {
            model::License license;
            license.holder = kManagement;
            license.product_sku = product_of(i);
            license.versions.push_back({.valid_from = now - std::chrono::days{1}});
            licenses_.push_back(Id128::random(random_));
            apply(model::LicenseIssued{licenses_.back(), std::move(license)});
        }
    }

    model::GrantCreated next_grant(const model::GrantId& id, std::size_t number) {
        const Right right{random_.below(accounts_.size()), number % models_.size()};
        rights_.push_back(right);
        const AccountId account = accounts_[right.account];
        model::Grantee grantee{.account = account};
        if (number % 10 == 9) {
            const auto nodes = model::ancestors(state_.organization, account);
            grantee = {.kind = model::GranteeKind::organizational_unit,
                       .account = kManagement,
                       .node = std::string{kOrganization} + "/" +
                               std::string{nodes[random_.below(nodes.size() - 2)]}};
        }
        model::GrantCreated created{.id = id,
                                    .grant = {.name = "grant",
                                              .license = licenses_[right.model],
                                              .grantor = kManagement,
                                              .grantee = grantee,
                                              .status = model::GrantStatus::ACTIVE,
                                              .created_at = now}};
        if (number % 20 == 7) {
            created.tags = {{std::string{model::kScopeRegions}, "us eu apac sa mx me il ca af"},
                            {std::string{model::kScopeNotAfter}, "2030-12-31"}};
        }
        return created;
    }

    /// One on the root, one on each OU of the first two levels, one on each account, all besides
    /// FullAWSAccess.
    void attach_policies() {
        apply(model::PolicyTypeEnabled{kOrganization, model::PolicyType::SERVICE_CONTROL_POLICY,
                                       now});
        create_control_policy("p-regions1", kRegionPolicy);
        create_control_policy("p-models01", kModelPolicy);
        create_control_policy("p-account1", kAccountPolicy);
        attach("p-regions1", kRoot);
        for (std::size_t i = 0; i < units_.size() / 4; ++i) {
            attach("p-models01", units_[i]);
        }
        for (const auto account : accounts_) {
            attach("p-account1", account.text());
        }
    }

    void create_control_policy(const std::string& id, std::string_view content) {
        apply(model::OrganizationPolicyCreated{id,
                                               {.organization = kOrganization,
                                                .name = id,
                                                .content = std::string{content},
                                                .created_at = now}});
    }
    void attach(const std::string& policy, const std::string& target) {
        apply(model::OrganizationPolicyAttached{kOrganization, policy, target, now});
    }

    /// A user in each account, with an inline policy of its own, and one that comes with its group.
    void create_users() {
        for (std::size_t i = 0; i < accounts_.size(); ++i) {
            const model::OwnedName user{accounts_[i], "ann"};
            const model::OwnedName group{accounts_[i], "developers"};
            apply(model::UserCreated{user, {.id = numbered("AIDA", i, 17), .path = "/"}});
            apply(model::GroupCreated{group, {.id = numbered("AGPA", i, 17), .path = "/"}});
            apply(model::GroupMemberAdded{group, user.name});
            apply(model::InlinePolicyPut{
                {model::IdentityKind::user, user}, "models", std::string{kUserPolicy}});
            apply(model::InlinePolicyPut{
                {model::IdentityKind::group, group}, "bedrock", std::string{kGroupPolicy}});
            apply(model::AccessKeyCreated{key_of(i),
                                          {.account = user.account, .user_name = user.name}});
        }
    }

    WorldSize size_;
    SeededRandom random_{20'261'126};
    model::State state_;
    std::vector<std::string> units_;
    std::vector<std::string_view> regions_;
    std::vector<std::string> models_;
    std::vector<Id128> licenses_;
    std::vector<AccountId> accounts_;
    std::vector<model::GrantId> grants_;
    std::vector<Right> rights_;
};

}  // namespace licet::decision
