// SPDX-License-Identifier: Apache-2.0
// An open-loop client of HTTP/1.1: sends a request when its time comes, whether or not the earlier
// ones were answered, and takes a call's time from then, also when it has to wait for a connection.
// Arrivals are a Poisson process. At a rate of 0 it keeps all connections busy instead, which tells
// how many calls client, server and upstream can do together.
//
// usage: open_loop PORT RATE SECONDS CONNECTIONS FILE, where FILE holds one request as it is sent
// prints: calls p50 p99 p999 max, times in microseconds; exits 1 unless all are answered 200
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kPatience{10};  // for the last answers
constexpr double kBehindMax = 2;               // seconds' worth of calls that may wait

[[noreturn]] void fail(const char* what) {
    std::fprintf(stderr, "open_loop: %s\n", what);
    std::exit(1);
}

[[noreturn]] void die(const char* what) {
    std::perror(what);
    std::exit(1);
}

struct Connection {
    int socket = -1;
    Clock::time_point due = {};  // of the request under way
    std::string got = {};
};

int connect_to(std::uint16_t port) {
    const int made = ::socket(AF_INET, SOCK_STREAM, 0);
    if (made < 0) {
        die("socket");
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int on = 1;
    ::setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        die("connect");
    }
    return made;
}

/// Bytes of the response at the start of `got`; 0 while it is not whole.
std::size_t response_size(std::string_view got) {
    const auto head = got.find("\r\n\r\n");
    if (head == std::string_view::npos) {
        return 0;
    }
    for (const std::string_view name : {"\r\nContent-Length: ", "\r\ncontent-length: "}) {
        if (const auto at = got.substr(0, head + 2).find(name); at != std::string_view::npos) {
            const auto length = std::strtoull(got.data() + at + name.size(), nullptr, 10);
            return got.size() >= head + 4 + length ? head + 4 + length : 0;
        }
    }
    fail("an answer has no Content-Length");
}

class OpenLoop {
public:
    OpenLoop(std::uint16_t port, double rate, std::size_t connections, std::string request)
        : port_{port},
          rate_{rate},
          connections_{connections},
          request_{std::move(request)},
          epoll_{::epoll_create1(0)} {
        ::prctl(PR_SET_TIMERSLACK, 1);
    }

    void run(std::chrono::seconds time) {
        end_ = Clock::now() + time;
        if (rate_ == 0) {
            while (made_.size() < connections_) {
                send(Clock::now());
            }
        }
        for (auto next = Clock::now(); rate_ != 0 && next < end_;) {
            while (next <= std::min(Clock::now(), end_)) {
                send(next);
                next += gap();
            }
            receive(next);
        }
        while (busy_ != 0) {
            if (Clock::now() > end_ + kPatience) {
                fail("answers do not come");
            }
            receive(Clock::now() + kPatience);
        }
    }

    void report() {
        std::sort(times_.begin(), times_.end());
        const auto at = [&](double share) {
            return static_cast<long long>(
                times_[static_cast<std::size_t>(share * static_cast<double>(times_.size() - 1))]);
        };
        std::printf("%zu %lld %lld %lld %lld\n", times_.size(), at(0.5), at(0.99), at(0.999),
                    at(1));
    }

private:
    std::chrono::nanoseconds gap() {
        // Knuth's generator; what repeats from run to run does not matter here.
        state_ = state_ * 6364136223846793005U + 1442695040888963407U;
        const double one = (static_cast<double>(state_ >> 11U) + 1) / 9007199254740993.0;
        return std::chrono::nanoseconds{static_cast<std::int64_t>(-std::log(one) / rate_ * 1e9)};
    }

    /// On a connection at rest, on a new one, or on the next that has its answer.
    void send(Clock::time_point due) {
        if (idle_.empty() && made_.size() == connections_) {
            waiting_.push_back(due);
            if (static_cast<double>(waiting_.size()) > rate_ * kBehindMax) {
                fail("calls come faster than they are answered: the rate is past saturation");
            }
            return;
        }
        if (idle_.empty()) {
            made_.push_back(std::make_unique<Connection>(Connection{connect_to(port_)}));
            idle_.push_back(made_.back().get());
            epoll_event event{EPOLLIN, {.ptr = idle_.back()}};
            ::epoll_ctl(epoll_, EPOLL_CTL_ADD, idle_.back()->socket, &event);
        }
        auto* const one = idle_.back();
        idle_.pop_back();
        send_on(*one, due);
    }

    void send_on(Connection& one, Clock::time_point due) {
        one.due = due;
        if (::send(one.socket, request_.data(), request_.size(), 0) !=
            static_cast<ssize_t>(request_.size())) {
            die("send");
        }
        ++busy_;
    }

    void answered(Connection& one) {
        const auto now = Clock::now();
        times_.push_back(
            std::chrono::duration_cast<std::chrono::microseconds>(now - one.due).count());
        one.got.clear();
        --busy_;
        if (!waiting_.empty()) {
            send_on(one, waiting_.front());
            waiting_.pop_front();
        } else if (rate_ == 0 && now < end_) {
            send_on(one, now);
        } else {
            idle_.push_back(&one);
        }
    }

    void receive(Clock::time_point until) {
        const auto wait = std::max(until - Clock::now(), Clock::duration{0});
        const timespec timeout{wait / std::chrono::seconds{1},
                               (wait % std::chrono::seconds{1}).count()};
        epoll_event events[64];
        const int ready = ::epoll_pwait2(epoll_, events, 64, &timeout, nullptr);
        for (int i = 0; i < ready; ++i) {
            auto& one = *static_cast<Connection*>(events[i].data.ptr);
            char buffer[16384];
            const auto size = ::recv(one.socket, buffer, sizeof buffer, 0);
            if (size <= 0) {
                die("recv");
            }
            one.got.append(buffer, static_cast<std::size_t>(size));
            if (response_size(one.got) == 0) {
                continue;
            }
            if (!one.got.starts_with("HTTP/1.1 200")) {
                fail("an answer is not 200");
            }
            answered(one);
        }
    }

    const std::uint16_t port_;
    const double rate_;
    const std::size_t connections_;
    const std::string request_;
    const int epoll_;
    Clock::time_point end_ = {};
    std::uint64_t state_ = 1;
    std::vector<std::unique_ptr<Connection>> made_;
    std::vector<Connection*> idle_;
    std::deque<Clock::time_point> waiting_;  // due, and all connections are busy
    std::size_t busy_ = 0;
    std::vector<std::int64_t> times_;
};

}  // namespace

int main(int count, char** arguments) {
    if (count != 6) {
        std::fputs("usage: open_loop PORT RATE SECONDS CONNECTIONS FILE\n", stderr);
        return 2;
    }
    std::ifstream file{arguments[5], std::ios::binary};
    OpenLoop loop{static_cast<std::uint16_t>(std::atoi(arguments[1])),
                  std::atof(arguments[2]),
                  static_cast<std::size_t>(std::atoi(arguments[4])),
                  {std::istreambuf_iterator<char>{file}, {}}};
    loop.run(std::chrono::seconds{std::atoi(arguments[3])});
    loop.report();
    return 0;
}
