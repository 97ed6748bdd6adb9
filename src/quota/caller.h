// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"
#include "model/context.h"
#include "model/grant/quota.h"
#include "model/identity/principal.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace licet::quota {

/// Who calls, as far as quotas tell callers apart. Refers to what it was made from.
struct Caller {
    AccountId account = {};
    /// The ARN of a user or root; for a session that of its role, so that assuming a role again
    /// gives nothing new.
    std::string_view principal = {};
    const model::Tags* tags = nullptr;  ///< of the user or role; null: none

    /// @param role_arn of a session's role; empty for others
    static Caller of(const model::Principal& principal, std::string_view role_arn,
                     const model::Tags* tags) {
        return {principal.account, role_arn.empty() ? std::string_view{principal.arn} : role_arn,
                tags};
    }

    /// The value of a tag, whose key is compared as policies do it; null: it has none.
    const std::string* tag(const std::string& key) const;
};

/// What append_part() adds at most, without its blank.
inline constexpr std::size_t kPartBytesMax = 97;

/// What tells a caller's own counter from those of others, after a blank; nothing for a quota that
/// all share: the account, or `=` and the principal or the tag's value; a long one, or one that
/// does not print as ASCII without blanks, as `#` and its SHA-256. `-` is that of all without the
/// tag.
void append_part(std::string& name, const model::Quota& quota, const Caller& caller);

}  // namespace licet::quota
