// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "guardrail/automaton.h"
#include "guardrail/detectors.h"
#include "guardrail/guardrail.h"

#include <array>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

namespace licet::guardrail {

/// A rule of one side, behind its program in the automaton.
struct SideRule {
    Policy policy = Policy::word;
    std::string name;
    Action action = Action::none;
    Judge judge = nullptr;
    std::string pattern = {};  ///< of a regex, as the customer wrote it
};

/// Finds the exact extent of matches. One thread at a time.
class Exact {
public:
    explicit Exact(const Automaton& automaton)
        : automaton_{automaton}, seen_(automaton.node_count()) {}

    /// The part of a text in which matches are looked for, and what the text is.
    struct Part {
        std::string_view text;
        Extent extent;
        bool begins = false;  ///< text[0] is the first byte of all
        bool ends = false;    ///< its last is the last of all
    };

    /// Without a judge: what any match covers, overlapping ones as one; linear. With one: from left
    /// to right the longest that are approved of.
    void find(const Part& part, Automaton::Rule rule, Judge judge, std::vector<Extent>& found);

    /// Where the earliest match begins that may yet end behind the part, or the part's end.
    std::size_t earliest(const Part& part, Automaton::Rule rule);

    /// Nodes that were gone over, ever. What would go further than a limit ends early.
    std::uint64_t work() const { return work_; }
    void limit_work(std::uint64_t most) { work_limit_ = most; }
    /// Whether what was asked last ended at that limit, and did not tell all there is.
    bool ended_early() const { return work_ > work_limit_; }

private:
    enum class Starts { all, first };
    struct Thread {
        std::uint32_t node;
        std::size_t start;
    };
    template <typename Match>
    void run(const Part& part, Automaton::Rule rule, Starts starts, Match match);
    void follow(const Part& part, std::size_t at);
    std::vector<Thread> threads_, reached_, open_;
    const Automaton& automaton_;
    std::vector<std::uint32_t> seen_;
    std::uint32_t stamp_ = 0;
    std::uint64_t work_ = 0;
    std::uint64_t work_limit_ = UINT64_MAX;
};

/// The rules for one source. Immutable but for scratch memory that is shared by whoever scans;
/// thread-safe.
class Side {
public:
    struct Scratch {
        StateCache states;
        Exact exact;
    };

    Automaton automaton;
    std::vector<SideRule> rules;
    std::array<bool, kPolicies> has = {};  ///< whether there is a rule of a policy

    std::unique_ptr<Scratch> borrow() const;
    void give_back(std::unique_ptr<Scratch> scratch) const;

private:
    static constexpr std::size_t kKeptMax = 16;
    mutable std::mutex mutex_;
    mutable std::vector<std::unique_ptr<Scratch>> kept_;
};

/// A match by its place in the whole stream.
struct Match {
    Extent extent;
    const SideRule* rule = nullptr;
    std::size_t guardrail = 0;
};

/// Runs one side over a stream. The stream falls into segments, each between two places where no
/// rule has begun to match; a match lies within one. Segments, and with them the matches, do not
/// depend on how the stream is cut into pieces.
class Matcher {
public:
    Matcher(const Side& side, std::size_t guardrail) : side_{side}, guardrail_{guardrail} {}

    /// @param text  the stream from `base` on, in whole code points, with at least the last code
    /// point
    ///              before settled(), if any.
    void feed(std::string_view text, std::size_t base, bool ends, Work& work,
              std::vector<Match>& matches);

    /// All matches that begin before this place are known.
    std::size_t settled() const { return rest_; }

    /// Whether the text took more work than it may: what is in it is not known then.
    bool exhausted() const { return exhausted_; }

private:
    struct Run;
    const Side& side_;
    const std::size_t guardrail_;
    StateCache::Position position_;
    std::size_t at_ = 0;
    std::size_t rest_ = 0;   // where the segment begins
    bool overlong_ = false;  // the segment goes on one that was cut for its length
    bool exhausted_ = false;
    struct Hit {
        Automaton::Rule rule;
        std::size_t to;  // where its last match ends
    };
    std::vector<Hit> hits_;  // rules that have matched in the segment
};

}  // namespace licet::guardrail
