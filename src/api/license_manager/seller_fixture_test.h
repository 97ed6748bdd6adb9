// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/license_manager/fixture_test.h"

namespace licet::api {

/// Member account `a` sells: it issues licenses by the API.
struct SellerApiTest : LicenseManagerTest {
    /// What every version of a license says. @param more further members, each with a comma first
    static std::string terms(const std::string& more = "", const std::string& name = "tool") {
        return R"("LicenseName":")" + name +
               R"(","ProductName":"Tool","Issuer":{"Name":"Tools","SignKey":"arn:aws:kms:x"},)"
               R"("HomeRegion":"us-east-1","Validity":{"Begin":"2020-01-01T00:00:00Z"},)"
               R"("Entitlements":[{"Name":"Seats","Unit":"Count","MaxCount":2,"AllowCheckIn":true}],)"
               R"("ConsumptionConfiguration":{"RenewType":"Monthly",)"
               R"("ProvisionalConfiguration":{"MaxTimeToLiveInMinutes":30},)"
               R"("BorrowConfiguration":{"AllowEarlyCheckIn":true,"MaxTimeToLiveInMinutes":90}},)"
               R"("LicenseMetadata":[{"Name":"team","Value":"x"}])" +
               more;
    }
    std::string issue_request(const std::string& sku, const std::string& more = "") {
        return "{" +
               terms(R"(,"ProductSKU":")" + sku + R"(","Beneficiary":"buyers","ClientToken":"t)" +
                     std::to_string(++tokens) + R"(")" + more) +
               "}";
    }
    /// @return the new license's ARN.
    std::string issue(const std::string& sku = "tool") {
        return must(a, "CreateLicense", issue_request(sku)).text("LicenseArn");
    }
    static std::string of(const std::string& arn, const std::string& more = "") {
        return R"({"LicenseArn":")" + arn + R"(")" + more + "}";
    }
    std::string revision(const std::string& arn, const std::string& status,
                         const std::string& more = "") {
        return "{" +
               terms(R"(,"LicenseArn":")" + arn + R"(","Status":")" + status +
                     R"(","ClientToken":"t)" + std::to_string(++tokens) + R"(")" + more) +
               "}";
    }
    /// A grant of the seller's license to `b`, accepted and ACTIVE.
    std::string share(const std::string& arn) {
        const auto grant =
            must(a, "CreateGrant",
                 R"({"ClientToken":"t)" + std::to_string(++tokens) +
                     R"(","GrantName":"grant","LicenseArn":")" + arn + R"(","Principals":[")" +
                     root_arn(b) +
                     R"("],"HomeRegion":"us-east-1","AllowedOperations":["CheckoutLicense"]})")
                .text("GrantArn");
        must(b, "AcceptGrant", named(grant));
        set(b, grant, "ACTIVE");
        return grant;
    }
};

}  // namespace licet::api
