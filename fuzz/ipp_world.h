#pragma once

#include "intake/ipp/events.h"
#include "intake/ipp/job_watch.h"
#include "intake/ipp/operation.h"
#include "intake/ipp/pins.h"
#include "intake/ipp/service.h"
#include "wire/ipp/message.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <future>

#include <unistd.h>

// A whole IPP service over a real store, for targets that send it requests.
namespace platen::fuzz {

using namespace platen::intake::ipp;
using platen::ipp::Message;

inline void expect(bool holds) {
  if (!holds) std::abort();
}

inline constexpr job::Time noon = 1'900'000'000;

class Idle final : public schedule::Scheduler {
public:
  explicit Idle(job::Store& store) : store_(store) {}
  void start() override {}
  void stop() override {}
  void cancel(job::JobId id, job::Store::JobEdit edit, job::Store::Done<job::Job> done) override {
    store_.update_job(
        id,
        [edit = std::move(edit)](job::Job& job) -> Result<void> {
          if (edit) TRY_VOID(edit(job));
          job.state = job::JobState::canceled;
          return {};
        },
        std::move(done));
  }
  void interrupt(job::PrinterId) override {}
  void spool_trouble(std::string) override {}
  void identify(job::PrinterId, std::string_view) override {}
  void options_changed() override {}
  std::shared_ptr<const schedule::PrinterStatus> status(job::PrinterId) const override {
    return std::make_shared<const schedule::PrinterStatus>();
  }

private:
  job::Store& store_;
};

// "Basic NAME" is a login without more ado; "admin" administers.
class Trusting final : public auth::Gate {
public:
  Result<auth::Principal> identify(const Caller&, std::string_view authorization) override {
    auth::Principal who;
    constexpr std::string_view basic = "Basic ";
    if (authorization.starts_with(basic)) who.name = authorization.substr(basic.size());
    who.administrator = who.name == "admin";
    return who;
  }
};

class Forgetful final : public auth::AuditLog {
public:
  void record(const auth::Principal&, std::string_view, std::string_view,
              std::string_view) override {}
};

// What became of the requests, printed at the end: a target whose requests go no further than the
// checks of their form finds nothing behind them.
struct Tally {
  long requests = 0, well_formed = 0, succeeded = 0;
  void count(ipp_status_t status) {
    ++requests;
    if (status != IPP_STATUS_ERROR_BAD_REQUEST && status != IPP_STATUS_ERROR_REQUEST_ENTITY)
      ++well_formed;
    if (status < IPP_STATUS_ERROR_BAD_REQUEST) ++succeeded;
  }
  ~Tally() {
    std::fprintf(stderr, "%ld requests: %ld beyond bad-request, %ld successful\n", requests,
                 well_formed, succeeded);
  }
};

struct World {
  explicit World(bool in_memory = false) {
    const std::filesystem::path memory = "/dev/shm";
    const auto parent = in_memory && std::filesystem::is_directory(memory)
                            ? memory
                            : std::filesystem::temp_directory_path();
    std::string pattern = (parent / "platen-fuzz-XXXXXX").string();
    expect(::mkdtemp(pattern.data()) != nullptr);
    folder = pattern;
    models = *model::load_models(PLATEN_SOURCE_DATA);
    store = *job::open_sqlite_store({.folder = folder, .clock = [] { return noon; }, .gather = {}});
    scheduler = std::make_unique<Idle>(*store);
    events = std::make_unique<Events>(*store, Events::Options{.clock = [] { return noon; }});
    watch = std::make_unique<JobWatch>(*store, JobWatch::Options{.clock = [] { return noon; }});
    pins = std::make_unique<Pins>(
        Pins::Options{[](std::string_view text) { return "hashed:" + std::string(text); },
                      [](std::string_view hash, std::string_view text) {
                        return hash == "hashed:" + std::string(text);
                      },
                      [] { return noon; }});
    Identity identity;
    identity.host = "localhost";
    Policy policy;
    policy.free_bytes = 0; // a small folder in memory will do
    service =
        std::make_unique<Service>(Services{*store, *scheduler, models, gate, audit, *events, policy,
                                           identity, [] { return noon; }, watch.get(), pins.get()});
    add_printer("office", "canon-ir1020");
  }
  ~World() {
    service.reset();
    pins.reset();
    store.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  void add_printer(const std::string& name, const std::string& model) const {
    job::Printer printer;
    printer.name = name;
    printer.model = model;
    printer.device_uri = "file:/dev/null";
    expect(job::wait<job::Printer>([&](auto done) {
             store->add_printer(printer, std::move(done));
           }).has_value());
  }

  http::Response answer(Bytes body, const std::string& login) const {
    http::Head head;
    head.method = "POST";
    head.path = "/ipp/print";
    head.host = "localhost:8631";
    head.fields = {{"content-type", "application/ipp"}};
    if (!login.empty()) head.fields.emplace_back("authorization", "Basic " + login);
    head.peer.loopback = true;
    auto begun = service->begin(head);
    auto& exchange = *std::get<std::unique_ptr<http::Exchange>>(begun);
    const std::size_t half = body.size() / 2;
    for (const Bytes piece : {body.first(half), body.subspan(half)})
      if (auto early = exchange.body(piece)) return *std::move(early);
    std::promise<http::Response> promise;
    auto answered = promise.get_future();
    exchange.finish([&](http::Response given) { promise.set_value(std::move(given)); });
    return answered.get();
  }

  std::filesystem::path folder;
  std::vector<model::Model> models;
  std::unique_ptr<job::Store> store;
  std::unique_ptr<Idle> scheduler;
  Trusting gate;
  Forgetful audit;
  std::unique_ptr<Events> events;
  std::unique_ptr<JobWatch> watch;
  std::unique_ptr<Pins> pins;
  std::unique_ptr<Service> service;
  Tally tally;
};

} // namespace platen::fuzz
