// SPDX-License-Identifier: Apache-2.0
#include "api/decisions/last_use.h"

#include "api/license_manager/lists.h"
#include "base/describe/json.h"
#include "model/bedrock/model_identifier.h"
#include "model/state.h"

#include <algorithm>

namespace licet::api::decisions {
namespace {

/// What the journal knows of a model call's parameters.
struct CallParameters {
    std::string modelId;
};
BOOST_DESCRIBE_STRUCT(CallParameters, (), (modelId))

bool read_parameters(const describe::Type& type, void* into, const AuditEvent& event) {
    auto format = describe::kAwsFormat;
    format.unknown = describe::UnknownMembers::ignore;
    return describe::read_json(type, into, format, event.parameters).ok();
}

/// The principal that an event or a row names: a session is its role.
std::string principal_key(std::string_view arn) {
    const auto named = decision::read_principal_arn(arn);
    if (!named) {
        return std::string{arn};
    }
    const std::string_view kind = named->kind == model::PrincipalKind::root   ? "root"
                                  : named->kind == model::PrincipalKind::user ? "user"
                                                                              : "role";
    return named->account.text() + "/" + std::string{kind} + "/" + std::string{named->name};
}

std::string key_of(const decision::WhoRow& subject) {
    return subject.principal.empty() ? subject.account.text() : principal_key(subject.principal);
}

model::Principal caller_of(const AuditEvent& event) {
    const auto named = decision::read_principal_arn(event.principal_arn);
    model::Principal caller;
    caller.kind = named ? named->kind : model::PrincipalKind::service;
    caller.account = event.account;
    caller.arn = event.principal_arn;
    caller.id = event.principal_id;
    caller.name = event.user_name;
    return caller;
}

}  // namespace

LastUses::LastUses(const decision::Facts& facts, const Deed& deed)
    : facts_{facts}, action_{deed.action}, resource_{license_manager::with_colon(deed.resource)} {
    if (decision::operation_of(policy::Action{deed.action})) {
        const auto named = model::resolve_model_identifier(deed.resource);
        model_id_ = named.ok() ? std::string{named->id} : std::string{};
        const auto& names = describe::type_of<model::ModelOperation>().names;
        for (std::size_t i = 0; i < names.size(); ++i) {
            const auto& each = decision::action_of(static_cast<model::ModelOperation>(i));
            if (each.text() == deed.action) {
                operations_.emplace(std::pair{"bedrock.amazonaws.com", names[i]}, nullptr);
            }
        }
    }
    for (const auto* operation : all_operations()) {
        const auto& also = operation->row.also;
        if (action_of(*operation) == deed.action ||
            std::any_of(also.begin(), also.end(),
                        [&](const Need& need) { return need.action == deed.action; })) {
            operations_.emplace(
                std::pair{operation->row.service->event_source, operation->row.name}, operation);
        }
    }
}

Result<void> LastUses::search(const AuditCall& call, const AuditPosition& from,
                              std::span<const decision::WhoRow> subjects) {
    std::set<std::string> wanted;
    for (const auto& subject : subjects) {
        wanted.insert(key_of(subject));
    }
    Backlog backlog{call.services.log, call.services.journal, from};
    while (!operations_.empty() && !wanted.empty() && events_searched_ < kEventsMax) {
        LICET_TRY(const auto event, backlog.next());
        if (!event) {
            break;
        }
        ++events_searched_;
        if (event->time > from.until) {
            continue;
        }
        searched_from_ = event->time;
        const std::string keys[] = {event->account.text(), principal_key(event->principal_arn)};
        if ((!wanted.contains(keys[0]) && !wanted.contains(keys[1])) || !is_deed(*event)) {
            continue;
        }
        for (const auto& key : keys) {
            if (wanted.erase(key) != 0) {
                uses_.emplace(key, WireUse{.time = format_iso8601(event->time),
                                           .principal = event->principal_arn,
                                           .region = event->region,
                                           .event = event->event_name,
                                           .requestId = event->request_id});
            }
        }
    }
    return {};
}

std::optional<WireUse> LastUses::of(const decision::WhoRow& subject) const {
    const auto found = uses_.find(key_of(subject));
    return found == uses_.end() ? std::nullopt : std::optional{found->second};
}

bool LastUses::is_deed(const AuditEvent& event) const {
    if (!event.error_code.empty()) {
        return false;
    }
    const auto found = operations_.find({event.event_source, event.event_name});
    if (found == operations_.end()) {
        return false;
    }
    return found->second == nullptr ? calls_model(event) : needs_action(*found->second, event);
}

/// A call through a profile uses the profile and the model behind it. Source: rules BA-30, BA-33.
bool LastUses::calls_model(const AuditEvent& event) const {
    if (resource_ == "*") {
        return true;
    }
    CallParameters parameters;
    if (model_id_.empty() ||
        !read_parameters(describe::type_of<CallParameters>(), &parameters, event)) {
        return mentions_resource(event);
    }
    auto named = model::resolve_model_identifier(parameters.modelId);
    if (named.ok() && named->kind == model::ModelRefKind::application_profile) {
        const auto* profile = facts_.application_profile(named->account, named->region, named->id);
        if (named->id == model_id_ || profile == nullptr) {
            return named->id == model_id_;
        }
        named = model::resolve_model_identifier(profile->source);
    }
    if (!named.ok() || named->id == model_id_) {
        return named.ok();
    }
    const auto* profile = facts_.profile(named->id);
    return profile != nullptr && profile->model_id == model_id_;
}

/// What a call needs does not depend on what there is, so the empty state tells it; the ARNs of an
/// organization alone it does not.
bool LastUses::needs_action(const Operation& operation, const AuditEvent& event) const {
    static const model::State kNothing;
    const auto own = action_of(operation);
    Permissions needed{Permission{}};
    bool known = operation.permissions == nullptr;
    if (auto request = operation.make_request();
        !known && read_parameters(operation.request_type(), request.get(), event)) {
        const auto caller = caller_of(event);
        needed = operation.permissions(
            {.caller = caller, .region = event.region, .known = &kNothing}, request.get());
        known = true;
    }
    if (!known) {  // the record shows too little of the request
        return resource_ == "*" || mentions_resource(event);
    }
    return std::any_of(needed.begin(), needed.end(), [&](const Permission& each) {
        const bool same = (each.action.empty() ? own : each.action) == action_;
        return same && (resource_ == "*" || is_resource(each.resource) ||
                        (each.resource == "*" && mentions_resource(event)));
    });
}

/// By its ARN, or the id at the end of it.
bool LastUses::is_resource(std::string_view name) const {
    if (name == resource_) {
        return true;
    }
    const auto id = name.find_last_of(":/");
    return id != std::string_view::npos && name.substr(id + 1) == resource_;
}

bool LastUses::mentions_resource(const AuditEvent& event) const {
    const auto quoted = [](std::string_view text) { return '"' + std::string{text} + '"'; };
    const auto id = std::string_view{resource_}.substr(resource_.find_last_of(":/") + 1);
    return std::any_of(event.resources.begin(), event.resources.end(),
                       [&](const auto& each) {
                           return is_resource(license_manager::with_colon(each.name));
                       }) ||
           event.parameters.find(quoted(resource_)) != std::string::npos ||
           event.parameters.find(quoted(id)) != std::string::npos;
}

}  // namespace licet::api::decisions
