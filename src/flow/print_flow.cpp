#include "flow/print_flow.h"

#include "encode/language.h"
#include "flow/device_language.h"
#include "flow/side_maker.h"
#include "layout/layout.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace platen::flow {

namespace {

std::vector<layout::SourcePage> source_pages(const render::DocumentInfo& info) {
  std::vector<layout::SourcePage> pages;
  pages.reserve(info.pages.size());
  for (const auto& page : info.pages)
    pages.push_back({page.width, page.height, !info.vector, page.sized});
  return pages;
}

// How often the whole set and each sheet in it are printed, so that the paper falls as the ticket
// asks.
struct Copies {
  std::int32_t of_set = 1;
  std::int32_t of_sheet = 1;
};

Copies share_copies(const model::Ticket& ticket, std::size_t sheets,
                    const encode::Language& language) {
  if (language.device_makes_copies()) return {};
  const bool by_set = sheets > 1 && ticket.collate == model::Collate::collated;
  return by_set ? Copies{.of_set = ticket.copies} : Copies{.of_sheet = ticket.copies};
}

std::size_t sheets_of(std::span<const layout::SidePlan> plans) {
  return static_cast<std::size_t>(std::count_if(
      plans.begin(), plans.end(), [](const layout::SidePlan& plan) { return !plan.back; }));
}

// The model with the margins that the device itself gave: its answer beats our table.
model::Model as_the_device_says(model::Model model, const model::Ticket& ticket,
                                const encode::Language& language) {
  for (model::MediaEntry& entry : model.media) {
    if (const auto area = language.device_area(entry.size, false, ticket.resolution);
        area && area->margins)
      entry.margins = *area->margins;
    if (!entry.borderless) continue;
    if (const auto area = language.device_area(entry.size, true, ticket.resolution);
        area && area->margins)
      entry.borderless = *area->margins;
  }
  return model;
}

std::vector<Side> make_sides(std::vector<layout::SidePlan> plans, const model::Ticket& ticket,
                             PixelFormat format, std::int32_t sheet_copies) {
  std::vector<Side> sides;
  sides.reserve(plans.size());
  for (auto& plan : plans) {
    plan.raster.format = format;
    Side side;
    side.spec.index = static_cast<std::int32_t>(sides.size());
    side.spec.side = plan.back ? encode::SheetSide::back : encode::SheetSide::front;
    side.spec.media = plan.media;
    side.spec.margins = plan.margins;
    side.spec.copies = sheet_copies;
    side.spec.resolution = ticket.resolution;
    side.spec.raster = plan.raster;
    side.plan = std::move(plan);
    sides.push_back(std::move(side));
  }
  return sides;
}

// Sends finished sides in order and remembers what went out.
class Sender {
public:
  Sender(encode::Language& language, transport::Transport& device, const PrintRequest& request,
         std::int32_t sides)
      : language_(language), device_(device), request_(request) {
    delivered_.sides = sides;
  }

  Result<void> send(encode::SideSpec spec, const Spool& payload) {
    if (!std::exchange(begun_, true)) TRY_VOID(language_.begin_job(device_));
    spec.last = delivered_.sides_sent + 1 == delivered_.sides;
    TRY_VOID(language_.put_side(spec, payload, device_));
    ++delivered_.sides_sent;
    delivered_.bytes_sent = device_.bytes_delivered();
    if (request_.progress) request_.progress(delivered_);
    return {};
  }

  Result<void> finish() {
    TRY_VOID(language_.end_job(device_));
    TRY_VOID(device_.finish());
    delivered_.bytes_sent = device_.bytes_delivered();
    return {};
  }

  const Progress& delivered() const { return delivered_; }
  bool begun() const { return begun_; }

private:
  encode::Language& language_;
  transport::Transport& device_;
  const PrintRequest& request_;
  Progress delivered_;
  bool begun_ = false;
};

// Every side in its order. A set that is printed more than once keeps its payloads (on disk beyond
// a bound) rather than drawing them again.
Result<void> send_all(SideMaker& maker, std::span<const Side> sides, std::int32_t sets,
                      Sender& sender) {
  std::vector<Spool> kept;
  for (std::size_t i = 0; i < sides.size(); ++i) {
    TRY(Spool payload, maker.payload(i));
    TRY_VOID(sender.send(sides[i].spec, payload));
    if (sets > 1) kept.push_back(std::move(payload));
  }
  for (std::int32_t set = 1; set < sets; ++set)
    for (std::size_t i = 0; i < sides.size(); ++i)
      TRY_VOID(sender.send(sides[i].spec, kept[i]));
  return {};
}

Failure with_delivery(Error error, const Sender& sender, const transport::Transport& device) {
  const Progress& done = sender.delivered();
  if (sender.begun() && device.bytes_delivered() > 0)
    error.what += "; " + std::to_string(done.sides_sent) + " of " + std::to_string(done.sides) +
                  " sides had been sent";
  else // a file is given its name only when it is whole
    error.what += "; none of the job had been sent";
  return Failure(std::move(error));
}

} // namespace

Result<PrintReport> print(PrintRequest request, Cancel& cancel) {
  TRY(const auto document,
      render::open_document(std::move(request.document), request.limits, cancel));
  const render::DocumentInfo& info = document->info();
  TRY(const auto device,
      transport::open(request.device_uri, request.deadlines, cancel, request.device_report));
  TRY(const auto language, language_for(*device, request.model, request.ticket));
  const model::Ticket& ticket = request.ticket;
  if (auto asked = language->ask(*device); !asked) {
    asked.error().what += "; none of the job had been sent";
    return Failure(std::move(asked).error());
  }

  const model::Model model = as_the_device_says(request.model, ticket, *language);
  TRY(auto plans, layout::plan(source_pages(info), model, ticket));
  for (const auto& plan : plans)
    TRY_VOID(model::check_side(model, ticket, plan.media));
  const Copies copies = share_copies(ticket, sheets_of(plans), *language);
  const auto sides =
      make_sides(std::move(plans), ticket, language->raster_format(), copies.of_sheet);

  const JobContext job{*document, model, ticket, *language, cancel};
  const auto maker = info.vector ? make_vector_sides(job, sides, request.workers)
                                 : make_picture_sides(job, sides, request.workers);
  Sender sender(*language, *device, request,
                static_cast<std::int32_t>(sides.size()) * copies.of_set);
  if (auto sent = send_all(*maker, sides, copies.of_set, sender); !sent)
    return with_delivery(std::move(sent).error(), sender, *device);
  if (auto finished = sender.finish(); !finished)
    return with_delivery(std::move(finished).error(), sender, *device);
  PrintReport report{sender.delivered(), info.warnings};
  std::ranges::move(maker->warnings(), std::back_inserter(report.warnings));
  return report;
}

} // namespace platen::flow
