// SPDX-License-Identifier: Apache-2.0
#include "api/marketplace_agreement/fixture_test.h"

namespace licet::api {
namespace {

std::string filters(const std::string& party,
                    const std::vector<std::pair<std::string, std::string>>& more = {}) {
    std::string json = R"("filters":[{"name":"PartyType","values":[")" + party +
                       R"("]},{"name":"AgreementType","values":["PurchaseAgreement"]})";
    for (const auto& [name, value] : more) {
        json += R"(,{"name":")" + name + R"(","values":[")" + value + R"("]})";
    }
    return json + "]";
}

struct SearchAgreements : AgreementTest {
    std::size_t found(const model::Principal& who, const std::string& party,
                      const std::vector<std::pair<std::string, std::string>>& more = {}) {
        return agree_must(who, "SearchAgreements", "{" + filters(party, more) + "}")
            .count("agreementViewSummaries");
    }
    std::string refused(const std::string& body) {
        return agree_refusal(buyer, "SearchAgreements", "{" + body + "}");
    }
};

// rules U-14, MP-32
TEST_F(SearchAgreements, FindsModelSubscriptionsToo) {
    must("CreateFoundationModelAgreement",
         BedrockTest::agreement(sample::kOpus, sample::kOpusProduct));
    const auto reply = agree_must(buyer, "SearchAgreements", "{" + filters("Acceptor") + "}");
    ASSERT_EQ(reply.count("agreementViewSummaries"), 1U);
    const std::string first = "agreementViewSummaries.0.";
    EXPECT_EQ(reply.text(first + "proposer.accountId"), kMarketplaceAccount.text());
    EXPECT_EQ(reply.text(first + "proposalSummary.resources.0.id"), sample::kOpusProduct);
    EXPECT_EQ(reply.text(first + "status"), "ACTIVE");
    EXPECT_FALSE(reply.has(first + "endTime"));
}

TEST_F(SearchAgreements, FiltersByEveryName) {
    contract(1);
    EXPECT_EQ(found(buyer, "Acceptor"), 1U);
    EXPECT_EQ(found(seller, "Acceptor"), 0U);
    EXPECT_EQ(found(seller, "Proposer"), 1U);
    EXPECT_EQ(found(stranger, "Proposer"), 0U);
    EXPECT_EQ(found(buyer, "Acceptor", {{"ResourceIdentifier", sample::kCommandProduct}}), 1U);
    EXPECT_EQ(found(buyer, "Acceptor", {{"ResourceIdentifier", "prod-x"}}), 0U);
    EXPECT_EQ(found(buyer, "Acceptor", {{"ResourceType", "SaaSProduct"}}), 1U);
    EXPECT_EQ(found(buyer, "Acceptor", {{"ResourceType", "AmiProduct"}}), 0U);
    EXPECT_EQ(found(buyer, "Acceptor", {{"OfferId", "offer-private100001"}}), 1U);
    EXPECT_EQ(found(buyer, "Acceptor", {{"OfferId", "offer-x"}}), 0U);
    EXPECT_EQ(found(buyer, "Acceptor", {{"OfferSetId", "offerset-x"}}), 0U);
    EXPECT_EQ(found(buyer, "Acceptor", {{"Status", "ACTIVE"}}), 1U);
    EXPECT_EQ(found(buyer, "Acceptor", {{"Status", "EXPIRED"}}), 0U);
    EXPECT_EQ(found(seller, "Proposer", {{"AcceptorAccountId", "111111111111"}}), 1U);
    EXPECT_EQ(found(seller, "Proposer", {{"AcceptorAccountId", "333333333333"}}), 0U);
    EXPECT_EQ(found(buyer, "Acceptor", {{"AfterEndTime", "2026-09-22T00:00:00Z"}}), 1U);
    EXPECT_EQ(found(buyer, "Acceptor", {{"BeforeEndTime", "2026-09-22T00:00:00Z"}}), 0U);
    world.clock().advance(std::chrono::hours{24 * 40});
    EXPECT_EQ(found(buyer, "Acceptor", {{"Status", "EXPIRED"}}), 1U);
}

TEST_F(SearchAgreements, SupportsTheDocumentedCombinationsOnly) {
    const auto reply = agree_call(
        buyer, "SearchAgreements",
        "{" + filters("Acceptor", {{"OfferId", "o"}, {"ResourceIdentifier", "p"}}) + "}");
    EXPECT_EQ(reply.message, "Provided combination of filters is not supported");
    const std::string unsupported = "ValidationException UNSUPPORTED_FILTERS";
    EXPECT_EQ(refused(""), unsupported);
    EXPECT_EQ(refused(R"("filters":[{"name":"PartyType","values":["Acceptor"]}])"), unsupported);
    EXPECT_EQ(refused(filters("Acceptor", {{"ResourceType", "SaaSProduct"}, {"Status", "ACTIVE"}})),
              unsupported);
    EXPECT_EQ(refused(filters("Acceptor", {{"AcceptorAccountId", "111111111111"}})), unsupported);
    EXPECT_EQ(refused(filters("Proposer", {{"AcceptorAccountId", "111111111111"},
                                           {"OfferSetId", "offerset-x"}})),
              unsupported);
    EXPECT_EQ(refused(filters("Proposer", {{"Status", "ACTIVE"}, {"Status", "ACTIVE"}})),
              unsupported);
    EXPECT_EQ(refused(filters("Proposer", {{"ResourceType", "SaaSProduct"},
                                           {"Status", "ACTIVE"},
                                           {"AcceptorAccountId", "111111111111"},
                                           {"AfterEndTime", "2026-09-22T00:00:00Z"}})),
              "");
}

TEST_F(SearchAgreements, RefusesWhatItCannotRead) {
    EXPECT_EQ(refused(filters("Judge")), "ValidationException INVALID_FILTER_VALUES");
    EXPECT_EQ(refused(filters("Acceptor", {{"Colour", "red"}})),
              "ValidationException INVALID_FILTER_NAME");
    EXPECT_EQ(refused(filters("Acceptor", {{"Status", "RED"}})),
              "ValidationException INVALID_FILTER_VALUES");
    EXPECT_EQ(refused(filters("Acceptor", {{"BeforeEndTime", "tomorrow"}})),
              "ValidationException INVALID_FILTER_VALUES");
    EXPECT_EQ(refused(R"("filters":[{"name":"PartyType"}])"),
              "ValidationException MISSING_FILTER_VALUES");
    EXPECT_EQ(refused(R"("filters":[{"values":["a"]}])"),
              "ValidationException MISSING_FILTER_NAME");
    EXPECT_EQ(refused(filters("Acceptor") + R"(,"catalog":"Elsewhere")"),
              "ValidationException INVALID_CATALOG");
    EXPECT_EQ(refused(filters("Acceptor") + R"(,"sort":{"sortBy":"StartTime"})"),
              "ValidationException INVALID_SORT_BY");
}

TEST_F(SearchAgreements, SortsByEndAndComesInPages) {
    contract(1);
    must("CreateFoundationModelAgreement",
         BedrockTest::agreement(sample::kOpus, sample::kOpusProduct));
    const auto page = [&](const std::string& order, const std::string& more) {
        return agree_must(buyer, "SearchAgreements",
                          "{" + filters("Acceptor") +
                              R"(,"sort":{"sortBy":"EndTime","sortOrder":")" + order +
                              R"("},"maxResults":1)" + more + "}");
    };
    const std::string product = "agreementViewSummaries.0.proposalSummary.resources.0.id";
    EXPECT_EQ(page("ASCENDING", "").text(product), sample::kCommandProduct);
    const auto first = page("DESCENDING", "");
    EXPECT_EQ(first.text(product), sample::kOpusProduct);  // one without end comes last
    const std::string token = R"(,"nextToken":")" + first.text("nextToken") + R"(")";
    const auto second = page("DESCENDING", token);
    EXPECT_EQ(second.text(product), sample::kCommandProduct);
    EXPECT_FALSE(second.has("nextToken"));
    EXPECT_EQ(refused(filters("Acceptor") + token), "ValidationException INVALID_NEXT_TOKEN");
}

}  // namespace
}  // namespace licet::api
