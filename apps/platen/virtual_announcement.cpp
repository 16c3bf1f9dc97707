#include "virtual_announcement.h"

#include "virtual/device_id.h"
#include "wire/ieee1284/device_id.h"

#include <iostream>

namespace platen::app {

namespace {

using Txt = std::vector<std::pair<std::string, std::string>>;

// The keys of Bonjour Printing 1.2.1 that a printer with a raw port has.
Txt txt_of(const twin::Condition& condition, const std::string& uuid, const std::string& queue) {
  const std::string id = twin::device_id(condition);
  const std::string maker = ieee1284::value(id, "MFG", "MANUFACTURER");
  const std::string model = ieee1284::value(id, "MDL", "MODEL");
  Txt txt{{"txtvers", "1"},
          {"qtotal", "1"},
          {"ty", maker + " " + model},
          {"product", "(" + model + ")"},
          {"usb_MFG", maker},
          {"usb_MDL", model},
          {"note", "virtual"},
          {"priority", "50"}};
  if (!uuid.empty()) txt.emplace_back("UUID", uuid);
  if (!queue.empty()) txt.emplace_back("rp", queue);
  return txt;
}

} // namespace

Result<std::unique_ptr<discovery::Announcer>> announce_device(const Arguments& arguments,
                                                              const twin::VirtualDevice& device,
                                                              const twin::Condition& condition) {
  if (!arguments.has("announce")) {
    if (arguments.has("uuid")) return fail(Errc::invalid, "--uuid needs --announce");
    return nullptr;
  }
  const std::string uuid = arguments.get("uuid");
  discovery::Announcement announcement{"twin", arguments.get("announce"), {}};
  announcement.services.push_back(
      {"_pdl-datastream._tcp", {}, device.port(), txt_of(condition, uuid, "")});
  if (const auto lpd = device.channel_ports().lpd)
    announcement.services.push_back({"_printer._tcp", {}, *lpd, txt_of(condition, uuid, "lp")});
  auto announcer = discovery::make_announcer(
      {.named = {},
       .log = [](std::string_view, std::string_view text) { std::cerr << text << "\n"; },
       .loopback_only = false});
  announcer->set(std::move(announcement));
  return announcer;
}

} // namespace platen::app
