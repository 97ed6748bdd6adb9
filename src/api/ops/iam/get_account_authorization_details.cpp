// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/account_details.h"
#include "api/iam/paging.h"
#include "model/identity/aws_managed/aws_managed.h"
#include "model/identity/service_linked_roles.h"

#include <fmt/format.h>

namespace licet::api {
namespace {

enum class EntityType { User, Role, Group, LocalManagedPolicy, AWSManagedPolicy };
BOOST_DESCRIBE_ENUM(EntityType, User, Role, Group, LocalManagedPolicy, AWSManagedPolicy)

struct Request {
    std::optional<std::vector<EntityType>> Filter;
    iam::Marker Marker;
    iam::MaxItems MaxItems;
};
BOOST_DESCRIBE_STRUCT(Request, (), (Filter, Marker, MaxItems))

struct Response {
    std::vector<iam::UserDetail> UserDetailList;
    std::vector<iam::GroupDetail> GroupDetailList;
    std::vector<iam::RoleDetail> RoleDetailList;
    std::vector<iam::ManagedPolicyDetail> Policies;
    bool IsTruncated = false;
    std::optional<std::string> Marker;
};
BOOST_DESCRIBE_STRUCT(Response, (),
                      (UserDetailList, GroupDetailList, RoleDetailList, Policies, IsTruncated,
                       Marker))

/// What the list shows, by `<type>/<name or ARN>`. Refers to the state and to `roles`.
struct Item {
    EntityType type = EntityType::User;
    std::string name;
    const void* details = nullptr;
};
using Items = std::map<std::string, Item>;

struct Collector {
    const model::Identities& all;
    AccountId account;
    const Request& request;
    Items items = {};

    bool wants(EntityType type) const {
        const auto& filter = request.Filter;
        return !filter || filter->empty() ||
               std::find(filter->begin(), filter->end(), type) != filter->end();
    }
    void add(EntityType type, const std::string& name, const void* details) {
        items.emplace(fmt::format("{}/{}", static_cast<int>(type), name),
                      Item{type, name, details});
    }
    template <typename Details>
    void add_owned(EntityType type, const std::map<model::OwnedName, Details>& owned) {
        if (!wants(type)) {
            return;
        }
        for (auto one = owned.lower_bound({account, ""});
             one != owned.end() && one->first.account == account; ++one) {
            add(type, one->first.name, &one->second);
        }
    }
    void add_roles(const std::map<std::string, model::Role>& derived) {
        add_owned(EntityType::Role, all.roles);
        for (const auto& [name, role] : derived) {
            if (wants(EntityType::Role)) {
                add(EntityType::Role, name, &role);
            }
        }
    }
    /// Those that the account uses.
    void add_aws_policies() {
        if (!wants(EntityType::AWSManagedPolicy)) {
            return;
        }
        for (const auto& [arn, policy] : model::aws_managed_policies()) {
            const auto use = model::use_of_policy(all, account, arn);
            if (use.attachments + use.boundaries > 0) {
                add(EntityType::AWSManagedPolicy, arn, &policy);
            }
        }
    }
};

void show(const Call& call, const Item& item, Response& response) {
    const model::OwnedName name{call.account(), item.name};
    switch (item.type) {
        case EntityType::User:
            response.UserDetailList.push_back(iam::show_user_detail(
                call.state().identity, name, *static_cast<const model::User*>(item.details)));
            return;
        case EntityType::Group:
            response.GroupDetailList.push_back(
                iam::show_group_detail(name, *static_cast<const model::Group*>(item.details)));
            return;
        case EntityType::Role:
            response.RoleDetailList.push_back(iam::show_role_detail(
                name.account, name.name, *static_cast<const model::Role*>(item.details)));
            return;
        case EntityType::LocalManagedPolicy:
        case EntityType::AWSManagedPolicy:
            break;
    }
    const auto& policy = *static_cast<const model::ManagedPolicy*>(item.details);
    const auto arn = item.type == EntityType::AWSManagedPolicy
                         ? item.name
                         : model::managed_policy_arn(name.account, policy.path, item.name);
    response.Policies.push_back(iam::show_policy_detail(call.state(), call.account(), arn, policy));
}

std::string filter_of(const Request& request) {
    std::string name;
    for (const auto type : request.Filter.value_or(std::vector<EntityType>{})) {
        name += fmt::format(" {}", static_cast<int>(type));
    }
    return name;
}

Result<Response> run(Call& call, const Request& request) {
    const Listing listing{call, "GetAccountAuthorizationDetails", filter_of(request)};
    LICET_TRY(const auto page, iam::page_of(listing, request.Marker, request.MaxItems));
    const auto derived = model::derived_roles(call.state(), call.account());
    Collector collector{call.state().identity, call.account(), request};
    collector.add_owned(EntityType::User, collector.all.users);
    collector.add_owned(EntityType::Group, collector.all.groups);
    collector.add_owned(EntityType::LocalManagedPolicy, collector.all.managed_policies);
    collector.add_roles(derived);
    collector.add_aws_policies();
    Response response;
    const auto next = fill_page(collector.items, page, [&](const Items::value_type& item) {
        show(call, item.second, response);
        return true;
    });
    iam::end_page(response, listing, next);
    return response;
}

}  // namespace

extern constinit const Operation op_iam_get_account_authorization_details =
    operation<Request, Response, run>(
        {.service = &wire::kIam,
         .name = "GetAccountAuthorizationDetails",
         .doc = "Shows all users, groups, roles and policies of the account with their texts.",
         .access = Access::read});

}  // namespace licet::api
