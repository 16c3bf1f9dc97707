#pragma once

#include "scan/device/command_link.h"
#include "scan/device/device.h"
#include "scan/device/mp730_session.h"
#include "scan/device/mp730_window.h"

namespace platen::scan {

// What a scanner and the feed that it has at most shares.
struct Mp730Core {
  Mp730Core(std::unique_ptr<CommandLink> way, ScannerFacts what, const Mp730Patience& patience,
            const Cancel& cancel)
      : link(std::move(way)), session(*link, patience, cancel), facts(std::move(what)) {}

  const std::unique_ptr<CommandLink> link;
  Mp730Session session;
  const ScannerFacts facts;
  bool feeding = false;
};

// Takes over a session that has begun; ends it when it goes.
std::unique_ptr<Feed> make_mp730_feed(std::shared_ptr<Mp730Core> core, const ScanRequest& request,
                                      const Mp730Window& window);

} // namespace platen::scan
