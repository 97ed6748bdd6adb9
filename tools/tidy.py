#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds the tree to its rules: layers, sizes, banned calls, headers, links, tests.

    tools/tidy.py [ROOT]     prints one line per fault and exits 1 when there is any

A size over its limit can be recorded in tools/size_debt.txt (`<lines> <path>` or
`<lines> <path>:<function>`). An entry must equal the present size, so debt can only shrink.
"""
import re
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

LIMITS = {"header": 300, "source": 500, "test": 800, "function": 70, "columns": 110}

# `only_in` and `except_in` are patterns of paths.
Ban = namedtuple("Ban", "pattern instead only_in except_in", defaults=(r"", r"(?!)"))
TESTS = r"_(test|bench|fuzz)\.(cpp|h)$|^tests/"
BANS = [
    Ban(r"\bsystem_clock\s*::\s*now\b|\bgettimeofday\b|(?<![\w.>:])(std::|::)?time\s*\(\s*(nullptr|NULL|0|&)",
        "take the time from base::Clock", except_in=r"^src/base/clock\.cpp$"),
    Ban(r"\b(random_device|mt19937(_64)?)\b|(?<![\w.>:])(std::|::)?s?rand\s*\(",
        "take random bytes from base::Random", except_in=r"^src/base/random\.(h|cpp)$"),
    Ban(r"\bstd::w?regex\b", "write a small parser: std::regex is slow and recurses on foreign input"),
    Ban(r"(?<!operator )(?<![{(])\bnew\b\s*[\w(:]", "use std::make_unique, or hand it to its owner at once",
        except_in=r"^src/net/http\.cpp$"),  # places headers in a block it allocated
    Ban(r"(?<!operator )\bdelete\b(\s*\[\s*\])?\s*[\w*(:]", "let an owner free it", except_in=r"^src/api/define\.h$"),
    Ban(r"\bcatch\s*\(\s*\.\.\.\s*\)", "catch what the wrapped library throws, by type"),
    Ban(r"^\s*using\s+namespace\b", "name what is used", only_in=r"\.h$"),
    Ban(r"\bsleep_(for|until)\s*\(|(?<![\w.>:])(u|nano)?sleep\s*\(",
        "wait for the event itself, or move a ManualClock", only_in=TESTS),
    Ban(r"\bstd::cout\b|(?<![\w.>:])(std::)?(printf|puts|putchar)\s*\(|\bfmt::print\s*\((?!\s*(stderr|\w*[fF]ile))",
        "standard output belongs to the command line: return the text or log it",
        except_in=r"^src/cli/|" + TESTS),
    Ban(r"#\s*include\s*<(?!boost/(describe|mp11)\b)(boost|openssl|nghttp2|yaml-cpp|CLI|fmt|simdjson|sqlite3|libpq)\b",
        "include third-party headers in sources only", only_in=r"^src/.*\.h$", except_in=r"_test\.h$"),
    Ban(r"#\s*include\s*<(gtest|gmock|rapidcheck|benchmark)\b", "keep test libraries out of headers",
        only_in=r"^src/.*\.h$", except_in=r"(_test|conformance\w*)\.h$"),
]
TEXT_BANS = [
    Ban(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b", "do it now or open an issue"),
    Ban(r"(?<![\w.~-])/(work|root|home/[a-z]\w*)/", "name no particular machine's folders"),
    Ban(r"[ \t]+$", "trailing blanks", except_in=r"\.md$"),
    Ban(r"\t", "indent with spaces", except_in=r"\.test$"),
]
CODE = re.compile(r"\.(cpp|h)$")
DATA = re.compile(r"(^|/)(testdata|corpus)/|package-lock\.json$")
TEXT = re.compile(r"\.(cpp|h|py|sh|mjs|js|ts|cmake|md|txt|yaml|yml|json|test)$|^(dev|\.ci/run)$")
SPDX = re.compile(r"\.(cpp|h|py|sh|mjs|js|ts|cmake)$|^(dev|\.ci/run)$")
COLUMNS = re.compile(r"\.(cpp|h|py|sh|mjs|js|ts|cmake)$|^(dev|\.ci/run)$")

NOISE = re.compile(
    r"//[^\n]*|/\*.*?\*/|R\"(?P<d>[^(\s]*)\(.*?\)(?P=d)\"|\"(?:\\.|[^\"\\\n])*\"|(?<!\w)'(?:\\.|[^'\\\n])+'", re.S)
INCLUDE = re.compile(r'^\s*#\s*include\s*["<]([^">]+)[">]', re.M)


def code_only(text):
    """The text with comments, strings and characters blanked; lines stay where they are."""
    def blank(match):
        # The path of an include is not a string.
        head = text[text.rfind("\n", 0, match.start()) + 1:match.start()]
        if re.match(r"\s*#\s*include\s*$", head):
            return match.group()
        return re.sub(r"[^\n]", " ", match.group())
    return NOISE.sub(blank, text)


def functions(text):
    """Yields (name, first line, lines) of every function body, told apart by its opening brace."""
    text = re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", lambda m: re.sub(r"[^\n;]", " ", m.group()), text, flags=re.M)
    stack, head_at, depth_of_body = [], 0, None
    for match in re.finditer(r"[{};]", text):
        at, sign = match.start(), match.group()
        if sign == "{":
            head = text[head_at:at]
            kind = block_kind(head, stack[-1][0] if stack else "scope")
            if kind == "function" and depth_of_body is None:
                depth_of_body = len(stack)
            stack.append((kind, function_name(head), at))
        elif sign == "}" and stack:
            kind, name, start = stack.pop()
            if depth_of_body == len(stack):
                depth_of_body = None
                first = text.count("\n", 0, start) + 1
                yield name, first, text.count("\n", start, at) + 1
        head_at = at + 1


def block_kind(head, outer):
    """What a brace opens: `scope` (namespace, type), `function`, or `data` (an initializer)."""
    if outer in ("function", "data"):
        return outer if outer == "data" and "]" not in head else "function"
    head = re.sub(r"alignas\([^()]*\)|\[\[.*?\]\]|\btemplate\s*<.*?>(?=\s*[\w:])", " ", head, flags=re.S)
    if re.search(r"\b(struct|class|union|enum|namespace|extern)\b[^()]*$", head):
        return "scope"
    if not head.strip():
        return "function"  # the body of a constructor, after its initializers
    balanced = head.count("(") == head.count(")") > 0
    return "function" if balanced else "data"


def function_name(head):
    """The name before the first parenthesis; `Suite.Name` for a test."""
    head = re.sub(r"\b(BOOST_DESCRIBE\w*|RC_GTEST_PROP)\s*", " ", head)
    test = re.search(r"\bTEST(?:_F|_P)?\s*\(\s*(\w+)\s*,\s*(\w+)", head)
    plain = re.search(r"([\w:~]+)\s*\(", head)
    return f"{test[1]}.{test[2]}" if test else plain[1] if plain else "(body)"


class Tree:
    """The files under `root` and the faults found in them."""

    def __init__(self, root):
        self.root = Path(root)
        self.faults = []
        self.sizes = {}  # what is over its limit: key -> (size, limit)
        self.texts = {p: (self.root / p).read_text(encoding="utf-8", errors="replace")
                      for p in self.list_files() if TEXT.search(p) and not DATA.search(p)}

    def list_files(self):
        """What git knows or would add; a plain walk where there is no git."""
        try:
            names = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=self.root, check=True,
                                   capture_output=True, text=True).stdout.split("\n")
        except (OSError, subprocess.CalledProcessError):
            names = [p.relative_to(self.root).as_posix() for p in self.root.rglob("*")
                     if not {".git", "build", "node_modules"} & set(p.parts)]
        return sorted(p for p in set(names) if (self.root / p).is_file())

    def fault(self, path, line, text):
        self.faults.append(f"{path}:{line}: {text}")

    def check(self):
        layers = self.read_layers()
        for path, text in self.texts.items():
            if not path.startswith("tools/tidy"):
                self.check_bans(path, text, TEXT_BANS)
            self.check_form(path, text)
            if CODE.search(path):
                code = code_only(text)
                self.check_bans(path, code, BANS)
                self.check_includes(path, code, layers)
                self.measure(path, text, code)
            if path.endswith(".md"):
                self.check_links(path, text)
            if re.match(r"src/api/ops/.*\.cpp$", path) and not re.search(TESTS, path):
                stem = path[:-len(".cpp")]
                if not self.is_tested(Path(stem)):
                    self.fault(path, 1, f"has no test: write {Path(stem).name}_test.cpp beside it, or call it in "
                                        "the test of a family of operations")
        self.check_debt()
        return self.faults

    def is_tested(self, operation):
        """Whether it has a test of its own, or another test in its folder names it: `"GetRole"`."""
        if any((self.root / f"{operation}{end}").exists() for end in ("_test.cpp", ".test")):
            return True
        name = operation.name.replace("_", "")
        return any(name in re.findall(r'"(\w+)"', text.lower()) for path, text in self.texts.items()
                   if path.endswith("_test.cpp") and Path(path).parent == operation.parent)

    def check_bans(self, path, text, bans):
        for ban in bans:
            if re.search(ban.only_in, path) and not re.search(ban.except_in, path):
                for match in re.finditer(ban.pattern, text, re.M):
                    line = text.count("\n", 0, match.start()) + 1
                    self.fault(path, line, f"`{match.group().strip()}`: {ban.instead}")

    def check_form(self, path, text):
        lines = text.split("\n")
        first = int(lines[0].startswith("#!"))
        if SPDX.search(path) and "SPDX-License-Identifier: Apache-2.0" not in "".join(lines[first:first + 1]):
            self.fault(path, first + 1, "must begin with `SPDX-License-Identifier: Apache-2.0`")
        if path.endswith(".h") and "\n#pragma once\n" not in text:
            self.fault(path, 2, "header without `#pragma once`")
        if COLUMNS.search(path) and not path.startswith("tools/tidy"):
            for number, line in enumerate(lines, 1):
                if len(line) > LIMITS["columns"] and "http" not in line:
                    self.fault(path, number, f"{len(line)} columns, limit {LIMITS['columns']}")

    def read_layers(self):
        """Module -> what it may include, from layers.txt; a module may name only those above it."""
        layers = {}
        for number, line in enumerate(self.texts.get("layers.txt", "").split("\n"), 1):
            if line.strip() and not line.startswith("#"):
                module, _, allowed = line.partition(":")
                for name in set(allowed.split()) - set(layers):
                    self.fault("layers.txt", number, f"`{module}` names `{name}`, which is not above it")
                layers[module] = set(allowed.split())
        for module, allowed in layers.items():
            path = f"src/{module}/CMakeLists.txt"
            deps = re.search(r"\bDEPS\s+([a-z\s]+)", self.texts.get(path, ""))
            for name in sorted(set(deps[1].split() if deps else []) - allowed):
                self.fault(path, 1, f"links `{name}`, which layers.txt does not allow `{module}`")
        return layers

    def check_includes(self, path, code, layers):
        parts = path.split("/")
        if parts[0] != "src" or len(parts) < 3:
            return
        module = parts[1]
        if module not in layers:
            return self.fault(path, 1, f"module `{module}` is not in layers.txt")
        includes = [(m.group(1), code.count("\n", 0, m.start(1)) + 1, '"' in m.group())
                    for m in INCLUDE.finditer(code)]
        own = path[len("src/"):-len("cpp")] + "h"
        if path.endswith(".cpp") and f"src/{own}" in self.texts and includes[:1] and includes[0][0] != own:
            self.fault(path, includes[0][1], f"must include its own header `{own}` first")
        for name, line, ours in includes:
            target = name.split("/")[0]
            if ours and f"src/{name}" not in self.texts:
                self.fault(path, line, f"no such file under src: `{name}`")
            elif ours and target != module and target not in layers[module]:
                self.fault(path, line, f"layers.txt does not let `{module}` include `{target}`")

    def measure(self, path, text, code):
        kind = "test" if re.search(TESTS, path) else "header" if path.endswith(".h") else "source"
        self.note_size(path, text.count("\n"), LIMITS[kind])
        for name, _, lines in functions(code):
            self.note_size(f"{path}:{name}", lines, LIMITS["function"])

    def note_size(self, key, size, limit):
        if size > limit:
            self.sizes[key] = (max(size, self.sizes.get(key, (0,))[0]), limit)

    def check_debt(self):
        path, debt = "tools/size_debt.txt", {}
        for number, line in enumerate(self.texts.get(path, "").split("\n"), 1):
            if line.strip() and not line.startswith("#"):
                size, key = line.split(None, 1)
                debt[key] = int(size)
                if key not in self.sizes:
                    self.fault(path, number, f"`{key}` is within its limit: delete this line")
                elif self.sizes[key][0] < int(size):
                    self.fault(path, number, f"`{key}` has shrunk: lower this line to {self.sizes[key][0]}")
        for key, (size, limit) in sorted(self.sizes.items()):
            if size > debt.get(key, limit):
                self.fault(key, 1, f"{size} lines, limit {debt.get(key, limit)}: split it by responsibility")

    def check_links(self, path, text):
        text = re.sub(r"^```.*?^```|`[^`\n]*`", lambda m: re.sub(r"[^\n]", " ", m.group()), text, flags=re.S | re.M)
        for match in re.finditer(r"\]\(([^)\s]+)\)", text):
            target = match.group(1).split("#")[0]
            if target and not re.match(r"[a-z]+:", target) and not (self.root / path).parent.joinpath(target).exists():
                self.fault(path, text.count("\n", 0, match.start()) + 1, f"dead link `{target}`")


def main(arguments):
    root = arguments[0] if arguments else Path(__file__).resolve().parent.parent
    faults = Tree(root).check()
    print("\n".join(faults) if faults else "tidy: no faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
