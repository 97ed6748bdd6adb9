// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/ids.h"
#include "api/organizations/paging.h"
#include "api/organizations/permissions.h"
#include "model/organization/access.h"

namespace licet::api {
namespace {

enum class ChildType { ACCOUNT, ORGANIZATIONAL_UNIT };
BOOST_DESCRIBE_ENUM(ChildType, ACCOUNT, ORGANIZATIONAL_UNIT)

struct Request {
    organizations::ParentId ParentId;
    ::licet::api::ChildType ChildType = {};
    organizations::NextToken NextToken;
    organizations::MaxResults MaxResults;
};
BOOST_DESCRIBE_STRUCT(Request, (), (ParentId, ChildType, NextToken, MaxResults))

struct Child {
    std::string Id;
    ChildType Type = ChildType::ACCOUNT;
};
BOOST_DESCRIBE_STRUCT(Child, (), (Id, Type))

struct Response {
    std::vector<Child> Children;
    std::optional<std::string> NextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Children, NextToken))

/// @param index accounts or OUs by their parent.
template <typename Key, typename Index>
Result<Response> list(const Call& call, const Request& request, const Index& index) {
    const bool accounts = request.ChildType == ChildType::ACCOUNT;
    const Listing listing{call, accounts ? "ListChildren ACCOUNT" : "ListChildren",
                          request.ParentId};
    LICET_TRY(const auto page, organizations::page_of<Key>(listing, request));
    Response response;
    const auto children = index.find(request.ParentId);
    if (children != index.end()) {
        response.NextToken =
            organizations::fill(listing, children->second, page, [&](const Key& child) {
                response.Children.push_back({page_key(child), request.ChildType});
                return true;
            });
    }
    return response;
}

Result<Response> run(Call& call, const Request& request) {
    const auto& state = call.state().organization;
    LICET_TRY(const auto organization, model::require_reader(state, call.account()));
    LICET_TRY_VOID(model::require_parent(organization, request.ParentId));
    return request.ChildType == ChildType::ACCOUNT
               ? list<AccountId>(call, request, state.accounts_by_parent)
               : list<std::string>(call, request, state.units_by_parent);
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return organizations::permit_node(call, request.ParentId);
}

constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException",
                                        "ParentNotFoundException"};

}  // namespace

extern constinit const Operation op_organizations_list_children =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kOrganizations,
         .name = "ListChildren",
         .doc = "Lists the accounts or the organizational units directly in a root or unit.",
         .access = Access::read,
         .needs = organizations::kOnParent,
         .errors = kErrors});

}  // namespace licet::api
