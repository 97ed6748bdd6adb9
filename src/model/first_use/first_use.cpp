// SPDX-License-Identifier: Apache-2.0
#include "model/first_use/first_use.h"

namespace licet::model {

const FirstUse* find_first_use(const FirstUses& state, AccountId account,
                               std::string_view product) {
    const auto of_account = state.pending.find(account);
    if (of_account == state.pending.end()) {
        return nullptr;
    }
    const auto found = of_account->second.find(product);
    return found == of_account->second.end() ? nullptr : &found->second;
}

}  // namespace licet::model
