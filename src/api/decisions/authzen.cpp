// SPDX-License-Identifier: Apache-2.0
#include "api/decisions/authzen.h"

#include "model/bedrock/model_identifier.h"

#include <algorithm>

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
                        .grant = {},
                        .revision = view.revision()}};
}

}  // namespace

ResourceWords::ResourceWords(std::string_view type, std::string_view id, std::string_view action,
                             std::string_view region, AccountId account)
    : action_{action}, region_{region}, resource_{id}, product_{id} {
    if (type == kModel || type == kProfile) {
        name_model(type, account);
    } else if (type == kProduct) {
        context_.set(policy::Key::aws_marketplace_product_id, product_);
        context_.set(policy::Key::licet_product_id, id);
        if (action != decision::kUseProduct) {
            resource_ = "*";
        }
    } else {
        fits_ = id == "*" || id.starts_with("arn:");
    }
}

void ResourceWords::name_model(std::string_view type, AccountId account) {
    const auto named = model::resolve_model_identifier(resource_);
    const bool is_model = named.ok() && named->kind == model::ModelRefKind::foundation_model;
    fits_ = named.ok() && is_model == (type == kModel);
    const bool is_call = decision::operation_of(policy::Action{action_}).has_value();
    if (!fits_ || is_call || resource_.starts_with("arn:")) {
        return;
    }
    resource_ = is_model ? model::model_arn(region_, named->id)
                         : model::profile_arn(region_, account, named->id);
}

decision::Inquiry ResourceWords::inquiry(Time now,
                                         std::optional<model::ModelOperation> operation) const {
    return {.action = action_,
            .resource = resource_,
            .region = region_,
            .now = now,
            .operation = operation,
            .resource_tags = nullptr,
            .request = &context_};
}

Result<Circumstances> circumstances(const View& view, std::string_view region,
                                    const std::optional<AuthzenContext>& context) {
    Circumstances found{.region = std::string{region}, .time = view.now(), .operation = {}};
    if (!context) {
        return found;
    }
    found.operation = context->operation;
    if (context->region) {
        found.region = *context->region;
    }
    if (context->time) {
        LICET_TRY(found.time, read_time("context.time", *context->time));
    }
    return found;
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
    const ResourceWords resource{question.resource.type, question.resource.id, question.action.name,
                                 question.region, asked->account};
    if (!resource.fits()) {
        return refuse(view, "resource_unknown",
                      "the id of the resource is none of its type; the id of a type that is no "
                      "foundation-model, inference-profile or product is an ARN");
    }
    const auto inquiry = resource.inquiry(question.time, question.operation);
    const decision::Inquirer inquirer{view.facts(), view.directory(), inquiry};
    const auto answer = inquirer.answer(asked->subject());
    AuthzenDecision out{
        .decision = answer.allowed,
        .context = {
            .reason = {.code = std::string{answer.reason}, .step = {}, .message = {}, .fix = {}},
            .grant = show(answer.grant),
            .revision = view.revision()}};
    if (answer.allowed) {
        return out;
    }
    const auto explained = inquirer.explain(asked->subject());
    if (const auto* refused = explained.refused()) {
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
                           std::string_view question,
                           const std::optional<AuthzenPageRequest>& page) {
    PagePlace place{.list = {call, operation, question}, .after = {}};
    if (!page) {
        return place;
    }
    if (page->limit) {
        const auto asked = page->limit->value == 0 ? kRowsMax : page->limit->value;
        place.rows_max = static_cast<std::size_t>(std::min(asked, kRowsMax));
    }
    if (page->token && !page->token->empty()) {
        LICET_TRY(place.after, place.list.key_in(*page->token));
    }
    return place;
}

AuthzenPage page_after(const PagePlace& place, const std::string& next, std::size_t count) {
    return {.next_token = next.empty() ? std::string{} : place.list.token_after(next),
            .count = count};
}

}  // namespace licet::api::decisions
