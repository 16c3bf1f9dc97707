#include "preview/kept_document.h"
#include "preview/page_picture.h"
#include "preview/reduce.h"
#include "unit/flow/job.h"
#include "unit/render/documents.h"

#include <cstring>

#include <gtest/gtest.h>

namespace platen::preview {
namespace {

namespace support = render::testing_support;
using flow::test::busy_picture;
using flow::test::jpeg;
using flow::test::png;

struct Counts {
  int decoded = 0;
  std::int64_t rows = 0;
};

// A picture of one page whose samples are their column, and that counts what is asked of it.
class Counting final : public render::Document {
public:
  Counting(render::Format format, std::int32_t width, std::int32_t height, Counts& counts)
      : counts_(counts) {
    info_.format = format;
    render::PageInfo page;
    page.px_width = width;
    page.px_height = height;
    info_.pages.push_back(page);
  }
  const render::DocumentInfo& info() const override { return info_; }
  Result<std::unique_ptr<render::PageStream>> draw(const render::VectorRun&,
                                                   const model::ColourTarget&) const override {
    return fail(Errc::bug, "not drawn");
  }
  Result<render::Picture> decode(std::int32_t, const model::ColourTarget& target,
                                 const render::Decoding& how) const override {
    ++counts_.decoded;
    const std::int32_t by = info_.format == render::Format::jpeg ? how.shrink : 1;
    const PageShape shape{(info_.pages[0].px_width + by - 1) / by,
                          (info_.pages[0].px_height + by - 1) / by, gray8};
    ColourTable table;
    table.note = target.intent == model::RenderingIntent::perceptual ? "perceptual" : "";
    return render::Picture{std::make_unique<Rows>(shape, counts_), table, {"a warning"}};
  }
  Result<std::unique_ptr<Document>> impose(const render::Imposition&) const override {
    return fail(Errc::bug, "not imposed");
  }

private:
  class Rows final : public RowSource {
  public:
    Rows(PageShape shape, Counts& counts) : shape_(shape), counts_(counts) {}
    PageShape shape() const override { return shape_; }
    Result<void> read(Band into) override {
      counts_.rows += into.rows().count;
      for (std::int32_t y = into.rows().first; y < into.rows().end(); ++y)
        for (std::size_t x = 0; x < into.row(y).size(); ++x)
          into.row(y)[x] = std::byte(x & 0xff);
      return {};
    }

  private:
    const PageShape shape_;
    Counts& counts_;
  };

  render::DocumentInfo info_;
  Counts& counts_;
};

Buffer all_rows(render::Picture& picture) {
  const PageShape shape = picture.rows->shape();
  RowBuffer rows(shape.width, shape.height, shape.format);
  EXPECT_TRUE(picture.rows->read(rows.band({0, shape.height})));
  Buffer bytes;
  for (std::int32_t y = 0; y < shape.height; ++y) {
    const auto row = std::as_const(rows).band({0, shape.height}).row(y);
    bytes.insert(bytes.end(), row.begin(), row.end());
  }
  return bytes;
}

TEST(KeptDocument, DecodesAPictureOnceForEachSize) {
  Counts counts;
  KeptDocument kept(std::make_unique<Counting>(render::Format::jpeg, 640, 400, counts));
  for (int i = 0; i < 3; ++i) {
    auto picture = kept.decode(0, {}, {.shrink = 4});
    ASSERT_TRUE(picture);
    EXPECT_EQ(picture->rows->shape(), (PageShape{160, 100, gray8}));
    EXPECT_EQ(picture->warnings, std::vector<std::string>{"a warning"});
    EXPECT_EQ(all_rows(*picture).size(), 16'000u);
  }
  EXPECT_EQ(counts.decoded, 1);
  EXPECT_EQ(counts.rows, 100);
  ASSERT_TRUE(kept.decode(0, {}, {.shrink = 2}));
  EXPECT_EQ(counts.decoded, 2);
  EXPECT_EQ(kept.bytes(), 16'000u + 64'000u);
  EXPECT_FALSE(kept.reduced());
}

TEST(KeptDocument, OtherColoursReadNoPixelsAnew) {
  Counts counts;
  KeptDocument kept(std::make_unique<Counting>(render::Format::jpeg, 640, 400, counts));
  ASSERT_TRUE(kept.decode(0, {}, {.shrink = 4}));
  model::ColourTarget other;
  other.intent = model::RenderingIntent::perceptual;
  for (int i = 0; i < 2; ++i) {
    const auto picture = kept.decode(0, other, {.shrink = 4});
    ASSERT_TRUE(picture);
    EXPECT_EQ(picture->colour.note, "perceptual");
  }
  EXPECT_EQ(counts.decoded, 2);
  EXPECT_EQ(counts.rows, 100);
}

TEST(KeptDocument, MakesSmallerWhatItsFormatCannot) {
  Counts counts;
  KeptDocument kept(std::make_unique<Counting>(render::Format::png, 202, 101, counts));
  auto picture = kept.decode(0, {}, {.shrink = 4});
  ASSERT_TRUE(picture);
  EXPECT_EQ(picture->rows->shape(), (PageShape{51, 26, gray8}));
  // Columns 0 to 3 have the mean 1.5; in two steps it is rounded twice.
  const Buffer rows = all_rows(*picture);
  EXPECT_EQ(std::to_integer<int>(rows[0]), 2);
  EXPECT_EQ(std::to_integer<int>(rows[1]), 6);
  EXPECT_TRUE(kept.reduced());
  // The next size comes of what is there.
  ASSERT_TRUE(kept.decode(0, {}, {.shrink = 8}));
  ASSERT_TRUE(kept.decode(0, {}, {.shrink = 2}));
  EXPECT_EQ(counts.decoded, 1);
}

TEST(KeptDocument, KeepsNothingThatIsTooLarge) {
  Counts counts;
  KeptDocument kept(std::make_unique<Counting>(render::Format::jpeg, 30'000, 30'000, counts));
  for (int i = 0; i < 2; ++i) {
    const auto picture = kept.decode(0, {}, {.shrink = 2});
    ASSERT_TRUE(picture);
    EXPECT_EQ(picture->rows->shape().width, 15'000);
  }
  EXPECT_EQ(counts.decoded, 2);
  EXPECT_EQ(kept.bytes(), 0u);
}

TEST(KeptDocument, OutlivesTheHandlesThatWereMadeOfIt) {
  Counts counts;
  auto kept = std::make_shared<KeptDocument>(
      std::make_unique<Counting>(render::Format::jpeg, 64, 64, counts));
  const auto shown = document_of(kept);
  kept.reset();
  EXPECT_TRUE(shown->decode(0, {}, {.shrink = 1}));
}

TEST(KeptDocument, GivesTheRowsOfTheWorker) {
  support::use_built_worker();
  const std::string file = jpeg(busy_picture(400, 300), 0);
  const auto kept =
      KeptDocument::open(support::as_file(file), render::Limits::standard(), {}, nullptr);
  ASSERT_TRUE(kept) << kept.error().message();
  for (const std::int32_t shrink : {1, 2}) {
    auto direct = (*kept)->document().decode(0, {}, {.shrink = shrink});
    ASSERT_TRUE(direct);
    const Buffer wanted = all_rows(*direct);
    for (int i = 0; i < 2; ++i) {
      auto picture = (*kept)->decode(0, {}, {.shrink = shrink});
      ASSERT_TRUE(picture);
      EXPECT_EQ(all_rows(*picture), wanted);
      EXPECT_EQ(fingerprint(picture->colour), fingerprint(direct->colour));
    }
  }
}

TEST(Reduce, AveragesSquaresAndNarrowerOnesAtTheEdge) {
  RowBuffer from(5, 2, rgb8), into(3, 1, rgb8);
  for (std::int32_t y = 0; y < 2; ++y)
    for (std::int32_t x = 0; x < 5; ++x)
      for (std::int32_t c = 0; c < 3; ++c)
        from.band({0, 2}).samples<std::uint8_t>(y)[static_cast<std::size_t>(3 * x + c)] =
            static_cast<std::uint8_t>(10 * x + 100 * y + c);
  reduce(std::as_const(from).band({0, 2}), 2, into.band({0, 1}), 0);
  const auto row = std::as_const(into).band({0, 1}).samples<std::uint8_t>(0);
  EXPECT_EQ(std::vector<int>(row.begin(), row.end()),
            (std::vector<int>{55, 56, 57, 75, 76, 77, 90, 91, 92}));
}

TEST(Reduce, TakesSixteenBitsWithoutOverflow) {
  RowBuffer from(8, 8, gray16), into(1, 1, gray16);
  for (std::int32_t y = 0; y < 8; ++y)
    std::ranges::fill(from.band({0, 8}).samples<std::uint16_t>(y), std::uint16_t{65'535});
  reduce(std::as_const(from).band({0, 8}), 8, into.band({0, 1}), 0);
  EXPECT_EQ(std::as_const(into).band({0, 1}).samples<std::uint16_t>(0)[0], 65'535);
}

std::unique_ptr<render::Document> opened(const std::string& file, const Cancel& cancel) {
  support::use_built_worker();
  auto document = render::open_document(support::as_file(file), render::Limits::standard(), cancel);
  EXPECT_TRUE(document) << document.error().message();
  return *std::move(document);
}

TEST(PagePicture, FitsTheLongerEdgeAndTurnsAsTheCameraSays) {
  const Cancel cancel;
  const auto upright = opened(jpeg(busy_picture(300, 200), 0), cancel);
  const auto shown = page_picture(*upright, 0, 150, 2, cancel);
  ASSERT_TRUE(shown) << shown.error().message();
  EXPECT_EQ(shown->width(), 150);
  EXPECT_EQ(shown->capacity(), 100);
  const auto turned = opened(jpeg(busy_picture(300, 200), 0, 6), cancel);
  const auto seen = page_picture(*turned, 0, 150, 2, cancel);
  ASSERT_TRUE(seen) << seen.error().message();
  EXPECT_EQ(seen->width(), 100);
  EXPECT_EQ(seen->capacity(), 150);
}

TEST(PagePicture, MakesNoPictureLarger) {
  const Cancel cancel;
  const auto small = opened(png(busy_picture(30, 20), 0), cancel);
  const auto shown = page_picture(*small, 0, 1'000, 2, cancel);
  ASSERT_TRUE(shown) << shown.error().message();
  EXPECT_EQ(shown->width(), 30);
  EXPECT_EQ(shown->capacity(), 20);
}

TEST(PagePicture, DrawsPagesWithTheirEdgesWhereTheyAre) {
  const Cancel cancel;
  const auto page =
      opened(support::make_pdf({{"/MediaBox[0 0 200 400]", "0 g 0 0 100 400 re f"}}), cancel);
  const auto shown = page_picture(*page, 0, 100, 1, cancel);
  ASSERT_TRUE(shown) << shown.error().message();
  ASSERT_EQ(shown->width(), 50);
  ASSERT_EQ(shown->capacity(), 100);
  for (const std::int32_t y : {0, 50, 99}) {
    const auto row = shown->band({0, 100}).samples<std::uint8_t>(y);
    EXPECT_EQ(row[3 * 2], 0) << y;
    EXPECT_EQ(row[3 * 22], 0) << y;
    EXPECT_EQ(row[3 * 27], 255) << y;
    EXPECT_EQ(row[3 * 48], 255) << y;
  }
}

} // namespace
} // namespace platen::preview
