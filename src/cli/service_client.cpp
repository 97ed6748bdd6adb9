// SPDX-License-Identifier: Apache-2.0
#include "cli/service_client.h"

#include "auth/signer.h"
#include "base/clock.h"
#include "net/client.h"

#include <fmt/format.h>

namespace licet::cli {

Result<std::string> call_service(const ServiceOptions& options, std::string_view method,
                                 std::string_view path, std::string_view body) {
    LICET_TRY(const auto endpoint, net::Endpoint::parse(options.endpoint));
    LICET_TRY(const auto credentials, find_credentials(options.profile));
    const std::string target = endpoint.base_path + std::string{path};
    const std::string host = endpoint.authority();
    const HeaderView headers[] = {{"host", host}, {"content-type", "application/json"}};
    const auth::SigningIdentity identity{.access_key_id = credentials.access_key_id,
                                         .secret = credentials.secret,
                                         .session_token = credentials.session_token,
                                         .region = options.region,
                                         .service = "licet"};
    net::ClientRequest request{.method = std::string{method},
                               .target = std::string{path},
                               .headers = {{"content-type", "application/json"}},
                               .body = std::string{body}};
    LICET_TRY(auto signature,
              auth::sign(
                  {.method = method, .path = target, .query = {}, .body = body, .headers = headers},
                  identity, SystemClock{}.now()));
    for (auto& [name, value] : signature) {
        request.headers.push_back({std::move(name), std::move(value)});
    }
    auto response = net::fetch(endpoint, std::move(request));
    if (!response.ok()) {
        return Error{ErrorKind::unavailable,
                     fmt::format("licet can't be reached at {}: {}", options.endpoint,
                                 response.error().message)};
    }
    if (response->status >= 300) {
        return Error{ErrorKind::denied,
                     fmt::format("licet answered {}: {}", response->status, response->body)};
    }
    return std::move(response->body);
}

}  // namespace licet::cli
