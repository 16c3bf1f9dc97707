#include "store_fixture.h"

#include <fstream>

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

namespace platen::job {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class OpenTest : public testing::Test {
protected:
  Result<std::unique_ptr<Store>> open() {
    StoreOptions options;
    options.folder = folder();
    return open_sqlite_store(options);
  }
  fs::path folder() const { return temporary_.path() / "state"; }
  fs::path database() const { return folder() / "platen.db"; }

  // A store with some jobs, closed.
  void make(int jobs) {
    auto store = open();
    ASSERT_TRUE(store) << store.error().message();
    Printer printer;
    printer.name = "office";
    const auto added = wait<Printer>([&](auto done) { (*store)->add_printer(printer, done); });
    Job job;
    job.printer = added->id;
    job.attributes = std::string(500, 'a');
    for (int i = 0; i < jobs; ++i)
      (*store)->add_job(job, {}, {});
  }
  void damage(std::uintmax_t from, std::uintmax_t count) {
    std::fstream file(database(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(from));
    file << std::string(count, '\xa5');
  }
  void run(const std::string& sql) { // as another program would
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(database().c_str(), &handle), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(handle);
    sqlite3_close(handle);
  }
  void expect_refusal(Errc code, const std::string& words) {
    const auto store = open();
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().code, code) << store.error().message();
    EXPECT_THAT(store.error().what, HasSubstr(words));
  }

  TestFolder temporary_;
};

TEST_F(OpenTest, MakesAPrivateFolder) {
  make(0);
  struct stat info {};
  ASSERT_EQ(::stat(folder().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0700U);
}

TEST_F(OpenTest, MakesAnOpenFolderPrivate) {
  fs::create_directory(folder());
  fs::permissions(folder(), fs::perms::all);
  make(0);
  EXPECT_EQ(fs::status(folder()).permissions(), fs::perms::owner_all);
}

TEST_F(OpenTest, KeepsASecondServerOut) {
  const auto first = open();
  ASSERT_TRUE(first);
  expect_refusal(Errc::busy, "process " + std::to_string(::getpid()));
}

TEST_F(OpenTest, RefusesANewerSchema) {
  make(1);
  run("PRAGMA user_version = 99");
  expect_refusal(Errc::unsupported, "newer platen (schema 99");
}

TEST_F(OpenTest, RefusesTheDatabaseOfAnotherProgram) {
  fs::create_directory(folder());
  run("CREATE TABLE songs (name)");
  expect_refusal(Errc::invalid, "belongs to another program");
}

TEST_F(OpenTest, RefusesAFileThatIsNoDatabase) {
  make(1);
  damage(0, 100);
  expect_refusal(Errc::malformed, "platen.db is damaged");
}

TEST_F(OpenTest, RefusesDamagedPages) {
  make(200);
  damage(4'096 * 3, fs::file_size(database()) - 4'096 * 4);
  expect_refusal(Errc::malformed, "platen.db is damaged");
}

TEST_F(OpenTest, RefusesAFileThatLostItsEnd) {
  make(200);
  fs::resize_file(database(), fs::file_size(database()) / 2);
  expect_refusal(Errc::malformed, "platen.db is damaged");
}

TEST_F(OpenTest, NamesTheJobWhoseRecordIsDamaged) {
  make(3);
  run("UPDATE job SET record = x'ffff' WHERE id = 2");
  const auto store = open();
  ASSERT_TRUE(store) << store.error().message();
  EXPECT_TRUE((*store)->job(1));
  EXPECT_EQ(kind((*store)->job(2)), Errc::malformed);
  EXPECT_THAT((*store)->job(2).error().what, HasSubstr("job 2"));
}

TEST_F(OpenTest, RemovesDocumentsThatNothingRefersTo) {
  make(1);
  const fs::path orphan = folder() / "documents" / "ab" / "0123";
  fs::create_directories(orphan.parent_path());
  std::ofstream(orphan) << "left behind by a crash";
  ASSERT_TRUE(open());
  EXPECT_FALSE(fs::exists(orphan));
}

// Somebody's own folder, or the file system's "lost+found", is none of ours, whatever is in it.
TEST_F(OpenTest, LeavesOtherFoldersAmongTheDocumentsAlone) {
  make(1);
  const fs::path foreign = folder() / "documents" / "lost+found";
  fs::create_directories(foreign);
  std::ofstream(foreign / "0001") << "somebody's";
  std::ofstream(foreign.parent_path() / "note") << "somebody's";
  ASSERT_TRUE(open());
  EXPECT_TRUE(fs::exists(foreign / "0001"));
  EXPECT_TRUE(fs::exists(foreign.parent_path() / "note"));
}

TEST_F(OpenTest, SaysThatADocumentsFileIsGone) {
  make(0);
  auto store = open();
  ASSERT_TRUE(store);
  std::vector<std::unique_ptr<IncomingDocument>> documents;
  documents.push_back((*store)->new_document());
  ASSERT_TRUE(documents[0]->write(std::string(100'000, 'x')));
  Job job;
  job.printer = 1;
  const auto added =
      wait<Job>([&](auto done) { (*store)->add_job(job, std::move(documents), done); });
  ASSERT_TRUE(added);
  fs::remove_all(folder() / "documents");
  const auto opened = (*store)->open_document(added->id, 1);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Errc::not_found);
  EXPECT_THAT(opened.error().what, HasSubstr("file is gone"));
}

TEST_F(OpenTest, RefusesAFolderThatIsAFile) {
  std::ofstream(folder()) << "not a folder";
  expect_refusal(Errc::invalid, "is not a folder");
}

TEST_F(OpenTest, LeavesNoLogBehindWhenItWasClosed) {
  make(10);
  EXPECT_TRUE(fs::exists(database()));
  EXPECT_FALSE(fs::exists(folder() / "platen.db-wal"));
}

} // namespace
} // namespace platen::job
