// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/crypto.h"
#include "decision/index_tables.h"
#include "model/event.h"
#include "model/state.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace licet::decision {

/// A sub-grant, by the grant that it is of.
using SubGrantKey = std::pair<model::GrantId, AccountId>;

/// What must be looked at again because an event touched it.
struct Touched {
    bool everything = false;
    bool catalogue = false;
    std::set<std::string> application_profiles;
    std::set<std::string> guardrails;
    std::set<std::string, std::less<>> nodes;     ///< organizations, roots and OUs
    std::set<std::string, std::less<>> governed;  ///< organizations whose policies changed
    std::set<AccountId> accounts;
    std::set<std::string> keys;
    std::set<std::string> bearers;  ///< by alias
    std::set<model::IdentityName> identities;
    std::set<model::OwnedName> managed_policies;
    std::set<Id128> licenses;
    std::set<model::GrantId> grants;
    std::set<model::GrantId> parents;  ///< all exceptions of these
    std::set<SubGrantKey> sub_grants;
    std::set<std::pair<AccountId, std::string>> first_uses;
    std::set<std::pair<AccountId, std::string>> invocation_loggings;  ///< with their region
};

/// Keeps an Index up to date: notes which objects each event touches and, when the next index is
/// due, copies only those anew from the state. Engine thread only.
class IndexBuilder {
public:
    /// @param secrets opens the keys' sealed secrets. Must outlive the builder.
    explicit IndexBuilder(const SealingKey& secrets) : secrets_{secrets} {}

    /// Starts over from a state. O(size of the state).
    void rebuild(const model::State& state);

    /// Notes what an event touched; `state` is the one after it.
    void note(const model::State& state, const model::Event& event);

    /// The index of `state`. O(what was noted since the last call).
    std::shared_ptr<const Index> publish(const model::State& state, std::uint64_t revision);

private:
    void refresh_touched(const model::State& state, const Touched& touched);
    void refresh_catalogue(const model::State& state);
    void refresh_application_profile(const model::State& state, const std::string& id);
    void refresh_guardrail(const model::State& state, const std::string& id);
    void refresh_first_use(const model::State& state, AccountId account,
                           const std::string& product);
    void refresh_invocation_logging(const model::State& state, AccountId account,
                                    const std::string& region);

    // index_places.cpp
    void rebuild_places(const model::State& state);
    void refresh_node(const model::State& state, std::string_view node);
    /// All of an organization.
    void refresh_nodes(const model::State& state, std::string_view organization);
    /// With the accounts that have policies of their own, or had.
    void refresh_governed(const model::State& state, std::string_view organization);
    void refresh_account(const model::State& state, AccountId account);
    AccountRow account_row(const model::State& state, AccountId id, const model::Account& account);
    /// @return whether it enforces any on itself
    bool refresh_own_guardrails(const model::State& state, AccountId account);
    /// A node knows guardrails only while an account is in it.
    void refresh_guardrails_of_parent(const model::State& state, AccountId account);
    std::uint32_t node_number(std::string_view node);

    // index_identities.cpp
    void rebuild_identities(const model::State& state);
    void refresh_key(const model::State& state, const std::string& id);
    void refresh_bearer(const model::State& state, const std::string& alias);
    /// Of a group its members.
    void refresh_identity(const model::State& state, const model::IdentityName& name);
    void refresh_user_or_role(const model::State& state, const model::IdentityName& name);
    /// Whatever has the managed policy. O(users, groups and roles of its account).
    void refresh_managed_policy(const model::State& state, const model::OwnedName& policy);

    // index_grants.cpp
    void rebuild_grants(const model::State& state);
    void refresh_license(const model::State& state, const Id128& license);
    /// With the grants that pass it on, since these depend on it.
    void refresh_grant(const model::State& state, const model::GrantId& grant);
    void refresh_row(const model::State& state, const model::GrantId& grant);
    /// With its scope. Level none when it gives nothing.
    GrantRow grant_row(const model::State& state, const model::GrantId& id,
                       const model::Grant& grant);
    /// NodeRow::products; a bit that was set stays until the builder starts over.
    std::uint64_t products_at(std::uint32_t node) const;
    void note_product(std::uint32_t node, std::uint32_t product);
    /// @return whether there is one
    bool refresh_scope(const model::State& state, const model::GrantId& id,
                       const model::Grant& grant, bool counts);
    void refresh_exceptions(const model::State& state, const model::GrantId& parent);
    void refresh_exception(const model::State& state, const SubGrantKey& key);
    /// With the grants that pass it on.
    void refresh_sub_grant(const model::State& state, const SubGrantKey& key);
    std::uint32_t product_number(const std::string& product);
    LicenseIdRow numbers_of(const model::State& state, const Id128& license);
    std::uint32_t prices_number(const model::TokenPrices& prices);

    const SealingKey& secrets_;
    IndexTables next_;
    Touched touched_;
    // Numbers are never given twice while the builder lives and does not start over.
    std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>> nodes_;
    std::map<model::TokenPrices, std::uint32_t> prices_;
    std::map<model::GrantId, std::set<AccountId>> exceptions_of_;  ///< those there are, by parent
};

}  // namespace licet::decision
