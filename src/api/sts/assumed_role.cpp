// SPDX-License-Identifier: Apache-2.0
#include "api/sts/assumed_role.h"

#include "model/identity/trust.h"

#include <fmt/format.h>

namespace licet::api::sts {

Result<void> refuse_unsupported(bool given, std::string_view name) {
    if (given) {
        return Error{ErrorKind::invalid, fmt::format("$.{}: is not supported", name)};
    }
    return {};
}

Result<NamedRole> find_role(const model::State& state, const std::string& arn) {
    const auto trustee = model::parse_aws_trustee(arn);
    if (!trustee.ok() || trustee->kind != model::TrusteeKind::role) {
        return Error{ErrorKind::invalid, fmt::format("`{}` is not the ARN of a role", arn)};
    }
    NamedRole found{.account = trustee->account, .name = arn.substr(arn.rfind('/') + 1)};
    const auto* account = model::find_account(state.organization, found.account);
    const auto* role = model::find_role(state.identity, found.account, found.name);
    const bool usable = account != nullptr && account->state == model::AccountState::ACTIVE &&
                        role != nullptr &&
                        model::role_arn(found.account, role->path, found.name) == arn;
    found.role = usable ? role : nullptr;
    return found;
}

Result<std::chrono::seconds> duration_of(const DurationSeconds& asked, const model::Role& role) {
    const std::chrono::seconds duration{asked ? asked->value : 3'600};
    if (duration > std::chrono::seconds{role.max_session_seconds}) {
        return Error{ErrorKind::invalid,
                     "The requested DurationSeconds exceeds the MaxSessionDuration set for this "
                     "role."};
    }
    return duration;
}

Result<AssumedRole> assume(Call& call, const NamedRole& named, SessionTerms terms) {
    const Time now = call.context().now;
    const model::Principal who{.kind = model::PrincipalKind::assumed_role,
                               .account = named.account,
                               .arn = model::session_arn(named.account, named.name, terms.name),
                               .id = named.role->id + ":" + terms.name,
                               .name = named.name + "/" + terms.name,
                               .role_id = named.role->id,
                               .session_issued_at = now,
                               .source_identity = std::move(terms.source_identity),
                               .token_bearer = terms.proof == Proof::token};
    LICET_TRY(auto made,
              call.services.sessions.issue(who, "", now + terms.duration, call.context().random));
    return AssumedRole{show_credentials(std::move(made)), {who.id, who.arn}};
}

}  // namespace licet::api::sts
