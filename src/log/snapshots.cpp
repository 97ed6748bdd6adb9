// SPDX-License-Identifier: Apache-2.0
#include "log/snapshots.h"

#include "base/file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <charconv>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

namespace licet::log {
namespace {

// A file is a header of kHeaderBytes and the state. The header, numbers little endian:
//   0 magic   8 format of the caller (4)   12 zero (4)   16 revision (8)   24 length of the state
//   (8) 32 hash of the log at the revision (32)   64 SHA-256 over bytes 0 to 63 and the state (32)
constexpr std::string_view kMagic = "LICETS01";
constexpr std::size_t kCheckedBytes = 64;
constexpr std::size_t kHeaderBytes = 96;
constexpr std::string_view kSuffix = ".snapshot";
constexpr std::string_view kUnfinished = ".new";  // after the name; as replace_file() adds it

void put(std::string& out, std::uint64_t number, int bytes) {
    for (int i = 0; i < bytes; ++i) {
        out += static_cast<char>(number >> (8 * i));
    }
}

std::uint64_t get(std::string_view in, std::size_t at, std::size_t bytes) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < bytes; ++i) {
        number |= std::uint64_t{static_cast<unsigned char>(in[at + i])} << (8 * i);
    }
    return number;
}

std::string_view view_of(const Sha256& hash) {
    return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

Sha256 checksum(std::string_view header, std::string_view bytes) {
    const std::array<std::string_view, 2> parts{header.substr(0, kCheckedBytes), bytes};
    return sha256(parts);
}

Error unfit(std::string reason) {
    return Error{ErrorKind::invalid, std::move(reason)};
}

/// What is wrong with the file, its revision and format aside.
Result<void> check(std::string_view file) {
    if (file.size() < kHeaderBytes || !file.starts_with(kMagic)) {
        return unfit("it is not a snapshot");
    }
    const auto state = file.substr(kHeaderBytes);
    if (get(file, 24, 8) != state.size()) {
        return unfit("it is cut off");
    }
    if (view_of(checksum(file, state)) != file.substr(kCheckedBytes, sizeof(Sha256))) {
        return unfit("its checksum is wrong");
    }
    return {};
}

}  // namespace

Result<void> Snapshots::save(Revision revision, const Sha256& chain_hash, std::string_view bytes) {
    if (::mkdir(directory_.c_str(), 0700) != 0 && errno != EEXIST) {
        return system_error("cannot create", directory_);
    }
    remove_unfinished();
    std::string header{kMagic};
    put(header, format_, 4);
    put(header, 0, 4);
    put(header, revision, 8);
    put(header, bytes.size(), 8);
    header += view_of(chain_hash);
    header += view_of(checksum(header, bytes));
    LICET_CHECK(header.size() == kHeaderBytes);
    LICET_TRY_VOID(replace_file(path_of(revision), header, bytes));

    LICET_TRY(const auto revisions, newest_first());
    for (std::size_t i = kKept; i < revisions.size(); ++i) {
        std::error_code ignored;  // what stays is removed after the next save
        std::filesystem::remove(path_of(revisions[i]), ignored);
    }
    return {};
}

Result<std::optional<Snapshot>> Snapshots::latest(const Log& log) const {
    LICET_TRY(const auto revisions, newest_first());
    for (const Revision revision : revisions) {
        auto snapshot = load(revision, log);
        if (snapshot.ok()) {
            return std::optional{std::move(snapshot).value()};
        }
        logger_.warn("a snapshot is passed over",
                     {{"file", path_of(revision).string()}, {"reason", snapshot.error().message}});
    }
    return std::optional<Snapshot>{};
}

Result<Snapshot> Snapshots::load(Revision revision, const Log& log) const {
    LICET_TRY(const auto file, File::open(path_of(revision), O_RDONLY));
    LICET_TRY(const auto size, file.size());
    if (size < kHeaderBytes) {
        return unfit("it is not a snapshot");
    }
    void* const address =
        ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file.descriptor(), 0);
    if (address == MAP_FAILED) {
        return system_error("cannot map", file.path());
    }
    Snapshot snapshot;
    snapshot.mapping_ = std::shared_ptr<const void>{
        address, [size](const void* mapped) { ::munmap(const_cast<void*>(mapped), size); }};
    const std::string_view whole{static_cast<const char*>(address), size};
    LICET_TRY_VOID(check(whole));
    if (get(whole, 8, 4) != format_) {
        return unfit(fmt::format("it has format {}, not {}", get(whole, 8, 4), format_));
    }
    if (get(whole, 16, 8) != revision) {
        return unfit("it is of another revision than its name says");
    }
    const auto hash = log.hash_at(revision);
    if (!hash.ok() || view_of(hash.value()) != whole.substr(32, sizeof(Sha256))) {
        return unfit("it is not of this log");
    }
    snapshot.revision = revision;
    snapshot.bytes_ = whole.substr(kHeaderBytes);
    return snapshot;
}

std::filesystem::path Snapshots::path_of(Revision revision) const {
    return directory_ / fmt::format("{:020}{}", revision, kSuffix);
}

// A process that ended while it saved never comes back to its file.
void Snapshots::remove_unfinished() const {
    std::error_code ignored;  // what stays is removed before the next save
    for (const auto& entry : std::filesystem::directory_iterator{directory_, ignored}) {
        auto finished = entry.path();
        if (finished.extension() == kUnfinished && revision_of(finished.replace_extension())) {
            std::filesystem::remove(entry.path(), ignored);
        }
    }
}

std::optional<Revision> Snapshots::revision_of(const std::filesystem::path& path) const {
    const std::string name = path.filename();
    Revision revision = 0;
    const auto parsed = std::from_chars(name.data(), name.data() + name.size(), revision);
    const bool ours = parsed.ec == std::errc{} && path == path_of(revision);
    return ours ? std::optional{revision} : std::nullopt;
}

Result<std::vector<Revision>> Snapshots::newest_first() const {
    std::vector<Revision> revisions;
    std::error_code code;
    for (const auto& entry : std::filesystem::directory_iterator{directory_, code}) {
        if (const auto revision = revision_of(entry.path())) {
            revisions.push_back(*revision);
        }
    }
    if (code && code != std::errc::no_such_file_or_directory) {
        errno = code.value();
        return system_error("cannot read", directory_);
    }
    std::sort(revisions.rbegin(), revisions.rend());
    return revisions;
}

}  // namespace licet::log
