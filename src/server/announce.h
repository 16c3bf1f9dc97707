#pragma once

#include "discovery/announcer.h"
#include "discovery/records.h"
#include "job/store.h"
#include "model/model.h"

#include <memory>
#include <span>
#include <string>

namespace platen::server {

// Announces every shared printer and follows the store: printers appear and vanish with their
// queues. The names that they really got are kept in the store, so that they survive a restart.
class Announcements {
public:
  Announcements(job::Store& store, std::span<const model::Model> models,
                discovery::ServerFacts server, std::string host, discovery::Announcer::Options how);
  void start();                          // with the printers that there are
  void changed(const job::Event& event); // an observer of the store; does not block

private:
  void put(const job::Printer& printer);
  std::string wanted_name(const job::Printer& printer) const;

  job::Store& store_;
  std::span<const model::Model> models_;
  discovery::ServerFacts server_;
  std::string host_; // its first label, for "MODEL @ HOST"
  std::unique_ptr<discovery::Announcer> announcer_;
};

} // namespace platen::server
