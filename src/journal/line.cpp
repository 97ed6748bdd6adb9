// SPDX-License-Identifier: Apache-2.0
#include "journal/line.h"

#include "base/decimal.h"
#include "base/encoding.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace licet::journal {
namespace {

constexpr std::string_view kSequence = R"({"sequence":)";
constexpr std::string_view kHash = R"(,"hash":")";
constexpr std::string_view kEnd = R"("})";
constexpr std::size_t kDigits = 2 * sizeof(Sha256);
constexpr std::size_t kSealBytes = kHash.size() + kDigits + kEnd.size();

Sha256 next_hash(const Sha256& previous, std::string_view body) {
    const std::array<std::string_view, 2> parts{
        std::string_view{reinterpret_cast<const char*>(previous.data()), previous.size()}, body};
    return sha256(parts);
}

Result<Sha256> parse_hash(std::string_view digits) {
    LICET_TRY(const auto bytes, from_hex(digits));
    Sha256 hash{};
    if (bytes.size() != hash.size()) {
        return Error{ErrorKind::invalid, "a hash must be 64 hexadecimal digits"};
    }
    std::copy(bytes.begin(), bytes.end(), hash.begin());
    return hash;
}

/// The number after `name` at the start of `line`; moves past both.
Result<std::uint64_t> take_number(std::string_view& line, std::string_view name) {
    std::uint64_t number = 0;
    if (line.starts_with(name)) {
        line.remove_prefix(name.size());
        const auto parsed = std::from_chars(line.data(), line.data() + line.size(), number);
        if (parsed.ec == std::errc{}) {
            line.remove_prefix(static_cast<std::size_t>(parsed.ptr - line.data()));
            return number;
        }
    }
    return Error{ErrorKind::invalid, fmt::format("the line does not begin with `{}`", name)};
}

}  // namespace

void begin_line(std::string& out, const Chain& chain) {
    out += kSequence;
    append_decimal(out, static_cast<std::int64_t>(chain.next_sequence));
}

void seal_line(std::string& out, std::size_t begin, Chain& chain) {
    chain.hash = next_hash(chain.hash, std::string_view{out}.substr(begin));
    ++chain.next_sequence;
    append_hex(out += kHash, chain.hash);
    (out += kEnd) += '\n';
}

std::string header_line(std::uint64_t segment, const Chain& chain) {
    return fmt::format("{{\"segment\":{},\"next_sequence\":{},\"previous\":\"{}\"}}\n", segment,
                       chain.next_sequence, to_hex(chain.hash));
}

Result<Chain> parse_header(std::string_view line, std::uint64_t segment) {
    auto rest = line;
    Chain chain;
    LICET_TRY([[maybe_unused]] const auto number, take_number(rest, R"({"segment":)"));
    LICET_TRY(chain.next_sequence, take_number(rest, R"(,"next_sequence":)"));
    constexpr std::string_view kPrevious = R"(,"previous":")";
    if (rest.size() == kPrevious.size() + kDigits + kEnd.size()) {
        LICET_TRY(chain.hash, parse_hash(rest.substr(kPrevious.size(), kDigits)));
    }
    const auto written = header_line(segment, chain);
    if (std::string_view{written}.substr(0, written.size() - 1) != line) {
        return Error{ErrorKind::invalid,
                     fmt::format("the first line is not the header of segment {}", segment)};
    }
    return chain;
}

Result<Chain> chain_after(std::string_view line) {
    Chain chain;
    if (line.size() < kSealBytes || !line.substr(line.size() - kSealBytes).starts_with(kHash) ||
        !line.ends_with(kEnd)) {
        return Error{ErrorKind::invalid, "the line does not end with its hash"};
    }
    LICET_TRY(chain.hash, parse_hash(line.substr(line.size() - kEnd.size() - kDigits, kDigits)));
    LICET_TRY(const auto sequence, take_number(line, kSequence));
    chain.next_sequence = sequence + 1;
    return chain;
}

Result<void> check_line(std::string_view line, Chain& chain) {
    LICET_TRY(const auto after, chain_after(line));
    if (after.next_sequence != chain.next_sequence + 1) {
        return Error{ErrorKind::invalid,
                     fmt::format("entry {} is missing: entry {} is in its place",
                                 chain.next_sequence, after.next_sequence - 1)};
    }
    if (after.hash != next_hash(chain.hash, line.substr(0, line.size() - kSealBytes))) {
        return Error{ErrorKind::invalid,
                     fmt::format("entry {} does not match its hash: it or the one before was "
                                 "altered",
                                 chain.next_sequence)};
    }
    chain = after;
    return {};
}

}  // namespace licet::journal
