// SPDX-License-Identifier: Apache-2.0
#include "journal/verify.h"

#include "base/file.h"
#include "journal/line.h"
#include "journal/segments.h"

#include <fmt/format.h>

#include <fcntl.h>

namespace licet::journal {
namespace {

constexpr std::size_t kBlockBytes = 1U << 20;

/// Reads the lines of a file from its beginning; skips an unfinished one at the end.
class ForwardLines {
public:
    explicit ForwardLines(const File& file) : file_{file} {}

    /// The next line without its line feed, valid until the call after; none at the end.
    Result<std::optional<std::string_view>> next() {
        while (true) {
            const auto end = buffer_.find('\n', at_);
            if (end != std::string::npos) {
                const auto line = std::string_view{buffer_}.substr(at_, end - at_);
                at_ = end + 1;
                return std::optional{line};
            }
            buffer_.erase(0, at_);
            at_ = 0;
            LICET_TRY(const auto block, file_.read_at(read_, kBlockBytes));
            if (block.empty()) {
                return std::optional<std::string_view>{};
            }
            read_ += block.size();
            buffer_ += block;
        }
    }

private:
    const File& file_;
    std::uint64_t read_ = 0;
    std::string buffer_;
    std::size_t at_ = 0;
};

class Verification {
public:
    explicit Verification(const Head& noted) : noted_{noted} {}

    /// Goes through one segment up to the first fault, which is then in report().
    Result<void> segment(const File& file, std::uint64_t number) {
        if (expected_ && number != *expected_) {
            fault(*expected_, 1, fmt::format("segment {} is missing", *expected_));
            return {};
        }
        ForwardLines lines{file};
        for (std::uint64_t line_number = 1;; ++line_number) {
            LICET_TRY(const auto line, lines.next());
            if (!line) {
                end_ = {number, line_number};
                break;
            }
            const auto checked = line_number == 1 ? header(*line, number) : entry(*line);
            if (!checked.ok()) {
                fault(number, line_number, checked.error().message);
                return {};
            }
        }
        ++report_.segments;
        expected_ = number + 1;
        return {};
    }

    /// When all segments were gone through: the head that was noted must have been met.
    void finish() {
        if (!report_.first_bad && noted_.entry != 0 && !met_) {
            const bool retired = noted_.entry < chain_.next_sequence;
            fault(end_.segment, end_.line,
                  fmt::format("entry {}, which was noted, is {}", noted_.entry,
                              retired ? "not kept any more" : "missing: the end was cut off"));
        }
    }

    const VerifyReport& report() const { return report_; }

private:
    // The first retained segment is taken at its word; later ones must go on where it ended.
    Result<void> header(std::string_view line, std::uint64_t number) {
        LICET_TRY(const auto chain, parse_header(line, number));
        if (expected_ && chain != chain_) {
            return Error{ErrorKind::invalid,
                         "the segment does not go on where the one before ends"};
        }
        chain_ = chain;
        return meet();
    }

    Result<void> entry(std::string_view line) {
        LICET_TRY_VOID(check_line(line, chain_));
        ++report_.entries;
        return meet();
    }

    /// Whether the entry that the chain has come to is not another than was noted.
    Result<void> meet() {
        report_.head = {chain_.next_sequence - 1, chain_.hash};
        if (report_.head.entry != noted_.entry || noted_.entry == 0) {
            return {};
        }
        met_ = true;
        if (report_.head.hash != noted_.hash) {
            return Error{ErrorKind::invalid,
                         fmt::format("entry {} is another than was noted: it or one before it was "
                                     "replaced",
                                     noted_.entry)};
        }
        return {};
    }

    void fault(std::uint64_t segment, std::uint64_t line, std::string problem) {
        report_.first_bad = BadLine{segment, line};
        report_.problem = std::move(problem);
    }

    const Head noted_;
    BadLine end_{1, 1};  // where the next line would be
    bool met_ = false;
    VerifyReport report_;
    std::optional<std::uint64_t> expected_;  // the next segment's number, after the first
    Chain chain_;
};

}  // namespace

Result<VerifyReport> verify(const std::filesystem::path& directory, const Head& noted) {
    LICET_TRY(const auto numbers, list_segments(directory));
    Verification verification{noted};
    for (const auto number : numbers) {
        LICET_TRY(const auto file, File::open(segment_path(directory, number), O_RDONLY));
        LICET_TRY_VOID(verification.segment(file, number));
        if (verification.report().first_bad) {
            break;
        }
    }
    verification.finish();
    return verification.report();
}

}  // namespace licet::journal
