// SPDX-License-Identifier: Apache-2.0
#include "gateway/requested_guardrail.h"

#include <fmt/format.h>

namespace licet::gateway {
namespace {

constexpr std::string_view kIdentifierHeader = "x-amzn-bedrock-guardrailidentifier";
constexpr std::string_view kVersionHeader = "x-amzn-bedrock-guardrailversion";

}  // namespace

std::string requested_guardrail(const net::Request& request, const Result<Json>& body,
                                const engine::Origin& origin) {
    std::string_view identifier = request.header(kIdentifierHeader).value_or("");
    std::string_view version = request.header(kVersionHeader).value_or("");
    if (const auto config = body.ok() ? body->find("guardrailConfig") : std::nullopt) {
        identifier = text_in(*config, "guardrailIdentifier");
        version = text_in(*config, "guardrailVersion");
    }
    if (identifier.empty()) {
        return {};
    }
    std::string arn = identifier.starts_with("arn:")
                          ? std::string{identifier}
                          : fmt::format("arn:aws:bedrock:{}:{}:guardrail/{}", origin.region,
                                        origin.actor.account.text(), identifier);
    return version.empty() || version == "DRAFT" ? arn : fmt::format("{}:{}", arn, version);
}

Result<void> check_guardrail_headers(const net::Request& request) {
    for (const std::string_view name : {kIdentifierHeader, kVersionHeader}) {
        if (!request.header(name).value_or("").empty()) {
            return Error{ErrorKind::invalid, fmt::format("{}: is not supported", name)};
        }
    }
    return {};
}

Result<void> check_unguarded(const decision::Admission& admission) {
    if (admission.guardrails().empty()) {
        return {};
    }
    return Error{ErrorKind::denied,
                 fmt::format("guardrail `{}` applies to the call, and its texts cannot be held "
                             "against it",
                             admission.guardrails().front().guardrail->arn),
                 "AccessDeniedException"};
}

}  // namespace licet::gateway
