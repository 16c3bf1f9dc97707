#include "model/model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::model {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::string_view good = R"(schema = 1
id = "acme-1"
title = "ACME One"
color = false
resolutions = [600, 300]
sides = ["one-sided", "two-sided-long-edge"]
qualities = ["draft", "normal"]

[[fact]]
evidence = "captured"
source = "bench"

[language]
name = "acme-raster"
evidence = "verified"
source = "bench"
options = { compression = "packbits" }

[media_size]
evidence = "documented"
source = "manual"
margins_hmm = { top = 300, bottom = 500, left = 340, right = 340 }
borderless_hmm = { top = -200, bottom = -500, left = -280, right = -280 }
[[media_size.entry]]
name = "iso_a4_210x297mm"
label = "A4"
code = "2"
[[media_size.entry]]
name = "na_index-4x6_4x6in"
label = "4 x 6 in"
short_names = ["4x6"]
borderless = true
evidence = "inferred"

[media_type]
evidence = "documented"
source = "manual"
[[media_type.entry]]
name = "stationery"
label = "Plain"
qualities = { draft = "4", normal = "3" }
quality_dpi = { draft = 300 }
resolutions = [600, 300]
[[media_type.entry]]
name = "photographic"
label = "Photo"

[media_source]
evidence = "documented"
source = "manual"
[[media_source.entry]]
name = "main"
label = "Tray"
[[media_source.entry]]
name = "tray-2"
label = "Lower tray"
optional_part = true

[constraint]
evidence = "documented"
source = "manual"
[[constraint.entry]]
name = "duplex-photo"
when = { sides = ["two-sided-long-edge"], media-type = ["photographic"] }

[defaults]
media = "a4"
media-type = "stationery"
media-source = "main"
)";

std::string replaced(std::string_view from, std::string_view to) {
  std::string text(good);
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string error_of(std::string_view text) {
  const auto model = parse_model(text, "m.toml");
  EXPECT_FALSE(model);
  return model ? std::string{} : model.error().message();
}

TEST(ParseModel, ReadsEverythingThatTheFileSays) {
  const auto model = parse_model(good, "m.toml");
  ASSERT_TRUE(model) << model.error().message();
  EXPECT_EQ(model->id, "acme-1");
  EXPECT_EQ(model->language, "acme-raster");
  EXPECT_EQ(model->language_options.at("compression"), "packbits");
  EXPECT_THAT(model->resolutions, ElementsAre(Dpi{600}, Dpi{300}));
  ASSERT_EQ(model->media.size(), 2u);
  EXPECT_EQ(model->media[0].code, "2");
  EXPECT_EQ(model->media[0].margins.bottom, Hmm{500});
  EXPECT_FALSE(model->media[0].borderless);
  EXPECT_THAT(model->media[0].short_names, ElementsAre("a4"));
  EXPECT_EQ(model->media[0].fact.evidence, Evidence::documented);
  EXPECT_EQ(model->media[1].borderless->left, Hmm{-280});
  EXPECT_EQ(model->media[1].fact.evidence, Evidence::inferred);
  EXPECT_EQ(model->media[1].fact.source, "manual"); // the group's
  EXPECT_TRUE(model->find_source("tray-2")->optional_part);
  EXPECT_EQ(model->defaults.at("media"), "iso_a4_210x297mm");
  EXPECT_EQ(model->facts.size(), 2u);
  EXPECT_EQ(make_ticket(*model, {{"print-quality", "draft"}})->resolution, Dpi{300});
}

TEST(ParseModel, InterpolatesTheToneCurve) {
  const auto model = parse_model(
      replaced("color = false", "tone_curve = [0, 0, 50, 30, 100, 100]\ncolor = false"), "m");
  ASSERT_TRUE(model) << model.error().message();
  const auto& curve = model->tone_curve;
  ASSERT_EQ(curve.size(), 256u);
  EXPECT_EQ(curve.front(), 0);
  EXPECT_EQ(curve.back(), 65535);
  EXPECT_NEAR(curve[127], 0.6 * 127 / 255 * 65535, 1);
  EXPECT_NEAR(curve[204], (0.3 + 0.7 * 0.6) * 65535, 1);
}

struct Fault {
  const char* from;
  const char* to;
  const char* error;
};

TEST(ParseModel, RefusesWhatIsWrongWithItsPlace) {
  const Fault faults[] = {
      // syntax, schema, keys, types
      {"schema = 1", "schema = ", "m.toml:1:"},
      {"schema = 1", "schema = 2", "m.toml:1:10: this program reads schema 1"},
      {"schema = 1\n", "", "m.toml:1:1: the model has no \"schema\""},
      {"color = false", "colour = false", "m.toml:1:1: the model has no \"color\""},
      {"color = false", "color = false\ntoner_saev = true",
       "m.toml:5:1: unknown key \"toner_saev\" in the model; did you mean toner_save?"},
      {"color = false", "color = \"no\"",
       "m.toml:4:9: \"color\" in the model is a text, not true or false"},
      {"label = \"A4\"", "lable = \"A4\"", "m.toml:24:1: [[media_size.entry]] has no \"label\""},
      {"code = \"2\"", "cdoe = \"2\"",
       "m.toml:27:1: unknown key \"cdoe\" in [[media_size.entry]]; did you mean code?"},
      {"code = \"2\"", "code = 2",
       "m.toml:27:8: \"code\" in [[media_size.entry]] is a whole number, not a text"},
      {"title = \"ACME One\"\n", "", "the model has no \"title\""},
      {"id = \"acme-1\"", "id = \"ACME 1\"", "m.toml:2:6: \"ACME 1\" is no keyword"},
      // abilities
      {"[600, 300]", "[600, 6]", "m.toml:5:15: \"resolutions\" is no resolution"},
      {"[600, 300]", "[600, 600]", "m.toml:5:15: \"resolutions\" names a value twice"},
      {"[600, 300]", "[]", "m.toml:5:15: \"resolutions\" is empty"},
      {"[\"one-sided\", ", "[\"one-side\", ",
       "m.toml:6:9: \"one-side\" is no value of \"sides\"; it is one-sided"},
      {"color = false", "tone_curve = [0, 0, 50, 60, 40, 70, 100, 100]\ncolor = false",
       "m.toml:4:14: \"tone_curve\" must ascend"},
      // evidence
      {"evidence = \"captured\"\nsource = \"bench\"\n", "evidence = \"captured\"\n",
       "m.toml:9:1: [[fact]] must say its \"evidence\" and its \"source\""},
      {"evidence = \"verified\"", "evidence = \"guessed\"",
       "m.toml:15:12: \"guessed\" is no value of \"evidence\""},
      {"[[fact]]\nevidence = \"captured\"\nsource = \"bench\"\n", "", "the model has no [[fact]]"},
      // sizes
      {"iso_a4_210x297mm", "iso_a4_210*297mm",
       "m.toml:25:8: \"iso_a4_210*297mm\" is no PWG media name"},
      {"iso_a4_210x297mm", "iso_a4_297x210mm", "m.toml:25:8: sizes are given as they are fed"},
      {"na_index-4x6_4x6in", "iso_a4_210x297mm",
       "m.toml:29:8: \"iso_a4_210x297mm\" is there twice"},
      {"[\"4x6\"]", "[\"a4\"]", "m.toml:31:15: \"a4\" is there twice"},
      {"[\"4x6\"]", "[\"A6\"]", "m.toml:31:15: short names are in lower case"},
      {"code = \"2\"", "margins_hmm = { top = 20000, bottom = 9700, left = 0, right = 0 }",
       "m.toml:27:15: the margins leave nothing of 210 x 297 mm"},
      {"code = \"2\"", "margins_hmm = { top = -1, bottom = 0, left = 0, right = 0 }",
       "m.toml:27:15: \"margins_hmm\" may not be negative"},
      {"code = \"2\"", "margins_hmm = { top = 1, bottom = 0, left = 0 }",
       "m.toml:27:15: [margins_hmm] has no \"right\""},
      {"code = \"2\"", "margins_hmm = { top = 99999999999, bottom = 0, left = 0, right = 0 }",
       "m.toml:27:23: \"top\" is no length"},
      {"code = \"2\"", "borderless_hmm = { top = 1, bottom = 0, left = 0, right = 0 }",
       "m.toml:27:18: \"borderless_hmm\" reaches to the edge"},
      {"code = \"2\"", "size_hmm = [21000, 30000]",
       "m.toml:27:12: \"size_hmm\" differs from iso_a4_210x297mm"},
      {"borderless_hmm = { top = -200, bottom = -500, left = -280, right = -280 }\n", "",
       "m.toml:31:14: na_index-4x6_4x6in: \"borderless\" and \"borderless_hmm\" do not agree"},
      // media
      {"name = \"photographic\"", "name = \"stationery\"",
       "m.toml:45:8: \"stationery\" is there twice"},
      {"draft = \"4\"", "high = \"4\"", "m.toml:41:15: unknown key \"high\" in [qualities]"},
      {"quality_dpi = { draft = 300 }", "quality_dpi = { draft = 1200 }",
       "m.toml:42:25: 1200dpi is not among the resolutions"},
      {"resolutions = [600, 300]\n[[", "resolutions = [600, 1200]\n[[",
       "m.toml:43:15: 1200dpi is not among the resolutions"},
      {"name = \"tray-2\"", "name = \"main\"", "m.toml:55:8: \"main\" is there twice"},
      // rules
      {"sides = [\"two-sided-long-edge\"]", "side = [\"two-sided-long-edge\"]",
       "m.toml:64:17: \"side\" is no option of this model that has values; did you mean sides?"},
      {"sides = [\"two-sided-long-edge\"]", "sides = [\"two-sided-short-edge\"]",
       "m.toml:64:18: \"two-sided-short-edge\" is no value of sides in this model"},
      {"media-type = [\"photographic\"]", "\"media-type!\" = []",
       "the condition on \"media-type\" names no value"},
      {"when = { sides = [\"two-sided-long-edge\"], media-type = [\"photographic\"] }", "when = {}",
       "m.toml:64:8: \"when\" names no option"},
      {"media = \"a4\"", "media = \"a3\"",
       "m.toml:67:9: media=a3: acme-1 has iso_a4_210x297mm or na_index-4x6_4x6in"},
      {"media = \"a4\"", "media = \"a4\"\nhalftone = \"blue-noise\"",
       "m.toml:68:12: \"halftone\" is no option of this model"},
      {"media = \"a4\"\n", "", "m.toml:66:1: [defaults] has no \"media\""},
      {"media-type = \"stationery\"\nmedia-source",
       "media-type = \"photographic\"\nsides = \"two-sided-long-edge\"\nmedia-source",
       "m.toml:66:1: the defaults do not go together: two-sided printing does not go with Photo "
       "(photographic)"},
      // inheritance
      {"schema = 1", "schema = 1\nextends = \"../../etc/passwd\"",
       "m.toml:2:11: \"extends\" is a name such as family/acme-mono"},
      {"schema = 1", "schema = 1\nextends = 7", "m.toml:2:11: \"extends\" is not a text"},
      {"schema = 1", "schema = 1\nextends = \"family/none\"",
       "m.toml:2:11: no file family/none.toml"},
  };
  for (const Fault& fault : faults)
    EXPECT_THAT(error_of(replaced(fault.from, fault.to)), HasSubstr(fault.error))
        << fault.from << " -> " << fault.to;
}

constexpr std::string_view two_languages =
    "options = { compression = \"packbits\" }\n\n[[language.other]]\nname = \"acme-lines\"\n"
    "evidence = \"inferred\"\nsource = \"a relative\"\noptions = { width = \"8\" }\n";

TEST(ParseModel, ReadsTheOtherLanguagesOfAModel) {
  std::string text = replaced("options = { compression = \"packbits\" }\n", two_languages);
  const std::size_t code = text.find("code = \"2\"");
  text.insert(code, "codes = { acme-lines = \"A4L\" }\n");
  const auto model = parse_model(text, "m.toml");
  ASSERT_TRUE(model) << model.error().message();
  EXPECT_THAT(model->languages(), ElementsAre("acme-raster", "acme-lines"));
  EXPECT_EQ(model->other_languages[0].fact.evidence, Evidence::inferred);

  const Model lines = in_language(*model, "acme-lines");
  EXPECT_EQ(lines.language, "acme-lines");
  EXPECT_EQ(lines.language_options.at("width"), "8");
  EXPECT_EQ(lines.language_options.count("compression"), 0u);
  EXPECT_EQ(lines.media[0].code, "A4L");
  EXPECT_EQ(lines.media[1].code, ""); // it has no name for that one
  EXPECT_EQ(in_language(*model, "acme-raster").media[0].code, "2");

  EXPECT_EQ(make_ticket(*model, {})->language, "acme-raster");
  EXPECT_EQ(make_ticket(*model, {{"printer-language", "acme-lines"}})->language, "acme-lines");
  const auto unknown = make_ticket(*model, {{"printer-language", "acme-dots"}});
  ASSERT_FALSE(unknown);
  EXPECT_THAT(unknown.error().what, HasSubstr("acme-1 takes acme-raster or acme-lines"));
}

TEST(ParseModel, RefusesLanguagesThatDoNotFit) {
  const auto with = [](const std::string& from, const std::string& to) {
    std::string text = replaced("options = { compression = \"packbits\" }\n", two_languages);
    return error_of(text.replace(text.find(from), from.size(), to));
  };
  EXPECT_THAT(with("acme-lines", "acme-raster"), HasSubstr("\"acme-raster\" is there twice"));
  EXPECT_THAT(with("source = \"a relative\"\n", ""), HasSubstr("\"source\""));
  EXPECT_THAT(with("code = \"2\"", "codes = { pcl = \"2\" }"),
              HasSubstr("\"codes\" names \"pcl\""));
  EXPECT_THAT(error_of(replaced("code = \"2\"", "codes = { pcl = \"2\" }")),
              HasSubstr("no [[language.other]]"));
}

TEST(ParseModel, RefusesACustomRangeThatIsNone) {
  const std::string range =
      "\n[custom_size]\nevidence = \"inferred\"\nsource = \"bench\"\nmargins_hmm = { top = 0, "
      "bottom = 0, left = 0, right = 0 }\n";
  const std::string text(good);
  EXPECT_THAT(error_of(text + range + "min_hmm = [9000, 9000]\nmax_hmm = [8000, 9000]\n"),
              HasSubstr("\"max_hmm\" is less"));
  EXPECT_THAT(error_of(text + range + "min_hmm = [9000]\nmax_hmm = [9000, 9000]\n"),
              HasSubstr("[width, height]"));
  EXPECT_TRUE(
      parse_model(text + range + "min_hmm = [9000, 9000]\nmax_hmm = [9000, 19000]\n", "m.toml"));
}

TEST(ParseModel, RefusesEveryShorteningOfAGoodFileWithoutTrouble) {
  // The last line that matters is that of media-source.
  for (std::size_t size = 0; size + 2 < good.size(); ++size) {
    const auto model = parse_model(good.substr(0, size), "m.toml");
    ASSERT_FALSE(model) << size;
    EXPECT_EQ(model.error().code, Errc::malformed);
    EXPECT_THAT(model.error().message(), HasSubstr("m.toml:"));
  }
}

TEST(ParseModel, NamesTheLineOfWhatTomlPlusPlusCannotStand) {
  EXPECT_EQ(
      error_of("schema = 1\n\n[=]\nid = 2\n"),
      "m.toml:3:1: this line is no TOML: mend this line (KEY = VALUE, [NAME] or # COMMENT), or "
      "bring the file back from a copy");
  EXPECT_THAT(error_of("schema = 1\n\xc3\xa9 = 2\n"), HasSubstr("m.toml:2:"));
  EXPECT_THAT(error_of("schema = \xff"), HasSubstr("m.toml:1:"));
}

TEST(LoadModel, NamesAFileThatIsNotThere) {
  const auto model = load_model("/nowhere/m.toml");
  ASSERT_FALSE(model);
  EXPECT_THAT(model.error().message(), HasSubstr("/nowhere/m.toml"));
}

} // namespace
} // namespace platen::model
