// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"

namespace licet::api {
namespace {

struct Response {
    std::string UserId;
    std::string Account;
    std::string Arn;
};
BOOST_DESCRIBE_STRUCT(Response, (), (UserId, Account, Arn))

Result<Response> run(Call& call, const Empty&) {
    const auto& caller = call.context().actor;
    return Response{.UserId = caller.id, .Account = caller.account.text(), .Arn = caller.arn};
}

}  // namespace

extern constinit const Operation op_sts_get_caller_identity =
    operation<Empty, Response, run>({.service = &wire::kSts,
                                     .name = "GetCallerIdentity",
                                     .doc = "Tells who is calling.",
                                     .access = Access::read,
                                     .for_bearers = true,
                                     .authorization = Authorization::none});

}  // namespace licet::api
