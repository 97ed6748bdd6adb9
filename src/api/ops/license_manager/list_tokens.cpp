// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/license_manager/keys.h"
#include "api/license_manager/lists.h"
#include "api/license_manager/shapes.h"
#include "model/state.h"

namespace licet::api {
namespace {

constexpr std::string_view kListing = "ListTokens";
constexpr std::string_view kFilters[] = {"LicenseArns"};

struct Request {
    std::vector<std::string> TokenIds;
    std::vector<license_manager::Filter> Filters;
    license_manager::NextToken NextToken;
    license_manager::MaxResults MaxResults;
};
BOOST_DESCRIBE_STRUCT(Request, (), (TokenIds, Filters, NextToken, MaxResults))

struct TokenData {
    std::string TokenId;
    std::string TokenType;
    std::string LicenseArn;
    std::string ExpirationTime;
    std::vector<std::string> TokenProperties;
    std::vector<std::string> RoleArns;
    std::string Status;
};
BOOST_DESCRIBE_STRUCT(TokenData, (),
                      (TokenId, TokenType, LicenseArn, ExpirationTime, TokenProperties, RoleArns,
                       Status))

struct Response {
    std::vector<TokenData> Tokens;
    std::optional<std::string> NextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Tokens, NextToken))

/// Adds the token if the filters match. @return whether they do.
bool add(const Call& call, const license_manager::Filters& filters, const Id128& id,
         Response& response) {
    const model::LicenseToken& token = call.state().token.tokens.at(id);
    auto license =
        model::license_arn(call.state().license.licenses.at(token.license).issuer, token.license);
    if (!filters.match_arn("LicenseArns", license)) {
        return false;
    }
    response.Tokens.push_back({.TokenId = model::token_id(id),
                               .TokenType = "REFRESH_TOKEN",
                               .LicenseArn = std::move(license),
                               .ExpirationTime = format_iso8601(token.expires_at),
                               .TokenProperties = token.properties,
                               .RoleArns = token.role_arns,
                               .Status = std::string{model::name_of(token.status)}});
    return true;
}

Result<Response> list_named(const Call& call, const Request& request,
                            const license_manager::Filters& filters,
                            license_manager::PageFill page) {
    Response response;
    LICET_TRY(const auto first, license_manager::read_index(page.after()));
    for (std::size_t i = first; i < request.TokenIds.size(); ++i) {
        const auto take = [&] {
            const auto id = model::parse_token_id(request.TokenIds[i]);
            const auto* token = id.ok() ? model::find_token(call.state().token, *id) : nullptr;
            return token != nullptr && token->owner == call.account() &&
                   add(call, filters, *id, response);
        };
        if (!page.offer(std::to_string(i), take)) {
            break;
        }
    }
    response.NextToken = page.next();
    return response;
}

Result<Response> list(const Call& call, const Request& request) {
    LICET_TRY_VOID(license_manager::admit(call));
    LICET_TRY(const auto filters, license_manager::Filters::read(request.Filters, kFilters));
    LICET_TRY(auto page, license_manager::PageFill::begin({call, kListing}, request.NextToken,
                                                          request.MaxResults));
    if (!request.TokenIds.empty()) {
        return list_named(call, request, filters, std::move(page));
    }
    Response response;
    LICET_TRY(const auto after, license_manager::read_id(page.after()));
    const auto& own = model::tokens_of(call.state().token, call.account());
    for (auto id = after ? own.upper_bound(*after) : own.begin(); id != own.end(); ++id) {
        if (!page.offer(license_manager::key_of(*id),
                        [&] { return add(call, filters, *id, response); })) {
            break;
        }
    }
    response.NextToken = page.next();
    return response;
}

/// ListTokens knows no InvalidParameterValueException.
Result<Response> run(Call& call, const Request& request) {
    auto listed = list(call, request);
    if (!listed.ok() && listed.error().kind == ErrorKind::invalid) {
        listed.error().name = "ValidationException";
    }
    return listed;
}

}  // namespace

extern constinit const Operation op_license_manager_list_tokens =
    operation<Request, Response, run>({.service = &wire::kLicenseManager,
                                       .name = "ListTokens",
                                       .doc = "Lists the tokens that the account created.",
                                       .access = Access::read});

}  // namespace licet::api
