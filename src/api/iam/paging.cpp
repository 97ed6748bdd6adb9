// SPDX-License-Identifier: Apache-2.0
#include "api/iam/paging.h"

namespace licet::api::iam {

Result<Page<std::string>> page_of(const Listing& listing, const Marker& marker,
                                  const MaxItems& max_items) {
    Page<std::string> page{
        .after = std::nullopt,
        .size = max_items ? static_cast<std::size_t>(max_items->value) : kItemsDefault};
    if (marker) {
        auto after = listing.key_in(*marker);
        if (!after.ok()) {
            return Error{ErrorKind::invalid,
                         "Marker is not one that an earlier page of this list returned",
                         "ValidationError"};
        }
        page.after = std::move(after).value();
    }
    return page;
}

}  // namespace licet::api::iam
