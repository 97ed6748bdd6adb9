// SPDX-License-Identifier: Apache-2.0
#include "decision/index.h"

namespace licet::decision {

const KeyRow* Index::find_key(std::string_view access_key_id) const {
    return keys_.find(access_key_id);
}

bool Index::role_exists(AccountId account, std::string_view role_id) const {
    return roles_.find(RoleKey{account, std::string{role_id}}) != nullptr;
}

Facts::AccountStanding Index::standing(AccountId account) const {
    const auto* row = accounts_.find(account);
    if (row == nullptr) {
        return AccountStanding::unknown;
    }
    return row->open ? AccountStanding::open : AccountStanding::closed;
}

const model::FoundationModel* Index::model(std::string_view id) const {
    const auto found = models_->models.find(std::string{id});
    return found == models_->models.end() ? nullptr : &found->second;
}

const model::InferenceProfile* Index::profile(std::string_view id) const {
    const auto found = models_->profiles.find(std::string{id});
    return found == models_->profiles.end() ? nullptr : &found->second;
}

bool Index::has_use_case_form(AccountId account) const {
    const auto* row = accounts_.find(account);
    return forms_.find(account) != nullptr ||
           (row != nullptr && row->management && forms_.find(row->management) != nullptr);
}

OwnSubscriptions::Switches Index::switches_of(AccountId account) const {
    const auto* row = accounts_.find(account);
    if (row == nullptr || !row->management) {
        return {};
    }
    const auto& all = own_subscriptions_->organizations;
    const auto found = all.find(row->management);
    return found == all.end() ? OwnSubscriptions::Switches{} : found->second;
}

Facts::FirstUse Index::first_use(AccountId account, std::string_view product, Time now) const {
    if (!switches_of(account).auto_subscribe) {
        return {};
    }
    return first_use_of(model::find_first_use(own_subscriptions_->first_uses, account, product),
                        now);
}

bool Index::falls_back(AccountId account) const {
    return switches_of(account).fall_back;
}

Entitlement Index::entitlement(AccountId account, std::string_view product, Time now) const {
    const auto number = products_->find(product);
    const auto* row = accounts_.find(account);
    if (number == products_->end() || row == nullptr) {
        return {};
    }
    Entitlement best = from_holder(account.number, number->second, account, now);
    if (row->management == account) {
        return best;  // the management account has no sub-grants: rule U-24
    }
    for (const std::uint32_t node : row->nodes) {
        if (node == 0 || best.level == EntitlementLevel::active) {
            break;
        }
        const Entitlement more = from_holder(kNodeBit | node, number->second, account, now);
        if (more.level > best.level) {
            best = more;
        }
    }
    return best;
}

Entitlement Index::from_holder(std::uint64_t holder, std::uint32_t product, AccountId account,
                               Time now) const {
    Entitlement best;
    const auto [first, last] =
        grants_.from(GrantKey{.holder = holder, .product = product, .grant = {}});
    for (const auto* item = first; item != last; ++item) {
        const auto& [key, row] = *item;
        if (key.holder != holder || key.product != product) {
            break;
        }
        EntitlementLevel level = row.level;
        model::GrantId grant = key.grant;
        if ((holder & kNodeBit) != 0) {
            const auto* license = licenses_.find(row.license);
            if (row.grantor == account || (license != nullptr && license->holder == account)) {
                continue;  // these have the license itself
            }
            const auto* exception = exceptions_.find(ExceptionKey{key.grant, account});
            level = exception == nullptr ? level : exception->level;
            grant = exception == nullptr ? key.grant.sub_grant(account, 0) : exception->grant;
        }
        if (level != EntitlementLevel::none && !is_usable(row.license, now)) {
            level = EntitlementLevel::withdrawn;
        } else if (level == EntitlementLevel::disabled && row.from_issuer) {
            level = EntitlementLevel::standby;
        }
        if (level > best.level) {
            best = {level, grant};
        }
    }
    return best;
}

bool Index::is_usable(std::uint32_t number, Time now) const {
    const auto* license = licenses_.find(number);
    return license != nullptr && license->available && now >= license->valid_from &&
           now <= license->valid_until;
}

}  // namespace licet::decision
