// SPDX-License-Identifier: Apache-2.0
#include "server/api_key_use.h"

#include "decision/authorize.h"

namespace licet::server {

Result<void> authorize_api_key_use(const decision::Facts& facts, const engine::Origin& origin,
                                   Time now) {
    using policy::Key;
    static const policy::Action action{"bedrock:CallWithBearerToken"};
    policy::Context context;
    context.set_now(now);
    context.set(Key::bedrock_bearer_token_type, "LONG_TERM");
    context.set(Key::aws_requested_region, origin.region);
    context.set(Key::aws_secure_transport, "false");
    context.set(Key::aws_via_aws_service, "false");
    context.set(Key::aws_source_ip, origin.source_address);
    if (!origin.user_agent.empty()) {
        context.set(Key::aws_user_agent, origin.user_agent);
    }
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
