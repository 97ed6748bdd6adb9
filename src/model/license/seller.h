// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"
#include "model/grant/rules.h"

/// Licenses that an account issues as a seller. It shares them by grants; it receives none itself.
/// Source: rules LI-1 to LI-6.
namespace licet::model {

/// Licenses of one seller that are not deleted, and those that ever were.
inline constexpr std::size_t kLicensesMax = 10'000;
inline constexpr std::size_t kLicensesEverMax = 100'000;
/// Versions that a seller gives a license. Its deletion and the renewals of AWS Marketplace make
/// more, and are never refused.
inline constexpr std::size_t kLicenseVersionsMax = 1'000;

/// What every version of a license says.
struct LicenseTerms {
    std::string license_name;
    std::string product_name;
    std::string issuer_name;
    std::optional<std::string> sign_key;
    std::string home_region;
    Time valid_from;
    std::optional<Time> valid_until;
    std::vector<Entitlement> entitlements;
    Consumption consumption;
    std::vector<LicenseMetadata> metadata;
};

/// What is decided about one license: the answer to the caller and the events that make it so.
struct LicenseDecision {
    Id128 id;
    LicenseStatus status = LicenseStatus::AVAILABLE;
    std::uint32_t version = 1;
    Events events;
};

struct IssueLicense {
    LicenseTerms terms;
    std::string product_sku;
    std::string beneficiary;
    Tags tags;  ///< valid
    std::optional<RequestKey> request;
};

/// CreateLicense: makes a license of the caller's own, AVAILABLE.
///
/// @return RedirectException: the call is not in the license's home region;
///         ValidationException: a region that there is not, an empty or past validity,
///         an entitlement that is neither a feature nor countable (rule CO-1) or is named twice;
///         ResourceLimitExceededException: kLicensesMax or kLicensesEverMax reached.
Result<LicenseDecision> issue_license(const State& state, const IssueLicense& command,
                                      const Context& context);

struct ReviseLicense {
    std::string license_arn;
    LicenseTerms terms;
    LicenseStatus status = LicenseStatus::AVAILABLE;
    std::optional<std::string> source_version;
    std::optional<RequestKey> request;
};

/// CreateLicenseVersion: gives a license of the caller's own new terms and a status, AVAILABLE,
/// DEACTIVATED or SUSPENDED. Where it comes back into force and an account has another license of
/// the product active by now, its grants are DISABLED.
///
/// @return ResourceNotFoundException; AccessDeniedException: somebody else issued the license;
///         RedirectException: the call is not in its home region; ConflictException: SourceVersion
///         is not the current version; ValidationException: it is deleted, a status that cannot be
///         set, another home region, terms as of issue_license();
///         ResourceLimitExceededException: kLicenseVersionsMax reached.
/// Source: rules LI-1, LI-5, GR-20, table 3.
Result<LicenseDecision> revise_license(const State& state, const ReviseLicense& command,
                                       const Context& context);

struct DeleteLicense {
    std::string license_arn;
    std::string source_version;
};

/// DeleteLicense: ends a license of the caller's own. It answers PENDING_DELETE, and the background
/// makes it DELETED; its grants stay, but give nothing.
///
/// @return ResourceNotFoundException, AccessDeniedException, RedirectException, ConflictException
///         as revise_license(); ValidationException: it is deleted already.
/// Source: rules LI-2, LI-5, table 3.
Result<LicenseDecision> delete_license(const State& state, const DeleteLicense& command,
                                       const Context& context);

}  // namespace licet::model
