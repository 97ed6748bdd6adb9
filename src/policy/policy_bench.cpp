// SPDX-License-Identifier: Apache-2.0
// What asking a policy costs. The baseline is what the plainest index costs on the same machine:
// one look-up of an integer among 100,000 in std::unordered_map.
#include "base/bench/bench.h"
#include "base/check.h"
#include "base/random.h"
#include "policy/evaluate.h"

#include <fmt/format.h>

#include <chrono>
#include <unordered_map>

namespace licet::policy {
namespace {

constexpr std::size_t kAsks = 200'000;  // of each round
constexpr std::size_t kRounds = 15;
constexpr std::size_t kAccounts = 100'000;
constexpr std::size_t kLevels = 5;  // root, three organizational units, account

constexpr std::string_view kIdentity = R"({"Version":"2012-10-17","Statement":[
 {"Sid":"Models","Effect":"Allow",
  "Action":["bedrock:InvokeModel*","bedrock:CountTokens"],
  "Resource":["arn:aws:bedrock:*::foundation-model/anthropic.*",
              "arn:aws:bedrock:*:${aws:PrincipalAccount}:inference-profile/*"],
  "Condition":{"StringEquals":{"aws:RequestedRegion":["eu-central-1","eu-west-1","eu-west-3"]}}},
 {"Effect":"Allow","Action":["bedrock:Get*","bedrock:List*"],"Resource":"*"},
 {"Effect":"Allow","Action":["iam:Get*","iam:List*"],
  "Resource":"arn:aws:iam::*:user/${aws:username}"},
 {"Effect":"Allow","Action":"aws-marketplace:ViewSubscriptions","Resource":"*"},
 {"Sid":"Outside","Effect":"Deny","NotAction":["iam:*","sts:*"],"Resource":"*",
  "Condition":{"StringNotEquals":{"aws:PrincipalOrgID":"o-exampleorgid"}}}]})";

constexpr std::string_view kControl = R"({"Version":"2012-10-17","Statement":[
 {"Effect":"Allow","Action":"*","Resource":"*"},
 {"Sid":"Regions","Effect":"Deny","NotAction":["iam:*","organizations:*","sts:*","support:*"],
  "Resource":"*","Condition":{"StringNotEquals":{"aws:RequestedRegion":["eu-central-1",
  "eu-west-1","eu-west-3"]},"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/ops-*"}}},
 {"Sid":"Models","Effect":"Deny","Action":"bedrock:InvokeModel*","NotResource":[
  "arn:aws:bedrock:*::foundation-model/anthropic.*","arn:aws:bedrock:*::foundation-model/acme.*",
  "arn:aws:bedrock:*:*:inference-profile/*"]},
 {"Sid":"Leave","Effect":"Deny","Action":"organizations:LeaveOrganization","Resource":"*"}]})";

constexpr std::string_view kResource =
    "arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-3-5-sonnet-20240620-v1:0";

DocumentPtr compiled(std::string_view text, Grammar grammar) {
    auto made = compile(text, grammar);
    LICET_CHECK(made.ok());
    return *std::move(made);
}

Context caller() {
    Context context;
    context.set(Key::aws_requested_region, "eu-west-1");
    context.set(Key::aws_principal_arn, "arn:aws:sts::111122223333:assumed-role/app/session");
    context.set(Key::aws_principal_account, "111122223333");
    context.set(Key::aws_principal_org_id, "o-exampleorgid");
    context.set(Key::aws_source_ip, "10.0.0.7");
    return context;
}

/// Nanoseconds that one of `count` calls takes. What calls return is added up and checked.
template <typename Call>
double measure(std::size_t count, std::size_t expected, Call call) {
    std::size_t sum = 0;
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < count; ++i) {
        sum += call(i);
    }
    const std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - start;
    LICET_CHECK(sum == expected);
    return spent.count() / static_cast<double>(count);
}

class Naive {
public:
    Naive() {
        for (std::size_t i = 0; i < kAccounts; ++i) {
            keys_.push_back(random_.next());
            map_.emplace(keys_.back(), 1);
        }
        for (std::size_t i = keys_.size(); i > 1; --i) {
            std::swap(keys_[i - 1], keys_[random_.below(i)]);
        }
    }
    double round() {
        return measure(kAsks, kAsks,
                       [&](std::size_t i) { return map_.find(keys_[i % kAccounts])->second; });
    }

private:
    SeededRandom random_{7};
    std::vector<std::uint64_t> keys_;
    std::unordered_map<std::uint64_t, std::size_t> map_;
};

struct Subject {
    std::string_view name;
    std::string_view goal;
    std::string_view what;
    double (*round)();
    double (*plain)() = nullptr;  ///< what it is compared with, instead of the integer
};

double identity_round() {
    static const auto document = compiled(kIdentity, Grammar::identity);
    static const Action action{"bedrock:InvokeModel"};
    const auto context = caller();
    return measure(kAsks, kAsks, [&](std::size_t) {
        return static_cast<std::size_t>(evaluate(*document, {action, kResource, context}).verdict ==
                                        Verdict::allowed);
    });
}

double control_round() {
    static const auto document = compiled(kControl, Grammar::service_control);
    static const Action action{"bedrock:InvokeModel"};
    const auto context = caller();
    return measure(kAsks, kAsks * kLevels, [&](std::size_t) {
        std::size_t allowed = 0;
        for (std::size_t level = 0; level < kLevels; ++level) {
            const auto outcome = evaluate(*document, {action, kResource, context});
            allowed += outcome.verdict == Verdict::allowed ? 1 : 0;
        }
        return allowed;
    });
}

double action_round() {
    return measure(kAsks, kAsks, [](std::size_t i) {
        const Action action{i % 2 == 0 ? "bedrock:InvokeModel" : "license-manager:CreateGrant"};
        return static_cast<std::size_t>(action.number() != Action::kUnknown);
    });
}

double compile_round() {
    return measure(kAsks / 500, kAsks / 500, [](std::size_t) {
        return static_cast<std::size_t>(compile(kIdentity, Grammar::identity).ok());
    });
}

/// As many searches as a document may have, each at every place of the longest resource.
double hostile_round() {
    constexpr std::size_t kResourceBytes = 2'048;
    static const auto document = [] {
        std::string patterns;
        for (std::size_t i = 0; i < kSearchesMax / 2; ++i) {
            patterns += fmt::format(R"({}"arn:aws:iam::*${{aws:username}}b*")", i == 0 ? "" : ",");
        }
        return compiled(fmt::format(R"({{"Version":"2012-10-17","Statement":{{"Effect":"Allow",
            "Action":"*","Resource":[{}]}}}})",
                                    patterns),
                        Grammar::identity);
    }();
    static const std::string resource = "arn:aws:iam::" + std::string(kResourceBytes, 'a');
    static const Action action{"iam:GetPolicy"};
    auto context = caller();
    context.set(Key::aws_username, "a");
    return measure(kAsks / 10'000, 0, [&](std::size_t) {
        return static_cast<std::size_t>(evaluate(*document, {action, resource, context}).verdict ==
                                        Verdict::allowed);
    });
}

constexpr Subject kSubjects[] = {
    {"policy.identity", "<= 8", "an identity policy of 5 statements evaluated", identity_round},
    {"policy.control", "<= 40", "service control policies of 4 statements at 5 levels evaluated",
     control_round},
    {"policy.hostile", "<= 60000",
     "the worst document evaluated for a resource of 2,048 characters", hostile_round,
     identity_round},
    {"policy.action", "<= 3", "an action's text looked up", action_round},
    {"policy.compile", "", "the identity policy compiled", compile_round},
};

void run(bench::Report& report) {
    Naive naive;
    for (const auto& subject : kSubjects) {
        std::vector<double> costs;
        std::vector<double> baselines;
        std::vector<double> ratios;
        for (std::size_t i = 0; i < kRounds; ++i) {
            baselines.push_back(subject.plain == nullptr ? naive.round() : subject.plain());
            costs.push_back(subject.round());
            ratios.push_back(costs.back() / baselines.back());
        }
        const auto ratio = bench::spread_of(ratios);
        report.add({.name = std::string{subject.name},
                    .value = bench::spread_of(costs).median,
                    .unit = "ns",
                    .baseline = bench::spread_of(baselines).median,
                    .ratio = ratio.median,
                    .goal = std::string{subject.goal},
                    .conditions =
                        fmt::format("{}, ratios of {} rounds {}; baseline: {}", subject.what,
                                    kRounds, ratio.range(),
                                    subject.plain == nullptr ? "an integer looked up among 100,000"
                                                             : "policy.identity")});
    }
}

const bench::Benchmark kBenchmark{"policy", run};

}  // namespace
}  // namespace licet::policy
