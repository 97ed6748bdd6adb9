// SPDX-License-Identifier: Apache-2.0
#include "wire/agreement_reason.h"

#include "wire/encode.h"
#include "wire/service.h"

#include <gmock/gmock.h>

namespace licet::wire {
namespace {

std::string reason(Misfit misfit, std::string where) {
    Error error{ErrorKind::invalid, where + ": m"};
    error.misfit = misfit;
    error.where = std::move(where);
    return agreement_reason(error).front().value;
}

TEST(AgreementReason, NamesTheMemberAndWhetherItIsMissing) {
    EXPECT_EQ(reason(Misfit::missing, "$.intent"), "MISSING_INTENT");
    EXPECT_EQ(reason(Misfit::not_a_choice, "$.intent"), "INVALID_INTENT");
    EXPECT_EQ(reason(Misfit::missing, "$.requestedTerms"), "MISSING_REQUESTED_TERMS");
    EXPECT_EQ(reason(Misfit::missing, "$.requestedTerms[12].id"), "MISSING_REQUESTED_TERM_ID");
    EXPECT_EQ(reason(Misfit::malformed, "$.filters[0].values[0]"), "INVALID_FILTER_VALUES");
    EXPECT_EQ(reason(Misfit::missing, "$.purchaseOrders[0].chargeId"), "MISSING_CHARGE_ID");
    EXPECT_EQ(reason(Misfit::too_large, "$.maxResults"), "INVALID_MAX_RESULTS");
}

TEST(AgreementReason, APartOfAMemberIsNoMissingMember) {
    EXPECT_EQ(reason(Misfit::missing,
                     "$.requestedTerms[0].configuration.renewalTermConfiguration"
                     ".enableAutoRenew"),
              "INVALID_REQUESTED_TERM_CONFIGURATION");
}

TEST(AgreementReason, IsOtherWhereTheServiceHasNoName) {
    EXPECT_EQ(reason(Misfit::malformed, "$"), "OTHER");
    EXPECT_EQ(reason(Misfit::malformed, "$.taxConfiguration.taxEstimation"), "OTHER");
}

TEST(AgreementReason, IsInTheErrorWithItsFieldAndTheRequestsId) {
    Error error{ErrorKind::invalid, "$.requestedTerms[0].id: is required"};
    error.misfit = Misfit::missing;
    error.where = "$.requestedTerms[0].id";
    EXPECT_EQ(encode_error(kMarketplaceAgreement, error, "r-1").body,
              R"({"__type":"ValidationException",)"
              R"("message":"$.requestedTerms[0].id: is required","requestId":"r-1",)"
              R"("reason":"MISSING_REQUESTED_TERM_ID","fields":[{"name":"requestedTerms.id",)"
              R"("message":"$.requestedTerms[0].id: is required"}]})");
    EXPECT_EQ(encode_error(kMarketplaceAgreement, {ErrorKind::denied, "no"}, "r-2").body,
              R"({"__type":"AccessDeniedException","message":"no","requestId":"r-2"})");
}

}  // namespace
}  // namespace licet::wire
