// SPDX-License-Identifier: Apache-2.0
#include "cli/service_client.h"

#include "auth/signer.h"
#include "base/clock.h"
#include "base/describe/describe.h"
#include "base/describe/json.h"
#include "net/client.h"
#include "net/tls.h"

#include <fmt/format.h>

#include <cstdlib>
#include <optional>

namespace licet::cli {
namespace {

/// The body of a refusal: why, and what it is about.
struct Refusal {
    std::string message;
    std::optional<std::string> offerId = {};
    std::optional<std::string> offerSetId = {};
    std::optional<std::string> productId = {};
    std::optional<std::string> modelId = {};
};
BOOST_DESCRIBE_STRUCT(Refusal, (), (message, offerId, offerSetId, productId, modelId))

ErrorKind kind_of(int status) {
    switch (status) {
        case 400:
            return ErrorKind::invalid;
        case 404:
            return ErrorKind::not_found;
        case 413:
        case 429:
            return ErrorKind::exhausted;
        default:
            return status >= 500 ? ErrorKind::unavailable : ErrorKind::denied;
    }
}

Error refusal_of(int status, std::string_view body) {
    Refusal refusal;
    const auto& type = describe::type_of<Refusal>();
    const auto read = describe::read_json(type, &refusal, describe::kAwsFormat, body);
    if (!read.ok() || refusal.message.empty()) {  // not ours: something stands between
        return Error{kind_of(status), fmt::format("licet answered {}: {}", status, body)};
    }
    Error error{kind_of(status), std::move(refusal.message)};
    const auto add = [&](std::string_view name, std::optional<std::string>& value) {
        if (value) {
            error.members.push_back({name, std::move(*value)});
        }
    };
    add("offerId", refusal.offerId);
    add("offerSetId", refusal.offerSetId);
    add("productId", refusal.productId);
    add("modelId", refusal.modelId);
    return error;
}

/// Where licet is, trusted as the AWS CLI would: by the authorities in the file that AWS_CA_BUNDLE
/// names, else by the system's.
Result<net::Endpoint> find_endpoint(const std::string& url) {
    LICET_TRY(auto endpoint, net::Endpoint::parse(url));
    const char* const bundle = std::getenv("AWS_CA_BUNDLE");
    if (endpoint.tls && bundle != nullptr && *bundle != '\0') {
        LICET_TRY(endpoint.trust, net::TlsClient::make(bundle));
    }
    return endpoint;
}

}  // namespace

Result<std::string> call_service(const ServiceOptions& options, std::string_view method,
                                 std::string_view path, std::string_view body) {
    LICET_TRY(const auto endpoint, find_endpoint(options.endpoint));
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
    LICET_TRY(const auto signature,
              auth::sign(
                  {.method = method, .path = target, .query = {}, .body = body, .headers = headers},
                  identity, SystemClock{}.now()));
    for (const auto& [name, value] : signature) {
        request.headers.push_back({name, value});
    }
    auto response = net::fetch(endpoint, std::move(request));
    if (!response.ok()) {
        return Error{ErrorKind::unavailable,
                     fmt::format("licet can't be reached at {}: {}", options.endpoint,
                                 response.error().message)};
    }
    if (response->status >= 300) {
        return refusal_of(response->status, response->body);
    }
    return std::move(response->body);
}

}  // namespace licet::cli
