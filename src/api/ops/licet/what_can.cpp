// SPDX-License-Identifier: Apache-2.0
#include "api/decisions/forms.h"
#include "api/define.h"
#include "api/page.h"

#include <fmt/format.h>

namespace licet::api {
namespace {

using namespace decisions;

struct Request {
    std::optional<AccountId> account;        ///< the account as a whole; default: the caller's
    std::optional<Text<1, 2048>> principal;  ///< or one of its principals, by ARN
    std::optional<RegionName> region;        ///< default: all where a resource is offered
    std::optional<model::ModelOperation> operation;
    std::optional<bool> includeRefused;
    std::optional<bool> includeProducts;  ///< besides models and inference profiles
    std::optional<TimeText> time;
    std::optional<TimeText> at;
    ContextValues context;  ///< what else the request says, by condition key
    std::optional<RowCount> maxResults;
    std::optional<PageToken> nextToken;
};
BOOST_DESCRIBE_STRUCT(Request, (),
                      (account, principal, region, operation, includeRefused, includeProducts, time,
                       at, context, maxResults, nextToken))

struct Row {
    std::string type;
    std::string id;
    std::optional<std::string> region;
    bool allowed = false;
    std::string reason;
    std::optional<std::string> grant;
    std::optional<WireScope> scope;  ///< of the grant
};
BOOST_DESCRIBE_STRUCT(Row, (), (type, id, region, allowed, reason, grant, scope))

struct Response {
    AccountId account;
    std::optional<std::string> principal;
    std::vector<Row> resources;
    std::string time;
    std::uint64_t revision = 0;
    std::optional<std::string> nextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (account, principal, resources, time, revision, nextToken))

Listing listing(const AuditCall& call, const Request& request) {
    const auto text = [](const auto& value) { return value ? std::string{*value} : std::string{}; };
    std::string filter =
        fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}", request.account.value_or(AccountId{}).text(),
                    text(request.principal), text(request.region),
                    request.operation ? static_cast<int>(*request.operation) : 0,
                    request.includeRefused.value_or(false), request.includeProducts.value_or(false),
                    text(request.time), text(request.at));
    for (const auto& [key, value] : request.context) {
        filter += fmt::format("\n{}:{}", key, value.text);
    }
    return {call, "WhatCan", filter};
}

std::vector<decision::ResourceKind> kinds_of(const Request& request) {
    using Kind = decision::ResourceKind;
    std::vector<Kind> kinds{Kind::foundation_model, Kind::inference_profile};
    if (request.includeProducts.value_or(false)) {
        kinds.push_back(Kind::product);
    }
    return kinds;
}

Result<Response> what_can(const AuditCall& call, const View& view, const Request& request) {
    LICET_TRY(const auto asked, find_asked(view, request.account, request.principal));
    if (request.region) {
        LICET_TRY_VOID(check_region(*request.region));
    }
    AskedContext context;
    LICET_TRY_VOID(context.read(request.context));
    const auto keys = context.keys();
    const auto list = listing(call, request);
    std::string after;
    if (request.nextToken) {
        LICET_TRY(after, list.key_in(*request.nextToken));
    }
    Time time = view.now();
    if (request.time) {
        LICET_TRY(time, read_time("time", *request.time));
    }
    const auto subject = asked.subject();
    const decision::WhatCan search{
        .ask = decision::ask_use(view.facts(), view.directory(), subject, time,
                                 request.operation.value_or(model::ModelOperation::InvokeModel),
                                 &keys),
        .kinds = kinds_of(request),
        .region = request.region ? std::string_view{*request.region} : std::string_view{},
        .after = std::move(after),
        .rows_max = rows_of(request.maxResults),
        .answer_work = decision::work_of(view.facts(), subject, {})};
    const auto page =
        decision::what_can(view.directory(), search, [&](const decision::Answer& answer) {
            return answer.allowed || request.includeRefused.value_or(false);
        });
    Response response{.account = asked.account,
                      .principal = asked.arn(),
                      .resources = {},
                      .time = format_iso8601(time),
                      .revision = view.revision(),
                      .nextToken = {}};
    for (const auto& row : page.rows) {
        response.resources.push_back(
            {.type = std::string{decision::kind_text(row.kind)},
             .id = std::string{row.id},
             .region = row.region.empty() ? std::nullopt : std::optional{std::string{row.region}},
             .allowed = row.answer.allowed,
             .reason = std::string{row.answer.reason},
             .grant = show(row.answer.grant),
             .scope = show(row.answer.scope)});
    }
    if (!page.next.empty()) {
        response.nextToken = list.token_after(page.next);
    }
    return response;
}

Result<Response> run(AuditCall& call, const Request& request) {
    if (request.at) {
        LICET_TRY(const auto past, view_of_past(call, *request.at));
        return what_can(call, *past.view, request);
    }
    const View view{call.index, call.caller(), call.services.clock.now()};
    return what_can(call, view, request);
}

constexpr wire::HttpBinding kHttp{"POST", "/licet/v1/what-can"};

}  // namespace

extern constinit const Operation op_licet_what_can = operation<Request, Response, run>(
    {.service = &wire::kLicet,
     .name = "WhatCan",
     .doc = "Lists the models, inference profiles and products that a subject may use, and where.",
     .access = Access::audit,
     .http = &kHttp});

}  // namespace licet::api
