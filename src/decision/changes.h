// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/search.h"
#include "model/event.h"
#include "model/state.h"

#include <set>
#include <string>
#include <vector>

/// What changes do to the access of accounts to models. Source: peers.md 6, claim 11.
namespace licet::decision {

/// The accounts whose access events may have changed; all others' is as before.
class Affected {
public:
    static Affected everybody() {
        Affected affected;
        affected.all_ = true;
        return affected;
    }

    /// @param state the one after the event
    void note(const model::State& state, const model::Event& event);

    bool all() const { return all_; }
    bool has(AccountId account) const { return all_ || accounts_.contains(account); }

private:
    struct Notes;

    void add_grant(const model::State& state, const model::GrantId& id);

    bool all_ = false;
    std::set<AccountId> accounts_;
};

/// What one account may do with one resource in one region, by InvokeModel, before and after.
struct AccessChange {
    AccountId account;
    ResourceKind kind = ResourceKind::foundation_model;
    std::string id;
    std::string region;
    Answer before;
    Answer after;

    bool gained() const { return after.allowed; }
};

struct ChangePage {
    std::vector<AccessChange> rows;
    std::string next;  ///< the key that the next page begins after; empty: this is the last
};

struct Moment {
    const Facts& facts;
    const Directory& directory;
};

struct ChangeSearch {
    Moment before;
    Moment after;
    Time now;                         ///< for both
    std::vector<AccountId> accounts;  ///< whom to look at, ascending
    std::string key = {};             ///< `next` of the page before; empty: the first page
    std::size_t rows_max = 100;
    std::size_t work_max = kPageWorkMax;  ///< then the page ends, after one comparison at least
};

/// Every account, model or profile and region where access was gained or lost.
ChangePage changes_of_access(const ChangeSearch& search);

}  // namespace licet::decision
