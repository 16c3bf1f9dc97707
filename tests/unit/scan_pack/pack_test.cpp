#include "base/file.h"
#include "base/sanitized.h"
#include "codec/gamma_profile.h"
#include "scan/pack/pack.h"
#include "support/small_files.h"
#include "unit/scan_pack/pictures.h"

#include <fstream>
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <malloc.h>

namespace platen::scan {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr Format all_formats[] = {Format::pdf, Format::pdfa, Format::tiff, Format::jpeg,
                                  Format::png};

Result<std::vector<PackedFile>> packed(const Pages& pages, const FileSettings& settings,
                                       const NameFields& fields = {}, Bytes profile = {}) {
  return pack(pages.list, settings, fields, profile, pages.out(), never);
}

FileSettings as(Format format) {
  FileSettings settings;
  settings.format = format;
  settings.name = "scan";
  return settings;
}

NameFields at(std::time_t time) {
  NameFields fields;
  fields.time = time;
  return fields;
}

Buffer bytes_of(const PackedFile& file) {
  return read_file(file.path, std::uint64_t{1} << 30).value();
}

Pages pages_of(std::size_t count) {
  Pages pages;
  for (std::size_t i = 0; i < count; ++i)
    pages.add(picture({120, 160,
                       i % 3 == 0   ? rgb8
                       : i % 3 == 1 ? gray8
                                    : mask1},
                      static_cast<unsigned>(i)));
  return pages;
}

TEST(Pack, MakesOneFileOfAllPagesWhereTheFormatHoldsThem) {
  const Pages pages = pages_of(5);
  for (const Format format : {Format::pdf, Format::pdfa, Format::tiff}) {
    const auto files = packed(pages, as(format)).value();
    ASSERT_EQ(files.size(), 1U);
    EXPECT_EQ(files[0].pages, 5);
    EXPECT_EQ(files[0].bytes, std::filesystem::file_size(files[0].path));
    EXPECT_EQ(files[0].name, format == Format::tiff ? "scan.tif" : "scan.pdf");
  }
}

TEST(Pack, NumbersFilesSoThatTheySortAsThePages) {
  const auto files = packed(pages_of(11), as(Format::jpeg)).value();
  ASSERT_EQ(files.size(), 11U);
  EXPECT_EQ(files.front().name, "scan 01.jpg");
  EXPECT_EQ(files.back().name, "scan 11.jpg");
  EXPECT_EQ(files.back().first_page, 10);
  EXPECT_EQ(files.back().media_type, "image/jpeg");
}

TEST(Pack, SplitsByPages) {
  const Pages pages = pages_of(5);
  FileSettings settings = as(Format::pdf);
  settings.pages_per_file = 2;
  const auto files = packed(pages, settings).value();
  ASSERT_EQ(files.size(), 3U);
  EXPECT_EQ(files[1].first_page, 2);
  EXPECT_EQ(files[1].pages, 2);
  EXPECT_EQ(files[2].pages, 1);
}

// Every file stays below the bound, and none could have taken the page after its last.
TEST(Pack, SplitsByBytesAtPages) {
  Pages pages;
  for (unsigned i = 0; i < 12; ++i)
    pages.add(picture({200, 100, gray8}, i));
  for (const Format format : {Format::pdf, Format::pdfa, Format::tiff}) {
    FileSettings settings = as(format);
    settings.lossless = true;
    const std::uint64_t all = packed(pages, settings).value()[0].bytes;
    settings.bytes_per_file = all / 3;
    const auto files = packed(pages, settings).value();
    EXPECT_GE(files.size(), 3U);
    EXPECT_LE(files.size(), 6U);
    std::int32_t next = 0;
    for (const PackedFile& file : files) {
      EXPECT_LE(file.bytes, settings.bytes_per_file);
      EXPECT_EQ(file.first_page, next);
      next += file.pages;
    }
    EXPECT_EQ(next, 12);
  }
}

TEST(Pack, GivesAPageBeyondTheBoundAFileOfItsOwn) {
  const Pages pages = pages_of(3);
  FileSettings settings = as(Format::tiff);
  settings.bytes_per_file = 1;
  const auto files = packed(pages, settings).value();
  ASSERT_EQ(files.size(), 3U);
  for (const PackedFile& file : files)
    EXPECT_EQ(file.pages, 1);
}

TEST(Pack, GivesTheSameBytesForTheSamePages) {
  const Pages pages = pages_of(3);
  for (const Format format : all_formats) {
    const auto first = packed(pages, as(format), at(1'700'000'000)).value();
    const Buffer before = bytes_of(first[0]);
    const auto second = packed(pages, as(format), at(1'700'000'000)).value();
    EXPECT_EQ(before, bytes_of(second[0]));
  }
  const auto pdf = packed(pages, as(Format::pdf), at(1)).value();
  const Buffer one = bytes_of(pdf[0]);
  const auto other = packed(pages, as(Format::pdf), at(86'400)).value();
  EXPECT_NE(one, bytes_of(other[0])) << "the date is the session's";
}

TEST(Pack, LeavesNothingBehindOnAFullDisk) {
  const Pages pages = pages_of(3);
  for (const Format format : all_formats) {
    FileSettings settings = as(format);
    settings.lossless = true;
    const test::SmallFiles full(1'000);
    const auto files = packed(pages, settings);
    full.lift();
    ASSERT_FALSE(files);
    EXPECT_EQ(files.error().code, Errc::io);
    EXPECT_THAT(files.error().what, HasSubstr("no file was made of the scan"));
    EXPECT_THAT(files.error().what, HasSubstr("File too large"));
    EXPECT_THAT(pages.made(), IsEmpty());
  }
}

TEST(Pack, TakesBackTheFilesBeforeThePageThatCannotBeRead) {
  Pages pages = pages_of(3);
  std::ofstream(pages.list[2].file) << "no picture";
  const auto files = packed(pages, as(Format::png));
  ASSERT_FALSE(files);
  EXPECT_THAT(files.error().what, HasSubstr("page 3"));
  EXPECT_THAT(pages.made(), IsEmpty());
}

TEST(Pack, CanBeCancelled) {
  const Pages pages = pages_of(2);
  Cancel cancel;
  cancel.request();
  const auto files = pack(pages.list, as(Format::pdf), {}, {}, pages.out(), cancel);
  ASSERT_FALSE(files);
  EXPECT_EQ(files.error().code, Errc::cancelled);
  EXPECT_THAT(pages.made(), IsEmpty());
}

TEST(Pack, RefusesWhatCannotBe) {
  const Pages pages = pages_of(1), none;
  EXPECT_EQ(packed(none, as(Format::pdf)).error().code, Errc::invalid);
  FileSettings settings = as(Format::jpeg);
  settings.jpeg_quality = 0;
  EXPECT_EQ(packed(pages, settings).error().code, Errc::invalid);
  settings = as(Format::pdf);
  settings.pages_per_file = -1;
  EXPECT_EQ(packed(pages, settings).error().code, Errc::invalid);
  settings = as(Format::pdf);
  settings.name = "{nothing}";
  EXPECT_EQ(packed(pages, settings).error().code, Errc::invalid);
  const Buffer no_profile(200);
  EXPECT_EQ(packed(pages, as(Format::pdf), {}, no_profile).error().code, Errc::invalid);
  EXPECT_THAT(pages.made(), IsEmpty());
}

std::size_t times(Bytes where, Bytes what) {
  std::size_t count = 0;
  for (auto at = where.begin();; ++count, ++at) {
    at = std::search(at, where.end(), what.begin(), what.end());
    if (at == where.end()) return count;
  }
}

TEST(Pack, EmbedsTheScannersProfileWhereItsColourSpaceIsThePages) {
  const Pages pages = pages_of(2); // colour, then gray
  const Buffer profile = codec::make_rgb_profile(codec::srgb_primaries, 1.8).value();
  const auto jpeg = packed(pages, as(Format::jpeg), {}, profile).value();
  EXPECT_EQ(times(bytes_of(jpeg[0]), profile), 1U);
  EXPECT_EQ(times(bytes_of(jpeg[1]), as_bytes("ICC_PROFILE")), 0U);
  const auto tiff = packed(pages, as(Format::tiff), {}, profile).value();
  EXPECT_EQ(times(bytes_of(tiff[0]), profile), 1U);
  const auto pdf = packed(pages, as(Format::pdf), {}, profile).value();
  EXPECT_EQ(times(bytes_of(pdf[0]), as_bytes("/ColorSpace [/ICCBased ")), 1U);
  EXPECT_EQ(times(bytes_of(pdf[0]), as_bytes("/ColorSpace /DeviceGray")), 1U);
}

// Under a sanitizer freed memory is kept for a while: there only what is held on purpose would
// show.
#if PLATEN_SANITIZED
constexpr long most_growth = 400'000'000;
#else
constexpr long most_growth = 2'000'000;
#endif

// What a thousand pages hold that ten do not is their places in the file, and the pages' names.
TEST(Pack, TakesNoMoreMemoryForMorePages) {
  Pages pages = pages_of(3);
  const std::vector<PackPage> three = pages.list;
  const auto grown = [&](std::size_t count) {
    pages.list.clear();
    for (std::size_t i = 0; i < count; ++i)
      pages.list.push_back(three[i % three.size()]);
    FileSettings settings = as(Format::pdfa);
    settings.text = true;
    const auto files = packed(pages, settings).value();
    EXPECT_EQ(files.size(), 1U);
    ::malloc_trim(0);
    std::ifstream status("/proc/self/statm");
    long all = 0, resident = 0;
    status >> all >> resident;
    return resident * 4'096;
  };
  grown(10);
  const long few = grown(10);
  const long many = grown(1'000);
  EXPECT_LT(many - few, most_growth);
}

} // namespace
} // namespace platen::scan
