// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "model/bedrock/use_case_form.h"

namespace licet::api {
namespace {

struct Request {
    Blob formData;
};
BOOST_DESCRIBE_STRUCT(Request, (), (formData))

Result<Empty> run(Call& call, const Request& request) {
    LICET_TRY(auto events, model::submit_use_case_form(request.formData.bytes, call.context()));
    call.transaction.commit(std::move(events));
    return Empty{};
}

constexpr wire::HttpBinding kHttp{"POST", "/use-case-for-model-access", 201};

}  // namespace

extern constinit const Operation op_bedrock_put_use_case_for_model_access =
    operation<Request, Empty, run>(
        {.service = &wire::kBedrock,
         .name = "PutUseCaseForModelAccess",
         .doc = "Sends the first-time-use form, for the account or, from the management account, "
                "for its whole organization.",
         .access = Access::write,
         .http = &kHttp});

}  // namespace licet::api
