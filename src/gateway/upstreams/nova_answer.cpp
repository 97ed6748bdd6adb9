// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/nova_answer.h"

#include <array>
#include <span>

namespace licet::gateway {

Result<void> NovaAnswer::whole(std::string_view body, Emit& emit) {
    LICET_TRY(const auto parsed, parse_answer(body));
    LICET_TRY(const auto events, said_.whole(parsed));
    emit({.events = events, .raw = body, .dialect = Dialect::amazon_nova, .whole = true});
    return {};
}

/// An event that licet does not know goes on to doors of the same dialect only.
Result<void> NovaAnswer::chunk(Json part, std::string_view data, Emit& emit) {
    static constexpr std::array<std::string_view, 6> kEvents{
        "messageStart",     "contentBlockStart", "contentBlockDelta",
        "contentBlockStop", "messageStop",       "metadata"};
    std::span<const ReplyEvent> events;
    for (const auto name : kEvents) {
        if (const auto event = part.find(name)) {
            if (!events.empty()) {
                return unexpected_answer("two events in one chunk");
            }
            LICET_TRY(events, said_.event(name, *event));
        }
    }
    return pass_on(emit, {.events = events, .raw = data, .dialect = Dialect::amazon_nova});
}

}  // namespace licet::gateway
