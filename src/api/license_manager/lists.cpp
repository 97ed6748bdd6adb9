// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/lists.h"

#include <algorithm>

namespace licet::api::license_manager {
namespace {

Error invalid_filter(std::string message) {
    return {ErrorKind::invalid, std::move(message), "InvalidParameterValueException"};
}

}  // namespace

Result<Filters> Filters::read(const std::vector<Filter>& filters,
                              std::span<const std::string_view> allowed) {
    Filters read;
    for (const Filter& filter : filters) {
        const std::string name = filter.Name.value_or("");
        if (std::find(allowed.begin(), allowed.end(), name) == allowed.end()) {
            return invalid_filter("filter `" + name.substr(0, 64) + "` is not known to this list");
        }
        if (filter.Values.size() != 1) {
            return invalid_filter("filter `" + name + "` must have exactly one value");
        }
        if (!read.values_.emplace(name, filter.Values.front()).second) {
            return invalid_filter("filter `" + name + "` must be given once");
        }
    }
    return read;
}

bool Filters::match(std::string_view name, std::string_view value) const {
    const std::string* wanted = find(name);
    return wanted == nullptr || *wanted == value;
}

bool Filters::match_arn(std::string_view name, std::string_view arn) const {
    const std::string* wanted = find(name);
    return wanted == nullptr || with_colon(*wanted) == with_colon(arn);
}

const std::string* Filters::find(std::string_view name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? nullptr : &found->second;
}

std::string with_colon(std::string_view arn) {
    std::string text{arn};
    for (const std::string_view slashed : {":license/l-", ":grant/g-"}) {
        if (const auto at = text.find(slashed); at != std::string::npos) {
            text[at + slashed.find('/')] = ':';
        }
    }
    return text;
}

Result<PageFill> PageFill::begin(const Listing& listing, const NextToken& token,
                                 const MaxResults& size) {
    PageFill page{listing};
    if (size) {
        page.size_ = static_cast<std::size_t>(size->value);
    }
    if (token) {
        auto key = listing.key_in(*token);
        if (!key.ok()) {
            return invalid_next_token();
        }
        page.after_ = *std::move(key);
    }
    return page;
}

std::optional<std::string> PageFill::next() const {
    return more_ ? std::optional{listing_.token_after(last_)} : std::nullopt;
}

Error invalid_next_token() {
    return {ErrorKind::invalid, "NextToken is not one that an earlier page of this list returned",
            "InvalidParameterValueException"};
}

}  // namespace licet::api::license_manager
