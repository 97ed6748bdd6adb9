// SPDX-License-Identifier: Apache-2.0
#include "api/decisions/forms.h"

#include "decision/member_view.h"
#include "model/bedrock/regions.h"

#include <fmt/format.h>

namespace licet::api::decisions {
namespace {

std::optional<std::string> unless_empty(std::string_view text) {
    return text.empty() ? std::nullopt : std::optional{std::string{text}};
}

WireFix show(const decision::Fix& fix) {
    WireFix shown{.account = fix.account ? std::optional{fix.account} : std::nullopt,
                  .text = fix.text,
                  .commands = {},
                  .change = {}};
    for (const auto& command : fix.commands) {
        shown.commands.push_back({.service = std::string{command.service},
                                  .operation = std::string{command.operation},
                                  .account = command.account,
                                  .region = command.region,
                                  .parameters = {command.parameters}});
    }
    if (fix.change) {
        shown.change = WireChange{std::string{fix.change->member}, fix.change->value};
    }
    return shown;
}

constexpr std::size_t kShownMax = 128;  // bytes of what a message repeats

}  // namespace

std::string_view action_of(const std::optional<ActionName>& asked, std::string_view resource,
                           const View& view) {
    if (asked) {
        return *asked;
    }
    return view.directory().lists_product(resource) ? decision::kUseProduct : "bedrock:InvokeModel";
}

Result<void> check_action(std::string_view action) {
    if (decision::form_of(action) == decision::ActionForm::known) {
        return {};
    }
    return Error{ErrorKind::invalid,
                 fmt::format("$.action: `{}` is none of the actions of the services that licet "
                             "serves; name one as IAM does, such as `bedrock:InvokeModel`, without "
                             "wildcards",
                             action.substr(0, kShownMax))};
}

Result<void> check_region(std::string_view region) {
    if (model::find_region(region) != nullptr) {
        return {};
    }
    return Error{ErrorKind::invalid,
                 fmt::format("$.region: there is no region `{}`", region.substr(0, kShownMax))};
}

decision::ExplainedAnswer explained(const View& view, const decision::Inquirer& inquirer,
                                    const decision::Subject& subject) {
    auto answer = inquirer.explain(subject);
    if (!view.speaks()) {
        decision::hide_control_policies(answer, view.facts(), subject.account);
    }
    return answer;
}

WireStep show(const decision::Step& step) {
    WireStep shown{.number = step.number,
                   .name = std::string{step.name},
                   .verdict = std::string{decision::verdict_text(step.verdict)},
                   .reason = unless_empty(step.reason),
                   .subject = unless_empty(step.subject),
                   .message = unless_empty(step.message),
                   .misses = {},
                   .fix = {}};
    for (const auto& miss : step.misses) {
        shown.misses.push_back({std::string{miss.dimension}, miss.detail});
    }
    if (step.fix) {
        shown.fix = show(*step.fix);
    }
    return shown;
}

std::optional<WireScope> show(const model::Scope& scope) {
    const model::Scope none;
    if (scope == none) {
        return std::nullopt;
    }
    const auto texts = [](const std::vector<std::string_view>& words) {
        return std::vector<std::string>{words.begin(), words.end()};
    };
    WireScope shown;
    if (scope.regions != none.regions) {
        shown.regions = texts(model::region_words(scope));
    }
    if (scope.operations != none.operations) {
        shown.operations = texts(model::operation_words(scope));
    }
    if (scope.not_before != none.not_before) {
        shown.notBefore = format_iso8601(scope.not_before);
    }
    if (scope.not_after != none.not_after) {
        shown.notAfter = format_iso8601(scope.not_after);
    }
    return shown;
}

model::Tags read_tags(const ResourceTags& tags) {
    model::Tags read;
    for (const auto& [key, value] : tags) {
        read[key] = value;
    }
    return read;
}

std::optional<std::string> show(const std::optional<model::GrantId>& grant) {
    return grant ? std::optional{"g-" + grant->text()} : std::nullopt;
}

}  // namespace licet::api::decisions
