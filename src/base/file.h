// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace licet {

/// An `internal` Error saying what failed, on which path, and the system's reason (from errno).
Error system_error(std::string_view what, const std::filesystem::path& path);

/// Owns one file descriptor (close-on-exec). One thread at a time.
class File {
public:
    /// Opens with open(2)'s flags and, for a new file, permission bits.
    /// @return `not_found` when there is no such file, `conflict` when O_EXCL found one, `internal`
    /// else.
    static Result<File> open(const std::filesystem::path& path, int flags, unsigned mode = 0600);

    File(File&& other) noexcept;
    File& operator=(File&& other) noexcept;
    ~File();

    /// Writes all of `bytes` at the file's position. After an error part of them may be there.
    Result<void> write_all(std::string_view bytes);
    /// Reads up to `size` bytes at `offset`; fewer only at the end of the file.
    Result<std::string> read_at(std::uint64_t offset, std::size_t size) const;
    /// Returns once the contents are on disk (fdatasync).
    Result<void> sync();
    Result<std::uint64_t> size() const;

    int descriptor() const { return descriptor_; }
    const std::filesystem::path& path() const { return path_; }

private:
    File(int descriptor, std::filesystem::path path)
        : descriptor_{descriptor}, path_{std::move(path)} {}

    int descriptor_;
    std::filesystem::path path_;
};

/// The whole of a file. @return `not_found`; `invalid` when it is larger than `bytes_max`.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t bytes_max);

/// The whole of a file that holds a secret.
/// @return as read_file(); `invalid` when others than its owner and group have any right to it.
Result<std::string> read_secret_file(const std::filesystem::path& path, std::size_t bytes_max);

/// Makes created, renamed and removed names in the directory durable.
Result<void> sync_directory(const std::filesystem::path& directory);

/// Replaces a file so that a crash leaves the old or the new contents, never a mixture: writes the
/// parts one after another to `path` + ".new", syncs, renames, syncs the directory.
Result<void> replace_file(const std::filesystem::path& path, std::string_view head,
                          std::string_view rest = {}, unsigned mode = 0600);

}  // namespace licet
