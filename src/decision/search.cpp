// SPDX-License-Identifier: Apache-2.0
#include "decision/search.h"

#include <algorithm>
#include <tuple>

namespace licet::decision {
namespace {

/// Adds rows to a page until it is full or has looked at enough.
template <typename Page>
class Filler {
public:
    Filler(Page& page, std::size_t rows_max, std::size_t work_max)
        : page_{page}, rows_max_{rows_max}, work_max_{work_max} {}

    /// Whether another candidate may be looked at. @param last the key of the candidate before
    bool has_room(std::string& last) {
        if (page_.rows.size() < rows_max_ && seen_ < kCandidatesMax && work_ < work_max_) {
            ++seen_;
            return true;
        }
        page_.next = std::move(last);
        return false;
    }
    /// What looking at it costs.
    void spend(std::size_t work) { work_ += work; }

private:
    Page& page_;
    std::size_t rows_max_;
    std::size_t work_max_;
    std::size_t seen_ = 0;
    std::size_t work_ = 0;
};

AccountId account_of_key(const WhoCan& search) {
    if (search.kind == SubjectKind::account) {
        const auto account = AccountId::parse(search.after);
        return account.ok() ? *account : AccountId{};
    }
    const auto named = read_principal_arn(search.after);
    return named ? named->account : AccountId{};
}

WhoPage who_can_accounts(const Facts& facts, const Inquirer& inquirer, const WhoCan& search,
                         const Wanted& wanted) {
    WhoPage page;
    Filler filler{page, search.rows_max, search.work_max};
    std::string last;
    const auto first =
        std::upper_bound(search.accounts.begin(), search.accounts.end(), account_of_key(search));
    for (auto account = first; account != search.accounts.end(); ++account) {
        if (!filler.has_room(last)) {
            break;
        }
        filler.spend(work_of(facts, *account, search.inquiry.resource));
        const auto answer = inquirer.answer(*account);
        if (wanted(answer)) {
            page.rows.push_back({*account, {}, answer});
        }
        last = account->text();
    }
    return page;
}

WhoPage who_can_principals(const Facts& facts, const Directory& directory, const Inquirer& inquirer,
                           const WhoCan& search, const Wanted& wanted) {
    WhoPage page;
    Filler filler{page, search.rows_max, search.work_max};
    std::string last = search.after;
    const auto first =
        std::lower_bound(search.accounts.begin(), search.accounts.end(), account_of_key(search));
    for (auto account = first; account != search.accounts.end(); ++account) {
        for (const auto& principal : directory.principals_of(*account)) {
            if (principal.arn <= search.after) {
                continue;
            }
            if (!filler.has_room(last)) {
                return page;
            }
            filler.spend(work_of(facts, principal, search.inquiry.resource));
            const auto answer = inquirer.answer(principal);
            if (wanted(answer)) {
                page.rows.push_back({*account, principal.arn, answer});
            }
            last = principal.arn;
        }
    }
    return page;
}

struct Candidate {
    std::size_t kind;  ///< position in WhatCan::kinds
    std::string_view id;
    std::string_view region;
    auto operator<=>(const Candidate&) const = default;
};

std::string key_of(const Candidate& candidate) {
    return std::to_string(candidate.kind) + " " + std::string{candidate.region} + " " +
           std::string{candidate.id};
}

/// The candidate of a key; one before all others where the key is none.
Candidate candidate_of(std::string_view key) {
    const auto first = key.find(' ');
    const auto second = first == std::string_view::npos ? first : key.find(' ', first + 1);
    if (second == std::string_view::npos || first != 1 || key[0] < '0' || key[0] > '9') {
        return {};
    }
    return {.kind = static_cast<std::size_t>(key[0] - '0'),
            .id = key.substr(second + 1),
            .region = key.substr(first + 1, second - first - 1)};
}

void add_places(std::size_t kind, std::string_view id, const std::vector<std::string_view>& regions,
                std::string_view region, std::vector<Candidate>& out) {
    if (!region.empty()) {
        out.push_back({kind, id, region});
        return;
    }
    for (const auto offered : regions) {
        out.push_back({kind, id, offered});
    }
}

std::vector<Candidate> candidates_of(const Directory& directory, const WhatCan& search) {
    std::vector<Candidate> all;
    for (std::size_t kind = 0; kind < search.kinds.size(); ++kind) {
        switch (search.kinds[kind]) {
            case ResourceKind::foundation_model:
                for (const auto* model : directory.models()) {
                    add_places(kind, model->model_id, regions_of(*model), search.region, all);
                }
                break;
            case ResourceKind::inference_profile:
                for (const auto* profile : directory.profiles()) {
                    add_places(kind, profile->profile_id, regions_of(*profile), search.region, all);
                }
                break;
            case ResourceKind::product:
                for (const auto* product : directory.products()) {
                    all.push_back({kind, product->product_id, {}});
                }
                break;
        }
    }
    std::sort(all.begin(), all.end());
    return all;
}

std::vector<std::string_view> sorted(std::vector<std::string_view> regions) {
    std::sort(regions.begin(), regions.end());
    regions.erase(std::unique(regions.begin(), regions.end()), regions.end());
    return regions;
}

}  // namespace

std::string_view kind_text(ResourceKind kind) {
    switch (kind) {
        case ResourceKind::foundation_model:
            return "foundation-model";
        case ResourceKind::inference_profile:
            return "inference-profile";
        case ResourceKind::product:
            break;
    }
    return "product";
}

std::vector<std::string_view> regions_of(const model::FoundationModel& model) {
    return sorted({model.regions.begin(), model.regions.end()});
}

std::vector<std::string_view> regions_of(const model::InferenceProfile& profile) {
    std::vector<std::string_view> regions;
    for (const auto& route : profile.routes) {
        regions.insert(regions.end(), route.source_regions.begin(), route.source_regions.end());
    }
    return sorted(std::move(regions));
}

WhoPage who_can(const Facts& facts, const Directory& directory, const WhoCan& search,
                const Wanted& wanted) {
    const Inquirer inquirer{facts, directory, search.inquiry};
    return search.kind == SubjectKind::account
               ? who_can_accounts(facts, inquirer, search, wanted)
               : who_can_principals(facts, directory, inquirer, search, wanted);
}

AskResource ask_use(const Facts& facts, const Directory& directory, const Subject& subject,
                    Time now, model::ModelOperation operation, const policy::Context* request) {
    return [&facts, &directory, subject, now, operation, request](
               ResourceKind kind, std::string_view id, std::string_view region) {
        const bool is_product = kind == ResourceKind::product;
        const Inquiry inquiry{.action = is_product ? kUseProduct : action_of(operation).text(),
                              .resource = id,
                              .region = region,
                              .now = now,
                              .operation = operation,
                              .request = request};
        return Inquirer{facts, directory, inquiry}.answer(subject);
    };
}

WhatPage what_can(const Directory& directory, const WhatCan& search, const Wanted& wanted) {
    WhatPage page;
    Filler filler{page, search.rows_max, search.work_max};
    std::string last;
    const auto all = candidates_of(directory, search);
    auto candidate = search.after.empty()
                         ? all.begin()
                         : std::upper_bound(all.begin(), all.end(), candidate_of(search.after));
    for (; candidate != all.end(); ++candidate) {
        if (!filler.has_room(last)) {
            break;
        }
        filler.spend(search.answer_work);
        const auto kind = search.kinds[candidate->kind];
        const auto answer = search.ask(kind, candidate->id, candidate->region);
        if (wanted(answer)) {
            page.rows.push_back({kind, candidate->id, candidate->region, answer});
        }
        last = key_of(*candidate);
    }
    return page;
}

}  // namespace licet::decision
