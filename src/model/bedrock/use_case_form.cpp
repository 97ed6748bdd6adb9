// SPDX-License-Identifier: Apache-2.0
#include "model/bedrock/use_case_form.h"

#include "base/describe/describe.h"
#include "base/describe/json.h"
#include "base/encoding.h"

#include <fmt/format.h>

namespace licet::model {
namespace {

bool is_kind_of_users(std::string_view text) {
    return text == "0" || text == "1" || text == "2";  // internal, external, both
}

/// Spelled as in the form's JSON.
struct Form {
    Text<1, 128> companyName;
    Text<1, 128> companyWebsite;
    Text<1, 1, is_kind_of_users> intendedUsers;
    Text<1, 128> industryOption;
    std::optional<Text<0, 128>> otherIndustryOption;
    Text<1, 8192> useCases;
};
BOOST_DESCRIBE_STRUCT(Form, (),
                      (companyName, companyWebsite, intendedUsers, industryOption,
                       otherIndustryOption, useCases))

}  // namespace

Result<Events> submit_use_case_form(std::string_view form, const Context& context) {
    if (form.size() < kUseCaseFormMin || form.size() > kUseCaseFormMax) {
        return Error{ErrorKind::invalid, fmt::format("Invalid form data: formData must have {} to "
                                                     "{} bytes",
                                                     kUseCaseFormMin, kUseCaseFormMax)};
    }
    Form fields;
    const auto read =
        describe::read_json(describe::type_of<Form>(), &fields, describe::kAwsFormat, form);
    if (!read.ok()) {
        return Error{ErrorKind::invalid, "Invalid form data: " + read.error().message +
                                             "; intendedUsers is \"0\" (internal), \"1\" "
                                             "(external) or \"2\" (both)"};
    }
    return Events{UseCaseSubmitted{context.actor.account, to_base64(as_bytes(form))}};
}

}  // namespace licet::model
