// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/permissions.h"
#include "api/iam/policies.h"
#include "model/identity/managed_policies.h"

namespace licet::api {
namespace {

struct Request {
    iam::PolicyName PolicyName;
    std::optional<iam::PolicyPath> Path;
    iam::PolicyDocument PolicyDocument;
    std::optional<iam::PolicyDescription> Description;
    std::optional<std::vector<WireTag>> Tags;
};
BOOST_DESCRIBE_STRUCT(Request, (), (PolicyName, Path, PolicyDocument, Description, Tags))

struct Response {
    iam::Policy Policy;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Policy))

Result<Response> run(Call& call, const Request& request) {
    const model::CreateManagedPolicy command{.name = request.PolicyName,
                                             .path = request.Path.value_or("/"),
                                             .document = request.PolicyDocument,
                                             .description = request.Description.value_or(""),
                                             .tags = iam::tags_in(request.Tags)};
    LICET_TRY(auto events, model::create_managed_policy(call.state(), command, call.context()));
    call.transaction.commit(std::move(events));
    const auto arn = model::managed_policy_arn(call.account(), command.path, command.name);
    const auto* made = model::find_managed_policy(call.state().identity, arn);
    LICET_CHECK(made != nullptr);
    call.transaction.touch("AWS::IAM::Policy", arn);
    return Response{iam::show_policy(call.state(), call.account(), arn, *made, iam::Detail::full)};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    auto permissions = iam::on_new(call, "policy", request.Path.value_or("/"), request.PolicyName);
    permissions.front().request_tags = asked_tags(request.Tags);
    return permissions;
}

constexpr std::string_view kErrors[] = {"InvalidInput", "MalformedPolicyDocument"};

}  // namespace

extern constinit const Operation op_iam_create_policy =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kIam,
         .name = "CreatePolicy",
         .doc = "Creates a managed policy with its first version.",
         .access = Access::write,
         .needs = {.resources = {&iam::kPolicy}, .keys = kNewTagKeys},
         .errors = kErrors});

}  // namespace licet::api
