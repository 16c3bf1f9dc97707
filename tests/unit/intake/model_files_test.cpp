#include "intake/ipp/icon.h"
#include "intake/ipp/strings.h"
#include "unit/intake/counter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

namespace platen::intake::ipp::test {
namespace {

std::uint32_t number_at(const std::string& bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i)
    value = value * 256 + static_cast<unsigned char>(bytes[at + i]);
  return value;
}

// Pixels of a PNG of one IDAT chunk, 8-bit RGB with alpha, without filters.
std::string rows_of(const std::string& png) {
  const std::size_t idat = png.find("IDAT");
  const std::uint32_t size = number_at(png, idat - 4);
  std::string rows(4u * 1024 * 1024 + 1024, '\0');
  uLongf given = rows.size();
  EXPECTS(uncompress(reinterpret_cast<Bytef*>(rows.data()), &given,
                     reinterpret_cast<const Bytef*>(png.data() + idat + 4), size) == Z_OK);
  rows.resize(given);
  return rows;
}

TEST(PrinterIcon, IsASquarePictureWithATransparentCorner) {
  for (const int size : {48, 128, 512}) {
    const std::string png = printer_icon(size, true);
    EXPECT_TRUE(png.starts_with("\x89PNG\r\n\x1a\n"));
    EXPECT_EQ(number_at(png, 16), static_cast<std::uint32_t>(size));
    EXPECT_EQ(number_at(png, 20), static_cast<std::uint32_t>(size));
    const std::string rows = rows_of(png);
    const auto side = static_cast<std::size_t>(size);
    EXPECT_EQ(rows.size(), side * (side * 4 + 1));
    EXPECT_EQ(rows[4], '\0'); // alpha of the first pixel
    EXPECT_NE(rows[(side / 2) * (side * 4 + 1) + 1 + side * 2 + 3], '\0');
  }
  EXPECT_NE(printer_icon(48, true), printer_icon(48, false));
}

TEST(ModelFiles, AreWhereThePrinterSaysTheyAre) {
  Desk desk;
  const Message reply = reply_of(send(desk, {}, polite(IPP_OP_GET_PRINTER_ATTRIBUTES).encode()));
  auto uris = values(reply, "printer-icons");
  uris.push_back(values(reply, "printer-strings-uri").front());
  for (const std::string& uri : uris) {
    Sent sent;
    sent.method = "GET";
    sent.path = uri.substr(uri.find('/', uri.find("://") + 3));
    EXPECT_TRUE(Service::serves(sent.path));
    const http::Response response = send(desk, sent, "");
    EXPECT_EQ(response.status, 200) << uri;
    EXPECT_FALSE(response.body->empty());
  }
}

TEST(ModelFiles, AreNoOthers) {
  Desk desk;
  for (const char* const path :
       {"/icons/canon-ir1020-64.png", "/icons/x.strings", "/icons/", "/icons/../etc/passwd"}) {
    Sent sent;
    sent.method = "GET";
    sent.path = path;
    EXPECT_EQ(send(desk, sent, "").status, 404) << path;
  }
}

TEST(KeywordStrings, NameWhatDialogsShow) {
  Desk desk;
  const auto model = model::find_model(desk.models, "canon-ir1020");
  const std::string text = keyword_strings(**model);
  EXPECT_THAT(text, testing::HasSubstr("\"media-type.canon-heavy-2\" = \"Heavy 2\";\n"));
  EXPECT_THAT(text, testing::HasSubstr("\"media-source.tray-1\" = \"Drawer 1\";\n"));
  EXPECT_THAT(text, testing::HasSubstr("\"canon-halftone\" = \"Halftone screen\";\n"));
  EXPECT_THAT(text, testing::HasSubstr("\"canon-halftone.blue-noise\" = \"Blue noise\";\n"));
}

} // namespace
} // namespace platen::intake::ipp::test
