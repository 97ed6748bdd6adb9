// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "guardrail/pattern.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace licet::guardrail {

/// The programs of many rules side by side, each begun anew at every byte. Immutable once sealed.
class Automaton {
public:
    using Rule = std::uint32_t;
    using Nodes = std::vector<std::uint32_t>;
    static constexpr std::size_t kNodesMax = 4'000'000;

    /// @return the number of the rule, from 0 on.
    Rule add(const Program& program);
    void seal();

    std::size_t node_count() const { return nodes_.size(); }
    std::size_t rule_count() const { return starts_.size(); }
    const Node& node(std::uint32_t index) const { return nodes_[index]; }
    Rule owner(std::uint32_t node) const { return owners_[node]; }
    bool takes(const Node& node, unsigned char byte) const {
        return node.kind == Node::Kind::range
                   ? node.low <= byte && byte <= node.high
                   : node.kind == Node::Kind::set && sets_[node.other].has(byte);
    }
    std::uint32_t start(Rule rule) const { return starts_[rule]; }
    /// Bytes that a match of the rule takes at most; SIZE_MAX: there is no bound.
    std::size_t longest(Rule rule) const { return longest_[rule]; }
    const Nodes& starts() const { return starts_; }

    /// Bytes that no rule tells apart are of one class; the class `end_class()` is the text's end.
    const std::array<std::uint8_t, 256>& classes() const { return classes_; }
    std::uint32_t end_class() const { return static_cast<std::uint32_t>(samples_.size()); }
    /// A byte of the class.
    unsigned char sample(std::uint32_t byte_class) const { return samples_[byte_class]; }

private:
    std::vector<Node> nodes_;
    std::vector<ByteSet> sets_;
    std::vector<Rule> owners_;
    Nodes starts_;
    std::vector<std::size_t> longest_;
    std::array<std::uint8_t, 256> classes_{};
    std::vector<unsigned char> samples_;
};

/// What runs the automaton at one look-up per byte: a deterministic automaton whose states are made
/// when they are first met, and forgotten together when there are too many. Cost per byte is
/// bounded by the number of nodes. One thread at a time.
///
/// A state is what some rules have begun to match, and the kind of the byte before. A state in
/// which nothing has been begun is *at rest*: no match reaches over it.
class StateCache {
public:
    static constexpr std::size_t kStatesMax = 4'096;
    static constexpr std::size_t kStateNodesMax = 1'000'000;  // of all states together

    /// What a thread keeps between two runs.
    struct Position {
        Automaton::Nodes nodes;
        std::uint8_t before = kBegin;
    };
    static constexpr std::uint8_t kOther = 0, kWord = 1, kBegin = 2;

    explicit StateCache(const Automaton& automaton);

    /// Entries of the table: a state, or one of these.
    static constexpr std::uint32_t kUnknown = 0xFFFFFFFF;
    static constexpr std::uint32_t kAccepts =
        0x80000000;  // with a state: rules match before the byte

    std::uint32_t enter(const Position& position);
    Position leave(std::uint32_t state) const { return states_[state / width_]; }
    bool at_rest(std::uint32_t state) const { return state < resting_; }
    std::uint32_t resting() const { return resting_; }
    const std::uint32_t* table() const { return table_.data(); }

    /// The entry for a byte class, made if it is unknown. `state` changes its number when
    /// too many were known and all have been forgotten.
    std::uint32_t step(std::uint32_t& state, std::uint32_t byte_class);

    /// The rules that match before the byte of an entry with kAccepts.
    const Automaton::Nodes& accepted(std::uint32_t state, std::uint32_t byte_class) const {
        return accepted_.at(state + byte_class);
    }
    /// The rules that have begun to match.
    Automaton::Nodes begun(std::uint32_t state) const;

    /// Nodes that were gone over to make states, ever.
    std::uint64_t work() const { return work_; }

private:
    struct Moved {
        Automaton::Nodes nodes;
        Automaton::Nodes rules;
    };
    void forget();
    void follow(Automaton::Nodes from, std::uint8_t before, std::uint32_t byte_class, Moved& moved);
    const Moved& begin_with(std::uint8_t before, std::uint32_t byte_class);

    const Automaton& automaton_;
    const std::uint32_t width_;
    const std::uint32_t resting_;
    std::vector<Position> states_;
    std::size_t nodes_of_states_ = 0;
    std::vector<std::uint32_t> table_;
    std::unordered_multimap<std::uint64_t, std::uint32_t> by_hash_;
    std::unordered_map<std::uint32_t, Automaton::Nodes> accepted_;
    std::vector<Moved> begins_;  // by before and class
    std::vector<char> begins_made_;
    std::vector<std::uint32_t> seen_;  // by node: the stamp of the last visit
    std::uint32_t stamp_ = 0;
    std::uint64_t work_ = 0;
};

}  // namespace licet::guardrail
