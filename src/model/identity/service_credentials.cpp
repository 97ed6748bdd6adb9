// SPDX-License-Identifier: Apache-2.0
#include "model/identity/service_credentials.h"

#include "model/identity/access_keys.h"
#include "model/identity/errors.h"

#include <fmt/format.h>

#include <chrono>
#include <utility>

namespace licet::model {
namespace {

constexpr std::size_t kUniqueIdCharacters = 17;

Error no_such_credential(const std::string& id) {
    return {ErrorKind::not_found,
            fmt::format("The service-specific credential with id {} cannot be found.", id),
            "NoSuchEntity"};
}

std::size_t count_for_service(const State& state, const OwnedName& user,
                              const std::string& service) {
    std::size_t count = 0;
    for (const auto& id : service_credentials_of(state.identity, user)) {
        count += find_service_credential(state.identity, id)->service == service ? 1 : 0;
    }
    return count;
}

}  // namespace

Error service_not_supported(std::string_view service) {
    return {ErrorKind::not_found,
            fmt::format("The service {} has no service-specific credentials; only {} has", service,
                        kBedrockService),
            "ServiceNotSupportedException"};
}

std::string new_service_credential_id(const Identities& state, Random& random) {
    std::string id;
    do {
        id = "ACCA" + random.text(kBase32Digits, kUniqueIdCharacters);
    } while (find_service_credential(state, id) != nullptr);
    return id;
}

std::string new_api_key_alias(const Identities& state, const OwnedName& user) {
    const auto& taken = state.service_credentials.by_alias;
    auto alias = fmt::format("{}-at-{}", user.name, user.account.text());
    for (std::size_t number = 1; taken.contains(alias); ++number) {
        alias = fmt::format("{}+{}-at-{}", user.name, number, user.account.text());
    }
    return alias;
}

Result<Events> create_service_credential(const State& state, const CreateServiceCredential& command,
                                         const Context& context) {
    const OwnedName user{context.actor.account, command.user_name};
    if (find_user(state.identity, user.account, user.name) == nullptr) {
        return no_such_name("user", user.name);
    }
    if (command.service != kBedrockService) {
        return service_not_supported(command.service);
    }
    if (count_for_service(state, user, command.service) >= kServiceCredentialsMax) {
        return quota_exceeded("ServiceSpecificCredentialsPerUser", kServiceCredentialsMax);
    }
    LICET_CHECK(!state.identity.service_credentials.by_alias.contains(command.alias));
    ServiceCredential credential;
    credential.account = user.account;
    credential.user_name = user.name;
    credential.service = command.service;
    credential.alias = command.alias;
    credential.salt = command.salt;
    credential.hash = command.hash;
    credential.created_at = context.now;
    if (command.age_days) {
        credential.expires_at = context.now + std::chrono::hours{24} * *command.age_days;
    }
    return Events{ServiceCredentialCreated{command.id, std::move(credential)}};
}

Result<const ServiceCredential*> require_service_credential(const State& state,
                                                            const OwnedCredential& named,
                                                            const Principal& caller) {
    LICET_TRY(const auto owner, access_key_owner(state, named.user_name, caller));
    const auto* credential = find_service_credential(state.identity, named.id);
    if (credential == nullptr || OwnedName{credential->account, credential->user_name} != owner) {
        return no_such_credential(named.id);
    }
    return credential;
}

Result<Events> update_service_credential(const State& state, const OwnedCredential& named,
                                         KeyStatus status, const Context& context) {
    LICET_TRY(const auto* credential, require_service_credential(state, named, context.actor));
    if (credential->status == status) {
        return Events{};
    }
    return Events{ServiceCredentialStatusChanged{named.id, status}};
}

Result<Events> reset_service_credential(const State& state, const OwnedCredential& named,
                                        const ApiKeySecret& secret, const Context& context) {
    LICET_TRY_VOID(require_service_credential(state, named, context.actor));
    return Events{ServiceCredentialReset{named.id, secret.salt, secret.hash}};
}

Result<Events> delete_service_credential(const State& state, const OwnedCredential& named,
                                         const Context& context) {
    LICET_TRY(const auto* credential, require_service_credential(state, named, context.actor));
    return Events{ServiceCredentialDeleted{named.id, credential->alias}};
}

}  // namespace licet::model
