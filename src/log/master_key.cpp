// SPDX-License-Identifier: Apache-2.0
#include "log/master_key.h"

#include "base/encoding.h"
#include "base/file.h"

#include <fmt/format.h>

#include <algorithm>

#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>

namespace licet::log {
namespace {

constexpr std::size_t kKeyBytes = 32;

/// Overwrites a secret when it goes out of scope.
class Wipe {
public:
    explicit Wipe(std::string& secret) : secret_{secret} {}
    Wipe(const Wipe&) = delete;
    Wipe& operator=(const Wipe&) = delete;
    ~Wipe() { ::explicit_bzero(secret_.data(), secret_.size()); }

private:
    std::string& secret_;
};

SealingKey key_of(const std::string& bytes) {
    std::array<std::uint8_t, kKeyBytes> key{};
    std::copy(bytes.begin(), bytes.end(), key.begin());
    const SealingKey out{key};
    ::explicit_bzero(key.data(), key.size());
    return out;
}

}  // namespace

Result<SealingKey> create_master_key(const std::filesystem::path& path, Random& random) {
    LICET_TRY(auto file, File::open(path, O_WRONLY | O_CREAT | O_EXCL, 0600));
    std::string bytes(kKeyBytes, '\0');
    const Wipe wipe_bytes{bytes};
    random.fill({reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()});
    std::string digits = to_hex(as_bytes(bytes));
    const Wipe wipe_digits{digits};
    LICET_TRY_VOID(file.write_all(digits));
    LICET_TRY_VOID(file.write_all("\n"));
    LICET_TRY_VOID(file.sync());
    LICET_TRY_VOID(sync_directory(path.has_parent_path() ? path.parent_path() : "."));
    return key_of(bytes);
}

Result<SealingKey> load_master_key(const std::filesystem::path& path) {
    LICET_TRY(const auto file, File::open(path, O_RDONLY));
    struct stat status {};
    if (::fstat(file.descriptor(), &status) != 0) {
        return system_error("cannot stat", path);
    }
    if ((status.st_mode & 0077U) != 0) {
        return Error{ErrorKind::invalid,
                     fmt::format("the master key `{}` is open to others (mode {:04o}): "
                                 "set its mode to 0600",
                                 path.string(), status.st_mode & 07777U)};
    }
    LICET_TRY(auto digits, file.read_at(0, 2 * kKeyBytes + 2));
    const Wipe wipe_digits{digits};
    const bool line_feed = !digits.empty() && digits.back() == '\n';
    auto bytes = from_hex(std::string_view{digits}.substr(0, digits.size() - (line_feed ? 1 : 0)));
    if (!bytes.ok() || bytes->size() != kKeyBytes) {
        return Error{ErrorKind::invalid,
                     fmt::format("the master key `{}` must be {} hexadecimal digits", path.string(),
                                 2 * kKeyBytes)};
    }
    const Wipe wipe_bytes{bytes.value()};
    return key_of(bytes.value());
}

}  // namespace licet::log
