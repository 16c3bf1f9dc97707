#include "cups_reader.h"
#include "encode/pages/pages_language.h"
#include "model/page_offer.h"
#include "support.h"

namespace platen::encode {
namespace {

using model::Sides;
using test::CupsReader;
using test::Page;

// A sheet of 3 x 4 inches with margins of a tenth of an inch, at 100 dpi.
constexpr model::Margins margins{Hmm{254}, Hmm{254}, Hmm{254}, Hmm{254}};
const model::MediaSize media{"custom_small_3x4in", Hmm{7620}, Hmm{10160}};

// Keeps each document apart.
class Printer final : public DeviceLink {
public:
  using ByteSink::write;
  Result<void> begin_document(const DocumentStart& start) override {
    starts.push_back(start);
    documents.emplace_back();
    return {};
  }
  Result<void> write(Bytes bytes) override {
    if (documents.empty()) return fail(Errc::bug, "bytes before a document");
    documents.back().append(as_text(bytes));
    return {};
  }
  Result<std::size_t> read(std::span<std::byte>, std::chrono::milliseconds) override {
    return fail(Errc::unsupported, "no");
  }
  const model::PageOffer* page_offer() const override { return &offer; }
  model::PageOffer offer;
  std::vector<DocumentStart> starts;
  std::vector<std::string> documents;
};

struct Job {
  model::Model model;
  model::Ticket ticket;
  model::PageOffer offer;
  PixelFormat drawn;
  std::int32_t copies = 1; // of each sheet
};

// A job for a printer that takes `type` of PWG Raster at 100 dpi.
Job make_job(bool color, const std::string& type) {
  Job job;
  job.model.id = "test";
  job.model.color = color;
  job.drawn = color ? rgb8 : mask1;
  job.ticket.resolution = Dpi{100};
  job.ticket.media_type = "stationery";
  job.ticket.job_name = "a job";
  job.offer.formats = {"image/pwg-raster", "image/jpeg"};
  job.offer.pwg_types = {type};
  job.offer.pwg_resolutions = {Dpi{100}};
  job.offer.sides = {"one-sided", "two-sided-long-edge", "two-sided-short-edge"};
  return job;
}

SideSpec spec_of(const Job& job, std::int32_t index, bool last) {
  SideSpec spec;
  spec.index = index;
  const bool two_sided = job.ticket.sides != Sides::one_sided;
  spec.side = two_sided && index % 2 == 1 ? SheetSide::back : SheetSide::front;
  spec.last = last;
  spec.media = media;
  spec.margins = margins;
  spec.copies = job.copies;
  spec.resolution = Dpi{100};
  spec.raster = {280, 380, job.drawn};
  return spec;
}

// A page whose every byte is `level`.
Page plain(const PageShape& shape, int level) {
  Page page(shape);
  for (std::int32_t y = 0; y < shape.height; ++y)
    std::ranges::fill(page.row(y), std::byte(level));
  return page;
}

// Side i is filled with 10 * (i + 1).
void print(const Job& job, std::int32_t sides, Printer& printer) {
  const auto language = make_pages(job.model, job.ticket);
  printer.offer = job.offer;
  test::check_ok(language->ask(printer));
  test::check_ok(language->begin_job(printer));
  for (std::int32_t i = 0; i < sides; ++i) {
    const SideSpec spec = spec_of(job, i, i + 1 == sides);
    Spool payload;
    test::check_ok(
        test::write_page(plain(spec.raster, 10 * (i + 1)), *language->side(spec, payload), 64));
    test::check_ok(language->put_side(spec, payload, printer));
  }
  ASSERT_TRUE(language->end_job(printer));
}

// The level in the middle of each page that libcups finds.
std::vector<int> levels(const std::string& file, std::vector<cups_page_header2_t>& headers) {
  CupsReader reader(file);
  std::vector<int> found;
  cups_page_header2_t header{};
  while (reader.header(header)) {
    headers.push_back(header);
    for (unsigned y = 0; y < header.cupsHeight; ++y) {
      const auto row = reader.row(header.cupsBytesPerLine);
      if (y == header.cupsHeight / 2) found.push_back(row.at(row.size() / 2));
    }
  }
  EXPECT_EQ(reader.left(), 0U);
  return found;
}

std::string setting(const DocumentStart& start, std::string_view name) {
  for (const auto& [key, value] : start.settings)
    if (key == name) return value;
  return "(none)";
}

TEST(PagesLanguage, WritesOnePwgRasterFileThatLibcupsReads) {
  Printer printer;
  print(make_job(true, "srgb_8"), 3, printer);
  ASSERT_EQ(printer.documents.size(), 1U);
  EXPECT_EQ(printer.starts[0].format, "image/pwg-raster");
  EXPECT_TRUE(printer.starts[0].last);
  std::vector<cups_page_header2_t> headers;
  EXPECT_EQ(levels(printer.documents[0], headers), (std::vector{10, 20, 30}));
  for (const auto& header : headers) {
    EXPECT_EQ(header.cupsWidth, 300U); // the whole sheet, not the printable area alone
    EXPECT_EQ(header.cupsHeight, 400U);
    EXPECT_EQ(header.HWResolution[0], 100U);
    EXPECT_EQ(header.cupsColorSpace, CUPS_CSPACE_SRGB);
    EXPECT_EQ(header.PageSize[0], 216U);
    EXPECT_EQ(header.Duplex, 0U);
    EXPECT_STREQ(header.cupsPageSizeName, media.name.c_str());
    EXPECT_STREQ(header.MediaType, "stationery");
  }
}

TEST(PagesLanguage, KeepsTheMarginsWhite) {
  Printer printer;
  print(make_job(true, "sgray_8"), 1, printer);
  CupsReader reader(printer.documents[0]);
  cups_page_header2_t header{};
  ASSERT_TRUE(reader.header(header));
  ASSERT_EQ(header.cupsColorSpace, CUPS_CSPACE_SW);
  for (unsigned y = 0; y < 400; ++y) {
    const auto row = reader.row(300);
    for (unsigned x = 0; x < 300; ++x) {
      const bool inside = x >= 10 && x < 290 && y >= 10 && y < 390;
      ASSERT_EQ(row.at(x), inside ? 10 : 255) << x << " " << y;
    }
  }
}

TEST(PagesLanguage, WritesOneBitPagesWithInkAsOne) {
  Printer printer;
  print(make_job(false, "black_1"), 1, printer);
  CupsReader reader(printer.documents[0]);
  cups_page_header2_t header{};
  ASSERT_TRUE(reader.header(header));
  EXPECT_EQ(header.cupsBitsPerPixel, 1U);
  EXPECT_EQ(header.cupsColorSpace, CUPS_CSPACE_K);
  EXPECT_EQ(reader.row(header.cupsBytesPerLine).at(5), 0); // paper
}

TEST(PagesLanguage, WritesAppleRasterThatLibcupsReads) {
  Job job = make_job(true, "srgb_8");
  job.offer.formats = {"image/urf"};
  job.offer.urf = {"SRGB24", "RS100"};
  job.ticket.sides = Sides::two_sided_short_edge;
  Printer printer;
  print(job, 2, printer);
  EXPECT_EQ(printer.starts.at(0).format, "image/urf");
  std::vector<cups_page_header2_t> headers;
  EXPECT_EQ(levels(printer.documents.at(0), headers), (std::vector{10, 20}));
  EXPECT_EQ(headers.at(0).cupsWidth, 300U);
  EXPECT_EQ(headers.at(0).HWResolution[0], 100U);
  EXPECT_EQ(headers.at(0).Duplex, 1U);
  EXPECT_EQ(headers.at(0).Tumble, 1U);
  EXPECT_EQ(headers.at(0).cupsColorSpace, CUPS_CSPACE_SRGB);
}

TEST(PagesLanguage, SendsEachJpegAsADocumentOfItsOwn) {
  Job job = make_job(true, "srgb_8");
  job.offer.formats = {"image/jpeg"};
  job.ticket.copies = job.copies = 2;
  Printer printer;
  print(job, 2, printer);
  ASSERT_EQ(printer.documents.size(), 4U);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(printer.starts[i].format, "image/jpeg");
    EXPECT_EQ(printer.starts[i].last, i == 3);
    EXPECT_TRUE(printer.documents[i].starts_with("\xff\xd8\xff"));
  }
}

TEST(PagesLanguage, RepeatsFrontAndBackTogether) {
  Job job = make_job(true, "sgray_8");
  job.ticket.sides = Sides::two_sided_long_edge;
  job.ticket.copies = job.copies = 3;
  Printer printer;
  print(job, 4, printer);
  std::vector<cups_page_header2_t> headers;
  EXPECT_EQ(levels(printer.documents.at(0), headers),
            (std::vector{10, 20, 10, 20, 10, 20, 30, 40, 30, 40, 30, 40}));
  EXPECT_EQ(headers.at(0).Duplex, 1U);
  EXPECT_EQ(headers.at(0).Tumble, 0U);
}

TEST(PagesLanguage, SaysInTheHeaderHowTheBackIsTurned) {
  Job job = make_job(true, "sgray_8");
  job.ticket.sides = Sides::two_sided_long_edge;
  job.offer.pwg_back = "rotated";
  Printer printer;
  print(job, 2, printer);
  std::vector<cups_page_header2_t> headers;
  levels(printer.documents.at(0), headers);
  const unsigned turned = ~0U;
  EXPECT_EQ(headers.at(0).cupsInteger[CUPS_RASTER_PWG_CrossFeedTransform], 1U);
  EXPECT_EQ(headers.at(1).cupsInteger[CUPS_RASTER_PWG_CrossFeedTransform], turned);
  EXPECT_EQ(headers.at(1).cupsInteger[CUPS_RASTER_PWG_FeedTransform], turned);
}

TEST(PagesLanguage, TellsTheJobsSettings) {
  Job job = make_job(true, "srgb_8");
  job.ticket.media_source = "main";
  job.ticket.user_name = "ada";
  job.ticket.copies = job.copies = 4;
  job.offer.most_copies = 9;
  job.offer.handling = {"separate-documents-collated-copies"};
  Printer printer;
  print(job, 1, printer);
  const DocumentStart& start = printer.starts.at(0);
  EXPECT_EQ(setting(start, "media-col"),
            "{media-size={x-dimension=7620 y-dimension=10160} media-type=stationery "
            "media-source=main}");
  EXPECT_EQ(setting(start, "sides"), "one-sided");
  EXPECT_EQ(setting(start, "copies"), "4");
  EXPECT_EQ(setting(start, "multiple-document-handling"), "separate-documents-collated-copies");
  EXPECT_EQ(setting(start, "print-quality"), "4");
  EXPECT_EQ(setting(start, "printer-resolution"), "100dpi");
  EXPECT_EQ(setting(start, "print-scaling"), "none");
  EXPECT_EQ(setting(start, "job-name"), "a job");
  EXPECT_EQ(setting(start, "requesting-user-name"), "ada");
  job.offer.handling.clear();
  job.ticket.borderless = true;
  Printer other;
  print(job, 1, other);
  EXPECT_EQ(setting(other.starts.at(0), "copies"), "(none)");
  EXPECT_THAT(setting(other.starts.at(0), "media-col"), testing::HasSubstr("media-top-margin=0"));
}

TEST(PagesLanguage, TakesThePrintersMargins) {
  Job job = make_job(true, "srgb_8");
  job.offer.margins = {Hmm{300}, Hmm{300}, Hmm{300}, Hmm{300}};
  job.offer.sheets = {{{"", Hmm{7620}, Hmm{10160}}, {Hmm{1}, Hmm{2}, Hmm{3}, Hmm{4}}},
                      {{"", Hmm{21000}, Hmm{29700}}, {}}};
  Printer printer;
  printer.offer = job.offer;
  const auto language = make_pages(job.model, job.ticket);
  EXPECT_FALSE(language->device_area(media, false, Dpi{100})); // not asked yet
  test::check_ok(language->ask(printer));
  const auto listed = language->device_area(media, false, Dpi{100});
  EXPECT_EQ(listed.value().margins.value(), (model::Margins{Hmm{1}, Hmm{2}, Hmm{3}, Hmm{4}}));
  const model::MediaSize a4{"iso_a4_210x297mm", Hmm{21000}, Hmm{29700}};
  EXPECT_EQ(language->device_area(a4, false, Dpi{100}).value().margins.value(), job.offer.margins);
  EXPECT_FALSE(language->device_area(media, true, Dpi{100}));
}

TEST(PagesLanguage, SendsASideOnceToAPrinterThatMakesTheCopies) {
  Job job = make_job(true, "sgray_8");
  job.ticket.copies = job.copies = 3;
  job.offer.most_copies = 9;
  job.offer.handling = {"separate-documents-collated-copies"};
  Printer printer;
  print(job, 2, printer);
  std::vector<cups_page_header2_t> headers;
  EXPECT_EQ(levels(printer.documents.at(0), headers), (std::vector{10, 20}));
}

TEST(PagesLanguage, SaysBeforeTheFirstByteWhatThePrinterLacks) {
  Job job = make_job(true, "srgb_8");
  Printer printer;
  printer.offer.formats = {"application/pdf"};
  const auto language = make_pages(job.model, job.ticket);
  test::check_ok(language->ask(printer));
  const auto begun = language->begin_job(printer);
  ASSERT_FALSE(begun);
  EXPECT_EQ(begun.error().code, Errc::unsupported);
  test::FakeDevice raw;
  EXPECT_FALSE(language->ask(raw));
}

TEST(PagesLanguage, RemembersWhatThePrinterTook) {
  const Job job = make_job(true, "sgray_8");
  Printer printer;
  printer.offer = job.offer;
  const auto language = make_pages(job.model, job.ticket);
  test::check_ok(language->ask(printer));
  const auto next = make_pages(job.model, job.ticket);
  EXPECT_NE(next->payload_form(), language->payload_form());
  next->assume(language->remember());
  EXPECT_EQ(next->payload_form(), language->payload_form());
}

} // namespace
} // namespace platen::encode
