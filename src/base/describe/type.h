// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

/// Described types: one constant table per C++ type, so that codecs are plain functions that walk a
/// table instead of templates instantiated per struct. base/describe/describe.h makes the tables.
namespace licet::describe {

enum class Kind : std::uint8_t {
    boolean,
    integer,
    real,
    text,         ///< std::string, and ids with `parse` and `text`
    blob,         ///< bytes; base64 in JSON
    time,         ///< licet::Time
    enumeration,  ///< by name in JSON, by number in binary
    optional,
    list,
    map,
    structure,
    variant,  ///< exactly one of several structures, by name
    json,     ///< any JSON value, kept as its text
};

struct Type;

struct Member {
    std::string_view name;
    const Type* type;
    void* (*get)(void* object);  ///< the member inside the object

    const void* of(const void* object) const { return get(const_cast<void*>(object)); }
};

/// A callback without allocation; lives only as long as the call it is passed to.
using Visit = Result<void> (*)(void* context, const void* key, const void* value);
using Fill = Result<void> (*)(void* context, void* place);

/// What a codec needs to know of a type. Only the functions of its kind are set. Immutable,
/// constant.
struct Type {
    Kind kind;
    std::string_view name = {};  ///< of structures and enumerations
    std::int64_t min = 0;  ///< text: characters; blob: bytes; list, map: count; integer: value
    std::int64_t max = INT64_MAX;
    std::string_view pattern = {};  ///< what `matches` checks, for messages
    bool (*matches)(std::string_view text) = nullptr;
    const Type* element = nullptr;         ///< optional, list; a map's value
    const Type* key = nullptr;             ///< a map's key, of kind text
    std::span<const Member> members = {};  ///< structure; variant: the alternatives, `get` unused
    std::span<const std::string_view> names = {};  ///< enumeration, in declared order

    /// An id that is nothing but so many bytes: binary form copies them. 0 for all else.
    std::size_t id_bytes = 0;

    std::int64_t (*get_integer)(const void*) = nullptr;  ///< enumeration: the position in `names`
    bool (*set_integer)(void*, std::int64_t) = nullptr;  ///< false: out of range
    std::string_view (*get_text)(const void*, std::string& scratch) = nullptr;
    Result<void> (*set_text)(void*, std::string_view) = nullptr;

    bool (*has)(const void*) = nullptr;             ///< optional
    void* (*emplace)(void*) = nullptr;              ///< optional: makes a default value
    std::size_t (*size)(const void*) = nullptr;     ///< list, map
    void* (*at)(void*, std::size_t) = nullptr;      ///< list; for an optional, its value
    void* (*append)(void*) = nullptr;               ///< list: adds a default element
    void (*reserve)(void*, std::size_t) = nullptr;  ///< list
    Result<void> (*each)(const void*, void* context, Visit) = nullptr;  ///< map, in key order
    Result<bool> (*insert)(void*, void* context, Fill key,
                           Fill value) = nullptr;   ///< map; false: duplicate
    std::size_t (*index)(const void*) = nullptr;    ///< variant: which alternative
    void* (*choose)(void*, std::size_t) = nullptr;  ///< variant: makes alternative i
    void* (*chosen)(void*) = nullptr;               ///< variant: the value held
};

/// Whether a member of this type need not be given: an optional, or a list or map that may be
/// empty.
bool may_be_absent(const Type& type);

/// The member called `name`, or null. Linear: structures are small.
const Member* find_member(const Type& structure, std::string_view name);

/// The position of `name` among an enumeration's names or a variant's alternatives, or npos.
inline constexpr std::size_t npos = static_cast<std::size_t>(-1);
std::size_t find_name(const Type& type, std::string_view name);

}  // namespace licet::describe
