"""The error codes of rule files, each with a title and a paragraph: what is wrong, why it matters, what to do.

R0xx are about the file and its YAML, R1xx about the form of keys and values, R2xx about their meaning, and R3xx are
what samples and lint report.
"""

from typing import NamedTuple

from cleaner.errors import ProblemLevel


class Code(NamedTuple):
    """What a code means: a title for lists, and a paragraph for the reference.

    Codes that ``cleaner rules lint`` reports have a ``name`` and a ``level``, and are ``fixable`` if ``--fix`` may
    correct what they report.
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
        ".yml. Check the spelling of the path and the file's permissions.",
    ),
    "R002": Code(
        "not UTF-8",
        "Rule files are UTF-8, so that a phrase means the same on every machine. Save the file as UTF-8 in your "
        "editor; the error is at the first byte that is not valid.",
    ),
    "R003": Code(
        "too large",
        "A rule file may have 1 MiB, room for more than 1,000 rules; a larger one is not read at all. Split it: "
        "files load in any order, and the order never matters.",
    ),
    "R004": Code(
        "not valid YAML",
        "The file cannot be read as YAML from this place on. Most often a phrase needs quotes: one that has ': ' in "
        "it, or starts with one of * & ! % @ ` [ { > | or a quote. Indent with plain spaces, never with tabs.",
    ),
    "R005": Code(
        "nested too deep",
        "Lists and mappings are nested more than 20 levels deep. A rule file needs about six, so a bracket is open or "
        "the indentation runs away.",
    ),
    "R006": Code(
        "YAML that is not allowed in rule files",
        "Anchors (&), aliases (*), tags (!), merge keys (<<) and a second document (---) are refused: everything that "
        "a rule does is written in one place. If it was meant as text, put quotes around it.",
    ),
    "R007": Code(
        "key given twice",
        "The same key is in one mapping twice, and YAML would silently drop one of them. Merge the two: a list in a "
        "key means any of its entries.",
    ),
    "R008": Code(
        "text cut off by a comment",
        "In a text without quotes, ' #' begins a comment, and the rest of the line is lost. Put quotes around the "
        "text; for a real comment, leave a blank after the #.",
    ),
    "R009": Code(
        "escape eaten by double quotes",
        'In double quotes YAML interprets backslashes itself: "\\b" is a backspace, not a word boundary. Write '
        "patterns in single quotes, where a backslash stays a backslash.",
    ),
    "R010": Code(
        "too many problems",
        "The file has too many problems, so the rest is not checked. Fix the first few and run the command again; "
        "perhaps it is not a rule file.",
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
        "The rule language has no such key here, so it would do nothing. Often it is a typing error; the help line "
        "names the nearest key.",
    ),
    "R104": Code(
        "keys that exclude each other",
        "Two keys exclude each other, or one has no effect without the other. Split the rule in two, or leave one key "
        "out; the table of keys shows which keys go together. 'disable' and 'adjust' change rules for all texts, so "
        "they do not stand in a file with 'sites', 'languages' or 'page_types'.",
    ),
    "R105": Code(
        "rule without a matcher",
        "The rule does not say what it removes. Sizes alone ('max_words', 'min_words', 'sentence') would remove any "
        "line of that size, so they need a position: 'near_end' or 'near_start'.",
    ),
    "R106": Code(
        "bad id",
        "An id has lower-case letters, digits and hyphens: a noun phrase that names the boilerplate, such as "
        "comment-policy. Reports, options and other files refer to it.",
    ),
    "R107": Code(
        "empty value",
        "The list or the text is empty, or has only invisible characters. Such a phrase would match nothing, or "
        "everything.",
    ),
    "R108": Code(
        "number out of range",
        "The number is smaller or larger than the key allows.",
    ),
    "R109": Code(
        "unknown choice",
        "The key takes one of a few words, and this is none of them; the help line names the nearest one, or all.",
    ),
    "R110": Code(
        "incomplete block",
        "A block has 'from' and exactly one of 'through', 'until', 'while' and 'to_end', and each of them says what "
        "its line looks like. A block without an end would never be safe.",
    ),
    "R111": Code(
        "sample of the wrong form",
        "'removes' takes texts, or, with 'remove: match', mappings of a text to what is left of it. 'saves' takes "
        "mappings of a text to fields with their values.",
    ),
    "R201": Code(
        "pattern that cannot be used",
        "The pattern does not compile, or uses what is refused because it may run forever: recursion, fuzzy matching, "
        "more than 1,000 repeats.",
    ),
    "R202": Code(
        "pattern that can never match",
        "Patterns are searched in the folded line, which is lower-case and has straight quotes and '-' for dashes. "
        "This part can match only what folding removes. Write it folded, or add 'match_case: true'.",
    ),
    "R203": Code(
        "id given twice",
        "Two rules of one layer have the same full id (file name and id). Give one of them another id. A rule of a "
        "higher layer may repeat an id on purpose: it replaces the lower one. Likewise, two files may not adjust one "
        "key of a rule to different values, since the order of files never matters.",
    ),
    "R204": Code(
        "file without a site",
        "A file in a folder named sites/ is for the site in its name: thehill.com.yaml. This name is not a host, so "
        "its rules would never apply. Rename the file, or give it 'sites'.",
    ),
    "R205": Code(
        "not one word",
        "'only_words' is a set of single words; marks between them are skipped. List each word separately.",
    ),
    "R206": Code(
        "selector that cannot be used",
        "The selector is not valid, or needs more than one walk over a page can find: pseudo-classes other than "
        "':not()', siblings (+ and ~), or a last part without a tag, class, id or attribute. ':not()' takes what one "
        "node looks like. An attribute's value that is not a plain name needs quotes.",
    ),
    "R207": Code(
        "unknown rule",
        "'disable' or 'adjust' names a rule that its file does not have; the help line names the nearest. If the "
        "file does not exist at all, that is only a warning, since its pack may not be installed.",
    ),
    "R301": Code(
        "sample that fails",
        "A sample does not do what it says: a line under 'removes' stays, another line is removed with it, a line "
        "under 'keeps' is removed, or something else is saved. Samples of a rule with 'select' are fragments of HTML: "
        "under 'removes' no text of the fragment may stay, under 'keeps' no node of it may be removed.",
        name="sample-fails",
    ),
    "R302": Code(
        "missing sample",
        "A shipped rule shows at least one text that it removes and one look-alike that stays, so that its next change "
        "is tested.",
        name="missing-samples",
    ),
    "R303": Code(
        "sample removed by another rule",
        "Another rule of the set removes a sample that must stay. One of the two is too broad.",
        name="takes-kept-sample",
    ),
    "R304": Code(
        "slow pattern",
        "The pattern takes more than 20 ms for a line that repeats parts of its own. A hostile or unusual text then "
        "stops the rule. Most often one repeat is inside another, or two in a row can match the same characters: "
        "'(\\w+ ?)*:' tries every way to cut the words. Anchor the pattern with ^, make its parts exclude each other, "
        "or make repeats possessive: '^(?:\\w++ ?)*+:'.",
        name="slow-regex",
    ),
    "R305": Code(
        "rule without an effect of its own",
        "Other rules remove all samples under 'removes', and all phrases, when this one is off. Only rules count that "
        "have at least this confidence, apply wherever this one does, and have no bounds that this one lacks. Add a "
        "sample that only this rule removes, or retire the rule with 'replaced_by'.",
        name="shadowed",
        level="warning",
    ),
    "R306": Code(
        "pattern that is a phrase",
        "The pattern has no metacharacters except ^ and $, so it says what 'line', 'starts', 'ends' or 'contains' say. "
        "A phrase is compared as whole words, without regard to bullets and marks at the line's ends, and is found "
        "faster. '--fix' rewrites it if the rule's samples still pass.",
        name="regex-is-phrase",
        level="warning",
        fixable=True,
    ),
    "R307": Code(
        "rule that removes too much",
        "The rule removes lines that stay in other rules' samples or in clean articles; or it looks for a short phrase "
        "anywhere in a line, or for one common word, and nothing bounds it. Give it 'max_words', 'sentence: false', a "
        "position, 'unless', or a longer phrase.",
        name="broad",
        level="warning",
    ),
    "R308": Code(
        "unused exception",
        "Lines of the corpus looked as the rule says, but these phrases of its 'unless' never stopped it there, and "
        "its own samples do not need them. Remove them, or show under 'keeps' what they are for.",
        name="unused-exception",
        level="warning",
    ),
    "R309": Code(
        "generated class",
        "The selector names a class that every build of the site generates again, with a hash in it, such as "
        "'.sc-1a2b3c'. It matches nothing after the next build. Use a name that says what the node is: an id, a role, "
        'another class, or the beginning of this one, as in [class^="Teaser_"].',
        name="hashed-class",
        level="warning",
    ),
    "R310": Code(
        "renamed id",
        "'disable' or 'adjust' names a retired id. It still works, through 'replaced_by'. '--fix' writes the new id "
        "if there is exactly one.",
        name="renamed-id",
        level="warning",
        fixable=True,
    ),
}
"""All codes in their order."""
