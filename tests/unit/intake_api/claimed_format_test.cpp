#include "intake/api/claimed_format.h"

#include <gtest/gtest.h>

namespace platen::intake::api {
namespace {

TEST(ClaimedFormat, WhatItSaysIsWhatItIs) {
  EXPECT_TRUE(check_claims("report.PDF", "application/pdf", "application/pdf"));
  EXPECT_TRUE(check_claims("notes", "", "text/plain"));
  EXPECT_TRUE(check_claims("notes.md", "application/octet-stream", "text/plain"));
  EXPECT_TRUE(check_claims("a.txt", "text/plain; charset=utf-8", "text/plain"));
}

TEST(ClaimedFormat, APictureIsAPictureOfAnyKind) {
  EXPECT_TRUE(check_claims("IMG_0001.JPG", "image/jpeg", "image/png"));
  EXPECT_TRUE(check_claims("photo.heic", "", "image/jpeg"));
}

TEST(ClaimedFormat, AnythingElseIsToldInWords) {
  const auto text = check_claims("report.pdf", "", "text/plain");
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().code, Errc::unsupported);
  EXPECT_EQ(text.error().what, "the document says that it is PDF, but it is text");
  EXPECT_FALSE(check_claims("photo.jpg", "", "application/pdf"));
  EXPECT_FALSE(check_claims("", "image/png", "text/plain"));
  EXPECT_FALSE(check_claims("a.pdf", "", "application/postscript"));
}

TEST(FileName, HasNoFoldersAndNoControlCharacters) {
  EXPECT_EQ(clean_file_name("../../etc/passwd"), "passwd");
  EXPECT_EQ(clean_file_name("C:\\Users\\ann\\a.pdf"), "a.pdf");
  EXPECT_EQ(clean_file_name("a\nb\x1b[31m.pdf").find('\n'), std::string::npos);
  EXPECT_EQ(clean_file_name("a\nb\x1b[31m.pdf").find('\x1b'), std::string::npos);
  // U+0090 (device control string) behind a byte that begins nothing: found by fuzz_api_body.
  EXPECT_EQ(clean_file_name("\n\xf0\xc2\x90\xeb<DF"), std::string(4, '?') + "<DF");
  EXPECT_LE(clean_file_name(std::string(10'000, 'x')).size(), 255U);
  EXPECT_EQ(clean_file_name("<script>alert(1)</script>.pdf"), "script>.pdf");
}

} // namespace
} // namespace platen::intake::api
