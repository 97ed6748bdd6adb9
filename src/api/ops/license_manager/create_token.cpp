// SPDX-License-Identifier: Apache-2.0
#include "model/token/create_token.h"
#include "api/define.h"
#include "api/license_manager/grant_call.h"
#include "api/license_manager/permissions.h"
#include "api/license_manager/signing.h"
#include "model/token/claims.h"

#include <fmt/format.h>

namespace licet::api {
namespace {

enum class TokenType { REFRESH_TOKEN };
BOOST_DESCRIBE_ENUM(TokenType, REFRESH_TOKEN)

using Days = Integer<1, model::kTokenDaysMax>;

struct Request {
    license_manager::Arn LicenseArn;
    std::optional<List<license_manager::Arn, 0, model::kTokenRolesMax>> RoleArns;
    std::optional<Days> ExpirationInDays;
    std::optional<List<Text<0, 256>, 0, 3>> TokenProperties;
    license_manager::ClientToken ClientToken;
};
BOOST_DESCRIBE_STRUCT(Request, (),
                      (LicenseArn, RoleArns, ExpirationInDays, TokenProperties, ClientToken))

struct Response {
    std::string TokenId;
    enum TokenType TokenType = TokenType::REFRESH_TOKEN;
    std::string Token;
};
BOOST_DESCRIBE_STRUCT(Response, (), (TokenId, TokenType, Token))

template <typename T>
std::vector<std::string> texts(const std::optional<T>& given) {
    return given ? std::vector<std::string>(given->begin(), given->end())
                 : std::vector<std::string>{};
}

/// The token's text is nowhere kept: each time it is asked for it is signed anew.
Result<license_manager::SignedPayload> sign(Call& call, const Id128& id,
                                            const model::LicenseToken& token) {
    const auto payload = model::write_claims(model::refresh_claims(call.state(), id, token));
    if (license_manager::signed_size(payload) > model::kTokenTextMax) {
        return model::validation_error(
            fmt::format("the token would be longer than {} bytes; give it fewer or shorter "
                        "RoleArns and TokenProperties",
                        model::kTokenTextMax));
    }
    return license_manager::sign_as_issuer(call, token.owner, payload);
}

/// The token that the same ClientToken made before. One that is dead by now is not given out as if
/// it were of use.
Result<license_manager::SignedPayload> sign_again(Call& call, const Id128& id) {
    const model::LicenseToken& token = call.state().token.tokens.at(id);
    if (token.status == model::TokenStatus::DELETED || call.context().now >= token.expires_at) {
        return model::validation_error(
            fmt::format("the token that this ClientToken made, {}, was deleted or has expired; "
                        "use another ClientToken for another token",
                        model::token_id(id)));
    }
    return sign(call, id, token);
}

Response answer(const Id128& id, license_manager::SignedPayload made) {
    return {.TokenId = model::token_id(id), .Token = std::move(made.token)};
}

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY_VOID(license_manager::admit(call));
    const auto key = license_manager::request_key(call, "CreateToken", request);
    LICET_TRY(const auto known, model::recall(call.state().idempotency, key.key, key.input));
    if (known) {
        LICET_TRY(auto again, sign_again(call, known->resource));
        return answer(known->resource, std::move(again));
    }
    LICET_TRY(auto token,
              model::new_token(
                  call.state(),
                  {.license_arn = request.LicenseArn,
                   .role_arns = texts(request.RoleArns),
                   .properties = texts(request.TokenProperties),
                   .days = request.ExpirationInDays.value_or(Days{model::kTokenDaysDefault}).value},
                  call.context()));
    const auto id = Id128::random(call.context().random);
    LICET_TRY(auto made, sign(call, id, token));
    token.key = made.key_id;
    model::Events events = std::move(made.events);
    events.emplace_back(model::TokenCreated{id, std::move(token)});
    events.emplace_back(model::RequestRemembered{key.key, key.input, id, 0});
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::LicenseManager::License", request.LicenseArn);
    return answer(id, std::move(made));
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return license_manager::on_license(call, request.LicenseArn);
}

constexpr std::string_view kErrors[] = {"RedirectException"};

}  // namespace

extern constinit const Operation op_license_manager_create_token =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kLicenseManager,
         .name = "CreateToken",
         .doc = "Creates a long-lived token that gives its bearer the use of a license.",
         .access = Access::write,
         .answers_credentials = true,
         .needs = license_manager::kOnLicense,
         .errors = kErrors});

}  // namespace licet::api
