// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/sts/credentials.h"
#include "model/identity/names.h"
#include "model/identity/trust.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::api {
namespace {

using std::chrono::seconds;

constexpr seconds kDurationDefault{3'600};
constexpr seconds kChainedDurationMax{3'600};

bool is_external_id(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return c == ':' || c == '/' || model::has_name_characters({&c, 1});
    });
}

struct PolicyDescriptor {
    std::string arn;
};
BOOST_DESCRIBE_STRUCT(PolicyDescriptor, (), (arn))

struct ProvidedContext {
    std::string ProviderArn;
    std::string ContextAssertion;
};
BOOST_DESCRIBE_STRUCT(ProvidedContext, (), (ProviderArn, ContextAssertion))

struct Request {
    Text<20, 2048> RoleArn;
    Text<2, 64, model::has_name_characters> RoleSessionName;
    std::optional<std::vector<PolicyDescriptor>> PolicyArns;
    std::optional<Text<1, 2048>> Policy;
    std::optional<Integer<900, 43'200>> DurationSeconds;
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

struct AssumedRoleUser {
    std::string AssumedRoleId;
    std::string Arn;
};
BOOST_DESCRIBE_STRUCT(AssumedRoleUser, (), (AssumedRoleId, Arn))

struct Response {
    sts::Credentials Credentials;
    struct AssumedRoleUser AssumedRoleUser;
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
        if (given) {
            return Error{ErrorKind::invalid, fmt::format("$.{}: is not supported", name)};
        }
    }
    return sts::refuse_second_factor(request.SerialNumber, request.TokenCode);
}

struct NamedRole {
    AccountId account;
    std::string name;
    const model::Role* role = nullptr;
};

/// The role of that ARN in an account that is in use; null when there is none.
/// @return `invalid` for what is no role's ARN.
Result<NamedRole> find_role(const model::State& state, const std::string& arn) {
    const auto trustee = model::parse_aws_trustee(arn);
    if (!trustee.ok() || trustee->kind != model::TrusteeKind::role) {
        return Error{ErrorKind::invalid, fmt::format("`{}` is not the ARN of a role", arn)};
    }
    NamedRole found{.account = trustee->account, .name = arn.substr(arn.rfind('/') + 1)};
    const auto* account = model::find_account(state.organization, found.account);
    const auto* role = model::find_role(state.identity, found.account, found.name);
    const bool usable = account != nullptr && account->state == model::AccountState::ACTIVE &&
                        role != nullptr &&
                        model::role_arn(found.account, role->path, found.name) == arn;
    found.role = usable ? role : nullptr;
    return found;
}

/// How long the session lasts.
Result<seconds> duration_of(const Request& request, const model::Principal& caller,
                            const model::Role& role) {
    const auto duration =
        request.DurationSeconds ? seconds{request.DurationSeconds->value} : kDurationDefault;
    if (caller.kind == model::PrincipalKind::assumed_role && duration > kChainedDurationMax) {
        return Error{ErrorKind::invalid,
                     "The requested DurationSeconds exceeds the 1 hour session limit for roles "
                     "assumed by role chaining"};
    }
    if (duration > seconds{role.max_session_seconds}) {
        return Error{ErrorKind::invalid,
                     "The requested DurationSeconds exceeds the MaxSessionDuration set for this "
                     "role."};
    }
    return duration;
}

Result<Response> run(Call& call, const Request& request) {
    const auto& caller = call.context().actor;
    if (caller.kind == model::PrincipalKind::root) {
        return Error{ErrorKind::denied, "Roles may not be assumed by root accounts."};
    }
    LICET_TRY_VOID(require_supported(request));
    LICET_TRY(const auto named, find_role(call.state(), request.RoleArn));
    if (named.role == nullptr || !model::trusts(*named.role, caller, request.ExternalId)) {
        return Error{ErrorKind::denied,
                     fmt::format("User: {} is not authorized to perform: sts:AssumeRole on "
                                 "resource: {}",
                                 caller.arn, request.RoleArn)};
    }
    LICET_TRY(const auto duration, duration_of(request, caller, *named.role));
    const std::string& session = request.RoleSessionName;
    const model::Principal who{.kind = model::PrincipalKind::assumed_role,
                               .account = named.account,
                               .arn = model::session_arn(named.account, named.name, session),
                               .id = named.role->id + ":" + session,
                               .name = named.name + "/" + session,
                               .role_id = named.role->id};
    LICET_TRY(auto made, call.services.sessions.issue(who, "", call.context().now + duration,
                                                      call.context().random));
    return Response{sts::show_credentials(std::move(made)), {who.id, who.arn}};
}

constexpr std::string_view kSecrets[] = {"TokenCode"};

}  // namespace

extern constinit const Operation op_sts_assume_role =
    operation<Request, Response, run>({.service = &wire::kSts,
                                       .name = "AssumeRole",
                                       .doc = "Gives credentials of a role that trusts the caller.",
                                       .access = Access::read,
                                       .secrets = kSecrets});

}  // namespace licet::api
