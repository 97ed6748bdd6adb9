// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/define.h"
#include "model/organization/organization.h"
#include "model/tags.h"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <vector>

/// What several operations of Organizations return. Members are spelled as on the wire. Source:
/// rule OR-13 and the service model of Organizations.
namespace licet::api::organizations {

/// The older of an account's two states.
enum class AccountStatus { ACTIVE, SUSPENDED, PENDING_CLOSURE };
BOOST_DESCRIBE_ENUM(AccountStatus, ACTIVE, SUSPENDED, PENDING_CLOSURE)

struct Account {
    std::string Id;
    std::string Arn;
    std::string Email;
    std::string Name;
    AccountStatus Status = AccountStatus::ACTIVE;
    model::AccountState State = model::AccountState::ACTIVE;
    std::vector<std::string> Paths;
    model::JoinedMethod JoinedMethod = model::JoinedMethod::CREATED;
    Time JoinedTimestamp;
};
BOOST_DESCRIBE_STRUCT(Account, (),
                      (Id, Arn, Email, Name, Status, State, Paths, JoinedMethod, JoinedTimestamp))

struct OrganizationalUnit {
    std::string Id;
    std::string Arn;
    std::string Name;
    std::string Path;
};
BOOST_DESCRIBE_STRUCT(OrganizationalUnit, (), (Id, Arn, Name, Path))

struct PolicyTypeSummary {
    std::string Type;
    std::string Status;
};
BOOST_DESCRIBE_STRUCT(PolicyTypeSummary, (), (Type, Status))

struct Root {
    std::string Id;
    std::string Arn;
    std::string Name;
    std::vector<PolicyTypeSummary> PolicyTypes;
};
BOOST_DESCRIBE_STRUCT(Root, (), (Id, Arn, Name, PolicyTypes))

struct Organization {
    std::string Id;
    std::string Arn;
    model::FeatureSet FeatureSet = model::FeatureSet::ALL;
    std::string MasterAccountArn;
    std::string MasterAccountId;
    std::string MasterAccountEmail;
    std::vector<PolicyTypeSummary> AvailablePolicyTypes;
};
BOOST_DESCRIBE_STRUCT(Organization, (),
                      (Id, Arn, FeatureSet, MasterAccountArn, MasterAccountId, MasterAccountEmail,
                       AvailablePolicyTypes))

struct CreateAccountStatus {
    std::string Id;
    std::string AccountName;
    model::CreateAccountState State = model::CreateAccountState::IN_PROGRESS;
    Time RequestedTimestamp;
    std::optional<Time> CompletedTimestamp;
    std::optional<std::string> AccountId;
    std::optional<std::string> FailureReason;
};
BOOST_DESCRIBE_STRUCT(CreateAccountStatus, (),
                      (Id, AccountName, State, RequestedTimestamp, CompletedTimestamp, AccountId,
                       FailureReason))

AccountStatus status_of(model::AccountState state);

/// @param account a member of the organization.
Account show_account(const model::Organizations& state, const model::OrganizationView& organization,
                     AccountId account);
/// @param unit an OU of the organization.
OrganizationalUnit show_unit(const model::Organizations& state,
                             const model::OrganizationView& organization, const std::string& unit);
Root show_root(const model::OrganizationView& organization);
Organization show_organization(const model::Organizations& state,
                               const model::OrganizationView& organization);
CreateAccountStatus show_creation(const std::string& id, const model::AccountCreation& creation);

/// Tags as a request gives them.
std::vector<model::Tag> tags_in(const std::vector<WireTag>& tags);

}  // namespace licet::api::organizations
