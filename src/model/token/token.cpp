// SPDX-License-Identifier: Apache-2.0
#include "model/token/token.h"

#include <boost/describe/enum_to_string.hpp>

namespace licet::model {

void Tokens::rebuild_indexes() {
    issuer_keys.rebuild_indexes();
    by_owner.clear();
    available.clear();
    for (const auto& [id, token] : tokens) {
        by_owner[token.owner].insert(id);
        if (token.status == TokenStatus::AVAILABLE) {
            ++available[token.owner];
        }
    }
}

std::string_view name_of(TokenStatus status) {
    return boost::describe::enum_to_string(status, "");
}

const LicenseToken* find_token(const Tokens& state, const Id128& id) {
    const auto found = state.tokens.find(id);
    return found == state.tokens.end() ? nullptr : &found->second;
}

const std::set<Id128>& tokens_of(const Tokens& state, AccountId owner) {
    static const std::set<Id128> none;
    const auto found = state.by_owner.find(owner);
    return found == state.by_owner.end() ? none : found->second;
}

std::string token_id(const Id128& id) {
    return "t-" + id.text();
}

Result<Id128> parse_token_id(std::string_view text) {
    if (!text.starts_with("t-")) {
        return Error{ErrorKind::invalid, "a token's id is `t-` and 32 hexadecimal digits"};
    }
    return Id128::parse(text.substr(2));
}

}  // namespace licet::model
