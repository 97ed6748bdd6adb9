// SPDX-License-Identifier: Apache-2.0
#include "server/world_bench.h"

#include "auth/signer.h"
#include "base/encoding.h"
#include "base/file.h"
#include "model/bedrock/apply_catalogue.h"
#include "model/identity/access_keys.h"
#include "model/identity/administrator.h"

#include <fmt/format.h>

#include <charconv>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <future>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace licet::server {
namespace {

model::Catalogue catalogue_of(std::size_t products) {
    model::Catalogue catalogue{.version = "2026-01-01"};
    for (std::size_t i = 0; i < products; ++i) {
        catalogue.products.push_back(
            {.product_id = Seed::product_id(i),
             .product_name = fmt::format("Product {}", i),
             .seller_name = "Example",
             .synthetic = true,
             .offer = {.offer_id = fmt::format("offer-{:013}", i),
                       .offer_token = fmt::format("token-{}", i),
                       .rate_card = {{.dimension = "USE1_InputTokenCount",
                                      .price = "1.00",
                                      .description = "Million Input Tokens",
                                      .unit = "Units"}},
                       .eula_url = "https://example.com/eula",
                       .refund_policy = "none",
                       .synthetic = true}});
        catalogue.models.push_back({.model_id = Seed::model_id(i),
                                    .model_name = fmt::format("Model {}", i),
                                    .provider_name = "Example",
                                    .category = model::ModelCategory::marketplace,
                                    .product_id = Seed::product_id(i),
                                    .input_modalities = {model::Modality::TEXT},
                                    .output_modalities = {model::Modality::TEXT},
                                    .streaming = true,
                                    .inference_types = {model::InferenceType::ON_DEMAND},
                                    .regions = {"us-east-1"},
                                    .lifecycle = {}});
    }
    return catalogue;
}

std::filesystem::path program() {
    if (const char* named = std::getenv("LICET"); named != nullptr) {
        return named;
    }
    const auto own = std::filesystem::read_symlink("/proc/self/exe");
    return own.parent_path().parent_path().parent_path() / "licet";
}

/// Starts the program with its standard output in a pipe. @return the process and the pipe's end
std::pair<pid_t, int> spawn(std::vector<std::string> arguments) {
    int pipe[2];
    LICET_CHECK(::pipe2(pipe, O_CLOEXEC) == 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipe[1], STDOUT_FILENO);
    std::vector<char*> pointers;
    for (auto& argument : arguments) {
        pointers.push_back(argument.data());
    }
    pointers.push_back(nullptr);
    pid_t id = -1;
    LICET_CHECK(::posix_spawn(&id, pointers.front(), &actions, nullptr, pointers.data(), environ) ==
                0);
    posix_spawn_file_actions_destroy(&actions);
    ::close(pipe[1]);
    return {id, pipe[0]};
}

std::string read_line(int descriptor) {
    std::string line;
    char next = 0;
    while (::read(descriptor, &next, 1) == 1 && next != '\n') {
        line += next;
    }
    return line;
}

/// Reads a credentials file as `licet init` writes it.
Key read_key(const std::filesystem::path& path) {
    const std::string text = read_file(path, 4096).value();
    const auto value_of = [&](std::string_view name) {
        const auto from = text.find(name) + name.size();
        return text.substr(from, text.find('\n', from) - from);
    };
    return {value_of("aws_access_key_id = "), value_of("aws_secret_access_key = ")};
}

net::ClientRequest signed_request(const net::Endpoint& endpoint, const Key& key,
                                  std::string_view service, net::ClientRequest request) {
    const std::string host = endpoint.authority();
    std::vector<HeaderView> headers{{"host", host}};
    headers.insert(headers.end(), request.headers.begin(), request.headers.end());
    const auto signature = auth::sign({.method = request.method,
                                       .path = request.target,
                                       .query = {},
                                       .body = request.body,
                                       .headers = headers},
                                      {.access_key_id = key.access_key_id,
                                       .secret = key.secret,
                                       .session_token = {},
                                       .region = "us-east-1",
                                       .service = service},
                                      SystemClock{}.now());
    for (const auto& [name, value] : signature.value()) {
        request.headers.push_back({name, value});
    }
    return request;
}

}  // namespace

Seed::Seed(const std::filesystem::path& directory, std::size_t products) {
    auto credentials = directory;
    credentials += ".credentials";
    const auto [id, output] =
        spawn({program(), "init", "--data", directory, "--credentials", credentials});
    while (!read_line(output).empty()) {
    }
    ::close(output);
    int status = -1;
    LICET_CHECK(::waitpid(id, &status, 0) == id && status == 0);
    administrator_ = read_key(credentials);
    data_ = std::move(open_data(directory, {}, logger_)).value();
    engine_ = std::move(engine::Engine::open({*data_.log, data_.snapshots.get(), clock_, random_,
                                              *data_.secrets, logger_}))
                  .value();
    builder_ = std::make_unique<engine::GrantWorldBuilder>(*engine_);
    builder_->decide("licet", "ApplyCatalog", [&](const auto& state, const auto& context) {
        return model::apply_catalogue(state, catalogue_of(products), context);
    });
}

Seed::~Seed() {
    engine_->stop();
}

Key Seed::add_administrator(AccountId account) {
    Key key{{}, model::new_secret(random_)};
    builder_->decide("iam", "CreateUser", [&](const auto& state, const auto& context) {
        key.access_key_id = model::new_access_key_id(state.identity, context.random);
        const auto sealed = data_.secrets->seal(key.secret, key.access_key_id, context.random);
        return model::admit_administrator(
            state, {account, "admin", key.access_key_id, to_base64(as_bytes(sealed))}, context);
    });
    return key;
}

std::string Seed::product_id(std::size_t number) {
    return fmt::format("prod-{:013}", number);
}

std::string Seed::model_id(std::size_t number) {
    return fmt::format("example.model-{}-v1:0", number);
}

LicetProcess::LicetProcess(const std::filesystem::path& directory) {
    const auto [id, output] =
        spawn({program(), "serve", "--data", directory, "--listen", "127.0.0.1:0"});
    id_ = id;
    constexpr std::string_view kReady = "licet: listening on ";
    const std::string line = read_line(output);
    ::close(output);
    LICET_CHECK(line.starts_with(kReady));
    endpoint_ = net::Endpoint::parse(line.substr(kReady.size())).value();
}

LicetProcess::~LicetProcess() {
    ::kill(id_, SIGTERM);
    ::waitpid(id_, nullptr, 0);
}

std::chrono::nanoseconds LicetProcess::cpu_time() const {
    std::chrono::nanoseconds total{0};
    for (const auto& thread :
         std::filesystem::directory_iterator{fmt::format("/proc/{}/task", id_)}) {
        const auto file = File::open(thread.path() / "schedstat", O_RDONLY);
        const std::string text = file->read_at(0, 100).value();
        std::int64_t used = 0;
        LICET_CHECK(std::from_chars(text.data(), text.data() + text.size(), used).ec ==
                    std::errc{});
        total += std::chrono::nanoseconds{used};
    }
    return total;
}

std::size_t LicetProcess::memory_bytes() const {
    std::ifstream file{fmt::format("/proc/{}/smaps_rollup", id_)};
    std::size_t kilobytes = 0;
    for (std::string word; kilobytes == 0 && file >> word;) {
        if (word == "Pss:") {
            file >> kilobytes;
        }
    }
    LICET_CHECK(kilobytes > 0);
    return kilobytes * 1024;
}

net::ClientRequest license_manager_request(const net::Endpoint& endpoint, const Key& key,
                                           std::string_view operation, std::string body) {
    return signed_request(
        endpoint, key, "license-manager",
        {.method = "POST",
         .headers = {{"content-type", "application/x-amz-json-1.1"},
                     {"x-amz-target", fmt::format("AWSLicenseManager.{}", operation)},
                     {"amz-sdk-invocation-id", "8a7f1f1e-6f1c-4b7e-9d7a-0c3f4e5d6a7b"},
                     {"amz-sdk-request", "attempt=1; max=3"},
                     {"x-amz-user-agent", "aws-sdk-js/3.0.0"}},
         .body = std::move(body)});
}

net::ClientRequest converse_request(const net::Endpoint& endpoint, const Key& key,
                                    std::string_view model) {
    std::string path = fmt::format("/model/{}/converse", model);
    path.replace(path.find(':'), 1, "%3A");
    return signed_request(
        endpoint, key, "bedrock",
        {.method = "POST",
         .target = std::move(path),
         .headers = {{"content-type", "application/json"}},
         .body = R"({"messages":[{"role":"user","content":[{"text":"Hello"}]}]})"});
}

struct Callers::Impl {
    explicit Impl(net::Endpoint server) : endpoint{std::move(server)} {
        thread.run([this] { client.emplace(thread.loop()); });
    }

    /// What call_all() has under way. On the loop's thread.
    struct Batch {
        std::vector<net::ClientRequest> requests;
        std::size_t sent = 0;
        std::size_t answered = 0;
        std::promise<void> ended;
    };

    void send_next(Batch& batch) {
        if (batch.sent == batch.requests.size()) {
            return;
        }
        client->send(endpoint, std::move(batch.requests[batch.sent++]), {},
                     [this, &batch](Result<net::ClientResponse> response) {
                         LICET_CHECK(response.ok() && response->status == 200);
                         if (++batch.answered == batch.requests.size()) {
                             batch.ended.set_value();
                         } else {
                             send_next(batch);
                         }
                     });
    }

    const net::Endpoint endpoint;
    std::optional<net::Client> client;  // on the loop's thread
    net::LoopThread thread;
};

Callers::Callers(const net::Endpoint& endpoint) : impl_{std::make_unique<Impl>(endpoint)} {}

Callers::~Callers() {
    impl_->thread.run([this] { impl_->client.reset(); });
}

net::ClientResponse Callers::call(net::ClientRequest request) {
    std::promise<net::ClientResponse> answer;
    impl_->thread.loop().post([&, request = std::move(request)]() mutable {
        impl_->client->send(impl_->endpoint, std::move(request), {},
                            [&](Result<net::ClientResponse> response) {
                                answer.set_value(std::move(response).value());
                            });
    });
    return answer.get_future().get();
}

double Callers::call_all(std::vector<net::ClientRequest> requests, std::size_t connections) {
    Impl::Batch batch{.requests = std::move(requests), .ended = {}};
    const auto start = std::chrono::steady_clock::now();
    impl_->thread.loop().post([&] {
        for (std::size_t i = 0; i < connections; ++i) {
            impl_->send_next(batch);
        }
    });
    batch.ended.get_future().wait();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::string text_member(std::string_view body, std::string_view name) {
    const std::string opening = fmt::format(R"("{}":")", name);
    const auto found = body.find(opening);
    if (found == std::string_view::npos) {
        return {};
    }
    const auto rest = body.substr(found + opening.size());
    return std::string{rest.substr(0, rest.find('"'))};
}

}  // namespace licet::server
