// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/check.h"

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace licet {

/// What went wrong, for machines. A wire protocol maps each kind to a status and a default name.
enum class ErrorKind {
    invalid,      ///< the request is malformed or breaks a rule of its own
    not_found,    ///< what it names does not exist, or the caller may not know that it does
    denied,       ///< the caller may not do this
    conflict,     ///< the state forbids it: duplicates, stale versions, wrong status
    exhausted,    ///< a limit, quota or rate is reached
    unavailable,  ///< cannot be decided or done now; trying again may help
    internal,     ///< our fault or the machine's: disk, memory, a broken peer
};

/// How a part of a request does not fit its shape.
enum class Misfit {
    none,  ///< it fits: the error is of another sort
    malformed,
    missing,
    too_short,  ///< a text or a list
    too_long,
    too_small,  ///< a number
    too_large,
    not_a_choice,  ///< not one of the values of an enumeration
};

/// A documented member of an error besides its message.
struct ErrorMember {
    std::string_view name;  ///< a literal
    std::string value;
    bool is_json = false;  ///< the value is the text of a JSON value, such as a number or a list
};

/// A failure that was foreseen. Immutable once built, cheap to move.
struct Error {
    ErrorKind kind = ErrorKind::internal;

    /// For people: what was wrong and what to do, input in backticks, never a secret.
    std::string message;

    /// The documented error name of the API (`ParentNotFoundException`), or empty when the
    /// operation's own table decides from the kind. Always a string literal.
    std::string_view name = {};

    /// Further documented members of the error, such as {"Reason", "INVALID_EMAIL"}.
    std::vector<ErrorMember> members = {};

    /// Of a request that does not fit its shape: how, and the path of the part, `$.Tags[0].Key`.
    /// What a service documents of it, Service::explain adds when the error is written.
    Misfit misfit = Misfit::none;
    std::string where = {};
};

/// A value or the Error that prevented it. Never empty; must not be ignored.
template <typename T>
class [[nodiscard]] Result {
public:
    using Value = T;

    Result(T value) : state_{std::in_place_index<0>, std::move(value)} {}
    Result(Error error) : state_{std::in_place_index<1>, std::move(error)} {}

    bool ok() const { return state_.index() == 0; }
    explicit operator bool() const { return ok(); }

    /// Requires ok().
    T& value() & {
        LICET_CHECK(ok());
        return std::get<0>(state_);
    }
    const T& value() const& {
        LICET_CHECK(ok());
        return std::get<0>(state_);
    }
    T&& value() && {
        LICET_CHECK(ok());
        return std::get<0>(std::move(state_));
    }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    /// Requires !ok().
    Error& error() & {
        LICET_CHECK(!ok());
        return std::get<1>(state_);
    }
    const Error& error() const& {
        LICET_CHECK(!ok());
        return std::get<1>(state_);
    }
    Error&& error() && {
        LICET_CHECK(!ok());
        return std::get<1>(std::move(state_));
    }

private:
    std::variant<T, Error> state_;
};

/// The Result of something that has no value.
struct Unit {};

template <>
class [[nodiscard]] Result<void> : public Result<Unit> {
public:
    Result() : Result<Unit>{Unit{}} {}
    Result(Error failure) : Result<Unit>{std::move(failure)} {}
};

}  // namespace licet

#define LICET_CONCAT_INNER(a, b) a##b
#define LICET_CONCAT(a, b) LICET_CONCAT_INNER(a, b)

#define LICET_TRY_ASSIGN(result, declaration, expression) \
    auto result = (expression);                           \
    if (!(result).ok()) {                                 \
        return std::move(result).error();                 \
    }                                                     \
    declaration = std::move(result).value()

/// `LICET_TRY(auto x, f());` declares x from f()'s value, or returns f()'s error from this
/// function.
#define LICET_TRY(declaration, ...) \
    LICET_TRY_ASSIGN(LICET_CONCAT(licet_try_, __LINE__), declaration, (__VA_ARGS__))

/// `LICET_TRY_VOID(f());` returns f()'s error from this function.
#define LICET_TRY_VOID(...)                                              \
    do {                                                                 \
        if (auto licet_try_void = (__VA_ARGS__); !licet_try_void.ok()) { \
            return std::move(licet_try_void).error();                    \
        }                                                                \
    } while (false)
