// SPDX-License-Identifier: Apache-2.0
#include "auth/sigv4_fixture.h"
#include "base/bench/bench.h"
#include "base/check.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <vector>

// How long one verification takes, as a ratio to the least a verification without memory could do:
// one SHA-256 of the body and five HMACs. Both run in turns on one thread; the medians are
// compared.

namespace licet::auth {
namespace {

using Stopwatch = std::chrono::steady_clock;
using Microseconds = std::chrono::duration<double, std::micro>;

constexpr std::size_t kBodyBytes = 2048;
constexpr int kRounds = 41;
constexpr int kCalls = 2000;

template <typename Call>
double microseconds_per_call(Call call) {
    const auto start = Stopwatch::now();
    for (int i = 0; i < kCalls; ++i) {
        call();
    }
    return Microseconds{Stopwatch::now() - start}.count() / kCalls;
}

void bare(const OwnedRequest& request) {
    Sha256 key = sha256(request.body);
    for (int i = 0; i < 5; ++i) {
        key = hmac_sha256(key, "us-east-1");
    }
    LICET_CHECK(key != Sha256{});
}

/// The same request with the headers that an SDK sends, signed with `identity`.
OwnedRequest sdk_request(const SigningIdentity& identity) {
    OwnedRequest request;
    request.body.assign(kBodyBytes, 'b');
    request.headers.push_back({"content-length", std::to_string(kBodyBytes)});
    request.headers.push_back({"amz-sdk-invocation-id", "8a7f1f1e-6f1c-4b7e-9d7a-0c3f4e5d6a7b"});
    request.headers.push_back({"amz-sdk-request", "attempt=1; max=3"});
    request.headers.push_back({"x-amz-user-agent", "aws-sdk-js/3.0.0"});
    add_signature(request, identity);
    request.headers.push_back({"user-agent", "aws-sdk-js/3.0.0 os/linux lang/js"});
    return request;
}

void add_to(bench::Report& report, std::string name, const std::vector<double>& times,
            const std::vector<double>& baseline, double goal) {
    const auto value = bench::spread_of(times);
    const auto bare = bench::spread_of(baseline);
    report.add({.name = std::move(name),
                .value = value.median,
                .unit = "us",
                .baseline = bare.median,
                .ratio = value.median / bare.median,
                .goal = fmt::format("<= {}", goal),
                .conditions = fmt::format("{} byte body, one thread, median of {}; baseline: one "
                                          "SHA-256 of the body and five HMACs",
                                          kBodyBytes, kRounds)});
}

void run(bench::Report& report) {
    const FakeCredentials source;
    const auto tokens = test_tokens();
    SeededRandom random{1};
    const auto session =
        tokens.issue(FakeCredentials::test_role(), "", kTestTime + std::chrono::hours{1}, random)
            .value();
    auto session_identity = test_identity();
    session_identity.access_key_id = session.access_key_id;
    session_identity.secret = session.secret;
    session_identity.session_token = session.session_token;
    auto by_key = sdk_request(test_identity());
    auto by_session = sdk_request(session_identity);
    const auto key_view = by_key.view();
    const auto session_view = by_session.view();

    std::vector<double> bare_times;
    std::vector<double> key_times;
    std::vector<double> session_times;
    for (int round = 0; round < kRounds; ++round) {
        bare_times.push_back(microseconds_per_call([&] { bare(by_key); }));
        key_times.push_back(microseconds_per_call(
            [&] { LICET_CHECK(authenticate(key_view, source, tokens, kTestTime)); }));
        session_times.push_back(microseconds_per_call(
            [&] { LICET_CHECK(authenticate(session_view, source, tokens, kTestTime)); }));
    }
    add_to(report, "auth.sigv4_verify", key_times, bare_times, 2);
    add_to(report, "auth.sigv4_verify_session", session_times, bare_times, 3);
}

const bench::Benchmark kBenchmark{"auth.sigv4", run};

}  // namespace
}  // namespace licet::auth
