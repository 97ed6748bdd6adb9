// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/decisions/asked_context.h"
#include "api/decisions/view.h"
#include "base/describe/describe.h"

#include <optional>
#include <string>
#include <vector>

/// How the native API writes questions and answers about access.
namespace licet::api::decisions {

/// A tag of the resource asked about, for conditions on aws:ResourceTag.
struct ResourceTag {
    Text<1, 128> key;
    Text<0, 256> value;
};
BOOST_DESCRIBE_STRUCT(ResourceTag, (), (key, value))

using ResourceTags = List<ResourceTag, 0, 50>;
model::Tags read_tags(const ResourceTags& tags);

using ActionName = Text<3, 128>;     ///< `bedrock:InvokeModel`
using ResourceName = Text<1, 2048>;  ///< an ARN, an id; `*`
/// What is asked about where the question does not say.
inline std::string_view resource_of(const std::optional<ResourceName>& asked) {
    return asked ? std::string_view{*asked} : "*";
}
/// What a question is about that names no action: a product by its id is used, a model called.
std::string_view action_of(const std::optional<ActionName>& asked, std::string_view resource,
                           const View& view);
/// @return ValidationException for what is none of the actions that licet knows
Result<void> check_action(std::string_view action);
/// @return ValidationException for a region that there is not
Result<void> check_region(std::string_view region);

/// The answer and the steps to it, as far as the view may show them.
decision::ExplainedAnswer explained(const View& view, const decision::Inquirer& inquirer,
                                    const decision::Subject& subject);

using RegionName = Text<1, 64>;
using TimeText = Text<1, 64>;
using PageToken = Text<1, 2048>;
inline constexpr std::int64_t kRowsMax = 1'000;  ///< of one page
inline constexpr std::int64_t kRowsDefault = 100;
using RowCount = Integer<1, kRowsMax>;
inline std::size_t rows_of(const std::optional<RowCount>& asked) {
    return static_cast<std::size_t>(asked ? asked->value : kRowsDefault);
}

/// How near the answer came to another in one dimension.
struct WireMiss {
    std::string dimension;
    std::string detail;
};
BOOST_DESCRIBE_STRUCT(WireMiss, (), (dimension, detail))

/// A call that changes the answer.
struct WireCommand {
    std::string service;
    std::string operation;
    AccountId account;
    std::string region;
    JsonText parameters;
};
BOOST_DESCRIBE_STRUCT(WireCommand, (), (service, operation, account, region, parameters))

/// Another question that is answered otherwise.
struct WireChange {
    std::string member;
    std::string value;
};
BOOST_DESCRIBE_STRUCT(WireChange, (), (member, value))

struct WireFix {
    std::optional<AccountId> account;  ///< who can; absent: nobody within licet
    std::string text;
    std::vector<WireCommand> commands;
    std::optional<WireChange> change;
};
BOOST_DESCRIBE_STRUCT(WireFix, (), (account, text, commands, change))

struct WireStep {
    int number = 0;
    std::string name;
    std::string verdict;
    std::optional<std::string> reason;
    std::optional<std::string> subject;
    std::optional<std::string> message;
    std::vector<WireMiss> misses;
    std::optional<WireFix> fix;
};
BOOST_DESCRIBE_STRUCT(WireStep, (), (number, name, verdict, reason, subject, message, misses, fix))

/// What a grant is limited to; an absent member limits nothing.
struct WireScope {
    std::optional<std::vector<std::string>> regions;     ///< and geographies
    std::optional<std::vector<std::string>> operations;  ///< `Converse`
    std::optional<std::string> notBefore;
    std::optional<std::string> notAfter;  ///< the first moment outside
};
BOOST_DESCRIBE_STRUCT(WireScope, (), (regions, operations, notBefore, notAfter))

WireStep show(const decision::Step& step);
/// Nothing for a scope without limits.
std::optional<WireScope> show(const model::Scope& scope);
/// The text of an id that may be absent.
std::optional<std::string> show(const std::optional<model::GrantId>& grant);

}  // namespace licet::api::decisions
