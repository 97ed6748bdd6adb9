// SPDX-License-Identifier: Apache-2.0
// Lines of the journal as they may stand on a disk: what is read is written as a line that is read
// as the same, and only the line that was sealed continues its chain.
#include "base/check.h"
#include "journal/entry.h"
#include "journal/line.h"
#include "journal/position.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace licet;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    if (const auto position = journal::Position::parse(text); position.ok()) {
        LICET_CHECK(position->text() == text);
    }
    if (const auto chain = journal::parse_header(text, 1); chain.ok()) {
        auto written = journal::header_line(1, *chain);
        written.pop_back();
        LICET_CHECK(journal::parse_header(written, 1).value() == *chain);
    }
    // A line that goes on from somewhere is an entry that says where to.
    journal::Chain stranger;
    const bool sealed = journal::check_line(text, stranger).ok();
    const auto after = journal::chain_after(text);
    LICET_CHECK(!sealed || (after.ok() && *after == stranger));
    const auto entry = journal::parse_entry(text);
    if (!entry.ok()) {
        LICET_CHECK(!entry.error().message.empty());
        return 0;
    }
    std::string line;
    journal::Chain chain;
    journal::begin_line(line, chain);
    journal::append_members(line, *entry);
    journal::seal_line(line, 0, chain);
    LICET_CHECK(line.find('\n') + 1 == line.size());
    line.pop_back();
    const auto again = journal::parse_entry(line);
    LICET_CHECK(again.ok());
    std::string second;
    journal::begin_line(second, {});
    journal::append_members(second, *again);
    LICET_CHECK(line.starts_with(second));  // what is cut is cut once
    journal::Chain follower;
    LICET_CHECK(journal::check_line(line, follower).ok() && follower == chain);
    journal::Chain other;
    other.hash.front() ^= 1;
    LICET_CHECK(!journal::check_line(line, other).ok());
    return 0;
}
