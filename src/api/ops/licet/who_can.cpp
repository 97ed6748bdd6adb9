// SPDX-License-Identifier: Apache-2.0
#include "api/decisions/forms.h"
#include "api/decisions/last_use.h"
#include "api/define.h"
#include "api/page.h"

#include <fmt/format.h>

namespace licet::api {
namespace {

using namespace decisions;

enum class SubjectType { account, principal };
BOOST_DESCRIBE_ENUM(SubjectType, account, principal)

struct Request {
    std::optional<ActionName> action;      ///< default: see action_of()
    std::optional<ResourceName> resource;  ///< default: `*`
    std::optional<RegionName> region;
    std::optional<model::ModelOperation> operation;
    /// Default: accounts where a model is called or a product used, else principals.
    std::optional<SubjectType> subjects;
    std::optional<AccountId> account;   ///< only this one
    std::optional<Text<4, 68>> parent;  ///< only accounts under this root or OU
    std::optional<bool> includeRefused;
    std::optional<bool> includeLastUse;
    std::optional<TimeText> time;
    std::optional<TimeText> at;
    ResourceTags resourceTags;
    ContextValues context;  ///< what else the request says, by condition key
    std::optional<RowCount> maxResults;
    std::optional<PageToken> nextToken;
};
BOOST_DESCRIBE_STRUCT(Request, (),
                      (action, resource, region, operation, subjects, account, parent,
                       includeRefused, includeLastUse, time, at, resourceTags, context, maxResults,
                       nextToken))

struct Row {
    AccountId account;
    std::optional<std::string> principal;
    bool allowed = false;
    std::string reason;
    std::optional<std::string> grant;
    std::optional<WireScope> scope;  ///< of the grant
    std::optional<WireUse> lastUse;
};
BOOST_DESCRIBE_STRUCT(Row, (), (account, principal, allowed, reason, grant, scope, lastUse))

struct Response {
    std::vector<Row> subjects;
    std::string time;
    std::uint64_t revision = 0;
    /// How many of the newest events lastUse was looked for in; absent where it was not asked for.
    std::optional<std::uint64_t> eventsSearched;
    /// The time of the oldest of them: who shows no lastUse has none since then.
    std::optional<std::string> lastUseSearchedFrom;
    std::optional<std::string> nextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (),
                      (subjects, time, revision, eventsSearched, lastUseSearchedFrom, nextToken))

/// Whom the question is about. A single account that is not shown reads as unknown.
Result<std::vector<AccountId>> scope_of(const View& view, const Request& request) {
    if (request.account) {
        if (!view.shows(*request.account)) {
            return unknown_subject(request.account->text());
        }
        return std::vector{*request.account};
    }
    auto accounts = view.accounts();
    if (request.parent) {
        const std::string node = "/" + *request.parent + "/";
        std::erase_if(accounts, [&](AccountId account) {
            return view.facts().membership(account).path.find(node) == std::string_view::npos;
        });
    }
    return accounts;
}

/// What a page token of one question is good for.
Listing listing(const AuditCall& call, const Request& request, std::string_view action,
                std::string_view region) {
    const auto text = [](const auto& value) { return value ? std::string{*value} : std::string{}; };
    std::string filter =
        fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}", action, resource_of(request.resource),
                    region, request.operation ? static_cast<int>(*request.operation) : -1,
                    request.subjects ? static_cast<int>(*request.subjects) : -1,
                    request.account.value_or(AccountId{}).text(), text(request.parent),
                    request.includeRefused.value_or(false), text(request.time), text(request.at));
    for (const auto& [key, value] : request.resourceTags) {
        filter += fmt::format("\n{}={}", key, value);
    }
    for (const auto& [key, value] : request.context) {
        filter += fmt::format("\n{}:{}", key, value.text);
    }
    return {call, "WhoCan", filter};
}

decision::SubjectKind kind_of(const Request& request, std::string_view action) {
    const bool whole = action == decision::kUseProduct ||
                       decision::operation_of(policy::Action{action}).has_value();
    const auto type =
        request.subjects.value_or(whole ? SubjectType::account : SubjectType::principal);
    return type == SubjectType::account ? decision::SubjectKind::account
                                        : decision::SubjectKind::principal;
}

/// By what had happened when the view was so.
Result<void> add_last_uses(const AuditCall& call, const View& view,
                           const std::vector<decision::WhoRow>& rows, LastUses& uses,
                           Response& response) {
    LICET_TRY_VOID(uses.search(call, {.below = view.revision() + 1, .until = view.now()}, rows));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        response.subjects[i].lastUse = uses.of(rows[i]);
    }
    response.eventsSearched = uses.events_searched();
    if (const auto from = uses.searched_from()) {
        response.lastUseSearchedFrom = format_iso8601(*from);
    }
    return {};
}

Result<Response> who_can(const AuditCall& call, const View& view, const Request& request) {
    const auto resource = resource_of(request.resource);
    const auto action = action_of(request.action, resource, view);
    LICET_TRY_VOID(check_action(action));
    if (request.region) {
        LICET_TRY_VOID(check_region(*request.region));
    }
    LICET_TRY(auto accounts, scope_of(view, request));
    const std::string region =
        std::string{request.region ? std::string_view{*request.region} : call.region()};
    const auto list = listing(call, request, action, region);
    std::string after;
    if (request.nextToken) {
        LICET_TRY(after, list.key_in(*request.nextToken));
    }
    Time time = view.now();
    if (request.time) {
        LICET_TRY(time, read_time("time", *request.time));
    }
    AskedContext context{read_tags(request.resourceTags)};
    LICET_TRY_VOID(context.read(request.context));
    const auto keys = context.keys();
    const decision::Inquiry inquiry{.action = action,
                                    .resource = resource,
                                    .region = region,
                                    .now = time,
                                    .operation = request.operation,
                                    .resource_tags = &context.resource_tags(),
                                    .request = &keys};
    const decision::WhoCan search{.inquiry = inquiry,
                                  .kind = kind_of(request, action),
                                  .accounts = std::move(accounts),
                                  .after = std::move(after),
                                  .rows_max = rows_of(request.maxResults)};
    const auto page = decision::who_can(
        view.facts(), view.directory(), search, [&](const decision::Answer& answer) {
            return answer.allowed || request.includeRefused.value_or(false);
        });
    Response response{.subjects = {},
                      .time = format_iso8601(time),
                      .revision = view.revision(),
                      .eventsSearched = {},
                      .lastUseSearchedFrom = {},
                      .nextToken = {}};
    for (const auto& row : page.rows) {
        response.subjects.push_back(
            {.account = row.account,
             .principal = row.principal.empty() ? std::nullopt : std::optional{row.principal},
             .allowed = row.answer.allowed,
             .reason = std::string{row.answer.reason},
             .grant = show(row.answer.grant),
             .scope = show(row.answer.scope),
             .lastUse = {}});
    }
    if (!page.next.empty()) {
        response.nextToken = list.token_after(page.next);
    }
    if (request.includeLastUse.value_or(false)) {
        LastUses uses{view.facts(), {.action = action, .resource = resource}};
        LICET_TRY_VOID(add_last_uses(call, view, page.rows, uses, response));
    }
    return response;
}

Result<Response> run(AuditCall& call, const Request& request) {
    if (request.at) {
        LICET_TRY(const auto past, view_of_past(call, *request.at));
        return who_can(call, *past.view, request);
    }
    const View view{call.index, call.caller(), call.services.clock.now()};
    return who_can(call, view, request);
}

constexpr wire::HttpBinding kHttp{"POST", "/licet/v1/who-can"};

}  // namespace

extern constinit const Operation op_licet_who_can = operation<Request, Response, run>(
    {.service = &wire::kLicet,
     .name = "WhoCan",
     .doc = "Lists the accounts or principals of the organization that may do something, and who "
            "of them did it last, and when.",
     .access = Access::audit,
     .http = &kHttp});

}  // namespace licet::api
