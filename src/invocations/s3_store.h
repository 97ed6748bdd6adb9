// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "invocations/settings.h"
#include "invocations/store.h"

namespace licet::invocations {

/// Buckets of S3, or of a server that speaks its API: PutObject with the bucket in the path, signed
/// with Signature Version 4.
class S3Store final : public Store {
public:
    /// @param clock outlives this.
    S3Store(S3Settings settings, const Clock& clock)
        : settings_{std::move(settings)}, clock_{clock} {}

    /// Reads the credentials anew, so that those that expire can be replaced.
    Result<void> put(std::string_view bucket, std::string_view key,
                     std::string_view bytes) override;

private:
    const S3Settings settings_;
    const Clock& clock_;
};

}  // namespace licet::invocations
