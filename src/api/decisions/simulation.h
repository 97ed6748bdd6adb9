// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/decisions/forms.h"
#include "api/operation.h"
#include "api/page.h"
#include "decision/changes.h"
#include "decision/index.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace licet::api::decisions {

inline constexpr std::int64_t kCommandsMax = 100;  ///< of one simulation

/// One change to try out.
struct WireTrial {
    Text<1, 64> service;     ///< the endpoint's name as the AWS CLI knows it: `license-manager`
    Text<1, 128> operation;  ///< `CreateGrant`
    /// Default: the caller's, where the caller calls as what it is; elsewhere the root calls.
    std::optional<AccountId> account;
    std::optional<RegionName> region;  ///< default: us-east-1
    /// The request. `${2.Grant.Arn}` in a text stands for what the answer to the second command
    /// says there.
    std::optional<JsonText> parameters;
};
BOOST_DESCRIBE_STRUCT(WireTrial, (), (service, operation, account, region, parameters))
using WireTrials = List<WireTrial, 1, kCommandsMax>;

/// What became of it. Answers are not shown: a simulation must not hand out what was not given; nor
/// what an error says in another account than the caller's.
struct WireOutcome {
    std::string operation;
    AccountId account;
    bool ok = false;
    std::optional<std::string> error;
    std::optional<std::string> message;
};
BOOST_DESCRIBE_STRUCT(WireOutcome, (), (operation, account, ok, error, message))

/// Access before and after something, and whose it may have changed. Immutable.
struct Comparison {
    std::shared_ptr<const decision::Index> before;
    std::shared_ptr<const decision::Index> after;
    decision::Affected affected;
    std::vector<WireOutcome> outcomes = {};  ///< of the commands that made the difference
    bool is_trial = false;                   ///< nobody gave these commands
};
using ComparisonPtr = std::shared_ptr<const Comparison>;

/// One row of what changed.
struct WireAccessChange {
    AccountId account;
    std::string type;
    std::string id;
    std::string region;
    std::string change;  ///< `gained` or `lost`
    std::string reasonBefore;
    std::string reasonAfter;
};
BOOST_DESCRIBE_STRUCT(WireAccessChange, (),
                      (account, type, id, region, change, reasonBefore, reasonAfter))

/// A page of comparisons: which revisions are compared, at what time, and where it goes on. A later
/// page compares what the first did.
struct ComparisonPlace {
    engine::Revision from = 0;
    engine::Revision to = 0;  ///< `from` for a simulation
    Time now;
    std::string key = {};
};
std::string text_of(const ComparisonPlace& place);
/// @return ValidationException for what text_of() did not make
Result<ComparisonPlace> comparison_place(std::string_view text);

/// Runs the commands in order on a copy of a state of the past: those for the caller's account by
/// the caller itself, those for others by their roots, all as far as policies allow. One that is
/// refused changes nothing and the next goes on.
/// @return ValidationException for what is no command that changes something; unknown_subject() for
///         an account that is not shown
Result<ComparisonPtr> simulate(const AuditCall& call, const ComparisonPlace& place,
                               const WireTrials& commands);

/// The state of one revision and that of a later one.
Result<ComparisonPtr> compare(const AuditCall& call, const ComparisonPlace& place);

/// One page of what changed.
struct ChangesPage {
    ComparisonPtr comparison;
    std::vector<WireAccessChange> changes;
    std::optional<std::string> next_token;
};

/// @param list its tokens are comparison places
/// @param make the comparison, unless an earlier page left it
Result<ChangesPage> page_of_changes(const AuditCall& call, const Listing& list,
                                    ComparisonPlace place, std::size_t rows_max,
                                    const std::function<Result<ComparisonPtr>()>& make);

}  // namespace licet::api::decisions
