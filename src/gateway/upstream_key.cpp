// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstream_key.h"

#include "base/command.h"
#include "base/file.h"
#include "base/yaml/yaml_reader.h"
#include "gateway/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace licet::gateway {
namespace {

constexpr std::size_t kSourceBytesMax = 2 * kKeyBytesMax;  // so that one too long is told apart
constexpr Milliseconds kCommandPatience{10'000};

constexpr std::array<std::string_view, 3> kSources{"key_env", "key_file", "key_command"};

bool is_key(std::string_view text) {
    return !text.empty() && text.size() <= kKeyBytesMax &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

Result<std::string> read_variable(const std::string& name) {
    const char* const value = std::getenv(name.c_str());
    if (value == nullptr) {
        return Error{ErrorKind::invalid, fmt::format("environment variable `{}` is not set", name)};
    }
    return std::string{value};
}

Result<std::string> read_source(std::string_view source, const std::string& place) {
    if (source == "key_env") {
        return read_variable(place);
    }
    LICET_TRY(auto text, source == "key_file"
                             ? read_secret_file(place, kSourceBytesMax)
                             : command_output(place, kSourceBytesMax, kCommandPatience));
    while (text.ends_with('\n') || text.ends_with('\r')) {
        text.pop_back();
    }
    return text;
}

/// Source: AWS SDKs and Tools Reference Guide, "Process credential provider".
bool read_credentials(std::string_view text, AwsCredentials& out) {
    JsonReader reader;
    const auto parsed = reader.parse(text, JsonReader::Padding::absent);
    if (!parsed.ok()) {
        return false;
    }
    const auto read = [&](std::string_view name, std::string& into) {
        const auto value = parsed->find(name);
        if (value && value->is_text()) {
            into = value->text().value();
        }
        return is_key(into);
    };
    return read("AccessKeyId", out.access_key_id) && read("SecretAccessKey", out.secret) &&
           (read("SessionToken", out.session_token) || out.session_token.empty());
}

Result<void> read_aws_variables(const yaml::Map& map, AwsCredentials& out) {
    const auto read = [](const char* name) {
        const char* const value = std::getenv(name);
        return std::string{value == nullptr ? "" : value};
    };
    out = {.access_key_id = read("AWS_ACCESS_KEY_ID"),
           .secret = read("AWS_SECRET_ACCESS_KEY"),
           .session_token = read("AWS_SESSION_TOKEN")};
    return is_key(out.access_key_id) && is_key(out.secret) &&
                   (out.session_token.empty() || is_key(out.session_token))
               ? Result<void>{}
               : map.error(
                     "a bedrock upstream needs `key_env`, `key_file` or `key_command`, or "
                     "the variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
}

}  // namespace

Result<void> read_upstream_key(yaml::Map& map, Upstream& upstream) {
    const bool is_bedrock = upstream.kind == Upstream::Kind::bedrock;
    std::optional<yaml::Value> given;
    std::string_view source;
    for (const auto name : kSources) {
        if (const auto value = map.optional(name)) {
            if (given) {
                return value->error(fmt::format("give `{}` or `{}`, not both", source, name));
            }
            given = value;
            source = name;
        }
    }
    if (!given) {
        return is_bedrock ? read_aws_variables(map, upstream.aws) : Result<void>{};
    }
    LICET_TRY(const auto place, given->text());
    auto key = read_source(source, place);
    if (!key.ok()) {
        return given->error(key.error().message);
    }
    if (is_bedrock && key->starts_with('{')) {
        return read_credentials(*key, upstream.aws)
                   ? Result<void>{}
                   : given->error("does not hold AccessKeyId and SecretAccessKey");
    }
    if (!is_key(*key)) {
        return given->error(
            fmt::format("`{}` does not hold a key: 1 to {} printable characters without blanks",
                        source == "key_command" ? source : std::string_view{place}, kKeyBytesMax));
    }
    upstream.key = *std::move(key);
    return {};
}

}  // namespace licet::gateway
