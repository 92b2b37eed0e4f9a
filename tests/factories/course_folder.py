"""A small course as a folder: two modules, three lessons, every kind of block, a test, two languages."""

from __future__ import annotations

from pathlib import Path

SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 320">
<title>{title}</title>
<desc>{title}, drawn.</desc>
<rect width="640" height="320" fill="#fff"/>
</svg>
"""
COURSE_YAML = """code: example
subject: compliance
level: foundation
source_language: en
pass_mark: 60
cover: cover.svg
final_test:
  attempts: 3
  draw: 2
  shuffle: true
  review: explanations
modules:
  - code: first
    lessons:
      - code: everything
        minutes: 20
      - code: short
        minutes: 10
  - code: second
    lessons:
      - code: last
        minutes: 15
"""
QUESTIONS_YAML = """- code: one-right
  kind: single
  choices: [red, green, blue]
  right: [green]
  lesson: everything
  source: https://example.org/lanes
- code: two-right
  kind: multiple
  choices: [red, green, blue]
  right: [red, blue]
  lesson: short
- code: true-or-false
  kind: truefalse
  right: false
  lesson: last
"""
QUESTION_WORDS = """one-right:
  text: Which lane is free? ({language})
  choices:
    red: Red ({language})
    green: Green ({language})
    blue: Blue ({language})
  explanation: Green is free. ({language})
two-right:
  text: Which lanes are looked at? ({language})
  choices:
    red: Red ({language})
    green: Green ({language})
    blue: Blue ({language})
  explanation: Red at once, blue afterwards. ({language})
true-or-false:
  text: Everything is opened. ({language})
  explanation: Nobody can open everything. ({language})
"""
COURSE_MD = """---
title: An example ({language})
summary: One sentence about the course.
cover_alt: A white field.
objectives:
  - Say what risk means
  - Tell it from a threat
audience: Officers at a border post.
assessment: A final test.
---

About the **course**, in [two](https://example.org) paragraphs.

The second.
"""
MODULE_MD = """---
title: The {code} module ({language})
summary: A part of the course.
---
"""
TEST_MD = """---
title: Final test ({language})
---

Take your time.
"""
SHORT_LESSON = """---
title: A {code} lesson ({language})
summary: One sentence.
objectives:
  - Know one thing
---

Words in {language}.

## A heading in {language} {{#heading}}

More words.

::: keypoint {{#point}}
The **one** thing.
:::
"""
LONG_LESSON = """---
title: Everything ({language})
summary: Every kind of block.
objectives:
  - See every block
---

Opening text with **bold**, *italic* and a [link](https://example.org).

- a list
- of two

## A section {{#section}}

Text of the section.

::: keypoint {{#keypoint}}
The one thing to remember.
:::

::: definition {{#risk}}
term: Risk
text: What uncertainty does to *objectives*,
for better or worse.

In two paragraphs.
source: ISO 31000
:::

::: quotation {{#standard}}
text: Customs control shall be limited.
by: Revised Kyoto Convention
source: https://example.org/kyoto
:::

::: steps {{#process}}
1. **Identify.** Name the risk.
2. **Treat.**
3. Only text here.
:::

::: accordion {{#techniques}}
### Delphi
Experts in rounds.
### Brainstorming
Everybody at once.

- Quickly.
:::

::: table {{#lanes}}
caption: Lanes
| Lane | What happens |
|---|---|
| Green | **Released** at once |
| Red | A \\| B |
:::

::: picture {{#matrix}}
file: matrix.svg
alt: A grid.
caption: Level of risk
credit: Drawn for this course
description: The grid has two axes.
:::

::: video {{#film}}
file: film.mp4
title: At the border
captions: film.vtt
transcript: An officer speaks.
credit: Example administration
:::

::: audio {{#voice}}
file: voice.mp3
title: A voice
transcript: “Good morning.”
credit: Example administration
:::

::: download {{#form}}
file: form.pdf
title: A form
note: To print.
:::

::: case {{#morning}}
title: A first morning
situation: Forty containers wait.

There is a list:

1. one
2. two
question: Which one first?
discussion: The second.
:::

Between two fences.

::: check {{#threat}}
question: Which is a risk?
- [ ] Smugglers exist.
  > A threat.
- [x] We may lose *duty*.
  > Yes.
explanation: A risk names what is at stake.
:::

::: reading {{#reading}}
- [Compendium (volume 1)](https://example.org/a_(b)) — framework and process
- [Kyoto](https://example.org/kyoto)
:::
"""


class CourseFolder:
    """A folder on disk that a test changes a little."""

    def __init__(self, root: Path):
        self.root = root

    def __fspath__(self) -> str:
        return str(self.root)

    def write(self, path: str, content: str | bytes) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)

    def read(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace what stands there once."""
        text = self.read(path)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
        self.write(path, text.replace(old, new))

    def delete(self, path: str) -> None:
        (self.root / path).unlink()

    def line(self, path: str, words: str) -> int:
        """The line in which words stand first."""
        rows = self.read(path).split("\n")
        return next(number for number, row in enumerate(rows, start=1) if words in row)


def course_folder(
    root: Path, *, languages: tuple[str, ...] = ("en", "fr"), code: str = "example"
) -> CourseFolder:
    """The whole example in ``root/<code>``; nothing is wrong with it and nothing missing."""
    folder = CourseFolder(root / code)
    folder.write("course.yaml", COURSE_YAML.replace("code: example", f"code: {code}"))
    folder.write("questions.yaml", QUESTIONS_YAML)
    folder.write("media/cover.svg", SVG.format(title="Cover"))
    folder.write("media/film.mp4", b"\0\0\0\x18ftypmp42")
    folder.write("media/voice.mp3", b"ID3\x03")
    for language in languages:
        _edition(folder, language)
    return folder


def _edition(folder: CourseFolder, language: str) -> None:
    folder.write(f"{language}/course.md", COURSE_MD.format(language=language))
    folder.write(f"{language}/final-test.md", TEST_MD.format(language=language))
    folder.write(f"{language}/questions.yaml", QUESTION_WORDS.replace("{language}", language))
    folder.write(f"{language}/media/matrix.svg", SVG.format(title=f"Matrix {language}"))
    folder.write(f"{language}/media/film.vtt", f"WEBVTT\n\n00:00.000 --> 00:01.000\n{language}\n")
    folder.write(f"{language}/media/form.pdf", f"%PDF-1.4 {language}")
    for code in ("first", "second"):
        folder.write(f"{language}/{code}/module.md", MODULE_MD.format(code=code, language=language))
    folder.write(f"{language}/first/everything.md", LONG_LESSON.format(language=language))
    folder.write(f"{language}/first/short.md", SHORT_LESSON.format(code="short", language=language))
    folder.write(f"{language}/second/last.md", SHORT_LESSON.format(code="last", language=language))
