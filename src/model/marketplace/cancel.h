// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"

#include <string>
#include <string_view>

/// The ends of agreements: by their acceptor, or by consent, when their proposer asks for it.
/// Source: domain.md 8.3, rule MP-10.
namespace licet::model {

struct State;

/// Whether something is agreed to be paid besides the usage: such an agreement ends by consent
/// only.
bool is_committed(const Agreement& agreement);

/// Ends an agreement of the caller's account; the license is withdrawn in the background, and
/// grants of it stay but give nothing.
///
/// @return ResourceNotFoundException for an agreement that is unknown or others';
///         AccessDeniedException INVALID_ACCESS for its proposer; ValidationException
///         INACTIVE_AGREEMENT, or UNSUPPORTED_ACTION for a committed one; ConflictException while
///         its license is being set up.
/// Source: rules MP-10, ME-37.
Result<Events> end_agreement(const State& state, std::string_view agreement,
                             const Context& context);

/// A cancellation request's id, without its `acr-`, and the event that records it.
struct SentCancellation {
    Id128 id;
    Events events;
};

struct SendCancellation {
    std::string agreement;
    CancellationReason reason = CancellationReason::OTHER;
    std::string description = {};
};

/// Asks the acceptor of an agreement that the caller's account proposed to end it.
///
/// @return as end_agreement with the parties exchanged; ConflictException while another request
///         waits, and after kCancellationsMax of them.
Result<SentCancellation> send_cancellation(const State& state, const SendCancellation& command,
                                           const Context& context);

/// `acr-` and the id's 32 hexadecimal digits.
std::string cancellation_id(const Id128& id);

enum class CancellationAnswer {
    accept,    ///< the acceptor agrees: the agreement ends
    reject,    ///< the acceptor does not
    withdraw,  ///< the proposer takes it back
};

struct AnswerCancellation {
    std::string agreement;
    std::string request;
    CancellationAnswer answer = CancellationAnswer::accept;
    std::string message = {};  ///< why it is rejected or withdrawn
};

/// @return ResourceNotFoundException for a request that is unknown, of another agreement or
/// others';
///         AccessDeniedException INVALID_ACCESS for the party that cannot give this answer;
///         ConflictException for one that is not PENDING_APPROVAL.
Result<Events> answer_cancellation(const State& state, const AnswerCancellation& command,
                                   const Context& context);

/// A cancellation request as it is at a moment; refers into the state.
struct CancellationView {
    const std::string& id;
    const CancellationRequest& details;
    CancellationStatus status;  ///< VALIDATION_FAILED when the agreement ended while it waited
};

CancellationView view_cancellation(const State& state, const std::string& id, Time now);

/// The request, if the account is a party of its agreement.
/// @return ResourceNotFoundException for one that is unknown, of another agreement or others'.
Result<CancellationView> require_cancellation(const State& state, AccountId account,
                                              std::string_view agreement, std::string_view request,
                                              Time now);

inline constexpr std::size_t kCancellationsMax = 100;  ///< ever, of one agreement

}  // namespace licet::model
