#include "store_fixture.h"
#include "support/small_files.h"

#include <algorithm>
#include <fstream>

#include <sys/mount.h>
#include <unistd.h>

namespace platen::job {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// A disk that can be filled: a small file system of its own, which only root can have.
class SmallDisk {
public:
  explicit SmallDisk(int mebibytes = 4) {
    const std::string options = "size=" + std::to_string(mebibytes) + "m,mode=700";
    mounted_ = ::mount("tmpfs", folder_.path().c_str(), "tmpfs", 0, options.c_str()) == 0;
  }
  ~SmallDisk() {
    if (mounted_) ::umount2(folder_.path().c_str(), MNT_DETACH);
  }
  bool exists() const { return mounted_; }
  fs::path path() const { return folder_.path(); }
  bool make_read_only() {
    return ::mount("", path().c_str(), "", MS_REMOUNT | MS_RDONLY, "size=4m,mode=700") == 0;
  }

private:
  TestFolder folder_;
  bool mounted_ = false;
};

Result<std::unique_ptr<Store>> open_with_printer(const fs::path& folder) {
  StoreOptions options;
  options.folder = folder;
  auto store = open_sqlite_store(options);
  if (store && (*store)->printers()->empty()) {
    Printer printer;
    printer.name = "office";
    TRY_VOID(wait<Printer>([&](auto done) { (*store)->add_printer(printer, done); }));
  }
  return store;
}

Result<Job> add(Store& store, std::size_t bytes) {
  std::vector<std::unique_ptr<IncomingDocument>> documents;
  documents.push_back(store.new_document());
  TRY_VOID(documents[0]->write(std::string(bytes, 'd')));
  Job job;
  job.printer = 1;
  return wait<Job>([&](auto done) { store.add_job(job, std::move(documents), done); });
}

std::vector<JobId> stored(const Store& store) {
  std::vector<JobId> ids;
  EXPECT_TRUE(store.each_job({}, [&](const Job& job) {
    ids.push_back(job.id);
    return true;
  }));
  return ids;
}

// Adds until the disk is full; gives what was acknowledged.
std::vector<JobId> fill(Store& store, std::size_t bytes) {
  std::vector<JobId> acknowledged;
  for (int i = 0; i < 10'000; ++i) {
    const auto job = add(store, bytes);
    if (!job) {
      EXPECT_EQ(job.error().code, Errc::io) << job.error().message();
      EXPECT_THAT(job.error().what, testing::AnyOf(HasSubstr("full"), HasSubstr("No space"),
                                                   HasSubstr("I/O"), HasSubstr("too large")));
      return acknowledged;
    }
    acknowledged.push_back(job->id);
  }
  ADD_FAILURE() << "it never filled up";
  return acknowledged;
}

class FullDisk : public testing::TestWithParam<std::size_t> {};

TEST_P(FullDisk, FailsInWordsLeavesNothingHalfAndGoesOnWhenThereIsRoom) {
  const SmallDisk disk;
  if (!disk.exists()) GTEST_SKIP() << "only root can mount a small disk";
  std::ofstream(disk.path() / "ballast") << std::string(2'000'000, 'b');
  auto store = open_with_printer(disk.path() / "state");
  ASSERT_TRUE(store) << store.error().message();
  std::vector<JobId> acknowledged = fill(**store, GetParam());
  EXPECT_FALSE(add(**store, GetParam()));
  EXPECT_EQ(stored(**store), acknowledged);
  EXPECT_EQ((*store)->counts(1).held, static_cast<std::int32_t>(acknowledged.size()));

  fs::remove(disk.path() / "ballast");
  const auto after = add(**store, GetParam());
  ASSERT_TRUE(after) << after.error().message();
  acknowledged.push_back(after->id);
  EXPECT_EQ(stored(**store), acknowledged);

  store->reset();
  store = open_with_printer(disk.path() / "state");
  ASSERT_TRUE(store) << store.error().message();
  EXPECT_EQ(stored(**store), acknowledged);
  for (const JobId id : acknowledged) {
    const auto fd = (*store)->open_document(id, 1);
    ASSERT_TRUE(fd) << fd.error().message();
    EXPECT_TRUE(read_all(fd->get()) == std::string(GetParam(), 'd'));
  }
}

INSTANTIATE_TEST_SUITE_P(DocumentSizes, FullDisk, testing::Values(20'000, 200'000),
                         testing::PrintToStringParamName());

// How large the disk is, and how many jobs of 40 kB are asked for at once. The first disk fills up
// at the commit; the second, beyond the database's cache of 16 MiB, in the middle of the
// transaction.
struct Together {
  int mebibytes = 0;
  int jobs = 0;
};
void PrintTo(const Together& together, std::ostream* out) {
  *out << together.jobs << " jobs";
}
class FullDiskTogether : public testing::TestWithParam<Together> {};

TEST_P(FullDiskTogether, AnswersEachByWhatIsStored) {
  const int jobs = GetParam().jobs; // not a structured binding: clang 14 captures none
  const SmallDisk disk(GetParam().mebibytes);
  if (!disk.exists()) GTEST_SKIP() << "only root can mount a small disk";
  std::ofstream(disk.path() / "ballast") << std::string(500'000, 'b');
  auto store = open_with_printer(disk.path() / "state");
  ASSERT_TRUE(store);
  // They wait while the first holds the store's thread: more than the disk can take.
  std::promise<void> go, answered;
  std::vector<JobId> acknowledged;
  int answers = 0;
  const auto first = add(**store, 10);
  ASSERT_TRUE(first);
  acknowledged.push_back(first->id);
  (*store)->update_job(
      first->id, [&](Job&) -> Result<void> { return go.get_future().wait(), Result<void>(); }, {});
  for (int i = 0; i < jobs; ++i) {
    std::vector<std::unique_ptr<IncomingDocument>> documents;
    documents.push_back((*store)->new_document());
    ASSERT_TRUE(documents[0]->write(std::string(40'000, 'd')));
    Job job;
    job.printer = 1;
    (*store)->add_job(job, std::move(documents), [&](const Result<Job>& added) {
      if (added)
        acknowledged.push_back(added->id);
      else
        EXPECT_EQ(added.error().code, Errc::io) << added.error().message();
      if (++answers == jobs) answered.set_value();
    });
  }
  go.set_value();
  answered.get_future().wait();
  EXPECT_LT(acknowledged.size(), static_cast<std::size_t>(jobs));
  EXPECT_EQ(stored(**store), acknowledged);
  EXPECT_EQ((*store)->counts(1).held, static_cast<std::int32_t>(acknowledged.size()));

  fs::remove(disk.path() / "ballast");
  const auto after = add(**store, 10);
  ASSERT_TRUE(after) << after.error().message();
  acknowledged.push_back(after->id);
  store->reset();
  store = open_with_printer(disk.path() / "state");
  ASSERT_TRUE(store) << store.error().message();
  EXPECT_EQ(stored(**store), acknowledged);
}

INSTANTIATE_TEST_SUITE_P(Disks, FullDiskTogether,
                         testing::Values(Together{4, 200}, Together{22, 1'000}));

TEST(FullDiskQuota, FailsInWordsAndGoesOnWhenThereIsRoom) {
  const TestFolder folder;
  auto store = open_with_printer(folder.path() / "state");
  ASSERT_TRUE(store);
  const test::SmallFiles files(500'000);
  std::vector<JobId> acknowledged = fill(**store, 20'000);
  EXPECT_EQ(stored(**store), acknowledged);
  std::vector<std::unique_ptr<IncomingDocument>> broken;
  broken.push_back((*store)->new_document());
  EXPECT_FALSE(broken[0]->write(std::string(600'000, 'd')));
  files.lift();
  EXPECT_FALSE(broken[0]->write(std::string("more"))) << "what is missing stays missing";
  Job job;
  job.printer = 1;
  EXPECT_EQ(kind(wait<Job>([&](auto done) { (*store)->add_job(job, std::move(broken), done); })),
            Errc::io);
  const auto after = add(**store, 600'000);
  ASSERT_TRUE(after) << after.error().message();
  acknowledged.push_back(after->id);
  store->reset();
  store = open_with_printer(folder.path() / "state");
  ASSERT_TRUE(store) << store.error().message();
  EXPECT_EQ(stored(**store), acknowledged);
}

// The store's files are full at each moment of a job's life: what was acknowledged stays as it is,
// and what was asked for is done as soon as it can be.
TEST(FullDiskQuota, LeavesEveryJobAsItIsWhateverIsToBeWritten) {
  const TestFolder folder;
  auto store = open_with_printer(folder.path() / "state");
  ASSERT_TRUE(store);
  const JobId held = add(**store, 10)->id, ended = add(**store, 100'000)->id;
  const auto change = [&](JobId id, JobState state, Time release_at = 0) {
    return wait<Job>([&](auto done) {
      (*store)->update_job(
          id,
          [=](Job& job) -> Result<void> {
            job.state = state;
            job.release_at = release_at;
            return {};
          },
          done);
    });
  };
  ASSERT_TRUE(change(ended, JobState::completed));
  ASSERT_TRUE(change(held, JobState::held, 5));
  EXPECT_EQ((*store)->trouble(), "");

  const auto release = [&] {
    return wait<std::vector<JobId>>([&](auto done) { (*store)->release_due(10, done); });
  };
  const auto prune = [&] {
    return wait<PruneReport>(
        [&](auto done) { (*store)->prune({.history_jobs = 0}, 1'000'000'000'000, done); });
  };
  const auto try_writing = [&] {
    return wait<void>([&](auto done) { (*store)->try_writing(done); });
  };
  const test::SmallFiles files(0);
  EXPECT_EQ(kind(change(held, JobState::canceled)), Errc::io);
  EXPECT_EQ(kind(release()), Errc::io);
  EXPECT_EQ(kind(prune()), Errc::io);
  EXPECT_EQ(kind(add(**store, 10)), Errc::io);
  EXPECT_EQ(kind(try_writing()), Errc::io);
  EXPECT_NE((*store)->trouble(), "");
  EXPECT_EQ((*store)->job(held)->state, JobState::held);
  EXPECT_EQ((*store)->job(held)->release_at, 5);
  EXPECT_TRUE((*store)->open_document(ended, 1));
  EXPECT_EQ((*store)->unfinished().jobs, 1);

  files.lift();
  EXPECT_TRUE(try_writing());
  EXPECT_EQ((*store)->trouble(), "") << "nobody had to change a job to find out";
  EXPECT_EQ(release()->size(), 1U);
  EXPECT_EQ(prune()->jobs, 1);
  EXPECT_EQ(stored(**store), std::vector{held});
}

// The folder of documents alone is read-only: as when its disk has failed and was mounted so.
TEST(ReadOnlyDisk, OfTheDocumentsTakesSmallOnesOnly) {
  const TestFolder folder;
  const fs::path documents = folder.path() / "state" / "documents";
  auto store = open_with_printer(folder.path() / "state");
  ASSERT_TRUE(store);
  if (::mount(documents.c_str(), documents.c_str(), "", MS_BIND, nullptr) != 0)
    GTEST_SKIP() << "only root can mount a folder";
  ASSERT_EQ(::mount("", documents.c_str(), "", MS_REMOUNT | MS_BIND | MS_RDONLY, nullptr), 0);
  EXPECT_TRUE(add(**store, 10));
  std::vector<std::unique_ptr<IncomingDocument>> large;
  large.push_back((*store)->new_document());
  const auto written = large[0]->write(std::string(200'000, 'd'));
  ASSERT_FALSE(written);
  EXPECT_THAT(written.error().what, HasSubstr("Read-only file system"));
  EXPECT_FALSE(wait<void>([&](auto done) { (*store)->try_writing(done); }));
  EXPECT_THAT((*store)->trouble(), HasSubstr("Read-only file system"));
  ASSERT_EQ(::umount2(documents.c_str(), MNT_DETACH), 0);
  EXPECT_TRUE(wait<void>([&](auto done) { (*store)->try_writing(done); }));
  EXPECT_EQ((*store)->trouble(), "");
  EXPECT_TRUE(add(**store, 200'000));
}

TEST(FreeBytes, AreThoseOfTheFullerDisk) {
  const SmallDisk disk;
  if (!disk.exists()) GTEST_SKIP() << "only root can mount a small disk";
  const TestFolder folder;
  StoreOptions options;
  options.folder = folder.path() / "state";
  options.spool = disk.path();
  auto store = open_sqlite_store(options);
  ASSERT_TRUE(store) << store.error().message();
  const auto before = (*store)->free_bytes();
  ASSERT_TRUE(before);
  EXPECT_LE(*before, std::uint64_t{4} << 20);
  std::ofstream(disk.path() / "ballast") << std::string(1'000'000, 'b');
  EXPECT_LE(*(*store)->free_bytes() + 1'000'000, *before);
}

TEST(ReadOnlyDisk, IsSaidAtOnce) {
  SmallDisk disk;
  if (!disk.exists()) GTEST_SKIP() << "only root can mount a small disk";
  ASSERT_TRUE(open_with_printer(disk.path() / "state"));
  ASSERT_TRUE(disk.make_read_only());
  const auto store = open_with_printer(disk.path() / "state");
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().code, Errc::denied);
  EXPECT_THAT(store.error().what, HasSubstr("Read-only file system"));
}

} // namespace
} // namespace platen::job
