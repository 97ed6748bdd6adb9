// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/models.h"
#include "api/define.h"

#include <algorithm>

namespace licet::api {
namespace {

/// Letters, digits, hyphens and blanks.
bool is_provider(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               c == '-' || c == ' ';
    });
}

struct Request {
    std::optional<Text<1, 63, is_provider>> byProvider;
    std::optional<model::Customization> byCustomizationType;
    std::optional<model::Modality> byOutputModality;
    std::optional<model::InferenceType> byInferenceType;
};
BOOST_DESCRIBE_STRUCT(Request, (),
                      (byProvider, byCustomizationType, byOutputModality, byInferenceType))

struct Response {
    std::vector<bedrock::Model> modelSummaries;
};
BOOST_DESCRIBE_STRUCT(Response, (), (modelSummaries))

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_name(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

template <typename T>
bool has(const std::vector<T>& values, const std::optional<T>& wanted) {
    return !wanted || std::find(values.begin(), values.end(), *wanted) != values.end();
}

bool is_wanted(const model::FoundationModel& model, const Request& request) {
    return (!request.byProvider || same_name(model.provider_name, *request.byProvider)) &&
           has(model.customizations, request.byCustomizationType) &&
           has(model.output_modalities, request.byOutputModality) &&
           has(model.inference_types, request.byInferenceType);
}

Result<Response> run(Call& call, const Request& request) {
    const auto& region = call.context().region;
    Response response;
    for (const auto& [id, model] : call.state().models.models) {
        if (bedrock::is_offered(model, region) && !bedrock::has_ended(model, call.context().now) &&
            is_wanted(model, request)) {
            response.modelSummaries.push_back(bedrock::show_model(model, region));
        }
    }
    return response;
}

constexpr wire::HttpBinding kHttp{"GET", "/foundation-models"};
constexpr wire::RestMember kMembers[] = {{"byProvider", wire::Location::query},
                                         {"byCustomizationType", wire::Location::query},
                                         {"byOutputModality", wire::Location::query},
                                         {"byInferenceType", wire::Location::query}};

}  // namespace

extern constinit const Operation op_bedrock_list_foundation_models =
    operation<Request, Response, run>({.service = &wire::kBedrock,
                                       .name = "ListFoundationModels",
                                       .doc = "Lists the models that the region offers.",
                                       .access = Access::read,
                                       .http = &kHttp,
                                       .request_members = kMembers});

}  // namespace licet::api
