// SPDX-License-Identifier: Apache-2.0
#include "guardrail/automaton.h"

#include "base/check.h"

#include <algorithm>
#include <utility>

namespace licet::guardrail {
namespace {

/// What a new state costs besides its nodes, in nodes.
constexpr std::uint64_t kStateWork = 50;
/// Nodes of states are sorted, kept and looked up besides: what one costs, in nodes gone over.
constexpr std::uint64_t kStateNodeWork = 5;

/// The most bytes on a way through the program; SIZE_MAX where a way may go round.
std::size_t longest_way(const Program& program) {
    enum class Mark : std::uint8_t { fresh, open, done };
    std::vector<Mark> marks(program.nodes.size(), Mark::fresh);
    std::vector<std::size_t> ways(program.nodes.size(), 0);
    std::vector<std::uint32_t> path{program.start};
    while (!path.empty()) {
        const auto at = path.back();
        const auto& node = program.nodes[at];
        const bool ends = node.kind == Node::Kind::accept;
        const std::array<std::uint32_t, 2> behind{
            node.next, node.kind == Node::Kind::split ? node.other : node.next};
        if (marks[at] == Mark::fresh && !ends) {
            marks[at] = Mark::open;
            for (const auto next : behind) {
                if (marks[next] == Mark::open) {
                    return SIZE_MAX;
                }
                if (marks[next] == Mark::fresh) {
                    path.push_back(next);
                }
            }
            continue;
        }
        path.pop_back();
        if (marks[at] != Mark::done && !ends) {
            ways[at] = std::max(ways[behind[0]], ways[behind[1]]) + (node.takes_byte() ? 1 : 0);
        }
        marks[at] = Mark::done;
    }
    return ways[program.start];
}

}  // namespace

Automaton::Rule Automaton::add(const Program& program) {
    const auto rule = static_cast<Rule>(starts_.size());
    const auto base = static_cast<std::uint32_t>(nodes_.size());
    const auto set_base = static_cast<std::uint32_t>(sets_.size());
    sets_.insert(sets_.end(), program.sets.begin(), program.sets.end());
    for (auto node : program.nodes) {
        node.next += base;
        node.other += node.kind == Node::Kind::set ? set_base : base;
        nodes_.push_back(node);
        owners_.push_back(rule);
    }
    starts_.push_back(base + program.start);
    longest_.push_back(longest_way(program));
    return rule;
}

void Automaton::seal() {
    std::array<bool, 257> begins{};
    begins[0] = true;
    const auto apart = [&](unsigned low, unsigned high) { begins[low] = begins[high + 1] = true; };
    for (const auto& node : nodes_) {
        if (node.kind == Node::Kind::range) {
            apart(node.low, node.high);
        }
    }
    for (const auto& set : sets_) {
        for (unsigned byte = 1; byte < 256; ++byte) {
            begins[byte] = begins[byte] || set.has(byte) != set.has(byte - 1);
        }
    }
    apart('0', '9');
    apart('A', 'Z');
    apart('_', '_');
    apart('a', 'z');
    for (unsigned byte = 0; byte < 256; ++byte) {
        if (begins[byte]) {
            samples_.push_back(static_cast<unsigned char>(byte));
        }
        classes_[byte] = static_cast<std::uint8_t>(samples_.size() - 1);
    }
}

StateCache::StateCache(const Automaton& automaton)
    : automaton_{automaton},
      width_{automaton.end_class() + 1},
      resting_{3 * width_},
      begins_(3 * std::size_t{width_}),
      begins_made_(3 * std::size_t{width_}),
      seen_(automaton.node_count()) {
    forget();
}

void StateCache::forget() {
    states_.clear();
    nodes_of_states_ = 0;
    table_.clear();
    by_hash_.clear();
    accepted_.clear();
    for (const auto before : {kOther, kWord, kBegin}) {
        states_.push_back({{}, before});
        table_.resize(table_.size() + width_, kUnknown);
    }
}

std::uint32_t StateCache::enter(const Position& position) {
    if (position.nodes.empty()) {
        return position.before * width_;
    }
    std::uint64_t hash = position.before;
    for (const auto node : position.nodes) {
        hash = (hash ^ node) * 0x9E3779B97F4A7C15U;
        hash ^= hash >> 29;
    }
    const auto [first, last] = by_hash_.equal_range(hash);
    for (auto i = first; i != last; ++i) {
        const auto& known = states_[i->second];
        if (known.before == position.before && known.nodes == position.nodes) {
            return i->second * width_;
        }
    }
    const auto number = static_cast<std::uint32_t>(states_.size());
    states_.push_back(position);
    nodes_of_states_ += position.nodes.size();
    table_.resize(table_.size() + width_, kUnknown);
    by_hash_.emplace(hash, number);
    return number * width_;
}

/// Goes on from the nodes over one byte, or the end. `moved` gains the nodes behind the byte and
/// the rules that are done before it.
void StateCache::follow(Automaton::Nodes from, std::uint8_t before, std::uint32_t byte_class,
                        Moved& moved) {
    const bool end = byte_class == automaton_.end_class();
    const auto byte = end ? static_cast<unsigned char>(0) : automaton_.sample(byte_class);
    const Place place{.begin = before == kBegin,
                      .end = end,
                      .word_before = before == kWord,
                      .word_after = !end && is_word(byte)};
    if (++stamp_ == 0) {
        std::fill(seen_.begin(), seen_.end(), 0U);
        stamp_ = 1;
    }
    while (!from.empty()) {
        const auto at = from.back();
        from.pop_back();
        ++work_;
        if (std::exchange(seen_[at], stamp_) == stamp_) {
            continue;
        }
        const auto& node = automaton_.node(at);
        switch (node.kind) {
            case Node::Kind::accept:
                moved.rules.push_back(automaton_.owner(at));
                break;
            case Node::Kind::split:
                from.push_back(node.next);
                from.push_back(node.other);
                break;
            case Node::Kind::assertion:
                if (place.holds(node.assertion)) {
                    from.push_back(node.next);
                }
                break;
            case Node::Kind::range:
            case Node::Kind::set:
                if (!end && automaton_.takes(node, byte)) {
                    moved.nodes.push_back(node.next);
                }
                break;
        }
    }
}

const StateCache::Moved& StateCache::begin_with(std::uint8_t before, std::uint32_t byte_class) {
    const auto at = before * width_ + byte_class;
    if (begins_made_[at] == 0) {
        begins_made_[at] = 1;
        const auto work = work_;  // done once, whatever the text
        follow(automaton_.starts(), before, byte_class, begins_[at]);
        work_ = work;
    }
    return begins_[at];
}

std::uint32_t StateCache::step(std::uint32_t& state, std::uint32_t byte_class) {
    if (const auto known = table_[state + byte_class]; known != kUnknown) {
        return known;
    }
    if (states_.size() >= kStatesMax || nodes_of_states_ >= kStateNodesMax) {
        const auto kept = leave(state);
        forget();
        state = enter(kept);
    }
    const auto& from = states_[state / width_];
    Moved moved;
    follow(from.nodes, from.before, byte_class, moved);
    const auto& begun = begin_with(from.before, byte_class);
    moved.nodes.insert(moved.nodes.end(), begun.nodes.begin(), begun.nodes.end());
    work_ += kStateNodeWork * moved.nodes.size() + kStateWork;
    std::sort(moved.nodes.begin(), moved.nodes.end());
    moved.nodes.erase(std::unique(moved.nodes.begin(), moved.nodes.end()), moved.nodes.end());

    const bool end = byte_class == automaton_.end_class();
    const bool word = !end && is_word(automaton_.sample(byte_class));
    auto entry = enter({std::move(moved.nodes), word ? kWord : kOther});
    if (!moved.rules.empty()) {
        entry |= kAccepts;
        accepted_[state + byte_class] = std::move(moved.rules);
    }
    table_[state + byte_class] = entry;
    return entry;
}

Automaton::Nodes StateCache::begun(std::uint32_t state) const {
    Automaton::Nodes rules;
    for (const auto node : states_[state / width_].nodes) {
        rules.push_back(automaton_.owner(node));
    }
    std::sort(rules.begin(), rules.end());
    rules.erase(std::unique(rules.begin(), rules.end()), rules.end());
    return rules;
}

}  // namespace licet::guardrail
