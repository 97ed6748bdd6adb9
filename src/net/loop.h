// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/time.h"
#include "net/function.h"

#include <memory>

namespace licet::net {

/// A call that a loop will make later. Destroying it cancels the call; it may be destroyed from
/// within that call. Loop-owned: used on the loop's thread only.
class Timer {
public:
    struct Node;

    Timer();
    explicit Timer(std::unique_ptr<Node> node);
    Timer(Timer&&) noexcept;
    Timer& operator=(Timer&&) noexcept;
    ~Timer();
    void cancel();

private:
    std::unique_ptr<Node> node_;
};

/// One thread that waits for sockets, timers and posted tasks and runs what they are waiting for.
/// Made by Server and LoopThread only.
class Loop {
public:
    virtual ~Loop() = default;

    /// Runs `task` on the loop's thread, in the order posted. Thread-safe. Once the loop has
    /// stopped the task is destroyed unrun.
    virtual void post(Task task) = 0;

    /// Runs `task` once, after `delay` (at least 0, up to 20 ms late). Loop thread only.
    [[nodiscard]] virtual Timer after(Milliseconds delay, Task task) = 0;

    /// Whether the caller is on the loop's thread. Thread-safe.
    virtual bool is_current() const = 0;
};

/// A loop on a thread of its own, for what has no server.
class LoopThread {
public:
    LoopThread();
    /// Stops the loop and waits for its thread. Not to be called on that thread.
    ~LoopThread();

    Loop& loop();
    /// Runs `task` on the loop's thread and waits until it has returned.
    void run(Task task);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace licet::net
