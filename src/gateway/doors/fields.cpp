// SPDX-License-Identifier: Apache-2.0
#include "gateway/doors/fields.h"

#include "base/counted.h"
#include "wire/fault.h"

#include <fmt/format.h>

namespace licet::gateway {
namespace {

Result<Role> read_role(Json value) {
    LICET_TRY(const auto name, value.text());
    if (name == "user") {
        return Role::user;
    }
    if (name == "assistant") {
        return Role::assistant;
    }
    return Error{ErrorKind::invalid, "must be `user` or `assistant`"};
}

}  // namespace

Result<Turn> read_turn(Json message, Result<void> (*read_content)(Json content, Texts& out)) {
    Turn turn;
    bool has_role = false;
    LICET_TRY_VOID(message.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key == "role") {
            LICET_TRY(turn.role, read_role(value));
            has_role = true;
            return {};
        }
        return key == "content" ? read_content(value, turn.texts) : unsupported();
    }));
    if (!has_role) {
        return wire::at(".role", wire::missing());
    }
    if (turn.texts.empty()) {
        return wire::at(".content", Error{ErrorKind::invalid, "must not be empty"});
    }
    return turn;
}

Result<Texts> read_stop_sequences(Json list, std::size_t count_max) {
    Texts out;
    LICET_TRY_VOID(list.each_item([&](Json item) -> Result<void> {
        LICET_TRY(out.emplace_back(), item.text());
        return out.back().empty() ? Error{ErrorKind::invalid, "must not be empty"} : Result<void>{};
    }));
    if (out.size() > count_max) {
        return Error{ErrorKind::invalid, "must not have more than " +
                                             counted(static_cast<std::int64_t>(count_max), "item")};
    }
    return out;
}

}  // namespace licet::gateway
