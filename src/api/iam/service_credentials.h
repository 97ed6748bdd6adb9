// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/define.h"
#include "api/iam/forms.h"
#include "model/identity/service_credential.h"

#include <optional>
#include <string>

/// How IAM's operations show service-specific credentials. Source: the service model of IAM
/// 2010-05-08.
namespace licet::api::iam {

using CredentialId = Text<20, 128, is_word>;
using CredentialService = Text<1, 128>;

enum class CredentialStatus { Active, Inactive, Expired };
BOOST_DESCRIBE_ENUM(CredentialStatus, Active, Inactive, Expired)

struct ServiceSpecificCredentialMetadata {
    std::string UserName;
    CredentialStatus Status = CredentialStatus::Active;
    std::string ServiceCredentialAlias;
    Time CreateDate;
    std::optional<Time> ExpirationDate;
    std::string ServiceSpecificCredentialId;
    std::string ServiceName;
};
BOOST_DESCRIBE_STRUCT(ServiceSpecificCredentialMetadata, (),
                      (UserName, Status, ServiceCredentialAlias, CreateDate, ExpirationDate,
                       ServiceSpecificCredentialId, ServiceName))

/// With the key itself, which is shown this once.
struct ServiceSpecificCredential {
    Time CreateDate;
    std::optional<Time> ExpirationDate;
    std::string ServiceName;
    std::string ServiceCredentialAlias;
    std::string ServiceCredentialSecret;
    std::string ServiceSpecificCredentialId;
    std::string UserName;
    CredentialStatus Status = CredentialStatus::Active;
};
BOOST_DESCRIBE_STRUCT(ServiceSpecificCredential, (),
                      (CreateDate, ExpirationDate, ServiceName, ServiceCredentialAlias,
                       ServiceCredentialSecret, ServiceSpecificCredentialId, UserName, Status))

ServiceSpecificCredentialMetadata show_credential(const std::string& id,
                                                  const model::ServiceCredential& credential,
                                                  Time now);
ServiceSpecificCredential show_credential_with_key(const std::string& id,
                                                   const model::ServiceCredential& credential,
                                                   std::string key, Time now);

}  // namespace licet::api::iam
