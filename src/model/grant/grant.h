// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/packed_map.h"
#include "model/grant/grant_id.h"
#include "model/grant/scope.h"
#include "model/license/license.h"

#include <boost/describe.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace licet::model {

/// Source: rule LM-4.
enum class GrantStatus : std::uint8_t {
    PENDING_WORKFLOW,
    PENDING_ACCEPT,
    REJECTED,
    ACTIVE,
    FAILED_WORKFLOW,
    DELETED,
    PENDING_DELETE,
    DISABLED,
    WORKFLOW_COMPLETED,
};
BOOST_DESCRIBE_ENUM(GrantStatus, PENDING_WORKFLOW, PENDING_ACCEPT, REJECTED, ACTIVE,
                    FAILED_WORKFLOW, DELETED, PENDING_DELETE, DISABLED, WORKFLOW_COMPLETED)

enum class ActivationOverride : std::uint8_t {
    DISTRIBUTED_GRANTS_ONLY,
    ALL_GRANTS_PERMITTED_BY_ISSUER
};
BOOST_DESCRIBE_ENUM(ActivationOverride, DISTRIBUTED_GRANTS_ONLY, ALL_GRANTS_PERMITTED_BY_ISSUER)

/// A set of AllowedOperation: bit n stands for the n-th enumerator.
struct OperationSet {
    std::uint16_t bits = 0;

    bool has(AllowedOperation operation) const {
        return (bits >> static_cast<unsigned>(operation) & 1U) != 0;
    }
    void add(AllowedOperation operation) {
        bits = static_cast<std::uint16_t>(bits | 1U << static_cast<unsigned>(operation));
    }
    bool contains(OperationSet other) const { return (other.bits & ~bits) == 0; }
    bool operator==(const OperationSet&) const = default;
};
BOOST_DESCRIBE_STRUCT(OperationSet, (), (bits))

enum class GranteeKind : std::uint8_t { account, organizational_unit, organization };
BOOST_DESCRIBE_ENUM(GranteeKind, account, organizational_unit, organization)

/// The one principal of a grant. Source: rules ME-21, GR-1, 4.1.
struct Grantee {
    GranteeKind kind = GranteeKind::account;
    AccountId account;  ///< kind account; else the organization's management account
    /// Kind organization: `<organization id>`; kind organizational_unit: `<organization id>/<OU
    /// id>`, so that its ARN outlives the OU; else empty.
    std::string node;

    /// The organization or OU id; empty for an account.
    std::string_view node_id() const {
        const auto slash = node.find('/');
        return slash == std::string::npos ? std::string_view{node}
                                          : std::string_view{node}.substr(slash + 1);
    }
    /// The organization's id; empty for an account.
    std::string_view organization() const {
        return std::string_view{node}.substr(0, node.find('/'));
    }
    bool operator==(const Grantee&) const = default;
};
BOOST_DESCRIBE_STRUCT(Grantee, (), (kind, account, node))

/// The work that a command left to the background. Source: tables 4.3, 4.4.
enum class GrantWork : std::uint8_t { none, create, activate, deactivate, remove };
BOOST_DESCRIBE_ENUM(GrantWork, none, create, activate, deactivate, remove)

/// A grant as stored. Organization and OU grants may have a Distribution besides; their sub-grants
/// are derived.
struct Grant {
    std::string name;
    Id128 license;
    AccountId grantor;
    Grantee grantee;
    OperationSet operations;
    GrantStatus status = GrantStatus::PENDING_WORKFLOW;
    GrantWork work = GrantWork::none;
    bool from_issuer = false;  ///< the license's holder grant: made by a subscription; rule LM-13
    bool override_by_grantee = false;  ///< who set activation_override; rule GR-23
    std::uint32_t version = 1;
    std::uint32_t status_version = 1;  ///< the version whose command last set the status
    std::optional<ActivationOverride> activation_override = {};
    /// The received grant or sub-grant that this one passes on; rule GR-6.
    std::optional<GrantId> source = {};
    Time created_at;
};
BOOST_DESCRIBE_STRUCT(Grant, (),
                      (name, license, grantor, grantee, operations, status, work, from_issuer,
                       override_by_grantee, version, status_version, activation_override, source,
                       created_at))

/// A grant at one version. Source: rule GR-30.
struct GrantVersion {
    std::uint32_t version = 1;
    std::uint32_t status_version = 1;
    std::string name;
    OperationSet operations;
    GrantStatus status = GrantStatus::PENDING_WORKFLOW;
    std::optional<ActivationOverride> activation_override = {};
    std::string status_reason;
};
BOOST_DESCRIBE_STRUCT(GrantVersion, (),
                      (version, status_version, name, operations, status, activation_override,
                       status_reason))

/// An earlier version of a grant as stored; its number is its place.
struct PastVersion {
    std::uint32_t status_version = 1;
    OperationSet operations;
    GrantStatus status = GrantStatus::PENDING_WORKFLOW;
    std::optional<ActivationOverride> activation_override = {};
    /// Name and status reason; none when it had no reason and the name of the version after it.
    std::vector<std::string> texts = {};
};
BOOST_DESCRIBE_STRUCT(PastVersion, (),
                      (status_version, operations, status, activation_override, texts))

/// What only some grants have.
struct GrantDetails {
    std::string status_reason;
    Tags tags;
    std::optional<Scope> scope = {};  ///< derived from the tags; not stored
};
BOOST_DESCRIBE_STRUCT(GrantDetails, (), (status_reason, tags))

/// A change of one sub-grant alone, or the choice to leave it out of its parent's activation.
struct SubGrantChange {
    std::uint32_t parent_version = 1;  ///< the parent's version at that time
    std::uint32_t own_versions = 0;    ///< versions of its own so far, this one included
    GrantStatus status = GrantStatus::DISABLED;
    bool override_by_grantee = false;  ///< who set activation_override; rule GR-23
    std::optional<ActivationOverride> activation_override = {};
    std::string status_reason;
};
BOOST_DESCRIBE_STRUCT(SubGrantChange, (),
                      (parent_version, own_versions, status, override_by_grantee,
                       activation_override, status_reason))

/// One account's sub-grant from its coming into the parent's reach until it leaves it.
struct SubGrantLife {
    std::vector<SubGrantChange> changes;  ///< oldest first
    bool ended = false;                   ///< the account has left; the id stays readable
};
BOOST_DESCRIBE_STRUCT(SubGrantLife, (), (changes, ended))

/// The sub-grants of one organization or OU grant: nothing is stored for an account until it
/// differs. Source: rules GR-7, GR-16, U-22, P1–P7.
struct Distribution {
    /// By account its lives; the n-th has generation n; all but the last have ended.
    std::map<AccountId, std::vector<SubGrantLife>> exceptions;
};
BOOST_DESCRIBE_STRUCT(Distribution, (), (exceptions))

/// The grants of one license, its holder grant and DELETED ones not among them.
struct LicenseGrants {
    std::vector<GrantId> ids;  ///< sorted
    std::size_t counted = 0;   ///< how many of them count towards kGrantsPerLicense
    bool operator==(const LicenseGrants&) const = default;
};

/// The grants part of the state. Owned by the engine's thread.
struct Grants {
    std::map<GrantId, Grant> grants;
    std::map<GrantId, GrantDetails> details;
    PackedMap<GrantId, std::vector<PastVersion>> history;  ///< oldest first
    std::map<GrantId, Distribution> distributions;         ///< of organization and OU grants

    // Derived; not stored. Lists are sorted and never empty, and hold no DELETED grants.
    std::map<Id128, LicenseGrants> by_license;
    std::map<AccountId, std::vector<GrantId>> by_account;  ///< grants to the account itself
    /// Grants to an organization or OU, by its id.
    std::map<std::string, std::vector<GrantId>, std::less<>> by_node;
    std::set<GrantId> pending;  ///< background work is due

    void rebuild_indexes();
};
BOOST_DESCRIBE_STRUCT(Grants, (), (grants, details, history, distributions))

/// Live grants one license may have. Source: rule GR-2.
inline constexpr std::size_t kGrantsPerLicense = 2'000;

/// The stored grant, or null; a sub-grant is not stored.
const Grant* find_grant(const Grants& state, const GrantId& id);

/// Why the grant has its status; mostly empty.
std::string_view status_reason_of(const Grants& state, const GrantId& id);

std::string_view name_of(GrantStatus status);

/// Whether nothing can change the status any more. Source: table 4.3 T15.
bool is_terminal(GrantStatus status);

/// `arn:aws:license-manager::<grantor>:grant:g-<32 hex>`. Source: rule LM-2.
std::string grant_arn(AccountId grantor, const GrantId& id);

/// Puts a grant into the indexes, or takes it out. Only for apply().
void add_to_indexes(Grants& state, const GrantId& id, const Grant& grant);
void remove_from_indexes(Grants& state, const GrantId& id, const Grant& grant);

}  // namespace licet::model
