// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "base/time.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Strict reading of files that people write. Every error is `invalid` and reads
/// `<file>:<line>: <reason>`. Nothing is guessed: unknown and duplicate keys, tags, missing values,
/// several documents and wrong types are refused; aliases are followed, merge keys (`<<`) are not.
namespace licet::yaml {

inline constexpr std::size_t kTextBytesMax = 4 * 1024 * 1024;
inline constexpr std::size_t kDepthMax = 32;

/// Values in a document, counting an alias as often as it is used.
inline constexpr std::size_t kValuesMax = 1'000'000;

struct Node;
class Map;

/// One value of a document: a view, valid while its Document lives. Immutable.
class Value {
public:
    Value(const Node& node, const std::string& file) : node_{&node}, file_{&file} {}

    /// Any scalar but an empty plain one, `~` or `null`; as written, quotes undone.
    Result<std::string> text() const;
    /// Plain `true` or `false`.
    Result<bool> boolean() const;
    /// A plain decimal whole number within the bounds.
    Result<std::int64_t> integer(std::int64_t min, std::int64_t max) const;
    /// A text that parse_iso8601 takes.
    Result<Time> time() const;
    /// A text that is one of the choices; its position among them.
    Result<std::size_t> choice(std::span<const std::string_view> choices) const;
    Result<std::vector<Value>> list() const;
    Result<std::vector<std::string>> texts() const;
    Result<Map> map() const;

    std::size_t line() const;

    /// An error about this value.
    Error error(std::string_view reason) const;

private:
    const Node* node_;
    const std::string* file_;
};

/// The members of a map while they are being read: whoever asked for all that he knows calls
/// finish(), which refuses the rest. A view, valid while its Document lives. One thread.
class Map {
public:
    Map(const Node& node, const std::string& file);

    /// @return an error when there is no such key.
    Result<Value> required(std::string_view key);
    std::optional<Value> optional(std::string_view key);
    /// @return an error that names the first key never asked for.
    Result<void> finish() const;

    /// All members in the order of the file, for maps with free keys; asks for each.
    std::vector<std::pair<std::string_view, Value>> all();

    /// An error about the map as a whole.
    Error error(std::string_view reason) const;

private:
    const Node* node_;
    const std::string* file_;
    std::vector<bool> asked_;  // by position in node_
};

/// A parsed document. Immutable; copies share the tree.
class Document {
public:
    /// @param text hostile; at most kTextBytesMax bytes of UTF-8.
    /// @param file its name for error messages.
    static Result<Document> parse(std::string_view text, std::string file);

    Value root() const;

private:
    struct Tree;
    explicit Document(std::shared_ptr<const Tree> tree) : tree_{std::move(tree)} {}

    std::shared_ptr<const Tree> tree_;
};

}  // namespace licet::yaml
