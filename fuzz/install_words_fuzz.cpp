// The title of a printer, which anybody may have chosen, in all that is made of it for clients.
#include "base/result.h"
#include "install/apple.h"
#include "install/chromeos.h"
#include "install/guide.h"
#include "install/quote.h"
#include "install/system.h"
#include "install/windows.h"

#include <string>

namespace {

using namespace platen::install;

bool is_line(const std::string& text) {
  return text.find('\n') == std::string::npos && text.find('\r') == std::string::npos &&
         text.find('\0') == std::string::npos;
}

// In pairs between the first and the last: else the text would end before its end.
bool has_single_quote(const std::string& quoted) {
  for (std::size_t at = 1; at + 1 < quoted.size(); ++at)
    if (quoted[at] == '\'' && quoted[++at] != '\'') return true;
  return false;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string title(reinterpret_cast<const char*>(data), size);
  const std::string line = one_line(title);
  EXPECTS(is_line(line) && one_line(line) == line);
  EXPECTS(is_line(for_powershell(title)) && is_line(for_shell(title)));
  EXPECTS(for_xml(title).find('<') == std::string::npos);
  EXPECTS(windows_name(title).find_first_of("\\,!\"") == std::string::npos);
  // A typographic quote may stand beside a plain one, so that only the plain ones can be counted.
  if (line.find("\xe2\x80") == std::string::npos) EXPECTS(!has_single_quote(for_powershell(title)));
  EXPECTS(is_system(system_of(title)));

  Visit visit;
  visit.place.host = "print.example";
  visit.system = visit.detected = system_of(title);
  visit.printers = {
      {.name = "office", .title = title, .location = title, .model = title, .uuid = "urn:uuid:1"}};
  visit.all_printers = visit.printers;
  visit.scanners = {{"office", title}};
  guide(visit, Words::in("de")).dump(); // throws where a text is no UTF-8
  windows_script(visit.place, visit.printers);
  apple_profile(visit.place, visit.printers, title);
  chromeos_printers(visit.place, visit.printers);
  return 0;
}
