#include "intake/ipp/events.h"
#include "intake/ipp/service.h"
#include "wire/ipp/message.h"

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <future>

#include <unistd.h>

// A whole request from anywhere: whatever it holds, the service gives one answer that is an IPP
// message with the request's id, or an HTTP refusal.
namespace {

using namespace platen;
using namespace platen::intake::ipp;
using platen::ipp::Message;

void expect(bool holds) {
  if (!holds) std::abort();
}

constexpr job::Time noon = 1'900'000'000;

class Idle final : public schedule::Scheduler {
public:
  explicit Idle(job::Store& store) : store_(store) {}
  void start() override {}
  void stop() override {}
  void cancel(job::JobId id, job::Store::JobEdit edit, job::Store::Done<job::Job> done) override {
    store_.update_job(id, std::move(edit), std::move(done));
  }
  void interrupt(job::PrinterId) override {}
  void identify(job::PrinterId, std::string_view) override {}
  void options_changed() override {}
  std::shared_ptr<const schedule::PrinterStatus> status(job::PrinterId) const override {
    return std::make_shared<const schedule::PrinterStatus>();
  }

private:
  job::Store& store_;
};

// Everybody administers: every operation is reached.
class Open final : public auth::Gate {
public:
  Result<auth::Principal> identify(const Caller&, std::string_view) override {
    auth::Principal who;
    who.name = "fuzz";
    who.administrator = true;
    return who;
  }
};

class Forgetful final : public auth::AuditLog {
public:
  void record(const auth::Principal&, std::string_view, std::string_view,
              std::string_view) override {}
};

struct World {
  World() {
    std::string pattern = (std::filesystem::temp_directory_path() / "platen-fuzz-XXXXXX").string();
    expect(::mkdtemp(pattern.data()) != nullptr);
    folder = pattern;
    models = *model::load_models(PLATEN_SOURCE_DATA);
    store = *job::open_sqlite_store({.folder = folder, .clock = [] { return noon; }, .gather = {}});
    scheduler = std::make_unique<Idle>(*store);
    events = std::make_unique<Events>(*store, Events::Options{.clock = [] { return noon; }});
    Identity identity;
    identity.host = "localhost";
    service = std::make_unique<Service>(Services{
        *store, *scheduler, models, gate, audit, *events, {}, identity, [] { return noon; }});
    add_printer();
  }
  ~World() {
    service.reset();
    store.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }
  // Requests may delete it, or rename what it is.
  void add_printer() const {
    if (!store->printers()->empty()) return;
    job::Printer printer;
    printer.name = "office";
    printer.model = "canon-ir1020";
    printer.device_uri = "file:/dev/null";
    job::wait<job::Printer>([&](auto done) { store->add_printer(printer, std::move(done)); });
  }
  std::filesystem::path folder;
  std::vector<model::Model> models;
  std::unique_ptr<job::Store> store;
  std::unique_ptr<Idle> scheduler;
  Open gate;
  Forgetful audit;
  std::unique_ptr<Events> events;
  std::unique_ptr<Service> service;
};

World& world() {
  static World only;
  return only;
}

http::Response answer(World& here, Bytes body) {
  http::Head head;
  head.method = "POST";
  head.path = "/ipp/print";
  head.host = "localhost:8631";
  head.fields = {{"content-type", "application/ipp"}};
  head.peer.loopback = true;
  auto begun = here.service->begin(head);
  auto& exchange = *std::get<std::unique_ptr<http::Exchange>>(begun);
  const std::size_t half = body.size() / 2;
  for (const Bytes piece : {body.first(half), body.subspan(half)})
    if (auto early = exchange.body(piece)) return *std::move(early);
  std::promise<http::Response> promise;
  auto answered = promise.get_future();
  exchange.finish([&](http::Response given) { promise.set_value(std::move(given)); });
  return answered.get();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  World& here = world();
  here.add_printer();
  const Bytes body = std::as_bytes(std::span(data, size));
  const http::Response response = answer(here, body);
  expect(response.status == 200 || (response.status == 400 && size < 8));
  if (response.status != 200) return 0;
  const auto reply = Message::parse(as_bytes(*response.body));
  expect(reply.has_value());
  const auto id = (std::uint32_t{data[4]} << 24U) | (std::uint32_t{data[5]} << 16U) |
                  (std::uint32_t{data[6]} << 8U) | data[7];
  if (id <= 0x7fffffffU) expect(ippGetRequestId(reply->get()) == static_cast<int>(id));
  return 0;
}
