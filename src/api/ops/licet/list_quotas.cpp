// SPDX-License-Identifier: Apache-2.0
#include "api/decisions/forms.h"
#include "api/define.h"
#include "api/page.h"
#include "model/grant/listing.h"
#include "model/grant/rules.h"
#include "model/state.h"
#include "quota/ledger.h"

#include <fmt/format.h>

namespace licet::api {
namespace {

struct Request {
    std::optional<AccountId> account;  ///< the quotas that bind it; default: all that you may see
    std::optional<decisions::RowCount> maxResults;
    std::optional<decisions::PageToken> nextToken;
};
BOOST_DESCRIBE_STRUCT(Request, (), (account, maxResults, nextToken))

struct Row {
    std::string grantArn;  ///< whose tag it is; to its grantee: of what it received
    std::string quota;     ///< the key of the tag
    std::int64_t limit = 0;
    std::optional<AccountId> account;      ///< whose use it is; absent: that of all together
    std::optional<std::int64_t> spent;     ///< absent: each account has a count of its own
    std::optional<std::int64_t> held;      ///< by calls under way
    std::optional<std::string> windowEnd;  ///< absent: there is none
};
BOOST_DESCRIBE_STRUCT(Row, (), (grantArn, quota, limit, account, spent, held, windowEnd))

struct Response {
    std::vector<Row> quotas;
    std::optional<std::string> nextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (quotas, nextToken))

/// @return the account asked about; none: all. `denied` for accounts that are
/// others' business.
Result<AccountId> account_asked_about(const Call& call, const Request& request) {
    const auto& organizations = call.state().organization;
    const auto caller = call.account();
    const auto* organization = model::organization_of(organizations, caller);
    const bool speaks =
        organization != nullptr &&
        model::is_administrator(*organization, caller, model::kLicenseManagerService);
    if (!request.account) {
        return speaks ? AccountId{} : caller;
    }
    const bool may =
        *request.account == caller ||
        (speaks && model::organization_of(organizations, *request.account) == organization);
    if (!may) {
        return Error{ErrorKind::denied,
                     fmt::format("Account `{}` may not ask about account `{}`; the management "
                                 "account of its organization and License Manager's delegated "
                                 "administrator may",
                                 caller.text(), request.account->text())};
    }
    return *request.account;
}

/// @param account none: where each account has its own count none is shown
void add_rows(const Call& call, const std::string& grant_arn, const model::Quotas& quotas,
              AccountId account, std::vector<Row>& rows) {
    if (quotas == nullptr) {
        return;
    }
    const Time now = call.context().now;
    for (const auto& quota : *quotas) {
        Row row{.grantArn = grant_arn,
                .quota = quota.key,
                .limit = quota.limit,
                .account = {},
                .spent = {},
                .held = {},
                .windowEnd = {}};
        if (!quota.each || account) {
            const auto standing = call.services.quotas.standing(quota, account, now);
            row.spent = standing.spent;
            row.held = standing.held;
        }
        if (quota.each && account) {
            row.account = account;
        }
        if (const auto end = model::window_end(quota.window, now)) {
            row.windowEnd = format_iso8601(*end);
        }
        rows.push_back(std::move(row));
    }
}

/// What binds the account, by the grants that it received.
void list_of_account(const Call& call, AccountId account, std::optional<model::GrantId> after,
                     std::size_t rows_max, const Listing& list, Response& response) {
    std::size_t seen = 0;
    std::string last;
    const auto visit = [&](const model::GrantView& view) {
        if (response.quotas.size() >= rows_max || seen == kPageScanMax) {
            response.nextToken = list.token_after(last);
            return false;
        }
        ++seen;
        last = view.id.parent().text();
        if (!model::is_terminal(view.at.status)) {
            add_rows(call, model::arn_of(view),
                     model::effective_scope(call.state(), view.id).quotas, account,
                     response.quotas);
        }
        return true;
    };
    model::visit_received_grants(call.state(), account, after, visit);
}

/// What the grants of the organization are limited to, each by its own tags.
void list_all(const Call& call, std::optional<model::GrantId> after, std::size_t rows_max,
              const Listing& list, Response& response) {
    const auto& grants = call.state().grant;
    std::size_t seen = 0;
    model::GrantId last;
    for (auto at = after ? grants.details.upper_bound(*after) : grants.details.begin();
         at != grants.details.end(); ++at) {
        if (response.quotas.size() >= rows_max || seen == kPageScanMax) {
            response.nextToken = list.token_after(last.text());
            return;
        }
        ++seen;
        last = at->first;
        const auto& scope = at->second.scope;
        const auto view = scope && scope->quotas != nullptr
                              ? model::find_view(call.state(), at->first)
                              : std::nullopt;
        if (!view || model::is_terminal(view->at.status) ||
            model::relation_of(call.state(), *view, call.account()) == model::Relation::none) {
            continue;
        }
        auto quotas = *scope->quotas;
        for (auto& quota : quotas) {
            quota.grant = at->first;
        }
        add_rows(call, model::arn_of(*view),
                 std::make_shared<const std::vector<model::Quota>>(std::move(quotas)), {},
                 response.quotas);
    }
}

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY(const auto account, account_asked_about(call, request));
    const Listing list{call, "ListQuotas", account.text()};
    std::optional<model::GrantId> after;
    if (request.nextToken) {
        LICET_TRY(const auto key, list.key_in(*request.nextToken));
        LICET_TRY(after, model::GrantId::parse(key));
    }
    Response response;
    const auto rows_max = decisions::rows_of(request.maxResults);
    if (account) {
        list_of_account(call, account, after, rows_max, list, response);
    } else {
        list_all(call, after, rows_max, list, response);
    }
    return response;
}

constexpr wire::HttpBinding kHttp{"POST", "/licet/v1/quotas"};

}  // namespace

extern constinit const Operation op_licet_list_quotas = operation<Request, Response, run>(
    {.service = &wire::kLicet,
     .name = "ListQuotas",
     .doc = "Lists the quotas of grants with what is spent and held of "
            "each: of the whole "
            "organization, or those that bind one account.",
     .access = Access::read,
     .http = &kHttp});

}  // namespace licet::api
