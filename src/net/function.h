// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <type_traits>
#include <utility>

namespace licet::net {

template <typename Signature>
class UniqueFunction;

/// A callable that is moved, never copied, so that it may own move-only things such as a Responder.
/// Calling an empty one is undefined.
template <typename R, typename... Args>
class UniqueFunction<R(Args...)> {
public:
    UniqueFunction() = default;

    template <typename F>
    requires(!std::is_same_v<std::remove_cvref_t<F>, UniqueFunction> &&
             std::is_invocable_r_v<R, std::decay_t<F>&, Args...>) UniqueFunction(F&& f)
        : target_{std::make_unique<Holder<std::decay_t<F>>>(std::forward<F>(f))} {}

    R operator()(Args... args) { return target_->call(std::forward<Args>(args)...); }
    explicit operator bool() const { return target_ != nullptr; }

private:
    struct Target {
        virtual ~Target() = default;
        virtual R call(Args... args) = 0;
    };

    template <typename F>
    struct Holder final : Target {
        explicit Holder(F f) : function{std::move(f)} {}
        R call(Args... args) override { return function(std::forward<Args>(args)...); }
        F function;
    };

    std::unique_ptr<Target> target_;
};

using Task = UniqueFunction<void()>;

}  // namespace licet::net
