#include "worker/ghostscript.h"

#include "render/page_lines.h"
#include "worker/postscript.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace platen::worker {
namespace {

using model::RenderingIntent;
using render::Request;
using render::VectorRun;

// Below this resolution the edges of text and lines are anti-aliased: what is drawn so coarsely is
// looked at, not engraved.
constexpr Dpi first_crisp_resolution{300};

Result<UniqueFd> inherited_file(const char* name, Bytes bytes) {
  UniqueFd fd(::memfd_create(name, MFD_ALLOW_SEALING));
  if (!fd) return fail(Errc::io, "cannot make a memory file: " + errno_text(errno));
  TRY_VOID(write_all(fd.get(), bytes));
  if (::fcntl(fd.get(), F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0)
    return fail(Errc::io, "cannot seal a memory file: " + errno_text(errno));
  return fd;
}

std::string path_of(const UniqueFd& fd) {
  return "/proc/self/fd/" + std::to_string(fd.get());
}

Result<std::filesystem::path> find_program() {
  for (const char* path : {"/usr/bin/gs", "/usr/local/bin/gs"})
    if (::access(path, X_OK) == 0) return std::filesystem::path(path);
  return fail(Errc::unsupported,
              "Ghostscript is not installed (/usr/bin/gs): install the package ghostscript");
}

// PDF and PostScript must not see the document as their standard input.
Result<UniqueFd> move_document() {
  UniqueFd document(::fcntl(render::document_fd, F_DUPFD, render::request_fd + 1));
  const UniqueFd nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  if (!document || !nothing || ::dup2(nothing.get(), render::document_fd) < 0)
    return fail(Errc::io, "cannot set up the document: " + errno_text(errno));
  return document;
}

void add(std::vector<std::string>& arguments, std::initializer_list<std::string> more) {
  arguments.insert(arguments.end(), more);
}

// -sstdout=%stderr: what Ghostscript or the document prints must not run into the pages.
std::vector<std::string> common_arguments() {
  return {"gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-dNOPROMPT", "-sBandListStorage=memory"};
}

std::string device(PixelFormat format) {
  return format == mask1 ? "pbmraw" : format == gray8 ? "pgmraw" : "ppmraw";
}

void add_intent(std::vector<std::string>& arguments, const model::ColourTarget& target) {
  // The numbers of ICC.1, table 23; without one each object keeps the intent that the document
  // gives it.
  switch (target.intent) {
  case RenderingIntent::automatic:
    break;
  case RenderingIntent::perceptual:
    add(arguments, {"-dRenderIntent=0"});
    break;
  case RenderingIntent::relative:
  case RenderingIntent::relative_bpc:
    add(arguments, {"-dRenderIntent=1"});
    break;
  case RenderingIntent::saturation:
    add(arguments, {"-dRenderIntent=2"});
    break;
  case RenderingIntent::absolute:
    add(arguments, {"-dRenderIntent=3"});
    break;
  }
  bool compensate =
      target.intent == RenderingIntent::automatic || target.intent == RenderingIntent::relative_bpc;
  if (target.black_point != model::BlackPoint::automatic)
    compensate = target.black_point == model::BlackPoint::on;
  add(arguments, {compensate ? "-dBlackPtComp=1" : "-dBlackPtComp=0"});
}

bool is_device_link(Bytes profile) { // ICC.1, 7.2.5
  constexpr std::size_t class_at = 12, signature = 4;
  return profile.size() > class_at + signature &&
         as_text(profile.subspan(class_at, signature)) == "link";
}

Result<void> add_colour(GhostscriptCall& call, const Request& request) {
  const model::ColourTarget& target = request.target;
  add_intent(call.arguments, target);
  if (request.run.format == mask1) return {};
  // Device colours go through as they are; of colours with a profile the plain part is taken.
  if (target.unchanged) add(call.arguments, {"-dUseFastColor=true"});
  if (target.profile.empty()) return {};
  if (is_device_link(target.profile))
    return fail(Errc::unsupported,
                "a DeviceLink converts the samples of pictures, and this document has pages: print "
                "it with a profile of the paper, or as a picture");
  TRY(call.profile, inherited_file("profile", target.profile));
  add(call.arguments, {"--permit-file-read=" + path_of(call.profile),
                       "-sOutputICCProfile=" + path_of(call.profile)});
  return {};
}

Result<void> add_drawing(GhostscriptCall& call, const Request& request) {
  const VectorRun& run = request.run;
  std::vector<std::string>& arguments = call.arguments;
  add(arguments, {"-sstdout=%stderr", "-sOutputFile=%stdout", "-sDEVICE=" + device(run.format),
                  "-r" + std::to_string(run.resolution.v),
                  "-g" + std::to_string(run.width) + "x" + std::to_string(run.height),
                  "-dFIXEDMEDIA", "-dUseCropBox", "-sPageList=" + page_list(run.pages)});
  const bool coarse = run.resolution < first_crisp_resolution;
  if (coarse && run.format != mask1) add(arguments, {"-dTextAlphaBits=4", "-dGraphicsAlphaBits=4"});
  // Pictures in the document are resampled with a filter where they are looked at closely. It costs
  // some 20 ns a pixel; under the dots of a monochrome engine it would not be seen.
  if (run.format == rgb8 || (coarse && run.format != mask1)) add(arguments, {"-dDOINTERPOLATE"});
  TRY_VOID(add_colour(call, request));
  std::string screen;
  if (run.screen) {
    TRY(call.screen, inherited_file("screen", std::as_bytes(std::span(*run.screen))));
    add(arguments, {"--permit-file-read=" + path_of(call.screen)});
    screen = postscript::set_screen(path_of(call.screen), run.screen_width, run.screen_height);
  }
  add(arguments,
      {"-c", postscript::drawing_prologue(matrix_text(run), screen,
                                          request.format == render::Format::postscript)});
  return {};
}

void add_page_report(GhostscriptCall& call) {
  add(call.arguments, {"-sDEVICE=nullpage", "-c", postscript::page_report_prologue()});
}

} // namespace

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

Result<GhostscriptCall> ghostscript_call(const Request& request) {
  GhostscriptCall call;
  TRY(call.program, find_program());
  TRY(call.document, move_document());
  call.arguments = common_arguments();
  add(call.arguments, {"-sPAPERSIZE=a4", "--permit-file-read=" + path_of(call.document)});
  if (request.format == render::Format::postscript) add(call.arguments, {"-dEPSCrop"});
  if (request.task == render::Task::postscript_info)
    add_page_report(call);
  else
    TRY_VOID(add_drawing(call, request));
  add(call.arguments, {"-f", path_of(call.document)});
  return call;
}

Result<void> execute(const GhostscriptCall& call, const render::sandbox::Rules& rules) {
  std::vector<std::string> arguments = call.arguments;
  std::vector<char*> pointers;
  for (std::string& argument : arguments)
    pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  // A sanitizer's allocator may find no address beyond the limit: nothing is allocated behind it.
  TRY_VOID(render::sandbox::prepare_execution(rules));
  ::execv(call.program.c_str(), pointers.data());
  return fail(Errc::io, "cannot start " + call.program.string() + ": " + errno_text(errno));
}

} // namespace platen::worker
