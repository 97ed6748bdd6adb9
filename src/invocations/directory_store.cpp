// SPDX-License-Identifier: Apache-2.0
#include "invocations/directory_store.h"

#include "base/file.h"

#include <cerrno>

#include <sys/stat.h>

namespace licet::invocations {
namespace {

/// With those above it, so that a loss of power leaves the names too.
Result<void> make_directory(const std::filesystem::path& directory) {
    std::error_code failed;
    if (std::filesystem::is_directory(directory, failed)) {
        return {};
    }
    const auto parent = directory.parent_path();
    if (!parent.empty() && parent != directory) {
        LICET_TRY_VOID(make_directory(parent));
    }
    if (::mkdir(directory.c_str(), S_IRWXU) != 0 &&
        (errno != EEXIST || !std::filesystem::is_directory(directory, failed))) {
        return system_error("cannot make", directory);
    }
    return sync_directory(parent.empty() ? "." : parent);
}

}  // namespace

Result<void> DirectoryStore::put(std::string_view bucket, std::string_view key,
                                 std::string_view bytes) {
    if (given_up_) {
        return given_up();
    }
    const auto path = root_ / bucket / key;
    LICET_TRY_VOID(make_directory(path.parent_path()));
    return replace_file(path, bytes);
}

}  // namespace licet::invocations
