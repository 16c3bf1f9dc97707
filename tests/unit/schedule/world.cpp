#include "unit/schedule/world.h"

#include <ctime>

#include <gtest/gtest.h>

namespace platen::schedule::test {

namespace {

// Only what hangs shall meet it, also where every access to memory is followed.
constexpr std::chrono::seconds patience{20 * PLATEN_TEST_PATIENCE};

const std::vector<model::Model>& models() {
  static const std::vector<model::Model> all{flow::test::model_of(photo),
                                             flow::test::model_of("canon-ir1020"),
                                             flow::test::model_of(office)};
  return all;
}

template<class T> T good(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message());
  return *std::move(result);
}

} // namespace

World::World() : clock_(std::make_shared<std::atomic<job::Time>>(0)) {
  render::testing_support::use_built_worker();
  options.first_retry = milliseconds(50);
  options.last_retry = milliseconds(400);
  options.log = [this](std::string_view level, std::string_view text) {
    hear(std::string(level) + ": " + std::string(text));
  };
  options.encode_actual = [](const model::Model&, const auto& actual) {
    std::string text;
    for (const auto& [name, value] : actual)
      text += name + "=" + value + ";";
    return text;
  };
  options.clock = [clock = clock_] {
    const job::Time set = *clock;
    return set != 0 ? set : static_cast<job::Time>(std::time(nullptr));
  };
  open();
}

World::~World() {
  scheduler_.reset();
  store_.reset();
}

void World::open() {
  job::StoreOptions where;
  where.folder = folder_ / "state";
  where.clock = options.clock;
  store_ = good(job::open_sqlite_store(std::move(where)));
  store_->observe([this](const job::Event& event) {
    if (event.job)
      hear("job " + std::to_string(event.job->id) + " " +
           std::string(job::to_string(event.job->state)));
  });
}

void World::start() {
  SchedulerOptions mine = options;
  mine.status_changed = [this, also = options.status_changed](PrinterId printer,
                                                              const PrinterStatus& status) {
    note(printer, status);
    if (also) also(printer, status);
  };
  scheduler_ = make_scheduler(*store_, models(), std::move(mine)).value();
  scheduler_->start();
}

void World::stop() {
  scheduler_.reset();
}

void World::reopen() {
  scheduler_.reset();
  store_.reset();
  open();
}

PrinterId World::add_printer(const std::string& name, const std::string& model,
                             const std::string& uri,
                             const std::function<void(job::Printer&)>& change) {
  job::Printer printer;
  printer.name = name;
  printer.model = model;
  printer.device_uri = uri;
  small_paper(printer);
  if (change) change(printer);
  return good(job::wait<job::Printer>(
                  [&](auto done) { store_->add_printer(printer, std::move(done)); }))
      .id;
}

void World::change_printer(PrinterId id, const std::function<void(job::Printer&)>& change) {
  good(job::wait<job::Printer>([&](auto done) {
    store_->update_printer(
        id,
        [&](job::Printer& printer) -> Result<void> {
          change(printer);
          return {};
        },
        std::move(done));
  }));
}

JobId World::submit(PrinterId printer, const std::vector<std::string>& documents,
                    const std::function<void(Job&)>& change) {
  Job job;
  job.printer = printer;
  job.state = JobState::pending;
  job.name = "a job";
  job.user = "tester";
  const auto printers = store_->printers();
  for (const job::Printer& one : *printers)
    if (one.id == printer) job.options = one.defaults; // as the intake does
  if (change) change(job);
  std::vector<std::unique_ptr<job::IncomingDocument>> all;
  for (const std::string& document : documents) {
    auto incoming = store_->new_document();
    if (!incoming->write(as_bytes(document))) throw std::runtime_error("no document");
    all.push_back(std::move(incoming));
  }
  return good(job::wait<Job>(
                  [&](auto done) { store_->add_job(job, std::move(all), std::move(done)); }))
      .id;
}

void World::crash_while_printing(JobId id, const std::function<void(Job&)>& so_far) {
  change_job(id, [&](Job& job) {
    job.state = JobState::processing;
    so_far(job);
  });
  reopen();
}

void World::change_job(JobId id, const std::function<void(Job&)>& change) {
  good(job::wait<Job>([&](auto done) {
    store_->update_job(
        id,
        [&](Job& job) -> Result<void> {
          change(job);
          return {};
        },
        std::move(done));
  }));
}

void World::cancel(JobId id) {
  good(job::wait<Job>([&](auto done) { scheduler_->cancel(id, {}, std::move(done)); }));
}

Job World::job(JobId id) {
  return good(store_->job(id));
}

bool World::wait(const std::function<bool()>& condition) {
  const auto until = Clock::now() + patience;
  while (!condition()) {
    if (Clock::now() > until) return false;
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, milliseconds(5));
  }
  return true;
}

Job World::wait_for(JobId id, JobState state) {
  wait([&] { return job(id).state == state; });
  Job now = job(id);
  EXPECT_EQ(job::to_string(now.state), job::to_string(state)) << now.state_message;
  return now;
}

void World::note(PrinterId printer, const PrinterStatus& status) {
  const std::lock_guard lock(mutex_);
  told_.emplace_back(printer, status);
  changed_.notify_all();
}

std::optional<PrinterStatus> World::told(PrinterId printer, const std::string& reason) {
  const std::lock_guard lock(mutex_);
  for (const auto& [id, status] : told_)
    if (id == printer &&
        std::find(status.reasons.begin(), status.reasons.end(), reason) != status.reasons.end())
      return status;
  return std::nullopt;
}

PrinterStatus World::wait_for_status(PrinterId printer, const std::string& reason) {
  PrinterStatus status;
  EXPECT_TRUE(wait([&] {
    if (reason.empty()) {
      status = *scheduler_->status(printer);
      return status.reasons.empty();
    }
    const auto found = told(printer, reason);
    if (found) status = *found;
    return found.has_value();
  })) << "no status "
      << reason;
  return status;
}

PrinterStatus World::wait_for_idle(PrinterId printer) {
  std::shared_ptr<const PrinterStatus> status;
  EXPECT_TRUE(wait([&] {
    status = scheduler_->status(printer);
    return status->current == 0;
  }));
  return *status;
}

std::vector<Heard> World::heard() {
  const std::lock_guard lock(mutex_);
  return heard_;
}

Clock::time_point World::time_of(const std::string& words) {
  for (const Heard& one : heard())
    if (one.what.find(words) != std::string::npos) return one.when;
  ADD_FAILURE() << "nobody said: " << words;
  return {};
}

bool World::was_heard(const std::string& words) {
  const auto all = heard();
  return std::any_of(all.begin(), all.end(),
                     [&](const Heard& one) { return one.what.find(words) != std::string::npos; });
}

void World::hear(std::string what) {
  const std::lock_guard lock(mutex_);
  heard_.push_back({Clock::now(), std::move(what)});
  changed_.notify_all();
}

void small_paper(job::Printer& printer) {
  for (const flow::test::SmallPaper& paper : flow::test::small_papers())
    if (paper.model == printer.model) printer.defaults = paper.options;
  if (printer.model == "canon-ir1020") printer.defaults = flow::test::small_papers()[1].options;
}

std::string pages(std::size_t count) {
  return flow::test::busy_pages(count);
}

std::vector<std::string> bulky(const std::string& model, std::size_t count) {
  const std::string one =
      model == photo ? flow::test::png(flow::test::busy_picture(400, 600), 100) : pages(1);
  return std::vector<std::string>(count, one);
}

std::string slow_page() {
  std::string contents;
  for (int i = 0; i < 300'000; ++i)
    contents += "0." + std::to_string(i % 7 + 1) + " g " + std::to_string(i % 97) + " " +
                std::to_string(i % 89) + " 150 200 re f\n";
  return render::testing_support::make_pdf({{"/MediaBox[0 0 288 432]", contents}});
}

std::string endless_document() {
  return "%!PS\n{ } loop\n";
}

} // namespace platen::schedule::test
