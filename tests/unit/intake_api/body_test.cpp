#include "intake/api/body.h"

#include <gtest/gtest.h>

namespace platen::intake::api {
namespace {

Result<Body> body_of(std::string text) {
  Call call;
  call.body = std::move(text);
  return Body::of(call);
}

TEST(Body, NothingIsAnEmptyObject) {
  auto body = body_of("");
  ASSERT_TRUE(body);
  EXPECT_EQ(body->text("title").value(), std::nullopt);
  EXPECT_TRUE(body->end());
}

TEST(Body, WhatIsNoObjectIsRefused) {
  for (const char* const text : {"[]", "1", "{", "null", "\"x\"", "{}x", "\xff"})
    EXPECT_EQ(body_of(text).error().code, Errc::malformed) << text;
}

TEST(Body, DeepNestingIsRefusedBeforeItIsParsed) {
  EXPECT_FALSE(is_too_deep(R"({"a": {"b": [1, 2]}})"));
  EXPECT_FALSE(is_too_deep(R"({"a": "[[[[[[[[[[[[[[[[[[[[\"[[[[["})"));
  EXPECT_TRUE(is_too_deep(std::string(100'000, '[')));
  EXPECT_EQ(body_of(R"({"a": )" + std::string(100'000, '[')).error().code, Errc::malformed);
}

TEST(Body, OptionsAreTextsAndWhatNeedsNoQuotes) {
  auto body = body_of(R"({"options": {"sides": "one-sided", "copies": 2, "collate": true}})");
  ASSERT_TRUE(body);
  const auto options = body->options("options").value();
  EXPECT_EQ(options,
            (model::Options{{"sides", "one-sided"}, {"copies", "2"}, {"collate", "true"}}));
}

TEST(Body, OptionsOfAnotherFormAreRefusedByTheirName) {
  for (const char* const text :
       {R"({"options": {"sides": []}})", R"({"options": {"sides": null}})",
        R"({"options": {"sides": 1.5}})", R"({"options": {"sides": {"a": 1}}})"}) {
    auto body = body_of(text);
    ASSERT_TRUE(body) << text;
    const auto options = body->options("options");
    ASSERT_FALSE(options) << text;
    EXPECT_NE(options.error().what.find("sides"), std::string::npos);
  }
  EXPECT_FALSE(body_of(R"({"options": {"": "x"}})")->options("options"));
  EXPECT_FALSE(body_of(R"({"options": {"a": "x\u0000y"}})")->options("options"));
  EXPECT_FALSE(body_of(R"({"options": "sides=one-sided"})")->options("options"));
}

TEST(Body, ManyOptionsAreTooMany) {
  Json options = Json::object();
  for (int i = 0; i < 1'000; ++i)
    options["option-" + std::to_string(i)] = "x";
  EXPECT_EQ(body_of(Json{{"options", options}}.dump())->options("options").error().code,
            Errc::limit);
}

TEST(Body, NumbersAreWholeAndFit) {
  EXPECT_EQ(body_of(R"({"n": 17})")->number("n").value(), 17);
  EXPECT_EQ(body_of(R"({"n": null})")->number("n").value(), std::nullopt);
  for (const char* const text : {R"({"n": 1.5})", R"({"n": "1"})", R"({"n": 4294967296})",
                                 R"({"n": 18446744073709551615})", R"({"n": 1e400})"}) {
    auto body = body_of(text);
    EXPECT_TRUE(!body || !body->number("n")) << text;
  }
}

TEST(Body, AMemberThatNobodyAskedForIsTold) {
  auto body = body_of(R"({"title": "a", "titel": "b"})");
  ASSERT_TRUE(body->text("title"));
  EXPECT_NE(body->end().error().what.find("titel"), std::string::npos);
}

} // namespace
} // namespace platen::intake::api
