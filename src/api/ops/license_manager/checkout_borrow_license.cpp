// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/license_manager/consumption.h"
#include "api/license_manager/grant_call.h"
#include "api/license_manager/permissions.h"
#include "api/license_manager/signing.h"
#include "base/json_writer.h"
#include "model/state.h"

namespace licet::api {
namespace {

struct CheckoutMetadataItem {
    std::optional<Text<1, 255>> Name;
    std::optional<Text<0, 255>> Value;
};
BOOST_DESCRIBE_STRUCT(CheckoutMetadataItem, (), (Name, Value))

using CheckoutMetadataList = List<CheckoutMetadataItem, 0, license_manager::kCheckoutMetadata>;

struct Request {
    license_manager::Arn LicenseArn;
    license_manager::EntitlementDataList Entitlements;
    Text<1, 64> DigitalSignatureMethod;
    std::optional<license_manager::NodeId> NodeId;
    std::optional<CheckoutMetadataList> CheckoutMetadata;
    license_manager::ClientToken ClientToken;
};
BOOST_DESCRIBE_STRUCT(Request, (),
                      (LicenseArn, Entitlements, DigitalSignatureMethod, NodeId, CheckoutMetadata,
                       ClientToken))

struct Response {
    std::string LicenseArn;
    std::string LicenseConsumptionToken;
    std::vector<license_manager::EntitlementData> EntitlementsAllowed;
    std::optional<std::string> NodeId;
    std::string SignedToken;
    std::string IssuedAt;
    std::string Expiration;
    std::optional<CheckoutMetadataList> CheckoutMetadata;
};
BOOST_DESCRIBE_STRUCT(Response, (),
                      (LicenseArn, LicenseConsumptionToken, EntitlementsAllowed, NodeId,
                       SignedToken, IssuedAt, Expiration, CheckoutMetadata))

void write_entitlements(JsonWriter& json,
                        const std::vector<license_manager::EntitlementData>& entitlements) {
    json.begin_array();
    for (const auto& entitlement : entitlements) {
        json.begin_object().member("name", entitlement.Name).member("unit", entitlement.Unit);
        if (entitlement.Value) {
            json.member("value", *entitlement.Value);
        }
        json.end_object();
    }
    json.end_array();
}

void write_metadata(JsonWriter& json, const CheckoutMetadataList& metadata) {
    json.begin_array();
    for (const auto& item : metadata) {
        json.begin_object()
            .member("name", item.Name.value_or(""))
            .member("value", item.Value.value_or(""))
            .end_object();
    }
    json.end_array();
}

/// What the signature vouches for. Source: rule CO-7.
std::string payload_of(const Response& response) {
    std::string text;
    JsonWriter json{text};
    json.begin_object();
    json.key("entitlementsAllowed");
    write_entitlements(json, response.EntitlementsAllowed);
    json.member("expiration", response.Expiration)
        .member("issuedAt", response.IssuedAt)
        .member("licenseArn", response.LicenseArn)
        .member("licenseConsumptionToken", response.LicenseConsumptionToken);
    if (response.NodeId) {
        json.member("nodeId", *response.NodeId);
    }
    if (response.CheckoutMetadata) {
        json.key("checkoutMetadata");
        write_metadata(json, *response.CheckoutMetadata);
    }
    json.end_object();
    return text;
}

/// @return UnsupportedDigitalSignatureMethodException. Source: rule CO-7.
Result<void> require_ps384(const Request& request) {
    if (request.DigitalSignatureMethod == "JWT_PS384") {
        return {};
    }
    return Error{ErrorKind::invalid, "DigitalSignatureMethod must be JWT_PS384",
                 "UnsupportedDigitalSignatureMethodException"};
}

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY_VOID(license_manager::admit(call));
    LICET_TRY_VOID(require_ps384(request));
    const model::Borrow command{
        .license_arn = request.LicenseArn,
        .entitlements = license_manager::entitlements_in(request.Entitlements),
        .request = license_manager::request_key(call, "CheckoutBorrowLicense", request)};
    LICET_TRY(auto decision, model::borrow(call.state(), command, call.context()));
    const auto& answer = decision.answer;
    const AccountId issuer = model::find_license(call.state().license, answer.license)->issuer;
    Response response{.LicenseArn = model::license_arn(issuer, answer.license),
                      .LicenseConsumptionToken = answer.token.text(),
                      .EntitlementsAllowed = license_manager::show_entitlements(answer.allowed),
                      .NodeId = request.NodeId,
                      .SignedToken = {},
                      .IssuedAt = format_iso8601(answer.issued_at),
                      .Expiration = format_iso8601(answer.expires_at),
                      .CheckoutMetadata = request.CheckoutMetadata};
    LICET_TRY(auto made, license_manager::sign_as_issuer(call, issuer, payload_of(response)));
    response.SignedToken = std::move(made.token);
    decision.events.insert(decision.events.begin(), std::move_iterator{made.events.begin()},
                           std::move_iterator{made.events.end()});
    license_manager::commit(call, decision);
    return response;
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return license_manager::on_license(call, request.LicenseArn);
}

constexpr std::string_view kErrors[] = {
    "InvalidParameterValueException", "NoEntitlementsAllowedException",
    "EntitlementNotAllowedException", "UnsupportedDigitalSignatureMethodException"};

}  // namespace

extern constinit const Operation op_license_manager_checkout_borrow_license =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kLicenseManager,
         .name = "CheckoutBorrowLicense",
         .doc = "Takes units of a license for offline use, vouched for by a signed token.",
         .access = Access::write,
         .for_bearers = true,
         .answers_credentials = true,
         .needs = license_manager::kOnLicense,
         .errors = kErrors});

}  // namespace licet::api
