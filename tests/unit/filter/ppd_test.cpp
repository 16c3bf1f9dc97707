// PPD files that ppdc makes of CUPS' own drivers.
#include "base/file.h"
#include "encode/raster/page_header.h"
#include "encode/raster/raster_writer.h"
#include "filter/ppd.h"
#include "filter/setup.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <cups/raster.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace platen::filter {
namespace {

const model::MediaSize a4{.name = "iso_a4_210x297mm", .width = Hmm{21000}, .height = Hmm{29700}};

class PpdTest : public testing::Test {
protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("platen-ppd-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
    const std::string make = "ppdc -d " + folder_.string() + " /usr/share/cups/drv/sample.drv";
    ASSERT_EQ(std::system(make.c_str()), 0) << make;
    setup_.program = "/usr/lib/cups/filter/rastertohp";
    setup_.ppd = (folder_ / "laserjet.ppd").string();
    ticket_.resolution = Dpi{600};
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_;
  filter::Setup setup_;
  model::Ticket ticket_;
};

TEST_F(PpdTest, AsksForTheRasterOfTheJob) {
  const auto ppd = Ppd::open(setup_, ticket_);
  ASSERT_TRUE(ppd) << ppd.error().message();
  EXPECT_EQ((*ppd)->wish().pixels, mask1);
  EXPECT_EQ((*ppd)->wish().resolution, Dpi{600});
  setup_.options = "Resolution=300dpi";
  EXPECT_EQ((*Ppd::open(setup_, ticket_))->wish().resolution, Dpi{300}) << "the administrator's";
}

TEST_F(PpdTest, FindsPaperBySize) {
  const auto ppd = Ppd::open(setup_, ticket_);
  const auto page = (*ppd)->page(a4);
  ASSERT_TRUE(page) << page.error().message();
  EXPECT_EQ(page->name, "A4");
  EXPECT_GT(page->margins.left.v, 0);
  EXPECT_LT(page->margins.left.v, 2000);
  const auto none = (*ppd)->page({.name = "huge", .width = Hmm{90000}, .height = Hmm{90000}});
  ASSERT_FALSE(none);
  EXPECT_THAT(none.error().message(), testing::HasSubstr("no page of the size huge"));
}

// libcups reads the page that our header and rows make.
TEST_F(PpdTest, WritesWhatLibcupsReads) {
  ticket_.sides = model::Sides::two_sided_short_edge;
  const auto ppd = Ppd::open(setup_, ticket_);
  ASSERT_TRUE(ppd) << ppd.error().message();
  const PageShape shape{40, 3, mask1};
  const auto head = (*ppd)->header("A4", shape, "stationery");
  ASSERT_TRUE(head) << head.error().message();
  Spool spool;
  ASSERT_TRUE(spool.write(encode::pwg_sync_word));
  const auto writer = encode::make_raster_writer(shape, *head, spool);
  RowBuffer rows(40, 3, mask1);
  for (std::int32_t y = 0; y < 3; ++y)
    for (std::byte& byte : rows.band({0, 3}).row(y))
      byte = static_cast<std::byte>(0xa0 + y);
  ASSERT_TRUE(writer->write(rows.band({0, 3})));
  ASSERT_TRUE(writer->finish());
  const auto file = spool.release_to_file();
  ASSERT_TRUE(file);
  ASSERT_EQ(::lseek(file->get(), 0, SEEK_SET), 0);
  cups_raster_t* const raster = ::cupsRasterOpen(file->get(), CUPS_RASTER_READ);
  ASSERT_NE(raster, nullptr);
  cups_page_header2_t page{};
  ASSERT_NE(::cupsRasterReadHeader2(raster, &page), 0U);
  EXPECT_EQ(page.cupsWidth, 40U);
  EXPECT_EQ(page.cupsHeight, 3U);
  EXPECT_EQ(page.cupsBitsPerPixel, 1U);
  EXPECT_EQ(page.HWResolution[0], 600U);
  EXPECT_EQ(page.PageSize[0], 595U);
  EXPECT_EQ(page.Duplex, CUPS_TRUE);
  EXPECT_EQ(page.Tumble, CUPS_TRUE);
  EXPECT_EQ(page.NumCopies, 1U);
  std::array<unsigned char, 5> row{};
  for (unsigned y = 0; y < 3; ++y) {
    ASSERT_EQ(::cupsRasterReadPixels(raster, row.data(), 5), 5U);
    EXPECT_EQ(row[4], 0xa0 + y);
  }
  ::cupsRasterClose(raster);
}

TEST_F(PpdTest, RefusesWhatPlatenDoesNotMake) {
  std::ofstream(folder_ / "bad.ppd") << "*PPD-Adobe: nonsense\n";
  setup_.ppd = (folder_ / "bad.ppd").string();
  const auto bad = Ppd::open(setup_, ticket_);
  ASSERT_FALSE(bad);
  EXPECT_THAT(bad.error().message(), testing::HasSubstr("bad.ppd: line"));
  ticket_.sides = model::Sides::two_sided_long_edge;
  setup_.ppd = (folder_ / "epson9.ppd").string(); // of a printer without two sides
  const auto two_sided = Ppd::open(setup_, ticket_);
  ASSERT_FALSE(two_sided);
  EXPECT_THAT(two_sided.error().message(), testing::HasSubstr("one side only"));
}

TEST_F(PpdTest, SaysWhichFileIsMissing) {
  EXPECT_TRUE(check(setup_));
  setup_.program = "/nonexistent/filter";
  EXPECT_THAT(check(setup_).error().message(),
              testing::HasSubstr("/nonexistent/filter is not there"));
  setup_.program = "rastertohp";
  EXPECT_THAT(check(setup_).error().message(), testing::HasSubstr("no absolute path"));
}

} // namespace
} // namespace platen::filter
