// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/describe/describe_scalar.h"

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

/// What a set has for each of its keys: a structure without members.
inline constexpr Type kNothing{.kind = Kind::structure};

/// A set is a map whose values say nothing.
template <typename T>
constexpr Type set_type() {
    Type type{.kind = Kind::map};
    type.key = &type_of<typename T::key_type>();
    type.element = &kNothing;
    type.size = [](const void* p) { return as<T>(p).size(); };
    type.each = [](const void* p, void* context, Visit visit) -> Result<void> {
        for (const auto& key : as<T>(p)) {
            LICET_TRY_VOID(visit(context, &key, &key));
        }
        return {};
    };
    type.insert = [](void* p, void* context, Fill fill_key, Fill fill_value) -> Result<bool> {
        typename T::key_type key{};
        LICET_TRY_VOID(fill_key(context, &key));
        LICET_TRY_VOID(fill_value(context, &key));
        auto& set = as<T>(p);
        const auto before = set.size();
        set.insert(set.end(), std::move(key));
        return set.size() != before;
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
concept SetLike = requires {
    typename T::key_type;
    requires std::same_as<typename T::key_type, typename T::value_type>;
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
    } else if constexpr (SetLike<T>) {
        return set_type<T>();
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
