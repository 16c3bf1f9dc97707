#pragma once

#include "base/cancel.h"
#include "base/file.h"
#include "model/model.h"
#include "render/document.h"
#include "transport/transport.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace platen::flow {

struct Progress {
  std::int32_t sides_sent = 0;
  std::int32_t sides = 0; // in all copies
  std::uint64_t bytes_sent = 0;
};

struct PrintRequest {
  PrintRequest(const model::Model& on, model::Ticket settings, UniqueFd file, std::string uri)
      : model(on), ticket(std::move(settings)), document(std::move(file)),
        device_uri(std::move(uri)) {}

  const model::Model& model;
  model::Ticket ticket;
  UniqueFd document;
  std::string device_uri;
  render::Limits limits = render::Limits::standard();
  transport::Deadlines deadlines;
  std::size_t workers = 1;                       // threads for the pixel path and the renderer
  std::function<void(const Progress&)> progress; // called on the caller's thread; may be empty
  transport::DeviceReport device_report;         // likewise
};

struct PrintReport {
  Progress delivered;
  std::vector<std::string> warnings;
};

// The whole way of one job: document -> pages -> raster -> device language -> device. Nothing is
// sent before the first side is ready, and a file appears only when it is whole. On failure the
// message ends with what was delivered and what was not; `cancel` is then requested as well, so
// that whatever still works for the job stops.
Result<PrintReport> print(PrintRequest request, Cancel& cancel);

} // namespace platen::flow
