#include "install/chromeos.h"
#include "install/cups.h"
#include "install/guide.h"
#include "install/windows.h"

#include <algorithm>
#include <array>
#include <functional>

namespace platen::install {

namespace {

// Which ways a system has, the best first.
struct Way {
  std::string_view system, id;
  enum class When : std::uint8_t { always, heard, raw, lpd } when = When::always;
};
constexpr auto all_ways = std::to_array<Way>({
    {"windows", "windows-line"},
    {"windows", "windows-search", Way::When::heard},
    {"windows", "windows-script"},
    {"windows-old", "windows-old-ipp"},
    {"windows-old", "windows-old-raw", Way::When::raw},
    {"windows-old", "windows-old-lpd", Way::When::lpd},
    {"macos", "apple-choose", Way::When::heard},
    {"macos", "apple-profile"},
    {"macos", "macos-line"},
    {"ios", "apple-choose", Way::When::heard},
    {"ios", "apple-profile"},
    {"android", "android-choose", Way::When::heard},
    {"android", "android-address"},
    {"chromeos", "chromeos-choose", Way::When::heard},
    {"chromeos", "chromeos-address"},
    {"chromeos", "chromeos-policy"},
    {"linux", "linux-choose", Way::When::heard},
    {"linux", "linux-line"},
    {"other", "other-address"},
});

bool has_inbox(const Visit& visit, std::string_view protocol) {
  return std::ranges::any_of(visit.printers, [&](const Printer& printer) {
    return std::ranges::any_of(printer.inboxes,
                               [&](const Inbox& inbox) { return inbox.protocol == protocol; });
  });
}

// Announcements are heard in the server's own networks, and only of what is shared.
bool is_heard(const Visit& visit) {
  return visit.near && visit.announced &&
         std::ranges::all_of(visit.printers, [](const Printer& printer) { return printer.shared; });
}

bool counts(const Visit& visit, const Way& way) {
  switch (way.when) {
  case Way::When::always:
    return true;
  case Way::When::heard:
    return is_heard(visit);
  case Way::When::raw:
    return has_inbox(visit, "raw");
  case Way::When::lpd:
    return has_inbox(visit, "lpd");
  }
  return false;
}

std::string each(const Visit& visit, const std::function<std::string(const Printer&)>& line) {
  std::string lines;
  for (const Printer& printer : visit.printers)
    lines += (lines.empty() ? "" : "\n") + line(printer);
  return lines;
}

std::string inboxes(const Visit& visit, std::string_view protocol) {
  std::string lines;
  for (const Printer& printer : visit.printers)
    for (const Inbox& inbox : printer.inboxes)
      if (inbox.protocol == protocol)
        lines += (lines.empty() ? "" : "\n") + visit.place.host + ", " +
                 (protocol == "lpd" ? inbox.queue : std::to_string(inbox.port));
  return lines;
}

std::string query_of(const Visit& visit) {
  return visit.chosen.empty() ? std::string() : "?printer=" + visit.chosen;
}

std::string policy(const Visit& visit) {
  const std::string file = chromeos_printers(visit.place, visit.printers);
  std::string text =
      chromeos_policy(visit.place.base() + "/install/chromeos.json" + query_of(visit), file);
  text.pop_back(); // the end of the line
  return text;
}

struct Command {
  std::string_view name;
  std::string (*make)(const Visit& visit);
};
constexpr auto commands = std::to_array<Command>({
    {"windows-line", [](const Visit& v) { return windows_lines(v.place, v.printers); }},
    {"windows-run",
     [](const Visit&) {
       return std::string("powershell -ExecutionPolicy Bypass -File platen.ps1");
     }},
    {"windows-check",
     [](const Visit&) {
       return std::string("Get-Printer | Format-Table Name, DriverName, PrinterStatus");
     }},
    {"windows-urls",
     [](const Visit& v) {
       return each(v, [&](const Printer& one) { return windows_url(v.place, one); });
     }},
    {"raw-inboxes", [](const Visit& v) { return inboxes(v, "raw"); }},
    {"lpd-inboxes", [](const Visit& v) { return inboxes(v, "lpd"); }},
    {"macos-line", [](const Visit& v) { return lpadmin_lines(v.place, v.printers, ""); }},
    {"linux-line", [](const Visit& v) { return lpadmin_lines(v.place, v.printers, "sudo "); }},
    {"linux-check",
     [](const Visit& v) { return v.printers.empty() ? "" : "lpstat -v\n" + lp_line(v.printers); }},
    {"addresses",
     [](const Visit& v) {
       return each(v, [&](const Printer& one) { return uri_of(v.place, one); });
     }},
    {"paths", [](const Visit& v) { return each(v, path_of); }},
    {"chromeos-policy", policy},
    {"airscan", [](const Visit& v) { return airscan_lines(v.place, v.scanners); }},
});

struct File {
  std::string_view name, path;
  bool of_printers = true;
};
constexpr auto files = std::to_array<File>({{"script", "/install/platen.ps1"},
                                            {"profile", "/install/platen.mobileconfig"},
                                            {"printers", "/install/chromeos.json"},
                                            {"certificate", "/install/platen.crt", false}});

} // namespace

std::vector<std::string> ways_of(const Visit& visit) {
  std::vector<std::string> ways;
  for (const Way& way : all_ways)
    if (way.system == visit.system && counts(visit, way)) ways.emplace_back(way.id);
  return ways;
}

std::string file_of(const Visit& visit, std::string_view name) {
  const auto found = std::ranges::find(files, name, &File::name);
  if (found == files.end()) return {};
  return std::string(found->path) + (found->of_printers ? query_of(visit) : std::string());
}

std::string command_of(const Visit& visit, std::string_view name) {
  const auto found = std::ranges::find(commands, name, &Command::name);
  return found == commands.end() ? std::string() : found->make(visit);
}

} // namespace platen::install
