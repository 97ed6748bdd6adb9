// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/permissions.h"
#include "api/sts/assumed_role.h"
#include "model/identity/names.h"
#include "model/identity/trust.h"

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
};
BOOST_DESCRIBE_STRUCT(Response, (), (Credentials, AssumedRoleUser))

/// What would narrow or mark the session is refused rather than ignored.
Result<void> require_supported(const Request& request) {
    const std::pair<bool, std::string_view> members[] = {
        {request.Policy.has_value(), "Policy"},
        {request.PolicyArns && !request.PolicyArns->empty(), "PolicyArns"},
        {request.Tags && !request.Tags->empty(), "Tags"},
        {request.TransitiveTagKeys && !request.TransitiveTagKeys->empty(), "TransitiveTagKeys"},
        {request.SourceIdentity.has_value(), "SourceIdentity"},
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

Result<Response> run(Call& call, const Request& request) {
    const auto& caller = call.context().actor;
    if (caller.kind == model::PrincipalKind::root) {
        return Error{ErrorKind::denied, "Roles may not be assumed by root accounts."};
    }
    LICET_TRY_VOID(require_supported(request));
    LICET_TRY(const auto named, sts::find_role(call.state(), request.RoleArn));
    if (named.role == nullptr || !model::trusts(*named.role, caller, request.ExternalId)) {
        return Error{ErrorKind::denied,
                     fmt::format("User: {} is not authorized to perform: sts:AssumeRole on "
                                 "resource: {}",
                                 caller.arn, request.RoleArn)};
    }
    LICET_TRY(const auto duration, duration_of(request, caller, *named.role));
    LICET_TRY(auto made,
              sts::assume(call, named, request.RoleSessionName, duration, sts::Proof::signature));
    return Response{std::move(made.credentials), std::move(made.user)};
}

/// The role's trust policy decides with the caller's own policies, across accounts as well as
/// within one; within one it is enough that it names the caller.
Permissions permissions(const PermissionCall& call, const Request& request) {
    auto all = permit(request.RoleArn);
    Permission& permission = all.front();
    permission.keys.push_back(
        key_value(policy::Key::sts_role_session_name, request.RoleSessionName));
    if (request.ExternalId) {
        permission.keys.push_back(key_value(policy::Key::sts_external_id, *request.ExternalId));
    }
    const auto named = sts::find_role(call.state(), request.RoleArn);
    if (named.ok() && named->role != nullptr && named->account == call.account()) {
        permission.resource_tags = &named->role->tags;
        permission.allowed_by_resource =
            model::trusts_by_name(*named->role, call.caller, request.ExternalId);
    }
    return all;
}

constexpr std::string_view kSecrets[] = {"TokenCode"};

}  // namespace

extern constinit const Operation op_sts_assume_role =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kSts,
         .name = "AssumeRole",
         .doc = "Gives credentials of a role that trusts the caller.",
         .access = Access::read,
         .needs = {.resources = {&iam::kRole},
                   .keys = {policy::Key::aws_resource_tag, policy::Key::sts_external_id,
                            policy::Key::sts_role_session_name}},
         .secrets = kSecrets});

}  // namespace licet::api
