#include "open_fixture.h"

#include <array>

// What a failing disk, or a person, does to a store: it opens as far as it is whole, and says what
// is missing.
namespace platen::job {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class DamageTest : public OpenTest {
protected:
  std::unique_ptr<Store> must_open() {
    auto store = open();
    EXPECT_TRUE(store) << store.error().message();
    return store ? *std::move(store) : nullptr;
  }

  JobId add(Store& store, const std::string& bytes, const std::string& user = "anna") {
    std::vector<std::unique_ptr<IncomingDocument>> documents;
    documents.push_back(store.new_document());
    EXPECT_TRUE(documents[0]->write(bytes));
    Job job;
    job.printer = 1;
    job.user = user;
    const auto added =
        wait<Job>([&](auto done) { store.add_job(job, std::move(documents), done); });
    EXPECT_TRUE(added) << added.error().message();
    return added ? added->id : 0;
  }

  // The only file of a large document.
  fs::path document_file() const {
    for (const auto& entry : fs::recursive_directory_iterator(folder() / "documents"))
      if (entry.is_regular_file()) return entry.path();
    return {};
  }

  std::string in_database(const std::string& sql) {
    std::string text;
    sqlite3* handle = nullptr;
    EXPECT_EQ(sqlite3_open(database().c_str(), &handle), SQLITE_OK);
    const auto take = [](void* into, int count, char** values, char**) {
      for (int i = 0; i < count; ++i)
        *static_cast<std::string*>(into) += values[i] == nullptr ? "NULL" : values[i];
      return 0;
    };
    EXPECT_EQ(sqlite3_exec(handle, sql.c_str(), take, &text, nullptr), SQLITE_OK)
        << sqlite3_errmsg(handle);
    sqlite3_close(handle);
    return text;
  }

  // The number of the page where the root of a table or an index lies, or of one of its leaves.
  std::uintmax_t root_of(const std::string& name) {
    return std::stoull(
        in_database("SELECT rootpage FROM sqlite_schema WHERE name = '" + name + "'"));
  }
  // The leaf pages of the table job: those with the type byte 13 whose parent is its root.
  std::vector<std::uintmax_t> leaves_of_jobs() {
    std::ifstream file(database(), std::ios::binary);
    const auto byte_at = [&](std::uintmax_t offset) {
      file.seekg(static_cast<std::streamoff>(offset));
      return static_cast<std::uintmax_t>(static_cast<unsigned char>(file.get()));
    };
    const std::uintmax_t root = (root_of("job") - 1) * page;
    EXPECT_EQ(byte_at(root), 5U) << "the root is no interior page";
    const std::uintmax_t cells = byte_at(root + 3) << 8 | byte_at(root + 4);
    std::vector<std::uintmax_t> leaves;
    for (std::uintmax_t i = 0; i < cells; ++i) {
      const std::uintmax_t at =
          root + (byte_at(root + 12 + 2 * i) << 8 | byte_at(root + 13 + 2 * i));
      std::uintmax_t leaf = 0;
      for (std::uintmax_t b = 0; b < 4; ++b)
        leaf = leaf << 8 | byte_at(at + b);
      leaves.push_back(leaf);
    }
    return leaves;
  }
  void damage_page(std::uintmax_t number) { damage((number - 1) * page, page); }

  std::size_t job_count(const Store& store) {
    const auto jobs = store.jobs({});
    EXPECT_TRUE(jobs) << jobs.error().message();
    return jobs ? jobs->size() : 0;
  }
  std::vector<fs::path> lost() const {
    std::vector<fs::path> folders;
    std::error_code error;
    for (fs::directory_iterator entry(folder() / "lost", error), end; !error && entry != end;
         entry.increment(error))
      folders.push_back(entry->path());
    return folders;
  }

  static constexpr std::uintmax_t page = 4'096;
};

TEST_F(DamageTest, GoesOnWithTheJobsOfWholePages) {
  make(200);
  const auto leaves = leaves_of_jobs();
  ASSERT_GT(leaves.size(), 10U);
  damage_page(leaves[2]);
  damage_page(leaves[3]);
  damage_page(leaves[8]);
  const auto store = must_open();
  ASSERT_TRUE(store);
  const std::size_t left = job_count(*store);
  EXPECT_LT(left, 200U);
  EXPECT_GT(left, 170U);
  for (JobId id = 1; id <= 200; ++id) // an index still names those that are lost
    EXPECT_NE(store->job(id).has_value(),
              reported_.find("job " + std::to_string(id) + " of ") != std::string::npos)
        << id;
  EXPECT_THAT(reported_, HasSubstr("platen.db was damaged"));
  EXPECT_THAT(reported_, HasSubstr("1 printer, " + std::to_string(left) + " jobs"));
  ASSERT_EQ(lost().size(), 1U);
  EXPECT_TRUE(fs::exists(lost()[0] / "platen.db"));
  EXPECT_EQ(add(*store, "next"), 201) << "a number was used again";
}

// Neither are all those numbers looked for, nor do jobs get one beyond them.
TEST_F(DamageTest, BelievesNoNumberThatCannotBe) {
  make(200);
  const auto leaves = leaves_of_jobs();
  in_database("UPDATE sqlite_sequence SET seq = 4611686018427387904 WHERE name = 'job'");
  damage_page(leaves.back());
  const auto store = must_open();
  ASSERT_TRUE(store);
  EXPECT_GT(job_count(*store), 150U);
  EXPECT_EQ(add(*store, "next"), 201);
}

TEST_F(DamageTest, GoesOnWithoutTheEndOfAFile) {
  make(200);
  fs::resize_file(database(), fs::file_size(database()) / 2);
  const auto store = must_open();
  ASSERT_TRUE(store);
  EXPECT_GT(job_count(*store), 20U);
  EXPECT_LT(job_count(*store), 200U);
  EXPECT_EQ(store->printers()->size(), 1U);
  EXPECT_EQ(add(*store, "next"), 201);
}

TEST_F(DamageTest, MakesADamagedIndexAnew) {
  make(200);
  damage_page(root_of("job_by_state"));
  const auto store = must_open();
  ASSERT_TRUE(store);
  EXPECT_EQ(job_count(*store), 200U);
  EXPECT_EQ(reported_.find("lost:"), std::string::npos);
}

TEST_F(DamageTest, RefusesWhenNoPrinterCanBeRead) {
  make(200);
  damage_page(root_of("printer"));
  expect_refusal(Errc::malformed, "\"platen store repair\"");
  EXPECT_TRUE(lost().empty());
  expect_refusal(Errc::malformed, "platen.db is damaged"); // and it is as it was
}

TEST_F(DamageTest, AbortsTheOneJobWhoseRecordIsDamaged) {
  make(3);
  run("UPDATE job SET record = x'ffff' WHERE id = 2");
  const auto store = must_open();
  ASSERT_TRUE(store);
  EXPECT_EQ(store->job(1)->state, JobState::held);
  const auto damaged = store->job(2);
  ASSERT_TRUE(damaged) << damaged.error().message();
  EXPECT_EQ(damaged->state, JobState::aborted);
  EXPECT_THAT(damaged->state_message, HasSubstr("damaged"));
  EXPECT_EQ(store->counts(1).held, 2);
  EXPECT_THAT(reported_, HasSubstr("job 2"));
  EXPECT_EQ(in_database("SELECT kind, id, hex(record) FROM damaged"), "job2FFFF");
}

TEST_F(DamageTest, ListsTheOthersBesideADamagedJobOfTheHistory) {
  make(3);
  run("UPDATE job SET state = 9, finished = 1, record = x'ffff' WHERE id = 2");
  const auto store = must_open();
  ASSERT_TRUE(store);
  const auto jobs = store->jobs({});
  ASSERT_TRUE(jobs) << jobs.error().message();
  ASSERT_EQ(jobs->size(), 3U);
  EXPECT_THAT((*jobs)[1].state_message, HasSubstr("damaged"));
  const auto one = store->job(2);
  EXPECT_EQ(kind(one), Errc::malformed);
  EXPECT_THAT(one.error().what, HasSubstr("job 2"));
}

TEST_F(DamageTest, ForgetsADamagedJobInItsTime) {
  make(3);
  run("UPDATE job SET state = 9, finished = 1, record = x'ffff' WHERE id = 2");
  const auto store = must_open();
  const auto pruned = wait<PruneReport>(
      [&](auto done) { store->prune(Retention{.history_jobs = 0}, 1'000'000, done); });
  ASSERT_TRUE(pruned) << pruned.error().message();
  EXPECT_EQ(pruned->jobs, 1);
  EXPECT_EQ(kind(store->job(2)), Errc::not_found);
}

TEST_F(DamageTest, ForgetsADamagedJobOnDemand) {
  make(3);
  run("UPDATE job SET state = 9, finished = 1, record = x'ffff' WHERE id = 2");
  const auto store = must_open();
  const auto forgot = wait<PruneReport>([&](auto done) { store->forget_jobs({}, {}, done); });
  ASSERT_TRUE(forgot) << forgot.error().message();
  EXPECT_EQ(forgot->jobs, 1);
  EXPECT_EQ(kind(store->job(2)), Errc::not_found);
  EXPECT_EQ(job_count(*store), 2U);
}

TEST_F(DamageTest, DeletesAPrinterInSpiteOfADamagedJob) {
  make(3);
  const auto store = must_open();
  run("UPDATE job SET record = x'ffff' WHERE id = 2");
  const auto removed = wait<Printer>([&](auto done) { store->remove_printer(1, done); });
  ASSERT_TRUE(removed) << removed.error().message();
  EXPECT_EQ(store->job(2)->state, JobState::aborted);
  EXPECT_EQ(store->job(3)->state, JobState::canceled);
}

TEST_F(DamageTest, PausesAPrinterWhoseRecordIsDamaged) {
  make(1);
  run("UPDATE printer SET record = x'ffff'");
  const auto store = must_open();
  ASSERT_TRUE(store);
  const Printer printer = store->printers()->front();
  EXPECT_EQ(printer.name, "office");
  EXPECT_TRUE(printer.paused);
  EXPECT_FALSE(printer.accepting);
  EXPECT_THAT(printer.state_message, HasSubstr("damaged"));
  EXPECT_THAT(reported_, HasSubstr("printer office"));
  EXPECT_EQ(in_database("SELECT kind, id, hex(record) FROM damaged"), "printer1FFFF");
}

TEST_F(DamageTest, AbortsTheOneJobWhoseDocumentIsMissing) {
  make(0);
  auto store = must_open();
  const JobId whole = add(*store, "small"), harmed = add(*store, std::string(100'000, 'x'));
  store.reset();
  fs::remove(document_file());
  store = must_open();
  ASSERT_TRUE(store);
  EXPECT_EQ(store->job(whole)->state, JobState::held);
  const Job job = *store->job(harmed);
  EXPECT_EQ(job.state, JobState::aborted);
  EXPECT_EQ(job.reasons, std::vector<std::string>{"document-access-error"});
  EXPECT_THAT(job.state_message, HasSubstr("document 1 is missing"));
  EXPECT_THAT(reported_, HasSubstr("job " + std::to_string(harmed) + " of anna was aborted"));
}

TEST_F(DamageTest, AbortsTheOneJobWhoseDocumentIsShort) {
  make(0);
  auto store = must_open();
  const JobId harmed = add(*store, std::string(100'000, 'x'));
  store.reset();
  fs::resize_file(document_file(), 99'999);
  store = must_open();
  ASSERT_TRUE(store);
  EXPECT_EQ(store->job(harmed)->state, JobState::aborted);
  EXPECT_THAT(store->job(harmed)->state_message, HasSubstr("99999 of its 100000 bytes"));
}

TEST_F(DamageTest, RefusesAnEmptyFolderOfDocuments) {
  make(0);
  auto store = must_open();
  const JobId id = add(*store, std::string(100'000, 'x'));
  store.reset();
  fs::rename(folder() / "documents", folder() / "elsewhere");
  fs::create_directory(folder() / "documents"); // as an unmounted disk leaves it
  expect_refusal(Errc::invalid, "are not in " + (folder() / "documents").string());
  fs::remove(folder() / "documents");
  fs::rename(folder() / "elsewhere", folder() / "documents");
  store = must_open();
  EXPECT_EQ(store->job(id)->state, JobState::held);
}

TEST_F(DamageTest, OpensNoDocumentThatHasChanged) {
  make(0);
  const auto store = must_open();
  const JobId small = add(*store, "small"), large = add(*store, std::string(100'000, 'x'));
  EXPECT_TRUE(store->open_document(small, 1));
  EXPECT_TRUE(store->open_document(large, 1));
  std::fstream(document_file(), std::ios::in | std::ios::out | std::ios::binary) << 'y';
  run("UPDATE document SET content = x'736D616C4C' WHERE content IS NOT NULL");
  for (const JobId id : {small, large}) {
    const auto opened = store->open_document(id, 1);
    EXPECT_EQ(kind(opened), Errc::malformed);
    EXPECT_THAT(opened.error().what, HasSubstr("not as it was stored"));
  }
}

TEST_F(DamageTest, KeepsTheDocumentsOfLostJobs) {
  make(0);
  auto store = must_open();
  for (int i = 0; i < 100; ++i)
    add(*store, std::string(70'000, 'x'), std::string(300, 'u'));
  store.reset();
  damage_page(leaves_of_jobs()[1]);
  // Only the job is lost: the row of its document stays, and so does the file.
  const std::string files = in_database("SELECT count(*) FROM document WHERE file IS NOT NULL");
  EXPECT_EQ(files, "100");
  store = must_open();
  ASSERT_TRUE(store);
  EXPECT_LT(job_count(*store), 100U);
  std::size_t left = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder()))
    if (entry.is_regular_file() && fs::file_size(entry.path()) == 70'000) ++left;
  EXPECT_EQ(left, 100U);
}

TEST_F(DamageTest, GoesOnWithAReplacementThatWasInterrupted) {
  make(5);
  fs::copy_file(database(), temporary_.path() / "other.db");
  make(0); // refuses the same name: nothing is added
  run("DELETE FROM job WHERE id > 3");
  fs::rename(database(), folder() / "platen.db.next");
  fs::copy_file(temporary_.path() / "other.db", database());
  std::ofstream(folder() / "platen.db-wal") << "a log that is not of the next file";
  const auto store = must_open();
  ASSERT_TRUE(store);
  EXPECT_EQ(job_count(*store), 3U);
  ASSERT_EQ(lost().size(), 1U);
  EXPECT_TRUE(fs::exists(lost()[0] / "platen.db"));
  EXPECT_TRUE(fs::exists(lost()[0] / "platen.db-wal"));
  EXPECT_FALSE(fs::exists(folder() / "platen.db.next"));
}

TEST_F(DamageTest, MigratesTheFirstSchema) {
  make(2);
  {
    const auto store = must_open();
    add(*store, "small");
    add(*store, std::string(100'000, 'x'));
  }
  run("ALTER TABLE document DROP COLUMN sha256; DROP TABLE damaged; DROP INDEX job_turn; DROP "
      "INDEX job_held; DROP "
      "TABLE account; PRAGMA "
      "user_version = 1");
  const auto store = must_open();
  ASSERT_TRUE(store);
  EXPECT_EQ(job_count(*store), 4U);
  EXPECT_EQ(read_all(store->open_document(3, 1)->get()), "small");
  EXPECT_EQ(read_all(store->open_document(4, 1)->get()), std::string(100'000, 'x'));
  const JobId later = add(*store, "small");
  EXPECT_EQ(later, 5);
  EXPECT_EQ(in_database("PRAGMA user_version"), "5");
  EXPECT_EQ(in_database("SELECT count(*), count(sha256) FROM document"), "31");
  EXPECT_EQ(in_database("SELECT hex(sha256) FROM document WHERE sha256 IS NOT NULL"),
            "81DB8EBBBBC69C6C6AD4A6AA92B76E0C08AF547DA236B9E2C9DBE1D8285A8130");
}

// What Cancel-Document took out of its job is not printed: it may as well be gone.
TEST_F(DamageTest, OfACanceledDocumentCostsItsJobNothing) {
  make_with_document();
  {
    const auto store = must_open();
    ASSERT_TRUE(store);
    auto small = store->new_document();
    ASSERT_TRUE(small->write(std::string("%PDF")));
    const auto cancel_first = [](Job& job) -> Result<void> {
      job.documents[0].canceled = "canceled-by-user";
      return {};
    };
    ASSERT_TRUE(wait<Job>(
        [&](auto done) { store->add_document(1, std::move(small), cancel_first, done); }));
  }
  fs::remove(document_file());
  const auto store = must_open();
  ASSERT_TRUE(store);
  EXPECT_EQ(store->job(1)->state, JobState::held);
  EXPECT_EQ(reported_, "");
  EXPECT_TRUE(store->open_document(1, 2));
}

} // namespace
} // namespace platen::job
