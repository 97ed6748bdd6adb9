// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"

namespace licet::api {
namespace {

struct Response {
    Blob formData;
};
BOOST_DESCRIBE_STRUCT(Response, (), (formData))

Result<Response> run(Call& call, const Empty&) {
    const auto& forms = call.state().models.use_case_forms;
    const auto found = forms.find(call.account());
    if (found == forms.end()) {
        return Error{ErrorKind::not_found,
                     "This account has not submitted use case details; send them with "
                     "PutUseCaseForModelAccess"};
    }
    return Response{Blob{found->second}};
}

constexpr wire::HttpBinding kHttp{"GET", "/use-case-for-model-access"};

}  // namespace

extern constinit const Operation op_bedrock_get_use_case_for_model_access =
    operation<Empty, Response, run>(
        {.service = &wire::kBedrock,
         .name = "GetUseCaseForModelAccess",
         .doc = "Returns the first-time-use form that the account itself sent last.",
         .access = Access::read,
         .http = &kHttp});

}  // namespace licet::api
