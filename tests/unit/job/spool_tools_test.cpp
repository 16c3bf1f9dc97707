#include "job/store_tools.h"
#include "open_fixture.h"

// The store's tools where the documents lie in another folder than the database.
namespace platen::job {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using Kind = StoreProblem::Kind;

class SpoolToolsTest : public OpenTest {
protected:
  void SetUp() override {
    spool_ = temporary_.path() / "spool";
    make_with_document();
  }
  StoreFolders folders() const { return {folder(), spool_}; }
  fs::path backup() const { return temporary_.path() / "backup"; }
  void back_up() {
    const auto made = back_up_store(folders(), backup());
    ASSERT_TRUE(made) << made.error().message();
    EXPECT_TRUE(made->missing.empty());
  }
  std::vector<Kind> problems(const StoreFolders& of) {
    const auto check = check_store(of);
    EXPECT_TRUE(check) << check.error().message();
    std::vector<Kind> kinds;
    for (const StoreProblem& problem : check ? check->problems : std::vector<StoreProblem>{})
      kinds.push_back(problem.kind);
    return kinds;
  }
  std::size_t files_in(const fs::path& of) {
    std::size_t count = 0;
    if (!fs::exists(of)) return 0;
    for (const auto& entry : fs::recursive_directory_iterator(of))
      count += entry.is_regular_file() ? 1U : 0U;
    return count;
  }
  void fill_with_rubbish() { std::ofstream(database()) << std::string(20'000, 'r'); }
};

TEST_F(SpoolToolsTest, FindNothingWrongWithAWholeStore) {
  EXPECT_EQ(problems(folders()), std::vector<Kind>{});
  const auto repaired = repair_store(folders());
  ASSERT_TRUE(repaired) << repaired.error().message();
  EXPECT_TRUE(repaired->done.empty());
  EXPECT_FALSE(fs::exists(folder() / "documents"));
  expect_whole();
}

TEST_F(SpoolToolsTest, RefuseTheDocumentsOfAnotherStore) {
  const StoreFolders other{temporary_.path() / "other", temporary_.path() / "other-spool"};
  {
    StoreOptions options;
    options.folder = other.folder;
    options.spool = other.spool;
    ASSERT_TRUE(open_sqlite_store(options));
  }
  back_up();
  const StoreFolders wrong{other.folder, spool_};
  EXPECT_EQ(problems(wrong), std::vector<Kind>{Kind::wrong_spool});
  for (const auto& refused : {repair_store(wrong).map([](const auto&) {}),
                              back_up_store(wrong, temporary_.path() / "b").map([](const auto&) {}),
                              restore_store(wrong, backup(), true).map([](const auto&) {})}) {
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::invalid);
    EXPECT_THAT(refused.error().what, HasSubstr("belong to another store"));
  }
  EXPECT_EQ(files_in(spool_ / "lost"), 0U);
  expect_whole();
}

TEST_F(SpoolToolsTest, DoNotTakeAnUnmountedDiskForDocumentsThatAreMissing) {
  back_up();
  const StoreFolders empty{folder(), temporary_.path() / "empty"};
  EXPECT_EQ(problems(empty), std::vector<Kind>{Kind::wrong_spool});
  const auto made = back_up_store(empty, temporary_.path() / "b");
  ASSERT_FALSE(made);
  EXPECT_THAT(made.error().what, HasSubstr("are not in"));
  const auto restored = restore_store(empty, backup(), true);
  ASSERT_FALSE(restored);
  EXPECT_THAT(restored.error().what, HasSubstr("are not in"));
  expect_whole();
}

TEST_F(SpoolToolsTest, KeepOutOfASpoolFolderInUse) {
  back_up();
  StoreOptions options;
  options.folder = temporary_.path() / "other";
  options.spool = temporary_.path() / "in-use";
  const auto other = open_sqlite_store(options);
  ASSERT_TRUE(other) << other.error().message();
  const StoreFolders wrong{folder(), options.spool};
  EXPECT_EQ(kind(repair_store(wrong)), Errc::busy);
  EXPECT_EQ(kind(restore_store(wrong, backup(), true)), Errc::busy);
}

TEST_F(SpoolToolsTest, MoveWhatIsTakenOutOnItsOwnDisk) {
  std::ofstream(*fs::directory_iterator(spool_ / "documents") / fs::path("abcd")) << "x";
  EXPECT_EQ(problems(folders()), std::vector<Kind>{Kind::orphan});
  const auto repaired = repair_store(folders());
  ASSERT_TRUE(repaired) << repaired.error().message();
  EXPECT_EQ(files_in(spool_ / "lost" / repaired->lost.filename() / "documents"), 1U);
  expect_whole();
}

TEST_F(SpoolToolsTest, RepairWhatLostItsId) {
  fill_with_rubbish();
  expect_refusal(Errc::malformed, "platen store repair");
  EXPECT_EQ(files_in(spool_ / "lost"), 0U);
  const auto repaired = repair_store(folders());
  ASSERT_TRUE(repaired) << repaired.error().message();
  EXPECT_EQ(files_in(spool_ / "lost" / repaired->lost.filename() / "documents"), 1U);
  EXPECT_TRUE(open()) << "the mark fits the new database";
}

TEST_F(SpoolToolsTest, RestoreIntoTheSameSpoolFolder) {
  back_up();
  make(1);
  const auto restored = restore_store(folders(), backup(), true);
  ASSERT_TRUE(restored) << restored.error().message();
  EXPECT_EQ(problems(folders()), std::vector<Kind>{});
  expect_whole();
}

// The disk of the state folder was lost, that of the documents not.
TEST_F(SpoolToolsTest, RestoreBesideDocumentsThatAreLeft) {
  back_up();
  fs::remove_all(folder());
  const auto restored = restore_store(folders(), backup(), false);
  ASSERT_TRUE(restored) << restored.error().message();
  EXPECT_EQ(problems(folders()), std::vector<Kind>{});
  expect_whole();
}

TEST_F(SpoolToolsTest, RestoreACopyThatIsAStoreOfItsOwn) {
  back_up();
  const StoreFolders copy{temporary_.path() / "copy", temporary_.path() / "copy-spool"};
  ASSERT_TRUE(restore_store(copy, backup(), false));
  EXPECT_EQ(problems(copy), std::vector<Kind>{});
  EXPECT_EQ(problems({copy.folder, spool_}), std::vector<Kind>{Kind::wrong_spool});
  expect_whole();
}

// A replacement goes on only beside the documents that it was begun with.
TEST_F(SpoolToolsTest, GoOnWithAReplacementInTheRightFolderAlone) {
  fs::copy_file(database(), folder() / "platen.db.next");
  const fs::path right = spool_;
  spool_ = temporary_.path() / "empty";
  expect_refusal(Errc::invalid, "are not in");
  EXPECT_TRUE(fs::exists(folder() / "platen.db.next"));
  spool_ = right;
  expect_whole();
  EXPECT_FALSE(fs::exists(folder() / "platen.db.next"));
}

} // namespace
} // namespace platen::job
