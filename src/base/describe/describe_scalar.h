// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/describe/bounded.h"
#include "base/describe/type.h"
#include "base/time.h"

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include <array>
#include <concepts>
#include <utility>

/// The tables of single values: numbers, texts, ids, times, enumerations. A part of describe.h.
namespace licet::describe::detail {

template <typename T>
concept IdLike = requires(const T& id, std::string_view text) {
    { T::parse(text) } -> std::same_as<Result<T>>;
    { id.text() } -> std::convertible_to<std::string>;
};

template <typename T>
concept Bounded = requires {
    { T::kMin } -> std::convertible_to<std::int64_t>;
    { T::kMax } -> std::convertible_to<std::int64_t>;
};

template <typename T>
T& as(void* object) {
    return *static_cast<T*>(object);
}
template <typename T>
const T& as(const void* object) {
    return *static_cast<const T*>(object);
}

template <typename T>
constexpr void set_bounds(Type& type) {
    if constexpr (Bounded<T>) {
        type.min = T::kMin;
        type.max = T::kMax;
    }
}

template <typename T>
constexpr Type integer_type() {
    Type type{.kind = Kind::integer};
    type.min = std::is_unsigned_v<T> ? 0 : INT64_MIN;
    type.get_integer = [](const void* p) { return static_cast<std::int64_t>(as<T>(p)); };
    type.set_integer = [](void* p, std::int64_t value) {
        as<T>(p) = static_cast<T>(value);
        return std::in_range<T>(value);
    };
    return type;
}

template <typename T>
constexpr Type bounded_integer_type() {
    Type type{.kind = Kind::integer};
    set_bounds<T>(type);
    type.get_integer = [](const void* p) { return as<T>(p).value; };
    type.set_integer = [](void* p, std::int64_t value) {
        as<T>(p).value = value;
        return value >= T::kMin && value <= T::kMax;
    };
    return type;
}

template <typename T>
constexpr Type string_type() {
    Type type{.kind = Kind::text};
    set_bounds<T>(type);
    if constexpr (Bounded<T>) {
        type.matches = T::kMatches;
    }
    type.get_text = [](const void* p, std::string&) { return std::string_view{as<T>(p)}; };
    type.set_text = [](void* p, std::string_view text) -> Result<void> {
        static_cast<std::string&>(as<T>(p)).assign(text);
        return {};
    };
    return type;
}

template <typename T>
constexpr Type id_type() {
    Type type{.kind = Kind::text};
    if constexpr (std::is_trivially_copyable_v<T> && std::has_unique_object_representations_v<T>) {
        type.id_bytes = sizeof(T);
    }
    type.get_text = [](const void* p, std::string& scratch) {
        scratch = as<T>(p).text();
        return std::string_view{scratch};
    };
    type.set_text = [](void* p, std::string_view text) -> Result<void> {
        static const std::string none = T{}.text();  // an id not set must come back as one
        if (text == none) {
            as<T>(p) = T{};
            return {};
        }
        LICET_TRY(as<T>(p), T::parse(text));
        return {};
    };
    return type;
}

constexpr Type time_type() {
    Type type{.kind = Kind::time, .min = INT64_MIN};
    type.get_integer = [](const void* p) { return to_epoch_ms(as<Time>(p)); };
    type.set_integer = [](void* p, std::int64_t ms) {
        as<Time>(p) = from_epoch_ms(ms);
        return true;
    };
    return type;
}

template <typename T>
struct EnumNames {
    using List = boost::describe::describe_enumerators<T>;
    static constexpr std::size_t kCount = boost::mp11::mp_size<List>::value;

    template <std::size_t... I>
    static constexpr auto make_names(std::index_sequence<I...>) {
        return std::array<std::string_view, kCount>{boost::mp11::mp_at_c<List, I>::name...};
    }
    template <std::size_t... I>
    static constexpr auto make_values(std::index_sequence<I...>) {
        return std::array<T, kCount>{boost::mp11::mp_at_c<List, I>::value...};
    }
    static constexpr auto kNames = make_names(std::make_index_sequence<kCount>{});
    static constexpr auto kValues = make_values(std::make_index_sequence<kCount>{});
};

template <typename T>
constexpr Type enum_type() {
    Type type{.kind = Kind::enumeration};
    type.names = EnumNames<T>::kNames;
    type.get_integer = [](const void* p) -> std::int64_t {
        for (std::size_t i = 0; i < EnumNames<T>::kCount; ++i) {
            if (EnumNames<T>::kValues[i] == as<T>(p)) {
                return static_cast<std::int64_t>(i);
            }
        }
        return -1;
    };
    type.set_integer = [](void* p, std::int64_t i) {
        if (i < 0 || i >= static_cast<std::int64_t>(EnumNames<T>::kCount)) {
            return false;
        }
        as<T>(p) = EnumNames<T>::kValues[static_cast<std::size_t>(i)];
        return true;
    };
    return type;
}

}  // namespace licet::describe::detail
