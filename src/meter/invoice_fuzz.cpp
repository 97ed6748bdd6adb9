// SPDX-License-Identifier: Apache-2.0
// Invoices and the meter's own lines: what is no such text is refused with a reason, what is one
// keeps the promises of invoice.h and is compared with itself without a difference.
#include "base/check.h"
#include "meter/invoice.h"
#include "meter/minutes.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

using namespace licet;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto invoice = meter::parse_invoice(text);
    if (invoice.ok()) {
        std::vector<meter::Group> groups;
        for (const auto& [values, totals] : invoice->rows) {
            LICET_CHECK(values.size() == invoice->by.size());
            for (const auto& member : invoice->members) {
                LICET_CHECK(totals.*member.value >= 0);
            }
            groups.push_back({.values = values, .totals = totals});
        }
        LICET_CHECK(meter::compare(*invoice, groups).empty());
    } else {
        LICET_CHECK(invoice.error().kind == ErrorKind::invalid);
        LICET_CHECK(!invoice.error().message.empty());
    }
    const auto read =
        meter::read_lines(text, [](const meter::RowKey& key, const meter::Totals&) -> Result<void> {
            LICET_CHECK(key.account.find('\n') == std::string_view::npos);
            return {};
        });
    LICET_CHECK(read.ok() || !read.error().message.empty());
    return 0;
}
