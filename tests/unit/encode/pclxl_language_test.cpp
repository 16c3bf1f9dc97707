#include "encode/language.h"
#include "encode/pclxl/device_status.h"
#include "encode/pclxl/pclxl_side.h"
#include "encode/pclxl/pjl.h"
#include "laser_job.h"
#include "model/model.h"
#include "support.h"
#include "xl_reader.h"

#include <cstring>
#include <functional>

#include <rapidcheck.h>

namespace platen::encode {
namespace {

using test::FakeDevice;
using test::Page;
using test::XlReader;

model::Model laser() {
  model::Model model;
  model.id = "test-laser";
  model.title = "Test laser";
  model.language = "pcl-xl";
  model.media = {test::media_entry("iso_a4_210x297mm", Hmm{21000}, Hmm{29700}, "2"),
                 test::media_entry("na_invoice_5.5x8.5in", Hmm{13970}, Hmm{21590}, "")};
  model.media_types = {test::coded<model::MediaType>("stationery", "Plain"),
                       test::coded<model::MediaType>("auto", "")};
  model.media_sources = {test::coded<model::MediaSource>("auto", "1"),
                         test::coded<model::MediaSource>("tray-1", "4")};
  return model;
}

std::string encode_side(const Page& page, const SideSpec& side, std::int32_t band_rows,
                        std::int32_t block_rows = 128) {
  BufferSink sink;
  const auto encoder = pclxl::make_side(side, sink, block_rows);
  const auto done = test::write_page(page, *encoder, band_rows);
  if (!done) throw std::runtime_error(done.error().message());
  return std::string(as_text(sink.buffer));
}

// The page as the images draw it: all rows, white where none is.
std::vector<std::string> draw(const std::vector<test::XlImage>& images, const SideSpec& side) {
  const std::size_t row_bytes = mask1.row_bytes(side.raster.width);
  std::vector<std::string> rows(static_cast<std::size_t>(side.raster.height),
                                std::string(row_bytes, '\0'));
  int next_free = 0;
  for (const auto& image : images) {
    const int top = image.top - px_nearest(side.margins.top, side.resolution).v;
    RC_ASSERT(image.left == px_nearest(side.margins.left, side.resolution).v);
    RC_ASSERT(image.width == side.raster.width);
    RC_ASSERT(top >= next_free); // from the top down, none over another
    for (int y = 0; y < image.height; ++y)
      rows.at(static_cast<std::size_t>(top + y)) = image.rows[static_cast<std::size_t>(y)];
    next_free = top + image.height;
  }
  return rows;
}

std::vector<std::string> rows_of(const Page& page) {
  std::vector<std::string> rows;
  const int unused =
      static_cast<int>(page.shape().format.row_bytes(page.shape().width)) * 8 - page.shape().width;
  for (std::int32_t y = 0; y < page.shape().height; ++y) {
    std::string row(as_text(page.row(y)));
    row.back() = static_cast<char>(row.back() & (0xff << unused));
    rows.push_back(row);
  }
  return rows;
}

TEST(PclxlSide, DrawsTheSamePixels) {
  ASSERT_TRUE(rc::check("decode of encode = identity", [] {
    const PageShape shape{*rc::gen::inRange(1, 1200), *rc::gen::inRange(1, 400), mask1};
    const auto texture = *rc::gen::element(0U, 2U, 15U, 50U, 100U);
    Page page = test::make_page(shape, texture, *rc::gen::arbitrary<std::uint64_t>());
    // White stretches of any height, where blocks are left out.
    const auto from = *rc::gen::inRange(0, shape.height);
    const auto to = *rc::gen::inRange(from, shape.height + 1);
    for (std::int32_t y = from; y < to; ++y)
      std::ranges::fill(page.row(y), std::byte{0});
    const SideSpec side = spec(shape);
    const auto block_rows = *rc::gen::element(1, 7, 64, 128);
    const std::string payload = encode_side(page, side, *rc::gen::inRange(1, 300), block_rows);
    RC_ASSERT(draw(XlReader(payload).side(), side) == rows_of(page));
  }));
}

TEST(PclxlSide, SendsNothingForWhite) {
  const PageShape shape{4724, 6779, mask1};
  const Page page(shape);
  const std::string payload = encode_side(page, spec(shape), 512);
  EXPECT_TRUE(XlReader(payload).side().empty());
  EXPECT_LT(payload.size(), 64U);
}

TEST(PclxlSide, KeepsStrayBitsBeyondTheWidthOut) {
  const PageShape shape{9, 2, mask1};
  Page page(shape);
  for (std::int32_t y = 0; y < 2; ++y)
    std::ranges::fill(page.row(y), std::byte{0xff});
  const auto images = XlReader(encode_side(page, spec(shape), 2)).side();
  ASSERT_EQ(images.size(), 1U);
  EXPECT_EQ(images[0].rows[1], "\xff\x80");
}

TEST(PclxlSide, GivesTheSameBytesHoweverTheRowsCome) {
  const PageShape shape{999, 500, mask1};
  const Page page = test::make_page(shape, 25, 4);
  const std::string whole = encode_side(page, spec(shape), 500);
  for (const std::int32_t band_rows : {1, 3, 100, 128, 129})
    EXPECT_EQ(encode_side(page, spec(shape), band_rows), whole);
}

TEST(PclxlSide, RefusesARasterThatHasNoNumbers) {
  const PageShape shape{65'500, 1, mask1};
  BufferSink sink;
  const auto encoder = pclxl::make_side(spec(shape), sink);
  const auto done = test::write_page(Page(shape), *encoder, 1);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Errc::unsupported);
}

TEST(PclxlSide, RefusesToEndAPageThatIsNotWhole) {
  const Page page({16, 4, mask1});
  BufferSink sink;
  const auto encoder = pclxl::make_side(spec(page.shape()), sink);
  test::check_ok(encoder->write(page.band({0, 3})));
  EXPECT_FALSE(encoder->finish());
}

struct Sent {
  test::XlJob job;
  std::string bytes;
};

Sent send(const model::Ticket& asked, const std::vector<SideSpec>& sides, FakeDevice& device) {
  const auto language = test::value_of(make_language(laser(), asked));
  test::check_ok(language->ask(device));
  test::check_ok(language->begin_job(device));
  for (const SideSpec& side : sides) {
    Spool payload;
    const auto encoder = language->side(side, payload);
    Page page = test::make_page(side.raster, 20, 11);
    test::check_ok(test::write_page(page, *encoder, 64));
    test::check_ok(language->put_side(side, payload, device));
  }
  test::check_ok(language->end_job(device));
  return {XlReader(device.received).job(), device.received};
}

using Numbers = std::vector<double>;
Numbers text_of(std::string_view text) {
  return {text.begin(), text.end()};
}

TEST(PclxlLanguage, FramesAJobAsTheProtocolSays) {
  FakeDevice file;
  SideSpec side = spec({200, 300, mask1});
  side.copies = 3;
  const Sent sent = send(ticket(), {side}, file);
  const std::vector<std::string> pjl = {"@PJL JOB NAME=\"Letter\"",  "@PJL SET USERNAME=\"ann\"",
                                        "@PJL SET RESOLUTION=600",   "@PJL SET ECONOMODE=OFF",
                                        "@PJL ENTER LANGUAGE=PCLXL", "@PJL EOJ NAME=\"Letter\""};
  EXPECT_EQ(sent.job.pjl, pjl);
  EXPECT_EQ(sent.job.begin_session.attributes.at(134), Numbers{0});
  EXPECT_EQ(sent.job.begin_session.attributes.at(137), (Numbers{600, 600}));
  EXPECT_EQ(sent.job.open_data_source.attributes.at(130), Numbers{1});
  ASSERT_EQ(sent.job.pages.size(), 1U);
  const auto& begin = sent.job.pages[0].begin.attributes;
  EXPECT_EQ(begin.at(37), Numbers{2});
  EXPECT_EQ(begin.at(38), Numbers{4});
  EXPECT_EQ(begin.at(39), text_of("Plain"));
  EXPECT_EQ(begin.at(40), Numbers{0});
  EXPECT_EQ(begin.at(52), Numbers{0});
  EXPECT_EQ(begin.count(53), 0U);
  EXPECT_EQ(sent.job.pages[0].end.attributes.at(49), Numbers{3});
  EXPECT_EQ(sent.job.pages[0].images.at(0).left, 118);
}

TEST(PclxlLanguage, BindsTwoSidedSheetsAlongTheEdgeAskedFor) {
  for (const auto& [sides, mode] : {std::pair{model::Sides::two_sided_long_edge, 1.0},
                                    std::pair{model::Sides::two_sided_short_edge, 0.0}}) {
    FakeDevice file;
    model::Ticket asked = ticket();
    asked.sides = sides;
    SideSpec front = spec({64, 64, mask1}), back = front;
    back.side = SheetSide::back;
    const Sent sent = send(asked, {front, back}, file);
    ASSERT_EQ(sent.job.pages.size(), 2U);
    for (std::size_t i = 0; i < 2; ++i) {
      const auto& begin = sent.job.pages[i].begin.attributes;
      EXPECT_EQ(begin.at(53), Numbers{mode});
      EXPECT_EQ(begin.at(54), Numbers{static_cast<double>(i)});
      EXPECT_EQ(begin.count(52), 0U);
    }
  }
}

TEST(PclxlLanguage, SendsASizeWithoutACodeByItsMeasures) {
  FakeDevice file;
  SideSpec side = spec({64, 64, mask1});
  side.media = {"na_invoice_5.5x8.5in", Hmm{13970}, Hmm{21590}};
  const Sent sent = send(ticket(), {side}, file);
  const auto& begin = sent.job.pages.at(0).begin.attributes;
  EXPECT_EQ(begin.count(37), 0U);
  EXPECT_EQ(begin.at(47), (Numbers{5.5, 8.5}));
  EXPECT_EQ(begin.at(48), Numbers{0});
}

TEST(PclxlLanguage, LeavesOutATypeWithoutACodeAndSavesToner) {
  FakeDevice file;
  model::Ticket asked = ticket();
  asked.media_type = "auto";
  asked.toner_save = model::TonerSave::printer;
  const Sent sent = send(asked, {spec({64, 64, mask1})}, file);
  EXPECT_EQ(sent.job.pages.at(0).begin.attributes.count(39), 0U);
  EXPECT_THAT(sent.job.pjl, testing::Contains("@PJL SET ECONOMODE=ON"));
}

TEST(PclxlLanguage, TellsTheDeviceNotToSaveWhatIsSavedAlready) {
  FakeDevice file;
  model::Ticket asked = ticket();
  asked.toner_save = model::TonerSave::on;
  const Sent sent = send(asked, {spec({64, 64, mask1})}, file);
  EXPECT_THAT(sent.job.pjl, testing::Contains("@PJL SET ECONOMODE=OFF"));
}

TEST(PclxlLanguage, TakesEachSideFromItsOwnTray) {
  FakeDevice file;
  SideSpec side = spec({64, 64, mask1});
  side.media_source = "auto";
  side.media_type = "auto";
  const Sent sent = send(ticket(), {spec({64, 64, mask1}), side}, file);
  EXPECT_EQ(sent.job.pages.at(0).begin.attributes.at(38), Numbers{4});
  EXPECT_EQ(sent.job.pages.at(1).begin.attributes.at(38), Numbers{1});
  EXPECT_EQ(sent.job.pages.at(1).begin.attributes.count(39), 0U);
}

TEST(PclxlLanguage, EndsACancelledJobInItsOwnWords) {
  const std::string exit = "\x1b%-12345X@PJL EOJ NAME=\"Letter\"\r\n\x1b%-12345X";
  FakeDevice whole, broken;
  EXPECT_TRUE(*test::value_of(make_language(laser(), ticket()))->cancel_job(whole, true));
  EXPECT_EQ(whole.received, "\x49\x42" + exit); // the data source and the session are closed
  EXPECT_TRUE(*test::value_of(make_language(laser(), ticket()))->cancel_job(broken, false));
  EXPECT_EQ(broken.received, exit); // no side was begun
}

// What would break it off would be printed as text.
TEST(PclxlLanguage, SendsNothingBehindTheEndOfACancelledJob) {
  const auto language = test::value_of(make_language(laser(), ticket()));
  FakeDevice device;
  test::check_ok(language->begin_job(device));
  test::check_ok(language->end_job(device));
  const std::string whole = device.received;
  EXPECT_TRUE(*language->cancel_job(device, true));
  EXPECT_EQ(device.received, whole);
}

// However little of the data of a block has come, what follows is read as an exit.
TEST(PclxlLanguage, FillsTheBlockInWhichAJobIsCancelled) {
  const auto language = test::value_of(make_language(laser(), ticket()));
  const SideSpec side = spec({256, 300, mask1});
  const std::string noise = encode_side(test::make_page(side.raster, 100, 1), side, 300);
  const std::size_t header = noise.find("\xb1\xfa"); // ReadImage, then the length of its data
  ASSERT_LT(header + 6, noise.size());
  std::uint32_t length = 0;
  std::memcpy(&length, noise.data() + header + 2, sizeof length);

  Spool payload;
  test::check_ok(payload.write(as_bytes(noise)));
  FakeDevice device, cut;
  test::check_ok(language->begin_job(device));
  test::check_ok(language->put_side(side, payload, device));
  EXPECT_TRUE(*language->cancel_job(cut, false));
  const std::size_t zeros = cut.received.find_first_not_of('\0');
  EXPECT_GE(zeros, length);
  EXPECT_LE(zeros, length + length / 8); // noise hardly becomes shorter
  EXPECT_EQ(cut.received.substr(zeros), "\x1b%-12345X@PJL EOJ NAME=\"Letter\"\r\n\x1b%-12345X");
}

TEST(PclxlLanguage, RefusesACodeThatIsNoByte) {
  model::Model model = laser();
  model.media[0].code = "300";
  FakeDevice file;
  const auto language = test::value_of(make_language(model, ticket()));
  test::check_ok(language->begin_job(file));
  const auto put = language->put_side(spec({64, 64, mask1}), Spool{}, file);
  ASSERT_FALSE(put);
  EXPECT_THAT(put.error().what, testing::HasSubstr("300"));
}

TEST(PclxlLanguage, WaitsForTheEndOnlyWhenThePrinterAnswers) {
  FakeDevice talkative([](std::string_view written) -> std::string {
    std::string said;
    if (written.find("INFO ID") != std::string_view::npos)
      said = "@PJL INFO ID\r\n\"iR1020/1024/1025\"\r\n\f";
    const std::size_t echo = written.find("@PJL ECHO");
    return echo == std::string_view::npos ? said : said + std::string(written.substr(echo)) + "\f";
  });
  const auto run = [](FakeDevice& device) {
    const auto language = test::value_of(make_language(laser(), ticket()));
    test::check_ok(language->ask(device));
    test::check_ok(language->begin_job(device));
    test::check_ok(language->end_job(device));
  };
  run(talkative);
  EXPECT_THAT(talkative.received, testing::HasSubstr("@PJL ECHO platen: end of job"));
  EXPECT_THAT(talkative.received, testing::HasSubstr("@PJL USTATUS PAGE=ON"));
  EXPECT_THAT(talkative.received, testing::EndsWith("@PJL USTATUSOFF\r\n"));
  FakeDevice silent([](std::string_view) { return ""; });
  run(silent);
  EXPECT_THAT(silent.received, testing::Not(testing::HasSubstr("end of job")));
  EXPECT_THAT(silent.received, testing::Not(testing::HasSubstr("USTATUS")));
}

// Keeps what is told of it to others.
class ToldDevice final : public FakeDevice {
public:
  using FakeDevice::FakeDevice;
  void report(const std::vector<std::string>& reasons, const std::string&) override {
    told.push_back(reasons.empty() ? "" : reasons.front());
  }
  std::vector<std::string> told;
};

// Answers the question number `first` and those after it; says `others` to the others before it.
FakeDevice::Reply answers_from(int first, std::function<std::string(int)> others = {}) {
  return [first, others, asked = 0](std::string_view written) mutable -> std::string {
    const std::size_t echo = written.find("@PJL ECHO");
    if (echo == std::string_view::npos) return {};
    if (++asked < first) return others ? others(asked) : std::string();
    return std::string(written.substr(echo)) + "\f";
  };
}

TEST(PclxlLanguage, WaitsForAPrinterThatHasAnsweredBefore) {
  FakeDevice first(answers_from(1));
  const auto before = test::value_of(make_language(laser(), ticket()));
  EXPECT_EQ(before->remember(), nullptr);
  test::check_ok(before->ask(first));
  const auto known = before->remember();
  ASSERT_NE(known, nullptr);

  const auto whole_job = [&](const std::shared_ptr<const DeviceAnswer>& answer, bool confirmed) {
    ToldDevice busy(answers_from(4));
    const auto language = test::value_of(make_language(laser(), ticket()));
    language->assume(answer);
    if (confirmed) language->has_confirmed();
    test::check_ok(language->ask(busy));
    test::check_ok(language->begin_job(busy));
    test::check_ok(language->end_job(busy));
    const bool waited_for = busy.received.find("end of job") != std::string::npos;
    EXPECT_EQ(busy.told, waited_for ? (std::vector<std::string>{"timed-out", ""})
                                    : std::vector<std::string>{});
    EXPECT_EQ(language->remember() != nullptr, waited_for);
    return waited_for;
  };
  EXPECT_TRUE(whole_job(known, false));
  EXPECT_TRUE(whole_job(nullptr, true)); // of this job it has confirmed a sheet
  EXPECT_FALSE(whole_job(nullptr, false));
}

TEST(PclxlLanguage, GivesUpAPrinterThatDoesNotAnswerAnyMore) {
  FakeDevice silent([](std::string_view) { return ""; });
  const auto language = test::value_of(make_language(laser(), ticket()));
  language->has_confirmed();
  const auto asked = language->ask(silent);
  ASSERT_FALSE(asked);
  EXPECT_EQ(asked.error().code, Errc::timeout);
  EXPECT_GE(silent.waited, silent.stall_patience());
}

// Of pages that are told one after the other, however long that takes.
TEST(PclxlLanguage, TakesAPageThatIsToldForAWord) {
  constexpr int pages = 2'000; // one with each question: more than the longest silence in all
  ToldDevice slow(answers_from(
      pages, [](int asked) { return "@PJL USTATUS PAGE\r\n" + std::to_string(asked) + "\r\n\f"; }));
  const auto language = test::value_of(make_language(laser(), ticket()));
  language->has_confirmed();
  test::check_ok(language->ask(slow));
  EXPECT_GT(slow.waited, slow.stall_patience());
  EXPECT_EQ(slow.told.back(), "");
}

// What was sent counts where nobody says what came of it; nothing does until a printer says so that
// can say it.
TEST(PclxlLanguage, CountsPagesByWhatThePrinterCanTell) {
  const auto taken_of_one = [](const std::string& config) {
    FakeDevice device([&](std::string_view written) -> std::string {
      const std::size_t echo = written.find("@PJL ECHO");
      return echo == std::string_view::npos ? ""
                                            : "@PJL INFO CONFIG\r\n" + config + "\f" +
                                                  std::string(written.substr(echo)) + "\f";
    });
    const auto language = test::value_of(make_language(laser(), ticket()));
    test::check_ok(language->ask(device));
    test::check_ok(language->begin_job(device));
    test::check_ok(language->put_side(spec({64, 64, mask1}), Spool{}, device));
    return language->sides_taken();
  };
  EXPECT_EQ(taken_of_one("MEMORY=134217728\r\nUSTATUS [2 ENUMERATED]\r\n\tDEVICE\r\n\tPAGE\r\n"),
            0);
  EXPECT_EQ(taken_of_one("USTATUS [1 ENUMERATED]\r\n\tDEVICE\r\nPAGE\r\n\tPAGE\r\n"), std::nullopt);
  EXPECT_EQ(taken_of_one("USTATUS [1 ENUMERATED]"), std::nullopt);
  EXPECT_EQ(taken_of_one("LANGUAGES [1 ENUMERATED]\r\n\tPAGE\r\n"), std::nullopt);
}

TEST(PclxlDeviceStatus, IsTakenOutOfWhatWasReceived) {
  std::string received =
      "x@PJL USTATUS DEVICE\r\nCODE=40022\r\nDISPLAY=\"Paper Jam\"\r\nONLINE=FALSE"
      "\r\n\f@PJL USTATUS PAGE\r\n12\r\n\f@PJL USTATUS PAGE\r\n1";
  const auto jam = pclxl::take_unsolicited(received);
  ASSERT_TRUE(jam && jam->words);
  EXPECT_THAT(jam->words->reasons, testing::ElementsAre("media-jam"));
  EXPECT_TRUE(jam->words->stopped);
  EXPECT_EQ(jam->words->message, "it shows \"Paper Jam\"");
  EXPECT_EQ(pclxl::take_unsolicited(received)->pages, 12);
  EXPECT_FALSE(pclxl::take_unsolicited(received)); // the rest has not come yet
  EXPECT_EQ(received, "x@PJL USTATUS PAGE\r\n1");
}

TEST(PclxlDeviceStatus, HasAReasonForEachGroupOfCodes) {
  const auto reason = [](const std::string& code, const std::string& online) {
    std::string text =
        "@PJL USTATUS DEVICE\r\nCODE=" + code + "\r\nDISPLAY=\"\"\r\nONLINE=" + online + "\r\n\f";
    const auto said = pclxl::take_unsolicited(text);
    if (!said || !said->words) return std::string("nothing");
    return said->words->reasons.empty() ? std::string("none") : said->words->reasons.front();
  };
  EXPECT_EQ(reason("10001", "TRUE"), "none");
  EXPECT_EQ(reason("10006", "TRUE"), "toner-low");
  EXPECT_EQ(reason("40021", "FALSE"), "cover-open");
  EXPECT_EQ(reason("42102", "FALSE"), "media-jam");
  EXPECT_EQ(reason("41203", "FALSE"), "media-needed");
  EXPECT_EQ(reason("40038", "FALSE"), "toner-empty");
  EXPECT_EQ(reason("50003", "FALSE"), "other-error");
  EXPECT_EQ(reason("30016", "FALSE"), "interpreter-complex-page-encountered");
  EXPECT_EQ(reason("30017", "TRUE"), "interpreter-complex-page-encountered");
  EXPECT_EQ(reason("40079", "FALSE"), "offline");
  EXPECT_EQ(reason("x", "FALSE"), "nothing");
}

TEST(PclxlLanguage, BelievesNoMorePagesThanItSent) {
  std::string said = "@PJL USTATUS PAGE\r\n900\r\n\f";
  FakeDevice device([&](std::string_view written) {
    return written.find("HP-PCL XL") == std::string_view::npos ? std::string() : said;
  });
  const auto language = test::value_of(make_language(laser(), ticket()));
  test::check_ok(language->begin_job(device));
  EXPECT_EQ(language->sides_taken(), std::nullopt);
}

TEST(PclxlLanguage, TellsWhatThePrinterDidNotUnderstand) {
  FakeDevice device([](std::string_view written) -> std::string {
    if (written.find("HP-PCL XL") == std::string_view::npos) return "";
    return "PCL XL error\n    Subsystem:  KERNEL\n    Error:      IllegalMediaSize\n    Operator:  "
           " BeginPage\n";
  });
  const auto language = test::value_of(make_language(laser(), ticket()));
  const auto begun = language->begin_job(device);
  ASSERT_FALSE(begun);
  EXPECT_EQ(begun.error().code, Errc::unsupported);
  EXPECT_THAT(begun.error().what, testing::AllOf(testing::HasSubstr("IllegalMediaSize"),
                                                 testing::HasSubstr("BeginPage")));
}

TEST(Pjl, KeepsNamesWithinTheirQuotes) {
  EXPECT_EQ(pclxl::pjl_text("a\"b\r\n@PJL c\x1b"), "a'b  @PJL c\xef\xbf\xbd");
  std::string long_name;
  for (int i = 0; i < 100; ++i)
    long_name += "\xc3\xa9";
  EXPECT_EQ(pclxl::pjl_text(long_name).size(), 160U); // 80 characters of two bytes
}

TEST(PclxlLanguage, GoldenJob) {
  FakeDevice file;
  const Sent sent = send(ticket(), {spec({320, 200, mask1})}, file);
  EXPECT_EQ(test::fingerprint(sent.bytes), "5404ee8b2091b520") << sent.bytes.size() << " bytes";
}

TEST(Languages, AreNamedAndFoundByName) {
  EXPECT_EQ(language_names(), (std::vector<std::string>{"ivec", "pcl-xl", "pcl-5e"}));
  model::Model model = laser();
  model.language = "esc-p";
  const auto missing = make_language(model, ticket());
  ASSERT_FALSE(missing);
  EXPECT_THAT(missing.error().what, testing::AllOf(testing::HasSubstr("esc-p"),
                                                   testing::HasSubstr("ivec, pcl-xl, pcl-5e")));
}

} // namespace
} // namespace platen::encode
