#include "support/ipp_service.h"

#include <future>

#include <stdlib.h>

namespace platen::intake::ipp::test {

namespace {

constexpr std::size_t most_audit_lines = 1000;
constexpr std::string_view basic = "Basic ";

} // namespace

void FakeScheduler::cancel(job::JobId id, job::Store::JobEdit edit,
                           job::Store::Done<job::Job> done) {
  store_.update_job(
      id,
      [edit = std::move(edit), now = clock_()](job::Job& job) -> Result<void> {
        if (job::is_finished(job.state)) return fail(Errc::conflict, "it has ended");
        if (edit) TRY_VOID(edit(job));
        job.state = job::JobState::canceled;
        job.finished = now;
        return {};
      },
      std::move(done));
}

std::shared_ptr<const schedule::PrinterStatus> FakeScheduler::status(job::PrinterId id) const {
  const std::lock_guard lock(mutex_);
  const auto found = status_.find(id);
  return found == status_.end() ? std::make_shared<const schedule::PrinterStatus>() : found->second;
}

void FakeScheduler::set_status(job::PrinterId id, schedule::PrinterStatus status) {
  const std::lock_guard lock(mutex_);
  status_[id] = std::make_shared<const schedule::PrinterStatus>(std::move(status));
}

Result<auth::Principal> FakeGate::identify(const Caller&, std::string_view authorization) {
  auth::Principal who;
  who.address = "local";
  if (!authorization.starts_with(basic)) return who;
  who.name = authorization.substr(basic.size());
  if (who.name == "wrong") return fail(Errc::denied, "wrong name or password");
  who.administrator = who.name == "admin";
  return who;
}

void FakeAudit::record(const auth::Principal& who, std::string_view act, std::string_view object,
                       std::string_view outcome) {
  const std::lock_guard lock(mutex_);
  if (lines_.size() == most_audit_lines) return;
  lines_.push_back(who.name + " " + std::string(act) + " " + std::string(object) + ": " +
                   std::string(outcome));
}

std::vector<std::string> FakeAudit::lines() const {
  const std::lock_guard lock(mutex_);
  return lines_;
}

IppService::IppService(const std::filesystem::path& parent, Live<Policy> policy)
    : policy_(std::move(policy)) {
  std::string pattern = (parent / "platen-service-XXXXXX").string();
  EXPECTS(::mkdtemp(pattern.data()) != nullptr);
  folder = pattern;
  models = *model::load_models(PLATEN_SOURCE_DATA);
  open();
}

IppService::~IppService() {
  close();
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
}

void IppService::open() {
  const auto clock = [this] { return now + set_by; };
  const auto steady = [this] { return now.load(); };
  const auto up = std::make_shared<UpTime>(clock, steady);
  store = *job::open_sqlite_store(
      {.folder = folder / "store", .clock = clock, .gather = {}, .order = order});
  scheduler = std::make_unique<FakeScheduler>(*store, clock);
  events =
      std::make_unique<Events>(*store, Events::Options{.clock = clock, .steady = steady, .up = up});
  watch = std::make_unique<JobWatch>(*store, JobWatch::Options{.clock = steady, .wall = clock});
  const auto log = [this](std::string_view level, std::string_view text) {
    audit.record({}, level, text, "logged");
  };
  accounts = std::make_unique<auth::Accounts>(folder / "accounts", log);
  pins = std::make_unique<Pins>(
      Pins::Options{[](std::string_view text) { return "hashed:" + std::string(text); },
                    [](std::string_view hash, std::string_view text) {
                      return hash == "hashed:" + std::string(text);
                    },
                    [steady] { return steady() * 1000; }, log});
  const auto look = [this](Bytes) -> Result<model::ProfileFacts> {
    if (profile_check) TRY_VOID(profile_check());
    return model::ProfileFacts{};
  };
  shelf = *library::Shelf::open(*store, models, look, {});
  shelf_thread = std::make_unique<SideThread>(changes_waiting);
  Identity identity;
  identity.host = "localhost";
  identity.started = noon - 100;
  service = std::make_unique<Service>(
      Services{*store, *scheduler, models, gate, audit, *events, policy_, identity, clock,
               watch.get(), pins.get(), shelf.get(), shelf_thread.get(), nullptr, nullptr,
               accounts.get(), up, [this](job::PrinterId) { return device; }});
}

void IppService::close() {
  shelf_thread.reset();
  service.reset();
  pins.reset();
  shelf.reset();
  store.reset();
}

void IppService::restart() {
  close();
  open();
}

void IppService::add_printer(const std::string& name, const std::string& model) const {
  job::Printer printer;
  printer.name = name;
  printer.model = model;
  printer.device_uri = "file:///dev/null";
  const auto added =
      job::wait<job::Printer>([&](auto done) { store->add_printer(printer, std::move(done)); });
  EXPECTS(added.has_value());
}

http::Response IppService::answer(std::initializer_list<Bytes> pieces,
                                  const std::string& login) const {
  http::Head head;
  head.method = "POST";
  head.path = "/ipp/print";
  head.host = "localhost:8631";
  head.fields = {{"content-type", "application/ipp"}};
  if (!login.empty()) head.fields.emplace_back("authorization", "Basic " + login);
  head.peer.loopback = true;
  auto begun = service->begin(head);
  const auto exchange = std::get<std::unique_ptr<http::Exchange>>(std::move(begun));
  for (const Bytes piece : pieces)
    if (auto early = exchange->body(piece)) return *std::move(early);
  std::promise<http::Response> promise;
  auto answered = promise.get_future();
  exchange->finish([&](http::Response given) { promise.set_value(std::move(given)); });
  return answered.get();
}

} // namespace platen::intake::ipp::test
