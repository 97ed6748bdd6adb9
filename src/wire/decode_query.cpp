// SPDX-License-Identifier: Apache-2.0
#include "base/describe/json.h"
#include "wire/decode.h"
#include "wire/fault.h"
#include "wire/scalar.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

// Parameters are sorted by name once. What belongs to one member is then a contiguous range: the
// names that begin with its path and a dot.

namespace licet::wire {
namespace {

using describe::Kind;
using describe::Type;

using Sorted = std::vector<const Parameter*>;
using Range = std::span<const Parameter* const>;

/// The parameters of `range` whose names begin with `prefix`.
Range with_prefix(Range range, std::string_view prefix) {
    const auto head = [&](const Parameter* p) {
        return std::string_view{p->name}.substr(0, prefix.size());
    };
    const auto first = std::partition_point(range.begin(), range.end(),
                                            [&](const Parameter* p) { return head(p) < prefix; });
    const auto last = std::partition_point(first, range.end(),
                                           [&](const Parameter* p) { return head(p) == prefix; });
    return {first, last};
}

/// One item of a list: its parameters and the prefix of their names, without the last dot.
struct Item {
    std::size_t index;
    std::string path;
};

/// The number at the front of `text`, up to a dot or the end: 1 to kQueryListItemsMax, no leading
/// zero.
Result<std::size_t> read_index(std::string_view text) {
    text = text.substr(0, text.find('.'));
    std::size_t index = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), index);
    const bool whole = parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size();
    if (!whole || text.starts_with('0') || index > kQueryListItemsMax) {
        return Error{ErrorKind::invalid, fmt::format("`{}` must be an index from 1 to {}",
                                                     text.substr(0, 32), kQueryListItemsMax)};
    }
    return index;
}

/// The items under `prefix` (which ends with a dot), in the order of their indices.
Result<std::vector<Item>> items_under(Range range, const std::string& prefix) {
    std::vector<Item> items;
    for (const auto* parameter : range) {
        LICET_TRY(const auto index,
                  read_index(std::string_view{parameter->name}.substr(prefix.size())));
        items.push_back({index, fmt::format("{}{}", prefix, index)});
    }
    std::sort(items.begin(), items.end(),
              [](const Item& a, const Item& b) { return a.index < b.index; });
    const auto end = std::unique(items.begin(), items.end(),
                                 [](const Item& a, const Item& b) { return a.index == b.index; });
    items.erase(end, items.end());
    return items;
}

/// Fills values from the parameters in `range` whose names are `path` or begin with `path.`.
class Reader {
public:
    Result<void> structure(const Type& type, void* place, Range range, const std::string& path) {
        for (const auto& member : type.members) {
            const auto name =
                path.empty() ? std::string{member.name} : fmt::format("{}.{}", path, member.name);
            if (auto read = value(*member.type, member.get(place), range, name); !read.ok()) {
                return at(fmt::format(".{}", member.name), std::move(read).error());
            }
        }
        return {};
    }

private:
    Result<void> value(const Type& type, void* place, Range all, const std::string& path) {
        const auto range = with_prefix(all, path);
        const Parameter* own = nullptr;
        for (std::size_t i = 0; i < range.size() && range[i]->name == path; ++i) {
            if (i > 0) {
                return Error{ErrorKind::invalid, "must be given once"};
            }
            own = range[i];
        }
        const auto below = with_prefix(range, path + ".");
        if (own == nullptr && below.empty()) {
            return describe::may_be_absent(type) ? Result<void>{} : missing();
        }
        const Type& inner = type.kind == Kind::optional ? *type.element : type;
        void* target = type.kind == Kind::optional ? type.emplace(place) : place;
        if (is_scalar(inner)) {
            return own != nullptr ? read_scalar(inner, target, own->value) : missing();
        }
        if (depth_ == kQueryDepthMax) {
            return Error{ErrorKind::invalid, "is nested too deeply"};
        }
        ++depth_;
        auto read = compound(inner, target, below, path);
        --depth_;
        return read;
    }

    Result<void> compound(const Type& type, void* place, Range range, const std::string& path) {
        switch (type.kind) {
            case Kind::list:
                return list(type, place, range, path);
            case Kind::map:
                return map(type, place, range, path);
            case Kind::variant:
                return variant(type, place, range, path);
            default:
                return structure(type, place, range, path);
        }
    }

    Result<void> list(const Type& type, void* place, Range range, const std::string& path) {
        const auto named = with_prefix(range, path + ".member.");
        LICET_TRY(const auto items, named.empty() ? items_under(range, path + ".")
                                                  : items_under(named, path + ".member."));
        LICET_TRY_VOID(describe::check_count(type, items.size()));
        type.reserve(place, items.size());
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (auto read = value(*type.element, type.append(place), range, items[i].path);
                !read.ok()) {
                return at(fmt::format("[{}]", i), std::move(read).error());
            }
        }
        return {};
    }

    Result<void> map(const Type& type, void* place, Range range, const std::string& path) {
        const auto named = with_prefix(range, path + ".entry.");
        LICET_TRY(const auto items, named.empty() ? items_under(range, path + ".")
                                                  : items_under(named, path + ".entry."));
        LICET_TRY_VOID(describe::check_count(type, items.size()));
        for (std::size_t i = 0; i < items.size(); ++i) {
            auto inserted = entry(type, place, range, items[i].path);
            if (!inserted.ok()) {
                return at(fmt::format("[{}]", i), std::move(inserted).error());
            }
            if (!*inserted) {
                return at(fmt::format("[{}].key", i),
                          Error{ErrorKind::invalid, "must be given once"});
            }
        }
        return {};
    }

    Result<bool> entry(const Type& type, void* place, Range range, const std::string& path) {
        struct Context {
            Reader* reader;
            const Type* type;
            Range range;
            const std::string* path;
        } context{this, &type, range, &path};
        return type.insert(
            place, &context,
            [](void* raw, void* key) {
                const auto& c = *static_cast<Context*>(raw);
                return c.reader->value(*c.type->key, key, c.range, *c.path + ".key");
            },
            [](void* raw, void* item) {
                const auto& c = *static_cast<Context*>(raw);
                return c.reader->value(*c.type->element, item, c.range, *c.path + ".value");
            });
    }

    Result<void> variant(const Type& type, void* place, Range range, const std::string& path) {
        const auto first = range.empty()
                               ? std::string_view{}
                               : std::string_view{range.front()->name}.substr(path.size() + 1);
        const auto name = first.substr(0, first.find('.'));
        const auto alternative = describe::find_name(type, name);
        const auto chosen_path = fmt::format("{}.{}", path, name);
        const bool alone = with_prefix(range, chosen_path + ".").size() == range.size() ||
                           (range.size() == 1 && range.front()->name == chosen_path);
        if (alternative == describe::npos || !alone) {
            return Error{ErrorKind::invalid, "must have exactly one known member"};
        }
        const auto& chosen = type.members[alternative];
        if (auto read = value(*chosen.type, type.choose(place, alternative), range, chosen_path);
            !read.ok()) {
            return at(fmt::format(".{}", name), std::move(read).error());
        }
        return {};
    }

    std::size_t depth_ = 0;
};

}  // namespace

Result<void> decode_query_request(const Type& type, void* request,
                                  std::span<const Parameter> parameters) {
    Sorted sorted;
    sorted.reserve(parameters.size());
    for (const auto& parameter : parameters) {
        sorted.push_back(&parameter);
    }
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const Parameter* a, const Parameter* b) { return a->name < b->name; });
    auto read = Reader{}.structure(type, request, sorted, {});
    return read.ok() ? read : at("$", std::move(read).error());
}

}  // namespace licet::wire
