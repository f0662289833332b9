"""A formula is TeX between dollar signs, once, whatever its page was made with."""

import pytest

from tests.html.pier import lines_of

TEX = r"F = m_i g^{2}"
MATHML = "<math><mi>F</mi><mo>=</mo><msub><mi>m</mi><mi>i</mi></msub><msup><mi>g</mi><mn>2</mn></msup></math>"
ANNOTATED = (
    "<math><semantics><mrow><mi>F</mi></mrow><annotation encoding='application/x-tex'>"
    f"{TEX}</annotation></semantics></math>"
)
KATEX = (
    f"<span class='katex'><span class='katex-mathml'>{ANNOTATED}</span>"
    "<span class='katex-html' aria-hidden='true'><span class='mord'>F</span>=m</span></span>"
)
MATHJAX_2 = (
    "<span class='MathJax_Preview'>F</span><span class='MathJax'><span>F=m</span>"
    f"<span class='MJX_Assistive_MathML'>{MATHML}</span></span><script type='math/tex'>{TEX}</script>"
)
DRAWN = "<div class='MathJax_Display'><span class='MathJax'>F</span></div>"
MATHJAX_3 = (
    "<mjx-container class='MathJax' jax='CHTML'><mjx-math aria-hidden='true'><mjx-c class='mjx-c1D439'></mjx-c>"
    "</mjx-math>"
    f"<mjx-assistive-mml>{ANNOTATED}</mjx-assistive-mml></mjx-container>"
)
WIKIPEDIA = (
    "<span class='mwe-math-element'><span class='mwe-math-mathml-inline mwe-math-mathml-a11y' style='display: none;'>"
    f"{ANNOTATED}</span><img src='x.svg' class='mwe-math-fallback-image-inline' alt='{{\\displaystyle {TEX}}}'></span>"
)


@pytest.mark.parametrize(
    ("markup", "tex"),
    [
        (MATHML, "F = m_i g^2"),
        (ANNOTATED, TEX),
        (KATEX, TEX),
        (MATHJAX_2, TEX),
        (MATHJAX_3, TEX),
        (WIKIPEDIA, TEX),
        (f"<script type='math/tex'>{TEX}</script>", TEX),
        (f"<img class='mwe-math-fallback-image-inline' alt='{{\\displaystyle {TEX}}}' src='x.svg'>", TEX),
        (f"<img class='latex' src='x.png' alt='{TEX}' title='{TEX}'>", TEX),
        (f'<span class="math inline">\\({TEX}\\)</span>', TEX),
        ("<img alt='a formula' src='https://latex.codecogs.com/png.latex?F%20=%20m_i%20g^{2}'>", TEX),
        ("<img alt='' src='/latex.php?latex=F+%3D+m_i+g%5E%7B2%7D&bg=ffffff'>", TEX),
        (f"<d-math>{TEX}</d-math>", TEX),
        (
            (
                "<math><mi>x</mi><mo>=</mo><mfrac><mrow><mo>&minus;</mo><mi>b</mi></mrow><mrow><mn>2</mn><mi>a</mi></mrow>"
                "</mfrac><mo>+</mo><msqrt><mi>c</mi></msqrt></math>"
            ),
            r"x = \frac{-b}{2a} + \sqrt{c}",
        ),
        (
            (
                "<math><munderover><mo>∑</mo><mrow><mi>k</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover>"
                "<mi>sin</mi><mo>&#x2061;</mo><mi>k</mi></math>"
            ),
            r"∑_{k = 1}^n \sin k",
        ),
        (
            (
                "<math><mo>(</mo><mtable><mtr><mtd><mi>a</mi></mtd><mtd><mn>1</mn></mtd></mtr><mtr><mtd><mn>0</mn></mtd>"
                "<mtd><mover><mi>x</mi><mo>˙</mo></mover></mtd></mtr></mtable><mo>)</mo></math>"
            ),
            r"(\begin{matrix} a & 1 \\ 0 & \dot{x} \end{matrix})",
        ),
    ],
)
def test_a_formula_in_a_sentence_is_tex_once(markup: str, tex: str) -> None:
    block = f"<p>The load is {markup} on each pillar, and a ticket costs $4 or $5 at most in the summer.</p>"
    assert lines_of(block) == [
        f"The load is ${tex}$ on each pillar, and a ticket costs $4 or $5 at most in the summer."
    ]


@pytest.mark.parametrize(
    "markup",
    [
        f"<span class='katex-display'>{KATEX}</span>",
        DRAWN + f"<script type='math/tex; mode=display'>{TEX}</script>",
        MATHJAX_3.replace("jax=", "display='true' jax="),
        ANNOTATED.replace("<math>", "<math display='block'>"),
        f"<p>{WIKIPEDIA}</p>",
        f'<span class="math display">\\[{TEX}\\]</span>',
    ],
)
def test_a_displayed_formula_is_a_line(markup: str) -> None:
    before, after = (
        "<p>The load is given by the formula of the engineers:</p>",
        "<p>It is less than they had feared.</p>",
    )
    lines = ["The load is given by the formula of the engineers:", f"$${TEX}$$", "It is less than they had feared."]
    assert lines_of(before + markup + after) == lines
    assert lines_of(f"<p>{lines[0]} {markup} {lines[2]}</p>") == lines


def test_source_between_delimiters_is_read_where_a_script_draws_it() -> None:
    block = r"<p>The load \(F = m g\) on each pillar follows from \[F = m a\] in the book of the engineers.</p>"
    drawn = ["The load $F = m g$ on each pillar follows from", "$$F = m a$$", "in the book of the engineers."]
    assert lines_of(block, head="<script src='/mathjax/tex.js'></script>") == drawn
    assert lines_of(block) == [
        r"The load \(F = m g\) on each pillar follows from \[F = m a\] in the book of the engineers."
    ]


def test_prices_and_words_stay_as_they_are() -> None:
    line = "A ticket costs $4 on weekdays and $5 on Sundays, and the class in math is free for children."
    assert lines_of(f"<p>{line.replace('class in math', '<span class=math>class in math</span>')}</p>") == [line]
