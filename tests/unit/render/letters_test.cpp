// Pages of black words, painted here letter by letter: which these are, and that they are what
// Ghostscript itself would have made of them, dot for dot.
#include "documents.h"

#include <algorithm>
#include <sstream>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace platen::render {
namespace {

using namespace testing_support;

const model::ColourTarget gray_target{.model = ColorModel::gray, .profile = {}};
const std::string box = "/MediaBox[0 0 120 90]";
const std::string words = "BT /F1 12 Tf 10 20 Td (words) Tj ET";

class LettersTest : public testing::Test {
protected:
  void SetUp() override { use_built_worker(); }
};

// "1" for each page of letters, else "0", or what is wrong.
std::string letters(const std::string& pdf) {
  const auto document = open_text(pdf);
  if (!document) return document.error().message();
  std::string found;
  for (const PageInfo& page : (*document)->info().pages)
    found += page.letters ? '1' : '0';
  return found;
}

std::string letters_of(const std::string& contents, const std::string& resources = {}) {
  return letters(make_pdf({{box, contents, resources}}));
}

TEST_F(LettersTest, ArePagesOfBlackWordsAndNothingElse) {
  EXPECT_EQ(letters(make_pdf({{box, words}, {box, words + " 1 1 9 9 re f"}, {box, ""}})), "101");
  EXPECT_EQ(letters_of("0.2 g " + words), "0");
  EXPECT_EQ(letters_of("/S gs " + words, "/ExtGState<</S<</ca 1/SA true>>>>"), "1");
  EXPECT_EQ(letters_of(words, "/ExtGState<</S<</ca 0.5>>>>"), "0"); // it might be used
  EXPECT_EQ(letters_of("/S gs " + words, "/ExtGState<</S<</TR/Identity>>>>"), "0");
  EXPECT_EQ(letters_of("/S gs " + words), "0"); // there is none
  EXPECT_EQ(letters_of("BT /F9 9 Tf (a) Tj ET"), "0");
  EXPECT_EQ(letters_of(words, "/Shading<</S<</ShadingType 2>>>>"), "0");
}

// Objects 1 to 3 are the catalogue, the pages and a page with `entries`.
std::string pdf_with(const std::string& entries, const std::string& objects) {
  return "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
         "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 120 90]>>endobj\n"
         "3 0 obj<</Type/Page/Parent 2 0 R" +
         entries + ">>endobj\n" + objects + "trailer<</Root 1 0 R/Size 20>>\n%%EOF\n";
}

std::string stream(int number, const std::string& dict, const std::string& content) {
  return std::to_string(number) + " 0 obj<<" + dict + "/Length " + std::to_string(content.size()) +
         ">>stream\n" + content + "\nendstream endobj\n";
}

TEST_F(LettersTest, AreFoundInFormsAndNotBesideAnnotations) {
  const std::string font = "/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>";
  const std::string page = "/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>";
  const std::string draws = stream(4, "", "/F Do");
  const std::string form = "/Type/XObject/Subtype/Form/BBox[0 0 120 90]/Resources<<" + font + ">>";
  EXPECT_EQ(letters(pdf_with(page, draws + stream(5, form, words))), "1");
  EXPECT_EQ(letters(pdf_with(page, draws + stream(5, form, "1 1 9 9 re f"))), "0");
  EXPECT_EQ(letters(pdf_with(page, draws + stream(5, form, "/F Do"))), "0"); // itself: no such name
  EXPECT_EQ(letters(pdf_with(page, stream(4, "", "1 g /F Do") + stream(5, form, words))), "0");
  const std::string picture = "/Type/XObject/Subtype/Image/Width 1/Height 1/ImageMask true";
  EXPECT_EQ(letters(pdf_with(page, draws + stream(5, picture, "x"))), "0");
  // A drawing of its own for each letter.
  const std::string own = "/Contents 4 0 R/Resources<</Font<</F1<</Type/Font/Subtype/Type3>>>>>>";
  EXPECT_EQ(letters(pdf_with(own, stream(4, "", words))), "0");
  const std::string noted = "/Contents 4 0 R/Resources<<" + font +
                            ">>/Annots[<</Subtype/Stamp"
                            "/Rect[0 0 9 9]/AP<</N 5 0 R>>>>]";
  EXPECT_EQ(letters(pdf_with(noted, stream(4, "", words) + stream(5, form, ""))), "0");
}

// The document's pages as dots at 600 dpi, all of its raster `margin` pixels narrower on each side.
VectorRun dots_of(const Document& document, std::int32_t margin) {
  std::vector<std::int32_t> pages(document.info().pages.size());
  for (std::size_t i = 0; i < pages.size(); ++i)
    pages[i] = static_cast<std::int32_t>(i);
  VectorRun run = whole_pages(document, std::move(pages), Dpi{600}, mask1);
  run.width -= 2 * margin;
  run.height -= 2 * margin;
  run.e = run.f = -margin * 72.0 / 600;
  run.screen = std::make_shared<std::vector<std::uint8_t>>(16, std::uint8_t{128});
  run.screen_width = run.screen_height = 4;
  return run;
}

// The first pixel that Ghostscript draws in another way, or nothing.
std::string other_than_plain(const Document& document, const VectorRun& run) {
  VectorRun plain = run;
  plain.plainly = true;
  const auto drawn = draw_all(document, run, gray_target, 64);
  const auto expected = draw_all(document, plain, gray_target, 64);
  if (!drawn || !expected) return (drawn ? expected : drawn).error().message();
  for (std::size_t page = 0; page < drawn->size(); ++page) {
    const Image &a = (*drawn)[page], &b = (*expected)[page];
    const auto at = std::ranges::mismatch(a.samples, b.samples).in1 - a.samples.begin();
    if (at < static_cast<std::ptrdiff_t>(a.samples.size()))
      return "page " + std::to_string(page) + ": " + std::to_string(at % a.width) + ", " +
             std::to_string(at / a.width);
  }
  return {};
}

// How many of the pages, from the first one on, are painted here.
std::size_t painted_here(const Document& document, const VectorRun& run) {
  const auto pages = document.draw(run, gray_target).value();
  std::size_t count = 0;
  for (; count < run.pages.size(); ++count) {
    const auto page = pages->next().value();
    if (!pages->apart()) break;
    EXPECT_TRUE(read_rows(*page, 100));
  }
  return count;
}

std::int64_t ink(const Image& image) {
  return std::ranges::count(image.samples, std::uint8_t{1});
}

TEST_F(LettersTest, ComeOutDotForDotAsGhostscriptDrawsThem) {
  const std::string large = "BT /F1 30 Tf 10 20 Td (Wg) Tj ET ", clip = "9.3 9.7 90.2 62.6 re W n ";
  const auto document =
      open_text(make_pdf({{box, words},
                          {box, large + words},
                          {box, ""},
                          {box, clip + large},
                          {box, "BT /F1 14 Tf .8 .6 -.6 .8 30 10 Tm (turned) Tj ET"},
                          {box, "0 0 0 1 k " + words + " 0 0 0 rg " + large},
                          {"/MediaBox[0 0 90 120]/Rotate 90", words},
                          {"/MediaBox[0 0 120 90]/CropBox[2.1 1.3 110 80]", words},
                          {box, words + " BT /F1 20 Tf 105 60 Td (beyond) Tj ET"}}))
          .value();
  const VectorRun run = dots_of(*document, 0);
  EXPECT_EQ(painted_here(*document, run), run.pages.size());
  EXPECT_EQ(other_than_plain(*document, run), "");
  const auto drawn = draw_all(*document, run, gray_target).value();
  EXPECT_GT(ink(drawn[0]), 5'000);
  EXPECT_EQ(ink(drawn[2]), 0);
}

TEST_F(LettersTest, ThatAreHalfBesideTheSheetOrTheClipAreDrawnByGhostscript) {
  for (const std::string& odd :
       {std::string("BT /F1 12 Tf -3 50 Td (left) Tj ET"), "9 9 20 12 re W n " + words,
        // Each letter once beyond the edge, and then within it.
        std::string("BT /F1 20 Tf 112 60 Td (W) Tj -60 0 Td (W) Tj ET")}) {
    const auto document = open_text(make_pdf({{box, odd}})).value();
    ASSERT_TRUE(document->info().pages[0].letters);
    const VectorRun run = dots_of(*document, 0);
    EXPECT_EQ(painted_here(*document, run), 0U) << odd;
    EXPECT_EQ(other_than_plain(*document, run), "") << odd;
  }
}

// Where the screen leaves paper in black.
TEST_F(LettersTest, AreDrawnByGhostscriptWhereBlackIsNotSolid) {
  const auto document = open_text(make_pdf({{box, words}})).value();
  VectorRun run = dots_of(*document, 0);
  run.screen = std::make_shared<std::vector<std::uint8_t>>(16, std::uint8_t{0});
  EXPECT_EQ(painted_here(*document, run), 0U);
  EXPECT_EQ(other_than_plain(*document, run), "");
}

// What Ghostscript draws as outlines, since it is too large to be kept as a bitmap.
TEST_F(LettersTest, ThatAreTooLargeAreDrawnByGhostscriptAndSoIsWhatFollows) {
  const std::string huge = "BT /F1 110 Tf 5 5 Td (W) Tj ET";
  const auto document =
      open_text(make_pdf({{box, words}, {box, huge}, {box, words}, {box, words}})).value();
  const VectorRun run = dots_of(*document, 0);
  EXPECT_EQ(other_than_plain(*document, run), "");
  const auto pages = document->draw(run, gray_target).value();
  for (const bool apart : {true, false, false, false}) {
    const auto page = pages->next().value();
    EXPECT_EQ(pages->apart(), apart);
    EXPECT_TRUE(read_rows(*page, 64));
  }
  EXPECT_TRUE(pages->finish().value().empty());
}

// Long stretches of a document come in another way than what is between them, short ones do not.
TEST_F(LettersTest, AmongOtherPagesArePaintedHereWhereTheyAreMany) {
  std::vector<PdfPage> pages(40, {box, words});
  pages[3].contents = pages[20].contents = words + " 5 5 9 9 re f";
  const auto document = open_text(make_pdf(pages)).value();
  const VectorRun run = dots_of(*document, 0);
  EXPECT_EQ(other_than_plain(*document, run), "");
  const auto drawn = document->draw(run, gray_target).value();
  std::string apart;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    const auto page = drawn->next().value();
    apart += drawn->apart() ? '1' : '0';
    ASSERT_TRUE(read_rows(*page, 100));
  }
  EXPECT_EQ(apart, "0000" + std::string(16, '1') + "0" + std::string(19, '1'));
}

TEST_F(LettersTest, AreNotBegunAnewWhereTheJobIsCancelled) {
  Cancel cancel;
  const std::vector<PdfPage> many(50, {box, words});
  const auto document = open_document(as_file(make_pdf(many)), small_limits(), cancel).value();
  const auto pages = document->draw(dots_of(*document, 0), gray_target).value();
  EXPECT_TRUE(pages->next());
  cancel.request();
  Result<std::unique_ptr<RowSource>> page;
  for (int i = 0; i < 49 && page; ++i) // what had come before may be there
    page = pages->next();
  EXPECT_TRUE(page || page.error().code == Errc::cancelled) << page.error().message();
  if (!page) {
    EXPECT_EQ(pages->next().error().code, Errc::malformed);
    EXPECT_TRUE(children().empty());
  }
}

TEST_F(LettersTest, CanBeReadInAnyOrder) {
  const auto document = open_text(make_pdf({{box, words}, {box, "BT /F1 9 Tf (other) Tj ET"}}));
  const VectorRun run = dots_of(**document, 0);
  const auto in_order = draw_all(**document, run, gray_target).value();
  const auto pages = (*document)->draw(run, gray_target).value();
  const auto first = pages->next().value(), second = pages->next().value();
  EXPECT_EQ(read_rows(*second, 64)->samples, in_order[1].samples);
  EXPECT_EQ(read_rows(*first, 7)->samples, in_order[0].samples);
}

// Words of any size, anywhere, turned, clipped, on a page of any box.
std::string any_page() {
  const auto number = [](int from, int to) { return *rc::gen::inRange(from, to) / 10.0; };
  std::ostringstream text;
  for (int lines = *rc::gen::inRange(0, 6); lines > 0; --lines) {
    text << "q ";
    if (*rc::gen::inRange(0, 3) == 0)
      text << number(-50, 900) << ' ' << number(-50, 700) << ' ' << number(5, 900) << ' '
           << number(5, 700) << " re W n ";
    text << "BT /F1 " << number(20, 500) << " Tf ";
    if (*rc::gen::inRange(0, 3) == 0)
      text << number(-20, 20) << ' ' << number(-20, 20) << ' ' << number(-20, 20) << ' '
           << number(-20, 20) << ' ' << number(0, 1200) << ' ' << number(0, 900) << " Tm ";
    else
      text << number(-100, 1200) << ' ' << number(-100, 900) << " Td ";
    text << "(" << *rc::gen::container<std::string>(rc::gen::inRange('A', 'z')) << ") Tj ET Q ";
  }
  std::string content = text.str();
  std::erase(content, '\\'); // the only one of these letters that means something
  return content;
}

TEST_F(LettersTest, ComeOutDotForDotWhateverTheyAre) {
  std::size_t painted = 0;
  EXPECT_TRUE(rc::check([&painted] {
    const bool cropped = *rc::gen::inRange(0, 3) == 0;
    const auto document =
        open_text(make_pdf({{box + (cropped ? "/CropBox[11.3 7.7 95.1 81.9]" : ""), any_page()}}))
            .value();
    RC_ASSERT(document->info().pages[0].letters);
    const std::int32_t margin = *rc::gen::inRange(0, 90);
    const VectorRun run = dots_of(*document, margin);
    const std::string other = other_than_plain(*document, run);
    if (!other.empty()) RC_FAIL(other + ", margin " + std::to_string(margin));
    painted += painted_here(*document, run);
  }));
  EXPECT_GE(painted, 20U); // of a hundred
}

} // namespace
} // namespace platen::render
