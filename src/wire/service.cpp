// SPDX-License-Identifier: Apache-2.0
#include "wire/service.h"

#include "wire/agreement_reason.h"

#include <algorithm>

namespace licet::wire {
namespace {

/// Where the endpoints of global services are. Source: AWS General Reference, endpoints of IAM, of
/// Organizations and of AWS Marketplace.
constexpr std::string_view kGlobalRegion = "us-east-1";

constexpr DefaultNames kBedrockNames{.invalid = "ValidationException",
                                     .not_found = "ResourceNotFoundException",
                                     .denied = "AccessDeniedException",
                                     .conflict = "ConflictException",
                                     .exhausted = "ServiceQuotaExceededException",
                                     .unavailable = "ServiceUnavailableException",
                                     .internal = "InternalServerException"};

const Service* find_if(auto matches) {
    const auto services = all_services();
    const auto found = std::find_if(services.begin(), services.end(),
                                    [&](const Service* service) { return matches(*service); });
    return found == services.end() ? nullptr : *found;
}

/// Organizations says for every InvalidInputException why. Source: Organizations API reference.
std::vector<ErrorMember> organizations_reason(const Error& error) {
    const auto reason = [&]() -> std::string_view {
        switch (error.misfit) {
            case Misfit::missing:
                return "INPUT_REQUIRED";
            case Misfit::too_short:
                return "MIN_LENGTH_EXCEEDED";
            case Misfit::too_long:
                return "MAX_LENGTH_EXCEEDED";
            case Misfit::too_small:
                return "MIN_VALUE_EXCEEDED";
            case Misfit::too_large:
                return "MAX_VALUE_EXCEEDED";
            case Misfit::not_a_choice:
                return "INVALID_ENUM";
            case Misfit::none:
            case Misfit::malformed:
                break;
        }
        return "INVALID_PATTERN";
    };
    return {{"Reason", std::string{reason()}}};
}

/// Source: the service model marketplace-discovery, ValidationExceptionReason.
std::vector<ErrorMember> discovery_reason(const Error& error) {
    return {{"reason", error.where == "$.nextToken" ? "INVALID_PAGINATION_TOKEN"
                                                    : "MALFORMED_REQUEST_PARAMETERS"}};
}

}  // namespace

const Service kOrganizations{.name = "organizations",
                             .signing_name = "organizations",
                             .event_source = "organizations.amazonaws.com",
                             .protocol = Protocol::json_1_1,
                             .target_prefix = "AWSOrganizationsV20161128",
                             .message_member = "Message",
                             .names = {.invalid = "InvalidInputException",
                                       .not_found = "TargetNotFoundException",
                                       .denied = "AccessDeniedException",
                                       .conflict = "ConflictException",
                                       .exhausted = "ConstraintViolationException",
                                       .unavailable = "ServiceException",
                                       .internal = "ServiceException"},
                             .explain = organizations_reason,
                             .only_region = kGlobalRegion};

const Service kLicenseManager{.name = "license-manager",
                              .signing_name = "license-manager",
                              .event_source = "license-manager.amazonaws.com",
                              .protocol = Protocol::json_1_1,
                              .target_prefix = "AWSLicenseManager",
                              .message_member = "Message",
                              .names = {.invalid = "ValidationException",
                                        .not_found = "ResourceNotFoundException",
                                        .denied = "AccessDeniedException",
                                        .conflict = "ConflictException",
                                        .exhausted = "ResourceLimitExceededException",
                                        .unavailable = "ServerInternalException",
                                        .internal = "ServerInternalException"}};

const Service kBedrock{.name = "bedrock",
                       .signing_name = "bedrock",
                       .event_source = "bedrock.amazonaws.com",
                       .protocol = Protocol::rest_json,
                       .message_member = "message",
                       .names = kBedrockNames};

const Service kBedrockRuntime{.name = "bedrock-runtime",
                              .signing_name = "bedrock",
                              .event_source = "bedrock.amazonaws.com",
                              .protocol = Protocol::rest_json,
                              .message_member = "message",
                              .names = kBedrockNames};

const Service kSts{.name = "sts",
                   .signing_name = "sts",
                   .event_source = "sts.amazonaws.com",
                   .protocol = Protocol::query,
                   .version = "2011-06-15",
                   .xml_namespace = "https://sts.amazonaws.com/doc/2011-06-15/",
                   .names = {.invalid = "ValidationError",
                             .not_found = "ValidationError",
                             .denied = "AccessDenied",
                             .conflict = "ValidationError",
                             .exhausted = "Throttling",
                             .unavailable = "ServiceUnavailable",
                             .internal = "InternalFailure"}};

const Service kIam{.name = "iam",
                   .signing_name = "iam",
                   .event_source = "iam.amazonaws.com",
                   .protocol = Protocol::query,
                   .version = "2010-05-08",
                   .xml_namespace = "https://iam.amazonaws.com/doc/2010-05-08/",
                   .names = {.invalid = "ValidationError",
                             .not_found = "NoSuchEntity",
                             .denied = "AccessDenied",
                             .conflict = "EntityAlreadyExists",
                             .exhausted = "LimitExceeded",
                             .unavailable = "ServiceFailure",
                             .internal = "ServiceFailure"},
                   .only_region = kGlobalRegion};

const Service kCloudTrail{.name = "cloudtrail",
                          .signing_name = "cloudtrail",
                          .event_source = "cloudtrail.amazonaws.com",
                          .protocol = Protocol::json_1_1,
                          .target_prefix = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101",
                          .message_member = "Message",
                          .names = {.invalid = "InvalidParameterException",
                                    .not_found = "ResourceNotFoundException",
                                    .denied = "AccessDeniedException",
                                    .conflict = "ConflictException",
                                    .exhausted = "ThrottlingException",
                                    .unavailable = "ServiceUnavailableException",
                                    .internal = "InternalServiceErrorException"}};

const Service kMarketplaceAgreement{.name = "marketplace-agreement",
                                    .signing_name = "aws-marketplace",
                                    .event_source = "agreement-marketplace.amazonaws.com",
                                    .protocol = Protocol::json_1_0,
                                    .target_prefix = "AWSMPCommerceService_v20200301",
                                    .message_member = "message",
                                    .request_id_member = "requestId",
                                    .names = {.invalid = "ValidationException",
                                              .not_found = "ResourceNotFoundException",
                                              .denied = "AccessDeniedException",
                                              .conflict = "ConflictException",
                                              .exhausted = "ServiceQuotaExceededException",
                                              .unavailable = "InternalServerException",
                                              .internal = "InternalServerException"},
                                    .explain = agreement_reason,
                                    .only_region = kGlobalRegion};

const Service kMarketplaceDiscovery{.name = "marketplace-discovery",
                                    .signing_name = "aws-marketplace",
                                    .event_source = "discovery-marketplace.amazonaws.com",
                                    .protocol = Protocol::rest_json,
                                    .message_member = "message",
                                    .names = {.invalid = "ValidationException",
                                              .not_found = "ResourceNotFoundException",
                                              .denied = "AccessDeniedException",
                                              .conflict = "ValidationException",
                                              .exhausted = "ThrottlingException",
                                              .unavailable = "InternalServerException",
                                              .internal = "InternalServerException"},
                                    .explain = discovery_reason,
                                    .only_region = kGlobalRegion};

const Service kLicet{.name = "licet",
                     .signing_name = "licet",
                     .event_source = "licet",
                     .protocol = Protocol::rest_json,
                     .message_member = "message",
                     .names = kBedrockNames};

const Service kAuthzen{.name = "authzen",
                       .signing_name = "licet",
                       .event_source = "licet",
                       .protocol = Protocol::rest_json,
                       .names = kBedrockNames,
                       .error_form = ErrorForm::plain};

const Service kOpenAi{.name = "openai",
                      .signing_name = "bedrock",
                      .event_source = "bedrock.amazonaws.com",
                      .protocol = Protocol::rest_json,
                      .names = kBedrockNames,
                      .error_form = ErrorForm::openai};

const Service kAnthropic{.name = "anthropic",
                         .signing_name = "bedrock",
                         .event_source = "bedrock.amazonaws.com",
                         .protocol = Protocol::rest_json,
                         .names = kBedrockNames,
                         .error_form = ErrorForm::anthropic};

std::string_view DefaultNames::of(ErrorKind kind) const {
    switch (kind) {
        case ErrorKind::invalid:
            return invalid;
        case ErrorKind::not_found:
            return not_found;
        case ErrorKind::denied:
            return denied;
        case ErrorKind::conflict:
            return conflict;
        case ErrorKind::exhausted:
            return exhausted;
        case ErrorKind::unavailable:
            return unavailable;
        case ErrorKind::internal:
            return internal;
    }
    return internal;
}

std::span<const Service* const> all_services() {
    static constexpr const Service* kServices[] = {&kOrganizations,
                                                   &kLicenseManager,
                                                   &kBedrock,
                                                   &kBedrockRuntime,
                                                   &kSts,
                                                   &kIam,
                                                   &kCloudTrail,
                                                   &kMarketplaceAgreement,
                                                   &kMarketplaceDiscovery,
                                                   &kLicet,
                                                   &kAuthzen,
                                                   &kOpenAi,
                                                   &kAnthropic};
    return kServices;
}

const Service* find_service(std::string_view name) {
    return find_if([&](const Service& service) { return service.name == name; });
}

const Service* find_by_target(std::string_view prefix) {
    // Some SDKs send CloudTrail's prefix without its package: `CloudTrail_20131101`.
    const auto names = [&](std::string_view target) {
        return target == prefix ||
               (target.ends_with(prefix) && target[target.size() - prefix.size() - 1] == '.');
    };
    return prefix.empty() ? nullptr : find_if([&](const Service& service) {
        return !service.target_prefix.empty() && names(service.target_prefix);
    });
}

const Service* find_by_version(std::string_view version) {
    return find_if([&](const Service& service) {
        return !service.version.empty() && service.version == version;
    });
}

const Service* find_by_signing_name(std::string_view signing_name) {
    return find_if([&](const Service& service) { return service.signing_name == signing_name; });
}

}  // namespace licet::wire
