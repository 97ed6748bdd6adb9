// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace licet::policy {

/// Which elements a policy may have: neither has Principal and NotPrincipal. Source: IAM User
/// Guide, "Policy grammar"; Organizations User Guide, "SCP syntax".
enum class Grammar {
    identity,         ///< users, groups, roles, managed policies, permissions boundaries
    service_control,  ///< Organizations: the same, and Version must be 2012-10-17
};

/// A policy that was understood completely. Immutable; thread-safe; compiled for evaluate().
class Document;
using DocumentPtr = std::shared_ptr<const Document>;

/// Reads a policy. What cannot be fully understood is refused: unknown elements, operators, keys
/// and misspelt variables, empty lists, a Version that is neither known one, duplicate members.
/// Texts of unknown actions are allowed, as in AWS, as long as they have the form `service:Name`.
/// @return `invalid` (MalformedPolicyDocument) with the path of the first fault and the reason,
///         `$.Statement[0].Condition.StringEquals: …`. O(length). Length limits are the callers':
///         character_count(), check_bytes().
Result<DocumentPtr> compile(std::string_view json, Grammar grammar);

/// Of a document: what Pattern::searches() counts.
inline constexpr std::size_t kSearchesMax = 256;

/// MalformedPolicyDocument.
Error malformed_policy(std::string message);

/// Characters of a policy as AWS counts them: blanks between tokens are not counted.
std::size_t character_count(std::string_view json);

/// Bytes that a policy may have for each character that it may have: blanks, which are not counted,
/// and characters of several bytes have their limit too.
inline constexpr std::size_t kBytesPerCharacterMax = 4;
/// @return `invalid` (MalformedPolicyDocument) for a text of more bytes than that. O(1).
Result<void> check_bytes(std::string_view json, std::size_t characters_max);

/// The text it was compiled from.
const std::string& text_of(const Document& document);
/// The Sid of a statement, or `Statement[n]` when it has none.
std::string statement_name(const Document& document, std::size_t statement);
std::size_t statement_count(const Document& document);

}  // namespace licet::policy
