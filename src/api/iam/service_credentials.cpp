// SPDX-License-Identifier: Apache-2.0
#include "api/iam/service_credentials.h"

#include <utility>

namespace licet::api::iam {
namespace {

CredentialStatus status_of(const model::ServiceCredential& credential, Time now) {
    if (credential.expires_at && now >= *credential.expires_at) {
        return CredentialStatus::Expired;
    }
    return credential.status == model::KeyStatus::Active ? CredentialStatus::Active
                                                         : CredentialStatus::Inactive;
}

}  // namespace

ServiceSpecificCredentialMetadata show_credential(const std::string& id,
                                                  const model::ServiceCredential& credential,
                                                  Time now) {
    return {.UserName = credential.user_name,
            .Status = status_of(credential, now),
            .ServiceCredentialAlias = credential.alias,
            .CreateDate = credential.created_at,
            .ExpirationDate = credential.expires_at,
            .ServiceSpecificCredentialId = id,
            .ServiceName = credential.service};
}

ServiceSpecificCredential show_credential_with_key(const std::string& id,
                                                   const model::ServiceCredential& credential,
                                                   std::string key, Time now) {
    return {.CreateDate = credential.created_at,
            .ExpirationDate = credential.expires_at,
            .ServiceName = credential.service,
            .ServiceCredentialAlias = credential.alias,
            .ServiceCredentialSecret = std::move(key),
            .ServiceSpecificCredentialId = id,
            .UserName = credential.user_name,
            .Status = status_of(credential, now)};
}

}  // namespace licet::api::iam
