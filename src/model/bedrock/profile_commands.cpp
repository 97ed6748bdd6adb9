// SPDX-License-Identifier: Apache-2.0
#include "model/bedrock/profile_commands.h"

#include "model/bedrock/model_identifier.h"
#include "model/bedrock/tagging.h"
#include "model/state.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::model {
namespace {

constexpr std::size_t kIdCharacters = 12;
constexpr std::size_t kQuotedBytesMax = 128;

/// Characters of which each may have one blank, `_` or `-` behind it.
bool has_spaced_form(std::string_view text, std::string_view also) {
    bool after_character = false;
    for (const char c : text) {
        const bool character = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                               (c >= 'A' && c <= 'Z') || also.find(c) != std::string_view::npos;
        const bool space = c == ' ' || c == '_' || c == '-';
        if (!character && !(space && after_character)) {
            return false;
        }
        after_character = character;
    }
    return !text.empty();
}

Error not_found(std::string_view identifier, const Context& context) {
    return {ErrorKind::not_found,
            fmt::format("There is no application inference profile `{}` in account `{}` and region "
                        "`{}`; ListInferenceProfiles with type APPLICATION shows those there are",
                        identifier.substr(0, kQuotedBytesMax), context.actor.account.text(),
                        context.region),
            "ResourceNotFoundException"};
}

Error bad_source(std::string message) {
    return {ErrorKind::invalid, "modelSource.copyFrom: " + std::move(message),
            "ValidationException"};
}

Error missing_source(std::string_view what, std::string_view id, const Context& context) {
    return {ErrorKind::not_found,
            fmt::format("modelSource.copyFrom: region `{}` has no {} `{}` to copy from",
                        context.region, what, id.substr(0, kQuotedBytesMax)),
            "ResourceNotFoundException"};
}

/// The id of the model or system profile to copy from.
Result<std::string> find_source(const State& state, std::string_view arn, const Context& context) {
    const auto named = resolve_model_identifier(arn);
    if (!named.ok() || named->region.empty() || named->kind == ModelRefKind::application_profile) {
        return bad_source(
            "must be the ARN of a foundation model or of a system-defined inference profile");
    }
    if (named->region != context.region) {
        return bad_source(fmt::format("must name region `{}`, where the profile is made, not `{}`",
                                      context.region, named->region));
    }
    if (named->kind == ModelRefKind::system_profile) {
        const auto* profile = find_profile(state.models, named->id);
        const bool here = named->account == context.actor.account && profile != nullptr &&
                          destinations(*profile, context.region) != nullptr;
        return here ? Result<std::string>{std::string{named->id}}
                    : missing_source("inference profile", named->id, context);
    }
    const auto* model = find_model(state.models, named->id);
    if (model == nullptr || std::find(model->regions.begin(), model->regions.end(),
                                      context.region) == model->regions.end()) {
        return missing_source("model", named->id, context);
    }
    const auto& types = model->inference_types;
    if (std::find(types.begin(), types.end(), InferenceType::ON_DEMAND) == types.end()) {
        return bad_source(
            fmt::format("`{}` is served through inference profiles only: copy from "
                        "one of them",
                        named->id));
    }
    return std::string{named->id};
}

/// Whether the account may make a profile of that name in the region.
Result<void> check_room(const ApplicationProfiles& profiles, std::string_view name,
                        const Context& context) {
    std::size_t count = 0;
    for (const auto& [id, profile] : profiles) {
        if (profile.account != context.actor.account || profile.region != context.region) {
            continue;
        }
        ++count;
        if (profile.name == name) {
            return Error{ErrorKind::conflict,
                         fmt::format("An inference profile named `{}` exists already: `{}`; choose "
                                     "another name",
                                     name, id),
                         "ConflictException"};
        }
    }
    if (count >= kApplicationProfilesMax) {
        return Error{ErrorKind::exhausted,
                     fmt::format("An account has at most {} application inference profiles in a "
                                 "region; delete one that is not used",
                                 kApplicationProfilesMax),
                     "ServiceQuotaExceededException"};
    }
    return {};
}

}  // namespace

bool is_profile_name(std::string_view text) {
    return has_spaced_form(text, "");
}

bool is_profile_description(std::string_view text) {
    return has_spaced_form(text, ":.");
}

bool has_application_profile_form(std::string_view id) {
    return id.size() == kIdCharacters &&
           id.find_first_not_of(kLowerAlphanumeric) == std::string_view::npos;
}

Result<ApplicationProfileMade> create_application_profile(const State& state,
                                                          const CreateApplicationProfile& command,
                                                          const Context& context) {
    LICET_TRY(auto source, find_source(state, command.copy_from, context));
    LICET_TRY(auto tags, with_tags({}, command.tags));
    const auto& profiles = state.models.application_profiles;
    LICET_TRY_VOID(check_room(profiles, command.name, context));
    ApplicationProfileMade made;
    do {
        made.id = context.random.text(kLowerAlphanumeric, kIdCharacters);
    } while (profiles.count(made.id) != 0);
    made.events = {ApplicationProfileCreated{made.id,
                                             {.account = context.actor.account,
                                              .region = context.region,
                                              .name = command.name,
                                              .description = command.description,
                                              .source = std::move(source),
                                              .created_at = context.now,
                                              .tags = std::move(tags)}}};
    return made;
}

Result<std::string> own_application_profile(const State& state, std::string_view identifier,
                                            const Context& context) {
    const auto named = resolve_model_identifier(identifier);
    if (named.ok() && named->kind != ModelRefKind::application_profile) {
        return Error{ErrorKind::invalid,
                     fmt::format("`{}` is no application inference profile; only those that the "
                                 "account made can be deleted and tagged",
                                 identifier.substr(0, kQuotedBytesMax)),
                     "ValidationException"};
    }
    if (!named.ok() && identifier.starts_with("arn:")) {
        return Error{ErrorKind::invalid,
                     fmt::format("`{}` is no ARN of an inference profile",
                                 identifier.substr(0, kQuotedBytesMax)),
                     "ValidationException"};
    }
    const auto id = named.ok() ? named->id : identifier;
    const bool elsewhere =
        named.ok() && (named->region != context.region || named->account != context.actor.account);
    const auto* profile = elsewhere
                              ? nullptr
                              : find_application_profile(state.models.application_profiles,
                                                         context.actor.account, context.region, id);
    return profile == nullptr ? not_found(identifier, context)
                              : Result<std::string>{std::string{id}};
}

Result<Events> delete_application_profile(const State& state, std::string_view identifier,
                                          const Context& context) {
    LICET_TRY(auto id, own_application_profile(state, identifier, context));
    return Events{ApplicationProfileDeleted{std::move(id)}};
}

Result<Events> tag_application_profile(const State& state, std::string_view identifier,
                                       const std::vector<Tag>& tags, const Context& context) {
    LICET_TRY(auto id, own_application_profile(state, identifier, context));
    const auto& present = state.models.application_profiles.at(id).tags;
    LICET_TRY(auto changed, with_tags(present, tags));
    return Events{ApplicationProfileTagged{std::move(id), std::move(changed)}};
}

Result<Events> untag_application_profile(const State& state, std::string_view identifier,
                                         const std::vector<std::string>& keys,
                                         const Context& context) {
    LICET_TRY(auto id, own_application_profile(state, identifier, context));
    if (auto fault = find_tag_key_fault(keys)) {
        return Error{ErrorKind::invalid, std::move(fault->message), "ValidationException"};
    }
    Tags left = state.models.application_profiles.at(id).tags;
    for (const auto& key : keys) {
        left.erase(key);
    }
    return Events{ApplicationProfileTagged{std::move(id), std::move(left)}};
}

}  // namespace licet::model
