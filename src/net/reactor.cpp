// SPDX-License-Identifier: Apache-2.0
#include "net/reactor.h"

#include "base/check.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <condition_variable>

namespace licet::net {
namespace {

constexpr std::size_t kEvents = 256;  // of a turn

std::int64_t steady_ms() {
    return std::chrono::duration_cast<Milliseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

}  // namespace

Mailbox::Mailbox() : wake_{::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)} {
    LICET_CHECK(wake_.is_open());
}

void Mailbox::post(Task task) {
    bool first = false;
    {
        const std::lock_guard lock{mutex_};
        if (!closed_) {
            first = tasks_.empty();
            tasks_.push_back(std::move(task));
        }
    }
    if (first) {
        const std::uint64_t one = 1;
        // Cannot fail but when the counter is full, and then the loop is awake anyway.
        [[maybe_unused]] const auto written = ::write(wake_.get(), &one, sizeof one);
    }
}

std::vector<Task> Mailbox::take() {
    std::vector<Task> tasks;
    const std::lock_guard lock{mutex_};
    tasks.swap(tasks_);
    return tasks;
}

void Mailbox::close() {
    // Destroying a task may post again, so that must happen without the lock.
    std::vector<Task> unrun;
    const std::lock_guard lock{mutex_};
    closed_ = true;
    unrun.swap(tasks_);
}

struct Timer::Node final : Deadline {
    explicit Node(Task what) : task{std::move(what)} {}
    void on_deadline() override {
        // The task may destroy this node.
        Task now = std::move(task);
        now();
    }
    Task task;
};

Timer::Timer() = default;
Timer::Timer(std::unique_ptr<Node> node) : node_{std::move(node)} {}
Timer::Timer(Timer&&) noexcept = default;
Timer& Timer::operator=(Timer&&) noexcept = default;
Timer::~Timer() = default;
void Timer::cancel() {
    node_.reset();
}

Reactor::Reactor()
    : mailbox_{std::make_shared<Mailbox>()},
      epoll_{::epoll_create1(EPOLL_CLOEXEC)},
      now_ms_{steady_ms()},
      wheel_{now_ms_},
      read_buffer_{new char[kReadBufferBytes]} {
    LICET_CHECK(epoll_.is_open());
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = nullptr;  // stands for the mailbox
    LICET_CHECK(::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, mailbox_->wake_.get(), &event) == 0);
}

Reactor::~Reactor() {
    mailbox_->close();
}

Timer Reactor::after(Milliseconds delay, Task task) {
    auto node = std::make_unique<Timer::Node>(std::move(task));
    set_deadline(*node, delay);
    return Timer{std::move(node)};
}

void Reactor::add(int fd, std::uint32_t events, Watched& watched) {
    epoll_event event{};
    event.events = events;
    event.data.ptr = &watched;
    LICET_CHECK(::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) == 0);
}

void Reactor::modify(int fd, std::uint32_t events, Watched& watched) {
    epoll_event event{};
    event.events = events;
    event.data.ptr = &watched;
    LICET_CHECK(::epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, fd, &event) == 0);
}

void Reactor::remove(int fd) {
    LICET_CHECK(::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr) == 0);
}

void Reactor::run() {
    mailbox_->owner_.store(std::this_thread::get_id());
    while (!stopping_) {
        turn();
    }
    mailbox_->close();
    disposed_.clear();
    mailbox_->owner_.store(std::thread::id{});
}

void Reactor::turn() {
    std::array<epoll_event, kEvents> events;
    const int count = wait(events);
    now_ms_ = steady_ms();

    bool posted = false;
    for (int i = 0; i < count; ++i) {
        const epoll_event& event = events[static_cast<std::size_t>(i)];
        if (event.data.ptr == nullptr) {
            posted = true;
        } else {
            static_cast<Watched*>(event.data.ptr)->on_events(event.events);
        }
    }
    if (posted) {
        run_posted();
    }
    wheel_.advance(now_ms_);
    // A turn end may cause another one.
    for (std::size_t i = 0; i < turn_ends_.size(); ++i) {
        turn_ends_[i]->on_turn_end();
    }
    turn_ends_.clear();
    // A destructor may dispose of more.
    while (!disposed_.empty()) {
        const auto gone = std::move(disposed_);
        disposed_.clear();
    }
}

/// @return how many events there are
int Reactor::wait(std::span<epoll_event> events) {
    const auto room = static_cast<int>(events.size());
    const int timeout_ms = wheel_.sleep_ms(now_ms_);
    int count = 0;
    if (busy_poll_.count() > 0 && timeout_ms != 0) {
        const auto end = std::chrono::steady_clock::now() + busy_poll_;
        do {
            count = ::epoll_wait(epoll_.get(), events.data(), room, 0);
        } while (count == 0 && std::chrono::steady_clock::now() < end);
    }
    if (count == 0) {
        count = ::epoll_wait(epoll_.get(), events.data(), room, timeout_ms);
    }
    LICET_CHECK(count >= 0 || errno == EINTR);
    return count;
}

void Reactor::run_posted() {
    std::uint64_t count = 0;
    // The counter goes back to 0 before the tasks are taken, so no later post is missed.
    [[maybe_unused]] const auto got = ::read(mailbox_->wake_.get(), &count, sizeof count);
    for (Task& task : mailbox_->take()) {
        task();
    }
}

struct LoopThread::Impl {
    Reactor reactor;
    std::thread thread{[this] { reactor.run(); }};
};

LoopThread::LoopThread() : impl_{std::make_unique<Impl>()} {}

LoopThread::~LoopThread() {
    impl_->reactor.post([this] { impl_->reactor.stop(); });
    impl_->thread.join();
}

Loop& LoopThread::loop() {
    return impl_->reactor;
}

void LoopThread::run(Task task) {
    std::mutex mutex;
    std::condition_variable done;
    bool finished = false;
    impl_->reactor.post([&] {
        task();
        const std::lock_guard lock{mutex};
        finished = true;
        done.notify_one();
    });
    std::unique_lock lock{mutex};
    done.wait(lock, [&] { return finished; });
}

}  // namespace licet::net
