// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/grant_call.h"

#include "model/state.h"

namespace licet::api::license_manager {

Result<std::optional<GrantAnswer>> answer_again(const Call& call, const model::RequestKey& key) {
    LICET_TRY(const auto known, model::recall(call.state().idempotency, key.key, key.input));
    if (!known) {
        return std::optional<GrantAnswer>{};
    }
    const auto view =
        model::find_view(call.state(), model::GrantId{known->resource}, known->version);
    if (!view) {
        return Error{ErrorKind::not_found, "the grant that this ClientToken led to is gone",
                     "ResourceNotFoundException"};
    }
    return std::optional{GrantAnswer{.GrantArn = model::arn_of(*view),
                                     .Status = model::answered_status(*view),
                                     .Version = std::to_string(known->version)}};
}

GrantAnswer commit(Call& call, model::GrantDecision decision) {
    call.transaction.commit(std::move(decision.events));
    const auto* stored = model::find_grant(call.state().grant, decision.id.parent());
    GrantAnswer answer{.GrantArn = model::grant_arn(stored->grantor, decision.id),
                       .Status = decision.status,
                       .Version = std::to_string(decision.version)};
    call.transaction.touch("AWS::LicenseManager::Grant", answer.GrantArn);
    return answer;
}

}  // namespace licet::api::license_manager
