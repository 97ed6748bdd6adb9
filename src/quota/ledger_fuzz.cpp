// SPDX-License-Identifier: Apache-2.0
#include "base/check.h"
#include "base/file.h"
#include "base/temporary_directory.h"
#include "quota/ledger.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>

using namespace licet;

/// Whatever is in the file, it is refused with a reason, or is a ledger: which
/// writes down what it understood, reads that again without a change, and has
/// no quota with room for more than it is.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const TemporaryDirectory directory{"/dev/shm"};
    const auto path = directory.path() / "quotas";
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    for (const auto& entry : std::filesystem::directory_iterator(directory.path())) {
        std::filesystem::remove(entry.path());
    }
    LICET_CHECK(replace_file(path, bytes).ok());
    auto opened = quota::Ledger::open(path);
    if (!opened.ok()) {
        LICET_CHECK(opened.error().kind == ErrorKind::invalid && !opened.error().message.empty());
        LICET_CHECK(read_file(path, size).value() == bytes);
        return 0;
    }
    const auto sums = [&] {
        const auto text = read_file(path, 4 * size + 64).value();
        return text.substr(text.find('\n')).size();  // the first line numbers the journal
    };
    const auto written = sums();
    opened->reset();
    opened = quota::Ledger::open(path);
    LICET_CHECK(opened.ok());
    const auto quota = model::read_quota("licet:quota:requests-per-total", "1000000").value();
    const auto spent = (*opened)->standing(quota, {}, {}).spent;
    const auto outcome = (*opened)->reserve({quota}, {}, {}, {});
    LICET_CHECK(spent >= 0);
    LICET_CHECK(std::holds_alternative<quota::Reservation>(outcome) == (spent < 1'000'000));
    LICET_CHECK(sums() == written);
    return 0;
}
