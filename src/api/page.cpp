// SPDX-License-Identifier: Apache-2.0
#include "api/page.h"

#include "base/crypto.h"
#include "base/encoding.h"

namespace licet::api {

std::string listing_of(std::string_view operation, std::string_view filter) {
    constexpr std::size_t kFilterBytes = 8;  // of its digest: markers of IAM are short
    const auto digest = sha256(filter);
    return std::string{operation} + " " + to_hex(std::span{digest}.first(kFilterBytes));
}

std::string make_page_token(std::string_view listing, std::string_view key) {
    std::string text{listing};
    text += '\n';
    text += key;
    return to_base64(as_bytes(text));
}

Result<std::string> read_page_token(std::string_view listing, std::string_view token) {
    const auto text = from_base64(token);
    if (!text.ok() || !text->starts_with(std::string{listing} + '\n')) {
        return Error{ErrorKind::invalid,
                     "the token is not one that an earlier page of this list returned"};
    }
    return text->substr(listing.size() + 1);
}

}  // namespace licet::api
