// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/paging.h"
#include "api/iam/permissions.h"
#include "api/iam/policies.h"
#include "model/identity/managed_policies.h"

#include <fmt/format.h>

namespace licet::api {
namespace {

enum class EntityType { User, Role, Group, LocalManagedPolicy, AWSManagedPolicy };
BOOST_DESCRIBE_ENUM(EntityType, User, Role, Group, LocalManagedPolicy, AWSManagedPolicy)

struct Request {
    iam::Arn PolicyArn;
    std::optional<EntityType> EntityFilter;
    std::optional<iam::Path> PathPrefix;
    std::optional<iam::PolicyUsage> PolicyUsageFilter;
    iam::Marker Marker;
    iam::MaxItems MaxItems;
};
BOOST_DESCRIBE_STRUCT(Request, (),
                      (PolicyArn, EntityFilter, PathPrefix, PolicyUsageFilter, Marker, MaxItems))

struct PolicyGroup {
    std::string GroupName;
    std::string GroupId;
};
BOOST_DESCRIBE_STRUCT(PolicyGroup, (), (GroupName, GroupId))

struct PolicyUser {
    std::string UserName;
    std::string UserId;
};
BOOST_DESCRIBE_STRUCT(PolicyUser, (), (UserName, UserId))

struct PolicyRole {
    std::string RoleName;
    std::string RoleId;
};
BOOST_DESCRIBE_STRUCT(PolicyRole, (), (RoleName, RoleId))

struct Response {
    std::vector<PolicyGroup> PolicyGroups;
    std::vector<PolicyUser> PolicyUsers;
    std::vector<PolicyRole> PolicyRoles;
    bool IsTruncated = false;
    std::optional<std::string> Marker;
};
BOOST_DESCRIBE_STRUCT(Response, (), (PolicyGroups, PolicyUsers, PolicyRoles, IsTruncated, Marker))

/// An identity that uses the policy, by kind and name.
struct Entity {
    EntityType type = EntityType::User;
    std::string name;
    std::string id;
};
using Entities = std::map<std::string, Entity>;

const std::string kNoBoundary;
const std::string& boundary_of(const model::Group&) {
    return kNoBoundary;
}
template <typename Identity>
const std::string& boundary_of(const Identity& identity) {
    return identity.boundary;
}

/// Adds the account's identities of one kind that use the policy as the request asks.
template <typename Identity>
void add_entities(const std::map<model::OwnedName, Identity>& all, AccountId account,
                  const Request& request, EntityType type, Entities& found) {
    if (request.EntityFilter && request.EntityFilter != type) {
        return;
    }
    const std::string prefix = request.PathPrefix.value_or("/");
    const auto usage = request.PolicyUsageFilter;
    for (auto one = all.lower_bound({account, ""});
         one != all.end() && one->first.account == account; ++one) {
        const auto& [owner, identity] = *one;
        const bool attached = identity.attached.contains(request.PolicyArn) &&
                              usage != iam::PolicyUsage::PermissionsBoundary;
        const bool bounded = boundary_of(identity) == request.PolicyArn &&
                             usage != iam::PolicyUsage::PermissionsPolicy;
        if ((attached || bounded) && identity.path.starts_with(prefix)) {
            found.emplace(fmt::format("{}/{}", static_cast<int>(type), owner.name),
                          Entity{type, owner.name, identity.id});
        }
    }
}

void show(const Entity& entity, Response& response) {
    switch (entity.type) {
        case EntityType::User:
            response.PolicyUsers.push_back({entity.name, entity.id});
            return;
        case EntityType::Role:
            response.PolicyRoles.push_back({entity.name, entity.id});
            return;
        default:
            response.PolicyGroups.push_back({entity.name, entity.id});
    }
}

std::string listing_name(const Request& request) {
    return fmt::format(
        "{} {} {} {}", request.PolicyArn,
        request.EntityFilter ? static_cast<int>(*request.EntityFilter) : -1,
        request.PolicyUsageFilter ? static_cast<int>(*request.PolicyUsageFilter) : -1,
        request.PathPrefix.value_or("/"));
}

Result<Response> run(Call& call, const Request& request) {
    const auto& state = call.state().identity;
    LICET_TRY_VOID(model::require_managed_policy(state, call.account(), request.PolicyArn));
    const Listing listing{call, "ListEntitiesForPolicy", listing_name(request)};
    LICET_TRY(const auto page, iam::page_of(listing, request.Marker, request.MaxItems));
    Entities all;
    add_entities(state.users, call.account(), request, EntityType::User, all);
    add_entities(state.roles, call.account(), request, EntityType::Role, all);
    add_entities(state.groups, call.account(), request, EntityType::Group, all);
    Response response;
    const auto next = fill_page(all, page, [&](const Entities::value_type& item) {
        show(item.second, response);
        return true;
    });
    iam::end_page(response, listing, next);
    return response;
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return iam::on_policy(call, request.PolicyArn);
}

}  // namespace

extern constinit const Operation op_iam_list_entities_for_policy =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kIam,
         .name = "ListEntitiesForPolicy",
         .doc = "Lists the users, groups and roles that have a managed policy.",
         .access = Access::read,
         .needs = iam::kOnPolicy});

}  // namespace licet::api
