// SPDX-License-Identifier: Apache-2.0
#include "decision/index_builder.h"

#include <atomic>
#include <utility>

namespace licet::decision {

void IndexBuilder::rebuild(const model::State& state) {
    next_ = IndexTables{};
    touched_ = Touched{};
    nodes_.clear();
    prices_.clear();
    exceptions_of_.clear();
    refresh_catalogue(state);
    for (const auto& [id, profile] : state.models.application_profiles) {
        refresh_application_profile(state, id);
    }
    for (const auto& [id, guardrail] : state.guardrail.all) {
        refresh_guardrail(state, id);
    }
    rebuild_places(state);
    for (const auto& [id, key] : state.identity.access_keys) {
        refresh_key(state, id);
    }
    for (const auto& [alias, id] : state.identity.service_credentials.by_alias) {
        refresh_bearer(state, alias);
    }
    rebuild_identities(state);
    rebuild_grants(state);
    for (const auto& [account, pending] : state.first_use.pending) {
        for (const auto& [product, details] : pending) {
            refresh_first_use(state, account, product);
        }
    }
    for (const auto& [account, regions] : state.models.invocation_loggings) {
        for (const auto& [region, logging] : regions) {
            refresh_invocation_logging(state, account, region);
        }
    }
}

std::shared_ptr<const Index> IndexBuilder::publish(const model::State& state,
                                                   std::uint64_t revision) {
    if (touched_.everything) {
        rebuild(state);
    } else {
        refresh_touched(state, std::exchange(touched_, Touched{}));
    }
    static std::atomic<std::uint64_t> last_serial{0};
    next_.founder = state.organization.founder;
    auto tables = std::make_unique<IndexTables>(next_);
    tables->serial = ++last_serial;
    return std::make_shared<const Index>(std::move(tables), revision);
}

void IndexBuilder::refresh_touched(const model::State& state, const Touched& touched) {
    if (touched.catalogue) {
        refresh_catalogue(state);
    }
    for (const auto& id : touched.application_profiles) {
        refresh_application_profile(state, id);
    }
    for (const auto& id : touched.guardrails) {
        refresh_guardrail(state, id);
    }
    for (const auto& node : touched.nodes) {
        refresh_node(state, node);
    }
    for (const auto& organization : touched.governed) {
        refresh_governed(state, organization);
    }
    for (const auto account : touched.accounts) {
        refresh_account(state, account);
        refresh_guardrails_of_parent(state, account);
    }
    for (const auto& key : touched.keys) {
        refresh_key(state, key);
    }
    for (const auto& alias : touched.bearers) {
        refresh_bearer(state, alias);
    }
    for (const auto& name : touched.identities) {
        refresh_identity(state, name);
    }
    for (const auto& policy : touched.managed_policies) {
        refresh_managed_policy(state, policy);
    }
    for (const auto& license : touched.licenses) {
        refresh_license(state, license);
    }
    for (const auto& grant : touched.grants) {
        refresh_grant(state, grant);
    }
    for (const auto& parent : touched.parents) {
        refresh_exceptions(state, parent);
    }
    for (const auto& sub_grant : touched.sub_grants) {
        refresh_sub_grant(state, sub_grant);
    }
    for (const auto& [account, product] : touched.first_uses) {
        refresh_first_use(state, account, product);
    }
    for (const auto& [account, region] : touched.invocation_loggings) {
        refresh_invocation_logging(state, account, region);
    }
}

void IndexBuilder::refresh_catalogue(const model::State& state) {
    next_.catalogue = std::make_shared<const CatalogueTable>(
        state.models, [this](const std::string& product) { return product_number(product); });
}

void IndexBuilder::refresh_application_profile(const model::State& state, const std::string& id) {
    const auto& all = state.models.application_profiles;
    const auto found = all.find(id);
    if (found == all.end()) {
        erase_from(next_.application_profiles, id);
    } else {
        set_in(next_.application_profiles, Named<model::ApplicationProfile>{id, found->second});
    }
}

void IndexBuilder::refresh_guardrail(const model::State& state, const std::string& id) {
    const auto found = state.guardrail.all.find(id);
    if (found == state.guardrail.all.end()) {
        erase_from(next_.guardrails, id);
    } else {
        set_in(next_.guardrails, Named<model::ReadyGuardrailPtr>{id, found->second.ready});
    }
}

void IndexBuilder::refresh_first_use(const model::State& state, AccountId account,
                                     const std::string& product) {
    const auto* pending = model::find_first_use(state.first_use, account, product);
    if (pending == nullptr) {
        erase_from(next_.first_uses, std::pair{account, std::string_view{product}});
    } else {
        set_in(next_.first_uses, FirstUseRow{account, product, *pending});
    }
}

void IndexBuilder::refresh_invocation_logging(const model::State& state, AccountId account,
                                              const std::string& region) {
    const auto* logging = model::find_invocation_logging(state.models, account, region);
    if (logging == nullptr) {
        erase_from(next_.invocation_loggings, std::pair{account, std::string_view{region}});
    } else {
        set_in(next_.invocation_loggings, InvocationLoggingRow{account, region, *logging});
    }
}

}  // namespace licet::decision
