// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/keys.h"

#include "api/license_manager/lists.h"

#include <charconv>

namespace licet::api::license_manager {
namespace {

constexpr std::size_t kIdDigits = 32;

/// Two parts of a key, the first of `size` characters.
std::pair<std::string_view, std::string_view> split(std::string_view key, std::size_t size) {
    return {key.substr(0, size), key.size() < size ? std::string_view{} : key.substr(size)};
}

}  // namespace

std::string key_of(const Id128& id) {
    return id.text();
}
std::string key_of(const model::DistributedGrant& position) {
    return position.license.text() + position.grant.text();
}
std::string key_of(const model::MembersGrant& position) {
    return position.stored.text() + position.account.text();
}
std::string key_of(const model::HeldLicense& position) {
    return position.license.text() + position.holder.text();
}

Result<std::optional<Id128>> read_id(const std::optional<std::string>& key) {
    if (!key) {
        return std::optional<Id128>{};
    }
    const auto id = Id128::parse(*key);
    return id.ok() ? Result{std::optional{*id}} : invalid_next_token();
}

Result<std::optional<model::DistributedGrant>> read_distributed(
    const std::optional<std::string>& key) {
    if (!key) {
        return std::optional<model::DistributedGrant>{};
    }
    const auto [first, second] = split(*key, kIdDigits);
    const auto license = Id128::parse(first);
    const auto grant = model::GrantId::parse(second);
    if (!license.ok() || !grant.ok()) {
        return invalid_next_token();
    }
    return std::optional{model::DistributedGrant{*license, *grant}};
}

Result<std::optional<model::MembersGrant>> read_members(const std::optional<std::string>& key) {
    if (!key) {
        return std::optional<model::MembersGrant>{};
    }
    const auto [first, second] = split(*key, kIdDigits);
    const auto grant = model::GrantId::parse(first);
    const auto account = AccountId::parse(second);
    if (!grant.ok() || !account.ok()) {
        return invalid_next_token();
    }
    return std::optional{model::MembersGrant{*grant, *account}};
}

Result<std::optional<model::HeldLicense>> read_held(const std::optional<std::string>& key) {
    if (!key) {
        return std::optional<model::HeldLicense>{};
    }
    const auto [first, second] = split(*key, kIdDigits);
    const auto license = Id128::parse(first);
    const auto holder = AccountId::parse(second);
    if (!license.ok() || !holder.ok()) {
        return invalid_next_token();
    }
    return std::optional{model::HeldLicense{*holder, *license}};
}

Result<std::size_t> read_index(const std::optional<std::string>& key) {
    std::size_t index = 0;
    if (!key) {
        return index;
    }
    const auto [end, fault] = std::from_chars(key->data(), key->data() + key->size(), index);
    if (fault != std::errc{} || end != key->data() + key->size()) {
        return invalid_next_token();
    }
    return index + 1;
}

}  // namespace licet::api::license_manager
