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

/// What is ours: `region`; `time`, when it is to be allowed by what is known today; `operation` of
/// a model call. Names with a colon are condition keys of IAM, as ContextValues has them. All else
/// is passed over.
using AuthzenContext = std::map<std::string, JsonText>;

struct AuthzenReason {
    std::string code;
    std::optional<int> step;
    std::optional<std::string> message;
    std::optional<std::string> fix;
};
BOOST_DESCRIBE_STRUCT(AuthzenReason, (), (code, step, message, fix))

/// What is wrong with one evaluation among others.
struct AuthzenError {
    int status = 400;
    std::string message;
};
BOOST_DESCRIBE_STRUCT(AuthzenError, (), (status, message))

struct AuthzenDecisionContext {
    AuthzenReason reason;
    std::optional<AuthzenError> error;
    std::optional<std::string> grant;
    std::optional<WireScope> scope;  ///< of the grant
    std::uint64_t revision = 0;
};
BOOST_DESCRIBE_STRUCT(AuthzenDecisionContext, (), (reason, error, grant, scope, revision))

struct AuthzenDecision {
    bool decision = false;
    AuthzenDecisionContext context;
};
BOOST_DESCRIBE_STRUCT(AuthzenDecision, (), (decision, context))

/// What a context means. The inquiries made with it refer to it.
struct Circumstances {
    std::string region;
    Time time = {};
    std::optional<model::ModelOperation> operation = {};
    AskedContext asked;
    policy::Context keys = {};  ///< of `asked`

    /// Before read(): nothing but the view's time, in the region of the request.
    Circumstances(const View& view, std::string_view of_request)
        : region{of_request}, time{view.now()} {}

    /// @return ValidationException, naming the member
    Result<void> read(const std::optional<AuthzenContext>& context);
};

/// One whole question.
struct AuthzenQuestion {
    const AuthzenSubject& subject;
    const AuthzenAction& action;
    const AuthzenResource& resource;
    const Circumstances& when;
};

/// The decision and why. A subject that is not shown gets the answer of one that does not exist.
AuthzenDecision evaluate(const View& view, const AuthzenQuestion& question);

/// Whom a subject names; nothing for one that is not shown.
std::optional<Asked> find_subject(const View& view, const AuthzenSubject& subject);

/// A resource in the words of IAM, for one action and region. Inquiries refer to it.
class ResourceWords {
public:
    /// @param account whose profile it would be
    ResourceWords(const View& view, const AuthzenResource& resource, std::string_view action,
                  const Circumstances& when, AccountId account);
    ResourceWords(const ResourceWords&) = delete;
    ResourceWords& operator=(const ResourceWords&) = delete;

    /// Whether the id can be one of the type at all.
    bool fits() const { return fits_; }
    decision::Inquiry inquiry() const;

private:
    void name_model(std::string_view type, AccountId account);
    void name_product(const decision::Directory& directory);

    std::string_view action_;
    const Circumstances& when_;
    std::string resource_;
    bool calls_model_;
    bool fits_ = true;
    std::array<std::string_view, 1> product_;
    policy::Context context_;
};

/// A page of a search.
struct AuthzenPageRequest {
    std::optional<Text<0, 2048>> token;          ///< empty: the first page
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
/// @param question what makes the list what it is, besides the context
/// @return ValidationException for a token of another question, and for another limit than the
///         first page's
Result<PagePlace> place_of(const AuditCall& call, std::string_view operation,
                           std::string_view question, const std::optional<AuthzenContext>& context,
                           const std::optional<AuthzenPageRequest>& page);
AuthzenPage page_after(const PagePlace& place, const std::string& next, std::size_t count);

}  // namespace licet::api::decisions
