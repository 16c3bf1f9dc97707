#include "web/markup.h"

#include <gtest/gtest.h>

namespace platen::web {
namespace {

TEST(Markup, WhatAnybodySaysIsText) {
  EXPECT_EQ(text("<script>alert('x')</script>").html(),
            "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;");
  EXPECT_EQ(text("a & \"b\"").html(), "a &amp; &quot;b&quot;");
  EXPECT_EQ(text(std::string_view("a\0b\nc\x7f", 6)).html(), "a b c ");
  EXPECT_EQ(text("Größe").html(), "Größe");
}

TEST(Markup, AValueCannotLeaveItsAttribute) {
  EXPECT_EQ(element("input", {{"value", "\" onfocus=\"alert(1)"}, {"required", ""}}).html(),
            "<input value=\"&quot; onfocus=&quot;alert(1)\" required>");
}

TEST(Markup, ElementsNest) {
  EXPECT_EQ(element("p", {}, {text("a"), element("b", {}, {text("<")})}).html(),
            "<p>a<b>&lt;</b>\n</p>\n");
}

TEST(Markup, APageNamesItsLanguage) {
  const std::string page = whole_page("de", "<x>", text("y")).html();
  EXPECT_TRUE(page.starts_with("<!DOCTYPE html>\n<html lang=\"de\">"));
  EXPECT_NE(page.find("<title>&lt;x&gt;</title>"), std::string::npos);
}

} // namespace
} // namespace platen::web
