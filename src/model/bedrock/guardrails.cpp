// SPDX-License-Identifier: Apache-2.0
#include "model/bedrock/guardrails.h"

#include "base/check.h"
#include "base/random.h"
#include "guardrail/guardrail.h"
#include "model/bedrock/guardrail_rules.h"
#include "model/bedrock/resource_policy.h"
#include "model/state.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::model {
namespace {

constexpr std::string_view kDraft = "DRAFT";
constexpr std::size_t kVersionDigitsMax = 8;
constexpr std::size_t kIdCharactersMax = 64;

ReadyGuardrailVersionPtr compiled(const GuardrailDefinition& definition) {
    auto scanner = guardrail::Guardrail::compile(rules_of(definition));
    if (!scanner.ok()) {
        return nullptr;
    }
    return std::make_shared<const ReadyGuardrailVersion>(
        ReadyGuardrailVersion{.scanner = *std::move(scanner),
                              .blocked_input = definition.blockedInputMessaging,
                              .blocked_output = definition.blockedOutputsMessaging});
}

/// All but the versions.
std::shared_ptr<ReadyGuardrail> shell_of(const std::string& id, const Guardrail& guardrail) {
    auto ready = std::make_shared<ReadyGuardrail>();
    ready->id = id;
    ready->account = guardrail.account;
    ready->region = guardrail.region;
    ready->arn = guardrail_arn(guardrail.region, guardrail.account, id);
    ready->tags = guardrail.tags;
    if (!guardrail.policy.empty()) {
        auto policy = ResourcePolicy::read(guardrail.policy);
        LICET_CHECK(policy.ok());
        ready->policy = *std::move(policy);
    }
    return ready;
}

/// Makes it ready anew after a change; what did not change is shared with what was ready before.
/// @param changed the version that did, if one did
void refresh(const std::string& id, Guardrail& guardrail,
             std::optional<std::uint32_t> changed = std::nullopt) {
    auto ready = shell_of(id, guardrail);
    const auto add = [&](std::uint32_t number, const GuardrailVersion& version) {
        const bool keeps = guardrail.ready != nullptr && changed != number &&
                           guardrail.ready->versions.contains(number);
        ready->versions.emplace(
            number, keeps ? guardrail.ready->versions.at(number) : compiled(version.definition));
    };
    add(0, guardrail.draft);
    for (const auto& [number, version] : guardrail.versions) {
        add(number, version);
    }
    guardrail.ready = std::move(ready);
}

bool is_id(std::string_view text) {
    return !text.empty() && text.size() <= kIdCharactersMax &&
           text.find_first_not_of(kLowerAlphanumeric) == std::string_view::npos;
}

/// What stands before the next `:`, taken off the text; nothing where there is none.
std::optional<std::string_view> take_part(std::string_view& text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) {
        return std::nullopt;
    }
    const auto part = text.substr(0, colon);
    text.remove_prefix(colon + 1);
    return part;
}

}  // namespace

void Guardrails::rebuild_indexes() {
    for (auto& [id, guardrail] : all) {
        refresh(id, guardrail);
    }
}

void apply(State& state, const GuardrailCreated& event) {
    auto& made = state.guardrail.all.emplace(event.id, event.details).first->second;
    refresh(event.id, made);
}

void apply(State& state, const GuardrailUpdated& event) {
    auto& guardrail = state.guardrail.all.at(event.id);
    guardrail.draft = event.draft;
    refresh(event.id, guardrail, 0);
}

void apply(State& state, const GuardrailVersionCreated& event) {
    auto& guardrail = state.guardrail.all.at(event.id);
    GuardrailVersion version = guardrail.draft;
    version.description = event.description;
    version.created_at = version.updated_at = event.at;
    guardrail.versions.emplace(event.version, std::move(version));
    guardrail.last_version = event.version;
    auto with_draft = std::make_shared<ReadyGuardrail>(*guardrail.ready);
    with_draft->versions[event.version] = with_draft->versions.at(0);
    guardrail.ready = std::move(with_draft);
}

void apply(State& state, const GuardrailDeleted& event) {
    if (event.version == 0) {
        state.guardrail.all.erase(event.id);
        return;
    }
    auto& guardrail = state.guardrail.all.at(event.id);
    guardrail.versions.erase(event.version);
    refresh(event.id, guardrail);
}

void apply(State& state, const GuardrailTagged& event) {
    auto& guardrail = state.guardrail.all.at(event.id);
    guardrail.tags = event.tags;
    refresh(event.id, guardrail);
}

void apply(State& state, const GuardrailPolicyChanged& event) {
    auto& guardrail = state.guardrail.all.at(event.id);
    guardrail.policy = event.policy;
    refresh(event.id, guardrail);
}

void apply(State& state, const EnforcedConfigurationChanged& event) {
    auto& enforced = state.guardrail.enforced;
    if (event.configuration) {
        enforced[event.account].insert_or_assign(event.region, *event.configuration);
        return;
    }
    auto& of_account = enforced.at(event.account);
    of_account.erase(event.region);
    if (of_account.empty()) {
        enforced.erase(event.account);
    }
}

std::string guardrail_arn(std::string_view region, AccountId account, std::string_view id) {
    return fmt::format("arn:aws:bedrock:{}:{}:guardrail/{}", region, account.text(), id);
}

std::optional<GuardrailName> parse_guardrail_name(std::string_view text) {
    constexpr std::string_view kPrefix = "arn:aws:bedrock:";
    constexpr std::string_view kResource = "guardrail/";
    if (!text.starts_with(kPrefix)) {
        return is_id(text) ? std::optional{GuardrailName{.id = text}} : std::nullopt;
    }
    text.remove_prefix(kPrefix.size());
    const auto region = take_part(text);
    const auto digits = take_part(text);
    const auto account = AccountId::parse(digits.value_or(""));
    if (!region || region->empty() || !account.ok() || !text.starts_with(kResource)) {
        return std::nullopt;
    }
    text.remove_prefix(kResource.size());
    GuardrailName name{.id = text, .region = *region, .account = *account};
    if (const auto id = take_part(text)) {
        name.id = *id;
        name.version = text;
        if (text.empty()) {
            return std::nullopt;
        }
    }
    return is_id(name.id) ? std::optional{name} : std::nullopt;
}

std::optional<std::uint32_t> parse_guardrail_version(std::string_view text) {
    if (text == kDraft) {
        return 0;
    }
    if (text.empty() || text.size() > kVersionDigitsMax || text.front() == '0' ||
        text.find_first_not_of("0123456789") != std::string_view::npos) {
        return std::nullopt;
    }
    std::uint32_t number = 0;
    for (const char digit : text) {
        number = number * 10 + static_cast<std::uint32_t>(digit - '0');
    }
    return number;
}

std::string guardrail_version_text(std::uint32_t version) {
    return version == 0 ? std::string{kDraft} : std::to_string(version);
}

const EnforcedConfiguration* find_enforced(const Guardrails& state, AccountId account,
                                           std::string_view region) {
    const auto of_account = state.enforced.find(account);
    if (of_account == state.enforced.end()) {
        return nullptr;
    }
    const auto found = of_account->second.find(region);
    return found == of_account->second.end() ? nullptr : &found->second;
}

}  // namespace licet::model
