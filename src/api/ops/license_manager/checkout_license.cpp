// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/license_manager/consumption.h"
#include "api/license_manager/grant_call.h"
#include "model/state.h"

namespace licet::api {
namespace {

enum class CheckoutType { PROVISIONAL, PERPETUAL };
BOOST_DESCRIBE_ENUM(CheckoutType, PROVISIONAL, PERPETUAL)

struct Request {
    Text<1, 2048> ProductSKU;
    api::CheckoutType CheckoutType = api::CheckoutType::PROVISIONAL;
    Text<1, 2048> KeyFingerprint;
    license_manager::EntitlementDataList Entitlements;
    license_manager::ClientToken ClientToken;
    std::optional<license_manager::Beneficiary> Beneficiary;
    std::optional<license_manager::NodeId> NodeId;
};
BOOST_DESCRIBE_STRUCT(Request, (),
                      (ProductSKU, CheckoutType, KeyFingerprint, Entitlements, ClientToken,
                       Beneficiary, NodeId))

struct Response {
    api::CheckoutType CheckoutType = api::CheckoutType::PROVISIONAL;
    std::string LicenseConsumptionToken;
    std::vector<license_manager::EntitlementData> EntitlementsAllowed;
    std::optional<std::string> NodeId;
    std::string IssuedAt;
    std::optional<std::string> Expiration;
    std::string LicenseArn;
};
BOOST_DESCRIBE_STRUCT(Response, (),
                      (CheckoutType, LicenseConsumptionToken, EntitlementsAllowed, NodeId, IssuedAt,
                       Expiration, LicenseArn))

model::CheckOut command_for(const Call& call, const Request& request) {
    return {.license = {.product_sku = request.ProductSKU,
                        .key_fingerprint = request.KeyFingerprint,
                        .beneficiary = request.Beneficiary},
            .kind = request.CheckoutType == CheckoutType::PERPETUAL
                        ? model::CheckoutKind::perpetual
                        : model::CheckoutKind::provisional,
            .entitlements = license_manager::entitlements_in(request.Entitlements),
            .request = license_manager::request_key(call, "CheckoutLicense", request)};
}

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY_VOID(license_manager::admit(call));
    LICET_TRY(auto decision,
              model::check_out(call.state(), command_for(call, request), call.context()));
    Response response{
        .CheckoutType = request.CheckoutType,
        .LicenseConsumptionToken = decision.answer.token.text(),
        .EntitlementsAllowed = license_manager::show_entitlements(decision.answer.allowed),
        .NodeId = request.NodeId,
        .IssuedAt = format_iso8601(decision.answer.issued_at),
        .Expiration = {},
        .LicenseArn = license_manager::commit(call, decision)};
    if (request.CheckoutType == CheckoutType::PROVISIONAL) {
        response.Expiration = format_iso8601(decision.answer.expires_at);
    }
    return response;
}

constexpr std::string_view kErrors[] = {"InvalidParameterValueException",
                                        "NoEntitlementsAllowedException"};

}  // namespace

extern constinit const Operation op_license_manager_checkout_license =
    operation<Request, Response, run>(
        {.service = &wire::kLicenseManager,
         .name = "CheckoutLicense",
         .doc = "Takes units of a license's entitlements, as a lease or for good.",
         .access = Access::write,
         .for_bearers = true,
         .errors = kErrors});

}  // namespace licet::api
