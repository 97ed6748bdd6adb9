// SPDX-License-Identifier: Apache-2.0
#include "cli/command_line.h"

#include <vector>

/// What jemalloc, where it is linked, reads before anything is allocated: few threads allocate
/// much, small things lie in runs of 64 pages, what is free goes back to the system soon.
extern "C" {
extern const char* malloc_conf;
const char* malloc_conf = "narenas:1,slab_sizes:1-8192:64,dirty_decay_ms:200,muzzy_decay_ms:0";
}

int main(int argc, char** argv) {
    return licet::cli::run({argv + 1, argv + argc});
}
