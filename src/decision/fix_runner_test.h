// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/encoding.h"
#include "decision/decision_world_test.h"
#include "decision/explain.h"
#include "model/bedrock/use_case_form.h"
#include "model/identity/roles.h"
#include "model/marketplace/subscribe.h"
#include "model/organization/delegation.h"
#include "model/organization/trusted_access.h"

#include <simdjson.h>

#include <functional>
#include <map>

namespace licet::decision {

/// Does in a world what a fix says, as the operations would that it names.
class FixRunner {
public:
    explicit FixRunner(DecisionWorld& made) : made_{made} {}

    /// @return why a command was refused; empty when all went through.
    std::string run(const Fix& fix) {
        for (const auto& command : fix.commands) {
            auto parameters = parser_.parse(command.parameters);
            EXPECT_EQ(parameters.error(), simdjson::SUCCESS) << command.parameters;
            body_ = parameters.value();
            made_.as(command.account);
            account_ = command.account;
            const auto row = kCommands.find(command.operation);
            if (row == kCommands.end()) {
                return "no such command: " + command.operation;
            }
            const auto decided = row->second(*this);
            if (!decided.ok()) {
                return command.operation + " " + command.parameters + ": " +
                       decided.error().message;
            }
            made_.note(*decided);
        }
        return {};
    }

private:
    using Command = std::function<Result<model::Events>(FixRunner&)>;

    std::string text(std::string_view member) const {
        std::string_view value;
        EXPECT_EQ(body_[member].get(value), simdjson::SUCCESS) << member;
        return std::string{value};
    }
    model::State& state() { return made_.world.state; }
    model::Context context() { return made_.world.context(); }
    model::IdentityName identity(model::IdentityKind kind, std::string_view member) const {
        return {kind, {account_, text(member)}};
    }
    static Result<model::Events> events(Result<model::GrantDecision> decided) {
        LICET_TRY(auto made, std::move(decided));
        return std::move(made.events);
    }

    Result<model::Events> untag() {
        std::vector<std::string> keys;
        for (const auto key : body_["TagKeys"]) {
            keys.emplace_back(std::string_view{key});
        }
        return model::untag_resource(state(), text("ResourceArn"), keys, context());
    }
    Result<model::Events> activate() {
        return events(model::change_grant(state(),
                                          {.grant_arn = text("GrantArn"),
                                           .name = {},
                                           .operations = {},
                                           .status = model::kActive,
                                           .status_reason = {},
                                           .source_version = {},
                                           .activation_override = {},
                                           .request = {}},
                                          context()));
    }
    template <model::IdentityKind kind>
    static Command put(std::string_view name) {
        return [name](FixRunner& at) {
            return model::put_inline_policy(
                at.state(),
                {at.identity(kind, name), at.text("PolicyName"), at.text("PolicyDocument")});
        };
    }
    template <model::IdentityKind kind>
    static Command detach(std::string_view name) {
        return [name](FixRunner& at) {
            return model::detach_policy(at.state(),
                                        {at.identity(kind, name), at.text("PolicyArn")});
        };
    }
    template <model::IdentityKind kind>
    static Command remove(std::string_view name) {
        return [name](FixRunner& at) {
            return model::delete_inline_policy(at.state(),
                                               {at.identity(kind, name), at.text("PolicyName")});
        };
    }
    template <model::IdentityKind kind>
    static Command unbound(std::string_view name) {
        return [name](FixRunner& at) {
            return model::delete_boundary(at.state(), {at.identity(kind, name)});
        };
    }

    static inline const std::map<std::string, Command, std::less<>> kCommands{
        {"CreateFoundationModelAgreement",
         [](FixRunner& at) {
             const auto id = at.text("modelId");
             const auto token = at.text("offerToken");
             return model::accept_model_offer(at.state(), {id, token}, at.context());
         }},
        {"PutUseCaseForModelAccess",
         [](FixRunner& at) -> Result<model::Events> {
             LICET_TRY(const auto form, from_base64(at.text("formData")));
             return model::submit_use_case_form(form, at.context());
         }},
        {"AcceptGrant",
         [](FixRunner& at) {
             return events(model::accept_grant(at.state(), at.text("GrantArn"), at.context()));
         }},
        {"CreateGrantVersion", [](FixRunner& at) { return at.activate(); }},
        {"UntagResource", [](FixRunner& at) { return at.untag(); }},
        {"AttachPolicy",
         [](FixRunner& at) {
             return model::attach_organization_policy(
                 at.state(), {at.text("PolicyId"), at.text("TargetId")}, at.context());
         }},
        {"DetachPolicy",
         [](FixRunner& at) {
             return model::detach_organization_policy(
                 at.state(), {at.text("PolicyId"), at.text("TargetId")}, at.context());
         }},
        {"PutUserPolicy", put<model::IdentityKind::user>("UserName")},
        {"PutRolePolicy", put<model::IdentityKind::role>("RoleName")},
        {"DeleteUserPolicy", remove<model::IdentityKind::user>("UserName")},
        {"DeleteRolePolicy", remove<model::IdentityKind::role>("RoleName")},
        {"DeleteGroupPolicy", remove<model::IdentityKind::group>("GroupName")},
        {"DetachUserPolicy", detach<model::IdentityKind::user>("UserName")},
        {"DetachRolePolicy", detach<model::IdentityKind::role>("RoleName")},
        {"DetachGroupPolicy", detach<model::IdentityKind::group>("GroupName")},
        {"UpdateAssumeRolePolicy",
         [](FixRunner& at) {
             return model::update_trust_policy(
                 at.state(), {at.text("RoleName"), at.text("PolicyDocument")}, at.context());
         }},
        {"EnableAWSServiceAccess",
         [](FixRunner& at) {
             return model::enable_trusted_access(at.state(), {at.text("ServicePrincipal")},
                                                 at.context());
         }},
        {"RegisterDelegatedAdministrator",
         [](FixRunner& at) {
             return model::register_delegated_administrator(
                 at.state(),
                 {AccountId::parse(at.text("AccountId")).value(), at.text("ServicePrincipal")},
                 at.context());
         }},
        {"DeleteUserPermissionsBoundary", unbound<model::IdentityKind::user>("UserName")},
        {"DeleteRolePermissionsBoundary", unbound<model::IdentityKind::role>("RoleName")}};

    DecisionWorld& made_;
    simdjson::dom::parser parser_;
    simdjson::dom::element body_;
    AccountId account_;
};

}  // namespace licet::decision
