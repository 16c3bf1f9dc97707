// What is on the disk after each call of a recorded run, as a kill or a loss of power leaves it, is
// a store that opens, with every job that was acknowledged, once, and nothing else.
#include "crash_disk.h"
#include "job/store_tools.h"
#include "store_fixture.h"

#include <fstream>

#include <sqlite3.h>

namespace platen::job {
namespace {

namespace fs = std::filesystem;

// Of a job: what must be found again.
struct Expected {
  std::string name;
  JobState state = JobState::held;
  std::vector<char> documents; // what each is made of
  bool operator==(const Expected&) const = default;
};
using Jobs = std::map<JobId, Expected>;

std::string document_of(char what) {
  return std::string(what >= 'A' && what <= 'Z' ? 70'000 : 500, what); // a capital is a file
}

// Memory is the quickest disk for thousands of copies.
fs::path quick_folder() {
  std::error_code error;
  const fs::path memory = "/dev/shm";
  return fs::is_directory(memory, error) ? memory : fs::temp_directory_path();
}

class TornWriteTest : public testing::Test {
protected:
  TornWriteTest() { fs::create_directories(scratch_); }
  ~TornWriteTest() override {
    std::error_code ignored;
    fs::remove_all(scratch_, ignored);
  }
  fs::path folder() const { return scratch_ / "state"; }

  void open() {
    store_.reset();
    StoreOptions options;
    options.folder = folder();
    options.checkpoint_pages = 40; // often, to see it
    auto opened = open_sqlite_store(options);
    ASSERT_TRUE(opened) << opened.error().message();
    store_ = *std::move(opened);
    if (!store_->printers()->empty()) return;
    Printer printer;
    printer.name = "office";
    ASSERT_TRUE(wait<Printer>([&](auto done) { store_->add_printer(printer, done); }));
  }

  void begin_recording() {
    const Tree before = fs::exists(folder()) ? read_tree(folder()) : Tree{};
    disk_.emplace(before);
    recorder_ = std::make_unique<DiskRecorder>(folder());
    acknowledged_ = {jobs_};
  }
  // From here on everything so far is promised.
  void acknowledge() {
    acknowledged_.push_back(jobs_);
    recorder_->mark(acknowledged_.size() - 1);
  }

  // ---- what a run does

  std::vector<std::unique_ptr<IncomingDocument>> documents(const std::vector<char>& what) {
    std::vector<std::unique_ptr<IncomingDocument>> all;
    for (const char each : what) {
      all.push_back(store_->new_document());
      EXPECT_TRUE(all.back()->write(document_of(each)));
    }
    return all;
  }
  std::future<Result<Job>> submit(const std::string& name, const std::vector<char>& what) {
    Job job;
    job.printer = 1;
    job.name = name;
    job.state = JobState::held;
    auto promise = std::make_shared<std::promise<Result<Job>>>();
    store_->add_job(std::move(job), documents(what),
                    [promise](Result<Job> added) { promise->set_value(std::move(added)); });
    return promise->get_future();
  }
  void note(const Result<Job>& job, const std::vector<char>& what) {
    ASSERT_TRUE(job) << job.error().message();
    jobs_[job->id] = {job->name, job->state, what};
  }
  void add(const std::string& name, const std::vector<char>& what) {
    note(submit(name, what).get(), what);
    acknowledge();
  }
  void add_together(int count) {
    std::vector<std::future<Result<Job>>> added;
    const auto what = [](int i) {
      return std::vector<char>{static_cast<char>((i % 2 ? 'a' : 'A') + i)};
    };
    for (int i = 0; i < count; ++i)
      added.push_back(submit("together " + std::to_string(i), what(i)));
    for (int i = 0; i < count; ++i)
      note(added[static_cast<std::size_t>(i)].get(), what(i));
    acknowledge();
  }
  void set_state(JobId id, JobState state) {
    const auto changed = wait<Job>([&](auto done) {
      store_->update_job(
          id,
          [state](Job& job) -> Result<void> {
            job.state = state;
            return {};
          },
          done);
    });
    note(changed, jobs_[id].documents);
    acknowledge();
  }
  void append(JobId id, char what) {
    auto more = documents({what});
    const auto changed =
        wait<Job>([&](auto done) { store_->add_document(id, std::move(more.front()), {}, done); });
    std::vector<char> all = jobs_[id].documents;
    all.push_back(what);
    note(changed, all);
    acknowledge();
  }
  void prune() {
    const auto done = wait<PruneReport>([&](auto answer) {
      store_->prune(Retention{.history_jobs = 0}, 1LL << 40, std::move(answer));
    });
    ASSERT_TRUE(done) << done.error().message();
    std::erase_if(jobs_, [](const auto& job) { return is_finished(job.second.state); });
    acknowledge();
  }
  void live(const std::string& prefix) { // a little of everything
    for (int i = 0; i < 4; ++i)
      add(prefix + std::to_string(i), {static_cast<char>((i % 2 == 0 ? 'a' : 'A') + i)});
    add_together(4);
    const JobId first = jobs_.begin()->first;
    set_state(first, JobState::canceled);
    append(jobs_.rbegin()->first, 'Z');
    set_state(std::next(jobs_.begin())->first, JobState::pending);
    set_state(std::next(jobs_.begin(), 2)->first, JobState::completed);
    open(); // closed, so that the log is copied and removed, and opened again
    prune();
    add(prefix + " last", {'y', 'Y'});
  }

  // ---- what is left of it at each moment

  void check_all() {
    const std::vector<DiskCall> calls = recorder_->take();
    recorder_.reset();
    store_.reset();
    std::mt19937 random(7);
    std::set<Tree> seen;
    std::size_t now = 0;
    for (std::size_t i = 0; i < calls.size(); ++i) {
      disk_->apply(calls[i]);
      if (calls[i].kind == DiskCall::Kind::mark) now = calls[i].offset;
      for (const Tree& tree :
           {disk_->killed(), disk_->powerless(), disk_->torn(random), disk_->torn(random),
            disk_->mixed(random), disk_->mixed(random), disk_->mixed(random)}) {
        const auto fresh = seen.insert(tree).second;
        if (!fresh) continue;
        SCOPED_TRACE("after call " + std::to_string(i) + " of " + std::to_string(calls.size()) +
                     ", " + calls[i].path);
        check(tree, now);
        if (HasFailure()) return;
        ++copies_;
      }
    }
    std::printf("%zu calls, %zu different copies, all of them whole\n", calls.size(), copies_);
    RecordProperty("copies", static_cast<int>(copies_));
  }

  void check(const Tree& tree, std::size_t now) {
    const fs::path copy = scratch_ / "copy";
    fs::remove_all(copy);
    write_tree(tree, copy);
    std::string reported;
    StoreOptions options;
    options.folder = copy;
    options.report = [&](std::string_view line) { reported += std::string(line) + "\n"; };
    const auto store = open_sqlite_store(options);
    ASSERT_TRUE(store) << store.error().message();
    EXPECT_EQ(reported, "");
    const Jobs found = jobs_of(**store);
    // Where all or nothing is promised, it is one of the two; else each job for itself.
    const Jobs& before = acknowledged_[now];
    const Jobs& after = acknowledged_[std::min(now + 1, acknowledged_.size() - 1)];
    if (as_one_) {
      EXPECT_TRUE(found == before || found == after);
    } else {
      check_each(found, before, after);
    }
    check_files(copy, **store, found);
  }

  Jobs jobs_of(const Store& store) {
    Jobs found;
    const auto jobs = store.jobs({});
    EXPECT_TRUE(jobs) << jobs.error().message();
    if (!jobs) return found;
    for (const Job& job : *jobs) {
      Expected& expected = found[job.id];
      expected = {job.name, job.state, {}};
      for (const Document& document : job.documents) {
        const auto fd = store.open_document(job.id, document.number);
        EXPECT_TRUE(fd) << fd.error().message();
        if (!fd) continue;
        const std::string bytes = read_all(fd->get());
        EXPECT_TRUE(!bytes.empty() && bytes == document_of(bytes[0])) << job.id;
        expected.documents.push_back(bytes.empty() ? '?' : bytes[0]);
      }
    }
    return found;
  }

  static void check_each(const Jobs& found, const Jobs& before, const Jobs& after) {
    for (const auto& [id, job] : found) {
      const auto was = before.find(id), becomes = after.find(id);
      EXPECT_TRUE((was != before.end() && was->second == job) ||
                  (becomes != after.end() && becomes->second == job))
          << "job " << id << " is not what it was, nor what it was to become";
    }
    for (const auto& [id, job] : before)
      EXPECT_TRUE(found.contains(id) || !after.contains(id)) << "job " << id << " is lost";
  }

  static void check_files(const fs::path& copy, const Store&, const Jobs& found) {
    std::size_t files = 0, wanted = 0;
    for (const auto& entry : fs::recursive_directory_iterator(copy / "documents"))
      files += entry.is_regular_file() ? 1U : 0U;
    for (const auto& [id, job] : found)
      wanted += static_cast<std::size_t>(
          std::ranges::count_if(job.documents, [](char c) { return c >= 'A' && c <= 'Z'; }));
    EXPECT_EQ(files, wanted) << "orphans, or lost files";
  }

  const fs::path scratch_ = quick_folder() / ("platen-torn-" + std::to_string(::getpid()));
  std::unique_ptr<Store> store_;
  Jobs jobs_;                      // as of the last answer
  std::vector<Jobs> acknowledged_; // by the number of the mark
  bool as_one_ = false;
  std::optional<CrashDisk> disk_;
  std::unique_ptr<DiskRecorder> recorder_;
  std::size_t copies_ = 0;
};

TEST_F(TornWriteTest, ANewStore) {
  begin_recording();
  open();
  live("new ");
  check_all();
  EXPECT_GT(copies_, 500U) << "too few to mean anything";
}

TEST_F(TornWriteTest, AMigration) {
  open();
  for (int i = 0; i < 3; ++i)
    note(submit("old " + std::to_string(i), {static_cast<char>('a' + i), 'O'}).get(),
         {static_cast<char>('a' + i), 'O'});
  store_.reset();
  sqlite3* handle = nullptr;
  ASSERT_EQ(sqlite3_open((folder() / "platen.db").c_str(), &handle), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(handle,
                         "ALTER TABLE document DROP COLUMN sha256; DROP TABLE damaged; DROP INDEX "
                         "job_turn; DROP INDEX job_held; "
                         "DROP TABLE account; "
                         "PRAGMA user_version = 1",
                         nullptr, nullptr, nullptr),
            SQLITE_OK)
      << sqlite3_errmsg(handle);
  sqlite3_close(handle);
  begin_recording();
  open();
  add("after the migration", {'q', 'Q'});
  check_all();
  EXPECT_GT(copies_, 50U) << "too few to mean anything";
}

TEST_F(TornWriteTest, ARestoredBackup) {
  const StoreFolders folders{folder(), {}};
  open();
  note(submit("in the backup", {'a', 'A'}).get(), {'a', 'A'});
  const Jobs in_backup = jobs_;
  ASSERT_TRUE(back_up_store(folders, scratch_ / "backup"));
  note(submit("later", {'b', 'B'}).get(), {'b', 'B'});
  store_.reset();
  begin_recording();
  as_one_ = true;
  jobs_ = in_backup;
  acknowledged_.push_back(jobs_); // what it is to become
  const auto restored = restore_store(folders, scratch_ / "backup", true);
  ASSERT_TRUE(restored) << restored.error().message();
  recorder_->mark(1);
  check_all();
  EXPECT_GT(copies_, 20U) << "too few to mean anything";
}

} // namespace
} // namespace platen::job
