// SPDX-License-Identifier: Apache-2.0
#include "quota/caller.h"

#include "base/crypto.h"
#include "base/encoding.h"
#include "policy/letters.h"

#include <algorithm>

namespace licet::quota {
namespace {

void append_text(std::string& name, std::string_view text) {
    const bool plain =
        text.size() < kPartBytesMax &&
        std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
    if (plain) {
        (name += '=') += text;
    } else {
        append_hex(name += '#', sha256(text));
    }
}

}  // namespace

const std::string* Caller::tag(const std::string& key) const {
    if (tags == nullptr) {
        return nullptr;
    }
    auto found = tags->find(key);
    if (found == tags->end()) {
        found = std::find_if(tags->begin(), tags->end(), [&](const auto& one) {
            return policy::equal_letters(one.first, key);
        });
    }
    return found == tags->end() ? nullptr : &found->second;
}

void append_part(std::string& name, const model::Quota& quota, const Caller& caller) {
    if (quota.sharing == model::QuotaSharing::all) {
        return;
    }
    name += ' ';
    if (quota.sharing == model::QuotaSharing::account) {
        name += caller.account.text();
    } else if (quota.sharing == model::QuotaSharing::principal) {
        append_text(name, caller.principal);
    } else if (const auto* value = caller.tag(quota.tag)) {
        append_text(name, *value);
    } else {
        name += '-';
    }
}

}  // namespace licet::quota
