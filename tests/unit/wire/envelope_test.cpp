#include "wire/pjl/envelope.h"

#include <array>

#include <gtest/gtest.h>

namespace platen::pjl {
namespace {

// Everything in one line of text: documents in <>, questions in ??.
class Notes final : public EnvelopeReader {
public:
  Result<void> begin(const Wishes& wishes) override {
    text += "<" + wishes.job_name + "|" + wishes.user_name + "|" + std::to_string(wishes.copies) +
            "|" + wishes.sides + ">";
    return {};
  }
  Result<void> data(Bytes piece) override {
    text += as_text(piece);
    return {};
  }
  Result<void> end() override {
    text += "</>";
    return {};
  }
  Result<void> question(std::string_view line) override {
    text += "?" + std::string(line) + "?";
    return {};
  }
  std::string text;
};

std::string read(std::string_view stream, std::size_t piece) {
  Notes notes;
  Envelope envelope(notes);
  for (std::size_t at = 0; at < stream.size(); at += piece)
    if (const auto taken = envelope.take(as_bytes(stream.substr(at, piece))); !taken)
      return notes.text + "!" + taken.error().what;
  if (const auto ended = envelope.finish(); !ended) return notes.text + "!" + ended.error().what;
  return notes.text;
}

const std::string uel = "\x1b%-12345X";

struct Case {
  std::string stream, told;
};

TEST(PjlEnvelope, FindsDocumentsAndQuestionsInPiecesOfAnySize) {
  const std::array<Case, 13> cases{{
      {"", ""},
      {"%!PS", "<||0|>%!PS</>"},
      {"\r\ntext", "<||0|>\r\ntext</>"},
      {"\x04%!PS", "<||0|>%!PS</>"},
      {"%!PS" + uel, "<||0|>%!PS</>"},
      {"%PDF-1.4" + uel + "x", "<||0|>%PDF-1.4" + uel + "x</>"},
      {uel + "%PDF-1.4" + uel, "<||0|>%PDF-1.4</>"},
      {uel + uel + "\r\n", ""},
      {uel + "@PJL INFO STATUS\r\n" + uel, "?INFO STATUS?"},
      {uel + "@PJL\r\n@pjl nothing", "<||0|>@pjl nothing</>"},
      {uel +
           "@PJL JOB NAME = \"a \x1b b\" START=1\r\n@PJL SET QTY=12\n@PJL ENTER LANGUAGE=PCL\n@PJL "
           "x" +
           uel,
       "<a \x1b b||12|>@PJL x</>"},
      {uel + "@PJL SET USERNAME=\"ada\"\n@PJL SET DUPLEX=ON\n@PJL SET BINDING=SHORTEDGE\nx" + uel +
           "@PJL EOJ\n@PJL ENTER LANGUAGE=X\ny",
       "<|ada|0|two-sided-short-edge>x</><||0|>y</>"},
      {uel + "@PJL SET COPIES=1000\n@PJL SET COPIES=-1\n@PJL SET COPIES=x\nd", "<||0|>d</>"},
  }};
  for (const Case& one : cases)
    for (const std::size_t piece :
         {std::size_t{1}, std::size_t{2}, std::size_t{5}, std::size_t{4096}})
      EXPECT_EQ(read(one.stream, piece), one.told) << one.stream << " in pieces of " << piece;
}

TEST(PjlEnvelope, BoundsPjl) {
  EXPECT_EQ(read(uel + "@PJL " + std::string(5000, 'x'), 64), "!a line of PJL has no end");
  std::string many = uel;
  for (int i = 0; i < 20'000; ++i)
    many += "@PJL COMMENT x\n";
  EXPECT_EQ(read(many, 4096), "!PJL without end");
  std::string exits;
  for (int i = 0; i < 40'000; ++i)
    exits += uel;
  EXPECT_EQ(read(exits, 4096), "!PJL without end");
}

} // namespace
} // namespace platen::pjl
