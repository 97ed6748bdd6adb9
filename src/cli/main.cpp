// SPDX-License-Identifier: Apache-2.0
#include "cli/command_line.h"

#include <vector>

int main(int argc, char** argv) {
    return licet::cli::run({argv + 1, argv + argc});
}
