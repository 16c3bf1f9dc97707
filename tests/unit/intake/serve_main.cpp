// A whole IPP service over a store in FOLDER, for other people's clients and for load tests:
// serve_ipp PORT FOLDER THREADS. Prints to files in FOLDER; everybody who logs in administers.
#include "http/server.h"
#include "intake/ipp/events.h"
#include "intake/ipp/job_watch.h"
#include "intake/ipp/pins.h"
#include "intake/ipp/service.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <thread>

namespace {

using namespace platen;
using namespace platen::intake::ipp;

class OpenGate final : public auth::Gate {
public:
  Result<auth::Principal> identify(const Caller&, std::string_view authorization) override {
    auth::Principal who;
    who.name = authorization.empty() ? "" : "admin";
    who.administrator = !who.name.empty();
    return who;
  }
};

class NoAudit final : public auth::AuditLog {
public:
  void record(const auth::Principal&, std::string_view, std::string_view,
              std::string_view) override {}
};

job::Time now() {
  return static_cast<job::Time>(std::time(nullptr));
}

} // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const std::filesystem::path folder = argv[2];
  auto models = model::load_models(PLATEN_SOURCE_DATA);
  auto store = job::open_sqlite_store({.folder = folder / "store", .clock = now, .gather = {}});
  if (!models || !store) return 1;
  Events events(**store, Events::Options{.clock = now});
  JobWatch watch(**store, JobWatch::Options{.clock = now});
  Pins pins(Pins::Options{[](std::string_view text) { return std::string(text); },
                          [](std::string_view a, std::string_view b) { return a == b; },
                          [] { return now() * 1000; }});
  schedule::SchedulerOptions options;
  options.clock = now;
  options.status_changed = [&](job::PrinterId id, const schedule::PrinterStatus& status) {
    events.printer_status(id, status);
  };
  auto scheduler = schedule::make_scheduler(**store, *models, options).value();
  for (const auto& model : *models) {
    job::Printer printer;
    printer.name = model.id.substr(model.id.find('-') + 1);
    printer.model = model.id;
    printer.device_uri = "file:" + (folder / (printer.name + ".out")).string();
    job::wait<job::Printer>([&](auto done) { (*store)->add_printer(printer, std::move(done)); });
  }
  scheduler->start();
  OpenGate gate;
  NoAudit audit;
  Identity identity;
  identity.host = "localhost";
  identity.port = static_cast<std::uint16_t>(std::strtoul(argv[1], nullptr, 10));
  identity.uuid = job::make_uuid();
  identity.version = "0.1.0";
  identity.started = now();
  identity.tls = false;
  Service service(Services{
      **store, *scheduler, *models, gate, audit, events, {}, identity, now, &watch, &pins});
  http::ServerOptions server_options;
  server_options.listen = {{"127.0.0.1", identity.port}};
  server_options.threads = std::strtoul(argv[3], nullptr, 10);
  auto server = http::open_server(server_options, service);
  if (!server) {
    std::fprintf(stderr, "%s\n", server.error().message().c_str());
    return 1;
  }
  std::printf("ready\n");
  std::fflush(stdout);
  (*server)->run();
  return 0;
}
