// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/random.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace licet::fuzz {

/// A value within a text, or a member with its name.
struct JsonPart {
    std::size_t at = 0;
    std::size_t size = 0;
    std::size_t name = 0;  ///< size of the name, quotes included; 0 where it is no member
};

inline std::size_t string_end(std::string_view text, std::size_t at) {
    for (++at; at < text.size() && text[at] != '"'; ++at) {
        at += text[at] == '\\' ? 1U : 0U;
    }
    return std::min(at + 1, text.size());
}

/// All values of a text; also of one that is cut or has other things between them.
inline std::vector<JsonPart> json_parts(std::string_view text) {
    constexpr std::string_view kAtoms =
        "+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
    std::vector<JsonPart> out;
    std::vector<JsonPart> open;
    JsonPart next;  // begins with the name that was read last
    bool is_member = false;
    const auto begin = [&](std::size_t at) {
        JsonPart part = is_member ? next : JsonPart{.at = at};
        is_member = false;
        return part;
    };
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        std::size_t end = at + 1;
        if (c == '{' || c == '[') {
            open.push_back(begin(at));
        } else if ((c == '}' || c == ']') && !open.empty()) {
            out.push_back(open.back());
            out.back().size = end - out.back().at;
            open.pop_back();
        } else if (c == '"') {
            end = string_end(text, at);
            if (end < text.size() && text[end] == ':') {
                next = {.at = at, .name = end - at};
                is_member = true;
            } else {
                auto part = begin(at);
                part.size = end - part.at;
                out.push_back(part);
            }
        } else if (kAtoms.find(c) != std::string_view::npos) {
            end = std::min(text.find_first_not_of(kAtoms, at), text.size());
            auto part = begin(at);
            part.size = end - part.at;
            out.push_back(part);
        }
        at = end;
    }
    return out;
}

/// Changes JSON so that it mostly stays JSON: what mutates bytes alone never gets past a reader
/// that is not instrumented, as simdjson is not.
class JsonMutator {
public:
    /// @param samples what inputs are made of, one at least
    JsonMutator(std::span<const std::string_view> samples, unsigned seed)
        : samples_{samples}, random_{seed} {}

    std::size_t mutate(std::uint8_t* data, std::size_t size, std::size_t max_size) {
        if (random_.below(16) == 0) {
            return LLVMFuzzerMutate(data, size, max_size);
        }
        std::string text{reinterpret_cast<const char*>(data), size};
        if (random_.below(32) == 0 || json_parts(text).empty()) {
            text = sample();
        }
        for (auto changes = 1 + random_.below(3); changes > 0; --changes) {
            if (random_.below(4) == 0 && text.find('\n') != std::string::npos) {
                change_lines(text);
            } else if (const auto parts = json_parts(text); !parts.empty()) {
                change(text, parts[random_.below(parts.size())]);
            }
        }
        size = std::min(text.size(), max_size);
        std::copy_n(text.begin(), size, data);
        return size;
    }

private:
    std::string_view sample() { return samples_[random_.below(samples_.size())]; }

    void change(std::string& text, const JsonPart& part) {
        const auto value = part.at + (part.name != 0 ? part.name + 1 : 0);
        const auto value_size = part.at + part.size - value;
        switch (random_.below(6)) {
            case 0:
                text.replace(value, value_size, atom());
                break;
            case 1:
                text.replace(value, value_size, borrowed(random_.below(2) == 0 ? text : sample()));
                break;
            case 2:  // once more
                text.insert(part.at, text.substr(part.at, part.size) + ",");
                break;
            case 3:  // away, with the comma
                text.erase(
                    part.at,
                    part.size +
                        (text[std::min(part.at + part.size, text.size() - 1)] == ',' ? 1U : 0U));
                break;
            case 4:
                rename(text, part);
                break;
            default:
                edit(text, value, value_size);
        }
    }

    /// Of a stream: one event away, or once more.
    void change_lines(std::string& text) {
        const auto begin = text.find('\n', random_.below(text.size()));
        const auto end =
            std::min(text.find('\n', std::min(begin, text.size() - 1) + 1), text.size());
        if (begin == std::string::npos) {
            return;
        }
        const auto line = text.substr(begin, end - begin);
        if (random_.below(2) == 0) {
            text.erase(begin, line.size());
        } else {
            text.insert(text.find('\n', random_.below(begin + 1)), line);
        }
    }

    std::string atom() {
        static constexpr std::array<std::string_view, 14> kAtoms = {
            "null",       "true",
            "false",      "0",
            "-1",         "1.5",
            "1e999",      "9223372036854775808",
            R"("")",      R"("\ud83d\ude00\u0000")",
            "{}",         "[]",
            "[[[[[]]]]]", R"({"":null})"};
        return std::string{kAtoms[random_.below(kAtoms.size())]};
    }

    std::string borrowed(std::string_view from) {
        const auto parts = json_parts(from);
        if (parts.empty()) {
            return atom();
        }
        const auto& part = parts[random_.below(parts.size())];
        const auto skipped = part.name != 0 ? part.name + 1 : 0;
        return std::string{from.substr(part.at + skipped, part.size - skipped)};
    }

    void rename(std::string& text, const JsonPart& part) {
        const auto from = sample();
        const auto parts = json_parts(from);
        const auto& other = parts[random_.below(parts.size())];
        if (part.name != 0 && other.name != 0) {
            text.replace(part.at, part.name, from.substr(other.at, other.name));
        }
    }

    /// Other bytes in a string; what would end it is left out.
    void edit(std::string& text, std::size_t at, std::size_t size) {
        constexpr std::size_t kMore = 16;
        if (size < 2 || text[at] != '"') {
            return;
        }
        std::string inner = text.substr(at + 1, size - 2);
        inner.resize(inner.size() + kMore);
        inner.resize(LLVMFuzzerMutate(reinterpret_cast<std::uint8_t*>(inner.data()), size - 2,
                                      inner.size()));
        std::erase_if(inner, [](unsigned char c) { return c < 0x20U || c == '"' || c == '\\'; });
        text.replace(at + 1, size - 2, inner);
    }

    std::span<const std::string_view> samples_;
    SeededRandom random_;
};

}  // namespace licet::fuzz
