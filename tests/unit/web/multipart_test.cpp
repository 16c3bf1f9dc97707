#include "web/multipart.h"

#include <gtest/gtest.h>

namespace platen::web {
namespace {

class Collected final : public Multipart::Sink {
public:
  Result<void> begin(FormPart part) override {
    told +=
        "[" + part.name + (part.is_file ? " file " + part.file_name + " " + part.type : "") + ":";
    return {};
  }
  Result<void> data(Bytes piece) override {
    told += as_text(piece);
    return {};
  }
  Result<void> end() override {
    told += "]";
    return {};
  }
  std::string told;
};

struct Outcome {
  std::string told;
  std::optional<Errc> error;
};
Outcome read(std::string_view body, std::size_t step, const std::string& boundary = "XX") {
  Collected sink;
  Multipart parts(boundary, sink);
  for (std::size_t at = 0; at < body.size(); at += step)
    if (const auto taken = parts.write(as_bytes(body.substr(at, step))); !taken)
      return {sink.told, taken.error().code};
  const auto whole = parts.finish();
  return {sink.told, whole ? std::nullopt : std::optional(whole.error().code)};
}

constexpr std::string_view form =
    "--XX\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nabc\r\n"
    "--XX\r\ncontent-disposition: form-data; name=\"document\"; "
    "filename=\"C:\\fake\\a \\\"b\\\".pdf\"\r\nContent-Type: "
    "application/pdf\r\n\r\n%PDF\r\n--X\r\n\r\n--XX\r\n"
    "Content-Disposition: form-data; name=empty; filename=\"\"\r\n\r\n"
    "\r\n--XX--\r\n";

TEST(Multipart, PartsComeAsTheyWereSentInWhateverPieces) {
  const std::string expected =
      "[csrf:abc][document file a \"b\".pdf application/pdf:%PDF\r\n--X\r\n][empty file  :]";
  for (const std::size_t step : {std::size_t{1}, std::size_t{3}, std::size_t{17}, form.size()}) {
    const Outcome outcome = read(form, step);
    EXPECT_FALSE(outcome.error) << step;
    EXPECT_EQ(outcome.told, expected) << step;
  }
}

TEST(Multipart, WhatStandsBeforeAndAfterIsNothing) {
  const Outcome outcome = read("before\r\n" + std::string(form) + "after\r\n--XX\r\n", 5);
  EXPECT_FALSE(outcome.error);
  EXPECT_TRUE(outcome.told.starts_with("[csrf:abc]"));
  EXPECT_TRUE(outcome.told.ends_with("[empty file  :]"));
}

TEST(Multipart, AFormThatIsCutShortIsMalformed) {
  for (std::size_t size = 0; size + 4 < form.size(); size += 7)
    EXPECT_EQ(read(form.substr(0, size), 64).error, Errc::malformed) << size;
}

TEST(Multipart, WhatIsBrokenIsSaid) {
  EXPECT_EQ(read("--XXY\r\n\r\n", 64).error, Errc::malformed);
  EXPECT_EQ(read("--XX\r\nContent-Type: text/plain\r\n\r\nx\r\n--XX--", 64).error,
            Errc::malformed); // no name
  EXPECT_EQ(read("--XX\r\nA: " + std::string(Multipart::longest_header, 'a'), 64).error,
            Errc::limit);
  std::string many;
  for (std::size_t i = 0; i <= Multipart::most_parts; ++i)
    many += "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n";
  EXPECT_EQ(read(many, 64).error, Errc::limit);
}

TEST(Multipart, TheBoundaryIsInTheType) {
  EXPECT_EQ(Multipart::boundary_of("multipart/form-data; boundary=abc").value(), "abc");
  EXPECT_EQ(Multipart::boundary_of("Multipart/Form-Data; charset=x; boundary=\"a b\"").value(),
            "a b");
  for (const char* wrong : {"", "text/plain", "multipart/form-data",
                            "multipart/form-data; boundary=", "multipart/mixed; boundary=x"})
    EXPECT_FALSE(Multipart::boundary_of(wrong)) << wrong;
  EXPECT_FALSE(Multipart::boundary_of("multipart/form-data; boundary=" + std::string(71, 'x')));
}

} // namespace
} // namespace platen::web
