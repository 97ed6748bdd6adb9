// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/decide.h"
#include "gateway/gateway.h"
#include "gateway/message.h"
#include "journal/entry.h"

#include <cstdint>
#include <string>

namespace licet::gateway {

enum class Door { converse, anthropic_messages };

/// What is kept of a model call until it is answered. Refers to nothing of the request and the
/// index, so that neither stays in memory while a model thinks.
struct Call {
    Door door = Door::converse;
    Time started;
    std::uint64_t revision = 0;  ///< of the index that decided
    decision::Reason reason = {};
    std::string model_id = {};  ///< of the foundation model; empty when none was found
    std::string grant = {};     ///< `g-…`; empty when the right comes from none
    bool profile = false;       ///< whether an inference profile was named
    journal::Entry entry = {};  ///< all but outcome and extra
};

/// Takes what a call needs from its request and caller, and from the decision on it.
/// @param event_id of its journal entry.
Call make_call(ModelCall&& request, const decision::Decision& decision, std::uint64_t revision,
               std::string event_id, Time now);

/// Moves the journal entry of an answered call out of it, all but the request id.
/// @param completion null when it failed. Source: rule BA-40.
journal::Entry take_entry(Call& call, const Completion* completion);

/// The success that the caller sees. @param latency at least 0.
net::Response make_response(const Call& call, const Completion& completion, Milliseconds latency);

/// The failure that the caller sees. @param refused whether the decision said no.
net::Response make_failure(const Call& call, const Error& error, bool refused);

}  // namespace licet::gateway
