#pragma once

#include "setup/device.h"
#include "setup/journal.h"
#include "setup/printer_work.h"

#include <map>

namespace platen::setup {

// The single things that setting up does, each written into the journal before it is done.
class Workshop : public PrinterWork {
public:
  Workshop(Server& server, Journal& journal) : PrinterWork(server), journal_(journal) {
    made_.server = server.address();
  }

  // Of one host, or (empty) of those around. `notes`: what could not be asked.
  Result<std::vector<Device>> find(const std::string& host, std::string& notes);
  Result<std::vector<std::string>> printers(); // their names
  Result<Json> models();

  // Errc::conflict: the name was taken meanwhile. What the server says of it, or "".
  Result<std::string> add_printer(const Device& device, const std::string& model,
                                  const std::string& name);
  Result<bool> is_default(const std::string& printer);
  // False: it was that already.
  Result<bool> make_default(const std::string& printer);
  // As a scanner under the same name. False: the device does not answer as one, and none is made.
  Result<bool> add_scanner(const Device& device, const std::string& model, const std::string& name);

  const Made& made() const { return made_; }
  // The end of a set-up: all of it stays, or what was made goes again.
  Result<void> keep() { return journal_.clear(); }
  Result<std::vector<std::string>> take_back();

private:
  Result<std::string> scanner_uri(const Device& device);
  Result<std::vector<Device>> with_printers(std::vector<Device> found);
  Journal& journal_;
  Made made_;
};

// Whether a model of `models` (GET models) has a scanner that platen knows.
bool has_scanner(const Json& models, const std::string& model);
bool is_model(const Json& models, const std::string& model);

} // namespace platen::setup
