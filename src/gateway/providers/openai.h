// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/json.h"
#include "gateway/provider.h"
#include "gateway/settings.h"
#include "net/client.h"

namespace licet::gateway {

/// The body of a chat completion request.
std::string openai_body(std::string_view upstream_model, const Prompt& prompt);

/// The request that asks `upstream` what `admission` allows.
net::ClientRequest openai_request(const decision::Admission& admission, const Upstream& upstream,
                                  const Prompt& prompt);

/// What the outcome of a chat completion request means to the caller of the model.
/// @param stop_sequences that were asked for.
Answer openai_answer(const Result<net::ClientResponse>& outcome, JsonReader& reader,
                     const std::vector<std::string>& stop_sequences);

/// Any server with OpenAI's chat completions API.
class OpenAiProvider final : public Provider {
public:
    /// All three outlive this and the calls under way.
    OpenAiProvider(const Upstream& upstream, net::Client& client, JsonReader& reader)
        : upstream_{upstream}, client_{client}, reader_{reader} {}

    void complete(const decision::Admission& admission, const Prompt& prompt, Done done) override;

private:
    const Upstream& upstream_;
    net::Client& client_;
    JsonReader& reader_;
};

}  // namespace licet::gateway
