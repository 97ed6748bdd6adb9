// SPDX-License-Identifier: Apache-2.0
#include "api/marketplace_agreement/fixture_test.h"

namespace licet::api {
namespace {

struct UpdatePurchaseOrders : AgreementTest {
    const std::string id = contract();
    const std::string charge = world.state().marketplace.agreements.at(id).charges.at(0).id;

    static std::string order(const std::string& of_charge, const std::string& more) {
        return R"({"purchaseOrders":[{"chargeId":")" + of_charge + R"(")" + more + "}]}";
    }
};

TEST_F(UpdatePurchaseOrders, MakeARevisionOfTheCharge) {
    agree_must(buyer, "UpdatePurchaseOrders",
               order(charge, R"(,"purchaseOrderReference":"PO-1","chargeRevision":1,)"
                             R"("agreementId":")" +
                                 id + R"(")"));
    const auto reply = agree_must(buyer, "ListAgreementCharges", of(id));
    EXPECT_EQ(reply.text("items.0.purchaseOrderReference"), "PO-1");
    EXPECT_EQ(reply.text("items.0.revision"), "2");
}

TEST_F(UpdatePurchaseOrders, AreRefusedForWhatIsNotTheirs) {
    const auto refused = [&](const model::Principal& who, const std::string& request) {
        return agree_refusal(who, "UpdatePurchaseOrders", request);
    };
    const std::string reference = R"(,"purchaseOrderReference":"PO-1")";
    EXPECT_EQ(refused(seller, order(charge, reference)), "ResourceNotFoundException Charge");
    EXPECT_EQ(refused(buyer, order("ch-none", reference)), "ResourceNotFoundException Charge");
    EXPECT_EQ(refused(buyer, order(charge, "")),
              "ValidationException MISSING_PURCHASE_ORDER_REFERENCE");
    EXPECT_EQ(refused(buyer, order(charge, reference + R"(,"chargeRevision":2)")),
              "ValidationException INVALID_CHARGE_REVISION");
}

}  // namespace
}  // namespace licet::api
