#pragma once

#include "base/cancel.h"
#include "base/file.h"
#include "image/colour_table.h"
#include "image/image.h"
#include "image/picture_facts.h"
#include "model/colour_target.h"
#include "model/profile_facts.h"
#include "render/imposition.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace platen::render {

enum class Format : std::uint8_t {
  pdf,
  postscript,
  jpeg,
  png,
  tiff,
  pwg_raster,
  apple_raster,
  text
};
std::string_view media_type(Format format); // "application/pdf", "image/jpeg", ...

struct PageInfo {
  // Upright: after PDF /Rotate or EXIF orientation. For pictures without a resolution, `sized` is
  // false and the size supposes 1 px = 1/300 inch.
  Points width, height;
  bool sized = true;
  // Pictures only: pixels as stored (before EXIF orientation), and the EXIF orientation 1..8.
  std::int32_t px_width = 0, px_height = 0;
  std::int32_t exif_orientation = 1;
  // Raster only: not 0, and the same, on pages whose stored bytes are the same.
  std::uint64_t likeness = 0;
  PictureFacts facts = {}; // pictures only
  // Pictures only: their colour space holds colours that sRGB does not.
  bool wide_gamut = false;
  // Vector only: it paints over other inks so that it shows.
  bool overprints = false;
  // Vector only: it blends what it paints with what lies below, and paints gradients as well.
  bool blends = false, shades = false;
  // Vector only: there are words in full black on it, and nothing else.
  bool letters = false;
  // Vector only: so many pixels of its picture in black and white the page, a scan, is wide and
  // high, upright. 0: it is none.
  double dots_width = 0, dots_height = 0;
};

struct DocumentInfo {
  Format format = Format::pdf;
  // A PDF whose pages are pictures and nothing else, taken out of it: `format` is theirs. (From a
  // worker: they could be.)
  bool unwrapped = false;
  bool vector = false; // pages are drawn at any resolution (PDF, PostScript, text); else pictures
  bool cmyk_pictures = false; // a PDF with pictures in CMYK
  // It seems to draw barcodes as areas or lines; of a PDF: ImposedSheet::pixels.
  bool bars = false;
  std::vector<PageInfo> pages;
  std::vector<std::string> warnings; // for people: what was odd and what was done about it
  std::uint64_t bytes = 0;           // size of the document that is drawn (for text: of its PDF)
};

// The length of a string in PostScript, in which Ghostscript keeps a screen.
inline constexpr std::size_t most_screen_cells = 65'535;

// Pages of a vector document that share one raster and one matrix.
struct VectorRun {
  std::vector<std::int32_t> pages;    // 0-based, ascending
  std::int32_t width = 0, height = 0; // raster, pixels
  PixelFormat format;                 // gray8 or rgb8, or mask1 with `screen`
  Dpi resolution;
  // Whatever the pages need beside (overprint, gradients that blend): where that failed.
  bool plainly = false;
  // Points of the upright page (origin bottom left, y up) -> points of the raster (the same
  // convention): x' = a x + c y + e, y' = b x + d y + f.
  double a = 1, b = 0, c = 0, d = 1, e = 0, f = 0;
  // mask1: a threshold screen, width x height x 8 bit; ink where gray < threshold.
  std::shared_ptr<const std::vector<std::uint8_t>> screen;
  std::int32_t screen_width = 0, screen_height = 0; // together at most most_screen_cells
};

// The pages of a VectorRun, one after the other.
class PageStream {
public:
  virtual ~PageStream() = default;
  // The next page's rows; the former page must have been read to its end, or be apart(). The error
  // of a page that cannot be drawn names it. Errc::malformed when the renderer gave fewer pages
  // than promised.
  virtual Result<std::unique_ptr<RowSource>> next() = 0;
  // Whether the page that next() gave last can be read at any time, in any thread.
  virtual bool apart() const { return false; }
  // To be called after the last page was read: what was odd about the drawn pages, for people.
  virtual Result<std::vector<std::string>> finish() { return std::vector<std::string>{}; }
};

struct Picture {
  // As stored: px_width x px_height, or less where it was to shrink; gray/rgb/cmyk, 8 or 16 bit.
  std::unique_ptr<RowSource> rows;
  ColourTable colour;                // from the rows' format to the target
  std::vector<std::string> warnings; // for people: e.g. an embedded profile that could not be used
};

// How a picture is wanted.
struct Decoding {
  // 1, 2, 4 or 8: so much smaller, where its format decodes that at less cost (JPEG).
  std::int32_t shrink = 1;
  // The table tells how far each colour is from what the target, which has a profile, can show:
  // one channel, 65535 - 512 * dE76, at least 0.
  bool gamut = false;
};

struct Limits {
  std::uint64_t document_bytes, memory_bytes;
  std::int64_t picture_pixels;
  std::int32_t pages;
  std::chrono::milliseconds stall, cpu, page;
  // Documents are opened even where the kernel cannot confine the workers; each then has a warning.
  bool without_sandbox = false;
  static Limits standard(); // base/limits.h
};

// One document, held by the parent; every parser runs in a sandboxed worker process.
class Document {
public:
  virtual ~Document() = default;
  virtual const DocumentInfo& info() const = 0;
  // Thread-safe: each call starts its own worker. The pages must not outlive the document.
  virtual Result<std::unique_ptr<PageStream>> draw(const VectorRun& run,
                                                   const model::ColourTarget& target) const = 0;
  virtual Result<Picture> decode(std::int32_t page, const model::ColourTarget& target,
                                 const Decoding& how) const = 0;
  Result<Picture> decode(std::int32_t page, const model::ColourTarget& target) const {
    return decode(page, target, {});
  }
  // Whether its pages can be arranged on sheets: those of a PDF, or of text, which is one.
  bool can_be_imposed() const {
    return info().vector && (info().format == Format::pdf || info().format == Format::text);
  }
  // A document with a page for each sheet. Errc::bug where it cannot be had.
  virtual Result<std::unique_ptr<Document>> impose(const Imposition& sheets) const = 0;
};

// The numbers that take RGB of one profile to another's (empty: sRGB), made by a worker, since a
// profile is a document too.
struct TableRequest {
  Bytes source;               // of 3 channels
  model::ColourTarget target; // with its intent
  bool gamut = false;         // Decoding::gamut
};
Result<ColourTable> make_table(const TableRequest& request, const Limits& limits,
                               const Cancel& cancel);

// One line of text, centred in a box of so many pixels, cut with an ellipsis where it does not fit.
struct TextBox {
  std::string text; // UTF-8
  std::int32_t width = 0, height = 0;
};
struct TextMask {
  Buffer coverage;  // row by row: 0 = paper .. 255
  bool cut = false; // not all of the text is there
};
// One for each box. Set by the worker that sets texts. Of a text no more is looked at than a line
// of its box could show.
Result<std::vector<TextMask>> draw_texts(const std::vector<TextBox>& texts, const Limits& limits,
                                         const Cancel& cancel);

class Spares;

enum class TextPaper : std::uint8_t { a4, letter };

struct Opening {
  TextPaper text_paper = TextPaper::a4; // on which plain text is typeset
  // A PDF of pictures alone becomes those pictures; false: its pages stay pages.
  bool unwraps = true;
  // PostScript becomes a PDF, so that its pages can be imposed.
  bool distils = false;
};

// Recognises the document by its content and asks a worker what is in it. `file` may be a pipe: it
// is spooled first. `cancel` must outlive the document. Of
// `spares` (which may be null) waiting renderers are taken.
// Errors: empty, unknown type, damaged, encrypted, no pages, over a limit; Errc::unsupported also
// where the kernel cannot confine the workers and `limits` do not allow that.
Result<std::unique_ptr<Document>> open_document(UniqueFd file, const Limits& limits,
                                                const Cancel& cancel, const Opening& how = {},
                                                std::shared_ptr<Spares> spares = nullptr);

// A document of pages on which nothing but texts is written. Errors: those of the workers.
Result<std::unique_ptr<Document>> set_pages(const std::vector<TextPage>& pages,
                                            const Limits& limits, const Cancel& cancel,
                                            std::shared_ptr<Spares> spares = nullptr);
// A document of sheets on which there are no pages, but what lies below and above them.
Result<std::unique_ptr<Document>> set_sheets(const Imposition& sheets, const Limits& limits,
                                             const Cancel& cancel,
                                             std::shared_ptr<Spares> spares = nullptr);

// Asks a worker what an ICC profile for a printer is (colour/icc/inspect.h, with its errors).
Result<model::ProfileFacts> inspect_profile(Bytes profile, const Limits& limits,
                                            const Cancel& cancel);

} // namespace platen::render
