"""The blocks a lesson is composed of. Each renders in ``templates/blocks/<name>.html``."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

INLINE = ["bold", "italic", "link"]
PROSE = ["h3", "bold", "italic", "ol", "ul", "link"]


def prose(**kwargs) -> blocks.RichTextBlock:
    return blocks.RichTextBlock(features=PROSE, **kwargs)


def inline(**kwargs) -> blocks.RichTextBlock:
    return blocks.RichTextBlock(features=INLINE, **kwargs)


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        group = _("Text")
        label = _("Heading")
        description = _("Opens a section; it appears in the contents of the lesson.")
        template = "blocks/heading.html"
        preview_value = "Two definitions"


class TextBlock(blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        group = _("Text")
        label = _("Text")
        description = _("Paragraphs, lists, links.")
        template = "blocks/text.html"
        preview_value = "<p>Risk is what uncertainty does to objectives.</p>"


class KeyPointBlock(blocks.RichTextBlock):
    class Meta:
        icon = "pick"
        group = _("Emphasis")
        label = _("Key point")
        description = _("The one thing to remember.")
        template = "blocks/key_point.html"
        preview_value = "<p>Open fewer boxes, and open the right ones.</p>"


class DefinitionBlock(blocks.StructBlock):
    term = blocks.CharBlock(label=_("Term"))
    text = prose(label=_("Definition"))
    source = blocks.CharBlock(label=_("Source"), required=False)

    class Meta:
        icon = "openquote"
        group = _("Emphasis")
        label = _("Definition")
        description = _("A term and what it means here.")
        template = "blocks/definition.html"
        preview_value = {
            "term": "Risk",
            "text": "<p>What uncertainty does to objectives.</p>",
            "source": "ISO 31000",
        }


class QuotationBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quotation"))
    by = blocks.CharBlock(label=_("Who said it"))
    source = blocks.URLBlock(label=_("Address of the source"), required=False)

    class Meta:
        icon = "openquote"
        group = _("Emphasis")
        label = _("Quotation")
        description = _("Somebody's own words.")
        template = "blocks/quotation.html"
        preview_value = {"text": "Customs control shall be limited.", "by": "Revised Kyoto Convention"}


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Step"), required=False)
    text = inline(label=_("What to do"), required=False)


class StepsBlock(blocks.StructBlock):
    steps = blocks.ListBlock(StepBlock(), label=_("Steps"))

    class Meta:
        icon = "list-ol"
        group = _("Structure")
        label = _("Steps")
        description = _("A procedure, in order.")
        template = "blocks/steps.html"
        preview_value = {"steps": [{"title": "Identify", "text": "<p>Name the risk.</p>"}]}


class AccordionItemBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"))
    text = prose(label=_("Text"))


class AccordionBlock(blocks.StructBlock):
    items = blocks.ListBlock(AccordionItemBlock(), min_num=2, label=_("Sections"))

    class Meta:
        icon = "collapse-down"
        group = _("Structure")
        label = _("Accordion")
        description = _("Side matter, folded away until it is wanted.")
        template = "blocks/accordion.html"
        preview_value = {"items": [{"title": "Delphi", "text": "<p>Experts in rounds.</p>"}]}


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(label=_("Caption"))
    header = blocks.ListBlock(blocks.CharBlock(), label=_("Header row"))
    rows = blocks.ListBlock(blocks.ListBlock(inline(required=False)), label=_("Rows"))

    class Meta:
        icon = "table"
        group = _("Structure")
        label = _("Table")
        description = _("Rows and columns, with a caption.")
        template = "blocks/table.html"
        preview_value = {"caption": "Lanes", "header": ["Lane"], "rows": [["Green"]]}


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(label=_("What it shows, in a sentence"))
    caption = blocks.CharBlock(label=_("Caption"), required=False)
    credit = blocks.CharBlock(label=_("Credit"), required=False)
    description = prose(label=_("Long description"), required=False)

    class Meta:
        icon = "image"
        group = _("Media")
        label = _("Picture")
        description = _("A picture or diagram with credit and long description.")
        template = "blocks/picture.html"


class VideoBlock(blocks.StructBlock):
    file = DocumentChooserBlock(label=_("Video file (MP4 or WebM)"))
    title = blocks.CharBlock(label=_("Title"))
    captions = DocumentChooserBlock(label=_("Captions (WebVTT)"), required=False)
    transcript = prose(label=_("Transcript"))
    credit = blocks.CharBlock(label=_("Credit"), required=False)

    class Meta:
        icon = "media"
        group = _("Media")
        label = _("Video")
        description = _("A hosted video with captions and a transcript beside it.")
        template = "blocks/video.html"


class AudioBlock(VideoBlock):
    class Meta:
        icon = "media"
        group = _("Media")
        label = _("Audio")
        description = _("A hosted recording with a transcript beside it.")
        template = "blocks/audio.html"


class DownloadBlock(blocks.StructBlock):
    file = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(label=_("Title"))
    note = blocks.CharBlock(label=_("What it is for"), required=False)

    class Meta:
        icon = "download"
        group = _("Media")
        label = _("File to download")
        description = _("A checklist or form to keep.")
        template = "blocks/download.html"


class CaseStudyBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"))
    situation = prose(label=_("Situation"))
    question = blocks.TextBlock(label=_("Question"))
    discussion = prose(label=_("Discussion"))

    class Meta:
        icon = "doc-full-inverse"
        group = _("Practice")
        label = _("Case study")
        description = _("A situation, a question, and a discussion folded away at first.")
        template = "blocks/case_study.html"
        preview_value = {
            "title": "A first morning",
            "situation": "<p>Forty containers wait.</p>",
            "question": "Which one first?",
            "discussion": "<p>The second.</p>",
        }


class CheckOptionBlock(blocks.StructBlock):
    text = inline(label=_("Answer"))
    is_right = blocks.BooleanBlock(label=_("Right"), required=False)
    feedback = inline(label=_("Feedback"), required=False)


class CheckBlock(blocks.StructBlock):
    question = blocks.TextBlock(label=_("Question"))
    options = blocks.ListBlock(CheckOptionBlock(), min_num=2, label=_("Answers"))
    explanation = prose(label=_("Explanation"), required=False)

    class Meta:
        icon = "help"
        group = _("Practice")
        label = _("Check yourself")
        description = _("A question to oneself; never graded, nothing is recorded.")
        template = "blocks/check.html"
        preview_value = {
            "question": "Which is a risk?",
            "options": [
                {"text": "<p>Smugglers exist.</p>", "is_right": False, "feedback": "<p>A threat.</p>"},
                {"text": "<p>We may lose duty.</p>", "is_right": True, "feedback": "<p>Yes.</p>"},
            ],
        }


class ReadingItemBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"))
    url = blocks.URLBlock(label=_("Address"))
    note = blocks.CharBlock(label=_("What it gives you"), required=False)


class ReadingBlock(blocks.StructBlock):
    items = blocks.ListBlock(ReadingItemBlock(), label=_("Links"))

    class Meta:
        icon = "link"
        group = _("Practice")
        label = _("Further reading")
        description = _("Sources and where to go on.")
        template = "blocks/reading.html"
        preview_value = {"items": [{"title": "Compendium", "url": "https://example.org", "note": "Process"}]}


class LessonBody(blocks.StreamBlock):
    """Everything a lesson can be composed of."""

    heading = HeadingBlock()
    text = TextBlock(features=PROSE)
    key_point = KeyPointBlock(features=PROSE)
    definition = DefinitionBlock()
    quotation = QuotationBlock()
    steps = StepsBlock()
    accordion = AccordionBlock()
    table = TableBlock()
    picture = PictureBlock()
    video = VideoBlock()
    audio = AudioBlock()
    download = DownloadBlock()
    case_study = CaseStudyBlock()
    check = CheckBlock()
    reading = ReadingBlock()

    class Meta:
        template = "blocks/body.html"
