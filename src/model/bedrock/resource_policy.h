// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"
#include "model/identity/trust_policy.h"
#include "policy/evaluate.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace licet::model {

/// Characters of a resource policy of Bedrock, blanks counted. Source: the service model of
/// Bedrock, PutResourcePolicy.
inline constexpr std::size_t kResourcePolicyCharactersMax = 20'480;
inline constexpr std::size_t kResourcePolicyStatementsMax = 256;
inline constexpr std::size_t kResourcePolicyPrincipalsMax = 256;  ///< of one statement

/// Who asks, as a resource policy names principals.
struct PolicyCaller {
    AccountId account;
    /// The ARN of a user, or of a session; empty for an account as a whole.
    std::string_view arn = {};
    std::string_view role = {};  ///< of a session: the ARN of its role
};

/// A resource policy that was understood completely. Immutable; thread-safe.
///
/// A statement without its Principal is a policy of the identity grammar, and is compiled and asked
/// as one.
class ResourcePolicy {
public:
    /// @return `invalid` with the path of the first fault. O(length).
    static Result<std::shared_ptr<const ResourcePolicy>> read(std::string_view json);

    /// Explicit denies win; then any allow. An account as a whole is allowed what somebody in it
    /// is, and denied what everybody in it is.
    policy::Verdict judge(const PolicyCaller& caller, const policy::Question& question) const;

private:
    struct Statement {
        std::vector<Trustee> principals;
        bool denies = false;
        policy::DocumentPtr document;
    };
    static Result<Statement> read_statement(const std::string& path, std::string_view json,
                                            std::string_view version);

    std::vector<Statement> statements_;
};
using ResourcePolicyPtr = std::shared_ptr<const ResourcePolicy>;

}  // namespace licet::model
