// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "invocations/settings.h"
#include "invocations/store.h"
#include "net/client.h"
#include "net/loop.h"

#include <condition_variable>
#include <memory>
#include <mutex>

namespace licet::invocations {

/// Buckets of S3, or of a server that speaks its API: PutObject with the bucket in the path, signed
/// with Signature Version 4.
class S3Store final : public Store {
public:
    /// @param clock outlives this.
    S3Store(S3Settings settings, const Clock& clock);
    ~S3Store() override;

    /// Reads the credentials anew, so that those that expire can be replaced.
    Result<void> put(std::string_view bucket, std::string_view key,
                     std::string_view bytes) override;
    void give_up() override;

private:
    struct Answer;

    Result<net::ClientResponse> ask(net::ClientRequest request);

    const S3Settings settings_;
    const Clock& clock_;
    std::mutex mutex_;
    std::condition_variable wake_;         // an answer has come, or nobody waits for any more
    bool given_up_ = false;                // guarded by mutex_
    std::unique_ptr<net::Client> client_;  // the loop's
    net::LoopThread thread_;
};

}  // namespace licet::invocations
