#include "job/content_hash.h"
#include "job/store_tools.h"
#include "library/shelf.h"

#include <cstdlib>
#include <filesystem>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::library {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

constexpr const char* pro = "canon-pro-1000";

// A store in a folder of its own, with a shelf whose profiles are good unless they begin with
// "bad".
class ShelfTest : public testing::Test {
protected:
  ShelfTest() {
    std::string name = (fs::temp_directory_path() / "platen-shelf.XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    open();
  }
  ~ShelfTest() override {
    close();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  void close() {
    shelf_.reset();
    store_.reset();
  }
  void open() {
    close();
    auto store = job::open_sqlite_store({.folder = folder_ / "state", .clock = {}});
    ASSERT_TRUE(store) << store.error().message();
    store_ = *std::move(store);
    auto shelf = Shelf::open(
        *store_, files(), check, [this](const std::string& line) { told_ += line; },
        check_letterhead);
    ASSERT_TRUE(shelf) << shelf.error().message();
    shelf_ = *std::move(shelf);
  }

  static Result<model::ProfileFacts> check(Bytes bytes) {
    if (as_text(bytes).starts_with("bad")) return fail(Errc::invalid, "it is bad");
    model::ProfileFacts facts;
    facts.description = "good";
    return facts;
  }
  static Result<std::int32_t> check_letterhead(Bytes bytes) {
    if (as_text(bytes).starts_with("bad")) return fail(Errc::invalid, "it is bad");
    return 3;
  }
  static const std::vector<model::Model>& files() {
    static const auto models = model::load_models(PLATEN_SOURCE_DATA);
    return *models;
  }
  static std::string digest(std::string_view bytes) {
    return job::hex(job::digest_of(as_bytes(bytes)));
  }

  // A paper, a profile for it of these bytes, and a recipe.
  static Bundle bundle(const std::string& bytes, const std::string& profile_name = "Rag") {
    Bundle made;
    model::Paper paper;
    paper.name = "rag-308";
    paper.media_type = "canon-baryta";
    made.library.papers.push_back({pro, paper});
    LibraryProfile profile;
    profile.model = pro;
    profile.profile.id = {profile_name, digest(bytes)};
    profile.profile.media_type = "rag-308";
    made.library.profiles.push_back(profile);
    made.library.recipes.push_back({pro, {"Museum", {{"paper", "rag-308"}}}});
    const Bytes raw = as_bytes(bytes);
    made.profiles.emplace(digest(bytes), Buffer(raw.begin(), raw.end()));
    return made;
  }
  void add(Bundle bundle) {
    const auto added = shelf_->add(std::move(bundle));
    ASSERT_TRUE(added) << added.error().message();
  }
  void add_paper() {
    Bundle made = bundle("a profile");
    made.library.profiles.clear();
    made.library.recipes.clear();
    made.profiles.clear();
    add(std::move(made));
  }
  job::PrinterId add_printer(const std::string& name, const std::string& model,
                             const model::Options& defaults) {
    job::Printer printer;
    printer.name = name;
    printer.model = model;
    printer.defaults = defaults;
    const auto added =
        job::wait<job::Printer>([&](auto done) { store_->add_printer(printer, done); });
    EXPECT_TRUE(added) << added.error().message();
    return added ? added->id : 0;
  }
  job::JobId add_job(const std::string& model, const model::Options& options) {
    job::Job job;
    job.printer = add_printer("photo", model, {});
    job.options = options;
    const auto added = job::wait<job::Job>([&](auto done) { store_->add_job(job, {}, done); });
    EXPECT_TRUE(added) << added.error().message();
    return added ? added->id : 0;
  }
  void cancel(job::JobId id) {
    const auto canceled = job::wait<job::Job>([&](auto done) {
      store_->update_job(
          id,
          [](job::Job& job) -> Result<void> {
            job.state = job::JobState::canceled;
            return {};
          },
          done);
    });
    ASSERT_TRUE(canceled) << canceled.error().message();
  }
  bool knows(const char* paper) const { return shelf_->model(pro)->find_paper(paper) != nullptr; }

  fs::path folder_;
  std::unique_ptr<job::Store> store_;
  std::unique_ptr<Shelf> shelf_;
  std::string told_;
};

TEST_F(ShelfTest, KeepsWhatItWasGivenOverARestart) {
  add(bundle("a profile"));
  open();
  ASSERT_TRUE(knows("rag-308"));
  EXPECT_EQ(shelf_->library()->profiles.at(0).facts.description, "good");
  const auto profile = shelf_->profile(digest("a profile"));
  ASSERT_TRUE(profile) << profile.error().message();
  EXPECT_EQ(as_text(*profile), "a profile");
  EXPECT_NE(shelf_->model(pro)->find_recipe("Museum"), nullptr);
  EXPECT_EQ(shelf_->model("canon-ir1020")->papers.size(), 0U);
}

TEST_F(ShelfTest, TakesAllOrNothing) {
  Bundle half = bundle("bad profile");
  const auto refused = shelf_->add(half);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message(), HasSubstr("profile \"Rag\": it is bad"));
  EXPECT_FALSE(knows("rag-308"));
  Bundle wrong = bundle("a profile");
  wrong.library.recipes[0].recipe.options = {{"paper", "no"}};
  EXPECT_FALSE(shelf_->add(wrong));
  EXPECT_FALSE(knows("rag-308"));
  open();
  EXPECT_TRUE(shelf_->library()->empty());
}

TEST_F(ShelfTest, AModelThatSomebodyHoldsStaysAsItIs) {
  const auto before = shelf_->model(pro);
  add(bundle("a profile"));
  EXPECT_EQ(before->find_paper("rag-308"), nullptr);
  EXPECT_TRUE(knows("rag-308"));
}

TEST_F(ShelfTest, WhatIsRemovedIsGoneFromTheStore) {
  add(bundle("a profile"));
  ASSERT_FALSE(shelf_->remove(Kind::paper, "", "rag-308")); // the profile needs it
  ASSERT_TRUE(shelf_->remove(Kind::recipe, "", "Museum"));
  ASSERT_TRUE(shelf_->remove(Kind::profile, "", "Rag"));
  ASSERT_TRUE(shelf_->remove(Kind::paper, "", "rag-308"));
  EXPECT_EQ(shelf_->profile(digest("a profile")).error().code, Errc::not_found);
  open();
  EXPECT_TRUE(shelf_->library()->empty());
}

TEST_F(ShelfTest, AProfileThatAJobWaitsForStays) {
  add(bundle("a profile"));
  add_job(pro, {{"icc-profile", digest("a profile")}});
  const auto removed = shelf_->remove(Kind::profile, "", "Rag");
  ASSERT_FALSE(removed);
  EXPECT_THAT(removed.error().message(), HasSubstr("job 1 is to be printed with this profile"));
}

TEST_F(ShelfTest, AProfileThatAnotherModelHasTooStaysForTheJob) {
  add(bundle("a profile"));
  Bundle copy = bundle("a profile", "Rag again");
  add(copy);
  add_job(pro, {{"icc-profile", digest("a profile")}});
  EXPECT_TRUE(shelf_->remove(Kind::profile, "", "Rag")) << "the job has it under the other name";
  EXPECT_FALSE(shelf_->remove(Kind::profile, "", "Rag again"));
}

Bundle letterhead(std::string_view bytes, const std::string& name = "Example Ltd") {
  Bundle bundle;
  LibraryLetterhead entry;
  entry.id = {name, job::hex(job::digest_of(as_bytes(bytes)))};
  entry.origin = "head.pdf";
  entry.bytes = bytes.size();
  bundle.profiles.emplace(entry.id.sha256, Buffer(as_bytes(bytes).begin(), as_bytes(bytes).end()));
  bundle.library.letterheads.push_back(std::move(entry));
  return bundle;
}

TEST_F(ShelfTest, LetterheadsAreForEveryModelAndKept) {
  add(letterhead("a pdf"));
  for (const model::Model& file : files()) {
    const auto model = shelf_->model(file.id);
    ASSERT_EQ(model->letterheads.size(), 1U) << file.id;
    const auto ticket = model::make_ticket(*model, {{"page-underlay", "Example Ltd"}});
    ASSERT_TRUE(ticket) << ticket.error().message();
    EXPECT_EQ(ticket->office.underlay, digest("a pdf"));
    EXPECT_FALSE(model::make_ticket(*model, {{"page-underlay", "/etc/passwd"}}));
  }
  open();
  ASSERT_EQ(shelf_->library()->letterheads.size(), 1U);
  EXPECT_EQ(shelf_->library()->letterheads[0].pages, 3);
  EXPECT_EQ(shelf_->library()->letterheads[0].bytes, 5U);
  const auto bytes = shelf_->letterhead(digest("a pdf"));
  ASSERT_TRUE(bytes);
  EXPECT_EQ(as_text(*bytes), "a pdf");
}

TEST_F(ShelfTest, LetterheadsAreLookedIntoAndNotReplaced) {
  const auto bad = shelf_->add(letterhead("bad pdf"));
  ASSERT_FALSE(bad);
  EXPECT_THAT(bad.error().message(), HasSubstr("letterhead \"Example Ltd\": it is bad"));
  add(letterhead("a pdf"));
  EXPECT_TRUE(shelf_->add(letterhead("a pdf"))) << "the same again";
  const auto other = shelf_->add(letterhead("another pdf"));
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, Errc::conflict);
}

TEST_F(ShelfTest, ALetterheadThatIsNeededStays) {
  add(letterhead("a pdf"));
  const job::JobId job = add_job(pro, {{"page-overlay", digest("a pdf")}});
  const auto removed = shelf_->remove(Kind::letterhead, "", "Example Ltd");
  ASSERT_FALSE(removed);
  EXPECT_THAT(removed.error().message(), HasSubstr("job 1 is to be printed with this letterhead"));
  cancel(job);
  Bundle recipe;
  recipe.library.recipes.push_back(
      {pro, {.name = "Letters", .options = {{"page-underlay", "Example Ltd"}}}});
  add(recipe);
  EXPECT_FALSE(shelf_->remove(Kind::letterhead, "", "Example Ltd")) << "a recipe names it";
  ASSERT_TRUE(shelf_->remove(Kind::recipe, "", "Letters"));
  ASSERT_TRUE(shelf_->remove(Kind::letterhead, "", "Example Ltd"));
  EXPECT_EQ(shelf_->letterhead(digest("a pdf")).error().code, Errc::not_found);
}

TEST_F(ShelfTest, LetterheadsTravelInAFile) {
  add(letterhead("a pdf"));
  const auto file = shelf_->exported();
  ASSERT_TRUE(file);
  ASSERT_TRUE(shelf_->remove(Kind::letterhead, "", "Example Ltd"));
  auto read = read_bundle(*file);
  ASSERT_TRUE(read) << read.error().message();
  add(*std::move(read));
  EXPECT_TRUE(shelf_->letterhead(digest("a pdf")));
}

TEST_F(ShelfTest, APaperThatAJobWaitsForStays) {
  add_paper();
  const job::JobId job = add_job(pro, {{"media-type", "rag-308"}});
  const auto removed = shelf_->remove(Kind::paper, "", "rag-308");
  ASSERT_FALSE(removed);
  EXPECT_EQ(removed.error().code, Errc::conflict);
  EXPECT_THAT(removed.error().message(), HasSubstr("job 1 is to be printed on this paper"));
  cancel(job);
  EXPECT_TRUE(shelf_->remove(Kind::paper, "", "rag-308"));
}

TEST_F(ShelfTest, JobsOfAnotherModelDoNotMatter) {
  add_paper();
  add_job("canon-ir1020", {{"media-type", "rag-308"}});
  EXPECT_TRUE(shelf_->remove(Kind::paper, "", "rag-308"));
}

TEST_F(ShelfTest, WhatAQueuePrintsWithStays) {
  add(bundle("a profile"));
  const auto refuses = [&](Kind kind, const char* name) {
    const auto removed = shelf_->remove(kind, pro, name);
    return !removed && removed.error().message().find("prints with it") != std::string::npos;
  };
  add_printer("museum", pro, {{"recipe", "Museum"}});
  EXPECT_TRUE(refuses(Kind::recipe, "Museum"));
  add_printer("rag", pro, {{"icc-profile", "Rag"}});
  EXPECT_TRUE(refuses(Kind::profile, "Rag"));
}

TEST_F(ShelfTest, APaperThatAQueuePrintsOnStays) {
  add_paper();
  add_printer("rag", pro, {{"paper", "rag-308"}});
  const auto removed = shelf_->remove(Kind::paper, "", "rag-308");
  ASSERT_FALSE(removed);
  EXPECT_THAT(removed.error().message(), HasSubstr("the printer rag prints with it"));
}

TEST_F(ShelfTest, ARecipeOfTheSameNameOfAnotherModelIsNoHindrance) {
  add(bundle("a profile"));
  add_printer("office", "canon-ir1020", {{"recipe", "Museum"}});
  EXPECT_TRUE(shelf_->remove(Kind::recipe, pro, "Museum"));
}

TEST_F(ShelfTest, WhileOneChangeIsMadeAnotherIsRefusedAndDoesNotWait) {
  Shelf* made = nullptr;
  Result<void> second;
  const auto meanwhile = [&](Bytes) {
    std::thread([&] { second = made->remove(Kind::recipe, "", "Museum"); }).join();
    return Result<model::ProfileFacts>{};
  };
  auto shelf = Shelf::open(*store_, files(), meanwhile, {});
  ASSERT_TRUE(shelf);
  made = shelf->get();
  ASSERT_TRUE(made->add(bundle("a profile")));
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Errc::busy);
  EXPECT_TRUE(made->remove(Kind::recipe, "", "Museum"));
}

TEST_F(ShelfTest, OtherFilesAreTakenWhileItRuns) {
  const model::Catalogue all(files());
  auto shelf = Shelf::open(*store_, all, check, {}, check_letterhead);
  ASSERT_TRUE(shelf);
  const auto before = (*shelf)->models();
  std::vector<model::Model> more = files();
  more.push_back(more.front());
  more.back().id = "acme-one";
  all.replace(std::move(more));
  EXPECT_EQ((*shelf)->model("acme-one"), nullptr);
  (*shelf)->files_changed({});
  ASSERT_NE((*shelf)->model("acme-one"), nullptr);
  EXPECT_EQ((*shelf)->models()->size(), before->size() + 1);
}

TEST_F(ShelfTest, TakesNoMoreThanOneFileHolds) {
  Bundle large = bundle("a profile");
  large.library.profiles[0].bytes = 200ULL << 20;
  const auto refused = shelf_->add(large);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::limit);
  EXPECT_THAT(refused.error().message(), HasSubstr("remove profiles first"));
  EXPECT_TRUE(shelf_->library()->empty());
}

TEST_F(ShelfTest, AnExportIsAnImportElsewhere) {
  add(bundle("a profile"));
  const auto text = shelf_->exported();
  ASSERT_TRUE(text) << text.error().message();
  ASSERT_TRUE(shelf_->remove(Kind::recipe, "", "Museum"));
  auto read = read_bundle(*text);
  ASSERT_TRUE(read) << read.error().message();
  add(*std::move(read));
  EXPECT_EQ(*shelf_->exported(), *text);
}

// Without it a server whose library is damaged could not be started any more.
TEST_F(ShelfTest, ARepairGoesOnWithoutWhatIsDamaged) {
  add(bundle("a profile"));
  const std::string root = *store_->setting("library");
  ASSERT_TRUE(job::wait<void>([&](auto done) { store_->set_setting(root, "{}", done); }));
  const auto damaged = Shelf::open(*store_, files(), check, {});
  ASSERT_FALSE(damaged);
  EXPECT_THAT(damaged.error().message(), HasSubstr("platen store repair"));
  close();
  ASSERT_TRUE(job::repair_store({folder_ / "state", {}}));
  open();
  EXPECT_TRUE(shelf_->library()->empty());
  add(bundle("a profile"));
  open();
  EXPECT_TRUE(knows("rag-308"));
}

TEST_F(ShelfTest, TheStoresCheckFindsADamagedProfile) {
  add(bundle("a profile"));
  const auto good = job::check_store({folder_ / "state", {}});
  ASSERT_TRUE(good) << good.error().message();
  EXPECT_TRUE(good->problems.empty());
  const std::string key = *store_->setting("profile:" + digest("a profile"));
  ASSERT_TRUE(job::wait<void>([&](auto done) { store_->set_setting(key, "YSBwcm9maWxf", done); }));
  const auto found = job::check_store({folder_ / "state", {}});
  ASSERT_TRUE(found);
  ASSERT_EQ(found->problems.size(), 1U);
  EXPECT_EQ(found->problems[0].kind, job::StoreProblem::Kind::changed_setting);
  const auto profile = shelf_->profile(digest("a profile"));
  ASSERT_FALSE(profile);
  EXPECT_THAT(profile.error().message(), HasSubstr("damaged in the store"));
}

} // namespace
} // namespace platen::library
