// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/permissions.h"
#include "api/iam/shapes.h"
#include "model/identity/managed_policies.h"

namespace licet::api {
namespace {

struct Request {
    iam::Arn PolicyArn;
    List<Text<1, 128>, 1, model::kTagsMax> TagKeys;
};
BOOST_DESCRIBE_STRUCT(Request, (), (PolicyArn, TagKeys))

Result<Empty> run(Call& call, const Request& request) {
    LICET_TRY(auto events, model::untag_managed_policy(
                               call.state(), {request.PolicyArn, asked_tag_keys(request.TagKeys)},
                               call.context()));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::IAM::Policy", request.PolicyArn);
    return Empty{};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    auto permissions = iam::on_policy(call, request.PolicyArn);
    permissions.front().tag_keys = asked_tag_keys(request.TagKeys);
    return permissions;
}

constexpr std::string_view kErrors[] = {"InvalidInput"};

}  // namespace

extern constinit const Operation op_iam_untag_policy = operation<Request, Empty, run, permissions>(
    {.service = &wire::kIam,
     .name = "UntagPolicy",
     .doc = "Takes tags off a managed policy.",
     .access = Access::write,
     .needs = {.resources = {&iam::kPolicy},
               .keys = {policy::Key::aws_resource_tag, policy::Key::aws_tag_keys}},
     .errors = kErrors});

}  // namespace licet::api
