#include "job/content_hash.h"
#include "job/store_tools.h"
#include "library/shelf.h"

#include <cstdlib>
#include <filesystem>

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
    auto shelf =
        Shelf::open(*store_, files(), check, [this](const std::string& line) { told_ += line; });
    ASSERT_TRUE(shelf) << shelf.error().message();
    shelf_ = *std::move(shelf);
  }

  static Result<model::ProfileFacts> check(Bytes bytes) {
    if (as_text(bytes).starts_with("bad")) return fail(Errc::invalid, "it is bad");
    model::ProfileFacts facts;
    facts.description = "good";
    return facts;
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
  job::Printer printer;
  printer.name = "photo";
  printer.model = pro;
  const auto queue =
      job::wait<job::Printer>([&](auto done) { store_->add_printer(printer, done); });
  ASSERT_TRUE(queue);
  job::Job job;
  job.printer = queue->id;
  job.options = {{"icc-profile", digest("a profile")}};
  const auto added = job::wait<job::Job>([&](auto done) { store_->add_job(job, {}, done); });
  ASSERT_TRUE(added) << added.error().message();
  ASSERT_TRUE(shelf_->remove(Kind::recipe, "", "Museum"));
  const auto removed = shelf_->remove(Kind::profile, "", "Rag");
  ASSERT_FALSE(removed);
  EXPECT_THAT(removed.error().message(), HasSubstr("job 1 is to be printed with this profile"));
}

TEST_F(ShelfTest, ARecipeThatAQueuePrintsWithStays) {
  add(bundle("a profile"));
  job::Printer printer;
  printer.name = "museum";
  printer.model = pro;
  printer.defaults = {{"recipe", "Museum"}};
  ASSERT_TRUE(job::wait<job::Printer>([&](auto done) { store_->add_printer(printer, done); }));
  const auto removed = shelf_->remove(Kind::recipe, "", "Museum");
  ASSERT_FALSE(removed);
  EXPECT_THAT(removed.error().message(), HasSubstr("the printer museum prints with it"));
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
