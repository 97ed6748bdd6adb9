// SPDX-License-Identifier: Apache-2.0
#include "wire/testing/xml_reader.h"

#include "wire/utf8.h"

#include <gtest/gtest.h>

#include <utility>

namespace licet::wire::testing {
namespace {

constexpr std::pair<std::string_view, std::string_view> kReferences[] = {
    {"&amp;", "&"},   {"&lt;", "<"},   {"&gt;", ">"},
    {"&quot;", "\""}, {"&#xA;", "\n"}, {"&#xD;", "\r"}};

bool is_allowed(char32_t c) {
    return c == '\t' || (c >= 0x20 && c != 0xfffe && c != 0xffff);
}

class Reader {
public:
    explicit Reader(std::string_view left) : left_{left} {}

    bool element(XmlElement& out) {
        if (!take("<")) {
            return false;
        }
        const auto end = left_.find('>');
        if (end == std::string_view::npos) {
            return false;
        }
        out.name = left_.substr(0, std::min(end, left_.find(' ')));
        left_.remove_prefix(end + 1);
        while (!left_.empty() && !left_.starts_with("</")) {
            if (left_.starts_with('<') ? !element(out.children.emplace_back())
                                       : !character(out.text)) {
                return false;
            }
        }
        return !out.name.empty() && take("</") && take(out.name) && take(">");
    }

    bool at_end() const { return left_.empty(); }

private:
    bool take(std::string_view expected) {
        if (!left_.starts_with(expected)) {
            return false;
        }
        left_.remove_prefix(expected.size());
        return true;
    }

    bool character(std::string& out) {
        for (const auto& [reference, text] : kReferences) {
            if (take(reference)) {
                out += text;
                return true;
            }
        }
        const auto before = left_;
        const auto read = take_utf8(left_);
        out += before.substr(0, before.size() - left_.size());
        return read && is_allowed(*read) && *read != '&' && *read != '>';
    }

    std::string_view left_;
};

TEST(XmlReader, RefusesWhatIsNotWellFormed) {
    EXPECT_TRUE(read_xml("<a b=\"c\"><d>&lt;</d></a>"));
    for (const auto* text : {"", "<a>", "<a></b>", "<a><b></a></b>", "<a>&</a>", "<a>\x01</a>",
                             "<a></a>x", "<a>\xff</a>"}) {
        EXPECT_FALSE(read_xml(text)) << text;
    }
}

}  // namespace

std::optional<XmlElement> read_xml(std::string_view document) {
    XmlElement root;
    Reader reader{document};
    if (!reader.element(root) || !reader.at_end()) {
        return std::nullopt;
    }
    return root;
}

}  // namespace licet::wire::testing
