// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/describe/bounded.h"
#include "base/describe/type.h"
#include "base/time.h"

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include <array>
#include <concepts>
#include <map>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

/// Makes the table of a type: `type_of<T>()`. Structures and enumerations are declared with
/// BOOST_DESCRIBE_STRUCT and BOOST_DESCRIBE_ENUM. Include it in sources only: it is all templates.
namespace licet::describe {

template <typename T>
const Type& type_of();

namespace detail {

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

template <typename T, typename Value>
constexpr Type optional_type() {
    Type type{.kind = Kind::optional};
    type.element = &type_of<Value>();
    type.has = [](const void* p) { return as<T>(p).has_value(); };
    type.emplace = [](void* p) -> void* { return &as<T>(p).emplace(); };
    type.at = [](void* p, std::size_t) -> void* { return &*as<T>(p); };
    return type;
}

template <typename T>
constexpr Type list_type() {
    Type type{.kind = Kind::list};
    set_bounds<T>(type);
    type.element = &type_of<typename T::value_type>();
    type.size = [](const void* p) { return as<T>(p).size(); };
    type.at = [](void* p, std::size_t i) -> void* { return &as<T>(p)[i]; };
    type.append = [](void* p) -> void* { return &as<T>(p).emplace_back(); };
    type.reserve = [](void* p, std::size_t n) { as<T>(p).reserve(n); };
    return type;
}

template <typename T>
constexpr Type map_type() {
    Type type{.kind = Kind::map};
    type.key = &type_of<typename T::key_type>();
    type.element = &type_of<typename T::mapped_type>();
    type.size = [](const void* p) { return as<T>(p).size(); };
    type.each = [](const void* p, void* context, Visit visit) -> Result<void> {
        for (const auto& [key, value] : as<T>(p)) {
            LICET_TRY_VOID(visit(context, &key, &value));
        }
        return {};
    };
    type.insert = [](void* p, void* context, Fill fill_key, Fill fill_value) -> Result<bool> {
        typename T::key_type key{};
        LICET_TRY_VOID(fill_key(context, &key));
        auto& map = as<T>(p);
        const auto before = map.size();
        const auto place = map.try_emplace(map.end(), std::move(key));
        LICET_TRY_VOID(fill_value(context, &place->second));
        return map.size() != before;
    };
    return type;
}

template <auto Pointer, typename T>
void* get_member(void* object) {
    return &(as<T>(object).*Pointer);
}

template <typename>
struct MemberValue;
template <typename C, typename V>
struct MemberValue<V C::*> {
    using type = V;
};

template <typename T>
struct StructMembers {
    using List = boost::describe::describe_members<T, boost::describe::mod_public |
                                                          boost::describe::mod_inherited>;
    static constexpr std::size_t kCount = boost::mp11::mp_size<List>::value;

    template <typename D>
    static Member make() {
        using Value = typename MemberValue<std::remove_cv_t<decltype(D::pointer)>>::type;
        return Member{D::name, &type_of<Value>(), &get_member<D::pointer, T>};
    }
    template <std::size_t... I>
    static std::array<Member, kCount> make_all(std::index_sequence<I...>) {
        return {make<boost::mp11::mp_at_c<List, I>>()...};
    }
};

template <typename T>
Type structure_type() {
    static const auto members =
        StructMembers<T>::make_all(std::make_index_sequence<StructMembers<T>::kCount>{});
    Type type{.kind = Kind::structure};
    type.members = members;
    return type;
}

/// A variant's alternatives name themselves by `static constexpr std::string_view kName`.
template <typename... Ts>
Type variant_type(const std::variant<Ts...>*) {
    using T = std::variant<Ts...>;
    static const std::array<Member, sizeof...(Ts)> alternatives{
        Member{Ts::kName, &type_of<Ts>(), nullptr}...};
    Type type{.kind = Kind::variant};
    type.members = alternatives;
    type.index = [](const void* p) { return as<T>(p).index(); };
    type.chosen = [](void* p) -> void* {
        return std::visit([](auto& value) -> void* { return &value; }, as<T>(p));
    };
    type.choose = [](void* p, std::size_t i) -> void* {
        using Make = void* (*)(T&);
        static constexpr Make makers[] = {
            [](T& v) -> void* { return &v.template emplace<Ts>(); }...};
        return makers[i](as<T>(p));
    };
    return type;
}

template <typename T>
struct IsOptional : std::false_type {};
template <typename V>
struct IsOptional<std::optional<V>> : std::true_type {};
/// A std::variant, or a type derived from one.
template <typename... Ts>
void take_variant(const std::variant<Ts...>*);
template <typename T>
concept IsVariant = requires(const T* variant) {
    take_variant(variant);
};
template <typename T>
concept VectorLike = requires(T& t) {
    typename T::value_type;
    t.emplace_back();
    t.reserve(1);
    requires !std::convertible_to<T, std::string_view>;
};
template <typename T>
concept MapLike = requires {
    typename T::mapped_type;
};

template <typename T>
Type make_type() {
    if constexpr (std::same_as<T, bool>) {
        return Type{.kind = Kind::boolean};
    } else if constexpr (std::integral<T>) {
        return integer_type<T>();
    } else if constexpr (std::same_as<T, double>) {
        return Type{.kind = Kind::real};
    } else if constexpr (std::same_as<T, Time>) {
        return time_type();
    } else if constexpr (std::same_as<T, Blob>) {
        return Type{.kind = Kind::blob};
    } else if constexpr (std::same_as<T, JsonText>) {
        return Type{.kind = Kind::json};
    } else if constexpr (std::is_enum_v<T>) {
        return enum_type<T>();
    } else if constexpr (std::convertible_to<const T&, std::string_view>) {
        return string_type<T>();
    } else if constexpr (IdLike<T>) {
        return id_type<T>();
    } else if constexpr (IsOptional<T>::value) {
        return optional_type<T, typename T::value_type>();
    } else if constexpr (IsVariant<T>) {
        return variant_type(static_cast<const T*>(nullptr));
    } else if constexpr (MapLike<T>) {
        return map_type<T>();
    } else if constexpr (VectorLike<T>) {
        return list_type<T>();
    } else if constexpr (Bounded<T>) {
        return bounded_integer_type<T>();
    } else {
        return structure_type<T>();
    }
}

}  // namespace detail

template <typename T>
const Type& type_of() {
    static const Type type = detail::make_type<T>();
    return type;
}

}  // namespace licet::describe
