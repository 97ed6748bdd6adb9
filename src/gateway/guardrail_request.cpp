// SPDX-License-Identifier: Apache-2.0
#include "gateway/guardrail_request.h"

#include "wire/fault.h"

#include <fmt/format.h>

namespace licet::gateway {
namespace {

constexpr std::string_view kConfig = "guardrailConfig";
constexpr std::string_view kIdentifier = "guardrailIdentifier";
constexpr std::string_view kVersion = "guardrailVersion";
constexpr std::string_view kTrace = "trace";
constexpr std::string_view kIdentifierHeader = "x-amzn-bedrock-guardrailidentifier";
constexpr std::string_view kVersionHeader = "x-amzn-bedrock-guardrailversion";
constexpr std::string_view kTraceHeader = "x-amzn-bedrock-trace";

Result<void> check_config_member(std::string_view key, Json value) {
    LICET_TRY(const auto text, value.filled_text());
    if (key == kIdentifier || key == kVersion) {
        return {};
    }
    if (key == kTrace) {
        LICET_TRY_VOID(read_trace_level(text));
        return {};
    }
    if (key != "streamProcessingMode") {  // whichever: nothing goes out before it is scanned
        return unsupported();
    }
    return text == "sync" || text == "async"
               ? Result<void>{}
               : Error{ErrorKind::invalid, "must be `sync` or `async`"};
}

std::optional<Json> config_of(const Result<Json>& body) {
    const auto config = body.ok() ? body->find(kConfig) : std::nullopt;
    return config && config->is_object() ? config : std::nullopt;  // null is as good as absent
}

}  // namespace

decision::RequestedGuardrail requested_guardrail(const net::Request& request,
                                                 const Result<Json>& body) {
    if (const auto config = config_of(body)) {
        return {.identifier = text_in(*config, kIdentifier), .version = text_in(*config, kVersion)};
    }
    return {.identifier = request.header(kIdentifierHeader).value_or(""),
            .version = request.header(kVersionHeader).value_or("")};
}

std::string condition_value(const decision::RequestedGuardrail& requested,
                            const engine::Origin& origin) {
    const auto& [identifier, version] = requested;
    std::string arn = identifier.starts_with("arn:")
                          ? std::string{identifier}
                          : fmt::format("arn:aws:bedrock:{}:{}:guardrail/{}", origin.region,
                                        origin.actor.account.text(), identifier);
    return version.empty() || version == "DRAFT" ? arn : fmt::format("{}:{}", arn, version);
}

Result<TraceLevel> requested_trace(const net::Request& request, const Result<Json>& body) {
    const auto named = requested_guardrail(request, body);
    if (named.identifier.empty() != named.version.empty()) {
        return Error{ErrorKind::invalid,
                     fmt::format("`{}` and `{}` belong together", kIdentifier, kVersion)};
    }
    if (const auto config = config_of(body)) {
        return read_trace_level(text_in(*config, kTrace));
    }
    return read_trace_level(request.header(kTraceHeader).value_or(""));
}

Result<void> check_guardrail_config(const Json& config) {
    LICET_TRY_VOID(config.each_member(check_config_member));
    for (const auto needed : {kIdentifier, kVersion}) {
        if (!config.find(needed)) {
            return wire::at(fmt::format(".{}", needed), wire::missing());
        }
    }
    return {};
}

}  // namespace licet::gateway
