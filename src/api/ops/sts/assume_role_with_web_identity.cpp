// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/license_manager/bearer.h"
#include "api/sts/assumed_role.h"
#include "model/identity/names.h"
#include "model/identity/trust.h"
#include "model/token/prove_token.h"

#include <algorithm>

namespace licet::api {
namespace {

struct Request {
    Text<20, 2048> RoleArn;
    Text<2, 64, model::has_name_characters> RoleSessionName;
    Text<4, 20'000> WebIdentityToken;
    std::optional<Text<4, 2048>> ProviderId;
    std::optional<std::vector<sts::PolicyDescriptor>> PolicyArns;
    std::optional<Text<1, 2048>> Policy;
    sts::DurationSeconds DurationSeconds;
};
BOOST_DESCRIBE_STRUCT(Request, (),
                      (RoleArn, RoleSessionName, WebIdentityToken, ProviderId, PolicyArns, Policy,
                       DurationSeconds))

struct Response {
    sts::Credentials Credentials;
    std::string SubjectFromWebIdentityToken;
    sts::AssumedRoleUser AssumedRoleUser;
    std::string Provider;
    std::string Audience;
};
BOOST_DESCRIBE_STRUCT(Response, (),
                      (Credentials, SubjectFromWebIdentityToken, AssumedRoleUser, Provider,
                       Audience))

/// What would narrow the session is refused rather than ignored; a ProviderId names a provider of
/// OAuth 2.0 access tokens, and none is known.
Result<void> require_supported(const Request& request) {
    LICET_TRY_VOID(sts::refuse_unsupported(request.Policy.has_value(), "Policy"));
    LICET_TRY_VOID(
        sts::refuse_unsupported(request.PolicyArns && !request.PolicyArns->empty(), "PolicyArns"));
    return sts::refuse_unsupported(request.ProviderId.has_value(), "ProviderId");
}

Error refusal(const Error& why) {
    switch (why.kind) {
        case ErrorKind::conflict:
            return {ErrorKind::invalid, "Token expired: get a new access token and try again",
                    "ExpiredTokenException"};
        case ErrorKind::denied:
            return {ErrorKind::denied, why.message, "IDPRejectedClaim"};
        default:
            return {ErrorKind::invalid, why.message, "InvalidIdentityToken"};
    }
}

/// Whether the token is for the role: for any where it names none.
bool names(const std::vector<std::string>& roles, const std::string& arn) {
    return roles.empty() || std::find(roles.begin(), roles.end(), arn) != roles.end();
}

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY_VOID(require_supported(request));
    LICET_TRY(const auto named, sts::find_role(call.state(), request.RoleArn));
    const auto proven = model::prove_token(call.state(), request.WebIdentityToken,
                                           model::TokenUse::access, call.context().now);
    if (!proven.ok()) {
        return refusal(proven.error());
    }
    const auto& claims = proven->claims;
    call.bearer = bearer_of(*proven, named.role != nullptr ? named.account : proven->token->owner);
    const model::WebIdentity bearer{.provider = std::string{model::kLicenseManagerProvider},
                                    .audience = claims.aud,
                                    .methods = claims.amr,
                                    .subject = claims.sub};
    if (named.role == nullptr || !names(claims.role_arns, request.RoleArn) ||
        !model::trusts(*named.role, bearer)) {
        return Error{ErrorKind::denied, "Not authorized to perform sts:AssumeRoleWithWebIdentity"};
    }
    LICET_TRY(const auto duration, sts::duration_of(request.DurationSeconds, *named.role));
    LICET_TRY(auto made, sts::assume(call, named,
                                     {.name = request.RoleSessionName,
                                      .duration = duration,
                                      .proof = sts::Proof::token}));
    return Response{.Credentials = std::move(made.credentials),
                    .SubjectFromWebIdentityToken = claims.sub,
                    .AssumedRoleUser = std::move(made.user),
                    .Provider = bearer.provider,
                    .Audience = claims.aud};
}

constexpr std::string_view kSecrets[] = {"WebIdentityToken"};
constexpr std::string_view kErrors[] = {"InvalidIdentityToken", "ExpiredTokenException",
                                        "IDPRejectedClaim"};

}  // namespace

extern constinit const Operation op_sts_assume_role_with_web_identity =
    operation<Request, Response, run>(
        {.service = &wire::kSts,
         .name = "AssumeRoleWithWebIdentity",
         .doc = "Gives credentials of a role that trusts the bearer of a License Manager token.",
         .access = Access::read,
         .signature = Signature::optional,
         .authorization = Authorization::none,
         .errors = kErrors,
         .secrets = kSecrets});

}  // namespace licet::api
