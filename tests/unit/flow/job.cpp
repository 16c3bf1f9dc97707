#include "unit/flow/job.h"

#include "unit/render/documents.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

namespace platen::flow::test {

namespace support = render::testing_support;

namespace {

const std::vector<model::Model>& models() {
  static const auto loaded = model::load_models(PLATEN_SOURCE_DATA);
  EXPECT_TRUE(loaded) << loaded.error().message();
  return *loaded;
}

} // namespace

const model::Model& model_of(std::string_view id) {
  return **model::find_model(models(), id);
}

PrintRequest request_for(std::string_view model, const model::Options& options,
                         std::string_view document, std::string uri) {
  support::use_built_worker();
  auto ticket = model::make_ticket(model_of(model), options);
  EXPECT_TRUE(ticket) << ticket.error().message();
  ticket->job_name = "test";
  ticket->user_name = "tester";
  ticket->host_name = "host";
  return {model_of(model), *std::move(ticket), support::as_file(document), std::move(uri)};
}

std::string printed(std::string_view model, const model::Options& options,
                    std::string_view document, std::size_t workers) {
  const support::Folder folder;
  const auto file = folder / "job";
  PrintRequest request = request_for(model, options, document, "file:" + file.string());
  request.workers = workers;
  Cancel cancel;
  const auto report = print(std::move(request), cancel);
  if (!report) {
    ADD_FAILURE() << report.error().message();
    return {};
  }
  EXPECT_EQ(report->delivered.sides_sent, report->delivered.sides);
  std::string bytes = twin::test::read_text(file);
  EXPECT_EQ(report->delivered.bytes_sent, bytes.size());
  return bytes;
}

std::vector<TappedSide> taken(std::string_view model, std::string_view device_bytes) {
  std::vector<TappedSide> sides;
  twin::DecodeOptions options = twin::test::strict();
  options.model = model;
  options.sheets.tap = twin::test::tap_into(sides);
  const auto jobs = twin::test::decode(device_bytes, options);
  EXPECT_EQ(jobs.size(), 1u);
  for (const auto& job : jobs) {
    EXPECT_EQ(job.state, twin::JobState::completed) << job.reason;
    EXPECT_EQ(job.warnings, std::vector<std::string>{});
    for (const auto& side : job.sides)
      EXPECT_EQ(side.warnings, std::vector<std::string>{});
  }
  return sides;
}

int darkness(const TappedSide& side, std::int32_t x, std::int32_t y) {
  const PixelFormat format = side.shape.format;
  const std::byte* row =
      side.pixels.data() + static_cast<std::size_t>(y) * format.row_bytes(side.shape.width);
  if (format.depth == Depth::bits1)
    return (std::to_integer<unsigned>(row[x / 8]) >> (7 - x % 8) & 1) != 0 ? 255 : 0;
  int lightest = 255;
  for (std::int32_t c = 0; c < format.channels(); ++c)
    lightest = std::min(lightest, std::to_integer<int>(row[x * format.channels() + c]));
  return 255 - lightest;
}

PageShape raster_of(std::string_view model, const model::Options& options) {
  const auto sides = sides_of(model, options, support::make_pdf({{"/MediaBox[0 0 200 300]", ""}}));
  return sides.empty() ? PageShape{} : sides.front().shape;
}

std::string busy_pages(std::size_t count) {
  std::mt19937 random(7);
  std::vector<support::PdfPage> pages;
  for (std::size_t i = 0; i < count; ++i) {
    std::string contents;
    for (int n = 0; n < 400; ++n) {
      const auto gray = static_cast<double>(random() % 100) / 100;
      contents += std::to_string(gray) + " g " + std::to_string(random() % 260) + " " +
                  std::to_string(random() % 410) + " " + std::to_string(random() % 60) + " " +
                  std::to_string(random() % 60) + " re f\n";
    }
    pages.push_back({"/MediaBox[0 0 288 432]", contents});
  }
  return support::make_pdf(pages);
}

Picture busy_picture(std::int32_t width, std::int32_t height) {
  return hard_to_pack(width, height, 3,
                      [](std::uint64_t random) { return static_cast<std::uint8_t>(random >> 9); });
}

const std::vector<SmallPaper>& small_papers() {
  static const std::vector<SmallPaper> all{{"canon-pro-1000",
                                            {{"media", "na_index-4x6_4x6in"},
                                             {"media-type", "stationery"},
                                             {"printer-resolution", "300dpi"}}},
                                           {"canon-ir1024", {{"media", "na_monarch_3.875x7.5in"}}}};
  return all;
}

Error failed(PrintRequest request, Cancel& cancel) {
  const auto report = print(std::move(request), cancel);
  EXPECT_FALSE(report);
  return report ? Error{} : report.error();
}

Extent inked(const TappedSide& side) {
  Extent extent{side.shape.width, side.shape.height, 0, 0};
  for (std::int32_t y = 0; y < side.shape.height; ++y)
    for (std::int32_t x = 0; x < side.shape.width; ++x) {
      if (darkness(side, x, y) == 0) continue;
      extent.left = std::min(extent.left, x);
      extent.right = std::max(extent.right, x + 1);
      extent.top = std::min(extent.top, y);
      extent.bottom = std::max(extent.bottom, y + 1);
    }
  return extent;
}

} // namespace platen::flow::test
