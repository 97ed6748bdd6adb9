// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/crypto.h"
#include "base/ids.h"
#include "log/data_directory.h"
#include "log/log.h"
#include "log/snapshots.h"
#include "model/bedrock/catalogue.h"
#include "obs/logger.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace licet::server {

/// Where, in a data directory, the journal is.
inline constexpr std::string_view kJournalDirectory = "journal";
inline constexpr std::string_view kQuotasFile = "quotas";
inline constexpr std::string_view kUsageDirectory = "usage";

struct InitOptions {
    std::filesystem::path directory;
    std::filesystem::path master_key;  ///< empty: in the directory
    std::optional<AccountId> management_account;
    std::string email = "admin@example.com";
    bool standalone = false;  ///< only the account: its organization is the user's own first step
    model::Catalogue catalogue;
};

/// What init made, and what the operator needs to sign in.
struct Initialized {
    AccountId account;
    std::string organization;  ///< empty with `standalone`
    std::string access_key_id;
    std::string secret;  ///< shown once; the log holds it sealed only
};

/// Takes what init made to where the operator finds it.
using HandOver = std::function<Result<void>(const Initialized&)>;

/// Makes a data directory whose log holds the management account, its organization, an
/// administrator with one access key, and the model catalogue, in one batch: all of it or nothing.
/// @param hand_over called last. When it fails everything is removed again, because nobody could
///        use a directory without its key.
/// @return `conflict` when the directory already holds something; `invalid` for a bad option; the
///         error of `hand_over`.
Result<Initialized> initialize(const InitOptions& options, const HandOver& hand_over);

/// An open data directory.
struct Data {
    std::optional<log::DataDirectory> lock;  ///< none when open for reading only
    std::optional<SealingKey> secrets;
    std::unique_ptr<log::Log> log;
    std::unique_ptr<log::Snapshots> snapshots;
};

/// Opens a directory for serving. @param master_key empty: in the directory. @param logger outlives
/// the data.
/// @return `not_found` without a directory, a log or a key; `conflict` when another process has it;
///         `invalid` when the key or the log is something else.
Result<Data> open_data(const std::filesystem::path& directory,
                       const std::filesystem::path& master_key, obs::Logger& logger);

/// Opens the log alone, beside a running server.
Result<std::unique_ptr<log::Log>> open_log_to_read(const std::filesystem::path& directory);

}  // namespace licet::server
