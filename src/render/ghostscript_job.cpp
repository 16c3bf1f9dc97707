#include "render/ghostscript_job.h"

#include "render/formula_profile.h"
#include "render/postscript.h"
#include "render/protocol.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace platen::render {
namespace {

using model::RenderingIntent;

// Below this resolution the edges of text and lines are anti-aliased: what is drawn so coarsely is
// looked at, not engraved.
constexpr Dpi first_crisp_resolution{300};

// The device that draws in a format.
std::string device(PixelFormat format, Way way) {
  if (way == Way::letters) return "pxlmono";
  if (format == cmyk8) return "pamcmyk32";
  return format == mask1 ? "pbmraw" : format == gray8 ? "pgmraw" : "ppmraw";
}

std::string size_text(std::int32_t x, std::int32_t y) {
  return "[" + std::to_string(x) + " " + std::to_string(y) + "]";
}

// The device of CUPS, for gray of 8 bits. Ghostscript takes it for one whose colours are not linear
// and paints a gradient as stripes of one colour. For every other device, where things blend, it
// paints it pixel by pixel, each of them a rectangle in the list of the band: 1.4 times the time
// and twice the memory for a page of A4 at 600 dpi. It is part of Ghostscript, but may be left out.
constexpr postscript::OtherDevice grays_device{"cups", "/cupsColorSpace 18 /cupsBitsPerColor 8"};

// Ghostscript mixes the inks of a page that overprints in CMYK, and knows by itself which do. In
// bands, since it would hold the whole page, 200 MB of A4 at 600 dpi.
constexpr std::string_view overprint_parameters =
    " /Overprint /simulate /MaxBitmap 0 /BandHeight 256";

// Dots, or the gray of which dots are made, or that a preview shows of them.
bool is_one_ink(const VectorRun& run, const model::ColourTarget& target) {
  return run.format == mask1 || (run.format == gray8 && target.profile.empty());
}

// Whether black is ink everywhere.
bool is_solid(const VectorRun& run) {
  return run.screen && std::find(run.screen->begin(), run.screen->end(), 0) == run.screen->end();
}

// The parameters of the device, as PostScript's keys and values. What the pages are drawn on is
// made and described as the command line would do it before the start.
std::string device_parameters(const DocumentInfo& document, const VectorRun& run, Way way,
                              const model::ColourTarget& target) {
  std::string text = "/OutputFile (%stdout) /HWResolution " +
                     size_text(run.resolution.v, run.resolution.v) + " /HWSize " +
                     size_text(run.width, run.height) + " /PageList (" + page_list(run.pages) + ")";
  if (way != Way::letters) text += " /BandListStorage (memory)"; // of a device that has one
  const bool coarse = run.resolution < first_crisp_resolution;
  if (coarse && run.format != mask1) text += " /TextAlphaBits 4 /GraphicsAlphaBits 4";
  // Pictures in the document are resampled with a filter where they are looked at closely. It costs
  // some 20 ns a pixel; under the dots of a monochrome engine it would not be seen.
  if (run.format == rgb8 || (coarse && run.format != mask1)) text += " /InterpolateControl -1";
  // To one ink by the formulas of PostScript and PDF, four times as fast as by profiles. Those of
  // CMYK close the shadows of photographs (ADR 21).
  if (way == Way::four_inks) // fast colours would not be mixed in mode 1
    return text.append(overprint_parameters) + " /OutputICCProfile (" +
           fd_path(ghostscript_fd::cmyk) + ")";
  if (is_one_ink(run, target)) return document.cmyk_pictures ? text : text + " /UseFastColor true";
  // Device colours go through as they are; of colours with a profile the plain part is taken.
  if (target.unchanged) text += " /UseFastColor true";
  if (!target.profile.empty())
    text += " /OutputICCProfile (" + fd_path(ghostscript_fd::profile) + ")";
  return text;
}

// Without a number each object keeps the intent that the document gives it.
std::string_view intent_number(RenderingIntent intent) { // ICC.1, table 23
  switch (intent) {
  case RenderingIntent::automatic:
    break;
  case RenderingIntent::perceptual:
    return "0";
  case RenderingIntent::relative:
  case RenderingIntent::relative_bpc:
    return "1";
  case RenderingIntent::saturation:
    return "2";
  case RenderingIntent::absolute:
    return "3";
  }
  return "";
}

bool compensates_black_point(const model::ColourTarget& target) {
  if (target.black_point != model::BlackPoint::automatic)
    return target.black_point == model::BlackPoint::on;
  return target.intent == RenderingIntent::automatic ||
         target.intent == RenderingIntent::relative_bpc;
}

// As parameters of the page device: a device that has not drawn yet would forget them.
std::string intent_parameters(const model::ColourTarget& target) {
  std::string text = compensates_black_point(target) ? "/BlackPtComp 1" : "/BlackPtComp 0";
  const std::string_view number = intent_number(target.intent);
  if (!number.empty()) text.append(" /RenderIntent ").append(number);
  return text;
}

// For a document whose pictures in CMYK keep their profiles: its text and drawings go by the
// formulas all the same, so that black made of black ink alone is solid. A list as Ghostscript's
// SourceObjectICC takes it.
constexpr std::string_view drawings_without_profiles =
    "Graphic_CMYK None\nText_CMYK None\nGraphic_RGB None\nText_RGB None\n";

// The same where inks are mixed, for which Ghostscript 10.00 needs the formulas as profiles:
// without any, it crashes.
std::string drawings_by_formulas() {
  const std::string rgb = "_RGB\t" + fd_path(ghostscript_fd::rgb) + "\t1\t0\t1\n";
  return "Image_CMYK\tdefault_cmyk.icc\t1\t1\t1\t0\nGraphic" + rgb + "Text" + rgb;
}

// What of other colours goes through profiles becomes inks that show the gray of the formulas.
void mix_by_formulas(GhostscriptJob& job) {
  job.cmyk = cmyk_formula_profile();
  job.rgb = rgb_formula_profile();
  job.prologue +=
      "<< /DefaultCMYKProfile (" + fd_path(ghostscript_fd::cmyk) + ") >> setuserparams\n";
}

void set_source_profiles(GhostscriptJob& job, std::string_view list) {
  job.profile.assign(as_bytes(list).begin(), as_bytes(list).end());
  job.prologue +=
      "<< /SourceObjectICC (" + fd_path(ghostscript_fd::profile) + ") >> setuserparams\n";
}

// Ends the options: the prologue, then the document.
std::string run_files() {
  return "-f\n" + fd_path(ghostscript_fd::prologue) + "\n" + fd_path(ghostscript_fd::document) +
         "\n";
}

// The document's points on the raster, whose bottom the device of CUPS puts at a whole point.
std::string placing(const VectorRun& run, Way way) {
  const std::string concat = matrix_text(run) + " concat";
  if (way != Way::grays) return concat;
  return "matrix currentmatrix dup 5 " + std::to_string(run.height) + " put setmatrix " + concat;
}

// Written for a file of arguments, which white space separates.
std::string say(std::string_view word) {
  std::string text = "-c\n(";
  for (const char c : word)
    text += c == ' ' ? "\\040" : c == '\n' ? "\\n" : std::string(1, c);
  return text + ")print\nflush\n";
}

} // namespace

std::string fd_path(int fd) {
  return "/proc/self/fd/" + std::to_string(fd);
}

std::string page_list(const std::vector<std::int32_t>& pages) {
  std::string list;
  for (std::size_t i = 0; i < pages.size();) {
    std::size_t end = i + 1;
    while (end < pages.size() && pages[end] == pages[end - 1] + 1)
      ++end;
    if (!list.empty()) list += ',';
    list += std::to_string(pages[i] + 1);
    if (end - i > 1) list += "-" + std::to_string(pages[end - 1] + 1);
    i = end;
  }
  return list;
}

std::string matrix_text(const VectorRun& run) {
  std::string text = "[";
  for (const double number : {run.a, run.b, run.c, run.d, run.e, run.f}) {
    std::array<char, 64> digits{};
    // Fixed notation and nine digits: a thousandth of a pixel over the largest sheet.
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number,
                                   std::chars_format::fixed, 9);
    text.append(digits.data(), end.ptr);
    text += ' ';
  }
  text.back() = ']';
  return text;
}

Way way_of(const PageInfo& page, const VectorRun& run, const model::ColourTarget& target) {
  const bool one_ink = !run.plainly && is_one_ink(run, target);
  if (one_ink && page.overprints) return Way::four_inks;
  if (one_ink && page.blends && page.shades) return Way::grays;
  return one_ink && run.format == mask1 && page.letters && is_solid(run) ? Way::letters
                                                                         : Way::plain;
}

PixelFormat drawn_format(const VectorRun& run, Way way) {
  return way == Way::four_inks ? cmyk8 : way == Way::grays ? gray8 : run.format;
}

GhostscriptJob drawing_job(const DocumentInfo& document, const VectorRun& run, Way way,
                           const model::ColourTarget& target) {
  GhostscriptJob job;
  // -sstdout=%stderr: what Ghostscript or the document prints must not run into the pages.
  job.options = "-sstdout=%stderr\n-dFIXEDMEDIA\n-sPageList=" + page_list(run.pages) + "\n" +
                run_files() + say(drawn_word);
  const bool mixes = way == Way::four_inks;
  if (!target.profile.empty() && run.format != mask1 && !mixes) job.profile = target.profile;
  if (way == Way::plain) job.screen = run.screen;
  if (job.screen)
    job.prologue = postscript::define_screen(
        {fd_path(ghostscript_fd::screen), run.screen_width, run.screen_height});
  if (mixes) mix_by_formulas(job);
  if (mixes || (is_one_ink(run, target) && document.cmyk_pictures))
    set_source_profiles(job,
                        mixes ? drawings_by_formulas() : std::string(drawings_without_profiles));
  job.prologue += postscript::use_device(
      device(drawn_format(run, way), way), device_parameters(document, run, way, target),
      way == Way::grays ? std::optional(grays_device) : std::nullopt);
  const bool program = document.format == Format::postscript;
  job.prologue +=
      postscript::drawing_prologue(placing(run, way), job.screen != nullptr,
                                   intent_parameters(target), program, program && document.bars);
  return job;
}

GhostscriptJob page_report_job() {
  return {.options = run_files(),
          .prologue = postscript::page_report_prologue(),
          .screen = nullptr,
          .profile = {},
          .cmyk = {},
          .rgb = {}};
}

std::vector<std::string> ghostscript_arguments(bool say_ready) {
  std::vector<std::string> arguments{
      "gs",         "-q",        "-dSAFER",      "-dBATCH",        "-dNOPAUSE",        "-dNOGC",
      "-dNOPROMPT", "-dEPSCrop", "-dUseCropBox", "-sPAPERSIZE=a4", "-sDEVICE=nullpage"};
  for (const int fd : {ghostscript_fd::document, ghostscript_fd::screen, ghostscript_fd::profile,
                       ghostscript_fd::cmyk, ghostscript_fd::rgb})
    arguments.push_back("--permit-file-read=" + fd_path(fd));
  // The first -c makes it initialise itself; -dNOGC leaves out the collection of garbage at the end
  // of that, a tenth of the start, and with it what allows it later, when there is need. Then it
  // reads arguments from a file that says nothing and ends when there is a job, and those of the
  // job.
  arguments.insert(arguments.end(),
                   {"-c", say_ready ? "0 vmreclaim (ready\\n) print flush" : "0 vmreclaim",
                    "@" + fd_path(ghostscript_fd::word), "@" + fd_path(ghostscript_fd::options)});
  return arguments;
}

} // namespace platen::render
