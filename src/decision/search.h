// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/inquiry.h"
#include "decision/work.h"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

/// The two questions behind "may this subject?": who may, and what may it. Both are decide() and
/// authorize() for every candidate, in the order of their keys, so that pages have no gaps while
/// things change. Source: peers.md 6, claim 10.
namespace licet::decision {

/// Candidates that one page looks at, at most: a page may have fewer rows than it could.
inline constexpr std::size_t kCandidatesMax = 10'000;

enum class SubjectKind {
    account,    ///< accounts as a whole
    principal,  ///< their roots, users and roles
};

/// Whether the row is in the list.
using Wanted = std::function<bool(const Answer&)>;

struct WhoRow {
    AccountId account;
    std::string principal;  ///< ARN; empty: the account as a whole
    Answer answer;
};

struct WhoPage {
    std::vector<WhoRow> rows;
    std::string next;  ///< the key that the next page begins after; empty: this is the last
};

struct WhoCan {
    const Inquiry& inquiry;
    SubjectKind kind = SubjectKind::account;
    std::vector<AccountId> accounts;  ///< whom to look at, ascending
    std::string after = {};           ///< `next` of the page before; empty: the first page
    std::size_t rows_max = 100;
    std::size_t work_max = kPageWorkMax;  ///< then the page ends, after one candidate at least
};
WhoPage who_can(const Facts& facts, const Directory& directory, const WhoCan& search,
                const Wanted& wanted);

enum class ResourceKind { foundation_model, inference_profile, product };
/// `foundation-model` and so on, as AuthZEN's resource.type.
std::string_view kind_text(ResourceKind kind);

struct WhatRow {
    ResourceKind kind = ResourceKind::foundation_model;
    std::string_view id;      ///< lives as long as the directory
    std::string_view region;  ///< likewise; empty for a product, which has none
    Answer answer;
};

struct WhatPage {
    std::vector<WhatRow> rows;
    std::string next;
};

/// Answers for one resource. The region is empty for a product.
using AskResource =
    std::function<Answer(ResourceKind kind, std::string_view id, std::string_view region)>;
/// Asks whether the subject may call a model by an operation, or use a product.
/// @param request what else the request says; null: nothing
AskResource ask_use(const Facts& facts, const Directory& directory, const Subject& subject,
                    Time now, model::ModelOperation operation,
                    const policy::Context* request = nullptr);

struct WhatCan {
    AskResource ask;
    std::vector<ResourceKind> kinds;  ///< in this order; at most ten
    std::string_view region = {};     ///< empty: all in which a resource is offered
    std::string after = {};
    std::size_t rows_max = 100;
    std::size_t answer_work = 1;  ///< of each answer: work_of()
    std::size_t work_max = kPageWorkMax;
};
WhatPage what_can(const Directory& directory, const WhatCan& search, const Wanted& wanted);

/// The regions in which a model or profile can be called at all, in alphabetical order.
std::vector<std::string_view> regions_of(const model::FoundationModel& model);
std::vector<std::string_view> regions_of(const model::InferenceProfile& profile);

}  // namespace licet::decision
