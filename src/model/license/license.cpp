// SPDX-License-Identifier: Apache-2.0
#include "model/license/license.h"

#include <boost/describe/enum_to_string.hpp>

namespace licet::model {

void Licenses::rebuild_indexes() {
    by_holder.clear();
    by_product.clear();
    by_beneficiary.clear();
    issued.clear();
    pending.clear();
    for (const auto& [id, license] : licenses) {
        by_holder[license.holder].insert(id);
        by_product[product_of(license)].insert(id);
        if (is_seller_issued(license)) {
            by_beneficiary[{product_of(license), license.beneficiary}].insert(id);
            IssuedLicenses& own = issued[license.issuer];
            ++own.all;
            own.deleted += is_deleted(license) ? 1 : 0;
        }
        if (current(license).status == LicenseStatus::PENDING_DELETE) {
            pending.insert(id);
        }
    }
}

std::string_view name_of(LicenseStatus status) {
    return boost::describe::enum_to_string(status, "");
}

const License* find_license(const Licenses& state, const Id128& id) {
    const auto found = state.licenses.find(id);
    return found == state.licenses.end() ? nullptr : &found->second;
}

const LicenseVersion& current(const License& license) {
    LICET_CHECK(!license.versions.empty());
    return license.versions.back();
}

bool is_deleted(const License& license) {
    const LicenseStatus status = current(license).status;
    return status == LicenseStatus::DELETED || status == LicenseStatus::PENDING_DELETE;
}

bool is_seller_issued(const License& license) {
    return license.issuer != kMarketplaceAccount;
}

std::string product_of(const License& license) {
    return is_seller_issued(license) ? license.issuer.text() + ":" + license.product_sku
                                     : license.product_sku;
}

bool is_of_product(const License& license, std::string_view product) {
    if (!is_seller_issued(license)) {
        return product == license.product_sku;
    }
    return product.ends_with(license.product_sku) && product == product_of(license);
}

std::string beneficiary_of(const License& license) {
    return license.beneficiary.empty() ? license.holder.text() : license.beneficiary;
}

const std::string& issuer_name(const License& license, const LicenseVersion& version) {
    return version.issuer_name.empty() ? license.issuer_name : version.issuer_name;
}

std::string key_fingerprint(const License& license, const LicenseVersion& version) {
    return "aws:" + license.issuer.text() + ":" + issuer_name(license, version) +
           ":issuer-fingerprint";
}

LicenseStatus status_at(const License& license, Time now) {
    const LicenseVersion& version = current(license);
    const bool past = version.valid_until && now > *version.valid_until;
    return version.status == LicenseStatus::AVAILABLE && past ? LicenseStatus::EXPIRED
                                                              : version.status;
}

bool is_live(const License& license, Time now) {
    return status_at(license, now) == LicenseStatus::AVAILABLE;
}

bool is_usable(const License& license, Time now) {
    return is_live(license, now) && now >= current(license).valid_from;
}

std::optional<Time> retained_until(const License& license) {
    constexpr std::chrono::months kRetention{6};
    const LicenseVersion& last = current(license);
    if (last.status != LicenseStatus::DELETED) {
        return std::nullopt;
    }
    const auto day = std::chrono::floor<std::chrono::days>(last.created_at);
    auto date = std::chrono::year_month_day{day} + kRetention;
    if (!date.ok()) {
        date = date.year() / date.month() / std::chrono::last;
    }
    return std::chrono::sys_days{date} + (last.created_at - day);
}

std::string license_arn(AccountId issuer, const Id128& id) {
    return "arn:aws:license-manager::" + issuer.text() + ":license:l-" + id.text();
}

Result<ResourceArn> parse_resource_arn(std::string_view arn, std::string_view kind) {
    constexpr std::string_view kPrefix = "arn:aws:license-manager::";
    constexpr std::size_t kAccountDigits = 12;
    const std::size_t size = kPrefix.size() + kAccountDigits + 1 + kind.size() + 1 + 2 + 32;
    const auto fault = [&] {
        return Error{ErrorKind::invalid,
                     "`" + std::string{arn.substr(0, 200)} + "` is not the ARN of a " +
                         std::string{kind} +
                         ", such as arn:aws:license-manager::<account>:" + std::string{kind} + ":" +
                         std::string{kind.substr(0, 1)} + "-<32 hexadecimal digits>",
                     "InvalidParameterValueException"};
    };
    if (arn.size() != size || !arn.starts_with(kPrefix)) {
        return fault();
    }
    const auto owner = AccountId::parse(arn.substr(kPrefix.size(), kAccountDigits));
    const std::string_view rest = arn.substr(kPrefix.size() + kAccountDigits);
    const std::string_view resource = rest.substr(1 + kind.size());
    const bool named = rest[0] == ':' && rest.substr(1, kind.size()) == kind &&
                       (resource[0] == ':' || resource[0] == '/') && resource[1] == kind[0] &&
                       resource[2] == '-';
    const auto id = Id128::parse(resource.substr(3));
    if (!owner.ok() || !named || !id.ok()) {
        return fault();
    }
    return ResourceArn{*owner, *id};
}

}  // namespace licet::model
