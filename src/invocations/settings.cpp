// SPDX-License-Identifier: Apache-2.0
#include "invocations/settings.h"

#include "base/clock.h"
#include "base/describe/describe.h"
#include "base/describe/json.h"
#include "base/file.h"
#include "base/yaml/yaml_reader.h"
#include "invocations/directory_store.h"
#include "invocations/s3_store.h"
#include "net/tls.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <tuple>

namespace licet::invocations {
namespace {

constexpr std::size_t kCredentialsBytesMax = 16 * 1024;
constexpr std::size_t kRegionBytesMax = 40;
constexpr std::int64_t kQueueBytesMin = 4096;
constexpr std::int64_t kQueueBytesMax = std::int64_t{4} << 30;
constexpr std::int64_t kDeliverSecondsMax = 300;

constexpr std::array<std::string_view, 2> kPolicies{"block", "shed"};  // in the order of the enum

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

/// As it can stand in a header.
bool is_secret(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

/// Source: AWS SDKs and Tools Reference Guide, "Process credential provider".
struct Printed {
    std::string AccessKeyId;
    std::string SecretAccessKey;
    std::optional<std::string> SessionToken;
};
BOOST_DESCRIBE_STRUCT(Printed, (), (AccessKeyId, SecretAccessKey, SessionToken))

constexpr describe::JsonFormat kPrintedFormat{describe::TimeFormat::iso8601,
                                              describe::UnknownMembers::ignore, true};

std::string variable(const char* name) {
    const char* const value = std::getenv(name);
    return value == nullptr ? "" : value;
}

Result<void> read_buckets(yaml::Map& map, Settings& settings) {
    LICET_TRY(const auto value, map.required("buckets"));
    LICET_TRY(settings.buckets, value.texts());
    auto& buckets = settings.buckets;
    if (buckets.empty() || buckets.size() > kBucketsMax) {
        return value.error(fmt::format("must name 1 to {} buckets", kBucketsMax));
    }
    for (const auto& bucket : buckets) {
        if (!is_bucket_name(bucket)) {
            return value.error(fmt::format(
                "`{}` is no name of a bucket: 3 to 63 of a-z, 0-9, `.` and `-`", bucket));
        }
    }
    std::sort(buckets.begin(), buckets.end());
    if (std::adjacent_find(buckets.begin(), buckets.end()) != buckets.end()) {
        return value.error("names a bucket twice");
    }
    return {};
}

Result<S3Settings> read_s3(const yaml::Value& section) {
    S3Settings s3;
    LICET_TRY(auto map, section.map());
    LICET_TRY(const auto region, map.required("region"));
    LICET_TRY(s3.region, region.text());
    if (s3.region.empty() || s3.region.size() > kRegionBytesMax ||
        !std::all_of(s3.region.begin(), s3.region.end(), is_name_character)) {
        return region.error("must be the name of a region, such as `us-east-1`");
    }
    LICET_TRY(const auto url, map.required("base_url"));
    LICET_TRY(s3.base_url, url.text());
    auto endpoint = net::Endpoint::parse(s3.base_url);
    if (!endpoint.ok()) {
        return url.error(endpoint.error().message);
    }
    s3.endpoint = *std::move(endpoint);
    if (const auto file = map.optional("ca_file")) {
        LICET_TRY(s3.ca_file, file->text());
        auto trust = net::TlsClient::make(s3.ca_file);
        if (!trust.ok()) {
            return file->error(trust.error().message);
        }
        s3.endpoint.trust = *std::move(trust);
    }
    if (const auto file = map.optional("credentials_file")) {
        LICET_TRY(s3.credentials_file, file->text());
    }
    if (const auto found = read_credentials(s3.credentials_file); !found.ok()) {
        return section.error(found.error().message);
    }
    LICET_TRY_VOID(map.finish());
    return s3;
}

/// All that tells one place from another.
auto place_of(const S3Settings& s3) {
    return std::tie(s3.base_url, s3.ca_file, s3.region, s3.credentials_file);
}

}  // namespace

bool is_bucket_name(std::string_view text) {
    const auto is_end = [](char c) { return is_name_character(c) && c != '-'; };
    return text.size() >= 3 && text.size() <= 63 && is_end(text.front()) && is_end(text.back()) &&
           text.find("..") == std::string_view::npos &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return is_name_character(c) || c == '.'; });
}

Result<Credentials> read_credentials(const std::filesystem::path& file) {
    Credentials out;
    if (file.empty()) {
        out = {.access_key_id = variable("AWS_ACCESS_KEY_ID"),
               .secret = variable("AWS_SECRET_ACCESS_KEY"),
               .session_token = variable("AWS_SESSION_TOKEN")};
    } else {
        LICET_TRY(const auto text, read_secret_file(file, kCredentialsBytesMax));
        Printed printed;
        if (!describe::read_json(describe::type_of<Printed>(), &printed, kPrintedFormat, text)
                 .ok()) {
            return Error{ErrorKind::invalid,
                         fmt::format("`{}` does not hold AccessKeyId and SecretAccessKey as JSON",
                                     file.string())};
        }
        out = {.access_key_id = std::move(printed.AccessKeyId),
               .secret = std::move(printed.SecretAccessKey),
               .session_token = std::move(printed.SessionToken).value_or("")};
    }
    if (!is_secret(out.access_key_id) || !is_secret(out.secret) ||
        (!out.session_token.empty() && !is_secret(out.session_token))) {
        return Error{ErrorKind::invalid,
                     file.empty() ? "`s3` needs `credentials_file`, or the variables "
                                    "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
                                  : fmt::format("`{}` holds no credentials", file.string())};
    }
    return out;
}

bool Settings::operator==(const Settings& other) const {
    const auto same_s3 =
        s3.has_value() == other.s3.has_value() && (!s3 || place_of(*s3) == place_of(*other.s3));
    return same_s3 && std::tie(buckets, directory, when_full, queue_bytes, deliver_every) ==
                          std::tie(other.buckets, other.directory, other.when_full,
                                   other.queue_bytes, other.deliver_every);
}

Result<Settings> read_settings(yaml::Map& root) {
    Settings settings;
    const auto section = root.optional("invocation_logging");
    if (!section) {
        return settings;
    }
    LICET_TRY(auto map, section->map());
    LICET_TRY_VOID(read_buckets(map, settings));
    const auto directory = map.optional("directory");
    const auto s3 = map.optional("s3");
    if (directory.has_value() == s3.has_value()) {
        return section->error("needs `directory` or `s3`, and not both");
    }
    if (directory) {
        LICET_TRY(settings.directory, directory->text());
    } else {
        LICET_TRY(settings.s3, read_s3(*s3));
    }
    if (const auto value = map.optional("when_full")) {
        LICET_TRY(const auto choice, value->choice(kPolicies));
        settings.when_full = static_cast<WhenFull>(choice);
    }
    if (const auto value = map.optional("queue_bytes")) {
        LICET_TRY(const auto bytes, value->integer(kQueueBytesMin, kQueueBytesMax));
        settings.queue_bytes = static_cast<std::size_t>(bytes);
    }
    if (const auto value = map.optional("deliver_seconds")) {
        LICET_TRY(const auto seconds, value->integer(1, kDeliverSecondsMax));
        settings.deliver_every = std::chrono::seconds{seconds};
    }
    LICET_TRY_VOID(map.finish());
    return settings;
}

std::unique_ptr<Store> make_store(const Settings& settings, const Clock& clock) {
    if (settings.s3) {
        return std::make_unique<S3Store>(*settings.s3, clock);
    }
    return std::make_unique<DirectoryStore>(settings.directory);
}

}  // namespace licet::invocations
