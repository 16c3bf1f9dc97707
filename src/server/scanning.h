#pragma once

#include "http/exchange.h"
#include "intake/api/scan_routes.h"
#include "model/catalogue.h"
#include "scan/deliver/deliver.h"
#include "scan/engine/sessions.h"
#include "server/log.h"
#include "server/shared_scanner.h"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace platen::server {

// All that a server's scanning consists of: its store, scanners, sessions, deliveries, what the
// REST interface needs of them, and what answers at /eSCL. Made beside the core, ended before it.
class Scanning {
public:
  struct Options {
    std::filesystem::path folder; // of the state; made if it is missing
    std::string uuid;             // of the server
    model::Catalogue models;      // as they are in force
    // The uuid of the printer of that name, whose machine the scanner is then; empty: there is
    // none.
    std::function<std::string(const std::string& name)> printer_uuid;
    Log& log;
    bool without_sandbox = false; // read text where the kernel cannot confine that wholly
    // Prints a file of a scan ("NAME?copies=2").
    std::function<scan::DeliveryEnd(const std::string& printer, const scan::PackedFile& file,
                                    const std::string& user, const Cancel& cancel)>
        print;
    std::function<void(const scan::Session& session)> changed; // a scan; quick
    std::function<void(const std::string& name)> scanner_changed;
    // A scanner can be announced now, or is gone (nothing).
    std::function<void(const std::string& name, const SharedScanner* scanner)> announce;
  };
  static Result<std::unique_ptr<Scanning>> open(Options options);
  virtual ~Scanning() = default;

  virtual void start() = 0; // goes on with what the last server left
  virtual void tick() = 0;  // about once a second
  // What is under way goes on after the next start. Sessions first: whoever asks for something
  // shall not go on waiting for a full disk; then, when nobody asks any more, the rest.
  virtual void end_sessions() = 0;
  virtual void stop() = 0;
  virtual const intake::api::ScanServices& services() const = 0;
  virtual http::Handler& escl() = 0;
  // A scanner of the program's own, that is there while it runs (the virtual ones).
  virtual Result<void> put_own(scan::ScannerEntry entry) = 0;
  virtual void announce_all() = 0;
  // For those who watch, by the words of the REST interface.
  virtual std::map<std::string, std::size_t> scans_by_stage() const = 0;
  virtual std::map<std::string, std::size_t> deliveries_by_state() const = 0;
};

} // namespace platen::server
