// SPDX-License-Identifier: Apache-2.0
#include "model/identity/service_credential.h"

#include "model/identity/identity.h"

namespace licet::model {

void ServiceCredentials::add(const std::string& id, const ServiceCredential& credential) {
    remove(id);
    credentials.emplace(id, credential);
    by_alias.emplace(credential.alias, id);
    by_user[{credential.account, credential.user_name}].insert(id);
}

void ServiceCredentials::remove(std::string_view id) {
    const auto found = credentials.find(id);
    if (found == credentials.end()) {
        return;
    }
    by_alias.erase(found->second.alias);
    const auto owner = by_user.find({found->second.account, found->second.user_name});
    if (owner != by_user.end()) {
        owner->second.erase(found->first);
        if (owner->second.empty()) {
            by_user.erase(owner);
        }
    }
    credentials.erase(found);
}

void ServiceCredentials::rebuild_indexes() {
    by_alias.clear();
    by_user.clear();
    for (const auto& [id, credential] : credentials) {
        by_alias.emplace(credential.alias, id);
        by_user[{credential.account, credential.user_name}].insert(id);
    }
}

const ServiceCredential* find_service_credential(const Identities& state, std::string_view id) {
    const auto& all = state.service_credentials.credentials;
    const auto found = all.find(id);
    return found == all.end() ? nullptr : &found->second;
}

const std::set<std::string>& service_credentials_of(const Identities& state,
                                                    const OwnedName& user) {
    static const std::set<std::string> none;
    const auto found = state.service_credentials.by_user.find(user);
    return found == state.service_credentials.by_user.end() ? none : found->second;
}

}  // namespace licet::model
