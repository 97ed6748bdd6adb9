// SPDX-License-Identifier: Apache-2.0
#include "api/iam/no_such_credentials.h"

namespace licet::api {
namespace {

struct LoginProfile {
    std::string UserName;
    Time CreateDate;
};
BOOST_DESCRIBE_STRUCT(LoginProfile, (), (UserName, CreateDate))

struct Response {
    struct LoginProfile LoginProfile;
};
BOOST_DESCRIBE_STRUCT(Response, (), (LoginProfile))

Result<Response> run(Call& call, const iam::LoginProfileRequest& request) {
    return iam::no_login_profile(call, request);
}

}  // namespace

extern constinit const Operation op_iam_get_login_profile =
    operation<iam::LoginProfileRequest, Response, run, iam::login_permissions>(
        {.service = &wire::kIam,
         .name = "GetLoginProfile",
         .doc = "Shows since when a user has a password: no user has one.",
         .access = Access::read,
         .needs = iam::kOnUser});

}  // namespace licet::api
