#include "model/model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::model {
namespace {

using testing::HasSubstr;

constexpr std::string_view base = R"(schema = 1
id = "acme-1"
title = "Acme-Works One"
color = false
resolutions = [600]
sides = ["one-sided", "two-sided-long-edge"]
qualities = ["normal"]
screens = ["clustered-dot", "blue-noise"]
EXTRA
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

Result<Model> with(std::string_view extra, std::string_view after = {}) {
  std::string text(base);
  text.replace(text.find("EXTRA"), 5, extra);
  return parse_model(text + std::string(after), "/nonexistent/acme.toml");
}

TEST(ModelExtras, HaveAMakerAndVendorEvenWhereTheFileNamesNone) {
  const auto model = with("");
  ASSERT_TRUE(model) << model.error().message();
  EXPECT_EQ(model->maker, "Acme-Works");
  EXPECT_EQ(model->vendor, "acmeworks");
  EXPECT_EQ(model->pages_per_minute, 0);
  EXPECT_TRUE(model->presets.empty());
}

TEST(ModelExtras, AreReadAsTheyAreWritten) {
  const auto model = with("maker = \"Acme\"\nvendor = \"acme\"\npages_per_minute = 24", R"(
[supply]
evidence = "documented"
source = "manual"
[[supply.entry]]
type = "toner"
colorant = "black"
label = "Black toner"
[[preset]]
name = "Both sides"
options = { sides = "two-sided-long-edge", halftone = "blue-noise" }
)");
  ASSERT_TRUE(model) << model.error().message();
  EXPECT_EQ(model->pages_per_minute, 24);
  ASSERT_EQ(model->supplies.size(), 1u);
  EXPECT_EQ(model->supplies[0].colorant, "black");
  ASSERT_EQ(model->presets.size(), 1u);
  EXPECT_EQ(model->presets[0].name, "Both sides");
  EXPECT_EQ(model->presets[0].options.size(), 2u);
}

TEST(ModelExtras, TellTheChannelsOfTheStatusAndTheMaintenance) {
  const auto model = with("", R"(
[status]
channels = ["snmp", "pjl"]
evidence = "documented"
source = "manual"
[maintenance]
functions = ["nozzle-check", "cleaning"]
evidence = "inferred"
source = "a sibling"
[supply]
evidence = "documented"
source = "manual"
[[supply.entry]]
type = "ink-cartridge"
colorant = "photo gray"
label = "Photo gray"
code = "PGY"
)");
  ASSERT_TRUE(model) << model.error().message();
  EXPECT_EQ(model->status_channels, (std::vector<std::string>{"snmp", "pjl"}));
  EXPECT_EQ(model->maintenance, (std::vector<std::string>{"nozzle-check", "cleaning"}));
  EXPECT_EQ(model->supplies.at(0).code, "PGY");
}

TEST(ModelExtras, RefuseUnknownChannelsAndFunctions) {
  const std::string fact = "evidence = \"documented\"\nsource = \"manual\"\n";
  const auto status = with("", "[status]\nchannels = [\"snmp\", \"smoke\"]\n" + fact);
  ASSERT_FALSE(status);
  EXPECT_NE(status.error().what.find("smoke"), std::string::npos);
  EXPECT_FALSE(with("", "[maintenance]\nfunctions = [\"repair\"]\n" + fact));
  EXPECT_FALSE(with("", "[status]\nchannels = [\"snmp\"]\n")); // who says so?
}

TEST(ModelExtras, NameTheVendorInAttributesThatIppDoesNotRegister) {
  const auto model = with("vendor = \"acme\"");
  ASSERT_TRUE(model) << model.error().message();
  EXPECT_EQ(attribute_name(*model, "halftone"), "acme-halftone");
  EXPECT_EQ(attribute_name(*model, "sides"), "sides");
  EXPECT_EQ(option_name(*model, "acme-halftone"), "halftone");
  EXPECT_EQ(option_name(*model, "sides"), "sides");
  EXPECT_EQ(option_name(*model, "halftone"), "");
  EXPECT_EQ(option_name(*model, "acme-sides"), "");
  EXPECT_EQ(option_name(*model, "acme-clear-coat"), ""); // this model has none
}

struct Wrong {
  std::string extra, after, told;
};

TEST(ModelExtras, AreRefusedWithTheirPlaceWhenTheyAreWrong) {
  const std::vector<Wrong> cases{
      {"vendor = \"Ac me\"", "", "is no keyword"},
      {"pages_per_minute = -1", "", "0 to 1000"},
      {"", "[[preset]]\nname = \"x\"\noptions = { sides = \"three\" }\n", "cannot be printed"},
      {"", "[[preset]]\nname = \"\"\noptions = { copies = \"1\" }\n", "1 to 127"},
      {"", "[[preset]]\nname = \"x\"\noptions = {}\n", "is empty"},
      {"",
       "[[preset]]\nname = \"x\"\noptions = { copies = \"1\" }\n[[preset]]\nname = \"x\"\n"
       "options = { copies = \"2\" }\n",
       "twice"},
      {"",
       "[supply]\nevidence = \"inferred\"\nsource = \"s\"\n[[supply.entry]]\ntype = \"a;b\"\n"
       "label = \"L\"\n",
       "may not hold"},
  };
  for (const Wrong& wrong : cases) {
    const auto model = with(wrong.extra, wrong.after);
    ASSERT_FALSE(model) << wrong.told;
    EXPECT_THAT(model.error().what, HasSubstr(wrong.told));
    EXPECT_THAT(model.error().what, HasSubstr("acme.toml:"));
  }
}

constexpr std::string_view names = R"([screen_name]
evidence = "inferred"
source = "a brochure"
[[screen_name.entry]]
name = "smooth"
screen = "clustered-dot"
)";

TEST(ModelExtras, HaveScreensUnderTheMakersNames) {
  const auto model = with("", names);
  ASSERT_TRUE(model) << model.error().message();
  const auto ticket = make_ticket(*model, {{"halftone", "blue-noise"}, {"halftone", "smooth"}});
  ASSERT_TRUE(ticket) << ticket.error().message();
  EXPECT_EQ(ticket->screen, Screen::clustered_dot);
  EXPECT_EQ(model->facts.back().source, "a brochure");
  const auto wrong = make_ticket(*model, {{"halftone", "smoth"}});
  ASSERT_FALSE(wrong);
  EXPECT_THAT(wrong.error().message(), HasSubstr("clustered-dot, blue-noise or smooth"));
}

TEST(ModelExtras, RefuseScreensThatTheModelLacksAndNamesThatAreTaken) {
  const auto refused = [](std::string_view from, std::string_view to) {
    std::string text(names);
    text.replace(text.find(from), from.size(), to);
    const auto model = with("", text);
    return model ? std::string("taken") : model.error().message();
  };
  EXPECT_THAT(refused("\"clustered-dot\"", "\"error-diffusion\""),
              HasSubstr("\"error-diffusion\" is none of the model's"));
  EXPECT_THAT(refused("\"clustered-dot\"", "\"dots\""), HasSubstr("\"dots\" is none"));
  EXPECT_THAT(refused("smooth", "blue-noise"), HasSubstr("\"blue-noise\" is there twice"));
  EXPECT_THAT(refused("smooth", "Smooth"), HasSubstr("is no keyword"));
}

TEST(ModelExtras, SaveTonerByThemselvesWhereTheyScreenAndAskWhereTheDeviceCan) {
  const auto values = [](const Model& model) {
    for (const OptionInfo& option : option_list(model))
      if (option.name == "toner-save") return option.values;
    return std::vector<std::string>{};
  };
  EXPECT_THAT(values(*with("")), testing::ElementsAre("off", "on"));
  EXPECT_THAT(values(*with("toner_save = true")), testing::ElementsAre("off", "on", "printer"));
}

} // namespace
} // namespace platen::model
