// SPDX-License-Identifier: Apache-2.0
#include "decision/directory.h"

namespace licet::decision {
namespace {

using model::Principal;
using model::PrincipalKind;

/// Cuts `text` off at the first `separator` and returns what stood before it; all of it when there
/// is none.
std::string_view take_until(std::string_view& text, char separator) {
    const auto end = text.find(separator);
    const auto taken = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return taken;
}

}  // namespace

std::optional<PrincipalArn> read_principal_arn(std::string_view arn) {
    const bool is_session = arn.starts_with("arn:aws:sts::");
    if (!is_session && !arn.starts_with("arn:aws:iam::")) {
        return std::nullopt;
    }
    arn.remove_prefix(std::string_view{"arn:aws:iam::"}.size());
    const auto account = AccountId::parse(take_until(arn, ':'));
    if (!account.ok()) {
        return std::nullopt;
    }
    if (!is_session && arn == "root") {
        return PrincipalArn{.kind = PrincipalKind::root, .account = *account};
    }
    const auto type = take_until(arn, '/');
    if (is_session) {
        const auto role = take_until(arn, '/');
        if (type != "assumed-role" || role.empty() || arn.empty()) {
            return std::nullopt;
        }
        return PrincipalArn{.kind = PrincipalKind::assumed_role,
                            .account = *account,
                            .name = role,
                            .is_session = true};
    }
    const auto name = arn.substr(arn.rfind('/') + 1);
    if ((type != "user" && type != "role") || name.empty()) {
        return std::nullopt;
    }
    return PrincipalArn{.kind = type == "user" ? PrincipalKind::user : PrincipalKind::assumed_role,
                        .account = *account,
                        .name = name};
}

Principal root_principal(AccountId account) {
    return {.kind = PrincipalKind::root,
            .account = account,
            .arn = model::root_arn(account),
            .id = account.text(),
            .name = "root"};
}

Principal user_principal(const model::OwnedName& name, const model::User& user) {
    return {.kind = PrincipalKind::user,
            .account = name.account,
            .arn = model::user_arn(name.account, user.path, name.name),
            .id = user.id,
            .name = name.name};
}

Principal role_principal(const model::OwnedName& name, const model::Role& role) {
    return {.kind = PrincipalKind::assumed_role,
            .account = name.account,
            .arn = model::role_arn(name.account, role.path, name.name),
            .id = role.id,
            .name = name.name,
            .role_id = role.id};
}

}  // namespace licet::decision
