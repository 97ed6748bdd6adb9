// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/organization/organization.h"
#include "model/organization/policy_events.h"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace licet::model {

struct State;

/// An account came into being, alone or as a member (`parent` is then a root id).
struct AccountOpened {
    static constexpr std::string_view kName = "AccountOpened";
    AccountId account;
    Account details;
};
BOOST_DESCRIBE_STRUCT(AccountOpened, (), (account, details))

/// An organization came into being; its management account is its first member, under the root.
struct OrganizationCreated {
    static constexpr std::string_view kName = "OrganizationCreated";
    std::string id;
    Organization details;
};
BOOST_DESCRIBE_STRUCT(OrganizationCreated, (), (id, details))

struct AccountCreationRequested {
    static constexpr std::string_view kName = "AccountCreationRequested";
    std::string id;
    AccountCreation details;
};
BOOST_DESCRIBE_STRUCT(AccountCreationRequested, (), (id, details))

/// The account itself is opened by an AccountOpened before this.
struct AccountCreationSucceeded {
    static constexpr std::string_view kName = "AccountCreationSucceeded";
    std::string id;
    AccountId account;
    Time completed_at;
};
BOOST_DESCRIBE_STRUCT(AccountCreationSucceeded, (), (id, account, completed_at))

struct AccountCreationFailed {
    static constexpr std::string_view kName = "AccountCreationFailed";
    std::string id;
    std::string reason;  ///< a CreateAccountFailureReason
    Time completed_at;
};
BOOST_DESCRIBE_STRUCT(AccountCreationFailed, (), (id, reason, completed_at))

struct AccountMoved {
    static constexpr std::string_view kName = "AccountMoved";
    AccountId account;
    std::string parent;  ///< root id or OU id in the same organization
};
BOOST_DESCRIBE_STRUCT(AccountMoved, (), (account, parent))

struct AccountStateChanged {
    static constexpr std::string_view kName = "AccountStateChanged";
    AccountId account;
    AccountState state = AccountState::ACTIVE;
};
BOOST_DESCRIBE_STRUCT(AccountStateChanged, (), (account, state))

/// A member account stands alone from now on; its tags are lost. Source: rule OR-4.
struct AccountLeft {
    static constexpr std::string_view kName = "AccountLeft";
    AccountId account;
};
BOOST_DESCRIBE_STRUCT(AccountLeft, (), (account))

/// An account that stood alone accepted an invitation: a member under the root from now on.
/// Source: rule 9.2 (Handshake).
struct AccountJoined {
    static constexpr std::string_view kName = "AccountJoined";
    AccountId account;
    std::string organization;
    Time joined_at;
    Tags tags;  ///< that came with the invitation
};
BOOST_DESCRIBE_STRUCT(AccountJoined, (), (account, organization, joined_at, tags))

/// An organization without OUs, members and policies ended: its management account stands alone.
/// With it go its trusted services, delegations and settings.
struct OrganizationDeleted {
    static constexpr std::string_view kName = "OrganizationDeleted";
    std::string id;
    AccountId management_account;
};
BOOST_DESCRIBE_STRUCT(OrganizationDeleted, (), (id, management_account))

/// An organization with consolidated billing has all features from now on.
struct AllFeaturesEnabled {
    static constexpr std::string_view kName = "AllFeaturesEnabled";
    std::string organization;
};
BOOST_DESCRIBE_STRUCT(AllFeaturesEnabled, (), (organization))

struct OrganizationSettingsChanged {
    static constexpr std::string_view kName = "OrganizationSettingsChanged";
    std::string organization;
    OrganizationSettings settings;  ///< all of them
};
BOOST_DESCRIBE_STRUCT(OrganizationSettingsChanged, (), (organization, settings))

struct HandshakesRequested {
    static constexpr std::string_view kName = "HandshakesRequested";
    std::map<std::string, Handshake, std::less<>> handshakes;  ///< by `h-…`
};
BOOST_DESCRIBE_STRUCT(HandshakesRequested, (), (handshakes))

/// All of them came into the same state. OPEN is no end; CANCELED, ACCEPTED and DECLINED are.
struct HandshakesChanged {
    static constexpr std::string_view kName = "HandshakesChanged";
    std::vector<std::string> ids;
    HandshakeState state = HandshakeState::OPEN;
    Time changed_at;
};
BOOST_DESCRIBE_STRUCT(HandshakesChanged, (), (ids, state, changed_at))

/// Handshakes that are over for long are kept no more.
struct HandshakesForgotten {
    static constexpr std::string_view kName = "HandshakesForgotten";
    std::vector<std::string> ids;
};
BOOST_DESCRIBE_STRUCT(HandshakesForgotten, (), (ids))

struct OrganizationalUnitCreated {
    static constexpr std::string_view kName = "OrganizationalUnitCreated";
    std::string id;
    OrganizationalUnit details;
};
BOOST_DESCRIBE_STRUCT(OrganizationalUnitCreated, (), (id, details))

struct OrganizationalUnitRenamed {
    static constexpr std::string_view kName = "OrganizationalUnitRenamed";
    std::string id;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(OrganizationalUnitRenamed, (), (id, name))

struct OrganizationalUnitDeleted {
    static constexpr std::string_view kName = "OrganizationalUnitDeleted";
    std::string id;
};
BOOST_DESCRIBE_STRUCT(OrganizationalUnitDeleted, (), (id))

struct TrustedAccessEnabled {
    static constexpr std::string_view kName = "TrustedAccessEnabled";
    std::string organization;
    std::string service;  ///< service principal
    Time enabled_at;
};
BOOST_DESCRIBE_STRUCT(TrustedAccessEnabled, (), (organization, service, enabled_at))

struct TrustedAccessDisabled {
    static constexpr std::string_view kName = "TrustedAccessDisabled";
    std::string organization;
    std::string service;
    Time disabled_at;
};
BOOST_DESCRIBE_STRUCT(TrustedAccessDisabled, (), (organization, service, disabled_at))

struct DelegatedAdministratorRegistered {
    static constexpr std::string_view kName = "DelegatedAdministratorRegistered";
    std::string organization;
    AccountId account;
    std::string service;
    Time registered_at;
};
BOOST_DESCRIBE_STRUCT(DelegatedAdministratorRegistered, (),
                      (organization, account, service, registered_at))

struct DelegatedAdministratorDeregistered {
    static constexpr std::string_view kName = "DelegatedAdministratorDeregistered";
    std::string organization;
    AccountId account;
    std::string service;
};
BOOST_DESCRIBE_STRUCT(DelegatedAdministratorDeregistered, (), (organization, account, service))

/// A root, OU, account or policy got tags; those of the same key are replaced.
struct OrganizationResourceTagged {
    static constexpr std::string_view kName = "OrganizationResourceTagged";
    std::string resource;  ///< root id, OU id, account id or policy id
    Tags tags;
};
BOOST_DESCRIBE_STRUCT(OrganizationResourceTagged, (), (resource, tags))

struct OrganizationResourceUntagged {
    static constexpr std::string_view kName = "OrganizationResourceUntagged";
    std::string resource;
    std::vector<std::string> keys;
};
BOOST_DESCRIBE_STRUCT(OrganizationResourceUntagged, (), (resource, keys))

void apply(State& state, const AccountOpened& event);
void apply(State& state, const OrganizationCreated& event);
void apply(State& state, const AccountCreationRequested& event);
void apply(State& state, const AccountCreationSucceeded& event);
void apply(State& state, const AccountCreationFailed& event);
void apply(State& state, const AccountMoved& event);
void apply(State& state, const AccountStateChanged& event);
void apply(State& state, const AccountLeft& event);
void apply(State& state, const OrganizationalUnitCreated& event);
void apply(State& state, const OrganizationalUnitRenamed& event);
void apply(State& state, const OrganizationalUnitDeleted& event);
void apply(State& state, const TrustedAccessEnabled& event);
void apply(State& state, const TrustedAccessDisabled& event);
void apply(State& state, const DelegatedAdministratorRegistered& event);
void apply(State& state, const DelegatedAdministratorDeregistered& event);
void apply(State& state, const OrganizationResourceTagged& event);
void apply(State& state, const OrganizationResourceUntagged& event);
void apply(State& state, const AccountJoined& event);
void apply(State& state, const OrganizationDeleted& event);
void apply(State& state, const AllFeaturesEnabled& event);
void apply(State& state, const OrganizationSettingsChanged& event);
void apply(State& state, const HandshakesRequested& event);
void apply(State& state, const HandshakesChanged& event);
void apply(State& state, const HandshakesForgotten& event);

using OrganizationEvent = std::variant<
    AccountOpened, OrganizationCreated, AccountCreationRequested, AccountCreationSucceeded,
    AccountCreationFailed, AccountMoved, AccountStateChanged, AccountLeft,
    OrganizationalUnitCreated, OrganizationalUnitRenamed, OrganizationalUnitDeleted,
    TrustedAccessEnabled, TrustedAccessDisabled, DelegatedAdministratorRegistered,
    DelegatedAdministratorDeregistered, OrganizationResourceTagged, OrganizationResourceUntagged,
    AccountJoined, OrganizationDeleted, AllFeaturesEnabled, OrganizationSettingsChanged,
    HandshakesRequested, HandshakesChanged, HandshakesForgotten, OrganizationPolicyCreated,
    OrganizationPolicyUpdated, OrganizationPolicyDeleted, OrganizationPolicyAttached,
    OrganizationPolicyDetached, PolicyTypeEnabled, PolicyTypeDisabled>;

}  // namespace licet::model
