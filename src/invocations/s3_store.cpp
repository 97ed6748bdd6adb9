// SPDX-License-Identifier: Apache-2.0
#include "invocations/s3_store.h"

#include "auth/signer.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "net/client.h"

#include <fmt/format.h>

#include <optional>

namespace licet::invocations {
namespace {

constexpr net::Timeouts kTimeouts{.connect = Milliseconds{5'000}, .total = Milliseconds{60'000}};
constexpr std::size_t kCodeBytesMax = 64;

/// What S3 says went wrong, such as `NoSuchBucket`; empty where it does not say it.
std::string_view code_in(std::string_view body) {
    constexpr std::string_view kBegin = "<Code>";
    const auto begin = body.find(kBegin);
    if (begin == std::string_view::npos) {
        return {};
    }
    const auto code = body.substr(begin + kBegin.size());
    return code.substr(0, std::min(code.find('<'), kCodeBytesMax));
}

}  // namespace

/// Of one request; the loop's and that of who waits for it.
struct S3Store::Answer {
    std::optional<Result<net::ClientResponse>> come;  // guarded by mutex_
};

S3Store::S3Store(S3Settings settings, const Clock& clock)
    : settings_{std::move(settings)}, clock_{clock} {
    thread_.run([this] { client_ = std::make_unique<net::Client>(thread_.loop()); });
}

/// What was given up is forgotten with the client.
S3Store::~S3Store() {
    thread_.run([this] { client_.reset(); });
}

void S3Store::give_up() {
    {
        const std::lock_guard lock{mutex_};
        given_up_ = true;
    }
    wake_.notify_all();
}

Result<net::ClientResponse> S3Store::ask(net::ClientRequest request) {
    {
        const std::lock_guard lock{mutex_};
        if (given_up_) {
            return given_up();
        }
    }
    const auto answer = std::make_shared<Answer>();
    thread_.loop().post([this, answer, request = std::move(request)]() mutable {
        client_->send(settings_.endpoint, std::move(request), kTimeouts,
                      [this, answer](Result<net::ClientResponse> come) {
                          const std::lock_guard lock{mutex_};
                          answer->come = std::move(come);
                          wake_.notify_all();
                      });
    });
    std::unique_lock lock{mutex_};
    wake_.wait(lock, [&] { return given_up_ || answer->come; });
    return answer->come ? *std::move(answer->come) : given_up();
}

Result<void> S3Store::put(std::string_view bucket, std::string_view key, std::string_view bytes) {
    LICET_TRY(const auto credentials, read_credentials(settings_.credentials_file));
    net::ClientRequest request{.method = "PUT",
                               .target = fmt::format("/{}/{}", bucket, key),
                               .headers = {{"host", settings_.endpoint.authority()},
                                           {"content-type", "application/gzip"},
                                           {"x-amz-content-sha256", to_hex(sha256(bytes))}},
                               .body = std::string{bytes},
                               .repeatable = true};
    const std::vector<HeaderView> headers{request.headers.begin(), request.headers.end()};
    const auto path = settings_.endpoint.base_path + request.target;
    LICET_TRY(const auto added, auth::sign({.method = request.method,
                                            .path = path,
                                            .query = {},
                                            .body = request.body,
                                            .headers = headers},
                                           {.access_key_id = credentials.access_key_id,
                                            .secret = credentials.secret,
                                            .session_token = credentials.session_token,
                                            .region = settings_.region,
                                            .service = "s3"},
                                           clock_.now()));
    for (const auto& header : added) {
        request.headers.push_back({header.name, header.value});
    }
    LICET_TRY(const auto response, ask(std::move(request)));
    if (response.status / 100 != 2) {
        return Error{ErrorKind::unavailable, fmt::format("PutObject was answered with {} {}",
                                                         response.status, code_in(response.body))};
    }
    return {};
}

}  // namespace licet::invocations
