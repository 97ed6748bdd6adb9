// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace licet::yaml {

enum class NodeKind { null, scalar, list, map };

struct Node;

/// One entry of a map.
struct Member {
    std::string key;
    std::size_t line;  ///< of the key
    std::shared_ptr<const Node> value;
};

/// What the parser leaves of a document. Immutable once complete; an alias shares its node.
struct Node {
    NodeKind kind = NodeKind::null;
    std::size_t line = 0;    ///< from 1
    std::size_t values = 1;  ///< in this subtree, aliases counted as often as used
    bool plain = false;      ///< a scalar without quotes
    std::string text = {};
    std::vector<std::shared_ptr<const Node>> items = {};
    std::vector<Member> members = {};
};

}  // namespace licet::yaml
