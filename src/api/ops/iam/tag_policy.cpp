// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/permissions.h"
#include "api/iam/shapes.h"
#include "model/identity/managed_policies.h"

namespace licet::api {
namespace {

struct Request {
    iam::Arn PolicyArn;
    List<WireTag, 1, model::kTagsMax> Tags;
};
BOOST_DESCRIBE_STRUCT(Request, (), (PolicyArn, Tags))

Result<Empty> run(Call& call, const Request& request) {
    LICET_TRY(auto events,
              model::tag_managed_policy(
                  call.state(), {request.PolicyArn, iam::tags_in(request.Tags)}, call.context()));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::IAM::Policy", request.PolicyArn);
    return Empty{};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    auto permissions = iam::on_policy(call, request.PolicyArn);
    permissions.front().request_tags = asked_tags(request.Tags);
    return permissions;
}

constexpr std::string_view kErrors[] = {"InvalidInput"};

}  // namespace

extern constinit const Operation op_iam_tag_policy = operation<Request, Empty, run, permissions>(
    {.service = &wire::kIam,
     .name = "TagPolicy",
     .doc = "Puts tags on a managed policy.",
     .access = Access::write,
     .needs = {.resources = {&iam::kPolicy}, .keys = kTaggingKeys},
     .errors = kErrors});

}  // namespace licet::api
