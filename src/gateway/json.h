// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace licet::gateway {

/// One value of a parsed text: a view, valid until its JsonReader parses again. Errors are
/// `invalid` and lead to the value: `.messages[2].role: must be a text`.
class Json {
public:
    bool is_null() const;
    /// Valid UTF-8.
    Result<std::string_view> text() const;
    /// A text with something in it besides white space.
    Result<std::string_view> filled_text() const;
    bool is_text() const;
    bool is_object() const;
    bool is_list() const;
    Result<bool> boolean() const;
    /// A number without fraction and exponent, within the bounds.
    Result<std::int64_t> integer(std::int64_t min, std::int64_t max) const;
    Result<double> number(double min, double max) const;

    /// Calls `visit(Json) -> Result<void>` for every item of a list, until one fails.
    template <typename Visit>
    Result<void> each_item(Visit visit) const {
        return walk_items(
            [](void* context, Json item) { return (*static_cast<Visit*>(context))(item); }, &visit);
    }
    /// Calls `visit(std::string_view key, Json) -> Result<void>` for every member of an object that
    /// is not null, until one fails. Refuses duplicate keys, and more members than kMembersMax.
    template <typename Visit>
    Result<void> each_member(Visit visit) const {
        return walk_members([](void* context, std::string_view key,
                               Json value) { return (*static_cast<Visit*>(context))(key, value); },
                            &visit);
    }

    /// The first member of that name; nothing when there is none or this is no object.
    std::optional<Json> find(std::string_view key) const;
    /// The value as JSON again, without blanks. Of equal keys all are there.
    std::string minified() const;
    /// The first item; nothing when there is none or this is no list.
    std::optional<Json> first() const;

    static constexpr std::size_t kMembersMax = 64;

private:
    friend class JsonReader;
    struct Access;
    using OnItem = Result<void> (*)(void* context, Json item);
    using OnMember = Result<void> (*)(void* context, std::string_view key, Json value);

    Json() = default;
    Result<void> walk_items(OnItem visit, void* context) const;
    Result<void> walk_members(OnMember visit, void* context) const;

    std::array<std::uintptr_t, 2> element_{};  // a simdjson::dom::element
};

/// The text of a member; empty where there is none or it is no text.
std::string_view text_in(const Json& object, std::string_view member);

/// "is not supported": for members and values that licet does not know what to do with.
Error unsupported();

/// Parses JSON from outside. One thread at a time; a parse ends the life of the values of the one
/// before, a move does not.
class JsonReader {
public:
    JsonReader();
    JsonReader(JsonReader&&) noexcept;
    JsonReader& operator=(JsonReader&&) noexcept;
    ~JsonReader();

    /// Whether bytes follow the text that may be read, as net::Request::body() has them.
    enum class Padding { present, absent };

    /// @param text hostile. @return `invalid` when it is no JSON of at most kDepthMax levels.
    Result<Json> parse(std::string_view text, Padding padding);

    static constexpr std::size_t kDepthMax = 64;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace licet::gateway
