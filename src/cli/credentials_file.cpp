// SPDX-License-Identifier: Apache-2.0
#include "cli/credentials_file.h"

#include "base/file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <optional>

namespace licet::cli {
namespace {

constexpr std::size_t kFileBytesMax = 1 << 20;

std::string_view trim(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r");
    return first == std::string_view::npos
               ? std::string_view{}
               : text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

void take_member(std::string_view line, Credentials& credentials) {
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) {
        return;
    }
    const auto name = trim(line.substr(0, equals));
    const auto value = trim(line.substr(equals + 1));
    if (name == "aws_access_key_id") {
        credentials.access_key_id = value;
    } else if (name == "aws_secret_access_key") {
        credentials.secret = value;
    } else if (name == "aws_session_token") {
        credentials.session_token = value;
    }
}

/// The profile as far as the text has it.
std::optional<Credentials> find_profile(std::string_view text, std::string_view profile) {
    std::optional<Credentials> found;
    bool inside = false;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        const auto line = trim(text.substr(at, end - at));
        at = end + 1;
        if (line.size() >= 2 && line.front() == '[' && line.back() == ']') {
            inside = trim(line.substr(1, line.size() - 2)) == profile;
            if (inside && !found) {
                found.emplace();
            }
        } else if (inside && !line.empty() && line.front() != '#' && line.front() != ';') {
            take_member(line, *found);
        }
    }
    return found;
}

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string{} : std::string{value};
}

}  // namespace

Result<void> add_profile(const std::filesystem::path& path, std::string_view profile,
                         const Credentials& credentials) {
    std::error_code code;
    auto target = path;
    std::string text;
    if (std::filesystem::exists(path, code)) {
        target = std::filesystem::canonical(path, code);  // what a link leads to is replaced
        LICET_TRY(text, read_file(target, kFileBytesMax));
    }
    if (find_profile(text, profile)) {
        return Error{ErrorKind::conflict,
                     fmt::format("`{}` has a profile `{}` already; name another file for the "
                                 "credentials",
                                 path.string(), profile)};
    }
    if (!text.empty()) {
        text += text.back() == '\n' ? "\n" : "\n\n";
    }
    return replace_file(target, text,
                        fmt::format("[{}]\naws_access_key_id = {}\naws_secret_access_key = {}\n",
                                    profile, credentials.access_key_id, credentials.secret));
}

Result<Credentials> read_credentials(const std::filesystem::path& path, std::string_view profile) {
    LICET_TRY(const std::string text, read_file(path, kFileBytesMax));
    const auto credentials = find_profile(text, profile);
    if (!credentials) {
        return Error{ErrorKind::not_found,
                     fmt::format("`{}` has no profile `{}`", path.string(), profile)};
    }
    if (credentials->access_key_id.empty() || credentials->secret.empty()) {
        return Error{ErrorKind::invalid,
                     fmt::format("profile `{}` of `{}` lacks aws_access_key_id or "
                                 "aws_secret_access_key",
                                 profile, path.string())};
    }
    return *credentials;
}

Result<Credentials> find_credentials(std::string_view profile) {
    if (const auto key = environment("AWS_ACCESS_KEY_ID"); !key.empty()) {
        return Credentials{key, environment("AWS_SECRET_ACCESS_KEY"),
                           environment("AWS_SESSION_TOKEN")};
    }
    auto path = environment("AWS_SHARED_CREDENTIALS_FILE");
    if (path.empty()) {
        path = environment("HOME") + "/.aws/credentials";
    }
    return read_credentials(path, profile);
}

}  // namespace licet::cli
