// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/license_manager/shapes.h"
#include "model/token/create_token.h"

namespace licet::api {
namespace {

struct Request {
    std::string TokenId;
};
BOOST_DESCRIBE_STRUCT(Request, (), (TokenId))

Result<Empty> run(Call& call, const Request& request) {
    LICET_TRY_VOID(license_manager::admit(call));
    LICET_TRY(auto events, model::delete_token(call.state(), request.TokenId, call.context()));
    if (!events.empty()) {
        call.transaction.commit(std::move(events));
    }
    return Empty{};
}

constexpr std::string_view kErrors[] = {"RedirectException"};

}  // namespace

extern constinit const Operation op_license_manager_delete_token =
    operation<Request, Empty, run>({.service = &wire::kLicenseManager,
                                    .name = "DeleteToken",
                                    .doc = "Deletes a token: its bearer gets nothing for it.",
                                    .access = Access::write,
                                    .errors = kErrors});

}  // namespace licet::api
