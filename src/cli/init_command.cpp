// SPDX-License-Identifier: Apache-2.0
#include "cli/catalog_file.h"
#include "cli/commands.h"
#include "cli/credentials_file.h"
#include "cli/embedded_catalog.h"
#include "server/data.h"

#include <fmt/format.h>

namespace licet::cli {

Result<void> init(const InitArguments& arguments) {
    server::InitOptions options{.directory = arguments.data,
                                .master_key = arguments.master_key_file,
                                .email = arguments.email,
                                .standalone = arguments.standalone};
    if (!arguments.management_account.empty()) {
        LICET_TRY(options.management_account, AccountId::parse(arguments.management_account));
    }
    if (arguments.catalog.empty()) {
        LICET_TRY(options.catalogue, parse_catalog(kEmbeddedCatalog, "data/catalog.yaml"));
    } else {
        LICET_TRY(options.catalogue, load_catalog(arguments.catalog));
    }
    LICET_TRY(const auto made,
              server::initialize(options, [&](const server::Initialized& initialized) {
                  return add_profile(arguments.credentials, "licet",
                                     {initialized.access_key_id, initialized.secret, {}});
              }));
    fmt::print("account:      {}\n", made.account.text());
    if (!made.organization.empty()) {
        fmt::print("organization: {}\n", made.organization);
    }
    fmt::print("credentials:  {} (profile licet)\nnext:         licet serve --data {}\n",
               arguments.credentials, arguments.data);
    return {};
}

}  // namespace licet::cli
