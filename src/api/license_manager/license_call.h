// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/license_manager/consumption.h"
#include "api/license_manager/grant_call.h"
#include "model/license/seller.h"

/// What the operations by which a seller makes and changes licenses say alike.
/// Source: the service model license-manager 2018-08-01; rules CO-1, LI-1.
namespace licet::api::license_manager {

inline constexpr std::int64_t kNameCharactersMax = 255;
inline constexpr std::int64_t kSignKeyCharactersMax = 2048;
inline constexpr std::int64_t kMetadataValueCharactersMax = 2048;
inline constexpr std::int64_t kMetadataMax = 50;
inline constexpr std::int64_t kEntitlementsMax = 100;
inline constexpr std::int64_t kCheckoutMinutesMax = 365 * 24 * 60;

/// Whether the text is a moment in ISO 8601.
bool is_moment(std::string_view text);

using Name = Text<1, kNameCharactersMax>;
using Moment = Text<1, 50, is_moment>;
using Minutes = Integer<1, kCheckoutMinutesMax>;

struct NewIssuer {
    license_manager::Name Name;
    std::optional<Text<1, kSignKeyCharactersMax>> SignKey;
};
BOOST_DESCRIBE_STRUCT(NewIssuer, (), (Name, SignKey))

struct NewValidity {
    Moment Begin;
    std::optional<Moment> End;
};
BOOST_DESCRIBE_STRUCT(NewValidity, (), (Begin, End))

struct NewEntitlement {
    license_manager::Name Name;
    std::optional<license_manager::Name> Value;
    std::optional<Integer<0, INT64_MAX>> MaxCount;
    std::optional<bool> Overage;
    EntitlementUnit Unit;
    std::optional<bool> AllowCheckIn;
};
BOOST_DESCRIBE_STRUCT(NewEntitlement, (), (Name, Value, MaxCount, Overage, Unit, AllowCheckIn))

struct NewProvisional {
    Minutes MaxTimeToLiveInMinutes;
};
BOOST_DESCRIBE_STRUCT(NewProvisional, (), (MaxTimeToLiveInMinutes))

struct NewBorrow {
    bool AllowEarlyCheckIn = false;
    Minutes MaxTimeToLiveInMinutes;
};
BOOST_DESCRIBE_STRUCT(NewBorrow, (), (AllowEarlyCheckIn, MaxTimeToLiveInMinutes))

struct NewConsumption {
    std::optional<model::RenewType> RenewType;
    std::optional<NewProvisional> ProvisionalConfiguration;
    std::optional<NewBorrow> BorrowConfiguration;
};
BOOST_DESCRIBE_STRUCT(NewConsumption, (),
                      (RenewType, ProvisionalConfiguration, BorrowConfiguration))

struct NewMetadata {
    std::optional<license_manager::Name> Name;
    std::optional<Text<0, kMetadataValueCharactersMax>> Value;
};
BOOST_DESCRIBE_STRUCT(NewMetadata, (), (Name, Value))

/// What every version of a license says.
struct Terms {
    Name LicenseName;
    Name ProductName;
    NewIssuer Issuer;
    std::string HomeRegion;
    NewValidity Validity;
    List<NewEntitlement, 1, kEntitlementsMax> Entitlements;
    NewConsumption ConsumptionConfiguration;
    std::optional<List<NewMetadata, 0, kMetadataMax>> LicenseMetadata;
};
BOOST_DESCRIBE_STRUCT(Terms, (),
                      (LicenseName, ProductName, Issuer, HomeRegion, Validity, Entitlements,
                       ConsumptionConfiguration, LicenseMetadata))

/// The answer of the operations that make a version of a license.
struct LicenseAnswer {
    std::string LicenseArn;
    model::LicenseStatus Status = model::LicenseStatus::AVAILABLE;
    std::string Version;
};
BOOST_DESCRIBE_STRUCT(LicenseAnswer, (), (LicenseArn, Status, Version))

model::LicenseTerms terms_in(const Terms& given);

/// The answer that a request with this ClientToken had before; nothing for a new token.
/// @return ValidationException when the token was used for another request. Source: rule GR-33.
Result<std::optional<LicenseAnswer>> license_answer_again(const Call& call,
                                                          const model::RequestKey& key);

/// Commits the decision and answers with it.
LicenseAnswer commit(Call& call, model::LicenseDecision decision);

}  // namespace licet::api::license_manager
