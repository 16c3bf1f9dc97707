#include "install/cups.h"

#include "install/quote.h"

namespace platen::install {

std::string lpadmin_lines(const Place& place, const std::vector<Printer>& printers,
                          const std::string& administrator) {
  std::string lines;
  for (const Printer& printer : printers) {
    lines += std::string(lines.empty() ? "" : "\n") + administrator + "lpadmin -p " +
             for_shell(printer.name) + " -E -v " + for_shell(uri_of(place, printer)) +
             " -m everywhere";
    const std::string title = one_line(printer.title);
    if (!title.empty() && title != printer.name) lines += " -D " + for_shell(title);
  }
  return lines;
}

std::string lp_line(const std::vector<Printer>& printers) {
  if (printers.empty()) return {};
  return "echo platen | lp -d " + for_shell(printers[0].name);
}

// A name in quotes there knows no escapes.
std::string airscan_lines(const Place& place, const std::vector<Scanner>& scanners) {
  std::string lines = "[devices]";
  for (const Scanner& scanner : scanners) {
    std::string title = one_line(scanner.title);
    std::erase(title, '"');
    lines += "\n\"" + (title.empty() ? scanner.name : title) + "\" = " + place.base() + "/eSCL/" +
             scanner.name + ", eSCL";
  }
  return lines;
}

} // namespace platen::install
