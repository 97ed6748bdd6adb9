// SPDX-License-Identifier: Apache-2.0
#include "base/check.h"
#include "wire/decode.h"
#include "wire/form.h"
#include "wire/routing.h"
#include "wire/testing/specimen.h"
#include "wire/utf8.h"
#include "wire/xml_writer.h"

#include <cstddef>
#include <cstdint>

/// Whatever a form says, it is routed and then refused or read; what was read can be written as
/// XML.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace licet::wire;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    static const Router router{{}};
    static constexpr HeaderField kHeaders[] = {
        {"content-type", "application/x-www-form-urlencoded; charset=utf-8"}};
    const auto routing = router.route(
        {.method = "POST", .path = "/", .query = text, .headers = kHeaders, .body = text});
    LICET_CHECK(routing.service != nullptr);

    std::vector<Parameter> parameters;
    testing::Specimen value;
    const auto& type = licet::describe::type_of<testing::Specimen>();
    if (parse_form(text, parameters).ok() && decode_query_request(type, &value, parameters).ok()) {
        std::string xml;
        append_xml_value(xml, "Result", type, &value);
        LICET_CHECK(is_utf8(xml));
    }
    return 0;
}
