#include "render/postscript.h"

#include "render/page_lines.h"
#include "render/postscript_paint.h"

namespace platen::render::postscript {
namespace {

// Ours, then the document's: the document's coordinates are those of its own page, which lies on
// ours. NumCopies and the keys of the raster are not the document's to set; the others go through.
constexpr std::string_view guard = R"(
userdict begin
/setpagedevice {
  dup length dict copy
  [ /HWResolution /HWSize /Margins /PageOffset /NumCopies /OutputFile /OutputDevice ] { 1 index exch undef } forall
  dup /Install known {
    dup /Install 2 copy get [ /platen-install load /exec load 4 -1 roll /exec load ] cvx put
  } if
  systemdict /setpagedevice get exec
} bind def
/setscreen { pop pop pop } bind def
/setcolorscreen { 12 { pop } repeat } bind def
/sethalftone { pop } bind def
end
)";

// A page counts when the EndPage procedure (the document's or ours) says that it is shown. The line
// starts anew, whatever the document has printed before.
constexpr std::string_view report = R"(
userdict begin
/platen-say {
  (\n@page ) print currentpagedevice /PageSize get { =string cvs print ( ) print } forall (\n) print flush
} bind def
<< /NumCopies 1 /EndPage { exch pop 2 ne dup { platen-say } if } bind >> setpagedevice
/setpagedevice {
  dup length dict copy
  [ /NumCopies /OutputFile /OutputDevice ] { 1 index exch undef } forall
  dup /EndPage known {
    dup /EndPage 2 copy get [ exch /exec load /dup load /platen-say load /if load ] cvx put
  } if
  systemdict /setpagedevice get exec
} bind def
end
)";

} // namespace

std::string use_device(std::string_view name, std::string_view parameters,
                       const std::optional<OtherDevice>& rather) {
  std::string found = "(" + std::string(name) + ")";
  if (rather) {
    const std::string other(rather->name);
    found = "systemdict /devicedict get /" + other + " known { " + std::string(rather->parameters) +
            " (" + other + ") } { " + found + " } ifelse";
  }
  // setdevice makes the screen in force anew for its device: 6 ms for the spot function that
  // Ghostscript begins with, nothing for a screen of one cell. The last word is what it makes of a
  // device's resolution at its start: stroke and fill adjustment, and its own screen again.
  return "<< /HalftoneType 3 /Width 1 /Height 1 /Thresholds <80> >> sethalftone mark " +
         std::string(parameters) + " " + found +
         " finddevice putdeviceprops setdevice .setdefaultscreen\n";
}

std::string define_screen(const ScreenFile& screen) {
  const std::string cells = std::to_string(std::int64_t{screen.width} * screen.height);
  // As the resource that Ghostscript looks for at each of its many setpagedevice: to replace its
  // own screen in Install would make both anew, two times a page.
  return "/Default << /HalftoneType 3 /Width " + std::to_string(screen.width) + " /Height " +
         std::to_string(screen.height) + " /Thresholds (" + screen.path + ") (r) file dup " +
         cells + " string readstring pop exch closefile >> /Halftone defineresource pop\n";
}

std::string drawing_prologue(std::string_view placing, bool screened, std::string_view parameters,
                             bool guarded, bool exact) {
  std::string text = "userdict /platen-install { ";
  text.append(placing)
      .append(screened ? " {} settransfer" : "")
      .append(" ")
      .append("} bind put << /Install /platen-install load /NumCopies 1 ");
  text.append(parameters).append(" >> setpagedevice\n");
  if (guarded) text.append(guard);
  if (exact) text.append(exact_areas());
  return text;
}

std::string page_report_prologue() {
  std::string text(report);
  return text.replace(text.find('@'), 1, line_prefix) + paint_report();
}

} // namespace platen::render::postscript
