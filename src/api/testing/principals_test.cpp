// SPDX-License-Identifier: Apache-2.0
#include "api/testing/principals_test.h"

#include "model/identity/administrator.h"
#include "model/identity/events.h"
#include "model/organization/events.h"
#include "policy/document.h"

#include <fmt/format.h>

namespace licet::api::testing {
namespace {

model::IdentityName identity_of(const model::Principal& who) {
    if (who.kind == model::PrincipalKind::user) {
        return {model::IdentityKind::user, {who.account, who.name}};
    }
    return {model::IdentityKind::role, {who.account, who.name.substr(0, who.name.find('/'))}};
}

}  // namespace

model::Principal add_user(World& world, AccountId account, const std::string& name) {
    const std::string id = model::new_user_id(world.random());
    world.apply({model::UserCreated{
        .user = {account, name},
        .details = {.id = id, .path = "/", .created_at = world.clock().now()}}});
    return {.kind = model::PrincipalKind::user,
            .account = account,
            .arn = model::user_arn(account, "/", name),
            .id = id,
            .name = name,
            .access_key_id = "AKIAEXAMPLE000000000"};
}

void give(World& world, const model::Principal& user, const std::string& policy,
          const std::string& name) {
    const auto compiled = policy::compile(policy, policy::Grammar::identity);
    ASSERT_TRUE(compiled.ok()) << compiled.error().message;
    world.apply({model::InlinePolicyPut{identity_of(user), name, policy}});
}

void give_everything(World& world, const model::Principal& who) {
    world.apply(
        {model::PolicyAttached{identity_of(who), std::string{model::kAdministratorAccess}}});
}

std::string allowing(std::string_view action, std::string_view resource, std::string_view more) {
    return fmt::format(R"({{"Version":"2012-10-17","Statement":[{{"Effect":"Allow",)"
                       R"("Action":"{}","Resource":"{}"{}}}]}})",
                       action, resource, more);
}

std::string restrict(World& world, const std::string& target, const std::string& policy) {
    const auto compiled = policy::compile(policy, policy::Grammar::service_control);
    EXPECT_TRUE(compiled.ok()) << compiled.error().message;
    const auto& state = world.state().organization;
    const auto& [organization, details] = *state.organizations.begin();
    const Time now = world.clock().now();
    const std::string id = fmt::format("p-{:010}", state.policies.size() + 1);
    model::OrganizationPolicy made;
    made.organization = organization;
    made.name = id;
    made.content = policy;
    made.created_at = now;
    made.updated_at = now;
    model::Events events;
    if (state.policies.empty()) {
        events.push_back(model::PolicyTypeEnabled{.organization = organization, .enabled_at = now});
    }
    events.push_back(model::OrganizationPolicyCreated{id, made});
    events.push_back(model::OrganizationPolicyAttached{organization, id, target, now});
    world.apply(events);
    return fmt::format("arn:aws:organizations::{}:policy/{}/service_control_policy/{}",
                       details.management_account.text(), organization, id);
}

}  // namespace licet::api::testing
