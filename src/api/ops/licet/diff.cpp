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

std::string listing(const Request& request) {
    const auto text = [](const auto& value) { return value ? std::string{*value} : std::string{}; };
    return listing_of("Diff", fmt::format("{}\n{}\n{}", std::string{request.from}, text(request.to),
                                          text(request.time)));
}

Result<ComparisonPlace> place_of(const AuditCall& call, const Request& request,
                                 std::string_view list) {
    if (request.nextToken) {
        LICET_TRY(const auto key, read_page_token(list, *request.nextToken));
        return comparison_place(key);
    }
    LICET_TRY(const auto from, read_at(call, request.from));
    AtMoment to{.revision = call.services.log.head()};
    if (request.to) {
        LICET_TRY(to, read_at(call, *request.to));
    }
    if (from.revision > to.revision) {
        return Error{ErrorKind::invalid,
                     fmt::format("`from` is revision {}, which is later than `to`, revision {}",
                                 from.revision, to.revision)};
    }
    std::optional<Time> time = to.time;
    if (request.time) {
        LICET_TRY(time, read_time("time", *request.time));
    }
    LICET_TRY(const auto end, view_of_revision(call, to.revision, time));
    return ComparisonPlace{.from = from.revision, .to = to.revision, .now = end.view->now()};
}

/// The records in between tell whom to look at.
Result<decision::Affected> affected_between(const AuditCall& call, const ComparisonPlace& place,
                                            model::State state) {
    decision::Affected affected;
    const auto visit = [&](const log::Record& stored) -> Result<void> {
        LICET_TRY(const auto record, engine::decode_record(stored.body));
        for (const auto& event : record.events) {
            model::apply(state, event);
            affected.note(state, event);
        }
        return {};
    };
    if (place.to > place.from) {
        LICET_TRY_VOID(call.services.log.read(place.from + 1, place.to - place.from, visit));
    }
    return affected;
}

Result<Response> run(AuditCall& call, const Request& request) {
    const auto list = listing(request);
    LICET_TRY(auto place, place_of(call, request, list));
    LICET_TRY(const auto before, view_of_revision(call, place.from, place.now));
    LICET_TRY(const auto after, view_of_revision(call, place.to, place.now));
    LICET_TRY(const auto affected, affected_between(call, place, *before.state));
    const auto indexed_before = index_of(call, *before.state, place.from);
    const auto indexed_after = index_of(call, *after.state, place.to);
    const auto page = decision::changes_of_access(
        {.before = {*indexed_before, *indexed_before},
         .after = {*indexed_after, *indexed_after},
         .now = place.now,
         .accounts = accounts_to_compare(*before.view, *after.view, affected),
         .key = place.key,
         .rows_max = rows_of(request.maxResults)});
    Response response{.changes = show(page.rows),
                      .time = format_iso8601(place.now),
                      .from = place.from,
                      .to = place.to,
                      .nextToken = {}};
    if (!page.next.empty()) {
        place.key = page.next;
        response.nextToken = make_page_token(list, text_of(place));
    }
    return response;
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
