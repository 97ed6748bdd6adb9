// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/grant/grant.h"

namespace licet::model {

struct State;

/// A grant as its readers see it, whether it is stored or a derived sub-grant.
struct GrantView {
    GrantId id;
    Id128 license;
    AccountId grantor;
    Grantee grantee;                ///< of a sub-grant its account
    std::optional<GrantId> parent;  ///< of a sub-grant or a passed-on grant; else the license is
    GrantVersion at;                ///< operations are those that are left of the source's
    bool from_issuer = false;

    bool is_sub_grant() const { return id.part().has_value(); }
};

/// What an account has to do with a grant. Source: table 4.5.
enum class Relation {
    none,           ///< must not learn that the grant exists
    administrator,  ///< management account or delegated administrator of the organization
    grantee,
    grantor,
};

/// The grant or sub-grant at its current version, or nothing.
std::optional<GrantView> find_view(const State& state, const GrantId& id);

/// The grant or sub-grant at an earlier version, or nothing. Source: rule GR-30.
std::optional<GrantView> find_view(const State& state, const GrantId& id, std::uint32_t version);

/// The sub-grant that `account` has, or had last, of an organization or OU grant.
std::optional<GrantView> sub_grant_view(const State& state, const GrantId& parent,
                                        AccountId account);

Relation relation_of(const State& state, const GrantView& grant, AccountId account);

/// The grant with the ARN `arn`, if `account` may know of it.
/// @return InvalidParameterValueException for what is no grant's ARN; ResourceNotFoundException for
///         an unknown grant and for one that is none of the account's business alike.
/// Source: rules LM-2, LM-5, U-11.
Result<GrantView> view_for(const State& state, AccountId account, std::string_view arn);

std::string arn_of(const GrantView& grant);

/// Source: rule U-8.
std::string parent_arn_of(const State& state, const GrantView& grant);

/// The ARN of a principal. Source: table 4.1.
std::string principal_arn(const Grantee& grantee);

/// The status that the command which made this version answered: background work was then still to
/// come. Source: rule GR-33.
GrantStatus answered_status(const GrantView& grant);

}  // namespace licet::model
