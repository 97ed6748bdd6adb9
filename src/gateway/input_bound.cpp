// SPDX-License-Identifier: Apache-2.0
#include "gateway/input_bound.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::gateway {

Result<void> check_input_bound(const Conversation& conversation,
                               const std::vector<model::Quota>& quotas) {
    using model::QuotaUnit;
    const auto of_unit = [&](std::initializer_list<QuotaUnit> units) {
        return std::find_first_of(
            quotas.begin(), quotas.end(), units.begin(), units.end(),
            [](const model::Quota& quota, QuotaUnit unit) { return quota.unit == unit; });
    };
    const auto money = of_unit({QuotaUnit::micro_dollars});
    if (!conversation.repriced.empty() && money != quotas.end()) {
        return Error{ErrorKind::invalid,
                     fmt::format("{}: changes what tokens cost, so that the call cannot be held to "
                                 "the quota `{}`; leave it out",
                                 conversation.repriced, money->key),
                     "ValidationException"};
    }
    const auto quota = of_unit({QuotaUnit::input_tokens, QuotaUnit::micro_dollars});
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
