// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/context.h"
#include "model/grant/grant_id.h"

#include <boost/describe.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace licet::model {

/// Source: rule LM-4.
enum class LicenseStatus {
    AVAILABLE,
    PENDING_AVAILABLE,
    DEACTIVATED,
    SUSPENDED,
    EXPIRED,
    PENDING_DELETE,
    DELETED
};
BOOST_DESCRIBE_ENUM(LicenseStatus, AVAILABLE, PENDING_AVAILABLE, DEACTIVATED, SUSPENDED, EXPIRED,
                    PENDING_DELETE, DELETED)

std::string_view name_of(LicenseStatus status);

/// What a grant may allow, as bits of an operation set. Source: rule LM-4 (AllowedOperation).
enum class AllowedOperation {
    CreateGrant,
    CheckoutLicense,
    CheckoutBorrowLicense,
    CheckInLicense,
    ExtendConsumptionLicense,
    ListPurchasedLicenses,
    CreateToken,
};
BOOST_DESCRIBE_ENUM(AllowedOperation, CreateGrant, CheckoutLicense, CheckoutBorrowLicense,
                    CheckInLicense, ExtendConsumptionLicense, ListPurchasedLicenses, CreateToken)

struct Entitlement {
    std::string name;
    std::string unit;  ///< one of the 27 EntitlementUnit names; "None" for a feature
    std::optional<std::string> value;
    std::optional<std::int64_t> max_count;
    bool overage = false;
    bool allow_check_in = false;
    bool operator==(const Entitlement&) const = default;
};
BOOST_DESCRIBE_STRUCT(Entitlement, (), (name, unit, value, max_count, overage, allow_check_in))

/// When a perpetual license's units are renewed. Source: rule LM-4.
enum class RenewType { None, Weekly, Monthly };
BOOST_DESCRIBE_ENUM(RenewType, None, Weekly, Monthly)

/// How long the units of a license may be taken along offline.
struct BorrowConfiguration {
    bool allow_early_check_in = false;
    std::int64_t minutes = 0;
    bool operator==(const BorrowConfiguration&) const = default;
};
BOOST_DESCRIBE_STRUCT(BorrowConfiguration, (), (allow_early_check_in, minutes))

/// How a license is checked out.
struct Consumption {
    RenewType renew_type = RenewType::None;
    std::optional<std::int64_t> provisional_minutes = {};  ///< longest provisional checkout
    std::optional<BorrowConfiguration> borrow = {};
    bool operator==(const Consumption&) const = default;
};
BOOST_DESCRIBE_STRUCT(Consumption, (), (renew_type, provisional_minutes, borrow))

struct LicenseMetadata {
    std::string name;
    std::string value;
    bool operator==(const LicenseMetadata&) const = default;
};
BOOST_DESCRIBE_STRUCT(LicenseMetadata, (), (name, value))

/// One immutable version of a license. Source: rule LI-1.
struct LicenseVersion {
    LicenseStatus status = LicenseStatus::AVAILABLE;
    std::string license_name;
    std::string product_name;
    Time valid_from;
    std::optional<Time> valid_until;
    std::vector<Entitlement> entitlements;
    Time created_at;
    std::string issuer_name = {};  ///< empty: as when the license was issued
    std::optional<std::string> sign_key = {};
    Consumption consumption = {};
    std::vector<LicenseMetadata> metadata = {};
};
BOOST_DESCRIBE_STRUCT(LicenseVersion, (),
                      (status, license_name, product_name, valid_from, valid_until, entitlements,
                       created_at, issuer_name, sign_key, consumption, metadata))

/// A license that AWS Marketplace issued for a subscription, or an account as a seller; its key is
/// the id in its ARN.
struct License {
    AccountId issuer = kMarketplaceAccount;
    std::string issuer_name;  ///< `AWS/Marketplace`; rule LM-15
    AccountId holder;         ///< the account that bought it; the seller for one of its own
    std::string product_sku;  ///< product id
    std::string agreement;    ///< id of the agreement it stems from; empty for a seller's own
    /// The grant by which the holder has it from the issuer; rule LM-13. Zero for a seller's own.
    GrantId holder_grant;
    std::string home_region = "us-east-1";  ///< kHomeRegion for those of AWS Marketplace
    Time created_at;
    std::vector<LicenseVersion> versions;  ///< never empty; version n is versions[n - 1]
    Tags tags;
    std::string beneficiary = {};  ///< as the seller gave it; empty: the holder
};
BOOST_DESCRIBE_STRUCT(License, (),
                      (issuer, issuer_name, holder, product_sku, agreement, holder_grant,
                       home_region, created_at, versions, tags, beneficiary))

/// License Manager's settings of one account in one region. Source: rule ME-14.
struct LicenseSettings {
    bool link_organizations = false;
    std::optional<bool> cross_account_discovery;
    std::optional<std::string> s3_bucket_arn;
    std::optional<std::string> sns_topic_arn;
    std::optional<std::vector<std::string>> discovery_source_regions = {};
};
BOOST_DESCRIBE_STRUCT(LicenseSettings, (),
                      (link_organizations, cross_account_discovery, s3_bucket_arn, sns_topic_arn,
                       discovery_source_regions))

/// How many licenses a seller issued.
struct IssuedLicenses {
    std::size_t all = 0;
    std::size_t deleted = 0;  ///< of all
    bool operator==(const IssuedLicenses&) const = default;
};

/// The licenses part of the state. Owned by the engine's thread.
struct Licenses {
    std::map<Id128, License> licenses;
    std::map<AccountId, std::map<std::string, LicenseSettings>> settings;  ///< then by region

    // Derived; not stored. Sets are never empty.
    std::map<AccountId, std::set<Id128>> by_holder;
    std::map<std::string, std::set<Id128>, std::less<>> by_product;  ///< by product_of()
    /// Sellers' own, by product_of() and beneficiary. Source: rule CO-3.
    std::map<std::pair<std::string, std::string>, std::set<Id128>> by_beneficiary;
    std::map<AccountId, IssuedLicenses> issued;  ///< by seller
    std::set<Id128> pending;  ///< background work is due: those in PENDING_DELETE

    void rebuild_indexes();
};
BOOST_DESCRIBE_STRUCT(Licenses, (), (licenses, settings))

/// The region in which licenses are made and managed. Source: rule ME-3.
inline constexpr std::string_view kHomeRegion = "us-east-1";

const License* find_license(const Licenses& state, const Id128& id);

/// The last version. Requires that the license has one, as every license in the state does.
const LicenseVersion& current(const License& license);

/// Whether its issuer ended it: it is PENDING_DELETE or DELETED. Source: rule LI-2.
bool is_deleted(const License& license);

/// Whether the license's issuer is its seller, not AWS Marketplace. Source: rule LI-6.
bool is_seller_issued(const License& license);

/// What the license is for: two licenses are of one product when this is equal. Each seller chooses
/// its SKUs by itself, so a SKU means a product only together with its issuer: `<SKU>` of AWS
/// Marketplace is the product's id in the catalogue, a seller's is `<account>:<SKU>`.
/// Source: rules GR-20, LM-15 (a checkout names both).
std::string product_of(const License& license);
bool is_of_product(const License& license, std::string_view product);

/// Whom the license is for, as its issuer says it.
std::string beneficiary_of(const License& license);

/// The name and the key's fingerprint of its issuer at a version. Source: rule LM-15.
const std::string& issuer_name(const License& license, const LicenseVersion& version);
std::string key_fingerprint(const License& license, const LicenseVersion& version);

/// The license's status at `now`: an AVAILABLE license past its validity is EXPIRED. Source: rule 3
/// (table), LI-3.
LicenseStatus status_at(const License& license, Time now);

/// Whether it is AVAILABLE and its validity is not over: it is usable, or will be without anybody's
/// doing.
bool is_live(const License& license, Time now);

/// Whether the license can be granted or relied on: AVAILABLE and inside its validity. Source: rule
/// LI-3.
bool is_usable(const License& license, Time now);

/// When a license that is DELETED disappears; nothing for any other. Source: rule LI-2.
std::optional<Time> retained_until(const License& license);

/// `arn:aws:license-manager::<issuer>:license:l-<32 hex>`. Source: rule LM-2.
std::string license_arn(AccountId issuer, const Id128& id);

/// The owner and the id in the ARN of a License Manager resource.
struct ResourceArn {
    AccountId owner;
    Id128 id;
};

/// Accepts `arn:aws:license-manager::<account>:<kind>:<letter>-<32 hex>` and the same with a slash
/// after the kind; kind is `license` or `grant`, the letter its first.
/// @return `invalid` for anything else.
Result<ResourceArn> parse_resource_arn(std::string_view arn, std::string_view kind);

}  // namespace licet::model
