// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/sts/credentials.h"

#include <algorithm>

namespace licet::api {
namespace {

using std::chrono::seconds;

constexpr seconds kDurationDefault{43'200};
constexpr seconds kRootDurationMax{3'600};

struct Request {
    std::optional<Integer<900, 129'600>> DurationSeconds;
    sts::SerialNumber SerialNumber;
    sts::TokenCode TokenCode;
};
BOOST_DESCRIBE_STRUCT(Request, (), (DurationSeconds, SerialNumber, TokenCode))

struct Response {
    sts::Credentials Credentials;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Credentials))

Result<Response> run(Call& call, const Request& request) {
    const auto& caller = call.context().actor;
    if (caller.session_expires_at || caller.kind == model::PrincipalKind::assumed_role) {
        return Error{ErrorKind::denied, "Cannot call GetSessionToken with session credentials"};
    }
    LICET_TRY_VOID(sts::refuse_second_factor(request.SerialNumber, request.TokenCode));
    auto duration =
        request.DurationSeconds ? seconds{request.DurationSeconds->value} : kDurationDefault;
    if (caller.kind == model::PrincipalKind::root) {
        duration = std::min(duration, kRootDurationMax);  // as AWS does, without an error
    }
    const Time now = call.context().now;
    model::Principal who = caller;
    who.session_issued_at = now;
    LICET_TRY(auto made, call.services.sessions.issue(who, caller.access_key_id, now + duration,
                                                      call.context().random));
    return Response{sts::show_credentials(std::move(made))};
}

constexpr std::string_view kSecrets[] = {"TokenCode"};

}  // namespace

extern constinit const Operation op_sts_get_session_token =
    operation<Request, Response, run>({.service = &wire::kSts,
                                       .name = "GetSessionToken",
                                       .doc = "Gives the caller credentials of its own that end.",
                                       .access = Access::read,
                                       .authorization = Authorization::none,
                                       .secrets = kSecrets});

}  // namespace licet::api
