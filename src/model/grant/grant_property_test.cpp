// SPDX-License-Identifier: Apache-2.0
#include "model/grant/consequences.h"

#include "base/describe/json.h"
#include "model/grant/grant_world_test.h"
#include "model/grant/naive_grants_test.h"
#include "model/grant/sub_grant.h"

#include <rapidcheck/gtest.h>

// Random sequences of commands, run by the model and by NaiveGrants side by side.

namespace licet::model {
namespace {

enum class Verb {
    create,
    accept,
    reject,
    activate,
    deactivate,
    remove,
    move,
    leave,
    join,
    cancel,
    subscribe,
    issue,
    pass_on,
    suspend_or_return,
    toggle_set_up,
};

/// One random command; numbers choose among what there is when it is run.
struct Step {
    Verb verb = Verb::create;
    unsigned grant = 0;
    unsigned account = 0;
    unsigned place = 0;
    unsigned how = 0;
};

std::ostream& operator<<(std::ostream& out, const Step& step) {
    return out << "{verb " << static_cast<int>(step.verb) << ", grant " << step.grant
               << ", account " << step.account << ", place " << step.place << ", how " << step.how
               << "}";
}

rc::Gen<Step> any_step() {
    const auto verb = rc::gen::weightedElement<Verb>({{8, Verb::create},
                                                      {3, Verb::accept},
                                                      {3, Verb::reject},
                                                      {16, Verb::activate},
                                                      {8, Verb::deactivate},
                                                      {3, Verb::remove},
                                                      {10, Verb::move},
                                                      {1, Verb::leave},
                                                      {1, Verb::join},
                                                      {1, Verb::cancel},
                                                      {3, Verb::subscribe},
                                                      {1, Verb::issue},
                                                      {16, Verb::pass_on},
                                                      {8, Verb::suspend_or_return},
                                                      {1, Verb::toggle_set_up}});
    const auto number = rc::gen::inRange(0U, 1000U);
    return rc::gen::build<Step>(rc::gen::set(&Step::verb, verb), rc::gen::set(&Step::grant, number),
                                rc::gen::set(&Step::account, number),
                                rc::gen::set(&Step::place, number),
                                rc::gen::set(&Step::how, number));
}

std::string saved(const State& state) {
    return save(state);
}

struct NewGrant {
    Id128 license;
    AccountId grantor;
    std::string node;   ///< empty: to the account
    AccountId account;  ///< else of no meaning
};

/// Both models, and the log of the real one.
struct Pair {
    GrantWorld world;
    NaiveGrants naive;
    std::string start = saved(world.state);
    Events log;
    std::vector<AccountId> accounts{world.management, world.in_root, world.in_outer,
                                    world.in_inner};
    std::vector<std::string> products{"prod-a", "prod-b"};
    std::set<Id128> cancelled;
    int joined = 0;

    Pair() {
        naive.management = world.management;
        for (const AccountId account : accounts) {
            naive.nodes[account] = placement_of(world.state.organization, account).nodes;
        }
        note_license(world.license, "prod-a", world.management);
        issue(world.in_root);
        issue(world.in_root);
    }

    void note_license(const Id128& id, const std::string& product, AccountId holder) {
        naive.subscribe(id, {holder, product, world.holder_grant(id), true});
    }

    void record(const Events& events) {
        world.take(events);
        log.insert(log.end(), events.begin(), events.end());
        while (const auto step = next_background_step(world.state, world.now, world.random)) {
            world.take(step->events);
            log.insert(log.end(), step->events.begin(), step->events.end());
        }
    }
    template <typename T>
    static T pick(const std::vector<T>& from, unsigned n) {
        return from[n % from.size()];
    }
    std::vector<GrantId> grants() const {
        std::vector<GrantId> ids;
        for (const auto& [id, grant] : naive.grants) {
            ids.push_back(id);
        }
        return ids;
    }
    std::vector<std::string> places() const { return {world.root(), world.outer, world.inner}; }

    void run(const Step& step);
    void create(const Step& step);
    std::optional<GrantId> create(const NewGrant& wanted);
    void pass_on(const Step& step);
    void take_up(const GrantId& id);
    void change_one(const Step& step, GrantStatus wanted);
    void change_parent(const GrantId& id, const Step& step, GrantStatus wanted);
    void move(const Step& step);
    void leave(AccountId account);
    void join();
    void subscribe(const Step& step);
    void issue(AccountId seller);
    void cancel(const Id128& license);
    void suspend_or_return(const Id128& license);
    Id128 pick_license(const Step& step) const {
        return std::next(naive.licenses.begin(),
                         static_cast<std::ptrdiff_t>(step.grant % naive.licenses.size()))
            ->first;
    }
    void compare() const;
    void compare_replay() const;
};

std::optional<ActivationOverride> override_of(const Step& step) {
    switch (step.how % 4) {
        case 0:
            return kAll;
        case 1:
            return kDistributedOnly;
        default:
            return std::nullopt;
    }
}

void Pair::create(const Step& step) {
    const Id128 license = pick_license(step);
    const AccountId grantor =
        step.how % 5 == 0 ? pick(accounts, step.account) : naive.licenses.at(license).holder;
    const std::string nodes[] = {"", "", world.organization_id,
                                 step.place % 2 == 0 ? world.outer : world.inner};
    create({license, grantor, nodes[step.how % 4], pick(accounts, step.place)});
}

std::optional<GrantId> Pair::create(const NewGrant& wanted) {
    const auto& [license, grantor, node, account] = wanted;
    world.act_as(grantor);
    CreateGrant command =
        world.create_command(node.empty() ? GrantWorld::account_principal(account)
                             : node == world.organization_id ? world.organization_principal()
                                                             : world.unit_principal(node));
    command.license_arn = world.license_text(license);
    if (naive.licenses.at(license).sold) {
        command.operations.add(AllowedOperation::CreateGrant);
    }
    const auto decided = create_grant(world.state, command, world.context());
    RC_ASSERT(decided.ok() == naive.may_create(license, grantor, node, account));
    if (!decided.ok()) {
        return std::nullopt;
    }
    record(decided->events);
    naive.create(decided->id, license, grantor, node, account);
    return decided->id;
}

/// One of the grants of sellers' licenses that can be made, taken up at once.
void Pair::pass_on(const Step& step) {
    std::vector<NewGrant> possible;
    const auto consider = [&](const NewGrant& one) {
        if (naive.may_create(one.license, one.grantor, one.node, one.account)) {
            possible.push_back(one);
        }
    };
    for (const auto& [id, license] : naive.licenses) {
        for (const AccountId grantor : license.sold ? accounts : std::vector<AccountId>{}) {
            for (const AccountId account : accounts) {
                consider({id, grantor, "", account});
            }
            for (const std::string& node : {world.organization_id, world.outer, world.inner}) {
                consider({id, grantor, node, grantor});
            }
        }
    }
    if (!possible.empty()) {
        take_up(create(pick(possible, step.grant * 1000 + step.place)).value());
    }
}

void Pair::take_up(const GrantId& id) {
    if (!naive.grants.at(id).node.empty()) {
        const auto decided = world.try_set(world.management, id, kActive);
        RC_ASSERT(decided.ok() == naive.set_parent(id, kActive, std::nullopt));
        return decided.ok() ? record(decided->events) : void();
    }
    const AccountId account = find_grant(world.state.grant, id)->grantee.account;
    const auto decided = world.try_set(account, id, kActive);
    RC_ASSERT(decided.ok() == naive.set_one(id, account, account, kActive, std::nullopt));
    if (decided.ok()) {
        record(decided->events);
    }
}

void Pair::change_parent(const GrantId& id, const Step& step, GrantStatus wanted) {
    const auto how = wanted == kActive ? override_of(step) : std::nullopt;
    const auto decided = wanted == GrantStatus::DELETED
                             ? world.try_remove(world.management, id)
                             : world.try_set(world.management, id, wanted, how);
    RC_ASSERT(decided.ok() == naive.set_parent(id, wanted, how));
    if (decided.ok()) {
        record(decided->events);
    }
}

void Pair::change_one(const Step& step, GrantStatus wanted) {
    const GrantId id = pick(grants(), step.grant);
    const auto& grant = naive.grants.at(id);
    const bool answer = wanted == GrantStatus::REJECTED || wanted == GrantStatus::PENDING_ACCEPT;
    if (!grant.node.empty() && step.place % 2 == 0 && !answer) {
        return change_parent(id, step, wanted);
    }
    AccountId account = pick(accounts, step.account);
    if (grant.node.empty()) {
        account = find_grant(world.state.grant, id)->grantee.account;
    }
    const GrantId target = grant.node.empty() ? id : sub_grant_id(world.state.grant, id, account);
    const AccountId caller = step.how % 3 == 0 ? pick(accounts, step.how) : account;
    const auto how = wanted == kActive ? override_of(step) : std::nullopt;
    Result<GrantDecision> decided = Error{};
    if (wanted == GrantStatus::PENDING_ACCEPT) {  // stands for AcceptGrant
        decided = world.try_accept(caller, target);
        const auto* entry = naive.now_of(id, account);
        const bool allowed = caller == account && entry != nullptr && entry->status == wanted;
        RC_ASSERT(decided.ok() == allowed);
        if (allowed) {
            naive.grants.at(id).status = kDisabled;
            naive.now_of(id, account)->status = kDisabled;
        }
    } else {
        decided = wanted == GrantStatus::REJECTED  ? world.try_reject(caller, target)
                  : wanted == GrantStatus::DELETED ? world.try_remove(caller, target)
                                                   : world.try_set(caller, target, wanted, how);
        RC_ASSERT(decided.ok() == naive.set_one(id, account, caller, wanted, how));
    }
    if (decided.ok()) {
        record(decided->events);
    }
}

void Pair::move(const Step& step) {
    const AccountId account = pick(accounts, step.account);
    const auto found = naive.nodes.find(account);
    if (found == naive.nodes.end() || account == world.management) {
        return;
    }
    const std::string to = pick(places(), step.place);
    const std::string from = found->second.front();
    if (from == to) {
        return;
    }
    world.act_as(world.management);
    const auto moved = move_account(world.state, {account, from, to}, world.context());
    RC_ASSERT(moved.ok());
    record(*moved);
    naive.place(account, placement_of(world.state.organization, account).nodes);
}

void Pair::leave(AccountId account) {
    if (account == world.management || !naive.nodes.contains(account)) {
        return;
    }
    world.act_as(world.management);
    const auto left = remove_account(world.state, {account}, world.context());
    RC_ASSERT(left.ok());
    record(*left);
    naive.place(account, {});
}

void Pair::join() {
    world.act_as(world.management);
    const std::string name = "joined-" + std::to_string(joined++);
    const auto asked = create_account(world.state, {name, name + "@example.com", std::nullopt, {}},
                                      world.context());
    RC_ASSERT(asked.ok());
    record(*asked);
    const auto& id = std::get<AccountCreationRequested>(asked->at(0)).id;
    const AccountId account = world.state.organization.creations.find(id)->second.account.value();
    accounts.push_back(account);
    naive.place(account, placement_of(world.state.organization, account).nodes);
}

void Pair::subscribe(const Step& step) {
    const AccountId holder = pick(accounts, step.account);
    const std::string product = step.how % 2 == 0 ? "prod-a" : "prod-b";
    const Events events = issue_subscription_license(world.state,
                                                     {.holder = holder,
                                                      .product_sku = product,
                                                      .agreement = "agmt",
                                                      .license_name = "l",
                                                      .product_name = "p",
                                                      .valid_from = world.now,
                                                      .valid_until = {},
                                                      .entitlements = {}},
                                                     world.now, world.random);
    record(events);
    note_license(std::get<LicenseIssued>(events[0]).id, product, holder);
}

void Pair::issue(AccountId seller) {
    const Id128 id = world.issue(seller, "tool");
    const License& license = *find_license(world.state.license, id);
    log.emplace_back(LicenseIssued{id, license});
    naive.licenses[id] = {seller, product_of(license), GrantId{}, true, true};
    products.push_back(product_of(license));
}

void Pair::cancel(const Id128& license) {
    if (cancelled.insert(license).second) {
        record(withdraw_license(world.state, license, LicenseStatus::DELETED, world.now));
        naive.set_usable(license, false);
    }
}

void Pair::suspend_or_return(const Id128& license) {
    if (cancelled.contains(license)) {
        return;
    }
    const auto& details = naive.licenses.at(license);
    const bool usable = !details.usable;
    if (details.sold) {
        const auto decided = world.try_revise(
            license, usable ? LicenseStatus::AVAILABLE : LicenseStatus::SUSPENDED, world.terms());
        RC_ASSERT(decided.ok());
        record(decided->events);
    } else if (usable) {
        record(renew_subscription_license(world.state, license,
                                          {.agreement = "agmt",
                                           .license_name = "l",
                                           .product_name = "p",
                                           .valid_from = world.now,
                                           .valid_until = {},
                                           .entitlements = {}},
                                          world.now));
    } else {
        record(withdraw_license(world.state, license, LicenseStatus::SUSPENDED, world.now));
    }
    naive.set_usable(license, usable);
}

void Pair::run(const Step& step) {
    switch (step.verb) {
        case Verb::create:
            return create(step);
        case Verb::accept:
            return change_one(step, GrantStatus::PENDING_ACCEPT);
        case Verb::reject:
            return change_one(step, GrantStatus::REJECTED);
        case Verb::activate:
            return change_one(step, kActive);
        case Verb::deactivate:
            return change_one(step, kDisabled);
        case Verb::remove:
            return change_one(step, GrantStatus::DELETED);
        case Verb::move:
            return move(step);
        case Verb::leave:
            return leave(pick(accounts, step.account));
        case Verb::join:
            return join();
        case Verb::subscribe:
            return subscribe(step);
        case Verb::issue:
            return issue(pick(accounts, step.account));
        case Verb::pass_on:
            return pass_on(step);
        case Verb::cancel:
            return cancel(pick_license(step));
        case Verb::suspend_or_return:
            return suspend_or_return(pick_license(step));
        case Verb::toggle_set_up: {
            naive.set_up = !naive.set_up;
            world.act_as(world.management);
            record(*change_license_settings(world.state, {.link_organizations = naive.set_up},
                                            world.context()));
            return;
        }
    }
}

void Pair::compare() const {
    for (const auto& [id, grant] : naive.grants) {
        RC_ASSERT(find_view(world.state, id)->at.status == grant.status);
    }
    for (const auto& [key, entry] : naive.held) {
        const auto& [id, account, life] = key;
        const auto& grant = naive.grants.at(id);
        // Of a deleted grant only the accounts still in its reach can be told.
        if (grant.node.empty() ||
            (NaiveGrants::over(grant.status) && !entry.ended && !naive.covers(grant, account))) {
            continue;
        }
        const auto view =
            find_view(world.state, id.sub_grant(account, static_cast<std::uint8_t>(life)));
        RC_ASSERT(view.has_value());
        RC_ASSERT(view->at.status == entry.status);
        RC_ASSERT(find_view(world.state, view->id, view->at.version)->at.status == entry.status);
    }
    for (const AccountId account : accounts) {
        std::map<GrantId, GrantStatus> received;
        visit_received_grants(world.state, account, std::nullopt, [&](const GrantView& view) {
            received[view.id.parent()] = view.at.status;
            return true;
        });
        RC_ASSERT(received == naive.received(account));
        for (const std::string& product : products) {
            const auto expected = naive.in_force(account, product);
            RC_ASSERT(world.entitled(account, product) == !expected.empty());
            RC_ASSERT(expected.size() <= 1U);  // rule GR-20
        }
    }
    Grants rebuilt = world.state.grant;
    rebuilt.rebuild_indexes();
    RC_ASSERT(rebuilt.by_license == world.state.grant.by_license);
    RC_ASSERT(rebuilt.by_account == world.state.grant.by_account);
    RC_ASSERT(rebuilt.by_node == world.state.grant.by_node);
    RC_ASSERT(rebuilt.pending == world.state.grant.pending);
}

/// The same log, through the form of the records, gives the same state, byte for byte.
void Pair::compare_replay() const {
    auto replayed = restore(start);
    RC_ASSERT(replayed.ok());
    for (const Event& event : log) {
        std::string json;
        describe::write_json(event_type(), &event, describe::kRecordFormat, json);
        Event read;
        RC_ASSERT(describe::read_json(event_type(), &read, describe::kRecordFormat, json).ok());
        model::apply(*replayed, read);
    }
    const std::string bytes = saved(world.state);
    RC_ASSERT(saved(*replayed) == bytes);
    const auto restored = restore(bytes);
    RC_ASSERT(restored.ok());
    RC_ASSERT(saved(*restored) == bytes);
}

RC_GTEST_PROP(GrantProperty, BehavesAsTheNaiveModelSays, ()) {
    const auto steps = *rc::gen::scale(2.0, rc::gen::container<std::vector<Step>>(any_step()));
    Pair pair;
    for (const Step& step : steps) {
        pair.run(step);
        pair.compare();
    }
    pair.compare_replay();
}

}  // namespace
}  // namespace licet::model
