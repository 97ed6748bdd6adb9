// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/bedrock_request.h"

#include "auth/signer.h"
#include "base/encoding.h"
#include "gateway/upstreams/body_edit.h"
#include "gateway/upstreams/converse_request.h"
#include "gateway/upstreams/invoke_request.h"
#include "wire/event_stream.h"

#include <fmt/format.h>

#include <array>
#include <vector>

namespace licet::gateway {
namespace {

constexpr std::string_view kSigningName = "bedrock";
constexpr std::string_view kInferenceConfig = "inferenceConfig";

/// Whether it may set another maximum of tokens. Nova's effort sets none: what it thinks counts
/// within the same.
bool names_maximum(std::string_view value) {
    constexpr std::string_view kMaximum = R"("max)";
    constexpr std::string_view kEffort = R"("maxReasoningEffort")";
    for (auto at = value.find(kMaximum); at != std::string_view::npos;
         at = value.find(kMaximum, at + 1)) {
        if (!value.substr(at).starts_with(kEffort)) {
            return true;
        }
    }
    return false;
}

/// By such a field, or one within those, models would take another maximum of tokens than the one
/// that quotas count on.
bool lengthens(std::string_view name, std::string_view value) {
    return name.starts_with("max") || name.starts_with("Max") || name == "n" ||
           name == "num_generations" || name == "numResults" || names_maximum(value);
}

/// Converse's settings of the answer, with the limit that is licet's.
std::optional<std::string> limited_config(const Asking& asking) {
    constexpr std::string_view kEmpty = "{}";
    const auto config = member_of(asking.body, kInferenceConfig);
    const auto limit = std::to_string(asking.conversation.max_tokens.value_or(0));
    return edit_members(config.starts_with('{') ? config : kEmpty,
                        std::array<MemberEdit, 1>{{{"maxTokens", limit}}});
}

/// The client's own body, with what licet changes in it.
std::optional<std::string> edited_converse_body(const Asking& asking) {
    std::vector<MemberEdit> edits{{"guardrailConfig"}};
    std::optional<std::string> config;
    if (asking.conversation.limit_is_ours) {
        config = limited_config(asking);
        if (!config) {
            return std::nullopt;
        }
        edits.push_back({kInferenceConfig, *config});
    }
    return edit_members(asking.body, edits);
}

/// The client's own body, where it spoke the same dialect: without the guardrails, which are
/// licet's.
Result<std::string> converse_body_of(const Asking& asking) {
    for (const auto& [name, value] : asking.conversation.additional) {
        if (lengthens(name, value)) {
            return Error{ErrorKind::invalid,
                         fmt::format("`{}` is not for the model's additional fields; say what the "
                                     "answer may have as maxTokens",
                                     name.substr(0, 64))};
        }
    }
    if (asking.dialect == Dialect::converse && !asking.body.empty()) {
        if (auto edited = edited_converse_body(asking)) {
            return *std::move(edited);
        }
    }
    return converse_body(asking.conversation, maker_of(asking.admission.model().model_id));
}

std::string_view operation_of(bool invokes, bool streams) {
    if (invokes) {
        return streams ? "invoke-with-response-stream" : "invoke";
    }
    return streams ? "converse-stream" : "converse";
}

/// A key of Bedrock's own, else a signature.
Result<void> authorize(net::ClientRequest& request, const Upstream& upstream, Time now) {
    if (!upstream.key.empty()) {
        request.headers.push_back({"authorization", "Bearer " + upstream.key});
        return {};
    }
    const auto path = upstream.endpoint.base_path + request.target;
    const std::vector<HeaderView> headers{request.headers.begin(), request.headers.end()};
    LICET_TRY(const auto added, auth::sign({.method = request.method,
                                            .path = path,
                                            .query = {},
                                            .body = request.body,
                                            .headers = headers},
                                           {.access_key_id = upstream.aws.access_key_id,
                                            .secret = upstream.aws.secret,
                                            .session_token = upstream.aws.session_token,
                                            .region = upstream.region,
                                            .service = kSigningName},
                                           now));
    for (const auto& header : added) {
        request.headers.push_back({header.name, header.value});
    }
    return {};
}

/// Which of the four operations.
struct Way {
    bool invokes = false;
    bool streams = false;
};

Result<net::ClientRequest> request_to(const Upstream& upstream, std::string_view model_id, Way way,
                                      std::string body, Time now) {
    net::ClientRequest request{
        .method = "POST",
        .target = fmt::format("/model/{}/{}", percent_encode(upstream.name_of(model_id)),
                              operation_of(way.invokes, way.streams)),
        .headers = {{"host", upstream.endpoint.authority()},
                    {"content-type", "application/json"},
                    {"accept", way.streams ? wire::kEventStreamType : "application/json"}},
        .body = std::move(body),
        // Asking twice changes nothing upstream, and spares callers the races of idle connections.
        .repeatable = true};
    LICET_TRY_VOID(authorize(request, upstream, now));
    return request;
}

}  // namespace

Result<net::ClientRequest> invoke_request(const Upstream& upstream, std::string_view model_id,
                                          std::string body, Time now) {
    return request_to(upstream, model_id, {.invokes = true}, std::move(body), now);
}

Result<BedrockQuestion> bedrock_question(const Upstream& upstream, const Asking& asking, Time now) {
    auto body = invoke_body(asking.admission.model().model_id, asking.dialect, asking.body,
                            asking.conversation);
    const bool invokes = body.has_value();
    if (!invokes) {
        LICET_TRY(body, converse_body_of(asking));
    }
    LICET_TRY(auto request, request_to(upstream, asking.admission.model().model_id,
                                       {invokes, asking.stream}, *std::move(body), now));
    return BedrockQuestion{std::move(request), invokes ? asking.dialect : Dialect::converse};
}

}  // namespace licet::gateway
