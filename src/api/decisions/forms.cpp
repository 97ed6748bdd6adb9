// SPDX-License-Identifier: Apache-2.0
#include "api/decisions/forms.h"

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

}  // namespace

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
