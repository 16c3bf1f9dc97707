#include "kill_contents.h"
#include "store_fixture.h"

#include <atomic>
#include <chrono>
#include <csignal>
#include <map>
#include <random>
#include <set>
#include <sstream>
#include <thread>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace platen::job {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

Result<std::unique_ptr<Store>> open_store(const fs::path& folder) {
  StoreOptions options;
  options.folder = folder;
  return open_sqlite_store(options);
}

// A job_writer at work, and what it has said.
class Writer {
public:
  Writer(const fs::path& folder, const std::string& prefix) {
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    out_.reset(ends[0]);
    const UniqueFd in(ends[1]);
    pid_ = ::fork();
    if (pid_ == 0) {
      ::dup2(in.get(), STDOUT_FILENO);
      ::execl(PLATEN_JOB_WRITER, PLATEN_JOB_WRITER, folder.c_str(), prefix.c_str(), nullptr);
      std::_Exit(127);
    }
    reader_ = std::thread([this] {
      char first = 0;
      if (::read(out_.get(), &first, 1) != 1) return;
      spoke_ = true;
      said_ = first + read_all(out_.get());
    });
  }
  void wait_for_the_first_answer() const {
    while (!spoke_)
      std::this_thread::sleep_for(1ms);
  }
  pid_t pid() const { return pid_; }
  std::string kill() {
    ::kill(pid_, SIGKILL);
    int status = 0;
    EXPECT_EQ(::waitpid(pid_, &status, 0), pid_);
    EXPECT_TRUE(WIFSIGNALED(status)) << "it ended by itself";
    reader_.join();
    return said_;
  }

private:
  UniqueFd out_;
  pid_t pid_ = -1;
  std::thread reader_;
  std::string said_;
  std::atomic<bool> spoke_ = false;
};

struct Acknowledged {
  std::map<JobId, std::string> added;
  std::set<JobId> canceled;
};

void note(Acknowledged& all, const std::string& said) {
  std::istringstream lines(said);
  char what = 0;
  JobId id = 0;
  std::string name;
  while (lines >> what >> id >> name) {
    if (what == '+') {
      EXPECT_TRUE(all.added.emplace(id, name).second) << "acknowledged twice: " << id;
    } else {
      all.canceled.insert(id);
    }
  }
}

std::string stored_document(const Store& store, JobId id) {
  const auto fd = store.open_document(id, 1);
  EXPECT_TRUE(fd) << fd.error().message();
  return fd ? read_all(fd->get()) : "";
}

// What the store must hold: all that was acknowledged, whole; nothing twice; nothing half.
void check(const Store& store, const fs::path& folder, const Acknowledged& all, JobId first) {
  std::set<std::string> names, files;
  std::set<JobId> found;
  JobQuery since;
  since.first = first;
  const auto jobs = store.jobs(since);
  ASSERT_TRUE(jobs) << jobs.error().message();
  for (const Job& job : *jobs) {
    EXPECT_TRUE(names.insert(job.name).second) << job.name << " is there twice";
    found.insert(job.id);
    if (job.documents.empty()) {
      EXPECT_TRUE(job.incoming) << job.id << " lost its document";
      continue;
    }
    EXPECT_TRUE(stored_document(store, job.id) == document_of(job.name)) << job.id;
  }
  for (const auto& [id, name] : all.added) {
    if (id < first) continue;
    EXPECT_TRUE(found.contains(id)) << "job " << id << " is lost";
    const auto job = store.job(id);
    ASSERT_TRUE(job);
    EXPECT_EQ(job->name, name);
    EXPECT_FALSE(job->documents.empty());
    if (all.canceled.contains(id)) {
      EXPECT_EQ(job->state, JobState::canceled) << id;
    }
  }

  std::size_t large = 0, on_disk = 0;
  const auto each = store.each_job({}, [&](const Job& job) {
    for (const Document& document : job.documents)
      large += document.bytes > 65'536 ? 1U : 0U;
    return true;
  });
  EXPECT_TRUE(each);
  for (const auto& entry : fs::recursive_directory_iterator(folder / "documents"))
    on_disk += entry.is_regular_file() ? 1U : 0U;
  EXPECT_EQ(on_disk, large) << "orphans, or lost files";
}

TEST(Kill, LosesNoAcknowledgedJobAndDoublesNone) {
  const TestFolder folder;
  const fs::path state = folder.path() / "state";
  {
    auto store = open_store(state);
    ASSERT_TRUE(store) << store.error().message();
    Printer printer;
    printer.name = "office";
    ASSERT_TRUE(wait<Printer>([&](auto done) { (*store)->add_printer(printer, done); }));
  }
  std::mt19937 random(20'241);
  Acknowledged all;
  JobId first = 1;
  for (int round = 0; round < 20; ++round) {
    Writer writer(state, "r" + std::to_string(round) + "t");
    // Some are killed while they open the store; on a busy machine most would be.
    if (round % 2 == 0) writer.wait_for_the_first_answer();
    std::this_thread::sleep_for(std::chrono::milliseconds(60 + random() % 240));
    if (round == 0) { // while it lives, nobody else gets in
      const auto second = open_store(state);
      ASSERT_FALSE(second);
      EXPECT_EQ(second.error().code, Errc::busy);
      EXPECT_THAT(second.error().what,
                  testing::HasSubstr("process " + std::to_string(writer.pid())));
    }
    note(all, writer.kill());
    const auto store = open_store(state);
    ASSERT_TRUE(store) << store.error().message();
    check(**store, state, all, first);
    JobQuery newest;
    newest.newest_first = true;
    newest.limit = 1;
    const auto last = *(*store)->jobs(newest);
    if (!last.empty()) first = last.front().id + 1;
  }
  EXPECT_GT(all.added.size(), 20U) << "the rounds were too short to mean anything";
  RecordProperty("acknowledged", static_cast<int>(all.added.size()));
  const auto store = open_store(state);
  ASSERT_TRUE(store);
  check(**store, state, all, 1);
}

} // namespace
} // namespace platen::job
