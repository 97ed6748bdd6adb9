// SPDX-License-Identifier: Apache-2.0
#include "api/authorization.h"

#include "base/protection.h"
#include "decision/authorize.h"
#include "decision/caller_rules.h"
#include "decision/state_facts.h"
#include "engine/request_context.h"

#include <array>
#include <deque>
#include <map>
#include <string>

namespace licet::api {
namespace {

using policy::Key;

/// What every call needs besides that shows an API key instead of a signature.
constexpr std::string_view kBearerAction = "bedrock:CallWithBearerToken";

/// The actions of all operations, looked up once. Thread-safe.
const policy::Action& known_action(std::string_view text) {
    static const auto actions = [] {
        std::map<std::string_view, policy::Action> map;
        map.emplace(kBearerAction, policy::Action{kBearerAction});
        for (const auto* operation : all_operations()) {
            const std::string_view own = action_of(*operation);
            map.emplace(own, policy::Action{own});
            for (const Need& need : operation->row.also) {
                map.emplace(need.action, policy::Action{need.action});
            }
        }
        return map;
    }();
    const auto found = actions.find(text);
    LICET_CHECK(found != actions.end());
    return found->second;
}

/// The keys that one permission adds. Refers to the permission; lives as long as the context.
class PermissionKeys {
public:
    PermissionKeys(const Permission& permission, policy::Context& context) {
        if (permission.resource_tags != nullptr) {
            context.set_resource_tags(permission.resource_tags);
        }
        add_request_tags(permission, context);
        if (!permission.called_via.empty()) {
            context.set(Key::aws_called_via, {&permission.called_via, 1});
            context.set(Key::aws_called_via_first, permission.called_via);
            context.set(Key::aws_called_via_last, permission.called_via);
            context.set(Key::aws_via_aws_service, "true");
        }
        for (const Permission::Value& value : permission.keys) {
            if (policy::is_multivalued(value.key)) {
                const auto& views = lists_.emplace_back(value.values.begin(), value.values.end());
                context.set(value.key, {views.data(), views.size()});
            } else if (!value.values.empty()) {
                context.set(value.key, value.values.front());
            }
        }
    }
    PermissionKeys(const PermissionKeys&) = delete;
    PermissionKeys& operator=(const PermissionKeys&) = delete;

private:
    void add_request_tags(const Permission& permission, policy::Context& context) {
        if (!permission.request_tags.empty()) {
            context.set_request_tags(&permission.request_tags);
        }
        auto& keys = lists_.emplace_back(permission.tag_keys.begin(), permission.tag_keys.end());
        for (const auto& [key, value] : permission.request_tags) {
            keys.push_back(key);
        }
        if (!keys.empty()) {
            context.set(Key::aws_tag_keys, {keys.data(), keys.size()});
        }
    }

    std::deque<std::vector<std::string_view>> lists_;
};

Error refusal(const wire::Service& service, std::string text) {
    return {ErrorKind::denied, std::move(text),
            &service == &wire::kLicenseManager ? std::string_view{"AuthorizationException"}
                                               : service.names.denied};
}

/// One caller, asked about all that one call of an operation needs.
class Judgement {
public:
    Judgement(const Operation& operation, const decision::Facts& facts,
              const model::Principal& caller, const policy::Context& request)
        : operation_{operation},
          facts_{facts},
          caller_{caller},
          levels_{facts.control_levels(caller.account)},
          subject_{facts, caller, request},
          keys_{subject_.keys()} {}

    Result<void> require(const Permission& permission) {
        subject_.keys() = keys_;
        const PermissionKeys added{permission, subject_.keys()};
        subject_.set_resource_account(facts_, decision::account_in(permission.resource));
        const policy::Action& action =
            known_action(permission.action.empty() ? action_of(operation_) : permission.action);
        const auto answer =
            decision::judge(levels_, caller_, subject_.rights(),
                            {action, permission.resource, subject_.keys()}, permission.by_resource);
        if (answer.allowed()) {
            return {};
        }
        const bool by_arn = permission.shown.empty() || !LICET_PROTECTED(hidden_path);
        const auto& shown = by_arn ? permission.resource : permission.shown;
        return refusal(*operation_.row.service,
                       decision::refusal_text(answer, caller_, action.text(), shown));
    }

private:
    const Operation& operation_;
    const decision::Facts& facts_;
    const model::Principal& caller_;
    decision::ControlLevels levels_;
    decision::SubjectContext subject_;
    policy::Context keys_;  // of the caller and the request
};

}  // namespace

Result<void> authorize(const Operation& operation, const decision::Facts& facts,
                       const PermissionCall& call, const engine::Origin& origin,
                       const void* request, Time now) {
    const bool free = operation.row.authorization == Authorization::none;
    if (free && !call.caller.api_key) {
        return {};
    }
    Judgement judgement{operation, facts, call.caller, engine::request_context(origin, now)};
    if (call.caller.api_key && LICET_PROTECTED(api_key_action)) {
        LICET_TRY_VOID(judgement.require({.action = kBearerAction}));
    }
    if (free) {
        return {};
    }
    const auto permissions =
        operation.permissions == nullptr ? Permissions(1) : operation.permissions(call, request);
    LICET_CHECK(!permissions.empty());
    for (const Permission& permission : permissions) {
        LICET_TRY_VOID(judgement.require(permission));
        if (!LICET_PROTECTED(each_permission)) {
            break;
        }
    }
    return {};
}

Result<void> run_authorized(const Operation& operation, Call& call, const engine::Origin& origin,
                            const void* request, void* response) {
    const PermissionCall asked{
        .caller = origin.actor, .region = origin.region, .known = &call.state()};
    LICET_TRY_VOID(authorize(operation, decision::StateFacts{call.state()}, asked, origin, request,
                             call.context().now));
    return operation.run(call, request, response);
}

Result<void> authorize_question(const Operation& operation, const decision::Facts& index,
                                const engine::Origin& origin, const void* request, Time now) {
    const PermissionCall asked{
        .caller = origin.actor, .region = origin.region, .known = nullptr, .facts = &index};
    return authorize(operation, index, asked, origin, request, now);
}

}  // namespace licet::api
