// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/answer_reader.h"

namespace licet::gateway {

Result<Json> parse_piece(std::string_view text) {
    thread_local JsonReader reader;
    return reader.parse(text, JsonReader::Padding::absent);
}

}  // namespace licet::gateway
