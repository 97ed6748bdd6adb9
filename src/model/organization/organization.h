// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/organization/handshake.h"
#include "model/organization/policy.h"
#include "model/organization/settings.h"
#include "policy/library.h"

#include <boost/describe.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace licet::model {

enum class JoinedMethod { INVITED, CREATED };
BOOST_DESCRIBE_ENUM(JoinedMethod, INVITED, CREATED)

/// Source: rule 9.2 (Account); the new field `State`, from which the old `Status` follows.
enum class AccountState { PENDING_ACTIVATION, ACTIVE, SUSPENDED, PENDING_CLOSURE, CLOSED };
BOOST_DESCRIBE_ENUM(AccountState, PENDING_ACTIVATION, ACTIVE, SUSPENDED, PENDING_CLOSURE, CLOSED)

enum class CreateAccountState { IN_PROGRESS, SUCCEEDED, FAILED };
BOOST_DESCRIBE_ENUM(CreateAccountState, IN_PROGRESS, SUCCEEDED, FAILED)

struct OrganizationalUnit {
    std::string name;
    std::string parent;  ///< root id or OU id
    Time created_at;
    Tags tags;
};
BOOST_DESCRIBE_STRUCT(OrganizationalUnit, (), (name, parent, created_at, tags))

/// When a service that is no longer trusted was: the roles it brought to the accounts of that time
/// stay. Source: rule GR-43.
struct FormerTrust {
    Time since;  ///< first enabled
    Time until;  ///< last disabled
};
BOOST_DESCRIBE_STRUCT(FormerTrust, (), (since, until))

struct Organization {
    AccountId management_account;
    FeatureSet features = FeatureSet::ALL;
    std::string root_id;
    Tags root_tags;
    Time created_at;
    std::map<std::string, OrganizationalUnit, std::less<>> units;  ///< by OU id
    std::map<std::string, Time, std::less<>> trusted_services;  ///< service principal -> enabled at
    /// delegated administrators: account -> service principal -> registered at
    std::map<AccountId, std::map<std::string, Time, std::less<>>> delegated;
    std::map<std::string, FormerTrust, std::less<>> former_trust;  ///< by service principal
    OrganizationSettings settings;
    std::vector<EnabledPolicyType> policy_types;  ///< on the root, ascending
    /// Policies of enabled types on roots, OUs and accounts, by their id, those attached first
    /// first. No list is empty; p-FullAWSAccess is on none.
    std::map<std::string, std::vector<PolicyAttachment>, std::less<>> attachments;
    /// Where p-FullAWSAccess was detached, since when. Empty while SCPs are not enabled.
    std::map<std::string, Time, std::less<>> without_full_access;
};
BOOST_DESCRIBE_STRUCT(Organization, (),
                      (management_account, features, root_id, root_tags, created_at, units,
                       trusted_services, delegated, former_trust, settings, policy_types,
                       attachments, without_full_access))

struct Account {
    std::string name;
    std::string email;
    AccountState state = AccountState::ACTIVE;
    JoinedMethod joined_method = JoinedMethod::CREATED;
    std::string organization;  ///< organization id, or empty for an account that stands alone
    std::string parent;        ///< root id or OU id; empty with organization
    Time joined_at;
    Time created_at;
    Tags tags;
};
BOOST_DESCRIBE_STRUCT(Account, (),
                      (name, email, state, joined_method, organization, parent, joined_at,
                       created_at, tags))

/// A CreateAccount request; `id` (its key) is `car-…`.
struct AccountCreation {
    std::string organization;
    std::string name;
    std::string email;
    std::string role_name;
    Tags tags;
    CreateAccountState state = CreateAccountState::IN_PROGRESS;
    Time requested_at;
    std::optional<Time> completed_at;
    std::optional<AccountId> account;  ///< once SUCCEEDED
    std::string failure_reason;        ///< once FAILED
};
BOOST_DESCRIBE_STRUCT(AccountCreation, (),
                      (organization, name, email, role_name, tags, state, requested_at,
                       completed_at, account, failure_reason))

/// The organizations part of the state. Owned by the engine's thread.
struct Organizations {
    std::map<std::string, Organization, std::less<>> organizations;  ///< by organization id
    std::map<AccountId, Account> accounts;
    std::map<std::string, AccountCreation, std::less<>> creations;  ///< by `car-…`
    Handshakes handshakes;
    std::map<std::string, OrganizationPolicy, std::less<>> policies;  ///< by `p-…`
    /// The first account there was, which `licet init` opened: it alone may change what belongs to
    /// the whole installation, whatever organizations there are.
    AccountId founder;

    // Derived from the above; not stored. Sets are never empty.
    std::map<std::string, std::set<AccountId>, std::less<>> accounts_by_organization;
    std::map<std::string, std::set<AccountId>, std::less<>> accounts_by_parent;
    std::map<std::string, std::set<std::string>, std::less<>> units_by_parent;
    std::map<std::string, std::string, std::less<>>
        organization_by_node;  ///< root or OU id -> organization id
    std::map<std::string, AccountId, std::less<>> account_by_email;  ///< lower-case e-mail
    std::set<std::pair<Time, std::string>> creations_due;  ///< IN_PROGRESS, oldest request first
    std::set<AccountId> closures_due;                      ///< accounts PENDING_CLOSURE
    /// Accounts that CreateAccount made, wherever they are now -> the organization that asked.
    std::map<AccountId, std::string> maker_of;
    std::map<std::string, std::size_t, std::less<>> accounts_made;  ///< by an organization
    std::map<std::string, std::set<std::string>, std::less<>> policies_by_organization;
    std::map<std::string, std::set<std::string>, std::less<>>
        targets_by_policy;             ///< policy id -> where it is attached
    policy::Library policy_documents;  ///< of SCPs

    void rebuild_indexes();
};
BOOST_DESCRIBE_STRUCT(Organizations, (),
                      (organizations, accounts, creations, handshakes, policies, founder))

/// An organization and its id; refers into the state.
struct OrganizationView {
    const std::string& id;
    const Organization& details;
};

/// The account, or null.
const Account* find_account(const Organizations& state, AccountId id);

/// The organization an account belongs to, or null; its id is Account::organization.
const Organization* organization_of(const Organizations& state, AccountId account);

/// The organization that `node` (organization id, root id or OU id) belongs to, or null.
const Organization* organization_with(const Organizations& state, std::string_view node);

/// The OU, or null; a root is none.
const OrganizationalUnit* find_unit(const Organizations& state, std::string_view id);

/// The chain of nodes above an account, nearest first: OU, its OU, …, root id, organization id.
/// Empty for an account that stands alone. At most 7 entries (rule OR-1).
std::vector<std::string_view> ancestors(const Organizations& state, AccountId account);

/// The node itself (root id or OU id) and the chain above it, as ancestors() orders it. Empty for a
/// node that does not exist.
std::vector<std::string_view> node_and_ancestors(const Organizations& state, std::string_view node);

/// Every member account under `node` (organization id, root id or OU id), management account
/// included, in ascending order. O(accounts found and OUs visited).
std::vector<AccountId> accounts_under(const Organizations& state, std::string_view node);

/// Where an account stands; what a change of membership or of parent changes.
struct Placement {
    std::string organization;        ///< empty when alone
    std::vector<std::string> nodes;  ///< OU ids nearest first, root id, organization id
    bool operator==(const Placement&) const = default;
};

Placement placement_of(const Organizations& state, AccountId account);
/// The placement that an account directly under `parent` (root id or OU id) has.
Placement placement_under(const Organizations& state, std::string_view parent);

bool has_trusted_access(const Organization& organization, std::string_view service_principal);

/// Whether the account may speak for the organization in a service: management account or delegated
/// administrator of `service_principal`.
bool is_administrator(const Organization& organization, AccountId account,
                      std::string_view service_principal);

/// E-mail addresses are compared without regard to case.
std::string email_key(std::string_view email);

}  // namespace licet::model
