// Pages of letters as Ghostscript's pxlmono writes them: what is painted, what is refused.
#include "render/glyphs/interpreter.h"
#include "render/glyphs/run_lengths.h"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace platen::render::glyphs {
namespace {

constexpr PageShape page_shape{100, 60, mask1};
constexpr Dpi dpi{600};

// PCL XL, word by word.
class Stream {
public:
  Stream& ubyte(unsigned value) { return put(0xc0).put(value); }
  Stream& uint16(unsigned value) { return put(0xc1).put16(value); }
  Stream& point(int x, int y) { return put(0xd3).put16(x).put16(y); }
  Stream& box(int left, int top, int right, int bottom) {
    return put(0xe1).put16(left).put16(top).put16(right).put16(bottom);
  }
  Stream& ubytes(const std::string& values) {
    put(0xc8).ubyte(static_cast<unsigned>(values.size()));
    text_ += values;
    return *this;
  }
  Stream& as(unsigned attribute) { return put(0xf8).put(attribute); }
  Stream& op(unsigned operation) { return put(operation); }
  Stream& data(const std::string& bytes) {
    put(0xfa).put16(static_cast<int>(bytes.size())).put16(0);
    text_ += bytes;
    return *this;
  }
  Stream& raw(const std::string& bytes) {
    text_ += bytes;
    return *this;
  }

  Stream& heading() {
    raw("\x1b%-12345X@PJL ENTER LANGUAGE = PCLXL\n) HP-PCL XL;1;1;Comment\n");
    put(0xd1).put16(600).put16(600).as(137);
    return ubyte(0).as(134).op(0x41);
  }
  Stream& begin_page() { return op(0x43).ubyte(1).as(3).op(0x6a).ubyte(0).as(9).op(0x63); }
  Stream& end_page() { return op(0x44); }
  Stream& at(int x, int y) { return point(x, y).as(76).op(0x6b); }
  Stream& rop(unsigned code) { return ubyte(code).as(44).op(0x7b); }
  // A character of `width` pixels, a row of bytes for each of its rows.
  Stream& character(unsigned code, int width, int height, const std::string& rows) {
    std::string bytes(6, '\0');
    for (const int number : {width, height})
      bytes += {static_cast<char>(number >> 8), static_cast<char>(number)};
    return uint16(code).as(162).op(0x53).data(bytes + rows);
  }
  Stream& text(unsigned code) {
    return ubytes(std::string(1, static_cast<char>(code))).as(171).op(0xa8);
  }
  Stream& picture(unsigned width, unsigned height, unsigned compression, const std::string& rows) {
    rop(0x88).ubyte(1).as(3).ubyte(2).as(2).ubytes(std::string("\xff\0", 2)).as(6).op(0x6a);
    ubyte(0).as(98).ubyte(1).as(100).uint16(width).as(108).uint16(height).as(107);
    put(0xd1).put16(static_cast<int>(width)).put16(static_cast<int>(height)).as(103).op(0xb0);
    uint16(0).as(109).uint16(height).as(99).ubyte(compression).as(101).op(0xb1);
    return data(rows).op(0xb2);
  }

  const std::string& str() const { return text_; }

private:
  Stream& put(unsigned byte) {
    text_ += static_cast<char>(byte);
    return *this;
  }
  Stream& put16(int number) {
    return put(static_cast<unsigned>(number) & 0xff).put(static_cast<unsigned>(number) >> 8 & 0xff);
  }
  Stream& put16(unsigned number) { return put16(static_cast<int>(number)); }

  std::string text_;
};

// Gives `text` in pieces of so many bytes.
Fill pieces_of(std::string text, std::size_t piece) {
  return [text = std::move(text), piece,
          at = std::size_t{0}](std::span<std::byte> into) mutable -> Result<std::size_t> {
    const std::size_t count = std::min({piece, into.size(), text.size() - at});
    std::copy_n(std::as_bytes(std::span(text)).begin() + static_cast<std::ptrdiff_t>(at), count,
                into.begin());
    at += count;
    return count;
  };
}

// The ink of the page as "x,y " in the order of its rows.
std::string ink(const Page& page) {
  RowBuffer buffer(page_shape.width, page_shape.height, mask1);
  const Band band = buffer.band({0, page_shape.height});
  page.paint(band);
  std::string found;
  for (std::int32_t y = 0; y < page_shape.height; ++y)
    for (std::int32_t x = 0; x < page_shape.width; ++x)
      if ((band.row(y)[static_cast<std::size_t>(x / 8)] & static_cast<std::byte>(0x80 >> x % 8)) !=
          std::byte{})
        found += std::to_string(x) + "," + std::to_string(y) + " ";
  return found;
}

Result<std::string> ink_of(const Stream& stream, std::size_t piece = 1000) {
  Interpreter interpreter(pieces_of(stream.str(), piece), page_shape, dpi);
  TRY(const auto page, interpreter.next_page());
  return ink(*page);
}

Errc refusal(const Stream& stream) {
  const auto read = ink_of(stream);
  return read ? Errc::bug : read.error().code;
}

Stream begun() {
  return Stream().heading().begin_page();
}

Stream clipped(int left, int top, int right, int bottom) {
  return begun().box(left, top, right, bottom).as(66).ubyte(0).as(83).op(0x68); // SetClipRectangle
}

const std::string corner("\x80\x40", 2); // two rows of two pixels

TEST(Interpreter, PaintsCharactersWhereTheCursorIs) {
  const Stream stream =
      begun().character(7, 2, 2, corner).at(3, 5).text(7).at(98, 58).text(7).end_page();
  for (const std::size_t piece : {1U, 2U, 7U, 100'000U})
    EXPECT_EQ(ink_of(stream, piece).value(), "3,5 4,6 98,58 99,59 ") << piece;
}

TEST(Interpreter, KeepsCharactersFromPageToPageAndTakesNewOnesInTheirPlace) {
  Stream stream = begun().character(1, 1, 1, "\x80").at(1, 1).text(1).at(2, 2).text(1).end_page();
  stream.begin_page().at(9, 9).text(1);
  stream.character(1, 2, 1, "\xc0").at(20, 9).text(1).end_page();
  Interpreter interpreter(pieces_of(stream.str(), 64), page_shape, dpi);
  EXPECT_EQ(ink(*interpreter.next_page().value()), "1,1 2,2 ");
  EXPECT_EQ(ink(*interpreter.next_page().value()), "9,9 20,9 21,9 ");
  EXPECT_EQ(interpreter.next_page().error().code, Errc::malformed);
}

// The first one that Ghostscript paints of a letter is what is seen of it, and it is what comes
// later.
TEST(Interpreter, DoesNotTakeWhatIsSeenOfALetterForTheLetter) {
  const Stream cut = begun().at(98, 9).character(1, 2, 2, corner).text(1);
  EXPECT_EQ(ink_of(Stream(cut).end_page()).value(), "98,9 99,10 ");
  EXPECT_EQ(refusal(Stream(cut).at(5, 9).text(1).end_page()), Errc::unsupported);
  const Stream below = begun().at(9, 58).character(1, 2, 2, corner).text(1);
  Interpreter interpreter(
      pieces_of(Stream(below).end_page().begin_page().at(5, 9).text(1).str(), 64), page_shape, dpi);
  EXPECT_TRUE(interpreter.next_page());
  EXPECT_EQ(interpreter.next_page().error().code, Errc::unsupported);
}

TEST(Interpreter, LeavesOutWhatLiesBesideTheSheet) {
  const std::string full = "\xff\xff";
  EXPECT_EQ(ink_of(begun().character(1, 16, 1, full).at(97, 3).text(1).end_page()).value(),
            "97,3 98,3 99,3 ");
  EXPECT_EQ(ink_of(begun().character(1, 16, 1, full).at(300, 300).text(1).end_page()).value(), "");
}

// Three corners of a rectangle, from the fourth on.
Stream clipped_by_path(int x, int y, const std::string& corners) {
  Stream stream = begun().op(0x85).at(x, y).ubyte(3).as(77).ubyte(3).as(80).op(0x9b).data(corners);
  return stream.ubyte(0).as(83).op(0x62);
}

TEST(Interpreter, PaintsWhatIsWithinTheClip) {
  const auto letter = [](Stream stream, int x, int y) {
    return ink_of(stream.character(1, 4, 2, "\xf0\xf0").at(x, y).text(1).end_page());
  };
  const Stream clip = clipped(10, 10, 20, 20);
  EXPECT_EQ(letter(clip, 8, 9).value(), "10,10 11,10 ");
  EXPECT_EQ(letter(clip, 16, 17).value(), "16,17 17,17 18,17 19,17 16,18 17,18 18,18 19,18 ");
  EXPECT_EQ(letter(clip, 21, 12).value() + letter(clip, 12, 21).value(), "");
  EXPECT_EQ(letter(clip, 1, 12).value() + letter(clip, 12, 1).value(), "");
  // Column 20 may be within it, or not.
  EXPECT_EQ(letter(clip, 17, 12).error().code, Errc::unsupported);
  EXPECT_EQ(letter(clip, 20, 12).error().code, Errc::unsupported);
  EXPECT_EQ(letter(clip, 12, 19).error().code, Errc::unsupported);
  EXPECT_EQ(letter(clipped(90, 50, 100, 60), 98, 59).value(), "98,59 99,59 "); // the sheet's end
  Stream again = clip;
  EXPECT_EQ(letter(again.op(0x69), 1, 1).value(), letter(begun(), 1, 1).value()); // SetClipToPage
  const std::string from_left("\x14\0\x0a\0\x14\0\x14\0\x0a\0\x14\0", 12);
  const std::string from_below("\x0a\0\x14\0\x14\0\x14\0\x14\0\x0a\0", 12);
  for (const std::string& corners : {from_left, from_below})
    EXPECT_EQ(letter(clipped_by_path(10, 10, corners), 8, 9).value(), "10,10 11,10 ");
  const std::string askew("\x14\0\x0b\0\x14\0\x14\0\x0a\0\x14\0", 12);
  EXPECT_EQ(letter(clipped_by_path(10, 10, askew), 12, 12).error().code, Errc::unsupported);
}

TEST(Interpreter, PaintsPicturesOfLetters) {
  const std::string rows("\x80\0\0\0\x40\0\0\0", 8);
  const std::string packed("\0\x80\xfe\0\x80\0\x40\xfe\0", 9);
  EXPECT_EQ(ink_of(begun().at(7, 0).picture(2, 2, 0, rows).end_page()).value(), "7,0 8,1 ");
  EXPECT_EQ(ink_of(begun().at(7, 0).picture(2, 2, 1, packed).end_page()).value(), "7,0 8,1 ");
  // Whatever there was before it.
  EXPECT_EQ(ink_of(clipped(0, 0, 100, 60).at(7, 0).picture(2, 2, 0, rows).end_page()).value(),
            "7,0 8,1 ");
  const Stream after =
      begun().at(7, 0).picture(2, 2, 0, rows).rop(0xfc).character(1, 1, 1, "\x80").text(1);
  EXPECT_EQ(ink_of(Stream(after).end_page()).value(), "7,0 8,1 ");
}

TEST(Interpreter, RefusesWhatIsMoreThanLetters) {
  const Stream letter = begun().character(1, 2, 2, corner).at(3, 5);
  const auto with = [&](auto change) {
    Stream stream = letter;
    change(stream);
    return stream.text(1).end_page();
  };
  EXPECT_EQ(refusal(with([](Stream&) {})), Errc::bug); // nothing is wrong with it
  const std::vector<std::function<void(Stream&)>> changes{
      [](Stream& s) { s.ubyte(128).as(9).op(0x63); },                    // gray
      [](Stream& s) { s.ubyte(2).as(3).op(0x6a); },                      // RGB
      [](Stream& s) { s.rop(0xcc); },                                    //
      [](Stream& s) { s.at(-1, 5); },                                    //
      [](Stream& s) { s.box(1, 1, 2, 2).as(66).op(0xa0); },              // Rectangle
      [](Stream& s) { s.op(0x85).point(9, 9).as(69).op(0x9b).op(0x86); } // a line
  };
  for (std::size_t i = 0; i < changes.size(); ++i)
    EXPECT_EQ(refusal(with(changes[i])), Errc::unsupported) << i;
  EXPECT_EQ(refusal(begun().at(1, 1).text(9).end_page()), Errc::unsupported);
  EXPECT_EQ(refusal(Stream(letter).ubytes("\1\1").as(171).op(0xa8).end_page()), Errc::unsupported);
  EXPECT_EQ(refusal(Stream(letter).text(1).ubyte(2).as(49).end_page()), Errc::unsupported);
  EXPECT_EQ(refusal(begun().character(1, 0, 2, "")), Errc::unsupported);
  EXPECT_EQ(refusal(begun().character(1, 9, 2, "\xff\xff\xff")), Errc::unsupported); // too short
  EXPECT_EQ(refusal(begun().at(0, 0).picture(2, 2, 2, std::string(8, '\0'))), Errc::unsupported);
  EXPECT_EQ(refusal(begun().at(0, 0).picture(2, 2, 0, std::string(7, '\0'))), Errc::unsupported);
  EXPECT_EQ(refusal(begun().at(0, 0).picture(101, 1, 0, std::string(16, '\0'))), Errc::unsupported);
  EXPECT_EQ(refusal(begun().raw("\x01")), Errc::unsupported);
  EXPECT_EQ(refusal(begun().ubyte(1).as(162).op(0x53).raw("\xfa\xff\xff\xff\xff")),
            Errc::unsupported);
  EXPECT_EQ(refusal(Stream().raw(std::string(5'000, 'x'))), Errc::unsupported);
  const std::string beyond("\xd4\xff\xff\xff\x7f\0\0\0\0", 9); // of 32 bits
  EXPECT_EQ(refusal(Stream(letter).raw(beyond).as(76).op(0x6b).text(1)), Errc::unsupported);
}

// However little each of them is.
TEST(Interpreter, BoundsWhatAPageIs) {
  Stream many = begun().character(1, 1, 1, "\x80").at(3, 3);
  for (int i = 0; i < 1 << 18; ++i)
    many.text(1);
  EXPECT_EQ(ink_of(Stream(many).end_page(), 60'000).value(), "3,3 ");
  EXPECT_EQ(refusal(Stream(many).text(1).end_page()), Errc::unsupported);
  Stream large =
      begun().at(3, 3).character(1, 8 * 200, 200, std::string(std::size_t{200} * 200, '\xff'));
  large.text(1);
  EXPECT_TRUE(ink_of(Stream(large).end_page()));
  for (int i = 0; i < 60'000; ++i)
    large.text(1);
  EXPECT_EQ(refusal(large.end_page()), Errc::unsupported);
  // As wide as the sheet, whose last bytes are painted pixel by pixel.
  Stream wide =
      begun().at(3, 3).character(1, 96, 4096, std::string(std::size_t{12} * 4096, '\xff'));
  wide.text(1);
  EXPECT_TRUE(ink_of(Stream(wide).end_page())); // one of them
  for (int i = 0; i < 600; ++i)
    wide.text(1);
  EXPECT_EQ(refusal(wide.end_page()), Errc::unsupported);
  Stream pictures = begun().at(3, 3);
  for (int i = 0; i < 200'000; ++i)
    pictures.picture(1, 1, 0, std::string(4, '\0'));
  EXPECT_EQ(refusal(pictures.end_page()), Errc::unsupported);
}

// Neither is there a page, nor anything else but an error, however early it ends.
TEST(Interpreter, TellsOfAStreamThatEndsTooEarly) {
  const std::string whole =
      begun().character(7, 2, 2, corner).at(3, 5).text(7).at(9, 9).picture(2, 1, 1, "\0\x80").str();
  for (std::size_t length = 0; length < whole.size(); ++length) {
    Interpreter interpreter(pieces_of(whole.substr(0, length), 1000), page_shape, dpi);
    const auto page = interpreter.next_page();
    ASSERT_FALSE(page) << length;
    EXPECT_TRUE(page.error().code == Errc::malformed || page.error().code == Errc::unsupported);
  }
}

TEST(RunLengths, ComeBackAsTheyWere) {
  EXPECT_TRUE(rc::check([](const std::vector<std::uint8_t>& values) {
    Buffer packed, expected;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const std::size_t count = 1 + values[i] % 127;
      const bool literal = values[i] % 2 == 0;
      packed.push_back(static_cast<std::byte>(literal || count == 1 ? count - 1 : 257 - count));
      for (std::size_t k = 0; k < count; ++k) {
        const auto byte = static_cast<std::byte>(literal ? i + k : i);
        expected.push_back(byte);
        if (literal || k == 0) packed.push_back(byte);
      }
    }
    RC_ASSERT(unpack_run_lengths(packed, expected.size()).value() == expected);
    if (!packed.empty())
      RC_ASSERT(!unpack_run_lengths(Bytes(packed).first(packed.size() - 1), expected.size()));
  }));
  const Buffer nothing{std::byte{128}, std::byte{128}};
  EXPECT_TRUE(unpack_run_lengths(nothing, 10).value().empty());
}

// A page of bitmaps anywhere, some of them clipped.
struct Scene {
  PageShape shape;
  Page page;
};

Scene any_scene() {
  const auto number = [](int from, int to) { return *rc::gen::inRange(from, to); };
  const PageShape shape{number(1, 300), number(1, 200), mask1};
  Scene scene{shape, Page(shape)};
  std::vector<std::uint32_t> bitmaps;
  for (int i = 0; i < 3; ++i) {
    const std::int32_t width = number(1, 150), height = number(1, 90);
    const std::size_t stride = mask1.row_bytes(width);
    const auto bytes = *rc::gen::container<std::vector<std::uint8_t>>(
        stride * static_cast<std::size_t>(height), rc::gen::arbitrary<std::uint8_t>());
    bitmaps.push_back(scene.page.add_bitmap(std::make_shared<const Bitmap>(
        make_bitmap(width, height, std::as_bytes(std::span(bytes)), stride))));
  }
  const Box clips[] = {{0, 0, shape.width, shape.height},
                       {number(-9, 300), number(-9, 200), number(0, 310), 150}};
  for (int i = number(0, 12); i > 0; --i)
    scene.page.place(bitmaps[static_cast<std::size_t>(number(0, 3))], number(0, 320),
                     number(0, 220), clips[number(0, 2)]);
  scene.page.finish();
  return scene;
}

TEST(Page, IsPaintedFastAsPlainly) {
  EXPECT_TRUE(rc::check([] {
    const Scene scene = any_scene();
    const std::int32_t rows = *rc::gen::inRange(1, 140);
    RowBuffer fast(scene.shape.width, rows, mask1), plain(scene.shape.width, rows, mask1);
    for (std::int32_t y = 0; y < scene.shape.height; y += rows) {
      const RowRange range{y, std::min(rows, scene.shape.height - y)};
      scene.page.paint(fast.band(range));
      scene.page.paint_plainly(plain.band(range));
      for (std::int32_t row = y; row < range.end(); ++row)
        RC_ASSERT(std::ranges::equal(fast.band(range).row(row), plain.band(range).row(row)));
    }
  }));
}

} // namespace
} // namespace platen::render::glyphs
