// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/grant/grant_id.h"
#include "model/license/license.h"

#include <boost/describe.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace licet::model {

/// Source: rule LM-4.
enum class GrantStatus {
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

enum class ActivationOverride { DISTRIBUTED_GRANTS_ONLY, ALL_GRANTS_PERMITTED_BY_ISSUER };
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

enum class GranteeKind { account, organizational_unit, organization };
BOOST_DESCRIBE_ENUM(GranteeKind, account, organizational_unit, organization)

/// The one principal of a grant. Source: rules ME-21, GR-1, 4.1.
struct Grantee {
    GranteeKind kind = GranteeKind::account;
    AccountId account;  ///< kind account; else the organization's management account
    std::string
        node;  ///< kind organizational_unit: OU id; organization: organization id; else empty
    bool operator==(const Grantee&) const = default;
};
BOOST_DESCRIBE_STRUCT(Grantee, (), (kind, account, node))

/// A grant as stored. Organization and OU grants have a Distribution besides; their sub-grants are
/// derived.
struct Grant {
    std::string name;
    Id128 license;
    AccountId grantor;
    Grantee grantee;
    OperationSet operations;
    GrantStatus status = GrantStatus::PENDING_WORKFLOW;
    std::uint32_t version = 1;
    std::optional<ActivationOverride> activation_override;
    Time created_at;
};
BOOST_DESCRIBE_STRUCT(Grant, (),
                      (name, license, grantor, grantee, operations, status, version,
                       activation_override, created_at))

/// What a grant was at an earlier version. Source: rule GR-30.
struct GrantVersion {
    std::uint32_t version = 1;
    std::string name;
    OperationSet operations;
    GrantStatus status = GrantStatus::PENDING_WORKFLOW;
    std::string status_reason;
};
BOOST_DESCRIBE_STRUCT(GrantVersion, (), (version, name, operations, status, status_reason))

/// What only some grants have.
struct GrantDetails {
    std::string status_reason;
    std::vector<GrantVersion> history;  ///< earlier versions, oldest first
    Tags tags;
};
BOOST_DESCRIBE_STRUCT(GrantDetails, (), (status_reason, history, tags))

/// One account's sub-grant where it differs from what its parent implies.
struct SubGrant {
    std::uint8_t generation = 0;     ///< of the sub-grant that is in force, or was last
    std::uint32_t own_versions = 0;  ///< changes of its own; its version = parent's version + these
    bool differs = false;            ///< whether `status` holds instead of the parent's
    GrantStatus status = GrantStatus::DISABLED;
    std::string status_reason;
    bool withdrawn = false;  ///< the account has left the grant's reach; its id stays readable
};
BOOST_DESCRIBE_STRUCT(SubGrant, (),
                      (generation, own_versions, differs, status, status_reason, withdrawn))

/// The sub-grants of one organization or OU grant: nothing is stored for an account until it
/// differs. Source: rules GR-7, GR-16, U-22, P1–P7.
struct Distribution {
    std::map<AccountId, SubGrant> exceptions;
};
BOOST_DESCRIBE_STRUCT(Distribution, (), (exceptions))

/// The grants part of the state. Owned by the engine's thread.
struct Grants {
    std::map<GrantId, Grant> grants;
    std::map<GrantId, GrantDetails> details;
    std::map<GrantId, Distribution> distributions;  ///< of organization and OU grants

    // Derived; not stored.
    std::map<Id128, std::vector<GrantId>>
        by_license;  ///< sorted; the license's holder grant not among them
    std::map<AccountId, std::vector<GrantId>> by_account;  ///< grants to the account itself, sorted
    std::map<std::string, std::vector<GrantId>, std::less<>>
        by_node;  ///< grants to an organization or OU, sorted
    std::map<GrantId, std::uint8_t>
        pending;  ///< in PENDING_WORKFLOW or PENDING_DELETE: background work is due

    void rebuild_indexes();
};
BOOST_DESCRIBE_STRUCT(Grants, (), (grants, details, distributions))

const Grant* find_grant(const Grants& state, const GrantId& id);

/// `arn:aws:license-manager::<grantor>:grant:g-<32 hex>`. Source: rule LM-2.
std::string grant_arn(AccountId grantor, const GrantId& id);
/// Accepts `…:grant:g-…` and `…:grant/g-…`. @return `invalid` for anything else.
Result<GrantId> parse_grant_arn(std::string_view arn);

}  // namespace licet::model
