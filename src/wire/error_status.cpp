// SPDX-License-Identifier: Apache-2.0
#include "wire/error_status.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>

namespace licet::wire {
namespace {

struct Status {
    std::string_view name;
    int status;
};

/// How one refusal of authentication is worded and numbered by each family of protocols. JSON 1.0
/// and 1.1 services answer all of them with 400, REST-JSON services with 403 and, where HTTP's own
/// rules go for their errors, 401.
struct Refusal {
    std::string_view neutral;
    std::string_view json;
    std::string_view query;
    int query_status;
};

int refusal_status(const Service& service) {
    if (service.protocol != Protocol::rest_json) {
        return 400;
    }
    return service.error_form == ErrorForm::aws ? 403 : 401;
}

constexpr Refusal kRefusals[] = {
    {"auth.MissingToken", "MissingAuthenticationTokenException", "MissingAuthenticationToken", 403},
    {"auth.IncompleteSignature", "IncompleteSignatureException", "IncompleteSignature", 400},
    {"auth.UnknownClient", "UnrecognizedClientException", "InvalidClientTokenId", 403},
    {"auth.WrongSignature", "InvalidSignatureException", "SignatureDoesNotMatch", 403},
    {"auth.ExpiredSignature", "InvalidSignatureException", "SignatureDoesNotMatch", 403},
    {"auth.ExpiredToken", "ExpiredTokenException", "ExpiredToken", 403},
};

// JSON 1.0 and 1.1 services answer 400 but for these; their models mark nothing else as a fault.
// What may work later counts as 503 by its kind, unless it is documented as the client's fault.
constexpr Status kJson[] = {
    {"FinalizingOrganizationException", 400},
    {"ServerInternalException", 500},
    {"ServiceException", 500},
    {"InternalServerException", 500},
    {"InternalServiceErrorException", 500},
    {"InternalFailure", 500},
    {"ServiceUnavailableException", 503},
    {"RequestEntityTooLargeException", 413},
};

constexpr Status kRest[] = {
    {"AccessDeniedException", 403},         {"ConflictException", 400},
    {"InternalServerException", 500},       {"ModelErrorException", 424},
    {"ModelNotReadyException", 429},        {"ModelStreamErrorException", 424},
    {"ModelTimeoutException", 408},         {"RequestEntityTooLargeException", 413},
    {"ResourceInUseException", 400},        {"ResourceNotFoundException", 404},
    {"ServiceQuotaExceededException", 400}, {"ServiceUnavailableException", 503},
    {"ThrottlingException", 429},           {"TooManyTagsException", 400},
    {"UnknownOperationException", 404},     {"ValidationException", 400},
};

constexpr Status kQueryCommon[] = {
    {"AccessDenied", 403},          {"InternalFailure", 500},      {"InvalidAction", 400},
    {"InvalidParameterValue", 400}, {"MalformedQueryString", 404}, {"MissingAction", 400},
    {"MissingParameter", 400},      {"NoSuchVersion", 400},        {"RequestExpired", 400},
    {"ServiceUnavailable", 503},    {"Throttling", 400},           {"ValidationError", 400},
};

constexpr Status kIamErrors[] = {
    {"ConcurrentModification", 409}, {"DeleteConflict", 409},
    {"EntityAlreadyExists", 409},    {"EntityTemporarilyUnmodifiable", 409},
    {"InvalidInput", 400},           {"InvalidUserType", 400},
    {"LimitExceeded", 409},          {"MalformedPolicyDocument", 400},
    {"NoSuchEntity", 404},           {"NotSupportedService", 404},
    {"PolicyEvaluation", 500},       {"PolicyNotAttachable", 400},
    {"ServiceFailure", 500},         {"UnmodifiableEntity", 400},
};

constexpr Status kStsErrors[] = {
    {"ExpiredTokenException", 400}, {"IDPCommunicationError", 400},
    {"IDPRejectedClaim", 403},      {"InvalidAuthorizationMessageException", 400},
    {"InvalidIdentityToken", 400},  {"MalformedPolicyDocument", 400},
    {"PackedPolicyTooLarge", 400},  {"RegionDisabledException", 403},
};

std::optional<WireError> find(std::span<const Status> rows, std::string_view name) {
    const auto row =
        std::find_if(rows.begin(), rows.end(), [&](const Status& s) { return s.name == name; });
    if (row == rows.end()) {
        return std::nullopt;
    }
    return WireError{row->name, row->status};
}

int status_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::invalid:
        case ErrorKind::conflict:
            return 400;
        case ErrorKind::not_found:
            return 404;
        case ErrorKind::denied:
            return 403;
        case ErrorKind::exhausted:
            return 429;
        case ErrorKind::unavailable:
            return 503;
        case ErrorKind::internal:
            return 500;
    }
    return 500;
}

bool is_json(Protocol protocol) {
    return protocol == Protocol::json_1_0 || protocol == Protocol::json_1_1;
}

std::optional<WireError> find_refusal(const Service& service, const Error& error) {
    // ExpiredTokenException is also what STS calls an expired web identity token, which is
    // `invalid`; a caller's own expired session is `denied`.
    if (error.kind == ErrorKind::invalid && find(kStsErrors, error.name)) {
        return std::nullopt;
    }
    const auto* row = std::find_if(
        std::begin(kRefusals), std::end(kRefusals),
        [&](const Refusal& r) { return r.neutral == error.name || r.json == error.name; });
    if (row == std::end(kRefusals)) {
        return std::nullopt;
    }
    if (service.protocol == Protocol::query) {
        return WireError{row->query, row->query_status};
    }
    return WireError{row->json, refusal_status(service)};
}

std::optional<WireError> find_query(const Service& service, std::string_view name) {
    const auto own = service.name == "iam"   ? std::span<const Status>{kIamErrors}
                     : service.name == "sts" ? std::span<const Status>{kStsErrors}
                                             : std::span<const Status>{};
    auto found = find(own, name);
    return found ? found : find(kQueryCommon, name);
}

/// The row of a name, or of the code that a shape name stands for.
std::optional<WireError> find_query_code(const Service& service, std::string_view name) {
    constexpr std::string_view kSuffix = "Exception";
    if (auto found = find_query(service, name)) {
        return found;
    }
    if (!name.ends_with(kSuffix)) {
        return std::nullopt;
    }
    name.remove_suffix(kSuffix.size());
    return name == "ServiceNotSupported" ? find_query(service, "NotSupportedService")
                                         : find_query(service, name);
}

std::optional<WireError> find_named(const Service& service, std::string_view name) {
    switch (service.protocol) {
        case Protocol::json_1_0:
        case Protocol::json_1_1:
            return find(kJson, name);
        case Protocol::rest_json:
            return find(kRest, name);
        case Protocol::query:
            return find_query_code(service, name);
    }
    return std::nullopt;
}

}  // namespace

WireError wire_error(const Service& service, const Error& error) {
    if (const auto refusal = find_refusal(service, error)) {
        return *refusal;
    }
    const auto name = error.name.empty() ? service.names.of(error.kind) : error.name;
    if (const auto named = find_named(service, name)) {
        return *named;
    }
    const int status = status_of(error.kind);
    return {name, is_json(service.protocol) && status < 500 ? 400 : status};
}

Error unknown_operation(const Service& service, std::string_view operation) {
    if (service.protocol == Protocol::query) {
        return Error{ErrorKind::invalid,
                     fmt::format("Could not find operation {} for version {}",
                                 operation.substr(0, 128), service.version),
                     "InvalidAction"};
    }
    return Error{ErrorKind::invalid,
                 fmt::format("`{}` is no operation of {}", operation.substr(0, 128), service.name),
                 "UnknownOperationException"};
}

}  // namespace licet::wire
