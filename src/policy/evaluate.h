// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "policy/context.h"
#include "policy/document.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace licet::policy {

/// An IAM action, looked up once: evaluate() compares numbers where a document names the action in
/// full, and texts only for wildcards. Immutable, cheap to copy; the text outlives it.
class Action {
public:
    explicit Action(std::string_view text);  ///< `bedrock:InvokeModel`, in any case
    std::string_view text() const { return text_; }
    /// Of the table of known actions; kUnknown when it is none of them.
    std::uint16_t number() const { return number_; }
    static constexpr std::uint16_t kUnknown = 0xffff;

private:
    std::string_view text_;
    std::uint16_t number_;
};

/// What is asked of a policy.
struct Question {
    const Action& action;
    std::string_view resource;  ///< an ARN; `*` where the action has none
    const Context& context;
};

enum class Verdict : std::uint8_t {
    not_allowed,  ///< no statement allows it: an implicit deny
    allowed,
    denied,  ///< a statement denies it
};

struct Outcome {
    Verdict verdict = Verdict::not_allowed;
    std::size_t statement = 0;  ///< the first that decided; of no meaning for not_allowed
};

/// Explicit denies win; then any allow. Allocates nothing. A condition on an absent key holds only
/// with IfExists, Null, a negated operator or ForAllValues. Source: IAM User Guide, "Policy
/// evaluation logic", "Condition operators", "Multivalued context keys", "Policy variables".
///
/// O(document + values), where a real policy ends; a hostile one takes at worst kSearchesMax times
/// the bytes of the resource and of the values that it asks about, a few nanoseconds each:
/// `policy.hostile` of the bench.
Outcome evaluate(const Document& document, const Question& question);

/// Whether the answer to a question about a `bedrock:` action may change with the region: with
/// aws:RequestedRegion, or with the region inside of the resource's ARN. If not, one answer holds
/// for every destination region of an inference profile.
bool depends_on_region(const Document& document);

/// Why a statement did not apply: the first of its elements that did not match.
struct NearMiss {
    std::size_t statement = 0;
    enum class Element { action, resource, condition } element = Element::action;
    std::string detail;  ///< `StringEquals aws:RequestedRegion: `us-east-1` is none of `eu-west-1``
};
/// How near the allowing statements came that do not apply: nearest first, at most kNearMissesMax.
/// Twice the cost of evaluate(), whatever the question.
inline constexpr std::size_t kNearMissesMax = 8;
std::vector<NearMiss> near_misses(const Document& document, const Question& question);

/// Matches `*` with any text and `?` with any one character, as a Pattern does and at its cost.
bool is_like(std::string_view pattern, std::string_view text);

}  // namespace licet::policy
