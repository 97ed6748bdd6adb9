// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/crypto.h"
#include "base/time.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace licet::log {

/// A position in the log: 1 is the first record, 0 is before any. Revisions have no gaps.
using Revision = std::uint64_t;

/// The largest revision a backend can hold (they store it as a signed 64-bit integer).
inline constexpr Revision kRevisionMax = 0x7fff'ffff'ffff'ffff;

/// The largest body of one record, in bytes.
inline constexpr std::size_t kRecordBytesMax = 16U << 20;

/// One committed record.
struct Record {
    Revision revision = 0;
    std::string body;  ///< JSON text of the whole record, its revision and time included
    Sha256 hash{};     ///< chain(hash of the record before, revision, body)
};

/// The hash that stands before the first record: 32 zero bytes.
inline constexpr Sha256 kGenesisHash{};

/// SHA-256 over `previous`, `revision` as 8 bytes big endian, and `body`.
Sha256 chain(const Sha256& previous, Revision revision, std::string_view body);

/// Called once per record; an error stops the reading and is handed on.
using Visit = std::function<Result<void>(const Record&)>;

/// The append-only, hash-chained sequence of records that is both the database and the audit trail.
///
/// Every backend passes the suite in log/conformance.h. Thread-safe: reads run beside an append,
/// and never show a record that is not durable.
class Log {
public:
    virtual ~Log() = default;

    /// The last durable revision. A log opened for reading only sees those of other processes too.
    virtual Revision head() const = 0;
    /// The hash of the record at head(), kGenesisHash when there is none.
    virtual Sha256 head_hash() const = 0;

    /// The hash at one revision. @return `not_found` past head(); kGenesisHash for 0.
    virtual Result<Sha256> hash_at(Revision revision) const = 0;

    /// Takes the writer's role: appends under any older epoch are refused from now on, durably.
    /// @return the new epoch, at least 1.
    virtual Result<std::uint64_t> begin_epoch() = 0;

    /// Appends `bodies` as the revisions after + 1, after + 2, … in one durable transaction.
    ///
    /// @param after what the caller believes head() is.
    /// @param bodies each 1 to kRecordBytesMax bytes; no bodies means a check only.
    /// @return `conflict` when head() is not `after` or `epoch` is not the newest one; `invalid`
    /// for a
    ///         body out of range; nothing was written then. `unavailable` or `internal` when the
    ///         store failed: afterwards head() tells whether the batch is in, all of it or none.
    virtual Result<void> append(Revision after, std::uint64_t epoch,
                                std::span<const std::string> bodies) = 0;

    /// Visits up to `limit` records in order, starting at `from` (0 means 1). Nothing is held while
    /// `visit` runs; it may take its time and may use this log.
    virtual Result<void> read(Revision from, std::size_t limit, const Visit& visit) const = 0;

    /// The same downwards, starting at `from` or at head(), whichever is lower.
    virtual Result<void> read_backward(Revision from, std::size_t limit,
                                       const Visit& visit) const = 0;

    /// Waits until head() is at least `revision`. @return false when `timeout` came first.
    virtual Result<bool> wait_for(Revision revision, Milliseconds timeout) const = 0;
};

/// Follows a chain record by record and names what does not fit. One thread at a time.
class ChainChecker {
public:
    /// Starts after the record `after` whose hash is `hash`.
    explicit ChainChecker(Revision after = 0, const Sha256& hash = kGenesisHash)
        : revision_{after}, hash_{hash} {}

    /// @return `internal` when `record` is not the next revision or its hash is not the chain's.
    Result<void> check(const Record& record);

    Revision revision() const { return revision_; }
    const Sha256& hash() const { return hash_; }

private:
    Revision revision_;
    Sha256 hash_;
};

struct VerifyReport {
    Revision records = 0;               ///< how many fit the chain
    std::optional<Revision> first_bad;  ///< the first revision that is altered or missing
    std::string problem;                ///< what is wrong with it; empty when nothing is
};

/// Computes the chain anew over the whole log. A cut-off end cannot show: compare head() with what
/// is known from elsewhere. @return the store's error when it cannot be read.
Result<VerifyReport> verify(const Log& log);

/// What every backend checks before it writes. @return `invalid` as append() says.
Result<void> check_bodies(Revision after, std::span<const std::string> bodies);

/// The hashes of `bodies` appended after the record `after` whose hash is `previous`.
std::vector<Sha256> chain_all(const Sha256& previous, Revision after,
                              std::span<const std::string> bodies);

/// The `conflict` errors of append().
Error stale_head(Revision head, Revision after);
Error stale_epoch(std::uint64_t newest, std::uint64_t epoch);

}  // namespace licet::log
