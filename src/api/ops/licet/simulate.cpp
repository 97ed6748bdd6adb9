// SPDX-License-Identifier: Apache-2.0
#include "api/decisions/simulation.h"
#include "api/define.h"
#include "api/page.h"

#include "base/describe/json.h"

namespace licet::api {
namespace {

using namespace decisions;

struct Request {
    WireTrials commands;
    std::optional<TimeText> at;  ///< default: the newest revision, now
    std::optional<RowCount> maxResults;
    std::optional<PageToken> nextToken;
};
BOOST_DESCRIBE_STRUCT(Request, (), (commands, at, maxResults, nextToken))

struct Response {
    std::vector<WireOutcome> results;       ///< of each command
    std::vector<WireAccessChange> changes;  ///< by InvokeModel
    std::string time;
    std::uint64_t revision = 0;  ///< that the commands were tried on
    std::optional<std::string> nextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (results, changes, time, revision, nextToken))

Listing listing(const AuditCall& call, const Request& request) {
    std::string filter = request.at ? std::string{*request.at} : std::string{};
    describe::write_json(describe::type_of<WireTrials>(), &request.commands, describe::kAwsFormat,
                         filter);
    return {call, "Simulate", filter};
}

Result<ComparisonPlace> place_of(const AuditCall& call, const Request& request,
                                 const Listing& list) {
    if (request.nextToken) {
        LICET_TRY(const auto key, list.key_in(*request.nextToken));
        return comparison_place(key);
    }
    if (!request.at) {
        const auto newest = call.index.revision();
        return ComparisonPlace{.from = newest, .to = newest, .now = call.services.clock.now()};
    }
    LICET_TRY(const auto moment, read_at(call, *request.at));
    LICET_TRY(const Time time, time_of(call, moment));
    return ComparisonPlace{.from = moment.revision, .to = moment.revision, .now = time};
}

Result<Response> run(AuditCall& call, const Request& request) {
    const auto list = listing(call, request);
    LICET_TRY(const auto place, place_of(call, request, list));
    LICET_TRY(auto page, page_of_changes(call, list, place, rows_of(request.maxResults),
                                         [&] { return simulate(call, place, request.commands); }));
    return Response{.results = page.comparison->outcomes,
                    .changes = std::move(page.changes),
                    .time = format_iso8601(place.now),
                    .revision = place.from,
                    .nextToken = std::move(page.next_token)};
}

constexpr wire::HttpBinding kHttp{"POST", "/licet/v1/simulate"};

}  // namespace

extern constinit const Operation op_licet_simulate = operation<Request, Response, run>(
    {.service = &wire::kLicet,
     .name = "Simulate",
     .doc = "Tries commands out on a copy and says which account gains or loses access to which "
            "model where; nothing is changed.",
     .access = Access::audit,
     .http = &kHttp});

}  // namespace licet::api
