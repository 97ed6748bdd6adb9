// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/decisions/forms.h"
#include "api/page.h"

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// How AuthZEN writes questions and answers about access. Unknown members are passed over.
/// Source: OpenID AuthZEN Authorization API 1.0.
namespace licet::api::decisions {

struct AuthzenSubject {
    Text<1, 64> type;  ///< `account` or `principal`
    Text<1, 2048> id;  ///< account id; ARN
};
BOOST_DESCRIBE_STRUCT(AuthzenSubject, (), (type, id))

struct AuthzenAction {
    Text<1, 128> name;  ///< `bedrock:InvokeModel`
};
BOOST_DESCRIBE_STRUCT(AuthzenAction, (), (name))

struct AuthzenResource {
    /// `foundation-model`, `inference-profile` or `product`; of any other type the id is an ARN.
    Text<1, 64> type;
    Text<1, 2048> id;
};
BOOST_DESCRIBE_STRUCT(AuthzenResource, (), (type, id))

struct AuthzenContext {
    std::optional<RegionName> region;
    std::optional<TimeText> time;  ///< when it is to be allowed, by what is known today
    std::optional<model::ModelOperation> operation;
};
BOOST_DESCRIBE_STRUCT(AuthzenContext, (), (region, time, operation))

struct AuthzenReason {
    std::string code;
    std::optional<int> step;
    std::optional<std::string> message;
    std::optional<std::string> fix;
};
BOOST_DESCRIBE_STRUCT(AuthzenReason, (), (code, step, message, fix))

struct AuthzenDecisionContext {
    AuthzenReason reason;
    std::optional<std::string> grant;
    std::uint64_t revision = 0;
};
BOOST_DESCRIBE_STRUCT(AuthzenDecisionContext, (), (reason, grant, revision))

struct AuthzenDecision {
    bool decision = false;
    AuthzenDecisionContext context;
};
BOOST_DESCRIBE_STRUCT(AuthzenDecision, (), (decision, context))

/// One whole question.
struct AuthzenQuestion {
    const AuthzenSubject& subject;
    const AuthzenAction& action;
    const AuthzenResource& resource;
    std::string_view region;  ///< where the context names none
    Time time;
    std::optional<model::ModelOperation> operation;
};

/// The decision and why. A subject that is not shown gets the answer of one that does not exist.
AuthzenDecision evaluate(const View& view, const AuthzenQuestion& question);

/// The region and the time that a context means. @return ValidationException for what is no time
struct Circumstances {
    std::string region;
    Time time;
    std::optional<model::ModelOperation> operation;
};
Result<Circumstances> circumstances(const View& view, std::string_view region,
                                    const std::optional<AuthzenContext>& context);

/// Whom a subject names; nothing for one that is not shown.
std::optional<Asked> find_subject(const View& view, const AuthzenSubject& subject);

/// A resource in the words of IAM, for one action and region. Inquiries refer to it.
class ResourceWords {
public:
    /// @param account whose profile it would be
    ResourceWords(std::string_view type, std::string_view id, std::string_view action,
                  std::string_view region, AccountId account);
    ResourceWords(const ResourceWords&) = delete;
    ResourceWords& operator=(const ResourceWords&) = delete;

    /// Whether the id can be one of the type at all.
    bool fits() const { return fits_; }
    decision::Inquiry inquiry(Time now, std::optional<model::ModelOperation> operation) const;

private:
    void name_model(std::string_view type, AccountId account);

    std::string_view action_;
    std::string_view region_;
    std::string resource_;
    bool fits_ = true;
    std::array<std::string_view, 1> product_;
    policy::Context context_;
};

/// A page of a search.
struct AuthzenPageRequest {
    std::optional<PageToken> token;
    std::optional<Integer<0, INT32_MAX>> limit;  ///< more than kRowsMax means that; 0: no limit
};
BOOST_DESCRIBE_STRUCT(AuthzenPageRequest, (), (token, limit))

struct AuthzenPage {
    std::string next_token;  ///< empty: there are no more
    std::uint64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(AuthzenPage, (), (next_token, count))

struct AuthzenSearchContext {
    std::uint64_t revision = 0;
};
BOOST_DESCRIBE_STRUCT(AuthzenSearchContext, (), (revision))

/// Of what type the things searched for are.
struct AuthzenWanted {
    Text<1, 64> type;
};
BOOST_DESCRIBE_STRUCT(AuthzenWanted, (), (type))

struct AuthzenFound {
    std::string type;
    std::string id;
};
BOOST_DESCRIBE_STRUCT(AuthzenFound, (), (type, id))

/// The answer to a search for subjects or resources.
struct AuthzenFoundPage {
    AuthzenPage page;
    AuthzenSearchContext context;
    std::vector<AuthzenFound> results;
};
BOOST_DESCRIBE_STRUCT(AuthzenFoundPage, (), (page, context, results))

/// Where a page begins and how many rows it has at most.
struct PagePlace {
    Listing list;
    std::string after;
    std::size_t rows_max = kRowsDefault;
};
/// @param question what makes the list what it is
/// @return ValidationException for a token of another question
Result<PagePlace> place_of(const AuditCall& call, std::string_view operation,
                           std::string_view question,
                           const std::optional<AuthzenPageRequest>& page);
AuthzenPage page_after(const PagePlace& place, const std::string& next, std::size_t count);

}  // namespace licet::api::decisions
