// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/grant/grant.h"

#include <string>
#include <variant>
#include <vector>

namespace licet::model {

struct State;

/// A grant came into being. Its sub-grants, if its principal is an organization or an OU, are
/// implied.
struct GrantCreated {
    static constexpr std::string_view kName = "GrantCreated";
    GrantId id;
    Grant grant;
    Tags tags;
};
BOOST_DESCRIBE_STRUCT(GrantCreated, (), (id, grant, tags))

/// A command or a consequence of one made a new version of a grant. Source: rule GR-30.
struct GrantChanged {
    static constexpr std::string_view kName = "GrantChanged";
    GrantId id;
    GrantVersion now;
    GrantWork work = GrantWork::none;
    bool override_by_grantee = false;
};
BOOST_DESCRIBE_STRUCT(GrantChanged, (), (id, now, work, override_by_grantee))

/// The background work on a grant is done. Its version stays. Source: rule GR-30.
struct GrantSettled {
    static constexpr std::string_view kName = "GrantSettled";
    GrantId id;
    GrantStatus status = GrantStatus::DISABLED;
    std::string status_reason;
};
BOOST_DESCRIBE_STRUCT(GrantSettled, (), (id, status, status_reason))

/// Active grants, sub-grants among them, made room for another one of the product: each is DISABLED
/// and has a new version. Source: rules T13, GR-25.
struct GrantsDisplaced {
    static constexpr std::string_view kName = "GrantsDisplaced";
    std::vector<GrantId> grants;
    std::string status_reason;
};
BOOST_DESCRIBE_STRUCT(GrantsDisplaced, (), (grants, status_reason))

/// These accounts' sub-grants rest in DISABLED although the parent is activated, because the
/// accounts have another active grant of the product. Source: rules GR-22, U-23.
struct SubGrantsHeld {
    static constexpr std::string_view kName = "SubGrantsHeld";
    GrantId parent;
    std::vector<AccountId> accounts;
    std::string status_reason;
};
BOOST_DESCRIBE_STRUCT(SubGrantsHeld, (), (parent, accounts, status_reason))

/// One sub-grant changed alone and has a new version. Source: rule GR-16.
struct SubGrantChanged {
    static constexpr std::string_view kName = "SubGrantChanged";
    GrantId id;
    GrantStatus status = GrantStatus::DISABLED;
    std::string status_reason;
    std::optional<ActivationOverride> activation_override;
    bool override_by_grantee = false;
};
BOOST_DESCRIBE_STRUCT(SubGrantChanged, (),
                      (id, status, status_reason, activation_override, override_by_grantee))

/// An account left the reach of these organization and OU grants: its sub-grants are DELETED, or
/// stay REJECTED. Source: rules P7, U-9.
struct SubGrantsWithdrawn {
    static constexpr std::string_view kName = "SubGrantsWithdrawn";
    AccountId account;
    std::vector<GrantId> parents;
    std::string status_reason;
};
BOOST_DESCRIBE_STRUCT(SubGrantsWithdrawn, (), (account, parents, status_reason))

struct GrantTagsChanged {
    static constexpr std::string_view kName = "GrantTagsChanged";
    GrantId id;
    Tags tags;
};
BOOST_DESCRIBE_STRUCT(GrantTagsChanged, (), (id, tags))

void apply(State& state, const GrantCreated& event);
void apply(State& state, const GrantChanged& event);
void apply(State& state, const GrantSettled& event);
void apply(State& state, const GrantsDisplaced& event);
void apply(State& state, const SubGrantsHeld& event);
void apply(State& state, const SubGrantChanged& event);
void apply(State& state, const SubGrantsWithdrawn& event);
void apply(State& state, const GrantTagsChanged& event);

using GrantEvent =
    std::variant<GrantCreated, GrantChanged, GrantSettled, GrantsDisplaced, SubGrantsHeld,
                 SubGrantChanged, SubGrantsWithdrawn, GrantTagsChanged>;

}  // namespace licet::model
