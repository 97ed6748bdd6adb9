// SPDX-License-Identifier: Apache-2.0
#include "cli/file_refusal.h"

#include "base/yaml/yaml_reader.h"

#include <algorithm>
#include <optional>

namespace licet::cli {
namespace {

using yaml::Value;

/// The list's element that has that text under the key; the list itself when none has.
Value find_element(const Value& list, std::string_view key, std::string_view text) {
    const auto elements = list.list();
    if (!elements.ok()) {
        return list;
    }
    const auto has_it = [&](const Value& element) {
        auto map = element.map();
        const auto named = map.ok() ? map->optional(key) : std::nullopt;
        const auto found = named ? named->text() : std::string{};
        return named && found.ok() && *found == text;
    };
    const auto found = std::find_if(elements->begin(), elements->end(), has_it);
    return found == elements->end() ? list : *found;
}

/// What in the file the refusal is about.
Result<Value> place_of(const Error& refusal, std::span<const ElementName> names,
                       const Value& root) {
    LICET_TRY(auto map, root.map());
    for (const ErrorMember& member : refusal.members) {
        const auto name = std::find_if(names.begin(), names.end(), [&](const ElementName& known) {
            return known.member == member.name;
        });
        if (name == names.end()) {
            continue;
        }
        if (const auto list = map.optional(name->list)) {
            return find_element(*list, name->key, member.value);
        }
    }
    return root;
}

}  // namespace

Error in_file(Error refusal, std::span<const ElementName> names, std::string_view text,
              std::string file) {
    if (refusal.kind != ErrorKind::invalid) {
        return refusal;
    }
    const auto document = yaml::Document::parse(text, std::move(file));
    if (!document.ok()) {
        return refusal;
    }
    const auto place = place_of(refusal, names, document->root());
    return place.ok() ? place->error(refusal.message) : refusal;
}

}  // namespace licet::cli
