// SPDX-License-Identifier: Apache-2.0
#include "guardrail/detectors.h"

namespace licet::guardrail {
namespace {

/// English, and what is no use of a word in another sense. Forms are listed: words match whole.
constexpr std::string_view kProfanity[] = {
    "arsehole",      "arseholes", "asshole",    "assholes",       "bastard",      "bastards",
    "bitch",         "bitches",   "bollocks",   "bullshit",       "cocksucker",   "cocksuckers",
    "cunt",          "cunts",     "dickhead",   "dickheads",      "dipshit",      "fuck",
    "fucked",        "fucker",    "fuckers",    "fucking",        "fucks",        "goddamn",
    "goddamned",     "horseshit", "jackass",    "jackasses",      "motherfucker", "motherfuckers",
    "motherfucking", "piss off",  "pissed off", "prick",          "pricks",       "shit",
    "shits",         "shitty",    "shithead",   "son of a bitch", "twat",         "twats",
    "wanker",        "wankers",   "whore",      "whores",
};

}  // namespace

std::span<const std::string_view> profanity() {
    return kProfanity;
}

}  // namespace licet::guardrail
