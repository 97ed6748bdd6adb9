// SPDX-License-Identifier: Apache-2.0
#include "gateway/input_bound.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::gateway {

Result<void> check_input_bound(const Conversation& conversation,
                               const std::vector<model::Quota>& quotas) {
    const auto quota = std::find_if(quotas.begin(), quotas.end(), [](const model::Quota& one) {
        return one.unit == model::QuotaUnit::input_tokens ||
               one.unit == model::QuotaUnit::micro_dollars;
    });
    if (conversation.fetches.empty() || quota == quotas.end()) {
        return {};
    }
    return Error{ErrorKind::invalid,
                 fmt::format("{}: brings in what the request does not have, so that its tokens "
                             "cannot be held to the quota `{}`; give the contents instead",
                             conversation.fetches, quota->key),
                 "ValidationException"};
}

}  // namespace licet::gateway
