// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/paging.h"
#include "api/iam/policies.h"
#include "model/identity/aws_managed/aws_managed.h"

#include <fmt/format.h>

namespace licet::api {
namespace {

enum class Scope { All, AWS, Local };
BOOST_DESCRIBE_ENUM(Scope, All, AWS, Local)

struct Request {
    std::optional<enum Scope> Scope;
    std::optional<bool> OnlyAttached;
    std::optional<iam::PolicyPath> PathPrefix;
    std::optional<iam::PolicyUsage> PolicyUsageFilter;
    iam::Marker Marker;
    iam::MaxItems MaxItems;
};
BOOST_DESCRIBE_STRUCT(Request, (),
                      (Scope, OnlyAttached, PathPrefix, PolicyUsageFilter, Marker, MaxItems))

struct Response {
    std::vector<iam::Policy> Policies;
    bool IsTruncated = false;
    std::optional<std::string> Marker;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Policies, IsTruncated, Marker))

using ByArn = std::map<std::string, const model::ManagedPolicy*>;

/// Of the account and of AWS, as the scope wants.
ByArn policies_in(const model::Identities& all, AccountId account, enum Scope scope) {
    ByArn found;
    if (scope != Scope::AWS) {
        for (auto own = all.managed_policies.lower_bound({account, ""});
             own != all.managed_policies.end() && own->first.account == account; ++own) {
            found.emplace(model::managed_policy_arn(account, own->second.path, own->first.name),
                          &own->second);
        }
    }
    if (scope != Scope::Local) {
        for (const auto& [arn, policy] : model::aws_managed_policies()) {
            found.emplace(arn, &policy);
        }
    }
    return found;
}

/// Whether the account uses the policy as the request asks.
bool is_used(const Request& request, const model::PolicyUse& use) {
    const auto usage = request.PolicyUsageFilter;
    const bool attached = use.attachments > 0 && usage != iam::PolicyUsage::PermissionsBoundary;
    const bool bounding = use.boundaries > 0 && usage != iam::PolicyUsage::PermissionsPolicy;
    return attached || bounding;
}

std::string listing_name(const Request& request) {
    return fmt::format(
        "{} {} {} {}", static_cast<int>(request.Scope.value_or(Scope::All)),
        request.OnlyAttached.value_or(false),
        request.PolicyUsageFilter ? static_cast<int>(*request.PolicyUsageFilter) : -1,
        request.PathPrefix.value_or("/"));
}

Result<Response> run(Call& call, const Request& request) {
    const Listing listing{call, "ListPolicies", listing_name(request)};
    LICET_TRY(const auto page, iam::page_of(listing, request.Marker, request.MaxItems));
    const std::string prefix = request.PathPrefix.value_or("/");
    const bool only_used = request.OnlyAttached.value_or(false) || request.PolicyUsageFilter;
    const auto& all = call.state().identity;
    Response response;
    const auto next = fill_page(
        policies_in(all, call.account(), request.Scope.value_or(Scope::All)), page,
        [&](const ByArn::value_type& item) {
            const auto& [arn, policy] = item;
            if (!policy->path.starts_with(prefix) ||
                (only_used && !is_used(request, model::use_of_policy(all, call.account(), arn)))) {
                return false;
            }
            response.Policies.push_back(
                iam::show_policy(call.state(), call.account(), arn, *policy, iam::Detail::summary));
            return true;
        });
    iam::end_page(response, listing, next);
    return response;
}

}  // namespace

extern constinit const Operation op_iam_list_policies = operation<Request, Response, run>(
    {.service = &wire::kIam,
     .name = "ListPolicies",
     .doc = "Lists the managed policies of the account and of AWS.",
     .access = Access::read});

}  // namespace licet::api
