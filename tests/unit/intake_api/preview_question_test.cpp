#include "intake/api/preview_routes.h"

#include <gtest/gtest.h>

namespace platen::intake::api {
namespace {

TEST(PreviewQuestion, IsReadWholeAndItsOptionsAsPeopleWriteThem) {
  const auto question = read_preview_question(
      R"({"printer": "a", "title": "t", "documents": ["1", "2"], "instead-of": "x",
          "options": {"copies": 2, "media": "a4", "borderless": true, "page-ranges": [1, "3-4"],
                      "overrides": [{"pages": "2"}], "sides": null}})");
  ASSERT_TRUE(question) << question.error().message();
  EXPECT_EQ(question->printer, "a");
  EXPECT_EQ(question->title, "t");
  EXPECT_EQ(question->documents, (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(question->instead_of, "x");
  EXPECT_EQ(question->options, (model::Options{{"copies", "2"},
                                               {"media", "a4"},
                                               {"borderless", "on"},
                                               {"page-ranges", "1,3-4"},
                                               {"overrides", R"([{"pages":"2"}])"}}));
}

TEST(PreviewQuestion, SaysWhatIsWrong) {
  for (const char* const body :
       {"", "[]", "{}", R"({"documents": []})", R"({"documents": [1]})",
        R"({"documents": ["a"], "printer": 1})", R"({"documents": ["a"], "options": []})",
        R"({"documents": "a"})"}) {
    const auto question = read_preview_question(body);
    ASSERT_FALSE(question) << body;
    EXPECT_EQ(question.error().code, Errc::malformed) << body;
  }
  const std::string deep =
      R"({"documents": ["a"], "options": {"overrides": )" + std::string(100'000, '[') +
      std::string(100'000, ']') + "}}";
  EXPECT_FALSE(read_preview_question(deep));
}

TEST(PreviewQuestion, TakesNoMoreDocumentsThanAJob) {
  std::string body = R"({"documents": [)";
  for (int i = 0; i < 1'001; ++i)
    body += (i > 0 ? ",\"a\"" : "\"a\"");
  EXPECT_FALSE(read_preview_question(body + "]}"));
}

PreviewLook look_of(const std::string& query) {
  Call call;
  call.query = query;
  const auto look = read_preview_look(call);
  EXPECT_TRUE(look) << query;
  return look.value_or(PreviewLook{});
}

TEST(PreviewLook, IsWhatTheQuerySays) {
  EXPECT_EQ(look_of("").size, 1'000);
  EXPECT_EQ(look_of("size=64").size, 64);
  EXPECT_TRUE(look_of("gamut=yes").gamut);
  EXPECT_FALSE(look_of("paper-white=no&lines=no").paper_white);
  EXPECT_FALSE(look_of("paper-white=no&lines=no").lines);
  EXPECT_TRUE(look_of("format=png").png);
  EXPECT_EQ(look_of("part=1,2,3x4").part, "1,2,3x4");
  EXPECT_EQ(look_of("part=1%2C2%2C3x4").part, "1,2,3x4"); // as browsers send it
}

TEST(PreviewLook, IsBounded) {
  for (const char* const query : {"size=15", "size=8001", "size=-1", "size=1e3", "size=99999999999",
                                  "gamut=1", "lines=on", "format=gif"}) {
    Call call;
    call.query = query;
    const auto look = read_preview_look(call);
    ASSERT_FALSE(look) << query;
    EXPECT_EQ(look.error().code, Errc::invalid) << query;
  }
}

} // namespace
} // namespace platen::intake::api
