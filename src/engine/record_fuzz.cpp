// SPDX-License-Identifier: Apache-2.0
//
// Whatever bytes stand in a log, loading a record either fails cleanly or gives a record that is
// written and read back to the same bytes, unless a member was missing: it has its default then,
// which may lie outside of the member's own bounds.
#include "engine/record.h"

#include "base/check.h"
#include "base/json_mutator_fuzz.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace {

/// A record of each kind of event.
const std::vector<std::string_view>& samples() {
    static const auto kRecords = [] {
        std::vector<std::string> out;
        boost::mp11::mp_for_each<
            boost::mp11::mp_transform<boost::mp11::mp_identity, licet::model::EventVariant>>(
            [&](auto of) {
                licet::engine::Record record;
                record.events.push_back(typename decltype(of)::type{});
                out.push_back(licet::engine::encode(record));
            });
        return out;
    }();
    static const std::vector<std::string_view> kViews{kRecords.begin(), kRecords.end()};
    return kViews;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view body{reinterpret_cast<const char*>(data), size};
    const auto record = licet::engine::decode_record(body);
    if (record.ok()) {
        const auto written = licet::engine::encode(*record);
        const auto again = licet::engine::decode_record(written);
        LICET_CHECK(!again.ok() || licet::engine::encode(*again) == written);
    }
    return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
    return licet::fuzz::JsonMutator{samples(), seed}.mutate(data, size, max_size);
}
