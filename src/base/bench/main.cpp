// SPDX-License-Identifier: Apache-2.0
#include "base/bench/bench.h"

int main(int count, char** arguments) {
    return licet::bench::run_benchmarks(count, arguments);
}
