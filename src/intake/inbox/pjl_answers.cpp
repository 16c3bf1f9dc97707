#include "intake/inbox/pjl_answers.h"

#include <algorithm>
#include <array>

namespace platen::intake::inbox {

namespace {

// printer-state-reasons and the codes for them (docs/protocols/pjl.md section 2); the first that is
// there is told.
struct Code {
  std::string_view reason, code, display;
};
constexpr std::array<Code, 8> stopped_codes{{{"media-jam", "42000", "PAPER JAM"},
                                             {"cover-open", "40021", "COVER OPEN"},
                                             {"door-open", "40021", "DOOR OPEN"},
                                             {"media-needed", "41000", "LOAD PAPER"},
                                             {"media-empty", "41000", "LOAD PAPER"},
                                             {"toner-empty", "40038", "TONER EMPTY"},
                                             {"marker-supply-empty", "40038", "INK EMPTY"},
                                             {"output-area-full", "40019", "OUTPUT FULL"}}};

std::string status_lines(std::string_view code, std::string_view display, bool online) {
  return "CODE=" + std::string(code) + "\r\nDISPLAY=\"" + std::string(display) +
         "\"\r\nONLINE=" + (online ? "TRUE" : "FALSE") + "\r\n";
}

std::string status_of(const PrinterState& state) {
  if (state.kind == PrinterState::Kind::processing)
    return status_lines("10023", "PRINTING", state.accepting);
  if (state.kind == PrinterState::Kind::idle)
    return status_lines(state.accepting ? "10001" : "10002",
                        state.accepting ? "READY" : "TAKES NO JOBS", state.accepting);
  for (const Code& code : stopped_codes)
    if (std::ranges::any_of(state.reasons, [&](const std::string& reason) {
          return reason.starts_with(code.reason);
        }))
      return status_lines(code.code, code.display, false);
  return status_lines("10002", "STOPPED", false);
}

std::string in_capitals(std::string_view text) {
  std::string capitals(text);
  std::ranges::transform(capitals, capitals.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return capitals;
}

// ASCII alone, whatever came.
std::string printable(std::string_view text) {
  std::string made(text);
  std::ranges::replace_if(
      made, [](char c) { return c < 0x20 || c > 0x7e; }, '?');
  return made;
}

} // namespace

std::string pjl_answer(std::string_view question, const PrinterState& state) {
  const std::string heading = "@PJL " + printable(question) + "\r\n";
  const std::string asked = in_capitals(question);
  if (asked.starts_with("ECHO")) return heading + "\f";
  if (asked == "INFO STATUS") return heading + status_of(state) + "\f";
  if (asked == "INFO ID")
    return heading + "\"" + printable(state.make_and_model) + " (platen)\"\r\n\f";
  return heading + "\"?\"\r\n\f";
}

} // namespace platen::intake::inbox
