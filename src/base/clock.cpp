// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"

namespace licet {

Time SystemClock::now() const {
    return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
}

}  // namespace licet
