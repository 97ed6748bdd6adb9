// SPDX-License-Identifier: Apache-2.0
#include "guardrail/code_points.h"
#include "guardrail/guardrail.h"
#include "guardrail/matcher.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

namespace licet::guardrail {

/// The text is kept from a little before what is unsent. Matches are found in it by the matchers,
/// and what is before all that they have settled goes out with its masks.
struct StreamScanner::Stream {
    enum class Goal { text, findings };  // findings: go on behind what blocks

    Stream(std::vector<GuardrailPtr> all, Source source, Goal wanted, Work* shared)
        : guardrails{std::move(all)},
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
        if (blocked && goal == Goal::text) {
            return;
        }
        take(piece, ends);
        std::vector<Match> found;
        auto settled = base + text.size();
        for (auto& matcher : matchers) {
            matcher.feed(text, base, ends, work, found);
            settled = std::min(settled, matcher.settled());
        }
        for (std::size_t i = 0; i < matchers.size(); ++i) {
            if (matchers[i].exhausted()) {  // nobody knows what is in it
                blocked = true;
                outcomes[i] = Action::block;
            }
        }
        for (const auto& match : found) {
            note(match);
        }
        if (blocked && goal == Goal::text) {
            text.clear();
            masks.clear();
            return;
        }
        std::stable_sort(masks.begin(), masks.end(), [](const Match& a, const Match& b) {
            return std::pair{a.extent.from, a.guardrail} < std::pair{b.extent.from, b.guardrail};
        });
        send(settled, out);
        forget();
    }

    void note(const Match& match) {
        const auto& rule = *match.rule;
        blocked = blocked || rule.action == Action::block;
        outcomes[match.guardrail] = std::max(outcomes[match.guardrail], rule.action);
        if (rule.action == Action::anonymize) {
            masks.push_back(match);
        }
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
    void send(std::size_t end, std::string& out) {
        auto mask = masks.begin();
        while (true) {
            for (; mask != masks.end() && mask->extent.from < masked_until; ++mask) {
                masked_until = std::max(masked_until, mask->extent.to);
            }
            sent = std::max(sent, std::min(masked_until, end));
            if (sent >= end) {
                break;
            }
            const auto stop = mask == masks.end() ? end : std::min(end, mask->extent.from);
            out.append(text, sent - base, stop - sent);
            sent = stop;
            if (sent < end) {
                out += '{';
                out += mask->rule->name;
                out += '}';
                masked_until = mask->extent.to;
                ++mask;
            }
        }
        masks.erase(masks.begin(), mask);
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
    const Goal goal;
    std::vector<Action> outcomes;  // of each guardrail
    Work own_work = {};
    Work& work;
    std::vector<Matcher> matchers;
    std::string text;
    std::string cut_off;
    std::size_t base = 0;  // where in the stream `text` begins
    std::size_t sent = 0;
    std::size_t masked_until = 0;
    std::size_t characters = 0;
    std::vector<Match> masks;  // not sent yet
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
