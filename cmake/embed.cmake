# SPDX-License-Identifier: Apache-2.0
# Writes OUTPUT: a source that defines licet::cli::NAME as the bytes of FILE.
file(READ ${FILE} text)
string(LENGTH "${text}" length)
# A string literal may hold 64 KiB at most, so the text is cut into concatenated pieces.
set(pieces "")
set(at 0)
while(at LESS length)
  string(SUBSTRING "${text}" ${at} 8000 piece)
  string(APPEND pieces "R\"~~~~(${piece})~~~~\"\n")
  math(EXPR at "${at} + 8000")
endwhile()
file(WRITE ${OUTPUT} "#include \"${HEADER}\"

namespace licet::cli {

const std::string_view ${NAME} =
${pieces};

}  // namespace licet::cli
")
