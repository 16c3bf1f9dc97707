#include "update/index.h"
#include "update/pack.h"
#include "update/update_limits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace platen::update {
namespace {

using testing::HasSubstr;
using Json = nlohmann::json;

Json good() {
  return Json::parse(
      R"({"format": 1, "repository": "test", "serial": 5, "issued": "2026-11-29T12:00:00Z",
    "expires": "2027-02-28T12:00:00Z", "program": {"version": "1.2.0", "date": "2026-11-20", "changes": ["Faster"]},
    "models": [{"id": "acme-lp200", "version": 3, "file": "models/acme-lp200-3.toml", "bytes": 100,
      "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "title": "ACME LP200",
      "changes": ["A4 borderless"], "needs": "1.1"}]})");
}

std::string why(const Json& json) {
  const auto index = parse_index(json.dump());
  return index ? "it is right" : index.error().message();
}

TEST(Index, IsReadAsItIsWritten) {
  const auto index = parse_index(good().dump());
  ASSERT_TRUE(index.has_value()) << index.error().message();
  EXPECT_EQ(index->models.at(0).needs, "1.1");
  EXPECT_EQ(index->program->changes, std::vector<std::string>{"Faster"});
  EXPECT_EQ(write_index(*parse_index(write_index(*index))), write_index(*index));
}

// Whoever may write an index could otherwise write anywhere.
TEST(Index, NamesFilesBesideItAlone) {
  for (const char* name :
       {"../x.toml", "/etc/passwd", "models/../../x", "models//x", "a\\b", "", "models/", ".hidden",
        "models/.x", "https://x/y", "models/%2e%2e/x", "a?b", "a#b", "a b"}) {
    Json json = good();
    json["models"][0]["file"] = name;
    EXPECT_THAT(why(json), HasSubstr("no name of a file")) << name;
  }
  for (const char* id : {"..", ".", "a/b", "../a", "A", "", "-x", "a\nb"}) {
    Json json = good();
    json["models"][0]["id"] = id;
    EXPECT_NE(why(json), "it is right") << id;
  }
}

TEST(Index, IsRefusedInWordsWhereSomethingIsMissingOrWrong) {
  for (const char* name : {"format", "repository", "serial", "issued", "expires", "models"}) {
    Json json = good();
    json.erase(name);
    EXPECT_THAT(why(json), HasSubstr(name)) << name;
    json[name] = Json::object();
    EXPECT_THAT(why(json), HasSubstr(name)) << name;
  }
  for (const char* name : {"id", "version", "file", "bytes", "sha256"}) {
    Json json = good();
    json["models"][0].erase(name);
    EXPECT_THAT(why(json), HasSubstr(name)) << name;
  }
  Json twice = good();
  twice["models"].push_back(twice["models"][0]);
  EXPECT_THAT(why(twice), HasSubstr("there twice"));
  Json later = good();
  later["format"] = 2;
  EXPECT_THAT(why(later), HasSubstr("a newer platen is needed"));
  Json escape = good();
  escape["models"][0]["title"] = "\x1b[2J";
  EXPECT_THAT(why(escape), HasSubstr("characters that no line of text has"));
  Json negative = good();
  negative["serial"] = -1;
  EXPECT_THAT(why(negative), HasSubstr("serial"));
  negative["serial"] = 1e300;
  EXPECT_THAT(why(negative), HasSubstr("serial"));
}

TEST(Index, IsBounded) {
  EXPECT_THAT(parse_index(std::string(limits::index_bytes + 1, ' ')).error().message(),
              HasSubstr("larger than 1 MB"));
  EXPECT_THAT(parse_index(std::string(1000, '[')).error().message(),
              HasSubstr("nested too deeply"));
  Json many = good();
  many["models"] = Json::array();
  for (int i = 0; i <= 2000; ++i)
    many["models"].push_back(good()["models"][0]);
  EXPECT_THAT(parse_index(many.dump()).error().code, Errc::limit);
  Json large = good();
  large["models"][0]["bytes"] = (1 << 20) + 1;
  EXPECT_THAT(why(large), HasSubstr("bytes"));
  const std::string whole = good().dump();
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_FALSE(parse_index(whole.substr(0, size)).has_value()) << size;
}

TEST(Pack, IsReadAsItIsWrittenAndRefusedWhereItIsCutOff) {
  const Bytes bytes = as_bytes("one\ntwo");
  const Pack files{{"index.json", Buffer(bytes.begin(), bytes.end())},
                   {"models/a.toml", {}},
                   {"x y", Buffer(3)}};
  const Buffer packed = write_pack(files);
  EXPECT_EQ(*read_pack(packed), files);
  for (std::size_t size = 0; size < packed.size(); ++size) {
    const auto cut = read_pack(Bytes(packed).first(size));
    EXPECT_TRUE(!cut || cut->size() < files.size()) << size;
  }
  EXPECT_THAT(read_pack(as_bytes("tar")).error().message(), HasSubstr("no packed models"));
  EXPECT_FALSE(read_pack(as_bytes("platen-models 1\na 99999999999999999999\n")).has_value());
  EXPECT_FALSE(read_pack(as_bytes("platen-models 1\na 1\nxa 1\nx")).has_value());
}

} // namespace
} // namespace platen::update
