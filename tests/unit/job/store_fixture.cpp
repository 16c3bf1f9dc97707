#include "store_fixture.h"

#include <array>
#include <cstdlib>

#include <unistd.h>

namespace platen::job {

namespace fs = std::filesystem;

TestFolder::TestFolder() {
  std::string name = (fs::temp_directory_path() / "platen-job.XXXXXX").string();
  path_ = ::mkdtemp(name.data());
}

TestFolder::~TestFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::vector<Engine> engines() {
  return {{"Sqlite", open_sqlite_store}};
}

StoreTest::StoreTest() {
  reopen();
  printer_ = add_printer("office");
}

void StoreTest::reopen() {
  store_.reset();
  auto opened = GetParam().open(
      {.folder = folder_.path() / "state", .clock = [this] { return now_; }, .order = order_});
  ASSERT_TRUE(opened) << opened.error().message();
  store_ = std::move(*opened);
}

Job StoreTest::sample(JobState state) const {
  Job job;
  job.printer = printer_;
  job.state = state;
  job.name = "letter";
  job.user = "anna";
  job.options = {{"sides", "two-sided-long-edge"}};
  return job;
}

namespace {

template<class T> T expect(Result<T> result) {
  EXPECT_TRUE(result) << result.error().message();
  return result ? std::move(*result) : T{};
}

} // namespace

Job StoreTest::add(Job job, const std::vector<std::string>& documents) {
  std::vector<std::unique_ptr<IncomingDocument>> incoming;
  for (const std::string& bytes : documents)
    incoming.push_back(document(bytes));
  return expect(
      wait<Job>([&](auto done) { store_->add_job(std::move(job), std::move(incoming), done); }));
}

Job StoreTest::update(JobId id, const Store::JobEdit& edit) {
  return expect(wait<Job>([&](auto done) { store_->update_job(id, edit, done); }));
}

Job StoreTest::set_state(JobId id, JobState state) {
  return update(id, [state](Job& job) -> Result<void> {
    job.state = state;
    return {};
  });
}

PrinterId StoreTest::add_printer(const std::string& name) {
  Printer printer;
  printer.name = name;
  printer.model = "canon-ir1020";
  return expect(wait<Printer>([&](auto done) { store_->add_printer(printer, done); })).id;
}

PruneReport StoreTest::prune(Retention keep) {
  return expect(wait<PruneReport>([&](auto done) { store_->prune(keep, now_, done); }));
}

std::optional<Errc> StoreTest::try_add(Job job) {
  return kind(wait<Job>([&](auto done) { store_->add_job(std::move(job), {}, done); }));
}

std::optional<Errc> StoreTest::try_update(JobId id, const Store::JobEdit& edit) {
  return kind(wait<Job>([&](auto done) { store_->update_job(id, edit, done); }));
}

std::unique_ptr<IncomingDocument> StoreTest::document(const std::string& bytes) {
  auto incoming = store_->new_document();
  EXPECT_TRUE(incoming->write(bytes));
  return incoming;
}

std::string read_all(int fd) {
  std::string all;
  std::array<char, 65536> block{};
  for (ssize_t got = 0; (got = ::read(fd, block.data(), block.size())) > 0;)
    all.append(block.data(), static_cast<std::size_t>(got));
  return all;
}

std::string StoreTest::read(JobId id, std::int32_t number) {
  const auto fd = store_->open_document(id, number);
  EXPECT_TRUE(fd) << fd.error().message();
  return fd ? read_all(fd->get()) : "";
}

std::vector<JobId> StoreTest::ids(const JobQuery& query) {
  std::vector<JobId> found;
  for (const Job& job : expect(store_->jobs(query)))
    found.push_back(job.id);
  return found;
}

std::optional<JobId> StoreTest::next(const std::vector<JobId>& skip) {
  const auto job = expect(store_->next_job(printer_, skip));
  return job ? std::optional<JobId>(job->id) : std::nullopt;
}

std::size_t StoreTest::document_files() const {
  std::size_t count = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder_.path() / "state" / "documents"))
    if (entry.is_regular_file()) ++count;
  return count;
}

} // namespace platen::job
