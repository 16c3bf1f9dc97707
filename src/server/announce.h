#pragma once

#include "discovery/announcer.h"
#include "discovery/records.h"
#include "job/store.h"
#include "model/catalogue.h"
#include "server/shared_scanner.h"

#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace platen::server {

// Announces every shared printer and follows the store: printers appear and vanish with their
// queues. The names that they really got are kept in the store, so that they survive a restart.
class Announcements {
public:
  Announcements(job::Store& store, model::Catalogue models,
                discovery::ServerFacts server, std::string host, discovery::Announcer::Options how);
  void start();                          // with the printers that there are; again: with the models of now
  void changed(const job::Event& event); // an observer of the store; does not block
  // A scanner is there, or gone (null). It shares the name of the printer that is called as it is.
  void scanner_changed(const std::string& name, const SharedScanner* scanner);

private:
  void put(const job::Printer& printer);
  void put(const SharedScanner& scanner);
  void put_printer_of(const std::string& name);
  std::string wanted_name(const job::Printer& printer) const;
  std::string wanted_name(const std::string& uuid, const std::string& base) const;

  job::Store& store_;
  model::Catalogue models_;
  discovery::ServerFacts server_;
  std::string host_;                              // its first label, for "MODEL @ HOST"
  std::map<std::string, SharedScanner> scanners_; // by their names
  std::unique_ptr<discovery::Announcer> announcer_;
};

// What is announced, or would be if announcing were on: with the names that were given before.
using SharedScanners = std::map<std::string, SharedScanner>; // by their names
std::vector<discovery::Announcement> all_announcements(const job::Store& store,
                                                       std::span<const model::Model> models,
                                                       const discovery::ServerFacts& server,
                                                       std::string host,
                                                       const SharedScanners& scanners);

} // namespace platen::server
