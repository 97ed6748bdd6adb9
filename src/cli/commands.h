// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "cli/service_client.h"

#include <cstdint>
#include <string>
#include <vector>

/// The commands behind the command line, their options already parsed. Each prints its results to
/// stdout.
namespace licet::cli {

struct InitArguments {
    std::string data;
    std::string credentials;
    std::string management_account;
    std::string email = "admin@example.com";
    std::string catalog;  ///< empty: the one built in
    std::string master_key_file;
    bool standalone = false;
};
Result<void> init(const InitArguments& arguments);

struct ServeArguments {
    std::string data;
    std::string listen;
    std::string config;
    std::string master_key_file;
};
/// Serves until SIGTERM or SIGINT.
Result<void> serve(const ServeArguments& arguments);

struct LogArguments {
    std::string data;
    std::uint64_t from = 1;
    std::uint64_t limit = 0;  ///< 0: all
    std::string heads;        ///< a file; empty: none
};
/// Prints records as JSON lines, sealed secrets left out.
Result<void> log_show(const LogArguments& arguments);
/// Fails when the hash chain does not hold, naming the first bad revision, or has lost what the
/// file of heads notes. Else notes there how far it goes.
Result<void> log_verify(const LogArguments& arguments);

struct CatalogArguments {
    ServiceOptions service;
    std::string file;
    std::string output = "table";
};
Result<void> catalog_show(const CatalogArguments& arguments);
Result<void> catalog_apply(const CatalogArguments& arguments);

struct OrganizationArguments {
    ServiceOptions service;
    std::vector<std::string> set;  ///< `name=value`
    std::string output = "table";
};
/// Shows the settings of the caller's organization, after changing those that are set.
Result<void> organization_settings(const OrganizationArguments& arguments);

struct OpenAccountArguments {
    ServiceOptions service;
    std::string name;
    std::string email;
};
/// Opens an account that stands alone, and prints its id.
Result<void> open_account(const OpenAccountArguments& arguments);

struct OfferArguments {
    ServiceOptions service;
    std::string file;
};
/// Needs no service.
Result<void> offer_show(const OfferArguments& arguments);
Result<void> offer_apply(const OfferArguments& arguments);

/// What the commands that ask about access take; each uses some.
struct QuestionArguments {
    ServiceOptions service;
    std::string account;
    std::string principal;
    std::string action;
    std::string resource;
    std::string where;  ///< region of the call asked about
    std::string operation;
    std::string time;
    std::string at;
    std::vector<std::string> context;  ///< `aws:SourceIp=192.0.2.7`; a key may come several times
    std::string subjects;
    std::string parent;
    std::string from;
    std::string to;
    std::string file;
    std::string output = "table";
    bool refused = false;
    bool last_use = false;
    bool products = false;

    bool is_test = false;  ///< set by explain: the exit code is the answer
    bool allowed = true;
};
/// @return whether it is allowed
Result<bool> explain(const QuestionArguments& arguments);
Result<void> who_can(const QuestionArguments& arguments);
Result<void> what_can(const QuestionArguments& arguments);
Result<void> simulate(const QuestionArguments& arguments);
Result<void> diff(const QuestionArguments& arguments);
/// Shows the quotas of grants, and how they stand.
Result<void> quotas(const QuestionArguments& arguments);

Result<void> api_reference();
/// What the gateway answers, a JSON object per route.
Result<void> gateway_routes();

}  // namespace licet::cli
