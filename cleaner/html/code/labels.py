"""What stands beside code: names of programming languages, and words on buttons."""

import re
from collections.abc import Iterable, Iterator

from cleaner.html.tree import Node
from cleaner.lazy import lazy_pattern

_LANGUAGES = """
abap actionscript ada apache applescript arduino asm assembly autohotkey awk bash basic bat batch c
c# c++ c/c++ clojure cmake cmd cobol coffeescript console cpp crystal cs csharp css csv cuda curl
cython d dart delphi diff django docker dockerfile dos elixir elm erlang f# fish fortran fsharp
gherkin git gitignore glsl go golang gradle graphql groovy haml handlebars haskell hcl html http
ini j java javascript jinja jinja2 js json json5 jsonc jsx julia kotlin latex less lisp lua
makefile markdown markup mathematica matlab md mermaid mysql nginx nim nix node objc objective-c
objectivec ocaml octave pascal perl php pl/sql plsql plain plaintext postgresql powershell prolog
properties proto protobuf ps1 pug puppet py py3 pycon python python2 python3 qml r raku rb reason
regex rego rest rs rst ruby rust sas sass scala scheme scss sh shell shell-session shellsession
smalltalk solidity sparql sql stylus svelte svg swift systemd tcl terminal terraform tex text toml
ts tsx turtle twig txt typescript vb vb.net vbnet verilog vhdl vim viml vue wasm wgsl x86asm xhtml
xml xquery yaml yml zig zsh
"""
LANGUAGES = frozenset(_LANGUAGES.split())
"""Names of languages that sites give as labels and in names of classes, in lower case."""

_NO_LANGUAGES = frozenset(
    ("none", "auto", "undefined", "null", "default", "plain", "plaintext", "nohighlight", "unknown", "txt", "text")
)

BUTTON_WORDS = frozenset(
    (
        *("copy", "copy code", "copy text", "copy snippet", "copy to clipboard", "copied", "copied to clipboard"),
        *("copy link", "copy command", "click to copy", "copy page", "edit", "run", "run code", "try it", "wrap"),
        *("try it yourself", "expand", "collapse", "show more", "show less", "view raw", "raw", "view code"),
        *("toggle word wrap", "word wrap", "wrap lines", "toggle line numbers", "download", "open in playground"),
        *("explain", "fullscreen", "enter fullscreen mode", "exit fullscreen mode", "play", "print", "?"),
        *("kopieren", "code kopieren", "kopiert", "in die zwischenablage kopieren", "copier", "copier le code"),
        *("copié", "copiar", "copiar código", "copiado", "copia", "copia codice", "copiato", "kopiëren", "gekopieerd"),
        *("kopiera", "kopier", "kopiuj", "kopiuj kod", "kopyala", "kodu kopyala", "копировать", "скопировать"),
        *("скопировать код", "скопировано", "копіювати", "复制", "复制代码", "复制成功", "已复制", "拷贝", "拷贝代码"),
        *("展开", "收起", "折叠", "运行", "運行", "複製", "複製程式碼", "已複製", "コピー", "コードをコピー"),
        *("コピーしました", "복사", "코드 복사", "복사됨", "sao chép", "salin", "salin kode", "คัดลอก", "نسخ"),
        *("نسخ الكود", "העתק", "αντιγραφή", "copy 复制", "复制代码到剪贴板", "全屏复制", "ai写代码"),
    )
)
"""What buttons beside code say, in lower case and without marks at the ends."""

_CLASS_LANGUAGE = lazy_pattern(r"^(?:language|lang)[-:_](?P<name>[\w+#./-]+)$", re.IGNORECASE)
_KNOWN_LANGUAGE = lazy_pattern(
    r"^(?:highlight(?:-source)?|source|code|hljs|prism|type)-(?P<name>[\w+#./-]+)$", re.IGNORECASE
)
_ANY_CLASS = lazy_pattern(r"\b(?:brush|lang)\s*:\s*(?P<name>[\w+#.-]+)", re.IGNORECASE)
_HIGHLIGHTER = lazy_pattern(
    r"^(?:highlight|hljs|sourceCode|codehilite|prettyprint|syntax|code|code-block|chroma|rouge|shiki|src|programlisting"
    r"|syntaxhighlighter|dp-highlighter)$"
)
_LANGUAGE_ATTRIBUTES = ("data-lang", "data-language", "data-enlighter-language", "data-code-language", "data-code-lang")
_NAME = lazy_pattern(r"[A-Za-z][\w+#.-]{0,30}")

_NEAREST = 2
"""Nodes of a block, from the inside, that may name a language which is not in :data:`LANGUAGES`."""

_LEVELS = 4


def is_label(text: str) -> bool:
    """Whether a text beside code is what a button says, or the name of a language.

    >>> is_label("Copy code"), is_label(" Python "), is_label("复制代码"), is_label("Listing 3")
    (True, True, True, False)
    """
    folded = " ".join(text.lower().split()).strip("!:.…✓✔📋⧉ ")
    return not folded or folded in BUTTON_WORDS or folded in LANGUAGES


def language_of(root: Node) -> str:
    """Return the language that the names of a block's nodes give, as they give it, or an empty text."""
    for distance, node in enumerate(_named_nodes(root)):
        for name in _names(node, is_near=distance < _NEAREST):
            if _NAME.fullmatch(name) and name.lower() not in _NO_LANGUAGES:
                return name.lower()
    return ""


def labeled_language(labels: Iterable[str]) -> str:
    """Return the language that a label beside code names, in lower case, or an empty text.

    >>> labeled_language(["Copy", "Python"]), labeled_language(["Copy"])
    ('python', '')
    """
    names = (" ".join(label.lower().split()) for label in labels)
    return next((name for name in names if name in LANGUAGES - _NO_LANGUAGES and _NAME.fullmatch(name)), "")


def _named_nodes(root: Node) -> Iterator[Node]:
    """Yield the nodes that may name the language: the first code inside, the block, and what is around it."""
    inner = [node for node in root.iter("code", "pre") if node is not root]
    yield from inner[-1:]
    yield from inner[-2:-1]
    node: Node | None = root
    for _ in range(_LEVELS):
        if node is None or node.tag in ("body", "article", "main", "html"):
            return
        yield node
        node = node.getparent()


def _names(node: Node, *, is_near: bool) -> Iterator[str]:
    for attribute in _LANGUAGE_ATTRIBUTES:
        if value := node.get(attribute):
            yield value
    if (language := (node.get("lang") or "").lower()) in LANGUAGES:
        yield language
    class_names = node.get("class")
    if not class_names:
        return
    if match := _ANY_CLASS.search(class_names):
        yield match["name"]
    tokens = class_names.split()
    for token in tokens:
        match, known = _CLASS_LANGUAGE.match(token), _KNOWN_LANGUAGE.match(token)
        name = match or known
        if name and ((match and is_near) or name["name"].lower() in LANGUAGES):
            yield name["name"]
    if any(map(_HIGHLIGHTER.match, tokens)):
        yield from (token for token in tokens if token.lower() in LANGUAGES and not _HIGHLIGHTER.match(token))
