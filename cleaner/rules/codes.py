"""The error codes of rule files, each with a title and a paragraph: what was found, why it matters, what to do.

R0xx is the file and its YAML, R1xx the form of keys and values, R2xx their meaning, R3xx what samples and lint find.
"""

from typing import NamedTuple

from cleaner.errors import ProblemLevel


class Code(NamedTuple):
    """What a code stands for: a title for lists, and a paragraph for the reference.

    What ``cleaner rules lint`` finds has a ``name``, a ``level``, and is ``fixable`` if ``--fix`` may mend it.
    """

    title: str
    paragraph: str
    name: str = ""
    level: ProblemLevel = "error"
    fixable: bool = False


CODES = {
    "R001": Code(
        "no rule file",
        "There is no such file or folder, it cannot be read, or a folder holds no file whose name ends with .yaml or "
        ".yml. Look at the spelling of the path and at the file's permissions.",
    ),
    "R002": Code(
        "not UTF-8",
        "Rule files are UTF-8, so that a phrase means the same on every machine. Save the file as UTF-8 in your "
        "editor; the place told is the first byte that does not fit.",
    ),
    "R003": Code(
        "too large",
        "A rule file has 1 MiB at most, room for more than 1,000 rules; a larger one is not read at all. Split it: "
        "files load in any order, and order never matters.",
    ),
    "R004": Code(
        "no YAML",
        "The file cannot be read as YAML from this place on. Most often a phrase needs quotes: one that has ': ' in "
        "it, or starts with one of * & ! % @ ` [ { > | or a quote. Indent with plain spaces, never with tabs.",
    ),
    "R005": Code(
        "nested too deep",
        "Lists and mappings stand in each other more than 20 levels deep. A rule file needs about six, so a bracket "
        "is open or the indentation runs away.",
    ),
    "R006": Code(
        "YAML that rule files do not use",
        "Anchors (&), aliases (*), tags (!), merge keys (<<) and a second document (---) are refused: a rule says all "
        "that it does in one place. If it was meant as text, put quotes around it.",
    ),
    "R007": Code(
        "key given twice",
        "The same key stands twice in one mapping, and YAML would silently drop one of them. Merge the two: a list "
        "inside a key means any of these.",
    ),
    "R008": Code(
        "text cut off by a comment",
        "In a text without quotes, ' #' begins a comment, and the rest of the line is lost. Put quotes around the "
        "text; for a real comment, leave a blank behind the #.",
    ),
    "R009": Code(
        "escape eaten by double quotes",
        'In double quotes YAML reads a backslash itself: "\\b" is a backspace, not a word\'s edge. Write patterns in '
        "single quotes, where a backslash stays a backslash.",
    ),
    "R010": Code(
        "too many mistakes",
        "The file has so many mistakes that the rest is not looked at. Mend the first ones and run again; perhaps it "
        "is no rule file.",
    ),
    "R101": Code(
        "value of the wrong form",
        "The key takes another kind of value: a text, a list of texts, a whole number, true or false, or keys with "
        "values. Its example in this reference shows the form.",
    ),
    "R102": Code(
        "something is missing",
        "A rule needs an 'id', a file needs 'rules' (or 'recognize'), and 'recognize' needs to know its site.",
    ),
    "R103": Code(
        "unknown key",
        "The rule language has no such key here, so nothing would happen. Often it is a slip of the hand; the help "
        "line names the nearest key.",
    ),
    "R104": Code(
        "keys that may not stand together",
        "Two keys exclude each other, or one says nothing without the other. Make two rules of it, or leave one out; "
        "the table of keys tells what may stand beside what.",
    ),
    "R105": Code(
        "rule without a matcher",
        "The rule does not say what it removes. Sizes alone ('max_words', 'min_words', 'sentence') would take any line "
        "of that size, so they need a position: 'near_end' or 'near_start'.",
    ),
    "R106": Code(
        "bad id",
        "An id is small letters, digits and hyphens: a noun phrase that names the boilerplate, such as comment-policy. "
        "Reports, options and other files refer to it.",
    ),
    "R107": Code(
        "empty value",
        "There is nothing in the list or the text, or only characters that cannot be seen. Such a phrase would match "
        "nothing, or everything.",
    ),
    "R108": Code(
        "number out of range",
        "The number is smaller or larger than the key makes sense of.",
    ),
    "R109": Code(
        "unknown choice",
        "The key takes one of a few words, and this is none of them; the help line names the nearest, or all.",
    ),
    "R110": Code(
        "incomplete block",
        "A block has 'from' and exactly one of 'through', 'until', 'while' and 'to_end', and each of them says what "
        "its line looks like. Without an end a block would never be safe.",
    ),
    "R111": Code(
        "sample of the wrong form",
        "Under 'removes', a text, or, with 'remove: match', a mapping of a text to what is left of it. Under 'saves', "
        "a mapping of a text to fields with their values.",
    ),
    "R201": Code(
        "pattern that cannot be used",
        "The pattern does not compile, or uses what is refused because it can run for ever: recursion, fuzzy matching, "
        "more than 1,000 repeats.",
    ),
    "R202": Code(
        "pattern that can never match",
        "Patterns are searched in the folded line, where capitals are small, quotes straight and dashes '-'. This part "
        "can match only what folding removes. Write it folded, or add 'match_case: true'.",
    ),
    "R203": Code(
        "id given twice",
        "Two rules of one layer have the same full id (file name and id). Give one another id. A rule of a higher "
        "layer may repeat an id on purpose: it replaces the lower one. Likewise, two files may not adjust one key "
        "of a rule to different values, since the order of files never matters.",
    ),
    "R204": Code(
        "file of no site",
        "A file in a folder named sites/ is for the site in its name: thehill.com.yaml. This name is no host, so its "
        "rules would never apply. Rename it, or give the file 'sites'.",
    ),
    "R205": Code(
        "not one word",
        "'only_words' is a set of single words; marks between them are "
        "skipped by themselves. Write each word by itself.",
    ),
    "R206": Code(
        "selector that cannot be used",
        "The selector does not parse, or asks for what one walk over a page cannot serve: pseudo-classes but ':not()', "
        "siblings (+ and ~), or a last part without a tag, class, id or attribute. In ':not()' stands what one node "
        "looks like. An attribute's value that is no plain name needs quotes.",
    ),
    "R207": Code(
        "no such rule",
        "'disable' or 'adjust' names a rule that its file does not have; the help line names the nearest. A file "
        "that is not there at all is a warning only, since its pack may not be installed.",
    ),
    "R301": Code(
        "sample that fails",
        "A sample does not do what it says: a line under 'removes' stays, another line goes with it, a line under "
        "'keeps' goes, or something else is saved. Samples of a rule with 'select' are pieces of HTML: under 'removes' "
        "no text of the piece may stay, under 'keeps' no node of it may go.",
        name="sample-fails",
    ),
    "R302": Code(
        "sample that is missing",
        "A shipped rule shows at least one text that goes and one look-alike that stays, so that its next change is "
        "tested.",
        name="missing-samples",
    ),
    "R303": Code(
        "sample taken by another rule",
        "A sample that must stay is taken by another rule of the set. One of the two is too broad.",
        name="takes-kept-sample",
    ),
    "R304": Code(
        "pattern that is slow",
        "The pattern takes more than 20 ms for one line that is made of its own parts, repeated. A hostile or odd text "
        "then stops the rule. Most often one repeat stands in another, or two beside each other can take the same "
        "characters: '(\\w+ ?)*:' tries every way to cut the words. Anchor the pattern with ^, make its parts exclude "
        "each other, or make repeats possessive: '^(?:\\w++ ?)*+:'.",
        name="slow-regex",
    ),
    "R305": Code(
        "rule that does nothing of its own",
        "All samples under 'removes', and all phrases, are taken by other rules when this one is off. Rules count that "
        "are as sure, apply wherever this one does, and stand under no bounds that this one lacks. Show what only this "
        "rule takes with one more sample, or retire it with 'replaced_by'.",
        name="shadowed",
        level="warning",
    ),
    "R306": Code(
        "pattern that is a phrase",
        "The pattern has no metacharacters but ^ and $, so it says what 'line', 'starts', 'ends' or 'contains' say. A "
        "phrase is compared as whole words, without regard to bullets and marks at the line's ends, and is found "
        "faster. '--fix' rewrites it where the rule's samples hold afterwards.",
        name="regex-is-phrase",
        level="warning",
        fixable=True,
    ),
    "R307": Code(
        "rule that takes too much",
        "The rule takes lines that stay in other rules' samples or in articles known to be clean; or it looks for a "
        "short phrase anywhere in a line, or for one common word, and nothing bounds it. Give it 'max_words', "
        "'sentence: false', a position, 'unless', or a longer phrase.",
        name="broad",
        level="warning",
    ),
    "R308": Code(
        "exception that is not used",
        "Lines of the corpus looked as the rule says, and these phrases of its 'unless' never stopped it there, nor do "
        "its own samples need them. Leave them out, or show under 'keeps' what they are for.",
        name="unused-exception",
        level="warning",
    ),
    "R309": Code(
        "class that a machine made",
        "The selector names a class that a build of the site makes anew, with a hash in it, such as '.sc-1a2b3c'. It "
        "finds nothing after the next build. Use a name that says what the node is: an id, a role, another class, or "
        'the beginning of this one, as in [class^="Teaser_"].',
        name="hashed-class",
        level="warning",
    ),
    "R310": Code(
        "id that was renamed",
        "'disable' or 'adjust' names an id that is retired. It still works, through 'replaced_by'. '--fix' writes the "
        "new id where there is exactly one.",
        name="renamed-id",
        level="warning",
        fixable=True,
    ),
}
"""All codes in their order."""
