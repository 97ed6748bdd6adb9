// SPDX-License-Identifier: Apache-2.0
#include "model/token/create_token.h"

#include "model/grant/activity.h"
#include "model/grant/rules.h"
#include "model/grant/view.h"
#include "model/identity/names.h"
#include "model/state.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::model {
namespace {

/// Source: rule LM-19.
Result<void> require_home(const License& license, std::string_view region) {
    if (region == license.home_region) {
        return {};
    }
    return Error{ErrorKind::invalid,
                 fmt::format("tokens of this license are managed in its home region, {}",
                             license.home_region),
                 "RedirectException",
                 {{"Location", license.home_region}}};
}

/// Whether `part` stands in `text` at `position`, in whatever case.
bool has_at(std::string_view text, std::size_t position, std::string_view part) {
    return is_same_name(text.substr(position, part.size()), part);
}

/// In `amr` the bearer's properties stand beside what licet itself says there, so they must not
/// look like it, not even to a pattern that begins with a star: a role trusts an account by such
/// an element.
Result<void> check_properties(const std::vector<std::string>& properties) {
    constexpr std::string_view kReserved = "aws:";
    constexpr std::string_view kIssuer = "token-issuer-account-id:";
    for (const auto& property : properties) {
        if (has_at(property, 0, kReserved)) {
            return validation_error(
                "TokenProperties must not begin with `aws:`, which AWS keeps to itself");
        }
        for (std::size_t i = 0; i < property.size(); ++i) {
            if (has_at(property, i, kIssuer)) {
                return validation_error(fmt::format(
                    "TokenProperties must not contain `{}`, by which roles tell whose token it is",
                    kIssuer));
            }
        }
    }
    return {};
}

/// CreateToken knows no InvalidParameterValueException.
Result<ReceivedLicense> find_own(const State& state, AccountId account, std::string_view arn,
                                 Time now) {
    auto license = license_for(state, account, arn, now);
    if (!license.ok() && license.error().kind == ErrorKind::invalid) {
        return validation_error(license.error().message);
    }
    return license;
}

Error no_such_token() {
    return {ErrorKind::not_found, "the account has no such token", "ResourceNotFoundException"};
}

}  // namespace

bool may_create_tokens(const State& state, AccountId account, const Id128& id, Time now) {
    const License* license = find_license(state.license, id);
    if (license == nullptr || !is_usable(*license, now)) {
        return false;
    }
    if (is_seller_issued(*license) && license->issuer == account) {
        return true;
    }
    const auto grants = grants_in_force(state, account, product_of(*license), now);
    return std::any_of(grants.begin(), grants.end(), [&](const GrantId& grant) {
        const auto view = find_view(state, grant);
        return view && view->license == id &&
               view->at.operations.has(AllowedOperation::CreateToken);
    });
}

Result<LicenseToken> new_token(const State& state, const CreateToken& command,
                               const Context& context) {
    const AccountId caller = context.actor.account;
    LICET_TRY(const auto license, find_own(state, caller, command.license_arn, context.now));
    LICET_TRY_VOID(require_home(*license.license, context.region));
    if (license.receiver != caller || !may_create_tokens(state, caller, license.id, context.now)) {
        return access_denied(fmt::format(
            "`{}` gives account {} no right to create tokens: that needs an AVAILABLE license, "
            "and a grant with CreateToken among its operations that is ACTIVE",
            command.license_arn, caller.text()));
    }
    LICET_TRY_VOID(check_properties(command.properties));
    const auto count = state.token.available.find(caller);
    if (count != state.token.available.end() && count->second >= kTokensMax) {
        return Error{ErrorKind::exhausted,
                     fmt::format("the account has {} tokens, which is the limit; delete those that "
                                 "nobody uses",
                                 kTokensMax),
                     "ResourceLimitExceededException"};
    }
    const auto made = std::chrono::floor<std::chrono::seconds>(context.now);
    return LicenseToken{.owner = caller,
                        .license = license.id,
                        .key = {},
                        .role_arns = command.role_arns,
                        .properties = command.properties,
                        .created_at = made,
                        .expires_at = made + std::chrono::days{command.days}};
}

Result<Events> delete_token(const State& state, std::string_view text, const Context& context) {
    const auto id = parse_token_id(text);
    const LicenseToken* token = id.ok() ? find_token(state.token, *id) : nullptr;
    if (token == nullptr || token->owner != context.actor.account) {
        return no_such_token();
    }
    LICET_TRY_VOID(require_home(state.license.licenses.at(token->license), context.region));
    if (token->status == TokenStatus::DELETED) {
        return Events{};
    }
    return Events{TokenDeleted{*id}};
}

}  // namespace licet::model
