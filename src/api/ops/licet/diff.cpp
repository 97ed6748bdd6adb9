// SPDX-License-Identifier: Apache-2.0
#include "api/decisions/simulation.h"
#include "api/define.h"
#include "api/page.h"

#include <fmt/format.h>

namespace licet::api {
namespace {

using namespace decisions;

struct Request {
    TimeText from;                 ///< revision or time
    std::optional<TimeText> to;    ///< default: the newest revision
    std::optional<TimeText> time;  ///< when access is compared; default: the moment of `to`
    std::optional<RowCount> maxResults;
    std::optional<PageToken> nextToken;
};
BOOST_DESCRIBE_STRUCT(Request, (), (from, to, time, maxResults, nextToken))

struct Response {
    std::vector<WireAccessChange> changes;  ///< by InvokeModel
    std::string time;
    std::uint64_t from = 0;
    std::uint64_t to = 0;
    std::optional<std::string> nextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (changes, time, from, to, nextToken))

Listing listing(const AuditCall& call, const Request& request) {
    const auto text = [](const auto& value) { return value ? std::string{*value} : std::string{}; };
    return {
        call, "Diff",
        fmt::format("{}\n{}\n{}", std::string{request.from}, text(request.to), text(request.time))};
}

Result<ComparisonPlace> place_of(const AuditCall& call, const Request& request,
                                 const Listing& list) {
    if (request.nextToken) {
        LICET_TRY(const auto key, list.key_in(*request.nextToken));
        return comparison_place(key);
    }
    LICET_TRY(const auto from, read_at(call, request.from));
    AtMoment to{.revision = call.index.revision()};
    if (request.to) {
        LICET_TRY(to, read_at(call, *request.to));
    }
    if (from.revision > to.revision) {
        return Error{ErrorKind::invalid,
                     fmt::format("`from` is revision {}, which is later than `to`, revision {}",
                                 from.revision, to.revision)};
    }
    if (request.time) {
        LICET_TRY(to.time, read_time("time", *request.time));
    }
    LICET_TRY(const Time now, time_of(call, to));
    return ComparisonPlace{.from = from.revision, .to = to.revision, .now = now};
}

Result<Response> run(AuditCall& call, const Request& request) {
    const auto list = listing(call, request);
    LICET_TRY(const auto place, place_of(call, request, list));
    LICET_TRY(auto page, page_of_changes(call, list, place, rows_of(request.maxResults),
                                         [&] { return compare(call, place); }));
    return Response{.changes = std::move(page.changes),
                    .time = format_iso8601(place.now),
                    .from = place.from,
                    .to = place.to,
                    .nextToken = std::move(page.next_token)};
}

constexpr wire::HttpBinding kHttp{"POST", "/licet/v1/diff"};

}  // namespace

extern constinit const Operation op_licet_diff = operation<Request, Response, run>(
    {.service = &wire::kLicet,
     .name = "Diff",
     .doc = "Says which account gained or lost access to which model where between two revisions.",
     .access = Access::audit,
     .http = &kHttp});

}  // namespace licet::api
