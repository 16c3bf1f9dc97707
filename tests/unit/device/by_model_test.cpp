#include "base/device_limits.h"
#include "device/by_model.h"

#include <gtest/gtest.h>

namespace platen::device {
namespace {

model::Model model_named(const std::string& id) {
  const auto models = model::load_models(PLATEN_SOURCE_DATA);
  EXPECT_TRUE(models) << models.error().message();
  return **model::find_model(*models, id);
}

TEST(ByModel, PutsSuppliesInTheModelsOrderAndNamesThem) {
  Reading reading;
  reading.supplies = {{"ink-cartridge", "", "PC", "PC", false, Level::of_percent(20)},
                      {"ink-cartridge", "", "PM", "PM", false, Level::of_percent(80)},
                      {"staples", "", "Staples", "", false, Level::of_percent(5)}};
  name_by_model(reading, model_named("canon-pro-1000"));
  const auto& supplies = *reading.supplies;
  ASSERT_EQ(supplies.size(), 14u); // twelve inks, waste, and what the model does not know
  EXPECT_EQ(supplies[0].label, "Photo magenta ink (PFI-1000 PM)");
  EXPECT_EQ(supplies[0].level, Level::of_percent(80));
  EXPECT_EQ(supplies[1].level, Level{}); // red was not told
  EXPECT_EQ(supplies[11].level, Level::of_percent(20));
  EXPECT_TRUE(supplies[12].collects);
  EXPECT_EQ(supplies[13].label, "Staples");
}

TEST(ByModel, FindsTheTonerByItsColorant) {
  Reading reading;
  reading.supplies = {
      {"toner", "black", "Black Toner", "Black Toner", false, Level::of_percent(7)}};
  name_by_model(reading, model_named("canon-ir1024"));
  ASSERT_EQ(reading.supplies->size(), 1u);
  EXPECT_EQ(reading.supplies->at(0).level, Level::of_percent(7));
}

TEST(ByModel, TakesNoDrumForToner) {
  Reading reading;
  reading.supplies = {
      {"opc", "black", "Black Drum", "Black Drum", false, Level::of_percent(90)},
      {"toner-cartridge", "black", "Black Toner", "Black Toner", false, Level::of_percent(7)}};
  name_by_model(reading, model_named("canon-ir1024"));
  ASSERT_EQ(reading.supplies->size(), 2u);
  EXPECT_EQ(reading.supplies->at(0).level, Level::of_percent(7));
  EXPECT_EQ(reading.supplies->at(1).label, "Black Drum");
}

TEST(ByModel, KnowsTraysAndPapersByCodeNameAndMeasure) {
  Reading reading;
  reading.media = {{"inputbin_p2",
                    "custom_canon_203x254mm",
                    "custom-media-type-canon-00000000-0000-0000-0000-000000004028",
                    {0},
                    {0},
                    {}},
                   {"inputbin_p1", "", "", {21'010}, {29'690}, {}}};
  name_by_model(reading, model_named("canon-pro-1000"));
  EXPECT_EQ(reading.media->at(0).source, "manual");
  EXPECT_EQ(reading.media->at(0).size, "na_govt-letter_8x10in");
  EXPECT_EQ(reading.media->at(0).type, "canon-baryta");
  EXPECT_EQ(reading.media->at(1).source, "main");
  EXPECT_EQ(reading.media->at(1).size, "iso_a4_210x297mm");
}

TEST(ByModel, CutsLongLists) {
  Reading reading;
  reading.supplies.emplace(1'000);
  reading.media.emplace(1'000);
  name_by_model(reading, model_named("canon-ir1024"));
  EXPECT_EQ(reading.supplies->size(), limits::status_supplies);
  EXPECT_EQ(reading.media->size(), limits::status_trays);
}

} // namespace
} // namespace platen::device
