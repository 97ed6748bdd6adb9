// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace licet::meter {

/// Lines that are in no file of a day yet, where a process that is killed leaves them: in a mapped
/// file of a fixed size, a ring. With them is kept how long each file of a day was before it got
/// lines that are still here, so that what it got is taken away and added again, once.
///
/// One thread at a time. What a loss of power leaves is not trusted: after it the ring is empty.
class Ahead {
public:
    /// How long a file of a day was before it was touched.
    struct Touched {
        std::int64_t day = 0;  ///< since 1970
        std::uint64_t bytes = 0;
    };
    static constexpr std::size_t kTouchedMax = 128;

    /// Opens or makes the file. @param bytes of lines that a new one has room for, at least one
    /// @return `internal` when the disk has no room for it
    static Result<Ahead> open(const std::filesystem::path& path, std::size_t bytes);

    Ahead(Ahead&& other) noexcept;
    Ahead& operator=(Ahead&& other) noexcept;
    ~Ahead();

    /// @return false when there is no room; then nothing was added
    bool append(std::string_view lines);
    /// What was appended and is not done with, oldest first.
    std::string lines() const;
    /// Behind the last line.
    std::uint64_t end() const;
    /// Bytes of lines() and of all that there is room for.
    std::size_t used() const;
    std::size_t capacity() const;

    /// To be called before a file of a day gets any of lines(). The first time counts.
    /// @return `unavailable` past kTouchedMax
    Result<void> touch(const Touched& touched);
    std::vector<Touched> touched() const;

    /// All up to `end` is in the files: lines() begin there, and nothing is touched.
    void commit(std::uint64_t end);

private:
    struct Header;

    Ahead(Header* header, std::size_t mapped) : header_{header}, mapped_{mapped} {}
    char* ring() const;

    Header* header_;  // the beginning of the mapped file
    std::size_t mapped_;
};

}  // namespace licet::meter
