// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/ids.h"
#include "model/organization/access.h"
#include "model/organization/account_creation.h"
#include "model/organization/accounts.h"

namespace licet::api {
namespace {

struct Request {
    organizations::CreateAccountName name;
    Text<6, 64, model::is_email> email;
};
BOOST_DESCRIBE_STRUCT(Request, (), (name, email))

struct Response {
    AccountId account;
};
BOOST_DESCRIBE_STRUCT(Response, (), (account))

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY_VOID(model::require_founder(call.state().organization, call.account()));
    const auto& context = call.context();
    LICET_TRY(auto events, model::open_account(
                               call.state(), {std::nullopt, request.name, request.email}, context));
    const AccountId account = std::get<model::AccountOpened>(events.front()).account;
    events.emplace_back(model::access_role(account, std::string{model::kAccountAccessRole},
                                           call.account(), context.now, context.random));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::Organizations::Account", account.text());
    return Response{account};
}

constexpr wire::HttpBinding kHttp{"POST", "/licet/v1/accounts"};
constexpr std::string_view kSecrets[] = {"email", "name"};

}  // namespace

extern constinit const Operation op_licet_open_account = operation<Request, Response, run>(
    {.service = &wire::kLicet,
     .name = "OpenAccount",
     .doc = "Opens an account that stands alone; for the account that `licet init` made.",
     .access = Access::write,
     .http = &kHttp,
     .secrets = kSecrets});

}  // namespace licet::api
