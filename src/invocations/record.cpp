// SPDX-License-Identifier: Apache-2.0
#include "invocations/record.h"

#include "base/json_writer.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::invocations {
namespace {

/// `AWSLogs/<account>/BedrockModelInvocationLogs/<region>/2026/11/27/09`
std::string folder_of(const Invocation& invocation, std::string_view key_prefix) {
    while (key_prefix.ends_with('/')) {
        key_prefix.remove_suffix(1);
    }
    const auto time = format_iso8601(invocation.time);
    const std::string_view text{time};
    return fmt::format("{}{}AWSLogs/{}/BedrockModelInvocationLogs/{}/{}/{}/{}/{}", key_prefix,
                       key_prefix.empty() ? "" : "/", invocation.account.text(), invocation.region,
                       text.substr(0, 4), text.substr(5, 2), text.substr(8, 2), text.substr(11, 2));
}

/// The same JSON on one line: line feeds occur between its parts only.
std::string on_one_line(std::string_view json) {
    std::string out{json};
    std::replace_if(
        out.begin(), out.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return out;
}

/// The names of the members of one side.
struct Names {
    std::string_view side;
    std::string_view content_type;
    std::string_view body;
    std::string_view body_path;
    std::string_view tokens;
};
constexpr Names kInput{"input", "inputContentType", "inputBodyJson", "inputBodyS3Path",
                       "inputTokenCount"};
constexpr Names kOutput{"output", "outputContentType", "outputBodyJson", "outputBodyS3Path",
                        "outputTokenCount"};

/// Content type, body and tokens; begins the side's object and leaves it open.
void begin_side(JsonWriter& json, const Names& names, const Side& side,
                const Invocation& invocation, Record& record) {
    json.key(names.side).begin_object().member(names.content_type, "application/json");
    if (side.body.size() > kInlineBodyBytesMax) {
        auto name = fmt::format("data/{}_{}.json.gz", invocation.request_id, names.side);
        json.member(names.body_path,
                    fmt::format("s3://{}/{}/{}", record.bucket, record.folder, name));
        record.attachments.push_back({std::move(name), std::string{side.body}});
    } else if (!side.body.empty()) {
        json.key(names.body).raw(on_one_line(side.body));
    }
    if (side.tokens) {
        json.key(names.tokens).integer(*side.tokens);
    }
}

}  // namespace

std::size_t Record::size() const {
    std::size_t bytes = line.size();
    for (const auto& attachment : attachments) {
        bytes += attachment.bytes.size();
    }
    return bytes;
}

Record make_record(const Invocation& invocation, std::string bucket, std::string_view key_prefix) {
    Record record{.bucket = std::move(bucket),
                  .account = invocation.account,
                  .folder = folder_of(invocation, key_prefix),
                  .line = {}};
    JsonWriter json{record.line};
    json.begin_object()
        .member("schemaType", "ModelInvocationLog")
        .member("schemaVersion", "1.0")
        .member("timestamp", format_iso8601(invocation.time))
        .member("accountId", invocation.account.text())
        .key("identity")
        .begin_object()
        .member("arn", invocation.principal_arn)
        .end_object()
        .member("region", invocation.region)
        .member("requestId", invocation.request_id)
        .member("operation", invocation.operation)
        .member("modelId", invocation.model_id);
    if (!invocation.error_code.empty()) {
        json.member("errorCode", invocation.error_code);
    }
    if (!invocation.metadata.empty()) {
        json.key("requestMetadata").begin_object();
        for (const auto& [name, value] : invocation.metadata) {
            json.member(name, value);
        }
        json.end_object();
    }
    begin_side(json, kInput, invocation.input, invocation, record);
    if (invocation.cache_read_tokens != 0) {
        json.key("cacheReadInputTokenCount").integer(invocation.cache_read_tokens);
    }
    if (invocation.cache_write_tokens != 0) {
        json.key("cacheWriteInputTokenCount").integer(invocation.cache_write_tokens);
    }
    json.end_object();
    begin_side(json, kOutput, invocation.output, invocation, record);
    json.end_object().end_object();
    record.line += '\n';
    return record;
}

}  // namespace licet::invocations
