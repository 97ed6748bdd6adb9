// SPDX-License-Identifier: Apache-2.0
#include "api/decisions/forms.h"
#include "api/decisions/view.h"
#include "api/define.h"
#include "api/page.h"
#include "decision/state_facts.h"
#include "model/grant/listing.h"
#include "model/grant/quota_text.h"
#include "model/grant/rules.h"
#include "model/license/quotas.h"
#include "model/license/received.h"
#include "model/state.h"
#include "quota/ledger.h"

#include <fmt/format.h>

namespace licet::api {
namespace {

struct Request {
    std::optional<AccountId> account;  ///< the quotas that bind it; default: all that you may see
    std::optional<Text<1, 2048>> principal;  ///< those that bind it; ARN of a user, role or root
    std::optional<decisions::RowCount> maxResults;
    std::optional<decisions::PageToken> nextToken;
};
BOOST_DESCRIBE_STRUCT(Request, (), (account, principal, maxResults, nextToken))

struct Row {
    /// Whose tag it is; to its grantee what it received. Of an entitlement the grant by which it
    /// binds the account; absent in the list of all.
    std::optional<std::string> grantArn;
    std::optional<std::string> licenseArn;  ///< whose entitlement it is; absent: it is a tag
    std::string quota;                      ///< the key of the tag, or the entitlement's name
    std::int64_t limit = 0;
    std::string sharing;                   ///< `all`, `account`, `principal` or `tag`: who has one
    std::optional<AccountId> account;      ///< whose use it is; absent: that of all together
    std::optional<std::string> principal;  ///< likewise
    std::optional<std::string> tagValue;   ///< likewise; absent also for those without the tag
    std::optional<std::int64_t> spent;  ///< absent: there are many counts, and none was asked for
    std::optional<std::int64_t> held;   ///< by calls under way
    std::optional<std::string> windowEnd;  ///< absent: there is none
};
BOOST_DESCRIBE_STRUCT(Row, (),
                      (grantArn, licenseArn, quota, limit, sharing, account, principal, tagValue,
                       spent, held, windowEnd))

struct Response {
    std::vector<Row> quotas;
    std::optional<std::string> nextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (quotas, nextToken))

/// Whose quotas are asked about. Refers to the state.
struct Asked {
    AccountId account = {};  ///< none: all that there are
    std::optional<model::Principal> principal = {};
    decision::PrincipalRights rights = {};

    bool has(model::QuotaSharing sharing) const {
        return sharing == model::QuotaSharing::all ||
               (sharing == model::QuotaSharing::account ? bool{account} : principal.has_value());
    }
    quota::Caller caller() const {
        return principal ? quota::Caller::of(*principal, rights.arn, rights.tags)
                         : quota::Caller{.account = account};
    }
};

bool may_ask_about(const Call& call, AccountId account, bool speaks) {
    const auto& organizations = call.state().organization;
    return account == call.account() ||
           (speaks && model::organization_of(organizations, account) ==
                          model::organization_of(organizations, call.account()));
}

bool speaks_for_all(const Call& call) {
    const auto* organization = model::organization_of(call.state().organization, call.account());
    return organization != nullptr &&
           model::is_administrator(*organization, call.account(), model::kLicenseManagerService);
}

/// @return `denied` for accounts that are others' business; unknown_subject() for principals
Result<Asked> asked_about(const Call& call, const Request& request) {
    const bool speaks = speaks_for_all(call);
    if (request.account && !may_ask_about(call, *request.account, speaks)) {
        return Error{ErrorKind::denied,
                     fmt::format("Account `{}` may not ask about account `{}`; the management "
                                 "account of its organization and License Manager's delegated "
                                 "administrator may",
                                 call.account().text(), request.account->text())};
    }
    if (!request.principal) {
        return Asked{.account = request.account ? *request.account
                                : speaks        ? AccountId{}
                                                : call.account()};
    }
    const decision::StateFacts facts{call.state()};
    auto principal = facts.find_principal(*request.principal);
    if (!principal || !may_ask_about(call, principal->account, speaks) ||
        principal->account != request.account.value_or(principal->account)) {
        return decisions::unknown_subject(*request.principal);
    }
    auto rights = facts.rights(*principal);
    const auto account = principal->account;
    return Asked{account, std::move(principal), std::move(rights)};
}

std::string license_arn(const Call& call, const std::string& id) {
    const auto license = Id128::parse(id).value();
    return model::license_arn(model::find_license(call.state().license, license)->issuer, license);
}

/// Who they are is only said where there are many.
void name_user(const model::Quota& quota, const Asked& asked, Row& row) {
    const auto caller = asked.caller();
    if (quota.sharing == model::QuotaSharing::account) {
        row.account = asked.account;
    } else if (quota.sharing == model::QuotaSharing::principal) {
        row.principal = std::string{caller.principal};
    } else if (quota.sharing == model::QuotaSharing::tag) {
        const auto* value = caller.tag(quota.tag);
        row.tagValue = value == nullptr ? std::nullopt : std::optional{*value};
    }
}

/// @param grant_arn empty: none
void add_rows(const Call& call, const std::string& grant_arn, const model::Quotas& quotas,
              const Asked& asked, std::vector<Row>& rows) {
    if (quotas == nullptr) {
        return;
    }
    const Time now = call.context().now;
    for (const auto& quota : *quotas) {
        auto& row = rows.emplace_back();
        row.quota = quota.key;
        row.limit = quota.limit;
        row.sharing = model::sharing_text(quota.sharing);
        if (!grant_arn.empty()) {
            row.grantArn = grant_arn;
        }
        if (!quota.license.empty()) {
            row.licenseArn = license_arn(call, quota.license);
        }
        if (asked.has(quota.sharing)) {
            const auto standing = call.services.quotas.standing(quota, asked.caller(), now);
            row.spent = standing.spent;
            row.held = standing.held;
            name_user(quota, asked, row);
        }
        if (const auto end = model::window_end(quota.window, now)) {
            row.windowEnd = format_iso8601(*end);
        }
    }
}

/// What binds the account, by the grants that it received.
void list_of_account(const Call& call, const Asked& asked, std::optional<model::GrantId> after,
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
                     model::effective_scope(call.state(), view.id).quotas, asked, response.quotas);
        }
        return true;
    };
    model::visit_received_grants(call.state(), asked.account, after, visit);
}

/// What the organization's licenses and grants are limited to, each by itself: a page of it.
class ListOfAll {
public:
    ListOfAll(const Call& call, const Listing& list, std::size_t rows_max, Response& response)
        : call_{call}, list_{list}, rows_max_{rows_max}, response_{response} {}

    /// @return false when the page is full
    bool add_licenses(std::optional<Id128> after) {
        const auto& all = call_.state().license.licenses;
        for (auto at = after ? all.upper_bound(*after) : all.begin(); at != all.end(); ++at) {
            if (is_full()) {
                return false;
            }
            const auto& [id, license] = *at;
            last_ = kLicenseKey + id.text();
            if (model::administers(call_.state(), call_.account(), license) &&
                !model::is_deleted(license)) {
                add_rows(call_, {}, model::quotas_of(id, model::current(license)), {},
                         response_.quotas);
            }
        }
        return true;
    }
    void add_grants(std::optional<model::GrantId> after) {
        const auto& all = call_.state().grant.details;
        for (auto at = after ? all.upper_bound(*after) : all.begin(); at != all.end(); ++at) {
            if (is_full()) {
                return;
            }
            last_ = at->first.text();
            add_grant(at->first, at->second.scope);
        }
    }

    static constexpr char kLicenseKey = 'l';

private:
    bool is_full() {
        const bool full = response_.quotas.size() >= rows_max_ || seen_ == kPageScanMax;
        if (full) {
            response_.nextToken = list_.token_after(last_);
        }
        ++seen_;
        return full;
    }
    void add_grant(const model::GrantId& id, const std::optional<model::Scope>& scope) {
        const auto view =
            scope && scope->quotas != nullptr ? model::find_view(call_.state(), id) : std::nullopt;
        if (!view || model::is_terminal(view->at.status) ||
            model::relation_of(call_.state(), *view, call_.account()) == model::Relation::none) {
            return;
        }
        auto quotas = *scope->quotas;
        for (auto& quota : quotas) {
            quota.grant = id;
        }
        add_rows(call_, model::arn_of(*view),
                 std::make_shared<const std::vector<model::Quota>>(std::move(quotas)), {},
                 response_.quotas);
    }

    const Call& call_;
    const Listing& list_;
    std::size_t rows_max_;
    Response& response_;
    std::size_t seen_ = 0;
    std::string last_;
};

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY(const auto asked, asked_about(call, request));
    const Listing list{call, "ListQuotas",
                       asked.account.text() + (asked.principal ? asked.principal->arn : "")};
    std::string key;
    if (request.nextToken) {
        LICET_TRY(key, list.key_in(*request.nextToken));
    }
    const bool of_license = key.starts_with(ListOfAll::kLicenseKey);
    std::optional<model::GrantId> grant;
    if (!key.empty() && !of_license) {
        LICET_TRY(grant, model::GrantId::parse(key));
    }
    Response response;
    const auto rows_max = decisions::rows_of(request.maxResults);
    if (asked.account) {
        list_of_account(call, asked, grant, rows_max, list, response);
        return response;
    }
    ListOfAll all{call, list, rows_max, response};
    std::optional<Id128> license;
    if (of_license) {
        LICET_TRY(license, Id128::parse(key.substr(1)));
    }
    if (grant || all.add_licenses(license)) {
        all.add_grants(grant);
    }
    return response;
}

constexpr wire::HttpBinding kHttp{"POST", "/licet/v1/quotas"};

}  // namespace

extern constinit const Operation op_licet_list_quotas = operation<Request, Response, run>(
    {.service = &wire::kLicet,
     .name = "ListQuotas",
     .doc = "Lists the quotas of grants and licenses with what is spent and held of each: of the "
            "whole organization, or those that bind one account or principal.",
     .access = Access::read,
     .http = &kHttp});

}  // namespace licet::api
