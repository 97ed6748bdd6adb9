// SPDX-License-Identifier: Apache-2.0
#include "model/identity/events.h"

#include "model/state.h"

namespace licet::model {
namespace {

using NameSets = std::map<OwnedName, std::set<std::string>>;

/// Takes a name out of an index whose sets are never empty.
void remove_from(NameSets& index, const OwnedName& owner, const std::string& name) {
    const auto found = index.find(owner);
    if (found != index.end()) {
        found->second.erase(name);
        if (found->second.empty()) {
            index.erase(found);
        }
    }
}

/// What policies hang on. Pointers are null for an identity that does not exist.
struct Holder {
    AccountId account;
    InlinePolicies* policies = nullptr;
    std::set<std::string>* attached = nullptr;
    std::string* boundary = nullptr;  // null for groups too
    Tags* tags = nullptr;             // null for groups too
};

Holder holder_of(const OwnedName& owner, User& user) {
    return {owner.account, &user.policies, &user.attached, &user.boundary, &user.tags};
}
Holder holder_of(const OwnedName& owner, Role& role) {
    return {owner.account, &role.policies, &role.attached, &role.boundary, &role.tags};
}
Holder holder_of(const OwnedName& owner, Group& group) {
    return {.account = owner.account, .policies = &group.policies, .attached = &group.attached};
}

template <typename Item>
Holder find_holder(std::map<OwnedName, Item>& all, const OwnedName& name) {
    const auto found = all.find(name);
    return found == all.end() ? Holder{} : holder_of(name, found->second);
}

Holder find_holder(Identities& all, const IdentityName& identity) {
    switch (identity.kind) {
        case IdentityKind::user:
            return find_holder(all.users, identity.name);
        case IdentityKind::group:
            return find_holder(all.groups, identity.name);
        case IdentityKind::role:
            break;
    }
    return find_holder(all.roles, identity.name);
}

/// Counts a use of a policy, or uncounts it.
void count_use(Identities& all, AccountId account, const std::string& arn,
               std::size_t PolicyUse::*which, bool is_more) {
    const auto place = all.policy_uses.try_emplace({account, arn}).first;
    std::size_t& count = place->second.*which;
    count = is_more ? count + 1 : count - 1;
    if (place->second.attachments == 0 && place->second.boundaries == 0) {
        all.policy_uses.erase(place);
    }
}

void count_uses(Identities& all, const Holder& holder, bool is_more) {
    for (const auto& arn : *holder.attached) {
        count_use(all, holder.account, arn, &PolicyUse::attachments, is_more);
    }
    if (holder.boundary != nullptr && !holder.boundary->empty()) {
        count_use(all, holder.account, *holder.boundary, &PolicyUse::boundaries, is_more);
    }
}

/// Removes a user, group or role, with what the indexes know of its policies.
template <typename Item>
void remove_identity(Identities& all, std::map<OwnedName, Item>& items, const OwnedName& name) {
    const Holder holder = find_holder(items, name);
    if (holder.policies != nullptr) {
        count_uses(all, holder, false);
        items.erase(name);
    }
}

template <typename Item>
void add_identity(Identities& all, std::map<OwnedName, Item>& items, const OwnedName& name,
                  const Item& details) {
    const Holder holder = holder_of(name, items.emplace(name, details).first->second);
    for (auto& [policy_name, policy] : *holder.policies) {
        policy.document = all.library.get(policy.text, policy::Grammar::identity);
    }
    count_uses(all, holder, true);
}

/// @return false when there is nothing to move, or something else is where it should go.
template <typename Item>
bool move_identity(std::map<OwnedName, Item>& items, const OwnedName& from, const OwnedName& to,
                   const std::string& path) {
    if (items.count(from) == 0 || (to != from && items.count(to) != 0)) {
        return false;
    }
    auto node = items.extract(from);
    node.key() = to;
    node.mapped().path = path;
    items.insert(std::move(node));
    return true;
}

void remove_role(Identities& all, const OwnedName& role) {
    if (const Role* found = find_role(all, role.account, role.name)) {
        all.role_by_id.erase(found->id);
        remove_identity(all, all.roles, role);
    }
}

void remove_group(Identities& all, const OwnedName& group) {
    if (const Group* found = find_group(all, group.account, group.name)) {
        for (const auto& member : found->members) {
            remove_from(all.groups_by_user, {group.account, member}, group.name);
        }
        remove_identity(all, all.groups, group);
    }
}

void remove_access_key(Identities& all, const std::string& id) {
    const auto found = all.access_keys.find(id);
    if (found != all.access_keys.end()) {
        remove_from(all.keys_by_user, {found->second.account, found->second.user_name}, id);
        all.access_keys.erase(found);
    }
}

/// Gives all that names the user the new name instead.
void rename_user(Identities& all, const OwnedName& from, const OwnedName& to) {
    const auto keys = access_keys_of(all, from);
    for (const auto& id : keys) {
        remove_from(all.keys_by_user, from, id);
        all.keys_by_user[to].insert(id);
        all.access_keys.find(id)->second.user_name = to.name;
    }
    const auto groups = groups_of(all, from);
    for (const auto& group : groups) {
        remove_from(all.groups_by_user, from, group);
        all.groups_by_user[to].insert(group);
        auto& members = all.groups.at({from.account, group}).members;
        members.erase(from.name);
        members.insert(to.name);
    }
    const auto credentials = service_credentials_of(all, from);
    for (const auto& id : credentials) {
        ServiceCredential credential = all.service_credentials.credentials.at(id);
        credential.user_name = to.name;
        all.service_credentials.remove(id);
        all.service_credentials.add(id, credential);
    }
}

}  // namespace

void apply(State& state, const UserCreated& event) {
    Identities& all = state.identity;
    remove_identity(all, all.users, event.user);
    add_identity(all, all.users, event.user, event.details);
}

void apply(State& state, const UserDeleted& event) {
    remove_identity(state.identity, state.identity.users, event.user);
}

void apply(State& state, const UserRenamed& event) {
    Identities& all = state.identity;
    const OwnedName renamed{event.user.account, event.new_name};
    if (move_identity(all.users, event.user, renamed, event.new_path) && renamed != event.user) {
        rename_user(all, event.user, renamed);
    }
}

void apply(State& state, const GroupCreated& event) {
    Identities& all = state.identity;
    remove_group(all, event.group);
    add_identity(all, all.groups, event.group, event.details);
    for (const auto& member : event.details.members) {
        all.groups_by_user[{event.group.account, member}].insert(event.group.name);
    }
}

void apply(State& state, const GroupDeleted& event) {
    remove_group(state.identity, event.group);
}

void apply(State& state, const GroupRenamed& event) {
    Identities& all = state.identity;
    const OwnedName renamed{event.group.account, event.new_name};
    if (!move_identity(all.groups, event.group, renamed, event.new_path)) {
        return;
    }
    for (const auto& member : all.groups.at(renamed).members) {
        const OwnedName user{event.group.account, member};
        remove_from(all.groups_by_user, user, event.group.name);
        all.groups_by_user[user].insert(event.new_name);
    }
}

void apply(State& state, const GroupMemberAdded& event) {
    const auto found = state.identity.groups.find(event.group);
    if (found != state.identity.groups.end()) {
        found->second.members.insert(event.user);
        state.identity.groups_by_user[{event.group.account, event.user}].insert(event.group.name);
    }
}

void apply(State& state, const GroupMemberRemoved& event) {
    const auto found = state.identity.groups.find(event.group);
    if (found != state.identity.groups.end()) {
        found->second.members.erase(event.user);
        remove_from(state.identity.groups_by_user, {event.group.account, event.user},
                    event.group.name);
    }
}

void apply(State& state, const RoleCreated& event) {
    Identities& all = state.identity;
    remove_role(all, event.role);
    add_identity(all, all.roles, event.role, event.details);
    all.role_by_id.emplace(event.details.id, event.role);
}

void apply(State& state, const RoleDeleted& event) {
    remove_role(state.identity, event.role);
}

void apply(State& state, const RoleSettingsChanged& event) {
    const auto found = state.identity.roles.find(event.role);
    if (found != state.identity.roles.end()) {
        found->second.description = event.description;
        found->second.max_session_seconds = event.max_session_seconds;
    }
}

void apply(State& state, const TrustPolicyChanged& event) {
    const auto found = state.identity.roles.find(event.role);
    if (found != state.identity.roles.end()) {
        found->second.trust_policy = event.trust_policy;
        found->second.trusted_ids = event.trusted_ids;
    }
}

void apply(State& state, const InlinePolicyPut& event) {
    Identities& all = state.identity;
    if (const Holder holder = find_holder(all, event.identity); holder.policies != nullptr) {
        (*holder.policies)[event.policy] = {event.text,
                                            all.library.get(event.text, policy::Grammar::identity)};
    }
}

void apply(State& state, const InlinePolicyDeleted& event) {
    if (const Holder holder = find_holder(state.identity, event.identity);
        holder.policies != nullptr) {
        holder.policies->erase(event.policy);
    }
}

void apply(State& state, const PolicyAttached& event) {
    const Holder holder = find_holder(state.identity, event.identity);
    if (holder.attached != nullptr && holder.attached->insert(event.policy).second) {
        count_use(state.identity, holder.account, event.policy, &PolicyUse::attachments, true);
    }
}

void apply(State& state, const PolicyDetached& event) {
    const Holder holder = find_holder(state.identity, event.identity);
    if (holder.attached != nullptr && holder.attached->erase(event.policy) != 0) {
        count_use(state.identity, holder.account, event.policy, &PolicyUse::attachments, false);
    }
}

void apply(State& state, const BoundaryChanged& event) {
    Identities& all = state.identity;
    const Holder holder = find_holder(all, event.identity);
    if (holder.boundary == nullptr) {
        return;
    }
    if (!holder.boundary->empty()) {
        count_use(all, holder.account, *holder.boundary, &PolicyUse::boundaries, false);
    }
    *holder.boundary = event.policy;
    if (!event.policy.empty()) {
        count_use(all, holder.account, event.policy, &PolicyUse::boundaries, true);
    }
}

void apply(State& state, const IdentityTagged& event) {
    if (const Holder holder = find_holder(state.identity, event.identity); holder.tags != nullptr) {
        *holder.tags = event.tags;
    }
}

void apply(State& state, const AccessKeyCreated& event) {
    Identities& all = state.identity;
    remove_access_key(all, event.id);
    all.access_keys.emplace(event.id, event.details);
    all.keys_by_user[{event.details.account, event.details.user_name}].insert(event.id);
}

void apply(State& state, const AccessKeyStatusChanged& event) {
    const auto found = state.identity.access_keys.find(event.id);
    if (found != state.identity.access_keys.end()) {
        found->second.status = event.status;
    }
}

void apply(State& state, const AccessKeyDeleted& event) {
    remove_access_key(state.identity, event.id);
}

}  // namespace licet::model
