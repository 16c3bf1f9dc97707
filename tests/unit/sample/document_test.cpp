#include "base/file.h"
#include "limited_sink.h"
#include "sample/sample.h"

#include <array>
#include <cstdio>
#include <memory>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>

namespace platen::sample {
namespace {

Buffer document() {
  BufferSink sink;
  EXPECT_TRUE(write_document(sink));
  return std::move(sink.buffer);
}

void load(QPDF& pdf, const Buffer& bytes) {
  pdf.processMemoryFile("letter", reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

TEST(Document, HasTwoA4Pages) {
  const Buffer bytes = document();
  QPDF pdf;
  load(pdf, bytes);
  auto pages = QPDFPageDocumentHelper(pdf).getAllPages();
  ASSERT_EQ(pages.size(), 2u);
  for (auto& page : pages) {
    const auto box = page.getMediaBox().getArrayAsRectangle();
    EXPECT_NEAR(box.urx - box.llx, 210 / 25.4 * 72, 0.01);
    EXPECT_NEAR(box.ury - box.lly, 297 / 25.4 * 72, 0.01);
  }
  EXPECT_TRUE(pdf.getWarnings().empty());
}

TEST(Document, EmbedsEveryFont) {
  const Buffer bytes = document();
  QPDF pdf;
  load(pdf, bytes);
  int embedded = 0;
  for (auto object : pdf.getAllObjects()) {
    if (!object.isDictionaryOfType("/FontDescriptor")) continue;
    EXPECT_TRUE(object.hasKey("/FontFile") || object.hasKey("/FontFile2") ||
                object.hasKey("/FontFile3"))
        << object.getKey("/FontName").unparse();
    ++embedded;
  }
  EXPECT_GE(embedded, 4); // sans and serif, plain and bold
}

TEST(Document, HoldsAPhotographOfEightBitColour) {
  const Buffer bytes = document();
  QPDF pdf;
  load(pdf, bytes);
  int pictures = 0;
  for (auto object : pdf.getAllObjects()) {
    if (!object.isStream() || !object.getDict().isDictionaryOfType("/XObject", "/Image")) continue;
    EXPECT_EQ(object.getDict().getKey("/ColorSpace").getName(), "/DeviceRGB");
    EXPECT_EQ(object.getDict().getKey("/BitsPerComponent").getIntValue(), 8);
    EXPECT_GT(object.getDict().getKey("/Width").getIntValue(), 1000);
    ++pictures;
  }
  EXPECT_EQ(pictures, 1);
}

TEST(Document, IsTheSameBytesEachTime) {
  EXPECT_TRUE(document() == document());
}

TEST(Document, ReadsAsWordsInPoppler) {
  ASSERT_TRUE(write_file("letter.pdf", document()));
  const std::unique_ptr<FILE, int (*)(FILE*)> text(popen("pdftotext -layout letter.pdf -", "r"),
                                                   pclose);
  ASSERT_TRUE(text);
  std::string words;
  std::array<char, 4096> part;
  while (const std::size_t count = fread(part.data(), 1, part.size(), text.get()))
    words.append(part.data(), count);
  EXPECT_THAT(words, testing::HasSubstr("The copier prints again"));
  EXPECT_THAT(words, testing::HasSubstr("Surveys"));
  EXPECT_THAT(words, testing::HasSubstr("1 of 2"));
  EXPECT_THAT(words, testing::HasSubstr("2 of 2"));
}

TEST(Document, PassesOnTheErrorOfAFullDisk) {
  for (const std::size_t room : {0U, 5000U}) {
    LimitedSink sink(room);
    const auto written = write_document(sink);
    ASSERT_FALSE(written) << room;
    EXPECT_EQ(written.error().code, Errc::io);
    EXPECT_EQ(written.error().what, "no space left");
  }
}

} // namespace
} // namespace platen::sample
