// SPDX-License-Identifier: Apache-2.0
#include "server/api_key_use.h"

#include "api/authorization.h"
#include "decision/authorize.h"

namespace licet::server {

Result<void> authorize_api_key_use(const decision::Facts& facts, const engine::Origin& origin,
                                   Time now) {
    static const policy::Action action{"bedrock:CallWithBearerToken"};
    auto context = api::request_context(origin, now);
    context.set(policy::Key::bedrock_bearer_token_type, "LONG_TERM");
    const auto answer = decision::authorize(facts, {.subject = origin.actor,
                                                    .action = action,
                                                    .resource = "*",
                                                    .resource_account = {},
                                                    .context = context});
    if (answer.allowed()) {
        return {};
    }
    return Error{ErrorKind::denied,
                 decision::refusal_text(answer, origin.actor, action.text(), "*"),
                 "AccessDeniedException"};
}

}  // namespace licet::server
