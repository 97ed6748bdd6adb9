// SPDX-License-Identifier: Apache-2.0
#include "api/decisions/forms.h"
#include "api/define.h"
#include "api/page.h"
#include "meter/meter.h"
#include "meter/tags.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

namespace licet::meter {

BOOST_DESCRIBE_STRUCT(Totals, (),
                      (calls, refused, failed, cut, input_tokens, output_tokens, cache_read_tokens,
                       cache_write_tokens, reasoning_tokens, estimated, unpriced, cost_micro_usd,
                       interventions, latency_ms))

}  // namespace licet::meter

namespace licet::api {
namespace {

using namespace decisions;

constexpr std::size_t kMembers = 7;  // besides tags
constexpr std::int64_t kDimensionsMax = kMembers + meter::kTagKeysMax;
/// Between the values of a page's key: no value has a tab.
constexpr char kSeparator = '\t';

/// `account`, `tag:team`
using DimensionName = Text<1, meter::kTagKeyBytesMax + std::string_view{"tag:"}.size()>;

struct Request {
    std::optional<AccountId> account;  ///< only its calls; default: of all that you may see
    std::optional<List<DimensionName, 0, kDimensionsMax>> by;  ///< default: one sum over all
    std::optional<TimeText> from;                              ///< whole minutes, this one included
    std::optional<TimeText> to;                                ///< this one not
    std::optional<RowCount> maxResults;
    std::optional<PageToken> nextToken;
};
BOOST_DESCRIBE_STRUCT(Request, (), (account, by, from, to, maxResults, nextToken))

struct Row {
    std::optional<std::string> account, principal, model, region, upstream, grant, day;
    std::optional<std::map<std::string, std::string>> tags;
    meter::Totals totals;
};
BOOST_DESCRIBE_STRUCT(Row, (),
                      (account, principal, model, region, upstream, grant, day, tags, totals))

/// In the order of meter::By.
constexpr std::optional<std::string> Row::*kValues[kMembers] = {
    &Row::account,  &Row::principal, &Row::model, &Row::region,
    &Row::upstream, &Row::grant,     &Row::day};

struct Response {
    std::vector<Row> usage;
    std::optional<std::string> nextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (usage, nextToken))

/// Without an account, those that may see their organization see all that belong to it today.
/// @return `denied` for an account that is others' business or nobody's
Result<meter::Query> query_of(const View& view, const Request& request) {
    meter::Query query;
    if (request.account && !view.shows(*request.account)) {
        return Error{ErrorKind::denied,
                     fmt::format("Account `{}` may not ask about account `{}`; the management "
                                 "account of its organization and License Manager's delegated "
                                 "administrator may",
                                 view.caller().text(), request.account->text())};
    }
    query.account = request.account;
    query.admits = [&view](AccountId account) { return view.shows(account); };
    for (const auto& name : request.by.value_or(List<DimensionName, 0, kDimensionsMax>{})) {
        auto dimension = meter::parse_dimension(name);
        if (!dimension) {
            return Error{ErrorKind::invalid,
                         fmt::format("`by`: usage is not summed by `{}`, but by {}", name,
                                     meter::by_names())};
        }
        query.by.push_back(*std::move(dimension));
    }
    if (request.from) {
        LICET_TRY(query.from, read_time("from", *request.from));
    }
    if (request.to) {
        LICET_TRY(query.to, read_time("to", *request.to));
    }
    return query;
}

Listing listing(const AuditCall& call, const Request& request, const meter::Query& query) {
    std::string filter = request.account.value_or(AccountId{}).text();
    for (const auto& dimension : query.by) {
        filter += static_cast<char>('a' + static_cast<int>(dimension.by));
        filter += dimension.tag + kSeparator;
    }
    filter += fmt::format(" {} {}", to_epoch_ms(query.from), to_epoch_ms(query.to));
    return {call, "GetUsage", filter};
}

std::vector<std::string> values_of(std::string_view key) {
    std::vector<std::string> values(1);
    for (const char c : key) {
        c == kSeparator ? static_cast<void>(values.emplace_back()) : values.back().push_back(c);
    }
    return values;
}

Row row_of(const std::vector<meter::Dimension>& by, const meter::Group& group) {
    Row row{.totals = group.totals};
    for (std::size_t i = 0; i < by.size(); ++i) {
        if (by[i].by == meter::By::tag) {
            row.tags = std::move(row.tags).value_or(std::map<std::string, std::string>{});
            row.tags->insert_or_assign(by[i].tag, group.values[i]);
        } else {
            row.*kValues[static_cast<std::size_t>(by[i].by)] = group.values[i];
        }
    }
    return row;
}

Result<Response> run(AuditCall& call, const Request& request) {
    const View view{call.index, call.caller(), call.services.clock.now()};
    LICET_TRY(const auto query, query_of(view, request));
    const auto list = listing(call, request, query);
    std::optional<std::vector<std::string>> after;
    if (request.nextToken) {
        LICET_TRY(const auto key, list.key_in(*request.nextToken));
        after = values_of(key);
    }
    LICET_TRY(const auto groups, call.services.meter.query(query));
    auto group = groups.begin();
    if (after) {
        group = std::partition_point(groups.begin(), groups.end(),
                                     [&](const auto& one) { return one.values <= *after; });
    }
    Response response;
    const auto left = static_cast<std::size_t>(groups.end() - group);
    const auto end =
        group + static_cast<std::ptrdiff_t>(std::min(left, rows_of(request.maxResults)));
    for (; group != end; ++group) {
        response.usage.push_back(row_of(query.by, *group));
    }
    if (end != groups.end()) {
        response.nextToken = list.token_after(
            fmt::format("{}", fmt::join(std::prev(end)->values, std::string_view{&kSeparator, 1})));
    }
    return response;
}

constexpr wire::HttpBinding kHttp{"POST", "/licet/v1/usage"};

}  // namespace

extern constinit const Operation op_licet_get_usage = operation<Request, Response, run>(
    {.service = &wire::kLicet,
     .name = "GetUsage",
     .doc = "Sums what model calls used, by account, principal, model, region, upstream, grant, "
            "day or tag:KEY, a tag of the caller that the settings name.",
     .access = Access::audit,
     .http = &kHttp});

}  // namespace licet::api
