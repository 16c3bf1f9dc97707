#include "base/limits.h"
#include "job/content_hash.h"
#include "library/bundle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::library {
namespace {

using testing::HasSubstr;

const Buffer profile_bytes(500, std::byte{7});
std::string digest() {
  return job::hex(job::digest_of(profile_bytes));
}

Library sample() {
  Library all;
  model::Paper rag;
  rag.name = "rag-308";
  rag.label = "Photo Rag \"308\"";
  rag.media_type = "canon-fine-art-heavyweight";
  rag.sizes = {"iso_a2_420x594mm", "iso_a3_297x420mm"};
  rag.sources = {"manual"};
  rag.margins = model::Margins{Hmm{3500}, Hmm{3500}, Hmm{500}, Hmm{510}};
  rag.borderless = false;
  rag.price = "7.90 EUR";
  rag.notes = "back is \xC3\xA4hnlich";
  all.papers.push_back({"canon-pro-1000", rag});
  LibraryProfile profile;
  profile.model = "canon-pro-1000";
  profile.profile.id = {"Rag 308", digest()};
  profile.profile.media_type = "rag-308";
  profile.profile.quality = model::PrintQuality::high;
  profile.profile.intent = model::RenderingIntent::relative_bpc;
  profile.origin = "rag.icc";
  profile.bytes = profile_bytes.size();
  profile.facts = {"Rag", "4.3",     "prtr",           "RGB",     "Lab",
                   true,  512'345.5, {97.5, 0.25, -2}, {16, 0, 1}};
  all.profiles.push_back(profile);
  all.recipes.push_back(
      {"canon-pro-1000", {"A2 Rag, museum", {{"paper", "rag-308"}, {"print-quality", "high"}}}});
  return all;
}

std::string written() {
  const auto text = write_bundle(sample(), [](const std::string& sha256) -> Result<Buffer> {
    EXPECT_EQ(sha256, digest());
    return profile_bytes;
  });
  EXPECT_TRUE(text);
  return text.value_or("");
}

std::string refusal(std::string_view text) {
  const auto read = read_bundle(text);
  return read ? "it was taken" : read.error().message();
}

std::string with(std::string text, std::string_view was, std::string_view is) {
  const std::size_t at = text.find(was);
  EXPECT_NE(at, std::string::npos) << was;
  return text.replace(at, was.size(), is);
}

TEST(Bundle, HoldsAllThatItWasGiven) {
  const auto read = read_bundle(written());
  ASSERT_TRUE(read) << read.error().message();
  ASSERT_EQ(read->profiles.size(), 1U);
  EXPECT_EQ(read->profiles.begin()->second, profile_bytes);
  Library expected = sample();
  expected.profiles[0].facts = {}; // they are found out anew
  EXPECT_EQ(write_index(read->library), write_index(expected));
}

TEST(Bundle, AnIndexKnowsWhatProfilesAreWithoutThem) {
  const std::string text = write_index(sample());
  const auto read = read_index(text);
  ASSERT_TRUE(read) << read.error().message();
  EXPECT_EQ(write_index(*read), text);
  EXPECT_EQ(read->profiles[0].facts, sample().profiles[0].facts);
  EXPECT_THAT(refusal(text), HasSubstr("\"data\" is missing"));
}

TEST(Bundle, RefusesWhatIsNoneAndSaysWhere) {
  const std::string good = written();
  EXPECT_THAT(refusal(""), HasSubstr("no file of papers"));
  EXPECT_THAT(refusal("\x89PNG"), HasSubstr("no file of papers"));
  EXPECT_THAT(refusal("[]"), HasSubstr("no file of papers"));
  EXPECT_THAT(refusal("{}"), HasSubstr("\"platen-library\" is missing"));
  EXPECT_THAT(refusal(good.substr(0, good.size() / 2)), HasSubstr("no file of papers"));
  EXPECT_THAT(refusal(with(good, "\"platen-library\": 1", "\"platen-library\": 2")),
              HasSubstr("another version"));
  EXPECT_THAT(refusal(with(good, "\"price\"", "\"cost\"")),
              HasSubstr("papers 1: \"cost\" is not known"));
  EXPECT_THAT(refusal(with(good, "\"name\": \"A2 Rag, museum\"", "\"name\": 7")),
              HasSubstr("recipes 1: \"name\" is not a text"));
  EXPECT_THAT(refusal(with(good, "\"quality\": \"high\"", "\"quality\": \"best\"")),
              HasSubstr("quality is draft, normal or high"));
  EXPECT_THAT(refusal(with(good, "\"top\": 3500", "\"top\": 1e99")), HasSubstr("no length"));
}

TEST(Bundle, RefusesAProfileThatIsDamaged) {
  const std::string good = written();
  EXPECT_THAT(refusal(with(good, "BwcHBwcH", "BwcHBwcI")), HasSubstr("its bytes do not have"));
  EXPECT_THAT(refusal(with(good, "BwcHBwcH", "BwcH?wcI")), HasSubstr("is not base64"));
}

TEST(Bundle, RefusesWhatIsTooMuch) {
  std::string deep(100'000, '[');
  EXPECT_THAT(refusal("{\"platen-library\":1,\"papers\":" + deep), HasSubstr("no file of papers"));
  std::string many = "{\"platen-library\":1,\"recipes\":[";
  for (std::size_t i = 0; i <= limits::library_entries; ++i)
    many += std::string(i == 0 ? "" : ",") + "{}";
  EXPECT_THAT(refusal(many + "]}"), HasSubstr("more than 500"));
  // Each member is compared with all before it: a million would keep the server for hours.
  std::string members = "{\"platen-library\":1";
  for (int i = 0; i < 1'000'000; ++i)
    members += ",\"" + std::to_string(i) + "\":0";
  EXPECT_THAT(refusal(members + "}"), HasSubstr("no file of papers"));
}

} // namespace
} // namespace platen::library
