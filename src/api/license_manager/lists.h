// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/page.h"
#include "base/describe/bounded.h"

#include <boost/describe.hpp>

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// How the lists of License Manager are filtered and paged. Source: rules LM-3, LM-6.
namespace licet::api::license_manager {

inline constexpr std::int64_t kPageMax = 100;

using MaxResults = std::optional<Integer<1, kPageMax>>;
using NextToken = std::optional<Text<0, 100'000>>;

struct Filter {
    std::optional<std::string> Name;
    std::vector<std::string> Values;
};
BOOST_DESCRIBE_STRUCT(Filter, (), (Name, Values))

/// The filters of a request: each has one value, all must match, and case counts.
class Filters {
public:
    /// @param allowed the names that the list knows
    /// @return InvalidParameterValueException for another name, a name given twice, or a filter
    ///         that has not exactly one value.
    static Result<Filters> read(const std::vector<Filter>& filters,
                                std::span<const std::string_view> allowed);

    /// Whether there is no filter of that name, or it has this value.
    bool match(std::string_view name, std::string_view value) const;
    /// The same for ARNs, in whose resources a slash may stand for the colon. Source: rule LM-2.
    bool match_arn(std::string_view name, std::string_view arn) const;
    const std::string* find(std::string_view name) const;

private:
    std::map<std::string, std::string, std::less<>> values_;
};

/// The ARN with a colon before the id of its License Manager resource.
std::string with_colon(std::string_view arn);

/// Fills one page of a list whose items come in the order of their keys.
class PageFill {
public:
    /// @return InvalidParameterValueException for a token of another list.
    static Result<PageFill> begin(const Listing& listing, const NextToken& token,
                                  const MaxResults& size);

    /// The key of the last item of the page before; nothing for the first page.
    const std::optional<std::string>& after() const { return after_; }

    /// Calls `take` for the next item, which says whether it is in the list.
    /// @return whether to go on to the item after it.
    template <typename Take>
    bool offer(std::string key, Take&& take) {
        if (taken_ == size_ || seen_ == kPageScanMax) {
            more_ = true;
            return false;
        }
        ++seen_;
        last_ = std::move(key);
        taken_ += take() ? 1 : 0;
        return true;
    }

    /// The NextToken of the response.
    std::optional<std::string> next() const;

private:
    explicit PageFill(const Listing& listing) : listing_{listing} {}

    Listing listing_;
    std::optional<std::string> after_;
    std::size_t size_ = kPageMax;
    std::size_t taken_ = 0;
    std::size_t seen_ = 0;
    std::string last_;
    bool more_ = false;
};

/// The error of a page token that was tampered with.
Error invalid_next_token();

}  // namespace licet::api::license_manager
