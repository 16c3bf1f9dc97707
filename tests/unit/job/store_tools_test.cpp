#include "job/checksums.h"
#include "job/store_tools.h"
#include "open_fixture.h"

namespace platen::job {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using Kind = StoreProblem::Kind;

// A store with four jobs: 1 pending with a small document, 2 held with a large one, 3 completed
// with a large one, 4 a reprint of it.
class StoreToolsTest : public OpenTest {
protected:
  void SetUp() override {
    make(0);
    const auto store = must_open();
    add(*store, "small", JobState::pending);
    add(*store, large('h'), JobState::held);
    add(*store, large('c'), JobState::completed);
    const auto copied = wait<Job>([&](auto done) {
      store->copy_job(
          3,
          [](Job& job) -> Result<void> {
            job.state = JobState::held;
            return {};
          },
          done);
    });
    ASSERT_TRUE(copied) << copied.error().message();
  }
  static std::string large(char c) { return std::string(100'000, c); }
  StoreFolders folders() const { return {folder(), {}}; }
  fs::path backup() const { return temporary_.path() / "backup"; }

  std::unique_ptr<Store> must_open() {
    auto store = open();
    EXPECT_TRUE(store) << store.error().message();
    return store ? *std::move(store) : nullptr;
  }
  void add(Store& store, const std::string& bytes, JobState state) {
    std::vector<std::unique_ptr<IncomingDocument>> documents;
    documents.push_back(store.new_document());
    ASSERT_TRUE(documents[0]->write(bytes));
    Job job;
    job.printer = 1;
    job.user = "anna";
    job.state = state;
    ASSERT_TRUE(wait<Job>([&](auto done) { store.add_job(job, std::move(documents), done); }));
  }
  std::string document(const Store& store, JobId id) {
    const auto fd = store.open_document(id, 1);
    EXPECT_TRUE(fd) << fd.error().message();
    return fd ? read_all(fd->get()) : "";
  }
  fs::path file_of(char content) const {
    for (const auto& entry : fs::recursive_directory_iterator(folder() / "documents"))
      if (entry.is_regular_file() && std::ifstream(entry.path()).get() == content)
        return entry.path();
    ADD_FAILURE() << "no document of " << content;
    return {};
  }
  void change(const fs::path& file) {
    std::fstream(file, std::ios::in | std::ios::out | std::ios::binary) << '!';
  }

  StoreCheck check() {
    auto check = check_store(folders());
    EXPECT_TRUE(check) << check.error().message();
    return check ? *std::move(check) : StoreCheck{};
  }
  std::vector<Kind> problems() {
    std::vector<Kind> kinds;
    for (const StoreProblem& problem : check().problems)
      kinds.push_back(problem.kind);
    return kinds;
  }
  StoreRepair repair() {
    auto repaired = repair_store(folders());
    EXPECT_TRUE(repaired) << repaired.error().message();
    if (!repaired) return {};
    EXPECT_TRUE(repaired->after.problems.empty()) << repaired->after.problems.front().what;
    EXPECT_EQ(problems(), std::vector<Kind>{});
    return *std::move(repaired);
  }
  std::size_t lost_files(const StoreRepair& repaired) const {
    std::size_t count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(repaired.lost / "documents"))
      count += entry.is_regular_file() ? 1U : 0U;
    return count;
  }
  // Every file of the state folder but the lock, with its bytes.
  std::map<std::string, std::string> files() const {
    std::map<std::string, std::string> all;
    for (const auto& entry : fs::recursive_directory_iterator(folder())) {
      if (!entry.is_regular_file() || entry.path().filename() == "platen.lock") continue;
      std::ifstream file(entry.path(), std::ios::binary);
      all[entry.path().lexically_relative(folder())].assign(std::istreambuf_iterator<char>(file),
                                                            {});
    }
    return all;
  }
};

// ---- check

TEST_F(StoreToolsTest, FindsNothingWrongWithAWholeStore) {
  const auto before = files();
  const StoreCheck found = check();
  EXPECT_TRUE(found.problems.empty());
  EXPECT_FALSE(found.in_use);
  EXPECT_EQ(found.schema, found.newest_schema);
  EXPECT_EQ(found.printers, 1);
  EXPECT_EQ(found.jobs, 4);
  EXPECT_EQ(found.unfinished, 3);
  EXPECT_EQ(found.documents, 3);
  EXPECT_EQ(found.bytes, 200'005);
  EXPECT_EQ(found.without_digest, 0);
  EXPECT_TRUE(files() == before) << "it changed something";
}

TEST_F(StoreToolsTest, ChecksBesideARunningServer) {
  const auto store = must_open();
  auto arriving = store->new_document();
  ASSERT_TRUE(arriving->write(large('a'))); // a file that nothing refers to yet
  const StoreCheck found = check();
  EXPECT_TRUE(found.in_use);
  EXPECT_TRUE(found.problems.empty()) << found.problems.front().what;
}

TEST_F(StoreToolsTest, FindsEachKindOfDamage) {
  run("UPDATE job SET record = x'ffff' WHERE id = 1");
  EXPECT_EQ(problems(), (std::vector{Kind::damaged_record, Kind::unused_document}));
  run("UPDATE job SET printer = 7, state = 3 WHERE id = 2");
  run("UPDATE document SET reference = 5 WHERE id = 3");
  run("UPDATE total SET value = 1");
  change(file_of('h'));
  std::ofstream(folder() / "documents" / "00" / "abcd") << "x";
  EXPECT_EQ(problems(), (std::vector{Kind::damaged_record, Kind::unknown_printer,
                                     Kind::unused_document, Kind::changed_document,
                                     Kind::wrong_count, Kind::wrong_count, Kind::orphan}));
  fs::remove(file_of('c'));
  const auto found = check().problems;
  const auto missing = std::ranges::find(found, Kind::missing_document, &StoreProblem::kind);
  ASSERT_NE(missing, found.end());
  EXPECT_EQ(missing->job, 3);
  EXPECT_THAT(missing->what, HasSubstr("document 1 of job 3 is missing"));
}

TEST_F(StoreToolsTest, TellsADamagedDatabaseANewerOneAndNone) {
  run("PRAGMA user_version = 99");
  EXPECT_EQ(problems(), std::vector{Kind::newer_schema});
  damage(0, 100);
  EXPECT_EQ(problems(), std::vector{Kind::damaged_database});
  fs::remove(database());
  EXPECT_EQ(kind(check_store(folders())), Errc::not_found);
}

TEST_F(StoreToolsTest, ChecksAnOlderStoreAsItIs) {
  run("ALTER TABLE document DROP COLUMN sha256; DROP TABLE damaged; DROP INDEX job_turn; DROP "
      "INDEX job_held; "
      "DROP TABLE account; PRAGMA user_version = 1");
  const StoreCheck found = check();
  EXPECT_EQ(found.schema, 1);
  EXPECT_EQ(found.without_digest, 3);
  EXPECT_TRUE(found.problems.empty());
}

// ---- repair

TEST_F(StoreToolsTest, RepairsNothingOfAWholeStore) {
  const auto before = files();
  const StoreRepair repaired = repair();
  EXPECT_TRUE(repaired.done.empty());
  EXPECT_TRUE(repaired.lost.empty());
  EXPECT_TRUE(files() == before);
}

TEST_F(StoreToolsTest, KeepsOutWhileAServerRuns) {
  const auto store = must_open();
  const auto refused = repair_store(folders());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::busy);
  EXPECT_THAT(refused.error().what, HasSubstr("process " + std::to_string(::getpid())));
}

TEST_F(StoreToolsTest, MendsEachKindOfDamage) {
  run("UPDATE job SET printer = 7 WHERE id = 1");
  run("UPDATE document SET reference = 5 WHERE id = 3");
  run("UPDATE total SET value = 1");
  change(file_of('h'));
  std::ofstream(folder() / "documents" / "00" / "abcd") << "x";
  const StoreRepair repaired = repair();
  EXPECT_EQ(lost_files(repaired), 2U); // the changed document, and the stranger
  EXPECT_TRUE(fs::exists(repaired.lost / "report.txt"));
  const auto store = must_open();
  EXPECT_EQ(store->job(1)->state, JobState::held);
  EXPECT_THAT(store->job(1)->state_message, HasSubstr("move it"));
  EXPECT_EQ(document(*store, 1), "small");
  EXPECT_EQ(store->job(2)->state, JobState::aborted);
  EXPECT_EQ(store->job(2)->reasons, std::vector<std::string>{"document-access-error"});
  EXPECT_EQ(document(*store, 3), large('c'));
  EXPECT_EQ(document(*store, 4), large('c'));
}

TEST_F(StoreToolsTest, GoesOnWithoutSettingsThatWereChangedOrAreLost) {
  const std::string good(64, '0');
  run("INSERT INTO setting (name, value) VALUES ('sha256:" + good + "', 'changed')");
  run("INSERT INTO setting (name, value) VALUES ('library', 'sha256:" + good + "')");
  run("INSERT INTO setting (name, value) VALUES ('profile:a', 'sha256:gone')");
  EXPECT_EQ(problems(), (std::vector{Kind::changed_setting, Kind::changed_setting}));
  const StoreRepair repaired = repair();
  EXPECT_TRUE(repaired.after.problems.empty());
  EXPECT_THAT(repaired.done,
              testing::Contains(HasSubstr("the papers, profiles and recipes are lost")));
  EXPECT_EQ(lost_files(repaired), 1U); // what was changed, for who may read something in it
  const auto store = must_open();
  for (const char* const name : {"library", "profile:a"})
    EXPECT_EQ(store->setting(name).error().code, Errc::not_found) << name;
}

TEST_F(StoreToolsTest, GivesUpADocumentForAllWhoShareIt) {
  fs::remove(file_of('c'));
  const StoreRepair repaired = repair();
  const auto store = must_open();
  EXPECT_EQ(store->job(3)->state, JobState::completed);
  EXPECT_FALSE(store->job(3)->documents_kept);
  EXPECT_EQ(store->job(4)->state, JobState::aborted);
  EXPECT_EQ(document(*store, 2), large('h'));
}

TEST_F(StoreToolsTest, MovesOutWhatADamagedRecordLeaves) {
  run("UPDATE job SET record = x'ffff' WHERE id < 3");
  const StoreRepair repaired = repair();
  EXPECT_EQ(lost_files(repaired), 2U); // one from the database, one file
  EXPECT_EQ(must_open()->job(2)->state, JobState::aborted);
}

TEST_F(StoreToolsTest, RepairsWhatCannotBeReadAtAll) {
  damage(0, fs::file_size(database()));
  expect_refusal(Errc::malformed, "platen store repair");
  const StoreRepair repaired = repair();
  EXPECT_TRUE(fs::exists(repaired.lost / "platen.db"));
  EXPECT_EQ(lost_files(repaired), 2U); // the large documents are still somebody's
  const auto store = must_open();
  EXPECT_TRUE(store->printers()->empty());
}

TEST_F(StoreToolsTest, LeavesANewerStoreAlone) {
  run("PRAGMA user_version = 99");
  const auto before = files();
  EXPECT_EQ(kind(repair_store(folders())), Errc::unsupported);
  EXPECT_TRUE(files() == before);
}

// ---- backup and restore

TEST_F(StoreToolsTest, BacksUpBesideARunningServerAndRestores) {
  {
    const auto store = must_open();
    const auto made = back_up_store(folders(), backup());
    ASSERT_TRUE(made) << made.error().message();
    EXPECT_EQ(made->jobs, 4);
    EXPECT_EQ(made->documents, 3);
    EXPECT_TRUE(made->missing.empty());
    add(*store, "later", JobState::pending); // 5
  }
  EXPECT_TRUE(check_store({backup(), {}})->problems.empty());
  fs::remove_all(folder());
  const auto restored = restore_store(folders(), backup(), false);
  ASSERT_TRUE(restored) << restored.error().message();
  EXPECT_EQ(restored->jobs, 4);
  EXPECT_EQ(restored->held, 1);
  EXPECT_TRUE(restored->lost.empty());
  EXPECT_EQ(problems(), std::vector<Kind>{});
  const auto store = must_open();
  EXPECT_EQ(store->job(1)->state, JobState::held); // it may have been printed since
  EXPECT_EQ(store->job(3)->state, JobState::completed);
  EXPECT_EQ(document(*store, 1), "small");
  EXPECT_EQ(document(*store, 2), large('h'));
  EXPECT_EQ(document(*store, 4), large('c'));
}

TEST_F(StoreToolsTest, ReplacesAStoreAndKeepsTheOldOne) {
  ASSERT_TRUE(back_up_store(folders(), backup()));
  add(*must_open(), large('n'), JobState::held); // 5
  const auto refused = restore_store(folders(), backup(), false);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::invalid);
  EXPECT_THAT(refused.error().what, HasSubstr("--replace"));
  const auto restored = restore_store(folders(), backup(), true);
  ASSERT_TRUE(restored) << restored.error().message();
  EXPECT_EQ(problems(), std::vector<Kind>{});
  EXPECT_TRUE(check_store({restored->lost, {}})->problems.empty()) << "the old store is not whole";
  const auto store = must_open();
  EXPECT_EQ(kind(store->job(5)), Errc::not_found);
  add(*store, "small", JobState::held);
  EXPECT_TRUE(store->job(6)) << "the number of a job was used again";
}

TEST_F(StoreToolsTest, RestoresNothingOfADamagedBackup) {
  ASSERT_TRUE(back_up_store(folders(), backup()));
  const auto before = files();
  change(backup() / fs::path("documents") /
         file_of('h').lexically_relative(folder() / "documents"));
  const auto refused = restore_store(folders(), backup(), true);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::malformed);
  EXPECT_THAT(refused.error().what, HasSubstr("is not as it was made"));
  EXPECT_TRUE(files() == before);
  EXPECT_EQ(kind(restore_store(folders(), temporary_.path(), true)), Errc::not_found);
}

TEST_F(StoreToolsTest, TakesNoFileFromOutsideOfABackup) {
  ASSERT_TRUE(back_up_store(folders(), backup()));
  for (const std::string name : {"../state/platen.db", "/etc/passwd", "documents/../../x", ""}) {
    std::ofstream(backup() / "SHA256SUMS") << std::string(64, '0') << "  " << name << "\n";
    const auto refused = verify_checksums(backup());
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().what, HasSubstr("SHA256SUMS, line 1")) << name;
  }
}

TEST_F(StoreToolsTest, SaysWhatABackupLacks) {
  fs::remove(file_of('h'));
  const auto made = back_up_store(folders(), backup());
  ASSERT_TRUE(made) << made.error().message();
  ASSERT_EQ(made->missing.size(), 1U);
  fs::remove_all(folder());
  ASSERT_TRUE(restore_store(folders(), backup(), false));
  const auto store = must_open();
  EXPECT_EQ(store->job(2)->state, JobState::aborted);
  EXPECT_EQ(document(*store, 3), large('c'));
}

TEST_F(StoreToolsTest, WritesNoBackupOverAnything) {
  fs::create_directory(backup());
  std::ofstream(backup() / "mine") << "x";
  const auto refused = back_up_store(folders(), backup());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::invalid);
  EXPECT_TRUE(fs::exists(backup() / "mine"));
}

} // namespace
} // namespace platen::job
