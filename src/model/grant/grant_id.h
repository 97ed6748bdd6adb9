// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"

#include <optional>

namespace licet::model {

/// The identity of a grant: 80 bits of its own and 48 bits that say whose sub-grant it is.
///
/// Sub-grants of an organization or OU grant are derived, not stored, so their ids must be
/// computable from the parent and the account, and the account must be recoverable from the id. The
/// last 48 bits hold the account number and a generation, masked by a hash of the first 80 so that
/// ids look random. A grant that is no sub-grant holds a number there that no account has.
///
/// Source: rules GR-7, U-8, U-9.
struct GrantId {
    Id128 id;

    /// @return `invalid` unless `text` is 32 lower-case hexadecimal digits.
    static Result<GrantId> parse(std::string_view text);
    std::string text() const { return id.text(); }

    /// A new grant that is no sub-grant.
    static GrantId random(Random& random);

    /// The sub-grant of this grant for `account`. @param generation how often the account has left
    /// the grant's reach and come back; 0 to 255, the last of which stands for all later ones.
    GrantId sub_grant(AccountId account, std::uint8_t generation) const;

    struct Part {
        AccountId account;
        std::uint8_t generation;
        bool operator==(const Part&) const = default;
    };
    /// Whose sub-grant this is; nothing for a grant that is none.
    std::optional<Part> part() const;

    /// The grant this one is a sub-grant of; itself for a grant that is none.
    GrantId parent() const;

    auto operator<=>(const GrantId&) const = default;
};

}  // namespace licet::model

template <>
struct std::hash<licet::model::GrantId> {
    std::size_t operator()(const licet::model::GrantId& grant) const noexcept {
        return std::hash<licet::Id128>{}(grant.id);
    }
};
