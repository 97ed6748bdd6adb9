// SPDX-License-Identifier: Apache-2.0
#include "log/log.h"

#include <fmt/format.h>

namespace licet::log {

Sha256 chain(const Sha256& previous, Revision revision, std::string_view body) {
    std::array<char, 8> number{};
    for (std::size_t i = 0; i < number.size(); ++i) {
        number[i] = static_cast<char>(revision >> (56 - 8 * i));
    }
    const std::array<std::string_view, 3> parts{
        std::string_view{reinterpret_cast<const char*>(previous.data()), previous.size()},
        std::string_view{number.data(), number.size()}, body};
    return sha256(parts);
}

Result<void> ChainChecker::check(const Record& record) {
    const Revision expected = revision_ + 1;
    if (record.revision != expected) {
        return Error{ErrorKind::internal,
                     fmt::format("revision {} is missing from the log: after {} "
                                 "comes {}",
                                 expected, revision_, record.revision)};
    }
    if (chain(hash_, expected, record.body) != record.hash) {
        return Error{ErrorKind::internal,
                     fmt::format("revision {} of the log does not match its hash: the record, its "
                                 "hash or the record before was altered",
                                 expected)};
    }
    revision_ = expected;
    hash_ = record.hash;
    return {};
}

Result<VerifyReport> verify(const Log& log) {
    VerifyReport report;
    ChainChecker checker;
    const auto read =
        log.read(1, static_cast<std::size_t>(-1), [&](const Record& record) -> Result<void> {
            auto checked = checker.check(record);
            if (!checked.ok()) {
                report.first_bad = checker.revision() + 1;
                report.problem = checked.error().message;
            }
            return checked;
        });
    report.records = checker.revision();
    if (!read.ok() && !report.first_bad) {
        return read.error();
    }
    return report;
}

Result<void> check_bodies(Revision after, std::span<const std::string> bodies) {
    if (after > kRevisionMax - bodies.size()) {
        return Error{ErrorKind::invalid, "the log is at its last revision"};
    }
    for (const auto& body : bodies) {
        if (body.empty() || body.size() > kRecordBytesMax) {
            return Error{ErrorKind::invalid,
                         fmt::format("a record must be 1 to {} bytes, this one is {}",
                                     kRecordBytesMax, body.size())};
        }
    }
    return {};
}

std::vector<Sha256> chain_all(const Sha256& previous, Revision after,
                              std::span<const std::string> bodies) {
    std::vector<Sha256> hashes;
    hashes.reserve(bodies.size());
    for (const auto& body : bodies) {
        hashes.push_back(chain(hashes.empty() ? previous : hashes.back(), ++after, body));
    }
    return hashes;
}

Error stale_head(Revision head, Revision after) {
    return Error{ErrorKind::conflict,
                 fmt::format("the log is at revision {}, not at {}", head, after)};
}

Error stale_epoch(std::uint64_t newest, std::uint64_t epoch) {
    return Error{ErrorKind::conflict,
                 fmt::format("the log's writer is at epoch {}, this one is at {}", newest, epoch)};
}

}  // namespace licet::log
