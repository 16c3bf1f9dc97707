"""Text in several scripts, laid out by Pango and written by cairo with subsets of the fonts (CFF, TrueType, as CID fonts)."""
import ctypes
import pathlib
import tempfile

from .pdf_file import A4

CREATE_DATE = 5  # cairo_pdf_metadata_t
SCALE = 1024     # Pango's units to a point


def library(name, **results):
    """A C library; `results` are the functions that return something else than an integer."""
    loaded = ctypes.CDLL(name)
    for function, kind in results.items():
        getattr(loaded, function).restype = kind
    return loaded


# By ctypes, since the Python that runs the tests need not be the one that Debian's bindings are for.
POINTER = ctypes.c_void_p
CAIRO = library("libcairo.so.2", cairo_pdf_surface_create=POINTER, cairo_create=POINTER)
PANGO = library("libpango-1.0.so.0", pango_font_description_from_string=POINTER)
PANGOCAIRO = library("libpangocairo-1.0.so.0", pango_cairo_create_layout=POINTER)
GOBJECT = library("libgobject-2.0.so.0")


def paragraph(context, y, font, words):
    """Shows the words below y; returns where they end."""
    layout = POINTER(PANGOCAIRO.pango_cairo_create_layout(context))
    description = POINTER(PANGO.pango_font_description_from_string(font.encode()))
    height, text = ctypes.c_int(), words.encode()
    PANGO.pango_layout_set_font_description(layout, description)
    PANGO.pango_layout_set_width(layout, int((A4[0] - 120) * SCALE))
    PANGO.pango_layout_set_text(layout, text, len(text))
    CAIRO.cairo_move_to(context, ctypes.c_double(60), ctypes.c_double(y))
    PANGOCAIRO.pango_cairo_show_layout(context, layout)
    PANGO.pango_layout_get_pixel_size(layout, None, ctypes.byref(height))
    PANGO.pango_font_description_free(description)
    GOBJECT.g_object_unref(layout)
    return y + height.value


def page(paragraphs):
    """A PDF of one page: (font, words) of each paragraph."""
    with tempfile.TemporaryDirectory() as folder:
        path, y = pathlib.Path(folder, "page.pdf"), 60
        surface = POINTER(CAIRO.cairo_pdf_surface_create(str(path).encode(), *map(ctypes.c_double, A4)))
        CAIRO.cairo_pdf_surface_set_metadata(surface, CREATE_DATE, b"2026-01-01T00:00:00Z")
        context = POINTER(CAIRO.cairo_create(surface))
        for font, words in paragraphs:
            y = paragraph(context, y, font, words) + 14
        CAIRO.cairo_destroy(context)
        CAIRO.cairo_surface_finish(surface)
        CAIRO.cairo_surface_destroy(surface)
        return path.read_bytes()


def latin():
    """Ligatures, accents, small and large, serif, sans and typewriter."""
    return page([
        ("Nimbus Roman, 28", "Offices, affluent & fluffy"),
        ("Nimbus Roman, 12", "The difficult office first filed five official afflictions: efficient staff baffled the fjord's raffle. " * 3),
        ("DejaVu Serif 10", "Žluťoučký kůň úpěl ďábelské ódy. Árvíztűrő tükörfúrógép. Zażółć gęślą jaźń. Fix, Schwyz! quäkt Jürgen blöd vom Paß. " * 2),
        ("DejaVu Sans 8", "Portez ce vieux whisky au juge blond qui fume: œuvre, naïve, Noël, garçon. El pingüino Wenceslao hizo kilómetros. " * 3),
        ("DejaVu Sans Mono 9", "0123456789 () [] {} <> |\\/ +-*= €£¥ ½¼¾ ©®™ §¶\n" * 4),
        ("Nimbus Sans Narrow Bold 18", "Narrow and bold headline, 18 points"),
        ("C059 Italic 14", "An italic line in Century: ‘quoted’ — “doubly” … and so on"),
        ("Nimbus Roman, 6", "Six points: this agreement is made between the parties, who confirm that each has read every word of it. " * 4),
        ("Nimbus Roman, 5", "Five points: and that the small print is part of what was agreed upon by both of them in good faith. " * 4)])


def greek_and_cyrillic():
    return page([
        ("DejaVu Serif 24", "Ελληνικά και кириллица"),
        ("DejaVu Serif 12", "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία. Τάχιστη αλώπηξ βαφής ψημένη γη, δρασκελίζει υπέρ νωθρού κυνός. " * 3),
        ("DejaVu Sans 12", "Съешь же ещё этих мягких французских булок, да выпей чаю. Жебракують філософи при ґанку церкви. " * 3),
        ("DejaVu Sans Bold 9", "Ἐν ἀρχῇ ἦν ὁ λόγος. Љубазни фењерџија чађавог лица хоће да ми покаже штос. " * 4),
        ("DejaVu Sans Mono 8", "α β γ δ ε ζ η θ | а б в г д е ё ж | ∑ ∫ √ ∞ ≤ ≥ ≠ → ⇒ ∈\n" * 5)])


def right_to_left():
    return page([
        ("DejaVu Sans 26", "مرحبا بالعالم"),
        ("DejaVu Sans 14", "نص حكيم له سر قاطع وذو شأن عظيم مكتوب على ثوب أخضر ومغلف بجلد أزرق. " * 3),
        ("DejaVu Sans 26", "שלום עולם"),
        ("DejaVu Sans 14", "דג סקרן שט בים מאוכזב ולפתע מצא לו חברה איך הקליטה. " * 3),
        ("DejaVu Sans 12", "رقم الفاتورة 4711 بتاريخ 2026-01-01 — invoice No. 4711 — חשבונית מספר 4711. " * 3)])


def devanagari_and_cjk():
    return page([
        ("Lohit Devanagari 26", "नमस्ते दुनिया"),
        ("Lohit Devanagari 14", "ऋषियों को सताने वाले दुष्ट राक्षसों के राजा रावण का सर्वनाश करने वाले विष्णुवतार भगवान श्रीराम। " * 3),
        ("Droid Sans Fallback 22", "中文 日本語 漢字かな"),
        ("Droid Sans Fallback 12", "天地玄黃宇宙洪荒日月盈昃辰宿列張寒來暑往秋收冬藏閏餘成歲律呂調陽。" * 4),
        ("Droid Sans Fallback 12", "いろはにほへと ちりぬるを わかよたれそ つねならむ。ウヰノオクヤマ ケフコエテ。" * 3),
        ("Droid Sans Fallback 9", "人人生而自由,在尊嚴和權利上一律平等。他們賦有理性和良心。すべての人間は、生れながらにして自由である。" * 4)])
