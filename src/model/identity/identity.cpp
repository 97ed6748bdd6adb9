// SPDX-License-Identifier: Apache-2.0
#include "model/identity/identity.h"

#include <fmt/format.h>

namespace licet::model {
namespace {

constexpr std::size_t kAccountDigits = 12;
constexpr std::size_t kUniqueIdCharacters = 17;  // after the four letters that tell the kind

void compile(policy::Library& library, InlinePolicies& policies) {
    for (auto& [name, policy] : policies) {
        policy.document = library.get(policy.text, policy::Grammar::identity);
    }
}

void add_uses(std::map<OwnedName, PolicyUse>& uses, AccountId account,
              const std::set<std::string>& attached, const std::string& boundary) {
    for (const auto& arn : attached) {
        ++uses[{account, arn}].attachments;
    }
    if (!boundary.empty()) {
        ++uses[{account, boundary}].boundaries;
    }
}

template <typename Map>
auto* find_owned(const Map& map, AccountId account, std::string_view name) {
    const auto found = map.find(OwnedName{account, std::string{name}});
    return found == map.end() ? nullptr : &found->second;
}

const std::set<std::string>& names_of(const std::map<OwnedName, std::set<std::string>>& index,
                                      const OwnedName& owner) {
    static const std::set<std::string> none;
    const auto found = index.find(owner);
    return found == index.end() ? none : found->second;
}

}  // namespace

Result<OwnedName> OwnedName::parse(std::string_view text) {
    if (text.size() <= kAccountDigits + 1 || text[kAccountDigits] != '/') {
        return Error{ErrorKind::invalid, "must be an account, a slash and a name"};
    }
    LICET_TRY(const auto account, AccountId::parse(text.substr(0, kAccountDigits)));
    return OwnedName{account, std::string{text.substr(kAccountDigits + 1)}};
}

std::string OwnedName::text() const {
    return account.text() + "/" + name;
}

void Identities::rebuild_indexes() {
    role_by_id.clear();
    keys_by_user.clear();
    groups_by_user.clear();
    policy_uses.clear();
    for (auto& [owner, user] : users) {
        compile(library, user.policies);
        add_uses(policy_uses, owner.account, user.attached, user.boundary);
    }
    for (auto& [owner, group] : groups) {
        compile(library, group.policies);
        add_uses(policy_uses, owner.account, group.attached, "");
        for (const auto& member : group.members) {
            groups_by_user[{owner.account, member}].insert(owner.name);
        }
    }
    for (auto& [owner, role] : roles) {
        compile(library, role.policies);
        add_uses(policy_uses, owner.account, role.attached, role.boundary);
        role_by_id.emplace(role.id, owner);
    }
    for (auto& [owner, policy] : managed_policies) {
        for (auto& [number, version] : policy.versions) {
            version.document = library.get(version.text, policy::Grammar::identity);
        }
    }
    for (const auto& [id, key] : access_keys) {
        keys_by_user[{key.account, key.user_name}].insert(id);
    }
    service_credentials.rebuild_indexes();
}

const User* find_user(const Identities& state, AccountId account, std::string_view name) {
    return find_owned(state.users, account, name);
}

const Group* find_group(const Identities& state, AccountId account, std::string_view name) {
    return find_owned(state.groups, account, name);
}

const Role* find_role(const Identities& state, AccountId account, std::string_view name) {
    return find_owned(state.roles, account, name);
}

const AccessKey* find_access_key(const Identities& state, std::string_view id) {
    const auto found = state.access_keys.find(id);
    return found == state.access_keys.end() ? nullptr : &found->second;
}

const std::set<std::string>& access_keys_of(const Identities& state, const OwnedName& owner) {
    return names_of(state.keys_by_user, owner);
}

const std::set<std::string>& groups_of(const Identities& state, const OwnedName& user) {
    return names_of(state.groups_by_user, user);
}

PolicyUse use_of_policy(const Identities& state, AccountId account, const std::string& arn) {
    const auto found = state.policy_uses.find({account, arn});
    return found == state.policy_uses.end() ? PolicyUse{} : found->second;
}

std::string user_arn(AccountId account, std::string_view path, std::string_view name) {
    return fmt::format("arn:aws:iam::{}:user{}{}", account.text(), path, name);
}

std::string group_arn(AccountId account, std::string_view path, std::string_view name) {
    return fmt::format("arn:aws:iam::{}:group{}{}", account.text(), path, name);
}

std::string role_arn(AccountId account, std::string_view path, std::string_view name) {
    return fmt::format("arn:aws:iam::{}:role{}{}", account.text(), path, name);
}

std::string root_arn(AccountId account) {
    return fmt::format("arn:aws:iam::{}:root", account.text());
}

std::string session_arn(AccountId account, std::string_view role, std::string_view session) {
    return fmt::format("arn:aws:sts::{}:assumed-role/{}/{}", account.text(), role, session);
}

std::string new_user_id(Random& random) {
    return "AIDA" + random.text(kBase32Digits, kUniqueIdCharacters);
}

std::string new_group_id(Random& random) {
    return "AGPA" + random.text(kBase32Digits, kUniqueIdCharacters);
}

std::string new_role_id(Random& random) {
    return "AROA" + random.text(kBase32Digits, kUniqueIdCharacters);
}

}  // namespace licet::model
