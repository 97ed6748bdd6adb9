// SPDX-License-Identifier: Apache-2.0
#include "api/marketplace_agreement/fixture_test.h"

namespace licet::api {
namespace {

using ListAgreementCancellationRequests = AgreementTest;

TEST_F(ListAgreementCancellationRequests, ShowsEachPartyItsOwn) {
    const std::string id = contract();
    send(id);
    const auto list = [&](const model::Principal& who, const std::string& request) {
        return agree_must(who, "ListAgreementCancellationRequests", request).count("items");
    };
    const auto reply =
        agree_must(buyer, "ListAgreementCancellationRequests", R"({"partyType":"Acceptor"})");
    ASSERT_EQ(reply.count("items"), 1U);
    EXPECT_EQ(reply.text("items.0.agreementId"), id);
    EXPECT_EQ(reply.text("items.0.status"), "PENDING_APPROVAL");
    EXPECT_EQ(reply.text("items.0.catalog"), "AWSMarketplace");
    EXPECT_EQ(reply.text("items.0.agreementType"), "PurchaseAgreement");
    EXPECT_EQ(list(seller, R"({"partyType":"Proposer"})"), 1U);
    EXPECT_EQ(list(seller, R"({"partyType":"Acceptor"})"), 0U);
    EXPECT_EQ(list(stranger, R"({"partyType":"Acceptor"})"), 0U);
    EXPECT_EQ(list(buyer, R"({"partyType":"Acceptor","status":"REJECTED"})"), 0U);
    EXPECT_EQ(list(buyer, R"({"partyType":"Acceptor","agreementId":"agmt-x"})"), 0U);
    EXPECT_EQ(list(buyer, R"({"partyType":"Acceptor","agreementId":")" + id + R"("})"), 1U);
    EXPECT_EQ(list(buyer, R"({"partyType":"Acceptor","agreementType":"Other"})"), 0U);
}

TEST_F(ListAgreementCancellationRequests, ComesInPages) {
    const std::string id = contract();
    for (int i = 0; i < 3; ++i) {
        const std::string ids = send(id);
        agree_must(buyer, "RejectAgreementCancellationRequest",
                   "{" + ids + R"(,"rejectionReason":"no"})");
    }
    const auto first = agree_must(buyer, "ListAgreementCancellationRequests",
                                  R"({"partyType":"Acceptor","maxResults":2})");
    EXPECT_EQ(first.count("items"), 2U);
    const auto second = agree_must(buyer, "ListAgreementCancellationRequests",
                                   R"({"partyType":"Acceptor","maxResults":2,"nextToken":")" +
                                       first.text("nextToken") + R"("})");
    EXPECT_EQ(second.count("items"), 1U);
}

TEST_F(ListAgreementCancellationRequests, KnowsTwoParties) {
    EXPECT_EQ(agree_refusal(buyer, "ListAgreementCancellationRequests", R"({"partyType":"Judge"})"),
              "ValidationException INVALID_PARTY_TYPE");
    EXPECT_EQ(agree_refusal(buyer, "ListAgreementCancellationRequests",
                            R"({"partyType":"Acceptor","catalog":"Elsewhere"})"),
              "ValidationException INVALID_CATALOG");
}

}  // namespace
}  // namespace licet::api
