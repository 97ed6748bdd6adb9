// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "policy/document.h"
#include "policy/key.h"

#include <cstddef>
#include <vector>

namespace licet::policy {

/// The condition keys that a document asks about, in its conditions and its variables, each once
/// and in the order of their texts.
std::vector<KeyName> context_keys(const Document& document);

/// A place in a text, from 1 on; columns count bytes.
struct Position {
    std::size_t line = 1;
    std::size_t column = 1;
    bool operator==(const Position&) const = default;
};

/// Where a statement begins and ends in the text of its document.
struct StatementPlace {
    Position begin;
    Position end;  ///< behind its last brace
};
/// Requires that the document has the statement. O(length).
StatementPlace place_of(const Document& document, std::size_t statement);

}  // namespace licet::policy
