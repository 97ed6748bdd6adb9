// SPDX-License-Identifier: Apache-2.0
#include "policy/context_keys.h"

#include "base/check.h"
#include "policy/compiled.h"

#include <map>

namespace licet::policy {
namespace {

using Found = std::map<std::string, KeyName>;

void add(const KeyName& key, Found& found) {
    found.emplace(key_text(key), key);
}

void add_variables(const std::vector<Pattern>& patterns, Found& found) {
    for (const auto& pattern : patterns) {
        for (const auto& key : pattern.variables()) {
            add(key, found);
        }
    }
}

/// Walks over JSON that is known to be well formed and tells where the objects of `Statement` are.
class Walk {
public:
    Walk(std::string_view text, std::size_t wanted) : text_{text}, wanted_{wanted} {}

    /// @return the first and the end of the wanted statement, as offsets.
    std::pair<std::size_t, std::size_t> run() {
        std::size_t depth = 0;
        std::size_t begin = 0;
        std::size_t statement_depth = 0;  // of its braces; 0: not in `Statement`
        for (std::size_t i = 0; i < text_.size(); ++i) {
            const char c = text_[i];
            if (c == '"') {
                const auto start = i;
                i = end_of_string(i);
                if (depth == 1 && is_name(i) &&
                    text_.substr(start + 1, i - start - 1) == "Statement") {
                    statement_depth = text_[value_after(i)] == '[' ? 2 : 1;
                }
            } else if (c == '{' || c == '[') {
                if (c == '{' && statement_depth != 0 && depth == statement_depth) {
                    begin = i;
                }
                ++depth;
            } else if (c == '}' || c == ']') {
                --depth;
                if (c == '}' && statement_depth != 0 && depth == statement_depth &&
                    wanted_-- == 0) {
                    return {begin, i + 1};
                }
                if (depth == 1) {
                    statement_depth = 0;
                }
            }
        }
        LICET_CHECK(false);
        return {};
    }

private:
    std::size_t end_of_string(std::size_t quote) const {
        std::size_t i = quote + 1;
        while (text_[i] != '"') {
            i += text_[i] == '\\' ? 2 : 1;
        }
        return i;
    }
    std::size_t skip_blanks(std::size_t i) const { return text_.find_first_not_of(" \t\r\n", i); }
    /// Whether the string that ends here is the name of a member.
    bool is_name(std::size_t quote) const { return text_[skip_blanks(quote + 1)] == ':'; }
    std::size_t value_after(std::size_t quote) const {
        return skip_blanks(skip_blanks(quote + 1) + 1);
    }

    std::string_view text_;
    std::size_t wanted_;
};

Position position_of(std::string_view text, std::size_t offset) {
    Position position;
    for (const char c : text.substr(0, offset)) {
        if (c == '\n') {
            ++position.line;
            position.column = 1;
        } else {
            ++position.column;
        }
    }
    return position;
}

}  // namespace

std::vector<KeyName> context_keys(const Document& document) {
    Found found;
    for (const auto& statement : document.statements) {
        add_variables(statement.actions.patterns, found);
        add_variables(statement.resources.patterns, found);
        for (const auto& condition : statement.conditions) {
            add(condition.key, found);
            for (const auto& value : condition.values) {
                if (const auto* pattern = std::get_if<Pattern>(&value)) {
                    add_variables({*pattern}, found);
                } else if (const auto* arn = std::get_if<ArnPattern>(&value)) {
                    add_variables(arn->parts, found);
                }
            }
        }
    }
    std::vector<KeyName> keys;
    for (auto& [text, key] : found) {
        keys.push_back(std::move(key));
    }
    return keys;
}

StatementPlace place_of(const Document& document, std::size_t statement) {
    LICET_CHECK(statement < document.statements.size());
    const auto [begin, end] = Walk{document.text, statement}.run();
    return {position_of(document.text, begin), position_of(document.text, end)};
}

}  // namespace licet::policy
