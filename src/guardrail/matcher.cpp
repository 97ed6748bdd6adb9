// SPDX-License-Identifier: Apache-2.0
#include "guardrail/matcher.h"

#include <algorithm>
#include <array>
#include <utility>

namespace licet::guardrail {

/// Leaves in reached_ the threads that take a byte at `at`, or are done, the earliest start first.
void Exact::follow(const Part& part, std::size_t at) {
    const auto word_at = [&](std::size_t i) {
        return is_word(static_cast<unsigned char>(part.text[i]));
    };
    const Place place{.begin = at == 0 && part.begins,
                      .end = at == part.text.size() && part.ends,
                      .word_before = at > 0 && word_at(at - 1),
                      .word_after = at < part.text.size() && word_at(at)};
    if (++stamp_ == 0) {
        std::fill(seen_.begin(), seen_.end(), 0U);
        stamp_ = 1;
    }
    reached_.clear();
    for (const auto& thread : threads_) {
        open_.assign(1, thread);
        while (!open_.empty()) {
            const auto [node_at, start] = open_.back();
            open_.pop_back();
            ++work_;
            if (std::exchange(seen_[node_at], stamp_) == stamp_) {
                continue;
            }
            const auto& node = automaton_.node(node_at);
            if (node.kind == Node::Kind::split) {
                open_.push_back({node.next, start});
                open_.push_back({node.other, start});
            } else if (node.kind != Node::Kind::assertion) {
                reached_.push_back({node_at, start});
            } else if (place.holds(node.assertion)) {
                open_.push_back({node.next, start});
            }
        }
    }
}

template <typename OnMatch>
void Exact::run(const Part& part, Automaton::Rule rule, Starts starts, OnMatch on_match) {
    threads_.clear();
    for (auto at = part.extent.from; at <= part.extent.to; ++at) {
        if (starts == Starts::all || at == part.extent.from) {
            threads_.push_back({automaton_.start(rule), at});
        }
        if (work_ > work_limit_) {
            return;
        }
        const bool more = at < part.extent.to;
        if (threads_.empty() || (!more && !(part.ends && at == part.text.size()))) {
            return;  // at the end of a segment nothing is done: its last byte told
        }
        follow(part, at);
        threads_.clear();
        const auto byte =
            more ? static_cast<unsigned char>(part.text[at]) : static_cast<unsigned char>(0);
        for (const auto& thread : reached_) {
            const auto& node = automaton_.node(thread.node);
            if (node.kind == Node::Kind::accept) {
                on_match(Extent{thread.start, at});
            } else if (more && automaton_.takes(node, byte)) {
                threads_.push_back({node.next, thread.start});
            }
        }
    }
}

std::size_t Exact::earliest(const Part& all, Automaton::Rule rule) {
    auto part = all;
    if (const auto longest = automaton_.longest(rule);
        longest < part.extent.to - part.extent.from) {
        part.extent.from = part.extent.to - longest;  // what begins before has come to its end
    }
    run(part, rule, Starts::all, [](Extent) {});
    auto earliest = part.extent.to;
    for (const auto& thread : threads_) {
        earliest = std::min(earliest, thread.start);
    }
    return earliest;
}

void Exact::find(const Part& part, Automaton::Rule rule, Judge judge, std::vector<Extent>& found) {
    found.clear();
    if (judge == nullptr) {
        run(part, rule, Starts::all, [&](Extent match) {
            while (!found.empty() && match.from < found.back().to) {
                match.from = std::min(match.from, found.back().from);
                found.pop_back();
            }
            found.push_back(match);
        });
        return;
    }
    auto rest = part;
    while (rest.extent.from < rest.extent.to && work_ <= work_limit_) {
        std::optional<Extent> best;
        run(rest, rule, Starts::first, [&](Extent match) {
            const auto meant = judge(part.text, match);
            best = meant ? meant : best;
        });
        if (best) {
            found.push_back(*best);
        }
        rest.extent.from = best ? best->to : rest.extent.from + 1;
    }
}

std::unique_ptr<Side::Scratch> Side::borrow() const {
    {
        const std::lock_guard lock{mutex_};
        if (!kept_.empty()) {
            auto scratch = std::move(kept_.back());
            kept_.pop_back();
            return scratch;
        }
    }
    return std::unique_ptr<Scratch>{new Scratch{StateCache{automaton}, Exact{automaton}}};
}

void Side::give_back(std::unique_ptr<Scratch> scratch) const {
    const std::lock_guard lock{mutex_};
    if (kept_.size() < kKeptMax) {
        kept_.push_back(std::move(scratch));
    }
}

namespace {

/// What a match costs besides being found.
constexpr std::uint64_t kMatchWork = 64;

/// Goes over some bytes at four places at once, because a look-up waits for the one before it. All
/// places but the first are behind blanks, where most often nothing has begun to match: what began
/// with that guess counts only if the lane before ends there at rest.
class Lanes {
public:
    static constexpr std::size_t kCount = 4;
    static constexpr std::size_t kBytes = 2'048;

    /// @param at with kBytes behind it.
    Lanes(const Automaton& automaton, const StateCache& states, std::string_view text,
          std::uint32_t state, std::size_t at)
        : classes_{automaton.classes().data()},
          table_{states.table()},
          resting_{states.resting()},
          bytes_{reinterpret_cast<const unsigned char*>(text.data())},
          here_{state, kGuess, kGuess, kGuess} {
        for (std::size_t lane = 0; lane < kCount; ++lane) {
            at_[lane] = at + lane * (kBytes / kCount);
        }
        at_[kCount] = at + kBytes;
        for (std::size_t lane = 1; lane < kCount; ++lane) {
            const auto own = text.substr(at_[lane], kBytes / kCount - 1);
            at_[lane] += std::min(own.find(' '), own.size()) + 1;
        }
    }

    /// @return whether all bytes were gone over; if not, nothing is known of them.
    bool run() {
        auto steps = kBytes;
        for (std::size_t lane = 0; lane < kCount; ++lane) {
            steps = std::min(steps, at_[lane + 1] - at_[lane]);
        }
        auto [one, two, three, four] = here_;
        const auto next = [this](std::uint32_t state, std::size_t at) {
            return table_[state + classes_[bytes_[at]]];
        };
        std::size_t rested = 0;
        for (std::size_t i = 0; i < steps; ++i) {
            one = next(one, at_[0] + i);
            two = next(two, at_[1] + i);
            three = next(three, at_[2] + i);
            four = next(four, at_[3] + i);
            if ((one | two | three | four) >= StateCache::kAccepts) {
                return false;
            }
            rested = four < resting_ ? i + 1 : rested;
        }
        here_ = {one, two, three, four};
        rest_ = at_[kCount - 1] + rested;
        for (std::size_t lane = 0; lane < kCount; ++lane) {
            for (auto at = at_[lane] + steps; at < at_[lane + 1]; ++at) {
                here_[lane] = table_[here_[lane] + classes_[bytes_[at]]];
                if (here_[lane] >= StateCache::kAccepts) {
                    return false;
                }
                rest_ = lane + 1 == kCount && here_[lane] < resting_ ? at + 1 : rest_;
            }
        }
        return std::all_of(here_.begin(), here_.end() - 1,
                           [](auto state) { return state == kGuess; });
    }

    std::uint32_t state() const { return here_.back(); }
    std::size_t rest() const { return rest_; }

private:
    static constexpr std::uint32_t kGuess = 0;  // at rest, and no letter before
    const std::uint8_t* const classes_;
    const std::uint32_t* const table_;
    const std::uint32_t resting_;
    const unsigned char* const bytes_;
    std::array<std::uint32_t, kCount> here_;
    std::array<std::size_t, kCount + 1> at_{};
    std::size_t rest_ = 0;
};

}  // namespace

/// One call of feed(). Places are in `text`.
struct Matcher::Run {
    Matcher& matcher;
    Side::Scratch& scratch;
    const std::string_view text;
    const std::size_t base;
    const bool ends;
    Work& work;
    std::vector<Match>& matches;
    std::uint32_t state;
    std::size_t rest;
    const std::uint64_t before = scratch.states.work() + scratch.exact.work();
    std::uint64_t extra_work = 0;

    std::uint64_t steps() const {
        return extra_work + scratch.states.work() + scratch.exact.work() - before;
    }
    /// Whether more is done than may be; kept when it is so once.
    bool is_too_much(std::size_t at) {
        const auto bytes = work.bytes + base + at - matcher.at_;
        const auto most = std::min(Work::kBase + Work::kOfByte * bytes, work.most);
        matcher.exhausted_ = matcher.exhausted_ || work.steps + steps() > most;
        return matcher.exhausted_;
    }
    /// For what goes over a segment again.
    void limit_work() {
        scratch.exact.limit_work(scratch.exact.work() + std::min(Work::kBase, work.most));
    }

    /// Whether what went over it again did not come to the end: nobody knows what is in it.
    bool ended_early() {
        matcher.exhausted_ = matcher.exhausted_ || scratch.exact.ended_early();
        return matcher.exhausted_;
    }

    const Side& side() const { return matcher.side_; }

    void note(std::uint32_t from, std::uint32_t byte_class, std::size_t at) {
        for (const auto rule : scratch.states.accepted(from, byte_class)) {
            auto& hits = matcher.hits_;
            extra_work += hits.size();
            const auto known = std::find_if(hits.begin(), hits.end(),
                                            [rule](const Hit& hit) { return hit.rule == rule; });
            auto& hit = known == hits.end() ? hits.emplace_back() : *known;
            hit = {rule, base + at};
        }
    }

    void add(Automaton::Rule rule, Extent extent) {
        extra_work += kMatchWork;
        matches.push_back(
            {{base + extent.from, base + extent.to}, &side().rules[rule], matcher.guardrail_});
    }

    /// The segment ends at `to`: what its hits cover is found out.
    void close(std::size_t to) {
        std::vector<Extent> found;
        auto& hits = matcher.hits_;
        std::sort(hits.begin(), hits.end(),
                  [](const Hit& one, const Hit& other) { return one.rule < other.rule; });
        for (const auto& [rule, last] : hits) {
            if (is_too_much(to)) {
                break;
            }
            limit_work();
            scratch.exact.find({text, {rest, to}, base == 0, ends}, rule, side().rules[rule].judge,
                               found);
            if (ended_early()) {
                break;
            }
            if (found.empty() && matcher.overlong_) {
                found.push_back({rest, last - base});  // it began before the cut
            }
            for (const auto& extent : found) {
                add(rule, extent);
            }
        }
        hits.clear();
        matcher.overlong_ = false;
        rest = to;
    }

    /// The segment has become too long. What has not begun to match as long ago is looked at
    /// further in a shorter one; what has, is taken for a match.
    void cut(std::size_t at) {
        const Exact::Part part{text, {rest, at}, base == 0, false};
        Automaton::Nodes overlong;
        auto earliest = at;
        for (const auto rule : scratch.states.begun(state)) {
            if (is_too_much(at)) {
                return;
            }
            limit_work();
            const auto begun = matcher.overlong_ ? rest : scratch.exact.earliest(part, rule);
            if (ended_early()) {
                return;
            }
            earliest = std::min(earliest, begun);
            if (begun == rest) {
                overlong.push_back(rule);
            }
        }
        if (overlong.empty()) {
            shorten(part, earliest);
            return;
        }
        close(at);
        for (const auto rule : overlong) {
            if (side().rules[rule].action > Action::none) {
                add(rule, part.extent);
            }
        }
        matcher.overlong_ = true;
    }

    /// The segment goes on from `from`: all matches that begin before have come to their ends.
    void shorten(const Exact::Part& part, std::size_t from) {
        std::vector<Extent> found;
        for (const auto& [rule, last] : matcher.hits_) {
            if (is_too_much(part.extent.to)) {
                return;
            }
            limit_work();
            scratch.exact.find(part, rule, side().rules[rule].judge, found);
            if (ended_early()) {
                return;
            }
            for (const auto& extent : found) {
                if (extent.from < from) {
                    add(rule, extent);
                }
            }
        }
        rest = from;
    }

    /// Goes on from `at` while nothing is met but known states.
    /// @return the place of the first byte that needs step(), or `stop` or a later one.
    std::size_t glide(std::size_t at, std::size_t stop) {
        while (at + Lanes::kBytes <= std::min(text.size(), rest + kHeldBytesMax)) {
            Lanes lanes{side().automaton, scratch.states, text, state, at};
            if (!lanes.run()) {
                break;
            }
            at += Lanes::kBytes;
            state = lanes.state();
            rest = lanes.rest();
        }
        const auto* const classes = side().automaton.classes().data();
        const auto* const table = scratch.states.table();
        const auto resting = scratch.states.resting();
        const auto* const bytes = reinterpret_cast<const unsigned char*>(text.data());
        auto here = state;  // in registers
        auto rested = rest;
        while (at < stop) {
            const auto entry = table[here + classes[bytes[at]]];
            if (entry >= StateCache::kAccepts) {
                break;
            }
            here = entry;
            ++at;
            rested = here < resting ? at : rested;
        }
        state = here;
        rest = rested;
        return at;
    }

    /// Goes over one byte that a rule matches before, or whose state is unknown, or in a segment
    /// with hits.
    void step(std::size_t at) {
        const auto byte_class = side().automaton.classes()[static_cast<unsigned char>(text[at])];
        auto entry = scratch.states.step(state, byte_class);
        if (entry >= StateCache::kAccepts) {
            note(state, byte_class, at);
            entry &= ~StateCache::kAccepts;
        }
        state = entry;
        if (scratch.states.at_rest(state)) {
            close(at + 1);
        }
    }

    /// @return where it is: `stop` or a later place.
    std::size_t scan(std::size_t at, std::size_t stop) {
        while (at < stop) {
            if (matcher.hits_.empty() && !matcher.overlong_) {
                at = glide(at, stop);
            }
            if (at < stop) {
                step(at++);
                if (is_too_much(at)) {
                    break;
                }
            }
        }
        return at;
    }

    void all(std::size_t at) {
        while (at < text.size() && !matcher.exhausted_) {
            auto stop = std::min(text.size(), rest + kHeldBytesMax);
            while (stop < text.size() && (static_cast<unsigned char>(text[stop]) & 0xC0) == 0x80) {
                ++stop;  // code points stay whole
            }
            at = scan(at, stop);
            if (at - rest >= kHeldBytesMax) {
                cut(at);
            }
        }
        if (ends && !matcher.exhausted_) {
            const auto end_class = side().automaton.end_class();
            if (scratch.states.step(state, end_class) >= StateCache::kAccepts) {
                note(state, end_class, text.size());
            }
            close(text.size());
        }
    }
};

void Matcher::feed(std::string_view text, std::size_t base, bool ends, Work& work,
                   std::vector<Match>& matches) {
    auto scratch = side_.borrow();
    Run run{*this,       *scratch, text,    base,
            ends,        work,     matches, scratch->states.enter(position_),
            rest_ - base};
    run.all(at_ - base);
    run.is_too_much(text.size());
    work.steps += run.steps();
    work.bytes += base + text.size() - at_;
    position_ = scratch->states.leave(run.state);
    at_ = base + text.size();
    rest_ = base + run.rest;
    side_.give_back(std::move(scratch));
}

}  // namespace licet::guardrail
