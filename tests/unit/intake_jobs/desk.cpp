#include "unit/intake_jobs/desk.h"

#include <array>
#include <future>

#include <gtest/gtest.h>

namespace platen::intake::ipp::test {

void FakeScheduler::cancel(job::JobId id, job::Store::JobEdit edit,
                           job::Store::Done<job::Job> done) {
  store_.update_job(
      id,
      [edit = std::move(edit), now = clock_()](job::Job& job) -> Result<void> {
        if (job::is_finished(job.state)) return fail(Errc::conflict, "it has ended");
        TRY_VOID(edit(job));
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
  if (authorization.empty()) return who;
  who.name = authorization.substr(std::string_view("Basic ").size());
  if (who.name == "wrong") return fail(Errc::denied, "wrong name or password");
  who.administrator = who.name == "admin";
  return who;
}

void FakeAudit::record(const auth::Principal& who, std::string_view act, std::string_view object,
                       std::string_view outcome) {
  const std::lock_guard lock(mutex_);
  lines_.push_back(who.name + " " + std::string(act) + " " + std::string(object) + ": " +
                   std::string(outcome));
}

std::vector<std::string> FakeAudit::lines() const {
  const std::lock_guard lock(mutex_);
  return lines_;
}

Request::Request(ipp_op_t operation, const std::string& printer, const std::string& user) {
  ippSetOperation(get(), operation);
  ippSetVersion(get(), 2, 0);
  ippSetRequestId(get(), 1);
  ippAddString(get(), IPP_TAG_OPERATION, IPP_TAG_CHARSET, "attributes-charset", nullptr, "utf-8");
  ippAddString(get(), IPP_TAG_OPERATION, IPP_TAG_LANGUAGE, "attributes-natural-language", nullptr,
               "en");
  const std::string path = printer.empty() ? "/" : "/ipp/print/" + printer;
  ippAddString(get(), IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", nullptr,
               ("ipp://localhost" + path).c_str());
  ippAddString(get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", nullptr,
               user.c_str());
}
Request::Request(ipp_op_t operation, const std::string& printer, job::JobId job,
                 const std::string& user)
    : Request(operation, printer, user) {
  number(IPP_TAG_OPERATION, "job-id", job);
}
Request& Request::keyword(ipp_tag_t group, const char* name, const char* value) {
  ippAddString(get(), group, IPP_TAG_KEYWORD, name, nullptr, value);
  return *this;
}
Request& Request::name(ipp_tag_t group, const char* name, const char* value) {
  ippAddString(get(), group, IPP_TAG_NAME, name, nullptr, value);
  return *this;
}
Request& Request::number(ipp_tag_t group, const char* name, int value) {
  ippAddInteger(get(), group, IPP_TAG_INTEGER, name, value);
  return *this;
}
Request& Request::enumeration(ipp_tag_t group, const char* name, int value) {
  ippAddInteger(get(), group, IPP_TAG_ENUM, name, value);
  return *this;
}
Request& Request::boolean(ipp_tag_t group, const char* name, bool value) {
  ippAddBoolean(get(), group, name, value ? 1 : 0);
  return *this;
}
Request& Request::mime(const char* name, const char* value) {
  ippAddString(get(), IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, name, nullptr, value);
  return *this;
}
Request& Request::uri(ipp_tag_t group, const char* name, const char* value) {
  ippAddString(get(), group, IPP_TAG_URI, name, nullptr, value);
  return *this;
}
Request& Request::octets(const char* name, std::string_view value) {
  ippAddOctetString(get(), IPP_TAG_OPERATION, name, value.data(), static_cast<int>(value.size()));
  return *this;
}
Request& Request::numbers(const char* name, std::vector<int> values) {
  ippAddIntegers(get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, name, static_cast<int>(values.size()),
                 values.data());
  return *this;
}
Request& Request::date(ipp_tag_t group, const char* name, job::Time time) {
  ippAddDate(get(), group, name, ippTimeToDate(static_cast<std::time_t>(time)));
  return *this;
}

Desk::Desk(Live<Policy> policy) : policy_(std::move(policy)) {
  std::string pattern = (std::filesystem::temp_directory_path() / "platen-desk-XXXXXX").string();
  EXPECTS(::mkdtemp(pattern.data()) != nullptr);
  folder = pattern;
  models = *model::load_models(PLATEN_SOURCE_DATA);
  open();
  for (const auto& [name, model] :
       {std::pair{"photo", "canon-pro-1000"}, {"office", "canon-ir1020"}}) {
    job::Printer printer;
    printer.name = name;
    printer.model = model;
    printer.device_uri = "file:///dev/null";
    const auto added =
        job::wait<job::Printer>([&](auto done) { store->add_printer(printer, std::move(done)); });
    EXPECTS(added.has_value());
  }
}

void Desk::open() {
  const auto clock = [this] { return now + set_by; };
  const auto steady = [this] { return now.load(); };
  const auto up = std::make_shared<UpTime>(clock, steady);
  store = *job::open_sqlite_store(
      {.folder = folder / "store", .clock = clock, .gather = {}, .order = order});
  scheduler = std::make_unique<FakeScheduler>(*store, clock);
  events =
      std::make_unique<Events>(*store, Events::Options{.clock = clock, .steady = steady, .up = up});
  watch = std::make_unique<JobWatch>(*store, JobWatch::Options{.clock = steady});
  pins = std::make_unique<Pins>(
      Pins::Options{[](std::string_view text) { return "hashed:" + std::string(text); },
                    [](std::string_view hash, std::string_view text) {
                      return hash == "hashed:" + std::string(text);
                    },
                    steady});
  Identity identity;
  identity.host = "localhost";
  identity.started = noon - 100;
  service = std::make_unique<Service>(Services{*store, *scheduler, models, gate, audit, *events,
                                               policy_, identity, clock, watch.get(), pins.get(),
                                               nullptr, nullptr, up});
}

void Desk::close() {
  service.reset();
  pins.reset();
  store.reset();
}

void Desk::restart() {
  close();
  open();
}

Desk::~Desk() {
  close();
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
}

Message Desk::ask(const Request& request, std::string_view document) {
  http::Head head;
  head.method = "POST";
  head.path = "/ipp/print";
  head.host = "localhost:8631";
  head.fields = {{"content-type", "application/ipp"}};
  if (!request.login.empty()) head.fields.emplace_back("authorization", "Basic " + request.login);
  head.peer.loopback = true;
  auto begun = service->begin(head);
  auto exchange = std::get<std::unique_ptr<http::Exchange>>(std::move(begun));
  const std::string bytes = request.message().encode() + std::string(document);
  http::Response response;
  if (auto early = exchange->body(as_bytes(bytes))) {
    response = *std::move(early);
  } else {
    std::promise<http::Response> promise;
    auto answer = promise.get_future();
    exchange->finish([&](http::Response given) { promise.set_value(std::move(given)); });
    response = answer.get();
  }
  if (response.status == 401) {
    Message reply;
    ippSetStatusCode(reply.get(), IPP_STATUS_ERROR_NOT_AUTHENTICATED);
    return reply;
  }
  EXPECTS(response.body != nullptr);
  auto reply = Message::parse(as_bytes(*response.body));
  EXPECTS(reply.has_value());
  return *std::move(reply);
}

ipp_status_t Desk::status(const Message& reply) {
  return ippGetStatusCode(reply.get());
}

job::JobId Desk::print(const std::string& printer, const std::string& user) {
  const Message reply = ask(Request(IPP_OP_PRINT_JOB, printer, user), "%PDF-1.4");
  EXPECT_EQ(status(reply), IPP_STATUS_OK);
  return job_id(reply);
}

job::Job Desk::job(job::JobId id) const {
  auto found = store->job(id);
  EXPECTS(found.has_value());
  return *std::move(found);
}

void Desk::edit(job::JobId id, job::Store::JobEdit edit) {
  const auto changed = job::wait<job::Job>(
      [&](auto done) { store->update_job(id, std::move(edit), std::move(done)); });
  EXPECTS(changed.has_value());
}

void Desk::force(job::JobId id, job::JobState state) {
  edit(id, [state, time = now.load()](job::Job& job) -> Result<void> {
    job.state = state;
    job.incoming = false;
    job.reasons.clear();
    if (state == job::JobState::held) job.reasons = {"job-hold-until-specified"};
    if (state >= job::JobState::processing) job.processing = time;
    job.finished = job::is_finished(state) ? time : 0;
    return {};
  });
}

std::vector<std::string> values(const Message& reply, const std::string& name) {
  std::vector<std::string> texts;
  for (ipp_attribute_t* attribute = ippFirstAttribute(reply.get()); attribute != nullptr;
       attribute = ippNextAttribute(reply.get())) {
    if (ippGetName(attribute) == nullptr || name != ippGetName(attribute)) continue;
    for (int i = 0; i < ippGetCount(attribute); ++i) {
      switch (ippGetValueTag(attribute)) {
      case IPP_TAG_INTEGER:
      case IPP_TAG_ENUM:
        texts.push_back(std::to_string(ippGetInteger(attribute, i)));
        break;
      case IPP_TAG_BOOLEAN:
        texts.emplace_back(ippGetBoolean(attribute, i) != 0 ? "true" : "false");
        break;
      default: {
        const char* const text = ippGetString(attribute, i, nullptr);
        texts.emplace_back(text != nullptr ? text : ippTagString(ippGetValueTag(attribute)));
      }
      }
    }
  }
  return texts;
}

std::vector<std::string> unsupported(const Message& reply) {
  std::vector<std::string> names;
  for (ipp_attribute_t* attribute = ippFirstAttribute(reply.get()); attribute != nullptr;
       attribute = ippNextAttribute(reply.get()))
    if (ippGetGroupTag(attribute) == IPP_TAG_UNSUPPORTED_GROUP && ippGetName(attribute) != nullptr)
      names.emplace_back(ippGetName(attribute));
  return names;
}

int job_id(const Message& reply) {
  return reply.integer(IPP_TAG_JOB, "job-id").value_or(0);
}

} // namespace platen::intake::ipp::test
