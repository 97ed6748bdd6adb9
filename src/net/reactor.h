// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/loop.h"
#include "net/socket.h"
#include "net/timer_wheel.h"

#include <sys/epoll.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

namespace licet::net {

/// What a reactor calls when a socket is ready. Loop-owned.
class Watched {
public:
    virtual ~Watched() = default;
    /// @param events EPOLL* bits. May come once more, in the same turn, after remove(): ignore it
    /// then.
    virtual void on_events(std::uint32_t events) = 0;
};

/// What wants to act once after everything else of a turn, such as writing collected output.
class TurnEnd {
public:
    virtual ~TurnEnd() = default;
    virtual void on_turn_end() = 0;
};

/// Takes tasks for a loop from any thread, also after the loop is gone. Thread-safe.
class Mailbox {
public:
    Mailbox();
    void post(Task task);
    /// Whether the caller is on the loop's thread.
    bool is_current() const {
        return owner_.load(std::memory_order_relaxed) == std::this_thread::get_id();
    }

private:
    friend class Reactor;
    std::vector<Task> take();
    void close();

    std::mutex mutex_;
    std::vector<Task> tasks_;  // guarded by mutex_
    bool closed_ = false;      // guarded by mutex_
    Fd wake_;
    std::atomic<std::thread::id> owner_{};
};

/// The loop itself: level-triggered epoll, one mailbox, one timer wheel, one read buffer.
///
/// A turn: socket events, posted tasks, deadlines, turn ends, and last the destruction of what was
/// disposed of. All but post() and is_current() belong to the thread that calls run().
class Reactor final : public Loop {
public:
    static constexpr std::size_t kReadBufferBytes = 128 * 1024;

    Reactor();
    ~Reactor() override;

    void post(Task task) override { mailbox_->post(std::move(task)); }
    Timer after(Milliseconds delay, Task task) override;
    bool is_current() const override { return mailbox_->is_current(); }

    /// Runs turns until stop(). The thread that calls it becomes the loop's.
    void run();
    void stop() { stopping_ = true; }
    /// How long a turn looks for events before the thread sleeps. Takes a processor that time, and
    /// saves what being woken takes.
    void set_busy_poll(std::chrono::microseconds time) { busy_poll_ = time; }

    void add(int fd, std::uint32_t events, Watched& watched);
    void modify(int fd, std::uint32_t events, Watched& watched);
    void remove(int fd);

    /// Monotonic milliseconds at the start of this turn.
    std::int64_t now_ms() const { return now_ms_; }
    TimerWheel& wheel() { return wheel_; }
    void set_deadline(Deadline& deadline, Milliseconds from_now) {
        wheel_.set(deadline, now_ms_ + from_now.count());
    }

    /// Shared by everything on this loop: nothing may point into it once its reader returns.
    std::span<char> read_buffer() { return {read_buffer_.get(), kReadBufferBytes}; }
    void at_turn_end(TurnEnd& end) { turn_ends_.push_back(&end); }
    /// Destroys `object` at the end of the turn.
    void dispose(std::unique_ptr<Watched> object) { disposed_.push_back(std::move(object)); }
    const std::shared_ptr<Mailbox>& mailbox() const { return mailbox_; }

private:
    void turn();
    int wait(std::span<epoll_event> events);
    void run_posted();

    std::shared_ptr<Mailbox> mailbox_;
    Fd epoll_;
    std::int64_t now_ms_;
    TimerWheel wheel_;
    std::unique_ptr<char[]> read_buffer_;
    std::vector<TurnEnd*> turn_ends_;
    std::vector<std::unique_ptr<Watched>> disposed_;
    std::chrono::microseconds busy_poll_{0};
    bool stopping_ = false;
};

}  // namespace licet::net
