// SPDX-License-Identifier: Apache-2.0
#include "api/iam/policies.h"
#include "api/iam/simulation.h"
#include "model/identity/errors.h"
#include "model/identity/identity_view.h"
#include "policy/context_keys.h"

#include <fmt/format.h>

#include <set>

namespace licet::api::iam {
namespace {

/// The kind, account and name of `arn:aws:iam::<account>:<kind>/<path><name>`.
std::optional<model::IdentityName> read_identity_arn(std::string_view arn) {
    constexpr std::string_view kPrefix = "arn:aws:iam::";
    if (!arn.starts_with(kPrefix)) {
        return std::nullopt;
    }
    const auto rest = arn.substr(kPrefix.size());
    const auto colon = rest.find(':');
    const auto slash = rest.find('/');
    const auto account = AccountId::parse(rest.substr(0, colon));
    if (!account || colon == std::string_view::npos || slash == std::string_view::npos ||
        slash < colon) {
        return std::nullopt;
    }
    const auto kind = rest.substr(colon + 1, slash - colon - 1);
    for (const auto known :
         {model::IdentityKind::user, model::IdentityKind::group, model::IdentityKind::role}) {
        if (kind == model::text_of(known)) {
            return model::IdentityName{known, {*account, policy_name_of(arn)}};
        }
    }
    return std::nullopt;
}

SourcePolicy managed(const model::Identities& state, const std::string& arn) {
    const auto* policy = model::find_managed_policy(state, arn);
    LICET_CHECK(policy != nullptr);
    const bool own = model::managed_policy_name(arn).has_value();
    return {policy_name_of(arn), own ? "user-managed" : "aws-managed",
            model::default_version(*policy).document};
}

/// Inline and attached policies of one identity.
Result<model::IdentityView> add_policies(const model::State& state,
                                         const model::IdentityName& identity,
                                         SourcePolicies& policies) {
    LICET_TRY(auto view, model::require_identity(state, identity));
    const auto kind = model::text_of(identity.kind);
    for (const auto& [name, policy] : *view.policies) {
        policies.push_back({fmt::format("{}_{}_{}", kind, identity.name.name, name),
                            std::string{kind}, policy.document});
    }
    for (const auto& arn : *view.attached) {
        policies.push_back(managed(state.identity, arn));
    }
    return view;
}

/// Copies only who is asked about, with pointers to the policies.
Result<SimulationSource> copy_source(const model::State& state, AccountId account,
                                     const std::string& arn) {
    const auto entity = read_identity_arn(arn);
    if (!entity) {
        return model::invalid_identity_input(
            fmt::format("`{}` must be the ARN of a user, group or role", arn));
    }
    SimulationSource source{.identity = {}, .boundary = {}, .entity = entity};
    auto view = entity->name.account == account
                    ? add_policies(state, *entity, source.identity)
                    : model::no_such_name(model::text_of(entity->kind), entity->name.name);
    if (!view.ok() || view->arn != arn) {
        return model::no_such_name(model::text_of(entity->kind), entity->name.name);
    }
    if (entity->kind == model::IdentityKind::user) {
        for (const auto& group : model::groups_of(state.identity, entity->name)) {
            LICET_TRY_VOID(add_policies(state, {model::IdentityKind::group, {account, group}},
                                        source.identity));
        }
    }
    if (view->boundary != nullptr && !view->boundary->empty()) {
        source.boundary.push_back(managed(state.identity, *view->boundary));
    }
    return source;
}

}  // namespace

Result<SimulationSource> source_of(const AuditCall& call, const std::string& arn) {
    Result<SimulationSource> source = SimulationSource{};
    LICET_TRY_VOID(call.read_state([&](const model::State& state) {
        source = copy_source(state, call.caller().account, arn);
    }));
    return source;
}

Permissions on_source(const std::string& arn) {
    return permit(read_identity_arn(arn) ? arn : "*");
}

Result<void> add_texts(std::string_view list, const PolicyTexts& texts, SourcePolicies& policies) {
    for (std::size_t i = 0; i < texts.size(); ++i) {
        auto id = fmt::format("{}.{}", list, i + 1);
        auto document = policy::compile(texts[i], policy::Grammar::identity);
        if (!document.ok()) {
            return model::invalid_identity_input(
                fmt::format("{}: {}", id, document.error().message));
        }
        policies.push_back({std::move(id), "none", *std::move(document)});
    }
    return {};
}

ContextKeys context_keys_of(const SourcePolicies& policies) {
    std::set<std::string> names;
    for (const auto& policy : policies) {
        for (const auto& key : policy::context_keys(*policy.document)) {
            names.insert(policy::key_text(key));
        }
    }
    return {{names.begin(), names.end()}};
}

}  // namespace licet::api::iam
