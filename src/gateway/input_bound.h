// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "gateway/conversation.h"
#include "model/grant/quota.h"

#include <vector>

namespace licet::gateway {

/// Whether what a question costs at most is known before it is asked, where a quota of input tokens
/// or of micro-dollars must know it. Source: issue 5, section 4.
/// @return ValidationException, naming the member by which the model would read more than the
/// request has, or tokens would cost other than the rate card says
Result<void> check_input_bound(const Conversation& conversation,
                               const std::vector<model::Quota>& quotas);

}  // namespace licet::gateway
