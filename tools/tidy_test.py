#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tests of tidy.py: each builds a small tree and looks at the faults."""
import tempfile
import unittest
from pathlib import Path

import tidy

SPDX = "// SPDX-License-Identifier: Apache-2.0\n"
HEADER = SPDX + "#pragma once\n"
LAYERS = "base:\nlog: base\nengine: base log\n"


def faults(files):
    """The faults of a tree made of `files` (path -> text)."""
    with tempfile.TemporaryDirectory() as folder:
        for path, text in {"layers.txt": LAYERS, **files}.items():
            target = Path(folder, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        return tidy.Tree(folder).check()


def body(name, lines):
    return f"int {name}(int x) {{\n" + "    ++x;\n" * (lines - 2) + "}\n"


class Layers(unittest.TestCase):
    def test_a_module_includes_what_it_may(self):
        self.assertEqual(faults({"src/base/a.h": HEADER, "src/log/b.cpp": SPDX + '#include "base/a.h"\n'}), [])

    def test_an_include_upwards_is_a_fault(self):
        found = faults({"src/log/a.h": HEADER, "src/base/b_test.cpp": SPDX + '#include "log/a.h"\n'})
        self.assertEqual(found, ["src/base/b_test.cpp:2: layers.txt does not let `base` include `log`"])

    def test_an_unknown_module_and_an_unknown_file_are_faults(self):
        self.assertIn("not in layers.txt", faults({"src/extra/a.cpp": SPDX})[0])
        self.assertIn("no such file", faults({"src/base/a.cpp": SPDX + '#include "a.h"\n'})[0])

    def test_an_include_in_a_comment_is_none(self):
        self.assertEqual(faults({"src/base/a.cpp": SPDX + '// #include "log/a.h"\n'}), [])

    def test_a_cycle_in_the_table_is_a_fault(self):
        self.assertIn("`base` names `log`", faults({"layers.txt": "base: log\nlog: base\n"})[0])

    def test_cmake_may_not_link_more(self):
        found = faults({"src/log/CMakeLists.txt": "licet_module(NAME log DEPS base engine LIBS x)\n"})
        self.assertIn("links `engine`", found[0])

    def test_the_own_header_comes_first(self):
        files = {"src/base/a.h": HEADER, "src/base/a.cpp": SPDX + '#include <map>\n#include "base/a.h"\n'}
        self.assertIn("own header `base/a.h` first", faults(files)[0])


class Sizes(unittest.TestCase):
    def test_limits_of_headers_sources_and_tests(self):
        self.assertEqual(faults({"src/base/a.h": HEADER + "\n" * 298, "src/base/a_test.cpp": SPDX + "\n" * 799}), [])
        self.assertIn("301 lines, limit 300", faults({"src/base/a.h": HEADER + "\n" * 299})[0])
        self.assertIn("501 lines, limit 500", faults({"src/base/a.cpp": SPDX + "\n" * 500})[0])

    def test_a_long_function_is_named(self):
        self.assertEqual(faults({"src/base/a.cpp": SPDX + body("f", 70)}), [])
        self.assertEqual(faults({"src/base/a.cpp": SPDX + body("A::f", 71)}),
                         ["src/base/a.cpp:A::f:1: 71 lines, limit 70: split it by responsibility"])

    def test_types_tables_and_namespaces_are_no_functions(self):
        rows = "    {1, {2}},\n" * 90
        text = ("namespace a {\ntemplate <class T>\nstruct alignas(8) S : B<T> {\n" + "    int x = f(1);\n" * 90 +
                "};\nconst Row kRows[] = {\n" + rows + "};\nextern const Op op = make<R>(\n    {.rows = {\n" + rows + "}});\n}\n")
        self.assertEqual(faults({"src/base/a.cpp": SPDX + text}), [])

    def test_bodies_after_initializers_and_macros_are_functions(self):
        names = [name for name, _, _ in tidy.functions(
            "BOOST_DESCRIBE_STRUCT(R, (), (a))\n\nint f(struct tm* t) {\n}\nA::A() : a_{1} {\n}\nTEST(S, N) {\n}\n")]
        self.assertEqual(names, ["f", "A::A", "(body)", "S.N"])

    def test_debt_may_only_shrink(self):
        long = {"src/base/a.cpp": SPDX + body("f", 80)}
        self.assertEqual(faults({**long, "tools/size_debt.txt": "80 src/base/a.cpp:f\n"}), [])
        self.assertIn("limit 75", faults({**long, "tools/size_debt.txt": "75 src/base/a.cpp:f\n"})[0])
        self.assertIn("lower this line to 80", faults({**long, "tools/size_debt.txt": "90 src/base/a.cpp:f\n"})[0])
        self.assertIn("delete this line", faults({"tools/size_debt.txt": "90 src/base/a.cpp:f\n"})[0])


class Bans(unittest.TestCase):
    def banned(self, line, path="src/base/a.cpp"):
        return bool(faults({path: (HEADER if path.endswith(".h") else SPDX) + line + "\n"}))

    def test_banned(self):
        for line in ("auto t = std::chrono::system_clock::now();", "t = time(nullptr);", "std::mt19937 g;",
                     "std::regex r;", "auto* p = new int;", "delete p;", "try { } catch (...) { }", "int x = rand();",
                     'printf("x");', "std::cout << 1;", "int\tx;", "int x; ", "// TO" "DO: later",
                     "// see /ro" "ot/x", "int y" + "y" * 110 + ";"):
            self.assertTrue(self.banned(line), line)
        self.assertTrue(self.banned("std::this_thread::sleep_for(d);", "src/base/a_test.cpp"))
        self.assertTrue(self.banned("using namespace std;", "src/base/a.h"))
        self.assertTrue(self.banned("#include <openssl/evp.h>", "src/base/a.h"))
        self.assertTrue(self.banned("#include <gtest/gtest.h>", "src/base/a.h"))

    def test_not_banned(self):
        for line in ("// a new thing; time(nullptr)", 'auto s = "delete p";', "A(const A&) = delete;", "x.time(0);",
                     "std::unique_ptr<A> p{new A};", "int renew = 0;", "auto n = 1'000'000; // new x", 'R"(new x)";',
                     'fmt::print(stderr, "x");', "catch (const E& e) {}", "snprintf(b, n, f);"):
            self.assertFalse(self.banned(line), line)
        self.assertFalse(self.banned("std::chrono::system_clock::now();", "src/base/clock.cpp"))
        self.assertFalse(self.banned("#include <boost/describe.hpp>", "src/base/a.h"))
        self.assertFalse(self.banned("#include <gtest/gtest.h>", "src/base/conformance.h"))


class Form(unittest.TestCase):
    def test_licence_line_and_pragma(self):
        self.assertIn("SPDX", faults({"src/base/a.cpp": "int x;\n"})[0])
        self.assertEqual(faults({"tools/a.py": "#!/usr/bin/env python3\n# " + SPDX[3:]}), [])
        self.assertIn("#pragma once", faults({"src/base/a.h": SPDX})[0])

    def test_links_lead_somewhere(self):
        text = "[a](b.md#c) [d](https://x.y) [e](#f) `[g](h.md)`\n```\n[i](j.md)\n```\n"
        self.assertEqual(faults({"a.md": text}), ["a.md:1: dead link `b.md`"])
        self.assertEqual(faults({"a.md": text, "b.md": "b\n"}), [])

    def test_every_operation_has_a_test(self):
        layers = {"layers.txt": "api:\n"}
        operation = "src/api/ops/iam/get_role.cpp"
        self.assertIn("has no test", faults({**layers, operation: SPDX})[0])
        self.assertEqual(faults({**layers, operation: SPDX, "src/api/ops/iam/get_role.test": "x\n"}), [])
        family = {"src/api/ops/iam/roles_test.cpp": SPDX + 'must("GetRole", "{}");\n'}
        self.assertEqual(faults({**layers, operation: SPDX, **family}), [])
        other = {"src/api/ops/sts/roles_test.cpp": SPDX + 'must("GetRole", "{}");\n'}
        self.assertIn("has no test", faults({**layers, operation: SPDX, **other})[0])


if __name__ == "__main__":
    unittest.main()
