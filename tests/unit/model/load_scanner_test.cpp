#include "model/model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::model {
namespace {

using testing::HasSubstr;

constexpr std::string_view printer = R"(schema = 1
id = "acme-1"
title = "Acme One"
color = false
resolutions = [600]
sides = ["one-sided"]
qualities = ["normal"]
[[fact]]
evidence = "captured"
source = "bench"
[language]
name = "acme-raster"
evidence = "verified"
source = "bench"
[media_size]
evidence = "documented"
source = "manual"
margins_hmm = { top = 300, bottom = 500, left = 340, right = 340 }
[[media_size.entry]]
name = "iso_a4_210x297mm"
label = "A4"
[media_type]
evidence = "documented"
source = "manual"
[[media_type.entry]]
name = "stationery"
label = "Plain"
[media_source]
evidence = "documented"
source = "manual"
[[media_source.entry]]
name = "auto"
label = "Automatic"
[defaults]
media = "iso_a4_210x297mm"
media-type = "stationery"
media-source = "auto"
)";

constexpr std::string_view scanner = R"([scanner]
language = "mp730"
area_300 = [2544, 3472]
resolutions = [300, 75]
modes = ["color", "gray"]
evidence = "documented"
source = "a book"
[scanner.feeder]
capacity = 50
two_sided = true
evidence = "inferred"
source = "a guess"
)";

Result<Model> with(std::string_view extra) {
  return parse_model(std::string(printer) + std::string(extra), "/nonexistent/acme.toml");
}

TEST(ModelScanner, IsReadWithItsEvidence) {
  EXPECT_FALSE(with("")->scanner);
  const auto model = with(scanner);
  ASSERT_TRUE(model) << model.error().message();
  ASSERT_TRUE(model->scanner);
  EXPECT_EQ(model->scanner->language, "mp730");
  EXPECT_EQ(model->scanner->width, 2544);
  EXPECT_EQ(model->scanner->height, 3472);
  EXPECT_EQ(model->scanner->resolutions, (std::vector<Dpi>{{75}, {300}}));
  EXPECT_TRUE(model->scanner->gray && model->scanner->color && model->scanner->two_sided);
  EXPECT_FALSE(model->scanner->buttons);
  EXPECT_EQ(model->scanner->feeder_capacity, 50);
  EXPECT_EQ(model->scanner->evidence, "documented: a book; feeder inferred: a guess");
  EXPECT_EQ(model->facts.back().source, "a guess");
}

TEST(ModelScanner, IsRefusedWithItsPlaceWhenItIsWrong) {
  const std::string good(scanner);
  for (const auto& [from, to, words] :
       std::vector<std::tuple<std::string, std::string, std::string>>{
           {"\"mp730\"", "\"mp731\"", "mp730"},
           {"language = \"mp730\"", "", "language"},
           {"[2544, 3472]", "[2544]", "1/300 inch"},
           {"[2544, 3472]", "[0, 1]", "1/300 inch"},
           {"[2544, 3472]", "[15001, 1]", "1/300 inch"},
           {"[300, 75]", "[]", "resolutions"},
           {"[\"color\", \"gray\"]", "[]", "modes"},
           {"\"gray\"", "\"lineart\"", "gray"},
           {"capacity = 50", "capacity = 0", "capacity"},
           {"source = \"a book\"", "", "source"},
           {"source = \"a guess\"", "", "source"},
           {"two_sided", "tow_sided", "tow_sided"}}) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    const auto model = with(text);
    ASSERT_FALSE(model) << to;
    EXPECT_THAT(model.error().message(), HasSubstr(words)) << to;
    EXPECT_THAT(model.error().message(), HasSubstr("acme.toml:")) << to;
  }
}

} // namespace
} // namespace platen::model
