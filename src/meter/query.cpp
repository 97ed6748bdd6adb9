// SPDX-License-Identifier: Apache-2.0
#include "meter/query.h"

#include "base/file.h"
#include "meter/tags.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace licet::meter {
namespace {

struct Name {
    By by;
    std::string_view text;
};
constexpr Name kNames[] = {
    {By::account, "account"}, {By::principal, "principal"}, {By::model, "model"},
    {By::region, "region"},   {By::upstream, "upstream"},   {By::grant, "grant"},
    {By::day, "day"}};

constexpr std::string_view kTagPrefix = "tag:";

constexpr std::string_view kSuffix = ".tsv";

std::int64_t minute_of(Time time) {
    return std::chrono::floor<std::chrono::minutes>(time).time_since_epoch().count();
}

/// The first minute that a query leaves out: one that is only begun counts.
std::int64_t end_of(const Query& query) {
    return std::chrono::ceil<std::chrono::minutes>(query.to).time_since_epoch().count();
}

std::string value_of(const RowKey& key, const Dimension& dimension) {
    switch (dimension.by) {
        case By::account:
            return std::string{key.account};
        case By::principal:
            return std::string{key.principal};
        case By::model:
            return std::string{key.model};
        case By::region:
            return std::string{key.region};
        case By::upstream:
            return std::string{key.upstream};
        case By::grant:
            return std::string{key.grant};
        case By::tag:
            return tag_in(key.tags, dimension.tag);
        case By::day:
            break;
    }
    return format_iso8601(Time{std::chrono::minutes{key.minute}}).substr(0, 10);
}

class Sums {
public:
    explicit Sums(const Query& query)
        : query_{query}, account_{query.account ? query.account->text() : std::string{}} {}

    Result<void> add(const RowKey& key, const Totals& totals) {
        const bool asked = key.minute >= minute_of(query_.from) && key.minute < end_of(query_) &&
                           (!query_.account || key.account == account_);
        if (!asked || !admits(key.account)) {
            return {};
        }
        std::vector<std::string> values;
        values.reserve(query_.by.size());
        for (const auto& dimension : query_.by) {
            values.push_back(value_of(key, dimension));
        }
        auto& sum = sums_[std::move(values)];
        sum.add(totals);
        if (sums_.size() > kGroupsMax) {
            return Error{ErrorKind::invalid,
                         fmt::format("the usage has more than {} groups; ask for a shorter time or "
                                     "by fewer members",
                                     kGroupsMax)};
        }
        return {};
    }

    std::vector<Group> take() {
        std::vector<Group> groups;
        groups.reserve(sums_.size());
        for (auto& [values, totals] : sums_) {
            groups.push_back({values, totals});
        }
        return groups;
    }

private:
    bool admits(std::string_view account) const {
        if (!query_.admits) {
            return true;
        }
        const auto parsed = AccountId::parse(account);
        return parsed.ok() && query_.admits(*parsed);
    }

    const Query& query_;
    const std::string account_;
    std::map<std::vector<std::string>, Totals> sums_;
};

}  // namespace

std::optional<Dimension> parse_dimension(std::string_view name) {
    if (name.starts_with(kTagPrefix)) {
        const auto key = name.substr(kTagPrefix.size());
        if (!is_tag_key(key)) {
            return std::nullopt;
        }
        return Dimension{By::tag, std::string{key}};
    }
    const auto* const found = std::find_if(std::begin(kNames), std::end(kNames),
                                           [&](const Name& n) { return n.text == name; });
    return found == std::end(kNames) ? std::nullopt : std::optional<Dimension>{found->by};
}

std::string by_names() {
    std::string out;
    for (const auto& name : kNames) {
        out += name.text;
        out += ", ";
    }
    return out + "tag:KEY";
}

Result<std::vector<Extent>> extents_of(const std::filesystem::path& directory, const Query& query) {
    std::error_code failed;
    std::vector<Extent> extents;
    std::filesystem::directory_iterator files{directory, failed};
    if (failed) {
        return Error{ErrorKind::not_found,
                     fmt::format("there is no usage in `{}`", directory.string())};
    }
    for (; files != std::filesystem::directory_iterator{}; files.increment(failed)) {
        const auto name = files->path().filename().string();
        const auto day = parse_iso8601(name.substr(0, name.size() - kSuffix.size()));
        if (!name.ends_with(kSuffix) || !day.ok() || *day >= query.to ||
            *day + std::chrono::days{1} <= query.from) {
            continue;
        }
        const auto bytes = files->file_size(failed);
        if (failed) {
            return Error{ErrorKind::internal,
                         fmt::format("cannot read `{}`: {}", name, failed.message())};
        }
        extents.push_back({files->path(), bytes});
    }
    if (failed) {
        return Error{ErrorKind::internal,
                     fmt::format("cannot list `{}`: {}", directory.string(), failed.message())};
    }
    std::sort(extents.begin(), extents.end(),
              [](const Extent& a, const Extent& b) { return a.path < b.path; });
    return extents;
}

Result<std::vector<Group>> sum_rows(const std::vector<Extent>& extents, const Rows& more,
                                    const Query& query) {
    Sums sums{query};
    const VisitRow visit = [&](const RowKey& key, const Totals& totals) {
        return sums.add(key, totals);
    };
    for (const auto& extent : extents) {
        LICET_TRY_VOID(read_rows(extent, visit));
    }
    for (const auto& [key, totals] : more) {
        std::string line;
        write_row(line, key, totals);
        LICET_TRY_VOID(read_lines(line, visit));
    }
    return sums.take();
}

Result<std::vector<Group>> read_usage(const std::filesystem::path& directory, const Query& query) {
    LICET_TRY(const auto extents, extents_of(directory, query));
    return sum_rows(extents, {}, query);
}

}  // namespace licet::meter
