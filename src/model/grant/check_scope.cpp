// SPDX-License-Identifier: Apache-2.0
#include "model/grant/check_scope.h"

#include "model/grant/rules.h"
#include "model/grant/scope.h"
#include "policy/letters.h"

#include <fmt/format.h>

namespace licet::model {

Result<void> check_scope(const Tags& tags) {
    for (const auto& [key, value] : tags) {
        if (policy::starts_with_letters(key, kScopePrefix) && !key.starts_with(kScopePrefix)) {
            return validation_error(fmt::format(
                "tag `{}`: keys of the scope and the quotas of a grant are in small letters: `{}…`",
                key, kScopePrefix));
        }
    }
    LICET_TRY_VOID(scope_of(tags));
    return {};
}

}  // namespace licet::model
