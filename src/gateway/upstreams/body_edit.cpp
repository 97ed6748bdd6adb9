// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/body_edit.h"

#include "base/check.h"
#include "base/json_writer.h"

#include <algorithm>
#include <vector>

namespace licet::gateway {
namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// Walks over the members of an object of valid JSON.
class MemberWalk {
public:
    explicit MemberWalk(std::string_view object) : text_{object} {
        skip_blanks();
        LICET_CHECK(at_ < text_.size() && text_[at_] == '{');
        ++at_;
    }

    /// The next member; nothing at the end.
    struct Member {
        std::string_view name;   ///< as it is written, without its quotes
        std::string_view text;   ///< name and value
        std::string_view value;  ///< as it is written
    };
    std::optional<Member> next() {
        skip_blanks();
        if (text_[at_] == ',') {
            ++at_;
            skip_blanks();
        }
        if (text_[at_] == '}') {
            return std::nullopt;
        }
        const auto start = at_;
        skip_string();
        const auto name = text_.substr(start + 1, at_ - start - 2);
        skip_blanks();
        ++at_;  // the colon
        skip_blanks();
        const auto value = at_;
        skip_value();
        return Member{name, text_.substr(start, at_ - start), text_.substr(value, at_ - value)};
    }

private:
    void skip_blanks() {
        while (at_ < text_.size() && is_blank(text_[at_])) {
            ++at_;
        }
    }
    void skip_string() {
        auto quote = text_.find('"', ++at_);
        for (auto escape = text_.substr(at_, quote - at_).find('\\');
             escape != std::string_view::npos; escape = text_.substr(at_, quote - at_).find('\\')) {
            at_ += escape + 2;
            quote = quote < at_ ? text_.find('"', at_) : quote;
        }
        at_ = quote + 1;
    }
    void skip_value() {
        int depth = 0;
        do {
            const char c = text_[at_];
            if (c == '"') {
                skip_string();
                continue;
            }
            if (c == '{' || c == '[') {
                ++depth;
            } else if (c == '}' || c == ']') {
                --depth;
            } else if (depth == 0) {  // a number or a word: goes to what follows it
                while (text_[at_] != ',' && text_[at_] != '}' && !is_blank(text_[at_])) {
                    ++at_;
                }
                return;
            }
            ++at_;
        } while (depth > 0);
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace

std::optional<std::string> edit_members(std::string_view object,
                                        std::span<const MemberEdit> edits) {
    std::string out;
    out.reserve(object.size() + 128);
    out += '{';
    MemberWalk walk{object};
    while (const auto member = walk.next()) {
        if (member->name.find('\\') != std::string_view::npos) {
            return std::nullopt;
        }
        const bool edited = std::any_of(edits.begin(), edits.end(), [&](const MemberEdit& edit) {
            return edit.name == member->name;
        });
        if (!edited) {
            out.append(out.size() == 1 ? "" : ",").append(member->text);
        }
    }
    for (const auto& edit : edits) {
        if (!edit.json.empty()) {
            out.append(out.size() == 1 ? "" : ",");
            append_json_string(out, edit.name);
            out.append(":").append(edit.json);
        }
    }
    return out += '}';
}

std::string_view member_of(std::string_view object, std::string_view name) {
    MemberWalk walk{object};
    while (const auto member = walk.next()) {
        if (member->name == name) {
            return member->value;
        }
    }
    return {};
}

}  // namespace licet::gateway
