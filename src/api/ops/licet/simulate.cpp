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

std::string listing(const Request& request) {
    std::string filter = request.at ? std::string{*request.at} : std::string{};
    describe::write_json(describe::type_of<WireTrials>(), &request.commands, describe::kAwsFormat,
                         filter);
    return listing_of("Simulate", filter);
}

Result<ComparisonPlace> place_of(const AuditCall& call, const Request& request,
                                 std::string_view list) {
    if (request.nextToken) {
        LICET_TRY(const auto key, read_page_token(list, *request.nextToken));
        return comparison_place(key);
    }
    if (!request.at) {
        const auto newest = call.services.log.head();
        return ComparisonPlace{.from = newest, .to = newest, .now = call.services.clock.now()};
    }
    LICET_TRY(const auto moment, read_at(call, *request.at));
    LICET_TRY(const auto past, view_of_revision(call, moment.revision, moment.time));
    return ComparisonPlace{.from = moment.revision, .to = moment.revision, .now = past.view->now()};
}

Result<Response> run(AuditCall& call, const Request& request) {
    const auto list = listing(request);
    LICET_TRY(auto place, place_of(call, request, list));
    LICET_TRY(const auto base, view_of_revision(call, place.from, place.now));
    LICET_TRY(auto simulated,
              simulate(call, *base.view, *base.state, place.from, request.commands));
    const decision::StateFacts after{simulated.state};
    const View view_after{call.index, call.caller, after, after, place.from, place.now};
    const auto indexed_before = index_of(call, *base.state, place.from);
    const auto indexed_after = index_of(call, simulated.state, place.from);
    const auto page = decision::changes_of_access(
        {.before = {*indexed_before, *indexed_before},
         .after = {*indexed_after, *indexed_after},
         .now = place.now,
         .accounts = accounts_to_compare(*base.view, view_after, simulated.affected),
         .key = place.key,
         .rows_max = rows_of(request.maxResults)});
    Response response{.results = std::move(simulated.outcomes),
                      .changes = show(page.rows),
                      .time = format_iso8601(place.now),
                      .revision = place.from,
                      .nextToken = {}};
    if (!page.next.empty()) {
        place.key = page.next;
        response.nextToken = make_page_token(list, text_of(place));
    }
    return response;
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
