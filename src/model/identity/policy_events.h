// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/identity/managed_policy.h"
#include "model/identity/service_credential.h"

#include <string>
#include <string_view>
#include <variant>

namespace licet::model {

struct State;

struct ManagedPolicyCreated {
    static constexpr std::string_view kName = "ManagedPolicyCreated";
    OwnedName policy;
    ManagedPolicy details;
};
BOOST_DESCRIBE_STRUCT(ManagedPolicyCreated, (), (policy, details))

/// Nothing is attached to it any more.
struct ManagedPolicyDeleted {
    static constexpr std::string_view kName = "ManagedPolicyDeleted";
    OwnedName policy;
};
BOOST_DESCRIBE_STRUCT(ManagedPolicyDeleted, (), (policy))

struct ManagedPolicyVersionAdded {
    static constexpr std::string_view kName = "ManagedPolicyVersionAdded";
    OwnedName policy;
    PolicyVersionId version;
    ManagedPolicyVersion details;
    bool is_default = false;
};
BOOST_DESCRIBE_STRUCT(ManagedPolicyVersionAdded, (), (policy, version, details, is_default))

struct ManagedPolicyVersionDeleted {
    static constexpr std::string_view kName = "ManagedPolicyVersionDeleted";
    OwnedName policy;
    PolicyVersionId version;
};
BOOST_DESCRIBE_STRUCT(ManagedPolicyVersionDeleted, (), (policy, version))

struct ManagedPolicyDefaultChanged {
    static constexpr std::string_view kName = "ManagedPolicyDefaultChanged";
    OwnedName policy;
    PolicyVersionId version;
};
BOOST_DESCRIBE_STRUCT(ManagedPolicyDefaultChanged, (), (policy, version))

struct ManagedPolicyTagged {
    static constexpr std::string_view kName = "ManagedPolicyTagged";
    OwnedName policy;
    Tags tags;  ///< all that it has now
};
BOOST_DESCRIBE_STRUCT(ManagedPolicyTagged, (), (policy, tags))

struct ServiceCredentialCreated {
    static constexpr std::string_view kName = "ServiceCredentialCreated";
    std::string id;
    ServiceCredential details;
};
BOOST_DESCRIBE_STRUCT(ServiceCredentialCreated, (), (id, details))

struct ServiceCredentialStatusChanged {
    static constexpr std::string_view kName = "ServiceCredentialStatusChanged";
    std::string id;
    KeyStatus status = KeyStatus::Active;
};
BOOST_DESCRIBE_STRUCT(ServiceCredentialStatusChanged, (), (id, status))

/// From now on another secret is the right one.
struct ServiceCredentialReset {
    static constexpr std::string_view kName = "ServiceCredentialReset";
    std::string id;
    std::string salt;
    std::string hash;
};
BOOST_DESCRIBE_STRUCT(ServiceCredentialReset, (), (id, salt, hash))

struct ServiceCredentialDeleted {
    static constexpr std::string_view kName = "ServiceCredentialDeleted";
    std::string id;
    std::string alias;
};
BOOST_DESCRIBE_STRUCT(ServiceCredentialDeleted, (), (id, alias))

void apply(State& state, const ManagedPolicyCreated& event);
void apply(State& state, const ManagedPolicyDeleted& event);
void apply(State& state, const ManagedPolicyVersionAdded& event);
void apply(State& state, const ManagedPolicyVersionDeleted& event);
void apply(State& state, const ManagedPolicyDefaultChanged& event);
void apply(State& state, const ManagedPolicyTagged& event);
void apply(State& state, const ServiceCredentialCreated& event);
void apply(State& state, const ServiceCredentialStatusChanged& event);
void apply(State& state, const ServiceCredentialReset& event);
void apply(State& state, const ServiceCredentialDeleted& event);

using IdentityPolicyEvent =
    std::variant<ManagedPolicyCreated, ManagedPolicyDeleted, ManagedPolicyVersionAdded,
                 ManagedPolicyVersionDeleted, ManagedPolicyDefaultChanged, ManagedPolicyTagged,
                 ServiceCredentialCreated, ServiceCredentialStatusChanged, ServiceCredentialReset,
                 ServiceCredentialDeleted>;

}  // namespace licet::model
