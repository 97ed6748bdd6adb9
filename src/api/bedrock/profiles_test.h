// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/bedrock/fixture_test.h"

#include <string>

namespace licet::api {

/// Calls for application inference profiles.
struct ProfilesTest : BedrockTest {
    static std::string system_arn(const std::string& id) {
        return "arn:aws:bedrock:us-east-1:111111111111:inference-profile/" + id;
    }
    static std::string model_arn(const std::string& id) {
        return "arn:aws:bedrock:us-east-1::foundation-model/" + id;
    }
    static std::string asked(const std::string& name, const std::string& source,
                             const std::string& more = "") {
        return R"({"inferenceProfileName":")" + name + R"(","modelSource":{"copyFrom":")" + source +
               R"("})" + more + "}";
    }
    static std::string named(const std::string& identifier) {
        return R"({"inferenceProfileIdentifier":")" + identifier + R"("})";
    }
    static std::string resource(const std::string& arn, const std::string& more = "") {
        return R"({"resourceARN":")" + arn + "\"" + more + "}";
    }
    static std::string id_of(const std::string& arn) { return arn.substr(arn.rfind('/') + 1); }

    /// The ARN of a new profile of the management account in us-east-1.
    std::string create(const std::string& name,
                       const std::string& source = model_arn(sample::kSonnet),
                       const std::string& more = "") {
        return must("CreateInferenceProfile", asked(name, source, more))
            .text("inferenceProfileArn");
    }
    /// The keys of its tags, each with its value.
    std::string tags(const std::string& arn) {
        const auto reply = must("ListTagsForResource", resource(arn));
        return ids(reply, "tags", "key") + " = " + ids(reply, "tags", "value");
    }
};

}  // namespace licet::api
