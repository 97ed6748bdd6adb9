// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "guardrail/rules.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace licet::guardrail {

inline constexpr std::size_t kWordsMax = 10'000;  // as in the Bedrock API
inline constexpr std::size_t kWordCharactersMax = 100;
inline constexpr std::size_t kRegexesMax = 50;  // the Bedrock API takes 10
inline constexpr std::size_t kFindingsMax = 1'000;
inline constexpr std::size_t kTopicsMax = 30;  // as in the Bedrock API, and so are those below
inline constexpr std::size_t kTopicNameCharactersMax = 100;
inline constexpr std::size_t kTopicDefinitionCharactersMax = 200;
inline constexpr std::size_t kTopicExamplesMax = 5;
inline constexpr std::size_t kTopicExampleCharactersMax = 100;
inline constexpr double kGroundingThresholdMax = 0.99;

/// What stretches longer than this, and may still become a match, is taken for one: so much of a
/// stream is held back at most, and no part of a match is let go before it is known to be one.
inline constexpr std::size_t kHeldBytesMax = 4'096;

class Side;

/// The rules of one version of a guardrail, ready to scan. Immutable, thread-safe.
class Guardrail {
public:
    /// @return `invalid` with the rule and why: patterns that do not compile, kinds of personal
    /// data without a form that can be checked, kinds of content that there are not.
    static Result<std::shared_ptr<const Guardrail>> compile(const Rules& rules);

    const Side& side(Source source) const;
    /// What scans do not look for: a classifier is asked.
    const JudgedRules& judged() const { return judged_; }
    explicit Guardrail(std::unique_ptr<Side> input, std::unique_ptr<Side> output,
                       JudgedRules judged);
    ~Guardrail();

private:
    const std::unique_ptr<Side> input_;
    const std::unique_ptr<Side> output_;
    const JudgedRules judged_;
};

using GuardrailPtr = std::shared_ptr<const Guardrail>;

enum class Policy : std::uint8_t { word, managed_word, pii, regex };
inline constexpr std::size_t kPolicies = 4;

/// One match of a rule. Overlapping matches of a regex are one.
struct Finding {
    Policy policy = Policy::word;
    std::string name;   ///< of a regex; the type of personal data or of the managed list
    std::string match;  ///< the text that matched
    Action action = Action::none;
    std::size_t guardrail = 0;  ///< whose rule it is, by its place among those that scanned
    bool operator==(const Finding&) const = default;
};

/// Of a text: how much of it was scanned. In code points.
struct Coverage {
    std::size_t guarded = 0;
    std::size_t total = 0;
};

struct Verdict {
    bool blocked = false;
    std::string text;  ///< with masks in it
    std::vector<Finding> findings;
    std::size_t findings_left_off = 0;  ///< over kFindingsMax
    std::vector<Action> outcomes;       ///< of each guardrail: the most restrictive thing it did
    Coverage coverage;

    bool intervened() const;
};

/// What scans have taken, and may take: so much for each byte, so much for all, and never more than
/// `most`. Those of one call share one. One thread.
struct Work {
    static constexpr std::uint64_t kBase = 2'000'000;
    static constexpr std::uint64_t kOfByte = 60;
    static constexpr std::uint64_t kMost = 100'000'000;  ///< some 0.5 s to 1.5 s
    /// So much makes nobody wait; some 2 ms.
    static constexpr std::uint64_t kShort = 250'000;

    std::uint64_t most = kMost;
    std::uint64_t steps = 0;
    std::uint64_t bytes = 0;

    /// Whether it took all that it may take in any case.
    bool is_spent() const { return steps > most; }
};

/// Bytes of texts that are scanned at once where others wait for that; some 0.1 ms, where rules
/// find little to do.
inline constexpr std::size_t kShortBytesMax = std::size_t{64} << 10;

/// Scans a text with several guardrails at once: what one of them blocks, is blocked, and what one
/// masks, is masked, whatever the others make of it.
///
/// A scan ends in time whatever the rules are: a text that takes far more work than its length is
/// worth is blocked by the guardrail that asks for so much, without a finding.
/// @param work null: of this text alone
Verdict scan(std::span<const GuardrailPtr> guardrails, Source source, std::string_view text,
             Work* work = nullptr);

/// Scans a text that comes in pieces. However it is cut, what comes out and what is found is the
/// same, unless it takes too much work: that of scan(), up to the first match that blocks.
///
/// Text is let go once no rule has begun to match in it. What is held back is what a rule has begun
/// to match, kHeldBytesMax at most for each guardrail. All that is before a match that blocks gets
/// out; nothing of it, nothing behind it. One thread at a time.
class StreamScanner {
public:
    /// @param work as of scan(); outlives this
    StreamScanner(std::vector<GuardrailPtr> guardrails, Source source, Work* work = nullptr);
    StreamScanner(StreamScanner&&) noexcept;
    ~StreamScanner();

    /// Appends to `out` what may be sent now. Bytes that are not UTF-8 become `?`.
    void write(std::string_view piece, std::string& out);
    void finish(std::string& out);

    /// Remembers the place behind all that has come. What is masked across it is before it.
    void mark();
    /// The marks that the last write() or finish() came to: places in its `out`, in order.
    const std::vector<std::size_t>& marks() const;

    bool blocked() const;
    const std::vector<Finding>& findings() const;
    std::size_t findings_left_off() const;
    /// The most restrictive thing that a guardrail did, by its place.
    Action outcome(std::size_t guardrail) const;
    Coverage coverage() const;
    /// Bytes taken and not sent yet.
    std::size_t held() const;

private:
    friend Verdict scan(std::span<const GuardrailPtr>, Source, std::string_view, Work*);
    struct Stream;
    std::unique_ptr<Stream> stream_;
};

}  // namespace licet::guardrail
