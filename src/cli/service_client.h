// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/credentials_file.h"

#include <string>
#include <string_view>

namespace licet::cli {

/// How the command line reaches a running licet.
struct ServiceOptions {
    std::string endpoint = "http://127.0.0.1:8080";
    std::string profile = "licet";
    std::string region = "us-east-1";
};

/// Sends one signed request of licet's own API and returns the body of the answer.
/// @param path such as `/licet/v1/catalog`. @param body JSON, or empty.
/// @return `unavailable` when the service can't be reached; else what it refused with, in its own
///         words and with the ids that it names: `invalid` when it is the request that is wrong.
Result<std::string> call_service(const ServiceOptions& options, std::string_view method,
                                 std::string_view path, std::string_view body);

}  // namespace licet::cli
