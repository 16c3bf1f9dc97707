#include "job/store_tools.h"
#include "open_fixture.h"

#include <sys/stat.h>
#include <unistd.h>

namespace platen::job {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

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

TEST_F(OpenTest, RemovesDocumentsThatNothingRefersTo) {
  make(1);
  const fs::path orphan = folder() / "documents" / "ab" / "0123";
  fs::create_directories(orphan.parent_path());
  std::ofstream(orphan) << "left behind by a crash";
  ASSERT_TRUE(open());
  EXPECT_FALSE(fs::exists(orphan));
}

TEST_F(OpenTest, LeavesFilesOfOthersWhereTheyAre) {
  make(1);
  const fs::path documents = folder() / "documents";
  const std::vector<fs::path> foreign{documents / "0123", documents / "letters" / "0123",
                                      documents / "ab" / "letter.pdf", temporary_.path() / "0123"};
  fs::create_directories(documents / "letters");
  fs::create_directories(documents / "ab");
  for (const fs::path& file : foreign)
    std::ofstream(file) << "somebody's";
  fs::create_directory_symlink(temporary_.path(), documents / "cd");
  ASSERT_TRUE(open());
  for (const fs::path& file : foreign)
    EXPECT_TRUE(fs::exists(file)) << file;
}

TEST_F(OpenTest, KeepsDocumentsInAnotherFolder) {
  spool_ = temporary_.path() / "spool" / "platen";
  make_with_document();
  EXPECT_FALSE(fs::exists(folder() / "documents"));
  EXPECT_EQ(fs::status(spool_ / "documents").permissions(), fs::perms::owner_all);
  expect_whole();
}

TEST_F(OpenTest, LocksTheSpoolFolderAsWell) {
  spool_ = temporary_.path() / "spool";
  const auto first = open();
  ASSERT_TRUE(first) << first.error().message();
  StoreOptions other;
  other.folder = temporary_.path() / "other";
  other.spool = spool_;
  const auto second = open_sqlite_store(other);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Errc::busy);
  EXPECT_THAT(second.error().what, HasSubstr("the spool folder " + spool_.string()));
}

TEST_F(OpenTest, RefusesASpoolFolderWithoutItsDocuments) {
  spool_ = temporary_.path() / "spool";
  make_with_document();
  const fs::path right = spool_;
  spool_ = temporary_.path() / "empty"; // as a mount point without its disk
  expect_refusal(Errc::invalid, "are not in " + (spool_ / "documents").string());
  expect_refusal(Errc::invalid, "[server] spool");
  spool_ = right;
  expect_whole();
}

TEST_F(OpenTest, FollowsDocumentsThatWereMoved) {
  make_with_document();
  spool_ = temporary_.path() / "spool";
  fs::create_directory(spool_);
  fs::rename(folder() / "documents", spool_ / "documents");
  expect_whole();
}

TEST_F(OpenTest, TakesTheDocumentsOfAnOlderVersionForItsOwn) {
  make_with_document();
  fs::remove(folder() / "platen.spool"); // that wrote no mark
  run("DELETE FROM setting WHERE name = 'store-id'");
  expect_whole();
  EXPECT_TRUE(fs::exists(folder() / "platen.spool"));
}

TEST_F(OpenTest, TouchesNoDocumentsOfAnotherStore) {
  spool_ = temporary_.path() / "spool";
  make_with_document();
  fs::rename(folder(), temporary_.path() / "kept"); // a new state folder, the old spool folder
  expect_refusal(Errc::invalid, "belong to another store");
  fs::remove_all(folder());
  fs::rename(temporary_.path() / "kept", folder());
  expect_whole();
}

TEST_F(OpenTest, GoesOnWithoutLostDocumentsWhenToldSo) {
  spool_ = temporary_.path() / "spool";
  make_with_document();
  fs::remove_all(spool_);
  expect_refusal(Errc::invalid, "\"platen store repair\" gives them up");
  const auto repaired = repair_store({folder(), spool_});
  ASSERT_TRUE(repaired) << repaired.error().message();
  const auto store = open();
  ASSERT_TRUE(store) << store.error().message();
  EXPECT_TRUE((*store)->job(1));
  EXPECT_EQ(kind((*store)->open_document(1, 1)), Errc::not_found);
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
