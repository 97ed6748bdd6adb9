// SPDX-License-Identifier: Apache-2.0
#include "model/marketplace/cancel.h"

#include "model/marketplace/marketplace_world_test.h"
#include "model/marketplace/purchase_orders.h"

namespace licet::model {
namespace {

struct CancelTest : MarketplaceWorld {
    std::string usage_agreement(int n) { return agree(buyer, apply(offer(n))); }
    std::string contract(int n) {
        const Offer given = apply(offer(n, sample::kCommandProduct, {upfront(), legal()}));
        return agree(buyer, given, Intent::NEW, "", {seats(2)});
    }
    Result<Events> try_end(AccountId as, const std::string& id) {
        act_as(as);
        return end_agreement(world.state, id, world.context());
    }
    Result<SentCancellation> try_send(AccountId as, const std::string& id) {
        act_as(as);
        return send_cancellation(world.state, {id, CancellationReason::TEST_AGREEMENT, "a test"},
                                 world.context());
    }
    std::string send(const std::string& id) {
        const auto sent = try_send(seller, id);
        EXPECT_TRUE(sent.ok()) << (sent.ok() ? "" : sent.error().message);
        world.take(sent->events);
        return cancellation_id(sent->id);
    }
    Result<Events> try_answer(AccountId as, const std::string& id, const std::string& request,
                              CancellationAnswer answer) {
        act_as(as);
        return answer_cancellation(world.state, {id, request, answer, "why"}, world.context());
    }
    CancellationView view(const std::string& request) {
        return view_cancellation(world.state, request, world.now);
    }
};

// rules MP-10, ME-37, LI-4, scenario 12
TEST_F(CancelTest, WithdrawsTheLicenseAndLeavesTheGrants) {
    const std::string id = usage_agreement(1);
    const GrantId grant =
        world.create(world.organization_principal(), world.management, agreement(id).license);
    world.set(world.management, grant, kActive);
    world.keep(try_end(buyer, id));
    EXPECT_EQ(status(id), AgreementStatus::CANCELLED);
    world.run_background();
    EXPECT_EQ(current(license(id)).status, LicenseStatus::DELETED);
    EXPECT_EQ(world.status(grant), "ACTIVE");
    EXPECT_FALSE(entitled(other));
    EXPECT_EQ(reason_of(try_end(buyer, id)), "INACTIVE_AGREEMENT");
}

TEST_F(CancelTest, IsForTheAcceptorOnly) {
    const std::string id = usage_agreement(1);
    EXPECT_EQ(reason_of(try_end(seller, id)), "INVALID_ACCESS");
    EXPECT_EQ(reason_of(try_end(other, id)), "Agreement");
    EXPECT_EQ(reason_of(try_end(buyer, "agmt-none")), "Agreement");
}

TEST_F(CancelTest, AContractEndsByConsentOnly) {
    const std::string id = contract(1);
    EXPECT_EQ(reason_of(try_end(buyer, id)), "UNSUPPORTED_ACTION");
    const std::string request = send(id);
    EXPECT_EQ(view(request).status, CancellationStatus::PENDING_APPROVAL);
    EXPECT_EQ(status(id), AgreementStatus::ACTIVE);
    world.now += kHour;
    world.keep(try_answer(buyer, id, request, CancellationAnswer::accept));
    world.run_background();
    EXPECT_EQ(view(request).status, CancellationStatus::APPROVED);
    EXPECT_EQ(view(request).details.updated_at, world.now);
    EXPECT_EQ(status(id), AgreementStatus::CANCELLED);
    EXPECT_FALSE(entitled(buyer));
}

TEST_F(CancelTest, OnlyTheProposerAsksAndOnlyTheAcceptorAnswers) {
    const std::string id = contract(1);
    EXPECT_EQ(reason_of(try_send(buyer, id)), "INVALID_ACCESS");
    EXPECT_EQ(reason_of(try_send(other, id)), "Agreement");
    const std::string request = send(id);
    const std::string type = "AgreementCancellationRequest";
    for (const auto answer : {CancellationAnswer::accept, CancellationAnswer::reject}) {
        EXPECT_EQ(reason_of(try_answer(seller, id, request, answer)), "INVALID_ACCESS");
        EXPECT_EQ(reason_of(try_answer(other, id, request, answer)), type);
    }
    EXPECT_EQ(reason_of(try_answer(buyer, id, request, CancellationAnswer::withdraw)),
              "INVALID_ACCESS");
    EXPECT_EQ(reason_of(try_answer(buyer, "agmt-other", request, CancellationAnswer::accept)),
              type);
    EXPECT_EQ(reason_of(try_answer(buyer, id, "acr-none", CancellationAnswer::accept)), type);
}

TEST_F(CancelTest, ARequestIsAnsweredOnce) {
    const std::string id = contract(1);
    const std::string first = send(id);
    EXPECT_EQ(try_send(seller, id).error().kind, ErrorKind::conflict);
    world.keep(try_answer(buyer, id, first, CancellationAnswer::reject));
    EXPECT_EQ(view(first).status, CancellationStatus::REJECTED);
    EXPECT_EQ(view(first).details.status_message, "why");
    EXPECT_EQ(status(id), AgreementStatus::ACTIVE);
    EXPECT_EQ(try_answer(buyer, id, first, CancellationAnswer::accept).error().kind,
              ErrorKind::conflict);
    const std::string second = send(id);
    world.keep(try_answer(seller, id, second, CancellationAnswer::withdraw));
    EXPECT_EQ(view(second).status, CancellationStatus::CANCELLED);
    EXPECT_EQ(try_answer(buyer, id, second, CancellationAnswer::accept).error().kind,
              ErrorKind::conflict);
}

TEST_F(CancelTest, ARequestIsVoidWhenTheAgreementEnds) {
    const std::string id = contract(1);
    const std::string request = send(id);
    world.now = *agreement(id).ends_at + Milliseconds{1};
    EXPECT_EQ(view(request).status, CancellationStatus::VALIDATION_FAILED);
    EXPECT_EQ(try_answer(buyer, id, request, CancellationAnswer::accept).error().kind,
              ErrorKind::conflict);
    EXPECT_EQ(reason_of(try_send(seller, id)), "INACTIVE_AGREEMENT");
}

TEST_F(CancelTest, AnAgreementHasAHundredRequestsAtMost) {
    const std::string id = contract(1);
    for (std::size_t i = 0; i < kCancellationsMax; ++i) {
        world.keep(try_answer(buyer, id, send(id), CancellationAnswer::reject));
    }
    EXPECT_EQ(reason_of(try_send(seller, id)), "Agreement");
}

TEST_F(CancelTest, PurchaseOrdersMakeRevisionsOfCharges) {
    const std::string id = contract(1);
    const std::string charge = agreement(id).charges.at(0).id;
    const auto give = [&](AccountId as, const GiveOrder& order) {
        act_as(as);
        return update_purchase_orders(world.state, {order}, world.context());
    };
    world.keep(give(buyer, {charge, "PO-1", id, 1}));
    EXPECT_EQ(agreement(id).charges.at(0).purchase_order, "PO-1");
    EXPECT_EQ(agreement(id).charges.at(0).revision, 2);
    EXPECT_EQ(reason_of(give(buyer, {charge, "PO-2", id, 1})), "INVALID_CHARGE_REVISION");
    EXPECT_EQ(reason_of(give(buyer, {charge, "PO-2", "agmt-other"})), "Charge");
    EXPECT_EQ(reason_of(give(seller, {charge, "PO-2"})), "Charge");
    world.keep(give(buyer, {charge, "PO-2"}));
    EXPECT_EQ(agreement(id).charges.at(0).revision, 3);
    const GiveOrder again{charge, "PO-3"};
    act_as(buyer);
    EXPECT_EQ(reason_of(update_purchase_orders(world.state, {again, again}, world.context())),
              "DUPLICATE_CHARGES");
}

}  // namespace
}  // namespace licet::model
