"""Code in plain text, and what only has signs of it."""

import pytest

from cleaner.text.code_shape import code_blocks

CODE = [
    'def greet(name):\n    total = 3\n    print("Hello", name)\n    return total\n\nfor i in range(3):\n    greet(i)',
    "const x = 5;\nfunction add(a, b) {\n  return a + b;\n}\nconsole.log(add(x, 2));",
    "$ pip install requests\n$ python app.py",
    "git clone https://example.org/x.git\ncd x\nmake install",
    "#include <stdio.h>\n\nint main(void) {\n\tint i;\n\treturn 0;\n}",
    "SELECT name, email\nFROM users\nWHERE id = 3\nORDER BY name;",
    'version: "3"\nservices:\n  web:\n    image: nginx\n    ports:\n      - "80:80"',
    "<ul>\n<li>One</li>\n<li>Two</li>\n</ul>",
    '{\n  "name": "x",\n  "tags": ["a", "b"]\n}',
    ".card {\n  color: red;\n  margin: 0 auto;\n}",
    "[server]\nhost = localhost\nport = 8080",
    "    pip install cleaner",
    "#!/bin/bash\nfor f in *.txt; do\n  cat $f\ndone",
    "all: main.o\n\tgcc -o main main.o\nclean:\n\trm -f *.o",
]
PROSE = [
    "Oh sweet;\nthe winter (cold and white)\nreturns again;\nfor joy in the morning:\nwe sing.",
    "Flour: 200 g\nButter = 50 g\nfor the filling:\n2 eggs (large)",
    "[10:02] ann: hi!\n[10:03] bob: hello :)\nann: see you => later\n<ann> bye",
    "(a) the Lessee shall pay the rent;\n(b) the Lessor shall keep the roof; and",
    "x + y = 10\nx = 5\nf(x) = 3x + 2\nE = mc^2\ny = sin(x)",
    "email: ann@example.org\nphone: +44 20 7946 0000",
    "- one\n- two: three\n* four",
    "return to me\nreturn to me\nwhile we sing\nmake it right",
    "#bridge #river\n@ann @bob",
    "Adults $5; children $3;\n$ 5 for members\nFamily ticket = $12",
    "FROM OUR PARTNERS\nUPDATE 3 May: the bridge\nSELECT COMMITTEE REPORTS",
    "if you want more:\nwhile stocks last:\nimport duties",
    '<span class="x"></span>\n<p>The mayor spoke.</p>',
    "Smith(c)\nJones(gk)\nLeeds(2)",
    "find the way\ncat and mouse\ntouch of evil\ngit is a tool",
    "monday:\n  soup\n  bread\ntuesday:\n  fish",
    "新华社(记者王伟)\n北京(中新网)",
]


@pytest.mark.parametrize("code", CODE)
def test_code_is_distinguished_from_the_prose_around_it(code: str) -> None:
    prose = "The mayor said on Monday that the bridge will open in May."
    rows = f"{prose}\n\n{code}\n\n{prose}\n{prose}".split("\n")
    assert code_blocks(rows) == [range(2, 3 + code.count("\n"))]
    assert code_blocks(code.split("\n")) == [range(1 + code.count("\n"))]


@pytest.mark.parametrize("prose", PROSE)
def test_what_only_has_signs_of_code_is_none(prose: str) -> None:
    assert code_blocks(prose.split("\n")) == []


def test_code_may_touch_prose() -> None:
    assert code_blocks(["Type this:", "$ ls -l", "$ cd pier/", "Then wait for an hour or two."]) == [range(1, 3)]


TABLES = [
    "+---+---+\n| a | b |\n+---+---+",
    "| a | b |\n|---|--:|\n| c |   |",
    "  ╔═══╗\n  ║ a ║\n  ╚═══╝",
]
NO_TABLES = [
    "| Home | News | Sport |\n| Jobs | Video | Weather |\n| Shop | Help | Login |",
    "|---|---|\n| a | b |",
    "+ one\n+ two\n+---",
    "|x| + |y| = |z|\n|x| - |y| = |z|\n|x| = 3",
]


@pytest.mark.parametrize("table", TABLES)
def test_a_drawn_table_is_a_block_of_its_own(table: str) -> None:
    rows = ["Type this:", *table.split("\n"), "It was dark.", "$ ls -l", "$ cd pier/"]
    assert code_blocks(rows) == [range(1, 4), range(5, 7)]


@pytest.mark.parametrize("rows", NO_TABLES)
def test_bars_alone_draw_no_table(rows: str) -> None:
    assert code_blocks(rows.split("\n")) == []
