// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"
#include "model/bedrock/catalogue.h"
#include "model/identity/identity.h"
#include "model/identity/principal.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace licet::model {
struct RoleTrust;
}

namespace licet::decision {

/// For whom an account speaks; each includes those before it. Source: rules OR-5, OR-7.
enum class Authority : std::uint8_t {
    itself,
    some_service,     ///< delegated administrator of a service: may read the organization
    license_manager,  ///< delegated administrator of License Manager
    organization,     ///< its management account
};

/// Who and what there is that can be asked about. Like Facts, the index and the state itself answer
/// alike.
class Directory {
public:
    virtual ~Directory() = default;

    virtual Authority authority_of(AccountId account) const = 0;

    /// Whether the account may ask for its whole organization: the management account and the
    /// delegated administrator for License Manager. Source: issue 4; rule OR-5.
    bool speaks_for_organization(AccountId account) const {
        return authority_of(account) >= Authority::license_manager;
    }

    /// The installation's first account; see model::require_founder().
    virtual AccountId founder() const = 0;

    /// Whether the account may grant the license: it holds it, or was given it to pass on. Not
    /// where there is no such license. Source: rules GR-5, GR-6.
    virtual bool may_grant(AccountId account, AccountId issuer, const Id128& license) const = 0;

    /// What the role says of who may assume it. Null where there is no role of that ARN, or its
    /// account is closed.
    virtual std::shared_ptr<const model::RoleTrust> trust_of(std::string_view role_arn) const = 0;

    /// The accounts of an organization in ascending order, closed ones too; none where it is empty.
    virtual std::vector<AccountId> accounts_of(std::string_view organization) const = 0;

    /// The account's root, users and roles as principals, in the order of their ARNs; without
    /// service-linked roles, as which only services act. A role stands for its sessions: its `arn`
    /// is the role's.
    virtual std::vector<model::Principal> principals_of(AccountId account) const = 0;

    /// One of principals_of(), or a session of one of its roles. Nothing when there is none of that
    /// ARN.
    virtual std::optional<model::Principal> find_principal(std::string_view arn) const = 0;

    /// What the catalogue lists, in the order of the ids.
    virtual std::vector<const model::FoundationModel*> models() const = 0;
    virtual std::vector<const model::InferenceProfile*> profiles() const = 0;
    virtual std::vector<const model::Product*> products() const = 0;
    virtual bool lists_product(std::string_view id) const = 0;
};

/// The values of a map, in its order.
template <typename Map>
std::vector<const typename Map::mapped_type*> listed(const Map& map) {
    std::vector<const typename Map::mapped_type*> all;
    all.reserve(map.size());
    for (const auto& [id, value] : map) {
        all.push_back(&value);
    }
    return all;
}

/// What the ARN of a principal says. Views into the ARN.
struct PrincipalArn {
    model::PrincipalKind kind = model::PrincipalKind::root;
    AccountId account;
    std::string_view name = {};  ///< of the user or role, without its path
    bool is_session = false;     ///< the ARN of a session, which says no path
};
/// Nothing for what is no ARN of a root, user, role or session.
std::optional<PrincipalArn> read_principal_arn(std::string_view arn);

model::Principal root_principal(AccountId account);
model::Principal user_principal(const model::OwnedName& name, const model::User& user);
/// The sessions of a role.
model::Principal role_principal(const model::OwnedName& name, const model::Role& role);

}  // namespace licet::decision
