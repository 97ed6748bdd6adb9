// SPDX-License-Identifier: Apache-2.0
#include "api/marketplace_agreement/fixture_test.h"

namespace licet::api {
namespace {

using GetAgreementEntitlements = AgreementTest;

// rule LI-7
TEST_F(GetAgreementEntitlements, LeadsFromTheAgreementToTheLicense) {
    const std::string id = usage_agreement();
    const auto reply = agree_must(buyer, "GetAgreementEntitlements", of(id));
    ASSERT_EQ(reply.count("agreementEntitlements"), 1U);
    const std::string first = "agreementEntitlements.0.";
    EXPECT_EQ(reply.text(first + "status"), "PROVISIONED");
    EXPECT_EQ(reply.text(first + "statusReasonCode"), "AGREEMENT_ACTIVE");
    EXPECT_EQ(reply.text(first + "resource.id"), sample::kCommandProduct);
    const auto licenses = world.must(buyer, "license-manager", "ListReceivedLicenses", "{}");
    EXPECT_EQ(reply.text(first + "licenseArn"), licenses.text("Licenses.0.LicenseArn"));
}

TEST_F(GetAgreementEntitlements, AFutureStartIsScheduled) {
    model::Offer offer = usage_offer(1);
    const Time later = world.clock().now() + std::chrono::hours{48};
    offer.terms.push_back({"term-validity", model::ValidityTerm{.start = later}});
    apply(offer);
    std::string request = by_usage(1);
    request.insert(request.find("[") + 1, R"({"id":"term-validity"},)");
    const std::string id = accept(request);
    const auto status = [&] {
        const auto reply = agree_must(buyer, "GetAgreementEntitlements", of(id));
        return reply.text("agreementEntitlements.0.status") + " " +
               reply.text("agreementEntitlements.0.statusReasonCode");
    };
    EXPECT_EQ(status(), "SCHEDULED FUTURE_START_DATE");
    world.clock().advance(std::chrono::hours{48});
    EXPECT_EQ(status(), "PROVISIONED AGREEMENT_ACTIVE");
}

// rules MP-10, LI-4
TEST_F(GetAgreementEntitlements, AnEndedAgreementHasNone) {
    const std::string id = usage_agreement();
    agree_must(buyer, "CancelAgreement", of(id));
    const auto reply = agree_must(buyer, "GetAgreementEntitlements", of(id));
    EXPECT_EQ(reply.text("agreementEntitlements.0.status"), "DEPROVISIONED");
    EXPECT_EQ(reply.text("agreementEntitlements.0.statusReasonCode"), "AGREEMENT_INACTIVE");
    EXPECT_TRUE(reply.has("agreementEntitlements.0.licenseArn"));
}

TEST_F(GetAgreementEntitlements, IsForTheParties) {
    EXPECT_EQ(agree_refusal(stranger, "GetAgreementEntitlements", of(usage_agreement())),
              "ResourceNotFoundException Agreement");
}

}  // namespace
}  // namespace licet::api
