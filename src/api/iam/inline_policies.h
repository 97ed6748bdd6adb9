// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/iam/paging.h"
#include "api/iam/targets.h"
#include "base/encoding.h"
#include "model/identity/identity_policies.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The operations on inline policies: four for each of users, groups and roles.
namespace licet::api::iam {

template <typename Target>
struct PutPolicyRequest : Target {
    iam::PolicyName PolicyName;
    iam::PolicyDocument PolicyDocument;
    BOOST_DESCRIBE_CLASS(PutPolicyRequest, (Target), (PolicyName, PolicyDocument), (), ())
};

template <typename Target>
struct PolicyRequest : Target {
    iam::PolicyName PolicyName;
    BOOST_DESCRIBE_CLASS(PolicyRequest, (Target), (PolicyName), (), ())
};

template <typename Target>
struct PolicyResponse : Target {
    std::string PolicyName;
    std::string PolicyDocument;  ///< percent-encoded
    BOOST_DESCRIBE_CLASS(PolicyResponse, (Target), (PolicyName, PolicyDocument), (), ())
};

template <typename Target>
struct ListPoliciesRequest : Target {
    iam::Marker Marker;
    iam::MaxItems MaxItems;
    BOOST_DESCRIBE_CLASS(ListPoliciesRequest, (Target), (Marker, MaxItems), (), ())
};

struct ListPoliciesResponse {
    std::vector<std::string> PolicyNames;
    bool IsTruncated = false;
    std::optional<std::string> Marker;
};
BOOST_DESCRIBE_STRUCT(ListPoliciesResponse, (), (PolicyNames, IsTruncated, Marker))

template <typename Target>
Result<Empty> run_put_policy(Call& call, const PutPolicyRequest<Target>& request) {
    return commit<Target>(
        call, request,
        model::put_inline_policy(call.state(), {identity_of<Target>(call, request),
                                                request.PolicyName, request.PolicyDocument}));
}

template <typename Target>
Result<Empty> run_delete_policy(Call& call, const PolicyRequest<Target>& request) {
    return commit<Target>(
        call, request,
        model::delete_inline_policy(call.state(),
                                    {identity_of<Target>(call, request), request.PolicyName}));
}

template <typename Target>
Result<PolicyResponse<Target>> run_get_policy(Call& call, const PolicyRequest<Target>& request) {
    LICET_TRY(const auto* policy,
              model::require_inline_policy(call.state(), identity_of<Target>(call, request),
                                           request.PolicyName));
    PolicyResponse<Target> response;
    static_cast<Target&>(response) = request;
    response.PolicyName = request.PolicyName;
    response.PolicyDocument = percent_encode(policy->text);
    return response;
}

template <typename Target>
Result<ListPoliciesResponse> run_list_policies(Call& call,
                                               const ListPoliciesRequest<Target>& request) {
    LICET_TRY(const auto view,
              model::require_identity(call.state(), identity_of<Target>(call, request)));
    const Listing listing{call, "ListPolicies", view.arn};
    LICET_TRY(const auto page, page_of(listing, request.Marker, request.MaxItems));
    ListPoliciesResponse response;
    const auto next = fill_page(*view.policies, page, [&](const auto& policy) {
        response.PolicyNames.push_back(policy.first);
        return true;
    });
    end_page(response, listing, next);
    return response;
}

inline constexpr std::string_view kPutPolicyErrors[] = {"UnmodifiableEntity",
                                                        "MalformedPolicyDocument"};
inline constexpr std::string_view kDeletePolicyErrors[] = {"UnmodifiableEntity"};

template <typename Target>
consteval Operation put_policy(std::string_view name, std::string_view doc) {
    using Request = PutPolicyRequest<Target>;
    return operation<Request, Empty, run_put_policy<Target>, permissions_on<Request>>(
        {.service = &wire::kIam,
         .name = name,
         .doc = doc,
         .access = Access::write,
         .needs = Target::kNeed,
         .errors = errors_of<Target>(kPutPolicyErrors)});
}

template <typename Target>
consteval Operation delete_policy(std::string_view name, std::string_view doc) {
    using Request = PolicyRequest<Target>;
    return operation<Request, Empty, run_delete_policy<Target>, permissions_on<Request>>(
        {.service = &wire::kIam,
         .name = name,
         .doc = doc,
         .access = Access::write,
         .needs = Target::kNeed,
         .errors = errors_of<Target>(kDeletePolicyErrors)});
}

template <typename Target>
consteval Operation get_policy(std::string_view name, std::string_view doc) {
    using Request = PolicyRequest<Target>;
    return operation<Request, PolicyResponse<Target>, run_get_policy<Target>,
                     permissions_on<Request>>({.service = &wire::kIam,
                                               .name = name,
                                               .doc = doc,
                                               .access = Access::read,
                                               .needs = Target::kNeed});
}

template <typename Target>
consteval Operation list_policies(std::string_view name, std::string_view doc) {
    using Request = ListPoliciesRequest<Target>;
    return operation<Request, ListPoliciesResponse, run_list_policies<Target>,
                     permissions_on<Request>>({.service = &wire::kIam,
                                               .name = name,
                                               .doc = doc,
                                               .access = Access::read,
                                               .needs = Target::kNeed});
}

}  // namespace licet::api::iam
