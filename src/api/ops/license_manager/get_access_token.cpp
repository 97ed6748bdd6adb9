// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/license_manager/bearer.h"
#include "api/license_manager/signing.h"
#include "model/grant/rules.h"
#include "model/state.h"

#include <algorithm>

namespace licet::api {
namespace {

struct Request {
    Text<1, model::kTokenTextMax> Token;
    std::optional<List<Text<0, 256>, 0, 3>> TokenProperties;
};
BOOST_DESCRIBE_STRUCT(Request, (), (Token, TokenProperties))

struct Response {
    std::string AccessToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (AccessToken))

/// Tokens of a license are taken in its home region only. Who does not sign names no region.
Result<void> require_home(const Call& call, const model::LicenseToken& token) {
    const auto& home = call.state().license.licenses.at(token.license).home_region;
    if (!call.account() || call.context().region == home) {
        return {};
    }
    return model::validation_error("the token is taken in the license's home region only, " + home);
}

Result<void> check_properties(const Request& request, const model::LicenseToken& token) {
    if (!request.TokenProperties) {
        return {};
    }
    const auto& own = token.properties;
    for (const std::string& property : *request.TokenProperties) {
        if (std::find(own.begin(), own.end(), property) == own.end()) {
            return model::validation_error(
                "TokenProperties name a property that the token does not have");
        }
    }
    return {};
}

Error refusal(const Error& why) {
    return why.kind == ErrorKind::invalid ? model::validation_error(why.message)
                                          : model::access_denied(why.message);
}

Result<Response> run(Call& call, const Request& request) {
    const auto proven = model::prove_token(call.state(), request.Token, model::TokenUse::refresh,
                                           call.context().now);
    if (!proven.ok()) {
        return refusal(proven.error());
    }
    const model::LicenseToken& token = *proven->token;
    call.bearer = bearer_of(*proven, token.owner);
    LICET_TRY_VOID(require_home(call, token));
    LICET_TRY_VOID(check_properties(request, token));
    const auto claims = model::access_claims(call.state(), proven->id, token, call.context().now);
    LICET_TRY(auto made,
              license_manager::sign_as_issuer(call, token.owner, model::write_claims(claims)));
    return Response{std::move(made.token)};
}

constexpr std::string_view kSecrets[] = {"Token"};

}  // namespace

extern constinit const Operation op_license_manager_get_access_token =
    operation<Request, Response, run>(
        {.service = &wire::kLicenseManager,
         .name = "GetAccessToken",
         .doc = "Gives the bearer of a token one that AssumeRoleWithWebIdentity takes for an hour.",
         .access = Access::read,
         .signature = Signature::optional,
         .authorization = Authorization::none,
         .secrets = kSecrets});

}  // namespace licet::api
