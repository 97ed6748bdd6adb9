// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/http_call.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace licet::gateway {
namespace {

constexpr std::int64_t kRetryAfterSecondsMax = 3'600;

UpstreamFault make_fault(ErrorKind kind, std::string_view name, std::string message,
                         std::string detail, bool may_pass) {
    return {.error = Error{kind, std::move(message), name},
            .detail = std::move(detail),
            .may_pass = may_pass};
}

UpstreamFault timed_out(std::string detail) {
    return make_fault(ErrorKind::unavailable, "ModelTimeoutException",
                      "the model did not answer in time; try again, or ask for a shorter answer",
                      std::move(detail), true);
}

UpstreamFault out_of_service(std::string detail) {
    return make_fault(ErrorKind::unavailable, "ServiceUnavailableException",
                      "the model cannot be reached now; try again later", std::move(detail), true);
}

/// Seconds; dates are not understood.
std::int64_t seconds_of(std::string_view retry_after) {
    std::int64_t seconds = 0;
    const auto* const end = retry_after.data() + retry_after.size();
    const auto [at, fault] = std::from_chars(retry_after.data(), end, seconds);
    return fault == std::errc{} && at == end
               ? std::clamp<std::int64_t>(seconds, 0, kRetryAfterSecondsMax)
               : 0;
}

/// A content type without its parameters, whatever its case.
bool is_type(std::string_view value, std::string_view type) {
    value = value.substr(0, value.find(';'));
    while (value.ends_with(' ')) {
        value.remove_suffix(1);
    }
    return std::equal(value.begin(), value.end(), type.begin(), type.end(), [](char a, char b) {
        return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
    });
}

class RefusedCall final : public UpstreamCall {
public:
    RefusedCall(net::Loop& loop, UpstreamFault fault, ReplyListener& listener)
        : timer_{loop.after(Milliseconds{0}, [&listener, fault = std::move(fault)]() mutable {
              listener.on_end(std::move(fault));
          })} {}
    void pause() override {}
    void resume() override {}

private:
    net::Timer timer_;
};

}  // namespace

UpstreamFault fault_of_status(int status, std::string_view retry_after) {
    std::string detail = fmt::format("status {}", status);
    if (status == 408 || status == 504) {
        return timed_out(std::move(detail));
    }
    if (status == 429) {
        auto fault = make_fault(ErrorKind::exhausted, "ThrottlingException",
                                "the model takes no more requests now; wait before trying again",
                                std::move(detail), true);
        fault.retry_after = seconds_of(retry_after);
        return fault;
    }
    if (status == 500) {
        return make_fault(ErrorKind::internal, "InternalServerException",
                          "the upstream failed with status 500", std::move(detail), true);
    }
    if (status > 500) {
        auto fault = out_of_service(std::move(detail));
        fault.retry_after = seconds_of(retry_after);
        return fault;
    }
    if (status == 400 || status == 413 || status == 422) {  // so it would be the next time
        return make_fault(ErrorKind::invalid, "ValidationException",
                          fmt::format("the model refused the request as it is with status {}: it "
                                      "may be too long, or ask for what the model does not have",
                                      status),
                          std::move(detail), false);
    }
    auto fault = make_fault(ErrorKind::unavailable, "ModelErrorException",
                            fmt::format("the model refused the request with status {}", status),
                            std::move(detail), false);
    fault.error.members.push_back({"originalStatusCode", std::to_string(status), true});
    return fault;
}

UpstreamFault fault_of_exchange(const Error& error) {
    std::string detail = fmt::format("{}: {}", error.name, error.message);
    if (error.name == net::kTimeout) {
        return timed_out(std::move(detail));
    }
    if (error.name == net::kBadResponse) {
        return fault_of_answer(std::move(detail), false);
    }
    return error.kind == ErrorKind::unavailable
               ? out_of_service(std::move(detail))
               : make_fault(ErrorKind::internal, "InternalServerException",
                            "the upstream could not be asked", std::move(detail), false);
}

UpstreamFault fault_of_answer(std::string detail, bool streamed) {
    return make_fault(ErrorKind::unavailable,
                      streamed ? "ModelStreamErrorException" : "ModelErrorException",
                      "the model's answer could not be understood", std::move(detail), true);
}

UpstreamFault fault_of_reading(const Error& error, bool streamed) {
    constexpr std::pair<std::string_view, int> kStatuses[] = {{"internalServerException", 500},
                                                              {"modelTimeoutException", 408},
                                                              {"serviceUnavailableException", 503},
                                                              {"throttlingException", 429}};
    for (const auto& [name, status] : kStatuses) {
        if (name == error.name) {
            auto fault = fault_of_status(status, {});
            fault.detail = error.message;
            return fault;
        }
    }
    return fault_of_answer(error.message, streamed);
}

UpstreamFault cannot_ask(std::string message) {
    return {.error = Error{ErrorKind::invalid, std::move(message), "ValidationException"},
            .detail = "the request has what the upstream cannot be told"};
}

std::unique_ptr<UpstreamCall> refuse_call(net::Loop& loop, UpstreamFault fault,
                                          ReplyListener& listener) {
    return std::make_unique<RefusedCall>(loop, std::move(fault), listener);
}

HttpCall::HttpCall(const Target& target, net::ClientRequest request, std::string_view stream_type,
                   std::unique_ptr<AnswerReader> reader, ReplyListener& listener)
    : stream_type_{stream_type}, reader_{std::move(reader)}, listener_{listener} {
    request.headers.append(target.trace);
    exchange_.emplace(
        target.client.stream(target.endpoint, std::move(request), target.timeouts, *this));
}

HttpCall::~HttpCall() {
    if (alive_ != nullptr) {
        *alive_ = false;
    }
}

void HttpCall::pause() {
    if (exchange_) {
        exchange_->pause();
    }
}

void HttpCall::resume() {
    if (exchange_) {
        exchange_->resume();
    }
}

void HttpCall::on_head(net::ClientResponse head) {
    status_ = head.status;
    retry_after_ = head.header("retry-after").value_or("");
    if (status_ >= 200 && status_ <= 299) {
        body_ = is_type(head.header("content-type").value_or(""), stream_type_) ? Body::stream
                                                                                : Body::whole;
        reader_->head(head);
    }
}

/// The listener may end this call with any frame; the reader stays until it has returned.
/// @return nothing when this is gone
template <typename Read>
std::optional<Result<void>> HttpCall::let_read(Read read) {
    bool alive = true;
    alive_ = &alive;
    auto reader = std::move(reader_);
    AnswerReader::Emit emit = [&alive, &listener = listener_](const Frame& frame) {
        listener.on_frame(frame);
        return alive;
    };
    auto outcome = read(*reader, emit);
    if (!alive) {
        return std::nullopt;
    }
    alive_ = nullptr;
    reader_ = std::move(reader);
    return outcome;
}

void HttpCall::on_data(std::string_view bytes) {
    if (body_ == Body::error) {  // what it says is for nobody
        passed_over_ += bytes.size();
        if (passed_over_ > kErrorBytesMax) {
            end(fault_of_status(status_, retry_after_));
        }
        return;
    }
    if (body_ == Body::whole) {
        if (collected_.size() + bytes.size() > kAnswerBytesMax) {
            end(fault_of_answer(fmt::format("an answer of more than {} bytes", kAnswerBytesMax),
                                false));
            return;
        }
        collected_ += bytes;
        return;
    }
    const auto read = let_read([&](auto& reader, auto& emit) { return reader.piece(bytes, emit); });
    if (read && read->ok()) {
        listener_.on_rest();
    } else if (read) {
        end(fault_of_reading(read->error(), true));
    }
}

void HttpCall::on_end(Result<void> result) {
    if (body_ == Body::error && status_ != 0) {  // whatever becomes of its body
        end(fault_of_status(status_, retry_after_));
        return;
    }
    if (!result.ok()) {
        auto fault = fault_of_exchange(result.error());
        end(std::move(fault));
        return;
    }
    if (body_ == Body::stream) {
        end(reader_->is_complete()
                ? std::nullopt
                : std::optional{fault_of_answer("the answer ends before its end", true)});
        return;
    }
    const auto body = std::move(collected_);
    const auto read = let_read([&](auto& reader, auto& emit) { return reader.whole(body, emit); });
    if (read) {
        end(read->ok() ? std::nullopt : std::optional{fault_of_reading(read->error(), false)});
    }
}

void HttpCall::end(std::optional<UpstreamFault> fault) {
    exchange_.reset();
    listener_.on_end(std::move(fault));
}

}  // namespace licet::gateway
