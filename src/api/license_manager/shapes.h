// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/services.h"
#include "base/describe/bounded.h"
#include "model/grant/view.h"
#include "model/license/received.h"
#include "model/tags.h"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What several operations of License Manager say alike. Source: rules LM-2 to LM-17; the service
/// model license-manager 2018-08-01.
namespace licet::api::license_manager {

bool has_no_blank(std::string_view text);

using Arn = Text<1, 2048>;
using ClientToken = Text<1, 2048, has_no_blank>;
using StatusReason = Text<1, 400>;
using GrantName = Text<1, 255>;
using OperationList = List<model::AllowedOperation, 1, 8>;

struct Options {
    std::optional<model::ActivationOverride> ActivationOverrideBehavior;
};
BOOST_DESCRIBE_STRUCT(Options, (), (ActivationOverrideBehavior))

struct Grant {
    std::string GrantArn;
    std::string GrantName;
    std::string ParentArn;
    std::string LicenseArn;
    std::string GranteePrincipalArn;
    std::string HomeRegion;
    model::GrantStatus GrantStatus = model::GrantStatus::PENDING_WORKFLOW;
    std::optional<std::string> StatusReason;
    std::string Version;
    std::vector<model::AllowedOperation> GrantedOperations;
    std::optional<license_manager::Options> Options;
};
BOOST_DESCRIBE_STRUCT(Grant, (),
                      (GrantArn, GrantName, ParentArn, LicenseArn, GranteePrincipalArn, HomeRegion,
                       GrantStatus, StatusReason, Version, GrantedOperations, Options))

/// The answer of the operations that change a grant.
struct GrantAnswer {
    std::string GrantArn;
    model::GrantStatus Status = model::GrantStatus::PENDING_WORKFLOW;
    std::string Version;
};
BOOST_DESCRIBE_STRUCT(GrantAnswer, (), (GrantArn, Status, Version))

struct Issuer {
    std::string Name;
    std::optional<std::string> SignKey;
    std::string KeyFingerprint;
};
BOOST_DESCRIBE_STRUCT(Issuer, (), (Name, SignKey, KeyFingerprint))

struct Validity {
    std::string Begin;
    std::optional<std::string> End;
};
BOOST_DESCRIBE_STRUCT(Validity, (), (Begin, End))

struct Entitlement {
    std::string Name;
    std::optional<std::string> Value;
    std::optional<std::int64_t> MaxCount;
    bool Overage = false;
    std::string Unit;
    bool AllowCheckIn = false;
};
BOOST_DESCRIBE_STRUCT(Entitlement, (), (Name, Value, MaxCount, Overage, Unit, AllowCheckIn))

struct ProvisionalConfiguration {
    std::int64_t MaxTimeToLiveInMinutes = 0;
};
BOOST_DESCRIBE_STRUCT(ProvisionalConfiguration, (), (MaxTimeToLiveInMinutes))

struct BorrowConfiguration {
    bool AllowEarlyCheckIn = false;
    std::int64_t MaxTimeToLiveInMinutes = 0;
};
BOOST_DESCRIBE_STRUCT(BorrowConfiguration, (), (AllowEarlyCheckIn, MaxTimeToLiveInMinutes))

struct ConsumptionConfiguration {
    model::RenewType RenewType = model::RenewType::None;
    std::optional<license_manager::ProvisionalConfiguration> ProvisionalConfiguration;
    std::optional<license_manager::BorrowConfiguration> BorrowConfiguration;
};
BOOST_DESCRIBE_STRUCT(ConsumptionConfiguration, (),
                      (RenewType, ProvisionalConfiguration, BorrowConfiguration))

struct Metadata {
    std::string Name;
    std::string Value;
};
BOOST_DESCRIBE_STRUCT(Metadata, (), (Name, Value))

struct License {
    std::string LicenseArn;
    std::string LicenseName;
    std::string ProductName;
    std::string ProductSKU;
    license_manager::Issuer Issuer;
    std::string HomeRegion;
    model::LicenseStatus Status = model::LicenseStatus::AVAILABLE;
    license_manager::Validity Validity;
    std::string Beneficiary;
    std::vector<Entitlement> Entitlements;
    license_manager::ConsumptionConfiguration ConsumptionConfiguration;
    std::vector<Metadata> LicenseMetadata;
    std::string CreateTime;
    std::string Version;
};
BOOST_DESCRIBE_STRUCT(License, (),
                      (LicenseArn, LicenseName, ProductName, ProductSKU, Issuer, HomeRegion, Status,
                       Validity, Beneficiary, Entitlements, ConsumptionConfiguration,
                       LicenseMetadata, CreateTime, Version))

struct ReceivedMetadata {
    model::GrantStatus ReceivedStatus = model::GrantStatus::PENDING_WORKFLOW;
    std::optional<std::string> ReceivedStatusReason;
    std::vector<model::AllowedOperation> AllowedOperations;
};
BOOST_DESCRIBE_STRUCT(ReceivedMetadata, (),
                      (ReceivedStatus, ReceivedStatusReason, AllowedOperations))

struct GrantedLicense : License {
    license_manager::ReceivedMetadata ReceivedMetadata;
};
BOOST_DESCRIBE_STRUCT(GrantedLicense, (License), (ReceivedMetadata))

Grant show_grant(const model::State& state, const model::GrantView& view);

/// @param version 1 to the license's last
License show_license(const model::State& state, const model::ReceivedLicense& license,
                     std::size_t version, Time now);
/// With the members of ConsumptionConfiguration that lists of received licenses have. Source: rule
/// LM-17.
GrantedLicense show_received(const model::State& state, const model::ReceivedLicense& license,
                             Time now);

model::OperationSet operations_in(const std::vector<model::AllowedOperation>& operations);
std::vector<model::AllowedOperation> show_operations(model::OperationSet operations);

/// @param kind `license` or `grant`
/// @return InvalidParameterValueException unless each is the ARN of one.
Result<void> check_arns(const std::vector<Arn>& arns, std::string_view kind);

/// A version as clients write it.
/// @return InvalidParameterValueException unless it is a whole number from 1.
Result<std::uint32_t> parse_version(std::string_view text);

/// What every operation asks of its caller. @return AccessDeniedException. Source: rule ME-16.
Result<void> admit(const Call& call);

}  // namespace licet::api::license_manager
