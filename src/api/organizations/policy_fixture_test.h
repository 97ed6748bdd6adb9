// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/organizations/fixture_test.h"

#include <string>

namespace licet::api {

/// Writes and attaches policies, as the management account's administrator.
struct PolicyTest : OrganizationsTest {
    const std::string full_access = "p-FullAWSAccess";
    const std::string none = "p-0000000000";
    /// JSON text of an SCP, as a member of a request.
    const std::string deny = R"("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",)"
                             R"(\"Action\":\"bedrock:*\",\"Resource\":\"*\"}]}")";

    std::string creation(const std::string& name, const std::string& type,
                         const std::string& content) const {
        return R"({"Name":")" + name + R"(","Description":"d","Type":")" + type +
               R"(","Content":)" + content + "}";
    }
    std::string make_policy(const std::string& name, const std::string& type,
                            const std::string& content) {
        return must("CreatePolicy", creation(name, type, content)).text("Policy.PolicySummary.Id");
    }
    std::string make_scp(const std::string& name) {
        return make_policy(name, "SERVICE_CONTROL_POLICY", deny);
    }
    void enable(const std::string& type) {
        must("EnablePolicyType", R"({"RootId":"r-root","PolicyType":")" + type + R"("})");
    }
    static std::string naming(const std::string& policy) {
        return R"({"PolicyId":")" + policy + R"("})";
    }
    static std::string pair(const std::string& policy, const std::string& target) {
        return R"({"PolicyId":")" + policy + R"(","TargetId":")" + target + R"("})";
    }
    std::string arn(const std::string& policy, const std::string& type) const {
        return "arn:aws:organizations::" + management + ":policy/o-exampleorg1/" + type + "/" +
               policy;
    }
};

}  // namespace licet::api
