// SPDX-License-Identifier: Apache-2.0
#include "log/data_directory.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace licet::log {
namespace {

constexpr const char* kLockFile = "lock";
constexpr std::size_t kProcessNumberBytesMax = 20;

Error in_use(const std::filesystem::path& path, const File& lock) {
    const auto found = lock.read_at(0, kProcessNumberBytesMax);
    std::string number = found.ok() ? found.value() : std::string{};
    number.erase(std::find_if_not(number.begin(), number.end(),
                                  [](unsigned char c) { return std::isdigit(c) != 0; }),
                 number.end());
    return Error{ErrorKind::conflict,
                 fmt::format("the data directory `{}` is in use by {}", path.string(),
                             number.empty() ? "another process" : "process " + number)};
}

}  // namespace

Result<DataDirectory> DataDirectory::create(const std::filesystem::path& path) {
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) {
        return system_error("cannot create the data directory", path);
    }
    LICET_TRY(auto locked, lock(path));
    std::error_code code;
    for (const auto& entry : std::filesystem::directory_iterator{path, code}) {
        if (entry.path().filename() != kLockFile) {
            return Error{ErrorKind::conflict,
                         fmt::format("the data directory `{}` is not empty: it holds `{}`",
                                     path.string(), entry.path().filename().string())};
        }
    }
    if (code) {
        errno = code.value();
        return system_error("cannot read the data directory", path);
    }
    return locked;
}

Result<DataDirectory> DataDirectory::lock(const std::filesystem::path& path) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(path, ignored)) {
        return Error{ErrorKind::not_found,
                     std::filesystem::exists(path, ignored)
                         ? fmt::format("`{}` is not a directory", path.string())
                         : fmt::format("there is no data directory `{}`", path.string())};
    }
    LICET_TRY(auto file, File::open(path / kLockFile, O_RDWR | O_CREAT, 0600));
    if (::flock(file.descriptor(), LOCK_EX | LOCK_NB) != 0) {
        return errno == EWOULDBLOCK ? in_use(path, file) : system_error("cannot lock", file.path());
    }
    if (::ftruncate(file.descriptor(), 0) != 0) {
        return system_error("cannot write", file.path());
    }
    LICET_TRY_VOID(file.write_all(fmt::format("{}\n", ::getpid())));
    return DataDirectory{path, std::move(file)};
}

}  // namespace licet::log
