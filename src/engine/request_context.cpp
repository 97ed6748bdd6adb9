// SPDX-License-Identifier: Apache-2.0
#include "engine/request_context.h"

namespace licet::engine {

policy::Context request_context(const Origin& origin, Time now) {
    using policy::Key;
    policy::Context context;
    context.set_now(now);
    context.set(Key::aws_requested_region, origin.region);
    context.set(Key::aws_secure_transport, origin.secure_transport ? "true" : "false");
    context.set(Key::aws_via_aws_service, "false");
    const std::pair<Key, std::string_view> texts[] = {{Key::aws_source_ip, origin.source_address},
                                                      {Key::aws_user_agent, origin.user_agent},
                                                      {Key::aws_referer, origin.referer}};
    for (const auto& [key, text] : texts) {
        if (!text.empty()) {
            context.set(key, text);
        }
    }
    if (origin.actor.api_key) {
        context.set(Key::bedrock_bearer_token_type, "LONG_TERM");
    }
    return context;
}

}  // namespace licet::engine
