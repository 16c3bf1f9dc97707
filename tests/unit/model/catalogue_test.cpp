#include "model/catalogue.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::model {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

// A folder of model files that ends with the test.
class ModelFolder : public testing::Test {
protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "platen-models-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name) << text;
  }
  const fs::path& folder() const { return folder_; }

private:
  fs::path folder_;
};

constexpr const char* acme_family = R"(
color = false
resolutions = [300]
sides = ["one-sided"]
qualities = ["normal"]

[[fact]]
evidence = "captured"
source = "a test bench"

[language]
name = "acme-raster"
evidence = "captured"
source = "a test bench"

[media_size]
evidence = "captured"
source = "a test bench"
margins_hmm = { top = 100, bottom = 200, left = 300, right = 400 }
[[media_size.entry]]
name = "custom_ticket_50x80mm"
label = "Ticket"

[media_type]
evidence = "captured"
source = "a test bench"
[[media_type.entry]]
name = "stationery"
label = "Plain"

[media_source]
evidence = "captured"
source = "a test bench"
[[media_source.entry]]
name = "main"
label = "Tray"

[defaults]
media = "ticket"
media-type = "stationery"
media-source = "main"
)";

std::string acme_model(const std::string& id, const std::string& mdl) {
  return "schema = 1\nid = \"" + id + "\"\ntitle = \"ACME " + id +
         "\"\nextends = \"family/acme\"\nieee1284_models = [\"" + mdl + "\"]\n";
}

TEST_F(ModelFolder, ANewModelIsOneNewFile) {
  write("family/acme.toml", acme_family);
  write("acme/lp200.toml", acme_model("acme-lp200", "LP200") + "resolutions = [600, 300]\n");
  const auto models = load_models(folder());
  ASSERT_TRUE(models) << models.error().message();
  const auto model = find_model(*models, "acme-lp200");
  ASSERT_TRUE(model);
  const auto ticket = make_ticket(**model, {{"media", "ticket"}});
  ASSERT_TRUE(ticket) << ticket.error().message();
  EXPECT_EQ(ticket->resolution, Dpi{600});
  EXPECT_EQ(ticket->media->width, Hmm{5000});
  EXPECT_EQ(margins_of(**model, *ticket->media, false)->right, Hmm{400});
}

TEST_F(ModelFolder, SortsModelsByIdWhereverTheyLie) {
  write("printers/family/acme.toml", acme_family);
  write("printers/z/a.toml", acme_model("acme-a", "A"));
  write("printers/a/z.toml", acme_model("acme-z", "Z"));
  const auto models = load_models(folder());
  ASSERT_TRUE(models) << models.error().message();
  ASSERT_EQ(models->size(), 2u);
  EXPECT_EQ(models->front().id, "acme-a");
}

TEST_F(ModelFolder, RefusesTwoFilesWithOneId) {
  write("family/acme.toml", acme_family);
  write("a/one.toml", acme_model("acme", "A"));
  write("a/two.toml", acme_model("acme", "B"));
  const auto models = load_models(folder());
  ASSERT_FALSE(models);
  EXPECT_THAT(models.error().message(),
              AllOf(HasSubstr("one.toml"), HasSubstr("two.toml"), HasSubstr("the id \"acme\"")));
}

TEST_F(ModelFolder, RefusesTwoFilesForOneDevice) {
  write("family/acme.toml", acme_family);
  write("a/one.toml", acme_model("acme-1", "LP"));
  write("a/two.toml", acme_model("acme-2", "LP"));
  const auto models = load_models(folder());
  ASSERT_FALSE(models);
  EXPECT_THAT(models.error().message(), HasSubstr("the device model \"LP\""));
}

TEST_F(ModelFolder, RefusesAFolderWithoutModels) {
  EXPECT_THAT(load_models(folder()).error().message(), HasSubstr("no model file"));
  EXPECT_THAT(load_models(folder() / "missing").error().message(), HasSubstr("missing"));
}

TEST_F(ModelFolder, ABaseMayNotExtendOrBeMissing) {
  write("family/acme.toml", "extends = \"family/other\"\n");
  write("a/one.toml", acme_model("acme", "A"));
  EXPECT_THAT(load_models(folder()).error().message(),
              HasSubstr("family/acme.toml:1:11: a file that is extended may not extend"));
  fs::remove(folder() / "family/acme.toml");
  EXPECT_THAT(load_models(folder()).error().message(),
              HasSubstr("a/one.toml:4:11: no file family/acme.toml"));
}

TEST_F(ModelFolder, NamesTheFileThatAWrongValueOfABaseStandsIn) {
  write("family/acme.toml", std::string("toner_save = 3\n") + acme_family);
  write("a/one.toml", acme_model("acme", "A"));
  EXPECT_THAT(load_models(folder()).error().message(),
              HasSubstr("family/acme.toml:1:14: \"toner_save\""));
}

TEST_F(ModelFolder, SaysWhatIsMissingInTheFileItself) {
  write("family/acme.toml", acme_family);
  write("a/one.toml", "schema = 1\nid = \"acme\"\nextends = \"family/acme\"\n");
  EXPECT_THAT(load_models(folder()).error().message(),
              HasSubstr("a/one.toml:1:1: the model has no \"title\""));
}

TEST(DataFolder, IsFoundFromTheBuildTreeAndByTheEnvironment) {
  ASSERT_EQ(unsetenv("PLATEN_DATA"), 0);
  EXPECT_TRUE(fs::is_directory(data_folder() / "printers")) << data_folder();
  ASSERT_EQ(setenv("PLATEN_DATA", "/elsewhere", 1), 0);
  EXPECT_EQ(data_folder(), "/elsewhere");
  ASSERT_EQ(unsetenv("PLATEN_DATA"), 0);
}

TEST(FindModel, NamesTheKnownOnesAndTheNearest) {
  const auto models = load_models(PLATEN_SOURCE_DATA);
  ASSERT_TRUE(models);
  const auto model = find_model(*models, "canon-pro-100");
  ASSERT_FALSE(model);
  EXPECT_EQ(
      model.error().message(),
      "unknown model canon-pro-100: there is canon-ir1020, canon-ir1024 or canon-pro-1000; did "
      "you mean canon-pro-1000 or canon-ir1020?");
}

// Whoever looks at the former models goes on doing so.
TEST(Catalogue, WhatItGaveStaysWhenOthersTakeItsPlace) {
  Catalogue all;
  EXPECT_TRUE(all.now().empty());
  std::vector<Model> first(1), second(2);
  first[0].id = "one";
  second[1].id = "two";
  all.replace(first);
  const Catalogue copy = all;
  const auto before = copy.now();
  all.replace(second);
  ASSERT_EQ(before.size(), 1U);
  EXPECT_EQ(before[0].id, "one");
  ASSERT_EQ(copy.now().size(), 2U);
  EXPECT_EQ(copy.now()[1].id, "two");
}

} // namespace
} // namespace platen::model
