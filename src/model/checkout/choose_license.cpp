// SPDX-License-Identifier: Apache-2.0
#include "model/checkout/choose_license.h"

#include "model/grant/activity.h"
#include "model/grant/view.h"
#include "model/state.h"

#include <algorithm>

namespace licet::model {
namespace {

/// The account in `aws:<account>:<name>:issuer-fingerprint`; none when it is nothing of the kind.
AccountId issuer_in(std::string_view fingerprint) {
    constexpr std::string_view kPrefix = "aws:";
    constexpr std::size_t kAccountDigits = 12;
    if (!fingerprint.starts_with(kPrefix)) {
        return {};
    }
    const auto account = AccountId::parse(fingerprint.substr(kPrefix.size(), kAccountDigits));
    return account.ok() ? *account : AccountId{};
}

/// The licenses of the product that the account's grants in force let it do `operation` with.
std::vector<Id128> granted_licenses(const State& state, AccountId account, std::string_view product,
                                    AllowedOperation operation, Time now) {
    std::vector<Id128> licenses;
    for (const GrantId& id : grants_in_force(state, account, product, now)) {
        const auto grant = find_view(state, id);
        if (grant && grant->at.operations.has(operation)) {
            licenses.push_back(grant->license);
        }
    }
    return licenses;
}

std::vector<Id128> issued_licenses(const State& state, const std::string& product,
                                   const std::string& beneficiary) {
    const auto found = state.license.by_beneficiary.find({product, beneficiary});
    return found == state.license.by_beneficiary.end()
               ? std::vector<Id128>{}
               : std::vector<Id128>{found->second.begin(), found->second.end()};
}

}  // namespace

bool may_use(const State& state, AccountId account, const Id128& license,
             AllowedOperation operation, Time now) {
    const License& details = *find_license(state.license, license);
    if (details.issuer == account) {
        return is_usable(details, now);
    }
    const auto granted = granted_licenses(state, account, product_of(details), operation, now);
    return std::find(granted.begin(), granted.end(), license) != granted.end();
}

Result<std::vector<Id128>> choose_licenses(const State& state, AccountId account,
                                           const LicenseChoice& choice, AllowedOperation operation,
                                           Time now) {
    const AccountId issuer = issuer_in(choice.key_fingerprint);
    License named;
    named.issuer = issuer;
    named.product_sku = choice.product_sku;
    const std::string product = product_of(named);
    const bool is_own = issuer && issuer == account;
    if (is_own && !choice.beneficiary) {
        return Error{ErrorKind::invalid,
                     "you issued the licenses with this KeyFingerprint yourself: name the "
                     "Beneficiary whose license you check out",
                     "InvalidParameterValueException"};
    }
    auto licenses = is_own ? issued_licenses(state, product, *choice.beneficiary)
                           : granted_licenses(state, account, product, operation, now);
    const auto is_other = [&](const Id128& id) {
        const License& license = *find_license(state.license, id);
        return !is_usable(license, now) ||
               key_fingerprint(license, current(license)) != choice.key_fingerprint ||
               (choice.beneficiary && *choice.beneficiary != beneficiary_of(license));
    };
    licenses.erase(std::remove_if(licenses.begin(), licenses.end(), is_other), licenses.end());
    return licenses;
}

}  // namespace licet::model
