// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/license_manager/fixture_test.h"
#include "model/state.h"

namespace licet::api {

/// Account `b` is a seller; `a` has an ACTIVE grant of its license of 2 seats, a feature and an
/// unlimited count.
struct CheckoutTest : LicenseManagerTest {
    std::string sold = sell();

    std::string sell() {
        const Id128 id = Id128::random(world.random());
        const Time now = world.clock().now();
        model::OperationSet operations;
        for (const auto operation : {model::AllowedOperation::CheckoutLicense,
                                     model::AllowedOperation::CheckoutBorrowLicense,
                                     model::AllowedOperation::CheckInLicense,
                                     model::AllowedOperation::ExtendConsumptionLicense}) {
            operations.add(operation);
        }
        world.apply(
            {model::LicenseIssued{
                 id,
                 {.issuer = b.account,
                  .issuer_name = "Tools",
                  .holder = b.account,
                  .product_sku = "tool",
                  .agreement = {},
                  .holder_grant = {},
                  .created_at = now,
                  .versions =
                      {{.status = model::LicenseStatus::AVAILABLE,
                        .license_name = "license",
                        .product_name = "tool",
                        .valid_from = now,
                        .valid_until = {},
                        .entitlements =
                            {{.name = "seats",
                              .unit = "Count",
                              .value = {},
                              .max_count = 2,
                              .allow_check_in = true},
                             {.name = "gold", .unit = "None", .value = "Enabled", .max_count = {}},
                             {.name = "calls", .unit = "Count", .value = {}, .max_count = {}}},
                        .created_at = now,
                        .consumption = {.borrow = model::BorrowConfiguration{.minutes = 600}}}},
                  .tags = {},
                  .beneficiary = "customer"}},
             model::GrantCreated{model::GrantId::random(world.random()),
                                 {.name = "grant",
                                  .license = id,
                                  .grantor = b.account,
                                  .grantee = {.kind = model::GranteeKind::account,
                                              .account = a.account,
                                              .node = {}},
                                  .operations = operations,
                                  .status = model::GrantStatus::ACTIVE,
                                  .created_at = now},
                                 {}}});
        return model::license_arn(b.account, id);
    }

    /// A CheckoutLicense of `entitlements`, a JSON list.
    std::string checkout_request(const std::string& entitlements, const std::string& more = "",
                                 const std::string& type = "PROVISIONAL") {
        return R"({"ProductSKU":"tool","CheckoutType":")" + type + R"(","KeyFingerprint":"aws:)" +
               b.account.text() + R"(:Tools:issuer-fingerprint","ClientToken":"t)" +
               std::to_string(++tokens) + R"(","Entitlements":)" + entitlements + more + "}";
    }
    std::string seat_request(int count, const std::string& type = "PROVISIONAL") {
        return checkout_request(
            R"([{"Name":"seats","Value":")" + std::to_string(count) + R"(","Unit":"Count"}])", "",
            type);
    }
    /// @return the token of a checkout of so many seats by `a`.
    std::string check_out(int count, const std::string& type = "PROVISIONAL") {
        return must(a, "CheckoutLicense", seat_request(count, type))
            .text("LicenseConsumptionToken");
    }
    std::string borrow_request(const std::string& more = "",
                               const std::string& method = "JWT_PS384") {
        return R"({"LicenseArn":")" + sold + R"(","ClientToken":"t)" + std::to_string(++tokens) +
               R"(","DigitalSignatureMethod":")" + method +
               R"(","Entitlements":[{"Name":"seats","Value":"1","Unit":"Count"}])" + more + "}";
    }
    static std::string token_request(const std::string& token, const std::string& more = "") {
        return R"({"LicenseConsumptionToken":")" + token + R"(")" + more + "}";
    }
    /// Seats in use, as the seller sees it.
    std::string used() {
        return must(b, "GetLicenseUsage", R"({"LicenseArn":")" + sold + R"("})")
            .text("LicenseUsage.EntitlementUsages.0.ConsumedValue");
    }
};

}  // namespace licet::api
