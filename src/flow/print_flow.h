#pragma once

#include "base/cancel.h"
#include "base/file.h"
#include "filter/setup.h"
#include "model/model.h"
#include "render/document.h"
#include "transport/transport.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace platen::flow {

struct Progress {
  std::int32_t sides_sent = 0;
  std::int32_t sides = 0; // in all copies
  std::uint64_t bytes_sent = 0;
  std::int32_t sheets_sent = 0; // both sides of them
  std::int32_t sheets = 0;      // in all copies
  // Sheets that the device has said it took, those of earlier tries included; nothing where it does
  // not say.
  std::optional<std::int32_t> sheets_taken;
  std::optional<std::int32_t> sides_taken; // of those sheets; given with sheets_taken
  // Of an earlier try: they are among all the others, and were not sent again.
  std::int32_t sheets_skipped = 0, sides_skipped = 0;
};

// What is to be printed, on which kind of printer.
struct PrintJob {
  PrintJob(const model::Model& on, model::Ticket settings)
      : model(on), ticket(std::move(settings)) {}

  const model::Model& model;
  model::Ticket ticket;
  // The bytes of ticket.profile, an ICC profile of the paper, to whose RGB the pages are taken;
  // null where the printer manages the colours, or nobody does.
  std::shared_ptr<const Buffer> profile;
  // The bytes of ticket.office.underlay and .overlay, PDFs; null where there is none.
  std::shared_ptr<const Buffer> underlay, overlay;
  std::shared_ptr<const void> keeps; // what `model` lies in, where nobody else holds it
  std::vector<UniqueFd> documents;   // printed in this order; at least one
  // Not empty: nothing is printed, the device does this to itself ("cleaning").
  std::string maintenance;
  filter::Setup filter;    // speaks to the device in platen's place, where it is wanted()
  bool driverless = false; // the device takes plain pages: transport::is_driverless()
  render::Limits limits = render::Limits::standard();
  std::shared_ptr<render::Spares> spares; // renderers that wait for a document; may be null
  std::size_t workers = 1;                // threads for the pixel path and the renderer
  std::int64_t created = 0;     // seconds since 1970: what {date} and {time} on its pages say
  std::int32_t sheets_done = 0; // of an earlier try: they are not sent again
  // Not empty: the device calls the job this, and its user "anonymous" (their names are
  // confidential). What is written on the sheets stays.
  std::string neutral_name;
};

struct PrintRequest : PrintJob {
  PrintRequest(const model::Model& on, model::Ticket settings, UniqueFd document, std::string uri)
      : PrintJob(on, std::move(settings)), device_uri(std::move(uri)) {
    driverless = transport::is_driverless(device_uri);
    documents.push_back(std::move(document));
  }

  std::string device_uri;
  transport::Deadlines deadlines;
  std::function<void(const Progress&)> progress; // called on the caller's thread; may be empty
  transport::DeviceReport device_report;         // likewise
};

struct PrintReport {
  Progress delivered;
  std::vector<std::string> warnings;
  // What the job really used, name=value as options are written; a name comes once for each of its
  // values, and "media" begins each kind of sheet: its type and source follow. These are the
  // "-actual" attributes of PWG 5100.8 without that ending.
  std::vector<std::pair<std::string, std::string>> actual;
  std::vector<std::string> statement; // what happened to the pixels: see statement.h
};

// The whole way of one job: documents -> pages -> raster -> device language -> device. Nothing is
// sent before the first side is ready, and a file appears only when it is whole. On failure the
// message ends with what was delivered and what was not. For a job whose next one shall be prepared
// meanwhile see prepared_job.h.
Result<PrintReport> print(PrintRequest request, Cancel& cancel);

} // namespace platen::flow
