// SPDX-License-Identifier: Apache-2.0
#include "base/file.h"

#include <algorithm>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace licet {

Error system_error(std::string_view what, const std::filesystem::path& path) {
    const int code = errno;
    std::string message{what};
    message.append(" `").append(path.string()).append("`: ");
    message.append(std::generic_category().message(code));
    return Error{ErrorKind::internal, std::move(message)};
}

Result<File> File::open(const std::filesystem::path& path, int flags, unsigned mode) {
    const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC, mode);
    if (descriptor < 0) {
        const int code = errno;
        Error error = system_error("cannot open", path);
        error.kind = code == ENOENT   ? ErrorKind::not_found
                     : code == EEXIST ? ErrorKind::conflict
                                      : ErrorKind::internal;
        return error;
    }
    return File{descriptor, path};
}

File::File(File&& other) noexcept
    : descriptor_{std::exchange(other.descriptor_, -1)}, path_{std::move(other.path_)} {}

File& File::operator=(File&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    std::swap(path_, other.path_);
    return *this;
}

File::~File() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

Result<void> File::write_all(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR) {
                continue;
            }
            return system_error("cannot write", path_);
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<std::string> File::read_at(std::uint64_t offset, std::size_t size) const {
    std::string out(size, '\0');
    std::size_t filled = 0;
    while (filled < size) {
        const ssize_t got = ::pread(descriptor_, out.data() + filled, size - filled,
                                    static_cast<off_t>(offset + filled));
        if (got < 0) {
            if (errno == EINTR) {
                continue;
            }
            return system_error("cannot read", path_);
        }
        if (got == 0) {
            break;
        }
        filled += static_cast<std::size_t>(got);
    }
    out.resize(filled);
    return out;
}

Result<void> File::sync() {
    if (::fdatasync(descriptor_) != 0) {
        return system_error("cannot sync", path_);
    }
    return {};
}

Result<std::uint64_t> File::size() const {
    struct stat status {};
    if (::fstat(descriptor_, &status) != 0) {
        return system_error("cannot stat", path_);
    }
    return static_cast<std::uint64_t>(status.st_size);
}

namespace {

Result<std::string> read_whole(const File& file, std::size_t bytes_max) {
    LICET_TRY(const auto size, file.size());
    LICET_TRY(auto bytes, file.read_at(0, std::min<std::uint64_t>(size, bytes_max) + 1));
    if (bytes.size() > bytes_max) {
        return Error{ErrorKind::invalid, "`" + file.path().string() + "` is larger than " +
                                             std::to_string(bytes_max) + " bytes"};
    }
    return bytes;
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path, std::size_t bytes_max) {
    LICET_TRY(const auto file, File::open(path, O_RDONLY));
    return read_whole(file, bytes_max);
}

Result<std::string> read_secret_file(const std::filesystem::path& path, std::size_t bytes_max) {
    LICET_TRY(const auto file, File::open(path, O_RDONLY));
    struct stat status {};
    if (::fstat(file.descriptor(), &status) != 0) {
        return system_error("cannot look at", path);
    }
    if ((status.st_mode & S_IRWXO) != 0) {
        return Error{
            ErrorKind::invalid,
            "`" + path.string() + "` may be used by others; run `chmod o= " + path.string() + "`"};
    }
    return read_whole(file, bytes_max);
}

Result<void> sync_directory(const std::filesystem::path& directory) {
    LICET_TRY(const auto handle, File::open(directory, O_RDONLY | O_DIRECTORY));
    if (::fsync(handle.descriptor()) != 0) {
        return system_error("cannot sync", directory);
    }
    return {};
}

Result<void> replace_file(const std::filesystem::path& path, std::string_view head,
                          std::string_view rest, unsigned mode) {
    auto fresh = path;
    fresh += ".new";
    {
        LICET_TRY(auto file, File::open(fresh, O_WRONLY | O_CREAT | O_TRUNC, mode));
        LICET_TRY_VOID(file.write_all(head));
        LICET_TRY_VOID(file.write_all(rest));
        LICET_TRY_VOID(file.sync());
    }
    if (::rename(fresh.c_str(), path.c_str()) != 0) {
        return system_error("cannot rename to", path);
    }
    return sync_directory(path.has_parent_path() ? path.parent_path() : ".");
}

}  // namespace licet
