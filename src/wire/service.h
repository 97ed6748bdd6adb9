// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace licet::wire {

enum class Protocol : std::uint8_t { json_1_0, json_1_1, rest_json, query };

/// The error name of each ErrorKind that a service uses when neither the Error nor the operation
/// says better.
struct DefaultNames {
    std::string_view invalid = {};
    std::string_view not_found = {};
    std::string_view denied = {};
    std::string_view conflict = {};
    std::string_view exhausted = {};
    std::string_view unavailable = {};
    std::string_view internal = {};

    std::string_view of(ErrorKind kind) const;
};

/// What the body of an error is, in REST-JSON.
enum class ErrorForm : std::uint8_t {
    aws,        ///< message and documented members; the name is in a header
    plain,      ///< its text alone
    openai,     ///< `{"error":{"message":…,"type":…,"param":…,"code":…}}`
    anthropic,  ///< `{"type":"error","error":{"type":…,"message":…},"request_id":…}`
};

/// One AWS service, or our own, as its clients see it. Immutable, constant.
///
/// Source: rules LM-1, ST-1, BA-41, domain.md 7.4 and 9; the service models of botocore 1.43.
struct Service {
    std::string_view name;  ///< our key, also the name of the API reference: `license-manager`
    std::string_view signing_name;  ///< the service in a credential scope; shared by some services
    std::string_view event_source;  ///< as audit events name it: `license-manager.amazonaws.com`
    Protocol protocol;
    std::string_view target_prefix = {};      ///< JSON: X-Amz-Target up to the last dot
    std::string_view version = {};            ///< Query: the API version, `2011-06-15`
    std::string_view xml_namespace = {};      ///< Query
    std::string_view message_member = {};     ///< JSON: the member of an error that holds its text
    std::string_view request_id_member = {};  ///< JSON: the member that holds the request's id
    DefaultNames names;
    /// The documented members of the error for a request that does not fit its shape, made from its
    /// misfit, path and message. Null: there are none.
    std::vector<ErrorMember> (*explain)(const Error& misfit) = nullptr;
    /// Where it is not AWS's, a caller who is not proven gets 401.
    ErrorForm error_form = ErrorForm::aws;
    /// Of a global service: where its one endpoint is, and so every call of it, whatever region the
    /// signature names. Source: IAM User Guide, "aws:RequestedRegion".
    std::string_view only_region = {};
};

extern const Service kOrganizations;
extern const Service kLicenseManager;
extern const Service kBedrock;
extern const Service kBedrockRuntime;
extern const Service kSts;
extern const Service kIam;
extern const Service kCloudTrail;
extern const Service kMarketplaceAgreement;
extern const Service kMarketplaceDiscovery;
/// Our own API: REST-JSON under /licet/v1/.
extern const Service kLicet;
/// Questions of enforcement points, under /access/v1/. Source: OpenID AuthZEN Authorization
/// API 1.0.
extern const Service kAuthzen;
/// Models for clients of others' APIs, under /v1/. Source: OpenAI API Reference; Anthropic API
/// Reference.
extern const Service kOpenAi;
extern const Service kAnthropic;

std::span<const Service* const> all_services();

/// @return null when no service has that name, target prefix, or Query version.
const Service* find_service(std::string_view name);
const Service* find_by_target(std::string_view prefix);
const Service* find_by_version(std::string_view version);

/// The first service, in the order of all_services(), that is signed under this name; null if none.
/// `bedrock` also stands for kBedrockRuntime.
const Service* find_by_signing_name(std::string_view signing_name);

}  // namespace licet::wire
