// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/permissions.h"
#include "api/sts/assumed_role.h"
#include "decision/trusted_caller.h"
#include "model/identity/names.h"
#include "model/identity/role_trust.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::api {
namespace {

constexpr std::chrono::seconds kChainedDurationMax{3'600};

bool is_external_id(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return c == ':' || c == '/' || model::has_name_characters({&c, 1});
    });
}

struct ProvidedContext {
    std::string ProviderArn;
    std::string ContextAssertion;
};
BOOST_DESCRIBE_STRUCT(ProvidedContext, (), (ProviderArn, ContextAssertion))

struct Request {
    Text<20, 2048> RoleArn;
    Text<2, 64, model::has_name_characters> RoleSessionName;
    std::optional<std::vector<sts::PolicyDescriptor>> PolicyArns;
    std::optional<Text<1, 2048>> Policy;
    sts::DurationSeconds DurationSeconds;
    std::optional<List<WireTag, 0, 50>> Tags;
    std::optional<List<std::string, 0, 50>> TransitiveTagKeys;
    std::optional<Text<2, 1224, is_external_id>> ExternalId;
    sts::SerialNumber SerialNumber;
    sts::TokenCode TokenCode;
    std::optional<Text<2, 64, model::has_name_characters>> SourceIdentity;
    std::optional<std::vector<ProvidedContext>> ProvidedContexts;
};
BOOST_DESCRIBE_STRUCT(Request, (),
                      (RoleArn, RoleSessionName, PolicyArns, Policy, DurationSeconds, Tags,
                       TransitiveTagKeys, ExternalId, SerialNumber, TokenCode, SourceIdentity,
                       ProvidedContexts))

struct Response {
    sts::Credentials Credentials;
    sts::AssumedRoleUser AssumedRoleUser;
    std::optional<std::string> SourceIdentity;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Credentials, AssumedRoleUser, SourceIdentity))

constexpr std::string_view kAssumeRole = "sts:AssumeRole";
constexpr std::string_view kSetSourceIdentity = "sts:SetSourceIdentity";

/// What would narrow or mark the session is refused rather than ignored.
Result<void> require_supported(const Request& request) {
    const std::pair<bool, std::string_view> members[] = {
        {request.Policy.has_value(), "Policy"},
        {request.PolicyArns && !request.PolicyArns->empty(), "PolicyArns"},
        {request.Tags && !request.Tags->empty(), "Tags"},
        {request.TransitiveTagKeys && !request.TransitiveTagKeys->empty(), "TransitiveTagKeys"},
        {request.ProvidedContexts && !request.ProvidedContexts->empty(), "ProvidedContexts"}};
    for (const auto& [given, name] : members) {
        LICET_TRY_VOID(sts::refuse_unsupported(given, name));
    }
    return sts::refuse_second_factor(request.SerialNumber, request.TokenCode);
}

/// How long the session lasts.
Result<std::chrono::seconds> duration_of(const Request& request, const model::Principal& caller,
                                         const model::Role& role) {
    const std::chrono::seconds asked{request.DurationSeconds ? request.DurationSeconds->value : 0};
    if (caller.kind == model::PrincipalKind::assumed_role && asked > kChainedDurationMax) {
        return Error{ErrorKind::invalid,
                     "The requested DurationSeconds exceeds the 1 hour session limit for roles "
                     "assumed by role chaining"};
    }
    return sts::duration_of(request.DurationSeconds, role);
}

/// Once a session has a source identity, those that it makes have it too. Source: IAM User Guide,
/// "Monitor and control actions taken with assumed roles".
model::TrustTerms terms_of(const Request& request, const model::Principal& caller) {
    model::TrustTerms terms;
    if (request.ExternalId) {
        terms.external_id = *request.ExternalId;
    }
    if (!caller.source_identity.empty()) {
        terms.source_identity = caller.source_identity;
    } else if (request.SourceIdentity) {
        terms.source_identity = *request.SourceIdentity;
    }
    return terms;
}

Error refusal(const model::Principal& caller, std::string_view action, std::string_view role) {
    return {ErrorKind::denied, fmt::format("User: {} is not authorized to perform: {} on "
                                           "resource: {}",
                                           caller.arn, action, role)};
}

/// Whether the role's trust policy lets the caller assume it, and say who is behind it.
Result<void> require_trust(const model::Role* role, const Request& request,
                           const model::Principal& caller, const model::TrustTerms& terms) {
    if (role == nullptr) {
        return refusal(caller, kAssumeRole, request.RoleArn);
    }
    const model::RoleTrust trust{*role};
    if (!model::judge_trust(trust, caller, terms).trusts()) {
        return refusal(caller, kAssumeRole, request.RoleArn);
    }
    const bool is_changed =
        request.SourceIdentity && terms.source_identity != *request.SourceIdentity;
    if (is_changed ||
        (terms.source_identity &&
         !model::judge_trust(trust, caller, terms, model::TrustAction::set_source_identity)
              .trusts())) {
        return refusal(caller, kSetSourceIdentity, request.RoleArn);
    }
    return {};
}

Result<Response> run(Call& call, const Request& request) {
    const auto& caller = call.context().actor;
    if (caller.kind == model::PrincipalKind::root) {
        return Error{ErrorKind::denied, "Roles may not be assumed by root accounts."};
    }
    LICET_TRY_VOID(require_supported(request));
    LICET_TRY(const auto named, sts::find_role(call.state(), request.RoleArn));
    const auto terms = terms_of(request, caller);
    LICET_TRY_VOID(require_trust(named.role, request, caller, terms));
    LICET_TRY(const auto duration, duration_of(request, caller, *named.role));
    LICET_TRY(auto made, sts::assume(call, named,
                                     {.name = request.RoleSessionName,
                                      .duration = duration,
                                      .source_identity = terms.source_identity.value_or("")}));
    return Response{std::move(made.credentials), std::move(made.user), terms.source_identity};
}

/// The role's trust policy decides with the caller's own policies, across accounts as well as
/// within one; within one it may be enough that it names the caller.
Permissions permissions(const PermissionCall& call, const Request& request) {
    const auto terms = terms_of(request, call.caller);
    auto all = permit(request.RoleArn);
    all.front().keys.push_back(
        key_value(policy::Key::sts_role_session_name, request.RoleSessionName));
    if (terms.external_id) {
        all.front().keys.push_back(key_value(policy::Key::sts_external_id, *terms.external_id));
    }
    if (terms.source_identity) {
        all.front().keys.push_back(
            key_value(policy::Key::sts_source_identity, *terms.source_identity));
        all.push_back(all.front());
        all.back().action = kSetSourceIdentity;
    }
    const auto named = sts::find_role(call.state(), request.RoleArn);
    if (!named.ok() || named->role == nullptr || named->account != call.account()) {
        return all;
    }
    const model::RoleTrust trust{*named->role};
    for (Permission& permission : all) {
        const auto action = permission.action.empty() ? model::TrustAction::assume_role
                                                      : model::TrustAction::set_source_identity;
        permission.resource_tags = &named->role->tags;
        permission.by_resource =
            decision::by_trust(model::judge_trust(trust, call.caller, terms, action));
    }
    return all;
}

constexpr KeySet kKeys{policy::Key::aws_resource_tag, policy::Key::sts_external_id,
                       policy::Key::sts_role_session_name, policy::Key::sts_source_identity};
constexpr Need kAlso[] = {
    {.action = kSetSourceIdentity, .resources = {&iam::kRole}, .keys = kKeys}};

constexpr std::string_view kSecrets[] = {"TokenCode"};

}  // namespace

extern constinit const Operation op_sts_assume_role =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kSts,
         .name = "AssumeRole",
         .doc = "Gives credentials of a role that trusts the caller.",
         .access = Access::read,
         .needs = {.resources = {&iam::kRole}, .keys = kKeys},
         .also = kAlso,
         .secrets = kSecrets});

}  // namespace licet::api
