// SPDX-License-Identifier: Apache-2.0
#include "model/marketplace/purchase_orders.h"

#include "model/marketplace/errors.h"
#include "model/state.h"

#include <fmt/format.h>

#include <map>
#include <set>

namespace licet::model {
namespace {

struct OwnCharge {
    const std::string* agreement;
    const Charge* charge;
};

std::map<std::string_view, OwnCharge> charges_of(const Marketplace& marketplace,
                                                 AccountId account) {
    std::map<std::string_view, OwnCharge> charges;
    const auto own = marketplace.by_acceptor.find(account);
    if (own != marketplace.by_acceptor.end()) {
        for (const std::string& id : own->second) {
            for (const Charge& charge : marketplace.agreements.at(id).charges) {
                charges[charge.id] = {&id, &charge};
            }
        }
    }
    return charges;
}

}  // namespace

Result<Events> update_purchase_orders(const State& state, const std::vector<GiveOrder>& orders,
                                      const Context& context) {
    const auto charges = charges_of(state.marketplace, context.actor.account);
    std::map<std::string, PurchaseOrdersUpdated> updates;
    std::set<std::string_view> seen;
    for (const GiveOrder& order : orders) {
        const auto found = charges.find(order.charge);
        if (found == charges.end() ||
            order.agreement.value_or(*found->second.agreement) != *found->second.agreement) {
            return unknown_resource("Charge", order.charge);
        }
        const auto& [agreement, charge] = found->second;
        if (order.revision.value_or(charge->revision) != charge->revision) {
            return not_valid("INVALID_CHARGE_REVISION", fmt::format("charge `{}` is at revision {}",
                                                                    charge->id, charge->revision));
        }
        if (!seen.insert(order.charge).second) {
            return not_valid("DUPLICATE_CHARGES",
                             fmt::format("charge `{}` has two purchase orders", order.charge));
        }
        PurchaseOrdersUpdated& update = updates[*agreement];
        update.agreement = *agreement;
        update.orders.push_back({order.charge, order.reference});
    }
    Events events;
    for (auto& [id, update] : updates) {
        events.emplace_back(std::move(update));
    }
    return events;
}

}  // namespace licet::model
