// SPDX-License-Identifier: Apache-2.0
#include "base/check.h"
#include "cli/offer_file.h"
#include "model/marketplace/offer_set.h"

#include <cstddef>
#include <cstdint>

/// Whatever an offer file says, it is refused with its line, or what was read is sound.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto file = licet::cli::parse_offers(text, "offers.yaml");
    if (!file.ok()) {
        LICET_CHECK(file.error().message.starts_with("offers.yaml:"));
        return 0;
    }
    LICET_CHECK(licet::model::validate(file->offers, file->offer_sets).ok());
    return 0;
}
