// SPDX-License-Identifier: Apache-2.0
#include "guardrail/code_points.h"
#include "guardrail/guardrail.h"
#include "guardrail/matcher.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <deque>
#include <iterator>
#include <span>
#include <utility>

namespace licet::guardrail {

/// The text is kept from a little before what is unsent. Matches are found in it by the matchers,
/// and what is before all that they have settled goes out with its masks.
struct StreamScanner::Stream {
    enum class Goal { text, findings };  // findings: go on behind what blocks

    Stream(std::vector<GuardrailPtr> all, Source side, Goal wanted, Work* shared)
        : guardrails{std::move(all)},
          source{side},
          goal{wanted},
          outcomes(guardrails.size(), Action::none),
          work{shared != nullptr ? *shared : own_work} {
        for (std::size_t i = 0; i < guardrails.size(); ++i) {
            matchers.emplace_back(guardrails[i]->side(source), i);
        }
    }

    /// How many bytes from `at` on are ASCII, in steps of eight.
    std::size_t ascii_from(std::size_t at) const {
        constexpr std::uint64_t kHighBits = 0x8080808080808080U;
        const auto begin = at;
        for (std::uint64_t eight = 0; at + sizeof eight <= text.size(); at += sizeof eight) {
            std::memcpy(&eight, text.data() + at, sizeof eight);
            if ((eight & kHighBits) != 0) {
                break;
            }
        }
        return at - begin;
    }

    /// Takes the whole code points of what has come; those that are cut off wait.
    void take(std::string_view piece, bool ends) {
        const auto before = text.size();
        text += std::exchange(cut_off, {});
        text += piece;
        for (auto at = before; at < text.size();) {
            if (const auto ascii = ascii_from(at); ascii > 0) {
                at += ascii;
                characters += ascii;
                continue;
            }
            if (static_cast<unsigned char>(text[at]) < 0x80) {
                ++at;
                ++characters;
                continue;
            }
            const auto point = decode(text, at);
            if (!point && !ends && is_cut_off(text, at)) {
                cut_off = text.substr(at);
                text.resize(at);
                break;
            }
            if (!point) {
                text[at] = '?';
            }
            at += point ? point->bytes : 1;
            ++characters;
        }
    }

    void scan(std::string_view piece, bool ends, std::string& out) {
        marked.clear();
        if (blocked && goal == Goal::text) {
            return;
        }
        take(piece, ends);
        auto settled = base + text.size();
        bool exhausted = false;
        const auto feed = [&](std::vector<Matcher>& some, std::size_t from) {
            for (std::size_t i = 0; i < some.size(); ++i) {
                find(some[i], from, ends);
                settled = std::min(settled, ends ? settled : from + some[i].settled());
                if (some[i].exhausted()) {  // nobody knows what is in it
                    exhausted = true;
                    outcomes[i] = Action::block;
                }
            }
        };
        feed(matchers, 0);
        feed(of_part, part);
        std::stable_sort(waiting.begin(), waiting.end(), [](const Match& a, const Match& b) {
            return std::pair{a.extent.from, a.guardrail} < std::pair{b.extent.from, b.guardrail};
        });
        settle(exhausted && goal == Goal::text ? sent : settled, out);
        blocked = blocked || exhausted;
        if (blocked && goal == Goal::text) {
            text.clear();
            waiting.clear();
            return;
        }
        forget();
    }

    /// Adds the matches in what has come from `from` on.
    void find(Matcher& matcher, std::size_t from, bool ends) {
        const auto begin = std::max(base, from);
        const auto before = waiting.size();
        matcher.feed(std::string_view{text}.substr(begin - base), begin - from, ends, work,
                     waiting);
        for (auto i = before; i < waiting.size(); ++i) {
            waiting[i].extent.from += from;
            waiting[i].extent.to += from;
        }
    }

    /// What ends here, and what begins, are scanned by themselves, too.
    void mark() {
        if (blocked) {
            return;
        }
        auto ending = of_part.empty() ? matchers : of_part;
        for (auto& matcher : ending) {
            find(matcher, part, true);
        }
        of_part.clear();
        for (std::size_t i = 0; i < guardrails.size(); ++i) {
            of_part.emplace_back(guardrails[i]->side(source), i);
        }
        part = base + text.size();
        marks.push_back(part);
    }

    /// Whether it was found in the whole and in a part.
    bool is_known(std::vector<Match>::const_iterator match) const {
        for (auto other = match;
             other != waiting.begin() && std::prev(other)->extent.from == match->extent.from;) {
            --other;
            if (other->rule == match->rule && other->extent.to == match->extent.to) {
                return true;
            }
        }
        return false;
    }

    /// All matches that begin before `end` are known. They count up to the first that blocks, those
    /// that begin where it does among them.
    void settle(std::size_t end, std::string& out) {
        auto known = waiting.begin();
        for (; known != waiting.end() && known->extent.from < end; ++known) {
            if (goal == Goal::text && known->rule->action == Action::block) {
                end = known->extent.from + 1;
            }
            if (!is_known(known)) {
                note(*known);
            }
        }
        send(blocked && goal == Goal::text ? end - 1 : end, {waiting.begin(), known}, out);
        waiting.erase(waiting.begin(), known);
    }

    void note(const Match& match) {
        const auto& rule = *match.rule;
        blocked = blocked || rule.action == Action::block;
        outcomes[match.guardrail] = std::max(outcomes[match.guardrail], rule.action);
        if (findings.size() == kFindingsMax) {
            ++left_off;
            return;
        }
        findings.push_back(
            {rule.policy, rule.name,
             text.substr(match.extent.from - base, match.extent.to - match.extent.from),
             rule.action, match.guardrail});
    }

    /// Sends up to `end`; masks that overlap are one, with the name of the first.
    void send(std::size_t end, std::span<const Match> matches, std::string& out) {
        for (const auto& [extent, rule, guardrail] : matches) {
            if (rule->action != Action::anonymize || extent.from >= end) {
                continue;
            }
            if (extent.from >= masked_until) {
                copy(extent.from, out);
                out += '{';
                out += rule->name;
                out += '}';
            }
            masked_until = std::max(masked_until, extent.to);
        }
        copy(end, out);
    }

    /// Appends what is not masked up to `end`, and comes by marks.
    void copy(std::size_t end, std::string& out) {
        sent = std::max(sent, std::min(masked_until, end));
        while (!marks.empty() && marks.front() <= end) {
            const auto mark = std::max(sent, marks.front());
            out.append(text, sent - base, mark - sent);
            sent = mark;
            marked.push_back(out.size());
            marks.pop_front();
        }
        out.append(text, sent - base, end - sent);
        sent = end;
    }

    /// Drops what is sent but for the code point before, which tells where words begin.
    void forget() {
        constexpr std::size_t kContextBytes = 4;
        if (const auto done = sent - base; done > kContextBytes) {
            text.erase(0, done - kContextBytes);
            base += done - kContextBytes;
        }
    }

    const std::vector<GuardrailPtr> guardrails;
    const Source source;
    const Goal goal;
    std::vector<Action> outcomes;  // of each guardrail
    Work own_work = {};
    Work& work;
    std::vector<Matcher> matchers;
    std::vector<Matcher> of_part;  // of what is behind the last mark
    std::size_t part = 0;          // where that begins
    std::string text;
    std::string cut_off;
    std::size_t base = 0;  // where in the stream `text` begins
    std::size_t sent = 0;
    std::size_t masked_until = 0;
    std::size_t characters = 0;
    std::vector<Match> waiting;       // whose place is not settled yet
    std::deque<std::size_t> marks;    // not come to yet
    std::vector<std::size_t> marked;  // in `out`
    bool blocked = false;
    std::vector<Finding> findings;
    std::size_t left_off = 0;
};

StreamScanner::StreamScanner(std::vector<GuardrailPtr> guardrails, Source source, Work* work)
    : stream_{std::make_unique<Stream>(std::move(guardrails), source, Stream::Goal::text, work)} {}
StreamScanner::StreamScanner(StreamScanner&&) noexcept = default;
StreamScanner::~StreamScanner() = default;

void StreamScanner::write(std::string_view piece, std::string& out) {
    stream_->scan(piece, false, out);
}
void StreamScanner::finish(std::string& out) {
    stream_->scan({}, true, out);
}
void StreamScanner::mark() {
    stream_->mark();
}
const std::vector<std::size_t>& StreamScanner::marks() const {
    return stream_->marked;
}
bool StreamScanner::blocked() const {
    return stream_->blocked;
}
const std::vector<Finding>& StreamScanner::findings() const {
    return stream_->findings;
}
std::size_t StreamScanner::findings_left_off() const {
    return stream_->left_off;
}
Action StreamScanner::outcome(std::size_t guardrail) const {
    return stream_->outcomes[guardrail];
}
Coverage StreamScanner::coverage() const {
    return {stream_->characters, stream_->characters};
}
std::size_t StreamScanner::held() const {
    const auto& stream = *stream_;
    return stream.blocked ? 0
                          : stream.base + stream.text.size() + stream.cut_off.size() - stream.sent;
}

bool Verdict::intervened() const {
    return std::any_of(outcomes.begin(), outcomes.end(),
                       [](Action outcome) { return outcome > Action::none; });
}

Verdict scan(std::span<const GuardrailPtr> guardrails, Source source, std::string_view text,
             Work* work) {
    StreamScanner::Stream stream{{guardrails.begin(), guardrails.end()},
                                 source,
                                 StreamScanner::Stream::Goal::findings,
                                 work};
    Verdict verdict;
    verdict.text.reserve(text.size());
    stream.scan(text, true, verdict.text);
    verdict.blocked = stream.blocked;
    verdict.findings = std::move(stream.findings);
    verdict.findings_left_off = stream.left_off;
    verdict.outcomes = std::move(stream.outcomes);
    verdict.coverage = {stream.characters, stream.characters};
    return verdict;
}

}  // namespace licet::guardrail
