// SPDX-License-Identifier: Apache-2.0
#include "api/decisions/last_use.h"

#include "api/audit/backlog.h"
#include "api/operation.h"
#include "base/describe/describe.h"
#include "base/describe/json.h"
#include "model/bedrock/model_identifier.h"

#include <algorithm>

namespace licet::api::decisions {
namespace {

/// What the journal knows of a model call's parameters.
struct CallParameters {
    std::string modelId;
};
BOOST_DESCRIBE_STRUCT(CallParameters, (), (modelId))

/// Its id, whether it is named by id or by ARN; empty for what is neither.
std::string id_of_model(std::string_view identifier) {
    const auto named = model::resolve_model_identifier(identifier);
    return named.ok() ? std::string{named->id} : std::string{};
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

}  // namespace

LastUses::LastUses(const Deed& deed) : resource_{deed.resource} {
    const policy::Action action{deed.action};
    if (decision::operation_of(action)) {
        model_id_ = id_of_model(deed.resource);
        const auto& names = describe::type_of<model::ModelOperation>().names;
        for (std::size_t i = 0; i < names.size(); ++i) {
            const auto& each = decision::action_of(static_cast<model::ModelOperation>(i));
            if (each.text() == deed.action) {
                events_.emplace("bedrock.amazonaws.com", names[i]);
            }
        }
    }
    for (const auto* operation : all_operations()) {
        const bool needs = action_of(*operation) == deed.action;
        if (needs) {
            events_.emplace(operation->row.service->event_source, operation->row.name);
        }
    }
}

Result<void> LastUses::search(const AuditCall& call, std::span<const decision::WhoRow> subjects) {
    std::set<std::string> wanted;
    for (const auto& subject : subjects) {
        wanted.insert(key_of(subject));
    }
    Backlog backlog{call.services.log, call.services.journal, {}};
    while (!events_.empty() && !wanted.empty() && events_searched_ < kEventsMax) {
        LICET_TRY(const auto event, backlog.next());
        if (!event) {
            break;
        }
        ++events_searched_;
        if (!is_deed(*event)) {
            continue;
        }
        for (const auto& key : {event->account.text(), principal_key(event->principal_arn)}) {
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
    return event.error_code.empty() && events_.contains({event.event_source, event.event_name}) &&
           concerns_resource(event);
}

bool LastUses::concerns_resource(const AuditEvent& event) const {
    if (resource_ == "*") {
        return true;
    }
    if (!model_id_.empty()) {
        CallParameters parameters;
        auto format = describe::kAwsFormat;
        format.unknown = describe::UnknownMembers::ignore;
        const auto read = describe::read_json(describe::type_of<CallParameters>(), &parameters,
                                              format, event.parameters);
        return read.ok() && id_of_model(parameters.modelId) == model_id_;
    }
    return std::any_of(event.resources.begin(), event.resources.end(),
                       [&](const auto& each) { return each.name == resource_; }) ||
           event.parameters.find("\"" + std::string{resource_} + "\"") != std::string::npos;
}

}  // namespace licet::api::decisions
