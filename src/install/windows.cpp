#include "install/windows.h"

#include "install/embedded.h"
#include "install/quote.h"

#include <algorithm>

namespace platen::install {

namespace {

constexpr std::string_view gap_mark = "#PRINTERS#\n"; // a line of text/platen.ps1

std::string with_windows_ends(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') out += '\r';
    out += c;
  }
  return out;
}

std::string row(const Place& place, const Printer& printer, const std::string& name) {
  const std::string url = windows_url(place, printer);
  return "  [pscustomobject]@{ Name = " + for_powershell(name) + "; Url = " + for_powershell(url) +
         "; Location = " + for_powershell(printer.location) +
         "; Mark = " + for_powershell("platen: " + url) + " }\n";
}

// Windows' programs take an address of IPv6 without brackets.
std::string bare(const std::string& host) {
  return host.starts_with('[') && host.ends_with(']') ? host.substr(1, host.size() - 2) : host;
}

} // namespace

std::vector<std::string> windows_names(const std::vector<Printer>& printers) {
  std::vector<std::string> names;
  for (const Printer& printer : printers) {
    std::string name = windows_name(printer.title);
    if (name.empty()) name = printer.name;
    if (std::ranges::find(names, name) != names.end()) name += " (" + printer.name + ")";
    names.push_back(std::move(name));
  }
  return names;
}

std::string windows_url(const Place& place, const Printer& printer) {
  const bool secure = place.encrypted && place.trusted;
  return (secure ? "https://" : "http://") + place.host + ":" + std::to_string(place.port) + "/" +
         path_of(printer);
}

std::string windows_lines(const Place& place, const std::vector<Printer>& printers) {
  const auto names = windows_names(printers);
  std::string lines;
  for (std::size_t i = 0; i < printers.size(); ++i)
    lines += std::string(i == 0 ? "" : "\n") + "Add-Printer -Name " + for_powershell(names[i]) +
             " -IppURL " + for_powershell(windows_url(place, printers[i]));
  return lines;
}

std::string windows_script(const Place& place, const std::vector<Printer>& printers) {
  const auto names = windows_names(printers);
  const std::string_view frame = script_text();
  const auto gap = frame.find(gap_mark);
  std::string text(frame.substr(0, gap));
  text += "$Server = " + for_powershell(bare(place.host)) + "\n";
  text += "$Port = " + std::to_string(place.port) + "\n";
  text += "$Page = " + for_powershell(place.base() + "/install") + "\n";
  text += "$Printers = @(\n";
  for (std::size_t i = 0; i < printers.size(); ++i)
    text += row(place, printers[i], names[i]);
  text += ")\n" + std::string(frame.substr(gap + gap_mark.size()));
  return "\xef\xbb\xbf" + with_windows_ends(text); // the mark: else PowerShell 5.1 reads it as ANSI
}

} // namespace platen::install
