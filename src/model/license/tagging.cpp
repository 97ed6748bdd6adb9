// SPDX-License-Identifier: Apache-2.0
#include "model/license/tagging.h"

#include "base/protection.h"
#include "model/grant/check_scope.h"
#include "model/grant/rules.h"
#include "model/grant/view.h"
#include "model/state.h"

namespace licet::model {
namespace {

bool is_license(std::string_view arn) {
    return parse_resource_arn(arn, "license").ok();
}

Error not_owner() {
    return access_denied("only the holder of a license and the grantor of a grant have its tags");
}

Error invalid_tags(std::string message) {
    return {ErrorKind::invalid, std::move(message), "InvalidParameterValueException"};
}

bool made(const State& state, const GrantView& grant, AccountId account) {
    const bool grantor =
        relation_of(state, grant, account) == Relation::grantor && !grant.is_sub_grant();
    return grantor || !LICET_PROTECTED(scope_by_grantor);
}

/// The id of the license or grant that the account owns.
Result<Id128> owned_resource(const State& state, AccountId account, std::string_view arn,
                             Time now) {
    if (is_license(arn)) {
        LICET_TRY(const ReceivedLicense license, license_for(state, account, arn, now));
        return license.license->holder == account ? Result<Id128>{license.id} : not_owner();
    }
    LICET_TRY(const GrantView grant, view_for(state, account, arn));
    return made(state, grant, account) ? Result<Id128>{grant.id.id} : not_owner();
}

/// @return ValidationException when a grant's tags give it no scope that can be understood.
Result<Events> retagged(std::string_view arn, const Id128& id, Tags tags) {
    if (is_license(arn)) {
        return Events{LicenseTagsChanged{id, std::move(tags)}};
    }
    LICET_TRY_VOID(check_scope(tags));
    return Events{GrantTagsChanged{GrantId{id}, std::move(tags)}};
}

}  // namespace

Result<Tags> tags_of_resource(const State& state, AccountId account, std::string_view arn,
                              Time now) {
    if (is_license(arn)) {
        LICET_TRY(const Id128 id, owned_resource(state, account, arn, now));
        return find_license(state.license, id)->tags;
    }
    LICET_TRY(const GrantView grant, view_for(state, account, arn));
    if (!made(state, grant, account)) {
        return tags_of(effective_scope(state, grant.id));
    }
    const auto found = state.grant.details.find(grant.id);
    return found == state.grant.details.end() ? Tags{} : found->second.tags;
}

Result<Events> tag_resource(const State& state, std::string_view arn, const std::vector<Tag>& tags,
                            const Context& context) {
    LICET_TRY(const Id128 id, owned_resource(state, context.actor.account, arn, context.now));
    LICET_TRY(Tags present, tags_of_resource(state, context.actor.account, arn, context.now));
    if (auto fault = find_tag_fault(tags, present)) {
        return invalid_tags(std::move(fault->message));
    }
    for (auto& [key, value] : to_tags(tags)) {
        present[key] = value;
    }
    return retagged(arn, id, std::move(present));
}

Result<Events> untag_resource(const State& state, std::string_view arn,
                              const std::vector<std::string>& keys, const Context& context) {
    LICET_TRY(const Id128 id, owned_resource(state, context.actor.account, arn, context.now));
    LICET_TRY(Tags present, tags_of_resource(state, context.actor.account, arn, context.now));
    if (auto fault = find_tag_key_fault(keys)) {
        return invalid_tags(std::move(fault->message));
    }
    for (const std::string& key : keys) {
        present.erase(key);
    }
    return retagged(arn, id, std::move(present));
}

}  // namespace licet::model
