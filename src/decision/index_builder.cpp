// SPDX-License-Identifier: Apache-2.0
#include "decision/index_builder.h"

#include "base/encoding.h"
#include "model/grant/activity.h"
#include "model/grant/decision.h"
#include "model/grant/sub_grant.h"

namespace licet::decision {
namespace {

EntitlementLevel level_of(model::GrantStatus status) {
    switch (status) {
        case model::GrantStatus::ACTIVE:
            return EntitlementLevel::active;
        case model::GrantStatus::DISABLED:
        case model::GrantStatus::WORKFLOW_COMPLETED:
            return EntitlementLevel::disabled;
        case model::GrantStatus::PENDING_WORKFLOW:
            return EntitlementLevel::pending_workflow;
        case model::GrantStatus::PENDING_ACCEPT:
            return EntitlementLevel::pending_accept;
        case model::GrantStatus::REJECTED:
        case model::GrantStatus::FAILED_WORKFLOW:
        case model::GrantStatus::DELETED:
        case model::GrantStatus::PENDING_DELETE:
            return EntitlementLevel::none;
    }
    return EntitlementLevel::none;
}

/// What a status of the grant, or of one of its sub-grants, gives: a grant that passes on others
/// gives nothing while one of them is not ACTIVE. Source: rule GR-7.
EntitlementLevel level_of(const model::State& state, const model::Grant& grant,
                          model::GrantStatus status) {
    const bool held_back =
        status == model::GrantStatus::ACTIVE && !model::sources_active(state, grant);
    return held_back ? EntitlementLevel::disabled : level_of(status);
}

template <typename T>
std::set<T> take(std::set<T>& from) {
    return std::exchange(from, {});
}

}  // namespace

void IndexBuilder::rebuild(const model::State& state) {
    next_ = Index{};
    licenses_.clear();
    exceptions_of_.clear();
    refresh_models(state);
    refresh_own_subscriptions(state);
    for (const auto& [account, details] : state.organization.accounts) {
        refresh_account(state, account);
    }
    for (const auto& [id, key] : state.identity.access_keys) {
        refresh_key(state, id);
    }
    for (const auto& [name, role] : state.identity.roles) {
        refresh_role(state, {name.account, role.id});
    }
    for (const auto& [id, license] : state.license.licenses) {
        refresh_license(state, id);
    }
    std::vector<std::pair<GrantKey, GrantRow>> grants;
    grants.reserve(state.grant.grants.size());
    for (const auto& [id, grant] : state.grant.grants) {
        if (const auto row = grant_row(state, grant)) {
            grants.emplace_back(grant_key(state, id, grant), *row);
        }
    }
    next_.grants_.fill(std::move(grants));
    for (const auto& [parent, distribution] : state.grant.distributions) {
        refresh_exceptions(state, parent);
    }
    for (const auto& [account, form] : state.models.use_case_forms) {
        next_.forms_.set(account, true);
    }
}

std::shared_ptr<const Index> IndexBuilder::publish(const model::State& state,
                                                   std::uint64_t revision) {
    if (std::exchange(everything_, false)) {
        rebuild(state);
    }
    if (std::exchange(catalogue_, false)) {
        refresh_models(state);
    }
    if (std::exchange(own_subscriptions_, false)) {
        refresh_own_subscriptions(state);
    }
    for (const auto account : take(accounts_)) {
        refresh_account(state, account);
    }
    for (const auto& key : take(keys_)) {
        refresh_key(state, key);
    }
    for (const auto& role : take(roles_)) {
        refresh_role(state, role);
    }
    for (const auto& license : take(touched_licenses_)) {
        refresh_license(state, license);
    }
    for (const auto& grant : take(grants_)) {
        refresh_grant(state, grant);
    }
    for (const auto& parent : take(parents_)) {
        refresh_exceptions(state, parent);
    }
    for (const auto& exception : take(exceptions_)) {
        refresh_exception(state, exception);
        const auto sub_grant =
            model::sub_grant_id(state.grant, exception.parent, exception.account);
        for (const auto& descendant : model::descendants_of(state, sub_grant)) {
            refresh_row(state, descendant);
            refresh_exceptions(state, descendant);
        }
    }
    for (const auto account : take(forms_)) {
        next_.forms_.set(account, true);
    }
    next_.revision_ = revision;
    return std::make_shared<const Index>(next_);
}

void IndexBuilder::refresh_models(const model::State& state) {
    auto models = std::make_shared<model::Models>(state.models);
    models->use_case_forms.clear();
    next_.models_ = std::move(models);
    if (next_.products_ == nullptr) {
        next_.products_ = std::make_shared<const Index::Numbers>();
    }
}

void IndexBuilder::refresh_own_subscriptions(const model::State& state) {
    OwnSubscriptions all{.organizations = {}, .first_uses = state.first_use};
    for (const auto& [id, organization] : state.organization.organizations) {
        const auto& settings = organization.settings;
        if (settings.auto_subscribe || settings.fallback_to_own_subscription) {
            all.organizations[organization.management_account] = {
                settings.auto_subscribe, settings.fallback_to_own_subscription};
        }
    }
    next_.own_subscriptions_ = std::make_shared<const OwnSubscriptions>(std::move(all));
}

void IndexBuilder::refresh_account(const model::State& state, AccountId id) {
    const auto* account = model::find_account(state.organization, id);
    if (account == nullptr) {
        next_.accounts_.erase(id);
        return;
    }
    AccountRow row{.open = account->state == model::AccountState::ACTIVE};
    if (const auto* organization = model::organization_of(state.organization, id);
        organization != nullptr) {
        row.management = organization->management_account;
    }
    std::size_t count = 0;
    for (const auto node : model::ancestors(state.organization, id)) {
        LICET_CHECK(count < row.nodes.size());
        row.nodes[count++] = node_number(node);
    }
    next_.accounts_.set(id, row);
}

void IndexBuilder::refresh_key(const model::State& state, const std::string& id) {
    const auto found = state.identity.access_keys.find(id);
    if (found == state.identity.access_keys.end()) {
        next_.keys_.erase(id);
        return;
    }
    const auto& key = found->second;
    const auto sealed = from_base64(key.sealed_secret);
    auto secret = sealed.ok() ? secrets_.open(*sealed, id) : Result<std::string>{sealed.error()};
    KeyRow row{.active = secret.ok() && key.status == model::KeyStatus::Active};
    row.secret = secret.ok() ? std::move(secret).value() : std::string{};
    row.principal = {.kind = model::PrincipalKind::root,
                     .account = key.account,
                     .arn = "arn:aws:iam::" + key.account.text() + ":root",
                     .id = key.account.text(),
                     .name = "root",
                     .access_key_id = id};
    if (!key.user_name.empty()) {
        const auto* user = model::find_user(state.identity, key.account, key.user_name);
        LICET_CHECK(user != nullptr);
        row.principal.kind = model::PrincipalKind::user;
        row.principal.arn = model::user_arn(key.account, user->path, key.user_name);
        row.principal.id = user->id;
        row.principal.name = key.user_name;
    }
    next_.keys_.set(id, std::move(row));
}

void IndexBuilder::refresh_role(const model::State& state, const RoleKey& role) {
    if (state.identity.role_by_id.contains(role.id)) {
        next_.roles_.set(role, true);
    } else {
        next_.roles_.erase(role);
    }
}

void IndexBuilder::refresh_license(const model::State& state, const Id128& id) {
    const auto* license = model::find_license(state.license, id);
    LICET_CHECK(license != nullptr);
    const auto& version = license->versions.back();
    next_.licenses_.set(numbers_of(state, id).license,
                        {.available = version.status == model::LicenseStatus::AVAILABLE,
                         .holder = license->holder,
                         .valid_from = version.valid_from,
                         .valid_until = version.valid_until.value_or(Time::max())});
}

GrantKey IndexBuilder::grant_key(const model::State& state, const model::GrantId& id,
                                 const model::Grant& grant) {
    const auto node = grant.grantee.node_id();
    return {.holder = node.empty() ? grant.grantee.account.number : kNodeBit | node_number(node),
            .product = numbers_of(state, grant.license).product,
            .grant = id};
}

std::optional<GrantRow> IndexBuilder::grant_row(const model::State& state,
                                                const model::Grant& grant) {
    const EntitlementLevel level = level_of(state, grant, grant.status);
    if (level == EntitlementLevel::none) {
        return std::nullopt;
    }
    return GrantRow{.license = numbers_of(state, grant.license).license,
                    .level = level,
                    .from_issuer = grant.from_issuer,
                    .grantor = grant.grantor};
}

void IndexBuilder::refresh_grant(const model::State& state, const model::GrantId& id) {
    refresh_row(state, id);
    for (const auto& descendant : model::descendants_of(state, id)) {
        refresh_row(state, descendant);
        refresh_exceptions(state, descendant);
    }
}

void IndexBuilder::refresh_row(const model::State& state, const model::GrantId& id) {
    const auto* grant = model::find_grant(state.grant, id);
    LICET_CHECK(grant != nullptr);
    const GrantKey key = grant_key(state, id, *grant);
    if (const auto row = grant_row(state, *grant)) {
        next_.grants_.set(key, *row);
    } else {
        next_.grants_.erase(key);
    }
}

void IndexBuilder::refresh_exceptions(const model::State& state, const model::GrantId& parent) {
    std::set<AccountId> accounts;
    if (const auto before = exceptions_of_.find(parent); before != exceptions_of_.end()) {
        accounts = before->second;
    }
    if (const auto found = state.grant.distributions.find(parent);
        found != state.grant.distributions.end()) {
        for (const auto& [account, lives] : found->second.exceptions) {
            accounts.insert(account);
        }
    }
    for (const auto account : accounts) {
        refresh_exception(state, {parent, account});
    }
}

void IndexBuilder::refresh_exception(const model::State& state, const ExceptionKey& key) {
    const auto* parent = model::find_grant(state.grant, key.parent);
    LICET_CHECK(parent != nullptr);
    const auto status = model::sub_grant_status(state.grant, key.parent, *parent, key.account);
    const ExceptionRow row{level_of(state, *parent, status),
                           model::sub_grant_id(state.grant, key.parent, key.account)};
    const ExceptionRow implied{level_of(state, *parent, parent->status),
                               key.parent.sub_grant(key.account, 0)};
    if (row == implied) {
        next_.exceptions_.erase(key);
        if (const auto known = exceptions_of_.find(key.parent); known != exceptions_of_.end()) {
            known->second.erase(key.account);
        }
    } else {
        next_.exceptions_.set(key, row);
        exceptions_of_[key.parent].insert(key.account);
    }
}

std::uint32_t IndexBuilder::product_number(const std::string& product) {
    const auto& known = *next_.products_;
    if (const auto found = known.find(product); found != known.end()) {
        return found->second;
    }
    auto numbers = std::make_shared<Index::Numbers>(known);
    const auto number = static_cast<std::uint32_t>(numbers->size());
    numbers->emplace(product, number);
    next_.products_ = std::move(numbers);
    return number;
}

std::uint32_t IndexBuilder::node_number(std::string_view node) {
    const auto found = nodes_.find(node);
    if (found != nodes_.end()) {
        return found->second;
    }
    const auto number = static_cast<std::uint32_t>(nodes_.size() + 1);  // 0 ends an account's list
    nodes_.emplace(std::string{node}, number);
    return number;
}

IndexBuilder::LicenseNumbers IndexBuilder::numbers_of(const model::State& state, const Id128& id) {
    if (const auto found = licenses_.find(id); found != licenses_.end()) {
        return found->second;
    }
    const auto* license = model::find_license(state.license, id);
    LICET_CHECK(license != nullptr);
    const LicenseNumbers numbers{.license = static_cast<std::uint32_t>(licenses_.size()),
                                 .product = product_number(model::product_of(*license))};
    licenses_.emplace(id, numbers);
    return numbers;
}

}  // namespace licet::decision
