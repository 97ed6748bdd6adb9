// SPDX-License-Identifier: Apache-2.0
#include "api/decisions/authzen.h"

#include "base/describe/describe.h"
#include "base/describe/json.h"
#include "model/bedrock/model_identifier.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace licet::api::decisions {
namespace {

constexpr std::string_view kModel = "foundation-model";
constexpr std::string_view kProfile = "inference-profile";
constexpr std::string_view kProduct = "product";

AuthzenDecision refuse(const View& view, std::string_view code, std::string message) {
    return {.decision = false,
            .context = {.reason = {.code = std::string{code},
                                   .step = 1,
                                   .message = std::move(message),
                                   .fix = {}},
                        .error = {},
                        .grant = {},
                        .scope = {},
                        .revision = view.revision()}};
}

template <typename Member>
Result<Member> read_member(std::string_view name, const JsonText& json) {
    Member member{};
    auto read =
        describe::read_json(describe::type_of<Member>(), &member, describe::kAwsFormat, json.text);
    if (!read.ok()) {
        return Error{ErrorKind::invalid,
                     fmt::format("`context.{}`: {}", name, read.error().message)};
    }
    return member;
}

}  // namespace

ResourceWords::ResourceWords(const View& view, const AuthzenResource& resource,
                             std::string_view action, const Circumstances& when, AccountId account)
    : action_{action},
      when_{when},
      resource_{resource.id},
      calls_model_{decision::operation_of(policy::Action{action}).has_value()},
      product_{resource.id},
      context_{when.keys} {
    if (resource.type == kModel || resource.type == kProfile) {
        name_model(resource.type, account);
    } else if (resource.type == kProduct) {
        name_product(view.directory());
    } else {
        fits_ = resource_ == "*" || resource_.starts_with("arn:");
    }
}

/// An id that is none of a model at all is for the decision to refuse.
void ResourceWords::name_model(std::string_view type, AccountId account) {
    const auto named = model::resolve_model_identifier(resource_);
    const bool is_model = named.ok() && named->kind == model::ModelRefKind::foundation_model;
    fits_ = named.ok() ? is_model == (type == kModel) : calls_model_;
    if (!fits_ || calls_model_ || resource_.starts_with("arn:")) {
        return;
    }
    resource_ = is_model ? model::model_arn(when_.region, named->id)
                         : model::profile_arn(when_.region, account, named->id);
}

/// To call a model by its product is to call the model.
void ResourceWords::name_product(const decision::Directory& directory) {
    context_.set(policy::Key::aws_marketplace_product_id, product_);
    context_.set(policy::Key::licet_product_id, product_.front());
    if (!calls_model_) {
        resource_ = action_ == decision::kUseProduct ? resource_ : "*";
        return;
    }
    const auto models = directory.models();
    const auto sold = std::find_if(models.begin(), models.end(), [&](const auto* each) {
        return each->product_id == product_.front();
    });
    fits_ = sold != models.end();
    resource_ = fits_ ? (*sold)->model_id : resource_;
}

decision::Inquiry ResourceWords::inquiry() const {
    return {.action = action_,
            .resource = resource_,
            .region = when_.region,
            .now = when_.time,
            .operation = when_.operation,
            .resource_tags = &when_.asked.resource_tags(),
            .request = &context_};
}

Result<void> Circumstances::read(const std::optional<AuthzenContext>& context) {
    ContextValues values;
    for (const auto& [name, value] : context.value_or(AuthzenContext{})) {
        if (value.text == "null") {  // as if it were not there
            continue;
        }
        if (name.find(':') != std::string::npos) {
            values.emplace(name, value);
        } else if (name == "region") {
            LICET_TRY(region, read_member<RegionName>(name, value));
            LICET_TRY_VOID(check_region(region));
        } else if (name == "time") {
            LICET_TRY(const auto text, read_member<TimeText>(name, value));
            LICET_TRY(time, read_time("context.time", text));
        } else if (name == "operation") {
            LICET_TRY(operation, read_member<model::ModelOperation>(name, value));
        }
    }
    LICET_TRY_VOID(asked.read(values));
    keys = asked.keys();
    return {};
}

std::optional<Asked> find_subject(const View& view, const AuthzenSubject& subject) {
    if (subject.type == "account") {
        return find_account(view, subject.id);
    }
    return subject.type == "principal" ? find_principal(view, subject.id) : std::nullopt;
}

AuthzenDecision evaluate(const View& view, const AuthzenQuestion& question) {
    const auto asked = find_subject(view, question.subject);
    if (!asked) {
        return refuse(view, "subject_unknown", unknown_subject(question.subject.id).message);
    }
    const ResourceWords resource{view, question.resource, question.action.name, question.when,
                                 asked->account};
    if (!resource.fits()) {
        return refuse(view, "resource_unknown",
                      "the id of the resource is none of its type, or of a product without a model "
                      "that could be called; the id of a type that is no foundation-model, "
                      "inference-profile or product is an ARN");
    }
    const auto inquiry = resource.inquiry();
    const decision::Inquirer inquirer{view.facts(), view.directory(), inquiry};
    const auto answer = inquirer.answer(asked->subject());
    AuthzenDecision out{
        .decision = answer.allowed,
        .context = {
            .reason = {.code = std::string{answer.reason}, .step = {}, .message = {}, .fix = {}},
            .error = {},
            .grant = show(answer.grant),
            .scope = show(answer.scope),
            .revision = view.revision()}};
    if (answer.allowed) {
        return out;
    }
    const auto explanation = explained(view, inquirer, asked->subject());
    if (const auto* refused = explanation.refused()) {
        auto& reason = out.context.reason;
        reason.step = refused->number;
        reason.message = refused->message;
        if (refused->fix) {
            reason.fix = refused->fix->text;
        }
    }
    return out;
}

Result<PagePlace> place_of(const AuditCall& call, std::string_view operation,
                           std::string_view question, const std::optional<AuthzenContext>& context,
                           const std::optional<AuthzenPageRequest>& page) {
    std::string whole{question};
    for (const auto& [name, value] : context.value_or(AuthzenContext{})) {
        whole += fmt::format("\n{}={}", name, value.text);
    }
    PagePlace place{.list = {call, operation, whole}, .after = {}};
    if (page && page->limit) {
        const auto asked = page->limit->value == 0 ? kRowsMax : page->limit->value;
        place.rows_max = static_cast<std::size_t>(std::min(asked, kRowsMax));
    }
    if (!page || !page->token || page->token->empty()) {
        return place;
    }
    LICET_TRY(const auto key, place.list.key_in(*page->token));
    std::size_t rows = 0;
    const auto blank = key.find(' ');
    std::from_chars(key.data(), key.data() + blank, rows);
    if (page->limit && place.rows_max != rows) {
        return Error{
            ErrorKind::invalid,
            fmt::format("`page.limit` must stay what it was for the first page, {}", rows)};
    }
    place.rows_max = rows;
    place.after = key.substr(blank + 1);
    return place;
}

AuthzenPage page_after(const PagePlace& place, const std::string& next, std::size_t count) {
    const std::string key = fmt::format("{} {}", place.rows_max, next);
    return {.next_token = next.empty() ? std::string{} : place.list.token_after(key),
            .count = count};
}

}  // namespace licet::api::decisions
