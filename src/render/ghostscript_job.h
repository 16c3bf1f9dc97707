#pragma once

#include "render/document.h"

#include <string>

// What one run of Ghostscript is told, and where it looks for it. It is started before anybody need
// know its document: everything that depends on the job comes after the start.
namespace platen::render {

// Descriptors of a worker that becomes Ghostscript, beside output_fd, diagnostics_fd and request_fd
// of protocol.h. All are read; what the job does not have is empty.
namespace ghostscript_fd {
inline constexpr int word = 0;     // ends when the others hold the job
inline constexpr int document = 4; // the document, or a memory file for it
inline constexpr int options = 5;
inline constexpr int prologue = 6;
inline constexpr int screen = 7;
inline constexpr int profile = 8;
inline constexpr int cmyk = 9;
inline constexpr int rgb = 10;
inline constexpr int count = 11;
} // namespace ghostscript_fd

// How Ghostscript names an open file of its own.
std::string fd_path(int fd);

struct GhostscriptJob {
  std::string options;  // arguments, one a line; the last ones run the prologue and the document
  std::string prologue; // PostScript that is run before the document
  std::shared_ptr<const std::vector<std::uint8_t>> screen; // of the prologue; may be null
  // Of the prologue; each may be empty.
  Buffer profile;   // ICC, or a list of such
  Buffer cmyk, rgb; // ICC: what such colours mean, where inks are mixed
};

// How the pages of a run are drawn.
enum class Way : std::uint8_t {
  plain,     // in its format
  four_inks, // in cmyk8, to be mixed: pages that overprint
  grays,     // in gray8, by the device of CUPS: pages that blend gradients
  letters,   // as what to paint where, in PCL XL (letter_pages.h): pages of black words
};
// The way of a page: of one ink, unless it has a profile of its own, as the page needs it. Colours
// are drawn plainly: four inks have fewer of them, and a black that is not.
Way way_of(const PageInfo& page, const VectorRun& run, const model::ColourTarget& target);
// The format in which its pages come.
PixelFormat drawn_format(const VectorRun& run, Way way);
// The pages of `run`, as page_head.h has them or, letters, as glyphs/interpreter.h, of a document
// of that format.
GhostscriptJob drawing_job(const DocumentInfo& document, const VectorRun& run, Way way,
                           const model::ColourTarget& target);
// A line for each page that a PostScript document would show (page_lines.h).
GhostscriptJob page_report_job();

// What Ghostscript is started with, the same for every job: it makes itself ready, says so if it
// shall (ready_word of protocol.h), waits for the end of ghostscript_fd::word, and takes the job's
// options then.
std::vector<std::string> ghostscript_arguments(bool say_ready);

// Parts of the options and the prologue; pure, for the tests.
std::string page_list(const std::vector<std::int32_t>& pages); // "1,3-5" from 0-based pages
std::string matrix_text(const VectorRun& run);                 // "[a b c d e f]"

} // namespace platen::render
