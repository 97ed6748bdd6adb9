// SPDX-License-Identifier: Apache-2.0
#include "model/organization/organization.h"

#include "model/organization/tags.h"
#include "model/organization/world_test.h"

#include <rapidcheck.h>

#include <algorithm>
#include <iterator>

namespace licet::model {
namespace {

/// The tree as plain lists, searched by brute force.
struct NaiveTree {
    std::map<std::string, std::string> parent_of_unit;
    std::map<std::string, std::string> unit_names;
    std::map<AccountId, std::string> parent_of_account;

    std::vector<std::string> chain(std::string node, const std::string& root,
                                   const std::string& organization) const {
        std::vector<std::string> nodes;
        while (node != root) {
            nodes.push_back(node);
            node = parent_of_unit.at(node);
        }
        nodes.push_back(root);
        nodes.push_back(organization);
        return nodes;
    }
    bool is_empty(const std::string& unit) const {
        const auto in_unit = [&unit](const auto& entry) { return entry.second == unit; };
        return std::none_of(parent_of_unit.begin(), parent_of_unit.end(), in_unit) &&
               std::none_of(parent_of_account.begin(), parent_of_account.end(), in_unit);
    }
    bool has_child_named(const std::string& parent, const std::string& name) const {
        return std::any_of(parent_of_unit.begin(), parent_of_unit.end(), [&](const auto& entry) {
            return entry.second == parent && unit_names.at(entry.first) == name;
        });
    }
};

/// Random commands, applied to the model and to the naive tree alike.
struct Gardener {
    World world;
    NaiveTree tree;
    std::string organization = world.organize();
    std::string root = world.root();

    std::string any_node() {
        std::vector<std::string> nodes{root};
        for (const auto& [unit, parent] : tree.parent_of_unit) {
            nodes.push_back(unit);
        }
        return *rc::gen::elementOf(nodes);
    }

    void create_unit() {
        const std::string parent = any_node();
        const std::string name{*rc::gen::element('a', 'b', 'c')};
        const std::size_t depth = tree.chain(parent, root, organization).size() - 1;
        auto decided = create_organizational_unit(world.state, {parent, name, {}}, world.context());
        RC_ASSERT(decided.ok() == (depth <= 5 && !tree.has_child_named(parent, name)));
        if (decided.ok()) {
            const std::string id = std::get<OrganizationalUnitCreated>(decided->at(0)).id;
            tree.parent_of_unit[id] = parent;
            tree.unit_names[id] = name;
            world.take(*decided);
        }
    }

    void delete_unit() {
        const std::string unit = any_node();
        auto decided = delete_organizational_unit(world.state, {unit}, world.context());
        RC_ASSERT(decided.ok() == (unit != root && tree.is_empty(unit)));
        if (decided.ok()) {
            tree.parent_of_unit.erase(unit);
            world.take(*decided);
        }
    }

    void open_member() {
        const AccountId id = world.make_account("m" + std::to_string(world.random.next()));
        tree.parent_of_account[id] = root;
    }

    void move() {
        if (tree.parent_of_account.empty()) {
            return;
        }
        const auto entry = *rc::gen::elementOf(tree.parent_of_account);
        const std::string to = any_node();
        auto decided = move_account(world.state, {entry.first, entry.second, to}, world.context());
        RC_ASSERT(decided.ok() == (to != entry.second));
        if (decided.ok()) {
            tree.parent_of_account[entry.first] = to;
            world.take(*decided);
        }
    }

    void leave() {
        if (tree.parent_of_account.empty()) {
            return;
        }
        const AccountId account = (*rc::gen::elementOf(tree.parent_of_account)).first;
        world.take(*remove_account(world.state, {account}, world.context()));
        tree.parent_of_account.erase(account);
    }

    void close() {
        if (tree.parent_of_account.empty()) {
            return;
        }
        const AccountId account = (*rc::gen::elementOf(tree.parent_of_account)).first;
        auto decided = close_account(world.state, {account}, world.context());
        if (decided.ok()) {
            world.take(*decided);
        }
    }

    void step() {
        switch (*rc::gen::inRange(0, 8)) {
            case 0:
                return delete_unit();
            case 1:
                return leave();
            case 2:
                return close();
            case 3:
                return open_member();
            case 4:
            case 5:
                return move();
            default:
                return create_unit();
        }
    }

    void check_tree() const {
        const Organizations& all = world.state.organization;
        for (const auto& [account, parent] : tree.parent_of_account) {
            const auto nodes = ancestors(all, account);
            const auto expected = tree.chain(parent, root, organization);
            RC_ASSERT(std::equal(nodes.begin(), nodes.end(), expected.begin(), expected.end()));
            RC_ASSERT((placement_of(all, account) == Placement{organization, expected}));
        }
        auto nodes = tree.parent_of_unit;
        nodes[root] = nodes[organization] = "";
        for (const auto& [node, unused] : nodes) {
            std::vector<AccountId> expected;
            for (const auto& [account, parent] : tree.parent_of_account) {
                const auto chain = tree.chain(parent, root, organization);
                if (std::find(chain.begin(), chain.end(), node) != chain.end()) {
                    expected.push_back(account);
                }
            }
            if (node == root || node == organization) {
                expected.push_back(world.management);
            }
            std::sort(expected.begin(), expected.end());
            RC_ASSERT(accounts_under(all, node) == expected);
        }
    }

    void check_indexes() const {
        const Organizations& kept = world.state.organization;
        Organizations rebuilt = kept;
        rebuilt.rebuild_indexes();
        RC_ASSERT(kept.accounts_by_organization == rebuilt.accounts_by_organization);
        RC_ASSERT(kept.accounts_by_parent == rebuilt.accounts_by_parent);
        RC_ASSERT(kept.units_by_parent == rebuilt.units_by_parent);
        RC_ASSERT(kept.organization_by_node == rebuilt.organization_by_node);
        RC_ASSERT(kept.account_by_email == rebuilt.account_by_email);
        RC_ASSERT(kept.creations_due == rebuilt.creations_due);
        RC_ASSERT(kept.closures_due == rebuilt.closures_due);
        RC_ASSERT(kept.maker_of == rebuilt.maker_of);
        RC_ASSERT(kept.accounts_made == rebuilt.accounts_made);
    }
};

TEST(OrganizationProperty, TreeAndIndexesAgreeWithBruteForce) {
    EXPECT_TRUE(rc::check("after any commands", [] {
        Gardener gardener;
        const int steps = *rc::gen::inRange(0, 40);
        for (int i = 0; i < steps; ++i) {
            gardener.step();
        }
        gardener.check_tree();
        gardener.check_indexes();
    }));
}

TEST(Organization, IsTheSameAfterSavingAndRestoring) {
    World world;
    world.organize();
    const std::string unit = world.make_unit(world.root(), "u");
    const AccountId account = world.make_account("a");
    world.keep(move_account(world.state, {account, world.root(), unit}, world.context()));
    world.keep(close_account(world.state, {account}, world.context()));
    world.keep(tag_organization_resource(world.state, {unit, {{"k", "v"}}}, world.context()));
    const auto restored = restore(save(world.state));
    ASSERT_TRUE(restored.ok()) << restored.error().message;
    EXPECT_EQ(save(*restored), save(world.state));
    EXPECT_EQ(restored->organization.accounts_by_parent,
              world.state.organization.accounts_by_parent);
    EXPECT_EQ(restored->organization.closures_due, world.state.organization.closures_due);
}

TEST(Organization, KnowsNothingAboveOrBelowWhatDoesNotExist) {
    World world;
    world.organize();
    const Organizations& all = world.state.organization;
    EXPECT_TRUE(ancestors(all, AccountId{5}).empty());
    EXPECT_TRUE(node_and_ancestors(all, "ou-none-12345678").empty());
    EXPECT_TRUE(accounts_under(all, "ou-none-12345678").empty());
    EXPECT_EQ(organization_with(all, ""), nullptr);
    EXPECT_EQ(organization_of(all, AccountId{5}), nullptr);
    EXPECT_EQ(placement_under(all, "r-none"), Placement{});
}

}  // namespace
}  // namespace licet::model
