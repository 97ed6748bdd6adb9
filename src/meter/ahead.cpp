// SPDX-License-Identifier: Apache-2.0
//
// Lines are counted by two numbers that only rise: those between `begin` and `end` are kept, each
// at its number modulo the capacity. A line counts once `end` is behind it, and all lines up to
// some number are done with once `begin` is there: each is one store, so a kill comes before or
// after it. What was touched holds as long as `begin` is where it was then.
#include "meter/ahead.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace licet::meter {
namespace {

constexpr char kMagic[8] = {'l', 'i', 'c', 'e', 't', 'a', 'h', '1'};
constexpr std::size_t kHeaderBytes = 4096;
constexpr std::size_t kBootBytes = 40;

std::uint64_t load(std::uint64_t& number) {
    return std::atomic_ref{number}.load(std::memory_order_acquire);
}

void store(std::uint64_t& number, std::uint64_t value) {
    std::atomic_ref{number}.store(value, std::memory_order_release);
}

/// Another after each start of the machine.
std::string boot_id() {
    const auto file = File::open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
    auto text = file.ok() ? file->read_at(0, kBootBytes - 1) : Result<std::string>{std::string{}};
    return text.ok() ? *std::move(text) : std::string{};
}

}  // namespace

struct Ahead::Header {
    char magic[sizeof kMagic];
    char boot[kBootBytes];
    std::uint64_t capacity;
    std::uint64_t begin;
    std::uint64_t end;
    std::uint64_t touched_at;  ///< begin of the time
    std::uint64_t touched_count;
    Touched touched[kTouchedMax];

    bool is_sound(std::size_t mapped, const std::string& now) const {
        return std::equal(std::begin(kMagic), std::end(kMagic), magic) &&
               std::string_view{boot, ::strnlen(boot, sizeof boot)} == now &&
               capacity == mapped - kHeaderBytes && begin <= end && end - begin <= capacity &&
               touched_count <= kTouchedMax;
    }
};

Result<Ahead> Ahead::open(const std::filesystem::path& path, std::size_t bytes) {
    static_assert(sizeof(Header) <= kHeaderBytes);
    LICET_TRY(const auto file, File::open(path, O_RDWR | O_CREAT | O_CLOEXEC));
    LICET_TRY(const auto size, file.size());
    const std::size_t mapped = size > kHeaderBytes ? size : kHeaderBytes + bytes;
    if (const int failed = ::posix_fallocate(file.descriptor(), 0, static_cast<off_t>(mapped));
        failed != 0) {
        errno = failed;
        return system_error("cannot make room in", path);
    }
    void* const memory =
        ::mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_SHARED, file.descriptor(), 0);
    if (memory == MAP_FAILED) {
        return system_error("cannot map", path);
    }
    Ahead ahead{static_cast<Header*>(memory), mapped};
    const auto boot = boot_id();
    if (auto& header = *ahead.header_; !header.is_sound(mapped, boot)) {
        header = {};
        std::copy(boot.begin(), boot.end(), header.boot);
        header.capacity = mapped - kHeaderBytes;
        std::copy(std::begin(kMagic), std::end(kMagic), header.magic);
    }
    return ahead;
}

Ahead::Ahead(Ahead&& other) noexcept
    : header_{std::exchange(other.header_, nullptr)}, mapped_{other.mapped_} {}

Ahead& Ahead::operator=(Ahead&& other) noexcept {
    std::swap(header_, other.header_);
    std::swap(mapped_, other.mapped_);
    return *this;
}

Ahead::~Ahead() {
    if (header_ != nullptr) {
        ::munmap(header_, mapped_);
    }
}

char* Ahead::ring() const {
    return reinterpret_cast<char*>(header_) + kHeaderBytes;
}

std::size_t Ahead::capacity() const {
    return header_->capacity;
}

std::uint64_t Ahead::end() const {
    return load(header_->end);
}

std::size_t Ahead::used() const {
    return end() - load(header_->begin);
}

bool Ahead::append(std::string_view lines) {
    if (lines.size() > capacity() - used()) {
        return false;
    }
    const auto at = end() % capacity();
    const auto first = std::min<std::size_t>(lines.size(), capacity() - at);
    lines.copy(ring() + at, first);
    lines.substr(first).copy(ring(), lines.size() - first);
    store(header_->end, end() + lines.size());
    return true;
}

std::string Ahead::lines() const {
    const auto at = load(header_->begin) % capacity();
    const auto first = std::min<std::size_t>(used(), capacity() - at);
    std::string out{ring() + at, first};
    out.append(ring(), used() - first);
    return out;
}

Result<void> Ahead::touch(const Touched& touched) {
    if (header_->touched_at != header_->begin) {
        store(header_->touched_count, 0);
        store(header_->touched_at, header_->begin);
    }
    const auto known = this->touched();
    if (std::any_of(known.begin(), known.end(),
                    [&](const Touched& one) { return one.day == touched.day; })) {
        return {};
    }
    if (known.size() == kTouchedMax) {
        return Error{ErrorKind::unavailable, "rows of too many days wait to be written"};
    }
    header_->touched[known.size()] = touched;
    store(header_->touched_count, known.size() + 1);
    return {};
}

std::vector<Ahead::Touched> Ahead::touched() const {
    if (header_->touched_at != load(header_->begin)) {
        return {};
    }
    return {header_->touched, header_->touched + load(header_->touched_count)};
}

void Ahead::commit(std::uint64_t end) {
    store(header_->begin, end);
    store(header_->touched_count, 0);
}

}  // namespace licet::meter
