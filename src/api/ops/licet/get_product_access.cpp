// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "decision/decide_product.h"
#include "model/grant/rules.h"

#include <fmt/format.h>

namespace licet::api {
namespace {

struct Request {
    Text<1, 255> productId;
    std::optional<AccountId> account;
};
BOOST_DESCRIBE_STRUCT(Request, (), (productId, account))

struct Response {
    AccountId account;
    std::string resource;
    bool allowed = false;
    std::string reason;
    std::optional<std::string> message;  ///< what is missing
    std::optional<std::string> fix;      ///< who can do what about it
    std::optional<std::string> grantArn;
    std::optional<std::string> licenseArn;
    std::uint64_t revision = 0;
};
BOOST_DESCRIBE_STRUCT(Response, (),
                      (account, resource, allowed, reason, message, fix, grantArn, licenseArn,
                       revision))

/// Others' accounts are the organization's business: of its management account and of License
/// Manager's delegated administrator.
Result<AccountId> account_asked_about(const Call& call, const Request& request) {
    const AccountId caller = call.account();
    const AccountId asked = request.account.value_or(caller);
    if (asked == caller) {
        return asked;
    }
    const auto& organizations = call.state().organization;
    const auto* organization = model::organization_of(organizations, caller);
    const bool may = organization != nullptr &&
                     model::organization_of(organizations, asked) == organization &&
                     model::is_administrator(*organization, caller, model::kLicenseManagerService);
    if (!may) {
        return Error{ErrorKind::denied,
                     fmt::format("Account `{}` may not ask about account `{}`; the management "
                                 "account of its organization and License Manager's delegated "
                                 "administrator may",
                                 caller.text(), asked.text())};
    }
    return asked;
}

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY(const AccountId account, account_asked_about(call, request));
    const auto& state = call.state();
    auto decision = decision::decide_product(state, account, request.productId, call.context().now);
    Response response{.account = account,
                      .resource = decision::product_resource(request.productId),
                      .allowed = decision.allowed(),
                      .reason = std::string{decision::reason_text(decision.reason)},
                      .message = {},
                      .fix = {},
                      .grantArn = {},
                      .licenseArn = {},
                      .revision = call.transaction.revision()};
    if (decision.missing) {
        response.message = std::move(decision.missing->what);
        response.fix = std::move(decision.missing->fix);
    }
    if (const auto& id = decision.entitlement.grant) {
        const auto* grant = model::find_grant(state.grant, id->parent());
        const auto* license = model::find_license(state.license, grant->license);
        response.grantArn = model::grant_arn(grant->grantor, *id);
        response.licenseArn = model::license_arn(license->issuer, grant->license);
    }
    return response;
}

constexpr wire::HttpBinding kHttp{"GET", "/licet/v1/products/{productId}/access"};
constexpr wire::RestMember kMembers[] = {{"productId", wire::Location::label},
                                         {"account", wire::Location::query}};

}  // namespace

extern constinit const Operation op_licet_get_product_access = operation<Request, Response, run>(
    {.service = &wire::kLicet,
     .name = "GetProductAccess",
     .doc = "Says whether an account may use a product of any kind, and why not: for services that "
            "serve it, such as a registry.",
     .access = Access::read,
     .http = &kHttp,
     .request_members = kMembers});

}  // namespace licet::api
