// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/header_view.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

namespace licet::net {

/// Header fields that own their texts, all in one buffer: in the order added, repeated names apart.
/// A value; views into it are good until it is changed, moved or destroyed.
class HeaderFields {
    /// Stands before each field's name and value.
    struct Sizes {
        std::uint32_t name;
        std::uint32_t value;
    };

public:
    class Iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = HeaderView;
        using difference_type = std::ptrdiff_t;
        using pointer = const HeaderView*;
        using reference = HeaderView;

        HeaderView operator*() const {
            const auto sizes = read();
            const char* const name = at_ + sizeof sizes;
            return {{name, sizes.name}, {name + sizes.name, sizes.value}};
        }
        Iterator& operator++() {
            const auto sizes = read();
            at_ += sizeof sizes + sizes.name + sizes.value;
            return *this;
        }
        Iterator operator++(int) {
            const Iterator before = *this;
            ++*this;
            return before;
        }
        bool operator==(const Iterator&) const = default;

    private:
        friend class HeaderFields;
        explicit Iterator(const char* at) : at_{at} {}
        Sizes read() const {
            Sizes sizes;
            std::memcpy(&sizes, at_, sizeof sizes);
            return sizes;
        }

        const char* at_;
    };

    HeaderFields() = default;
    HeaderFields(std::initializer_list<HeaderView> fields);

    /// Makes room for so many fields whose texts have so many bytes in all.
    void reserve(std::size_t fields, std::size_t bytes) {
        bytes_.reserve(fields * sizeof(Sizes) + bytes);
    }
    /// Requires that both texts are shorter than 4 GiB and none of this one's own.
    void push_back(HeaderView field);
    void append(const HeaderFields& fields) { bytes_ += fields.bytes_; }

    bool empty() const { return bytes_.empty(); }
    Iterator begin() const { return Iterator{bytes_.data()}; }
    Iterator end() const { return Iterator{bytes_.data() + bytes_.size()}; }
    /// The value of the first field of that name, in the case in which it was added.
    std::optional<std::string_view> find(std::string_view name) const;

private:
    std::string bytes_;
};

}  // namespace licet::net
