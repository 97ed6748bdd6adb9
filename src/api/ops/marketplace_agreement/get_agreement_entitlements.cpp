// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/marketplace_agreement/permissions.h"
#include "api/marketplace_agreement/shapes.h"
#include "model/state.h"

namespace licet::api {
namespace {

namespace shapes = marketplace_agreement;

constexpr std::string_view kListing = "GetAgreementEntitlements";
constexpr std::string_view kEntitlementType = "License";

enum class Status { PROVISIONED, SCHEDULED, PENDING, FAILED, DEPROVISIONED };
BOOST_DESCRIBE_ENUM(Status, PROVISIONED, SCHEDULED, PENDING, FAILED, DEPROVISIONED)

enum class Reason {
    PROVISIONING_IN_PROGRESS,
    FUTURE_START_DATE,
    ACCOUNT_SUSPENDED,
    AGREEMENT_INACTIVE,
    AGREEMENT_ACTIVE
};
BOOST_DESCRIBE_ENUM(Reason, PROVISIONING_IN_PROGRESS, FUTURE_START_DATE, ACCOUNT_SUSPENDED,
                    AGREEMENT_INACTIVE, AGREEMENT_ACTIVE)

struct Request {
    shapes::ResourceId agreementId;
    shapes::MaxResults maxResults;
    shapes::NextToken nextToken;
};
BOOST_DESCRIBE_STRUCT(Request, (), (agreementId, maxResults, nextToken))

struct AgreementEntitlement {
    shapes::Resource resource;
    std::string type;
    Status status = Status::PENDING;
    Reason statusReasonCode = Reason::PROVISIONING_IN_PROGRESS;
    std::optional<std::string> licenseArn;
};
BOOST_DESCRIBE_STRUCT(AgreementEntitlement, (),
                      (resource, type, status, statusReasonCode, licenseArn))

struct Response {
    std::vector<AgreementEntitlement> agreementEntitlements;
    std::optional<std::string> nextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (agreementEntitlements, nextToken))

struct Standing {
    Status status;
    Reason reason;
};

/// Source: domain.md 8.3, rule LI-7.
Standing standing(const model::State& state, const model::Agreement& agreement, Time now) {
    if (model::status_at(agreement, now) != model::AgreementStatus::ACTIVE) {
        return {Status::DEPROVISIONED, Reason::AGREEMENT_INACTIVE};
    }
    const auto* account = model::find_account(state.organization, agreement.acceptor);
    if (account == nullptr || account->state != model::AccountState::ACTIVE) {
        return {Status::FAILED, Reason::ACCOUNT_SUSPENDED};
    }
    if (agreement.provisioning) {
        return {Status::PENDING, Reason::PROVISIONING_IN_PROGRESS};
    }
    if (now < agreement.starts_at) {
        return {Status::SCHEDULED, Reason::FUTURE_START_DATE};
    }
    return {Status::PROVISIONED, Reason::AGREEMENT_ACTIVE};
}

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY(const auto agreement, shapes::require_agreement(call, request.agreementId));
    const Listing listing{call, kListing, agreement.id};
    LICET_TRY(const auto page, shapes::page_of(listing, request.nextToken, request.maxResults));
    const auto& details = agreement.details;
    Response response;
    // An agreement is about one product, so it has one entitlement.
    response.nextToken = shapes::fill(listing, shapes::positions(1), page, [&](const auto&) {
        const auto [status, reason] = standing(call.state(), details, call.context().now);
        AgreementEntitlement entitlement{
            .resource = shapes::show_product(call.state(), details.product_id),
            .type = std::string{kEntitlementType},
            .status = status,
            .statusReasonCode = reason,
            .licenseArn = {}};
        if (!details.license.is_zero()) {
            entitlement.licenseArn = model::license_arn(kMarketplaceAccount, details.license);
        }
        response.agreementEntitlements.push_back(std::move(entitlement));
        return true;
    });
    return response;
}

Permissions permissions(const PermissionCall&, const Request&) {
    return marketplace_agreement::permit_agreements();
}

}  // namespace

extern constinit const Operation op_marketplace_agreement_get_agreement_entitlements =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kMarketplaceAgreement,
         .name = "GetAgreementEntitlements",
         .doc = "Shows the license that an agreement gives, and how far it is provisioned.",
         .needs = marketplace_agreement::kOfAgreementType});

}  // namespace licet::api
