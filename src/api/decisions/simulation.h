// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/decisions/forms.h"
#include "api/operation.h"
#include "decision/changes.h"
#include "decision/index.h"

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
    std::optional<AccountId> account;  ///< whose root calls; default: the caller's
    std::optional<RegionName> region;  ///< default: us-east-1
    /// The request. `${2.Grant.Arn}` in a text stands for what the answer to the second command
    /// says there.
    std::optional<JsonText> parameters;
};
BOOST_DESCRIBE_STRUCT(WireTrial, (), (service, operation, account, region, parameters))
using WireTrials = List<WireTrial, 1, kCommandsMax>;

/// What became of it. Answers are not shown: a simulation must not hand out what was not given.
struct WireOutcome {
    std::string operation;
    AccountId account;
    bool ok = false;
    std::optional<std::string> error;
    std::optional<std::string> message;
};
BOOST_DESCRIBE_STRUCT(WireOutcome, (), (operation, account, ok, error, message))

/// A state after commands that nobody gave.
struct Simulated {
    std::vector<WireOutcome> outcomes;
    decision::Affected affected;
    model::State state;
};

/// Runs the commands in order on a copy of the state. Each is called by the root of its account,
/// under the service control policies that bind it; one that is refused changes nothing and the
/// next goes on.
/// @param view decides for which accounts the caller may try anything
/// @return ValidationException for what is no command that changes something, or an account that is
///         not shown
Result<Simulated> simulate(const AuditCall& call, const View& view, const model::State& state,
                           engine::Revision revision, const WireTrials& commands);

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

std::vector<WireAccessChange> show(const std::vector<decision::AccessChange>& rows);

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

/// The accounts to compare: those shown before or after, as far as they are affected.
std::vector<AccountId> accounts_to_compare(const View& before, const View& after,
                                           const decision::Affected& affected);

/// An index of a state that the engine does not publish.
std::shared_ptr<const decision::Index> index_of(const AuditCall& call, const model::State& state,
                                                engine::Revision revision);

}  // namespace licet::api::decisions
