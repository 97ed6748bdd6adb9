// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/boxed_table.h"
#include "decision/catalogue_table.h"
#include "decision/index.h"
#include "decision/shard_table.h"
#include "decision/shared_vector.h"
#include "decision/text_hash.h"
#include "model/first_use/first_use.h"
#include "model/organization/enforced_guardrails.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What an Index holds. Only for the sources of the index.
namespace licet::decision {

/// Something found by a text.
template <typename T>
struct Named {
    std::string name;
    T value;
    std::string_view key() const { return name; }
};

/// Whether an account has policies of its own: then it is in IndexTables::special_accounts.
enum class Special : std::uint8_t {
    no,
    governed,
    guarded,  ///< guardrails are enforced on it
};

/// Where an account stands: 16 bytes, because there are many.
struct AccountRow {
    AccountId account = {};
    std::uint32_t node = 0;  ///< the one it is in; 0 when it stands alone
    bool open : 1 = false;
    bool has_form : 1 = false;
    bool guards_itself : 1 = false;  ///< it is in IndexTables::own_guardrails
    Authority authority = Authority::itself;
    Special special = Special::no;

    bool empty() const { return !account; }
    std::uint64_t hash() const { return hash_of(account); }
    bool same_as(const AccountRow& other) const { return account == other.account; }
};
static_assert(sizeof(AccountRow) == 16);

/// The guardrails that are enforced, by region.
using Guardrails = std::map<std::string, std::vector<model::EnforcedGuardrail>, std::less<>>;

/// What an account enforces on itself, by region.
struct OwnGuardrails {
    AccountId account;
    std::map<std::string, model::EnforcedGuardrail, std::less<>> by_region = {};
    AccountId key() const { return account; }
};

/// An account with policies of its own.
struct SpecialAccount {
    AccountId account;
    std::optional<model::ControlLevel> level = {};
    Guardrails guardrails = {};
    AccountId key() const { return account; }
};

/// An organization, a root or an OU.
struct NodeDetails {
    std::string path;  ///< `o-…/r-…/ou-…/`
    /// Its service control policies; none for an organization, and where the type is not enabled.
    std::optional<model::ControlLevel> level = {};
    Guardrails guardrails = {};  ///< for the accounts in it that are not special

    // Of an organization only.
    std::string organization = {};
    AccountId management = {};
    bool auto_subscribe = false;
    bool fall_back = false;
    bool has_control_policies = false;
};
struct NodeRow {
    std::uint32_t parent = 0;        ///< 0: none above
    std::uint32_t organization = 0;  ///< the node it belongs to
    /// Which products there may be grants of to the node: bit `number % 64`. Most look-ups of
    /// grants end here.
    std::uint64_t products = 0;
    std::shared_ptr<const NodeDetails> details = {};
    bool guarded = false;  ///< there are guardrails in `details`
};

/// A product, by its id.
struct ProductRow {
    std::string id;
    std::uint32_t number = 0;

    bool empty() const { return id.empty(); }
    std::uint64_t hash() const { return hash_of(id); }
    bool same_as(const ProductRow& other) const { return id == other.id; }
};

/// A license as far as it matters for its grants' effect.
struct LicenseRow {
    AccountId holder = {};  ///< has it by itself, not by a sub-grant
    Time valid_from = {};
    Time valid_until = Time::max();
    bool available = false;
    bool from_seller = false;  ///< the holder issued it; else AWS Marketplace did
    bool has_quotas = false;   ///< they are among those of its grants' scopes
    std::uint32_t prices = 0;  ///< in IndexTables::prices; 0: none

    bool is_usable(Time now) const { return available && valid_from <= now && now <= valid_until; }
};

/// A license, by its id.
struct LicenseIdRow {
    Id128 id = {};
    std::uint32_t license = 0;
    std::uint32_t product = 0;

    bool empty() const { return id == Id128{}; }
    std::uint64_t hash() const { return hash_of(model::GrantId{id}); }
    bool same_as(const LicenseIdRow& other) const { return id == other.id; }
};

/// One grant at the account or node it is given to.
struct GrantRow {
    static constexpr std::uint64_t kNodeBit = std::uint64_t{1} << 63;

    std::uint64_t holder = 0;  ///< account number, or kNodeBit | node number
    model::GrantId grant = {};
    std::uint32_t product = 0;
    std::uint32_t license = 0;
    AccountId grantor = {};
    EntitlementLevel level = EntitlementLevel::none;
    bool from_issuer = false;
    bool has_scope = false;  ///< it is in IndexTables::scopes
    bool passes_on = false;  ///< its holder may grant the license on; rule GR-6

    static std::uint64_t hash_of(std::uint64_t holder, std::uint32_t product) {
        return spread_lightly(holder ^ (std::uint64_t{product} << 40));
    }
    bool empty() const { return holder == 0; }
    std::uint64_t hash() const { return hash_of(holder, product); }
    bool same_as(const GrantRow& other) const {
        return grant == other.grant && holder == other.holder && product == other.product;
    }
};
static_assert(sizeof(GrantRow) == 48);

/// What a grant is limited to, its sources' limits included.
struct ScopeRow {
    model::GrantId grant = {};
    model::Scope scope = {};
    /// By which grants; null where it is this one alone.
    std::shared_ptr<const std::vector<GrantLimit>> limits = {};

    bool empty() const { return grant == model::GrantId{}; }
    std::uint64_t hash() const { return decision::hash_of(grant); }
    bool same_as(const ScopeRow& other) const { return grant == other.grant; }
};

/// What an account's sub-grant is when it is not simply what its parent implies.
struct ExceptionRow {
    model::GrantId parent = {};
    AccountId account = {};
    EntitlementLevel level = EntitlementLevel::none;
    std::uint8_t generation = 0;  ///< of its id

    bool empty() const { return !account; }
    std::uint64_t hash() const { return decision::hash_of(parent, account); }
    bool same_as(const ExceptionRow& other) const {
        return parent == other.parent && account == other.account;
    }
};

/// Where an account logs its model calls.
struct InvocationLoggingRow {
    AccountId account;
    std::string region;
    model::InvocationLogging logging;
    std::pair<AccountId, std::string_view> key() const { return {account, region}; }
};

/// A first use that has not succeeded.
struct FirstUseRow {
    AccountId account;
    std::string product;
    model::FirstUse details = {};
    std::pair<AccountId, std::string_view> key() const { return {account, product}; }
};

/// A user or role and its policies.
struct IdentityRow {
    std::string id;  ///< unique
    model::OwnedName name;
    std::string arn;
    bool is_role = false;
    bool service_linked = false;
    model::PrincipalPolicies policies = {};
    model::Tags tags = {};
    std::shared_ptr<const model::RoleTrust> trust = {};  ///< of a role
    std::string_view key() const { return id; }
};

/// The users and roles of one account.
struct IdentitiesOfAccount {
    AccountId account;
    std::vector<std::shared_ptr<const IdentityRow>> all = {};
    AccountId key() const { return account; }
};

struct IndexTables {
    /// Of no other tables of the process; 0: they still change.
    std::uint64_t serial = 0;
    AccountId founder;
    std::shared_ptr<const CatalogueTable> catalogue;
    BoxedTable<Named<model::ApplicationProfile>> application_profiles;
    BoxedTable<Named<model::ReadyGuardrailPtr>> guardrails;
    BoxedTable<OwnGuardrails> own_guardrails;
    BoxedTable<Named<KeyRow>> keys;
    BoxedTable<Named<BearerRow>> bearers;
    BoxedTable<IdentityRow> identities;
    BoxedTable<IdentitiesOfAccount> identities_of;
    ShardTable<AccountRow> accounts;
    BoxedTable<SpecialAccount> special_accounts;
    SharedVector<NodeRow> nodes;  ///< the first is none
    ShardTable<ProductRow> products;
    SharedVector<LicenseRow> licenses;
    ShardTable<LicenseIdRow> license_ids;
    SharedVector<model::TokenPrices> prices;  ///< different ones; the first is none
    ShardTable<GrantRow> grants;
    ShardTable<ScopeRow> scopes;
    ShardTable<ExceptionRow> exceptions;
    BoxedTable<FirstUseRow> first_uses;
    BoxedTable<InvocationLoggingRow> invocation_loggings;
    /// The level of an account without policies of its own: everything is allowed.
    std::shared_ptr<const model::ControlLevel> full_access;

    const AccountRow* find_account(AccountId account) const {
        return accounts.find(hash_of(account),
                             [&](const AccountRow& row) { return row.account == account; });
    }
    const ProductRow* find_product(std::string_view id) const {
        return products.find(hash_of(id), [&](const ProductRow& row) { return row.id == id; });
    }
    const LicenseIdRow* find_license(const Id128& id) const {
        return license_ids.find(LicenseIdRow{.id = id}.hash(),
                                [&](const LicenseIdRow& row) { return row.id == id; });
    }
    Entitlement entitlement(AccountId account, std::uint32_t product, const Use& use,
                            Time now) const;
    static std::uint64_t product_bit(std::uint32_t product) {
        return std::uint64_t{1} << (product % 64);
    }
    /// Of the organization that a node belongs to. Requires one.
    const NodeDetails& organization_of(std::uint32_t node) const {
        return *nodes[nodes[node].organization].details;
    }
};

}  // namespace licet::decision
