#include "store_fixture.h"

#include <algorithm>
#include <csignal>
#include <fstream>

#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

namespace platen::job {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// A disk that can be filled: a small file system of its own, which only root can have.
class SmallDisk {
public:
  SmallDisk() {
    mounted_ = ::mount("tmpfs", folder_.path().c_str(), "tmpfs", 0, "size=4m,mode=700") == 0;
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

// No file of this process may grow beyond a bound.
class SmallFiles {
public:
  SmallFiles() {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
  }
  ~SmallFiles() {
    lift();
    std::signal(SIGXFSZ, handler_);
  }
  void bound(rlim_t bytes) const {
    const rlimit limit{bytes, before_.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
  }
  void lift() const { ::setrlimit(RLIMIT_FSIZE, &before_); }

private:
  rlimit before_{};
  void (*handler_)(int) = nullptr;
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

TEST(FullDiskTogether, FailsAllThatShareTheTransaction) {
  const SmallDisk disk;
  if (!disk.exists()) GTEST_SKIP() << "only root can mount a small disk";
  std::ofstream(disk.path() / "ballast") << std::string(500'000, 'b');
  auto store = open_with_printer(disk.path() / "state");
  ASSERT_TRUE(store);
  // 200 jobs of 40 kB wait while the first holds the store's thread: more than the disk can take.
  std::promise<void> go, answered;
  std::vector<std::optional<Errc>> answers;
  const auto first = add(**store, 10);
  ASSERT_TRUE(first);
  (*store)->update_job(
      first->id, [&](Job&) -> Result<void> { return go.get_future().wait(), Result<void>(); }, {});
  for (int i = 0; i < 200; ++i) {
    std::vector<std::unique_ptr<IncomingDocument>> documents;
    documents.push_back((*store)->new_document());
    ASSERT_TRUE(documents[0]->write(std::string(40'000, 'd')));
    Job job;
    job.printer = 1;
    (*store)->add_job(job, std::move(documents), [&](const Result<Job>& added) {
      answers.push_back(kind(added));
      if (answers.size() == 200) answered.set_value();
    });
  }
  go.set_value();
  answered.get_future().wait();
  const auto failed = std::count(answers.begin(), answers.end(), Errc::io);
  EXPECT_GT(failed, 0);
  EXPECT_EQ(stored(**store).size(), 1U + 200U - static_cast<std::size_t>(failed));
  EXPECT_EQ((*store)->counts(1).held, 201 - failed);

  fs::remove(disk.path() / "ballast");
  const auto after = add(**store, 10);
  EXPECT_TRUE(after) << after.error().message();
}

TEST(FullDiskQuota, FailsInWordsAndGoesOnWhenThereIsRoom) {
  const TestFolder folder;
  auto store = open_with_printer(folder.path() / "state");
  ASSERT_TRUE(store);
  const SmallFiles files;
  files.bound(500'000);
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
