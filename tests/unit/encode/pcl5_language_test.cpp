#include "encode/language.h"
#include "encode/pcl5/logical_page.h"
#include "encode/pcl5/pcl5_side.h"
#include "laser_job.h"
#include "model/model.h"
#include "pcl5_reader.h"
#include "support.h"

#include <rapidcheck.h>

namespace platen::encode {
namespace {

using test::FakeDevice;
using test::Page;

template<class T> T coded(std::string name, std::string pcl5) {
  T entry = test::coded<T>(name, "xl");
  if (!pcl5.empty()) entry.codes["pcl-5e"] = pcl5;
  return entry;
}

model::Model laser() {
  model::Model model;
  model.id = "test-laser";
  model.title = "Test laser";
  model.language = "pcl-xl";
  model.other_languages = {{"pcl-5e", {{"compression", "0 2 3"}}, {}}};
  model.media = {test::media_entry("iso_a4_210x297mm", Hmm{21000}, Hmm{29700}, "2"),
                 test::media_entry("na_letter_8.5x11in", Hmm{21590}, Hmm{27940}, "0"),
                 test::media_entry("na_invoice_5.5x8.5in", Hmm{13970}, Hmm{21590}, "")};
  model.media[0].codes["pcl-5e"] = "26";
  model.media[1].codes["pcl-5e"] = "2";
  for (model::MediaEntry& entry : model.media)
    entry.margins = {Hmm{500}, Hmm{500}, Hmm{500}, Hmm{500}};
  model.media_types = {coded<model::MediaType>("stationery", "Plain"),
                       coded<model::MediaType>("auto", "")};
  model.media_sources = {coded<model::MediaSource>("auto", "7"),
                         coded<model::MediaSource>("tray-1", "1")};
  return model;
}

model::Ticket pcl5_ticket() {
  model::Ticket asked = ticket();
  asked.language = "pcl-5e";
  return asked;
}

std::string encode_side(const Page& page, const SideSpec& side, std::int32_t band_rows) {
  BufferSink sink;
  test::check_ok(test::write_page(page, *pcl5::make_side(side, {}, sink), band_rows));
  return std::string(as_text(sink.buffer));
}

// The commands of a job with these sides, without the raster's, as "&l26A".
std::vector<std::string> sent(const model::Ticket& asked, const std::vector<SideSpec>& sides) {
  FakeDevice device;
  const auto language = test::value_of(make_language(laser(), asked));
  test::check_ok(language->ask(device));
  test::check_ok(language->begin_job(device));
  for (const SideSpec& side : sides) {
    Spool payload;
    const auto encoder = language->side(side, payload);
    test::check_ok(test::write_page(test::make_page(side.raster, 20, 11), *encoder, 64));
    test::check_ok(language->put_side(side, payload, device));
  }
  test::check_ok(language->end_job(device));
  const std::string& all = device.received;
  const std::size_t begin = all.find("@PJL ENTER LANGUAGE=PCL\r\n");
  const std::size_t end = all.find("\x1b%-12345X@PJL EOJ");
  EXPECT_NE(begin, std::string::npos);
  EXPECT_EQ(all.substr(0, 23), "\x1b%-12345X@PJL JOB NAME=");
  std::vector<std::string> words;
  for (const auto& command :
       test::read_pcl(std::string_view(all).substr(begin + 25, end - begin - 25)))
    if (command.name.substr(0, 2) != "*b")
      words.push_back(command.name.size() < 3 ? command.name
                                              : command.name.substr(0, 2) + command.value +
                                                    command.name.substr(2) + command.data);
  return words;
}

TEST(Pcl5Side, DrawsTheSamePixels) {
  ASSERT_TRUE(rc::check("decode of encode = identity", [] {
    const PageShape shape{*rc::gen::inRange(1, 1200), *rc::gen::inRange(1, 200), mask1};
    const Page page = test::make_page(shape, *rc::gen::element(0U, 2U, 15U, 100U),
                                      *rc::gen::arbitrary<std::uint64_t>());
    const std::string payload = encode_side(page, spec(shape), *rc::gen::inRange(1, 200));
    std::vector<int> modes;
    const std::size_t row_bytes = mask1.row_bytes(shape.width);
    auto rows = test::read_rows(test::read_pcl(payload), row_bytes, modes);
    rows.resize(static_cast<std::size_t>(shape.height), std::string(row_bytes, '\0'));
    for (std::int32_t y = 0; y < shape.height; ++y) {
      std::string row(as_text(page.row(y)));
      row.back() = static_cast<char>(
          row.back() & (0xff << (row_bytes * 8 - static_cast<unsigned>(shape.width))));
      RC_ASSERT(rows[static_cast<std::size_t>(y)] == row);
    }
  }));
}

TEST(Pcl5Side, SendsNothingForWhite) {
  const PageShape shape{4674, 6779, mask1};
  EXPECT_EQ(encode_side(Page(shape), spec(shape), 512),
            "\x1b*p1x118Y\x1b*t600R\x1b*r0f6779t4674s1A\x1b*rC");
}

TEST(Pcl5Side, GivesTheSameBytesHoweverTheRowsCome) {
  const PageShape shape{999, 500, mask1};
  const Page page = test::make_page(shape, 25, 4);
  const std::string whole = encode_side(page, spec(shape), 500);
  for (const std::int32_t band_rows : {1, 3, 100, 129})
    EXPECT_EQ(encode_side(page, spec(shape), band_rows), whole);
}

TEST(Pcl5Side, RefusesARasterWiderThanTheLogicalPage) {
  const PageShape shape{4676, 1, mask1};
  BufferSink sink;
  const auto done = test::write_page(Page(shape), *pcl5::make_side(spec(shape), {}, sink), 1);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Errc::unsupported);
  EXPECT_THAT(done.error().what, testing::HasSubstr("4675 dots"));
}

TEST(Pcl5Side, RefusesToEndAPageThatIsNotWhole) {
  const Page page({16, 4, mask1});
  BufferSink sink;
  const auto encoder = pcl5::make_side(spec(page.shape()), {}, sink);
  test::check_ok(encoder->write(page.band({0, 3})));
  EXPECT_FALSE(encoder->finish());
}

TEST(LogicalPage, PutsTheFirstDotWhereTheMarginsSay) {
  struct Case {
    model::MediaSize media;
    std::int32_t offset; // of the logical page, dots at 600 dpi, as HP has it
  };
  const Case cases[] = {{{"iso_a4_210x297mm", Hmm{21000}, Hmm{29700}}, 142},
                        {{"na_letter_8.5x11in", Hmm{21590}, Hmm{27940}}, 150},
                        {{"iso_dl_110x220mm", Hmm{11000}, Hmm{22000}}, 142},
                        {{"na_number-10_4.125x9.5in", Hmm{10478}, Hmm{24130}}, 150}};
  for (const Case& one : cases)
    for (std::int32_t left = 0; left <= 1500; left += 7) {
      const model::Margins margins{Hmm{500}, Hmm{500}, Hmm{left}, Hmm{500}};
      const auto place = pcl5::place_on(one.media, margins);
      ASSERT_EQ(place.registration % 6, 0); // whole dots
      ASSERT_EQ(one.offset + place.registration * 5 / 6 + place.x,
                px_nearest(Hmm{left}, Dpi{600}).v);
      ASSERT_GE(place.x, 0);
      ASSERT_EQ(place.y, 118);
    }
}

TEST(Pcl5Language, FramesAJobAsTheProtocolSays) {
  SideSpec side = spec({200, 300, mask1});
  side.copies = 3;
  EXPECT_EQ(sent(pcl5_ticket(), {side}),
            (std::vector<std::string>{"E",    "&u600D", "&l1H",   "&l26A",      "&l0O",   "&l0E",
                                      "&l0L", "&l3X",   "&l0S",   "&n6WdPlain", "&l-30U", "&l0Z",
                                      "*p1X", "*p118Y", "*t600R", "*r0F",       "*r300T", "*r200S",
                                      "*r1A", "*rC",    "FF",     "E"}));
}

std::vector<std::string> only(const std::vector<std::string>& commands, std::string_view letters) {
  std::vector<std::string> some;
  for (const std::string& command : commands)
    if (command == "FF" ||
        (command[0] == '&' && letters.find(command.back()) != std::string_view::npos))
      some.push_back(command);
  return some;
}

TEST(Pcl5Language, SaysASheetsSettingsOnlyWhereTheyChange) {
  SideSpec first = spec({64, 64, mask1}), second = first, third = first;
  third.media = {"na_letter_8.5x11in", Hmm{21590}, Hmm{27940}};
  third.media_source = "auto";
  EXPECT_EQ(only(sent(pcl5_ticket(), {first, second, third}), "AH"),
            (std::vector<std::string>{"&l1H", "&l26A", "FF", "FF", "&l7H", "&l2A", "FF"}));
}

TEST(Pcl5Language, TurnsTheRegistrationOnBacksAlongTheLongEdge) {
  SideSpec front = spec({64, 64, mask1}), back = front;
  back.side = SheetSide::back;
  model::Ticket asked = pcl5_ticket();
  asked.sides = model::Sides::two_sided_long_edge;
  EXPECT_EQ(only(sent(asked, {front, back, front}), "SGUA"),
            (std::vector<std::string>{"&l26A", "&l1S", "&a1G", "&l-30U", "FF", "&a2G", "&l30U",
                                      "FF", "&a1G", "&l-30U", "FF"}));
  asked.sides = model::Sides::two_sided_short_edge;
  EXPECT_EQ(only(sent(asked, {front, back}), "SGU"),
            (std::vector<std::string>{"&l2S", "&a1G", "&l-30U", "FF", "&a2G", "&l-30U", "FF"}));
}

TEST(Pcl5Language, RefusesASizeThatHasNoNumber) {
  FakeDevice file;
  const auto language = test::value_of(make_language(laser(), pcl5_ticket()));
  SideSpec side = spec({64, 64, mask1});
  side.media = {"na_invoice_5.5x8.5in", Hmm{13970}, Hmm{21590}};
  const auto put = language->put_side(side, Spool{}, file);
  ASSERT_FALSE(put);
  EXPECT_EQ(put.error().code, Errc::unsupported);
  EXPECT_THAT(put.error().what, testing::HasSubstr("na_invoice_5.5x8.5in"));
  EXPECT_EQ(file.received, "");
}

TEST(Pcl5Language, LetsTheRightMarginGiveWay) {
  const auto language = test::value_of(make_language(laser(), pcl5_ticket()));
  const auto area =
      language->device_area({"iso_a4_210x297mm", Hmm{21000}, Hmm{29700}}, false, Dpi{600});
  ASSERT_TRUE(area && area->margins);
  EXPECT_EQ(*area->margins, (model::Margins{Hmm{500}, Hmm{500}, Hmm{500}, Hmm{710}}));
  EXPECT_EQ(area->width, 4674);
  EXPECT_EQ(area->height, 6779);
  EXPECT_FALSE(language->device_area({"custom_x_50x50mm", Hmm{5000}, Hmm{5000}}, false, Dpi{600}));
}

TEST(Pcl5Language, EndsACancelledJobInItsOwnWords) {
  const std::string end = "\x1b"
                          "E\x1b%-12345X@PJL EOJ NAME=\"Letter\"\r\n\x1b%-12345X";
  FakeDevice whole, broken;
  EXPECT_TRUE(*test::value_of(make_language(laser(), pcl5_ticket()))->cancel_job(whole, true));
  EXPECT_EQ(whole.received, end);
  EXPECT_TRUE(*test::value_of(make_language(laser(), pcl5_ticket()))->cancel_job(broken, false));
  EXPECT_EQ(broken.received, std::string(pcl5::longest_row, '\0') + end); // a row may be open
}

TEST(Pcl5Language, WaitsForTheEndWhereThePrinterAnswers) {
  FakeDevice talkative([](std::string_view written) -> std::string {
    const std::size_t echo = written.find("@PJL ECHO");
    return echo == std::string_view::npos ? std::string()
                                          : std::string(written.substr(echo)) + "\f";
  });
  const auto language = test::value_of(make_language(laser(), pcl5_ticket()));
  test::check_ok(language->ask(talkative));
  test::check_ok(language->begin_job(talkative));
  test::check_ok(language->end_job(talkative));
  EXPECT_THAT(talkative.received, testing::HasSubstr("@PJL USTATUS PAGE=ON"));
  EXPECT_THAT(talkative.received, testing::EndsWith("@PJL USTATUSOFF\r\n"));
}

// A printer that answers, lists USTATUS PAGE, and has `told` to say once it has read the job.
FakeDevice::Reply printer_that_says(std::string told, std::string config = "\tPAGE\r\n") {
  return [told = std::move(told), config = std::move(config)](std::string_view written) {
    const std::size_t echo = written.find("@PJL ECHO");
    if (echo == std::string_view::npos) return std::string();
    const std::string answer = std::string(written.substr(echo)) + "\f";
    if (written.find("INFO CONFIG") == std::string_view::npos) return answer + told;
    return "@PJL INFO CONFIG\r\nUSTATUS [1 ENUMERATED]\r\n" + config + "\f" + answer;
  };
}
std::string pages_out(std::int32_t last) {
  std::string told;
  for (std::int32_t page = 1; page <= last; ++page)
    told += "@PJL USTATUS PAGE\r\n" + std::to_string(page) + "\r\n\f";
  return told;
}
// How a job of two pages ends, in so many copies each.
Result<void> end_of_two(FakeDevice& device, std::int32_t copies = 1) {
  const auto language = test::value_of(make_language(laser(), pcl5_ticket()));
  test::check_ok(language->ask(device));
  test::check_ok(language->begin_job(device));
  SideSpec side = spec({64, 64, mask1});
  side.copies = copies;
  for (int page = 0; page < 2; ++page)
    test::check_ok(language->put_side(side, Spool{}, device));
  const auto ended = language->end_job(device);
  if (ended) return {};
  // What would end a page is text for a printer that is in PJL again.
  device.received.clear();
  EXPECT_TRUE(*language->cancel_job(device, true));
  EXPECT_EQ(device.received, "@PJL USTATUSOFF\r\n");
  return Failure(ended.error());
}

TEST(Pcl5Language, WaitsForPagesThatComeBehindTheEnd) {
  FakeDevice device(printer_that_says(pages_out(2)));
  test::check_ok(end_of_two(device));
  EXPECT_LT(device.waited, device.answer_patience());
}

TEST(Pcl5Language, EndsWithoutAPageThatIsMissing) {
  FakeDevice device(printer_that_says(pages_out(1)));
  const auto ended = end_of_two(device);
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().code, Errc::conflict);
  EXPECT_GE(device.waited, 5 * device.answer_patience());
  EXPECT_LE(device.waited, device.stall_patience());
}

TEST(Pcl5Language, WaitsLongerForAPrinterThatStandsStill) {
  FakeDevice device(printer_that_says(
      "@PJL USTATUS DEVICE\r\nCODE=40022\r\nDISPLAY=\"Paper Jam\"\r\nONLINE=FALSE\r\n\f"));
  EXPECT_FALSE(end_of_two(device));
  EXPECT_GE(device.waited, device.stall_patience());
}

TEST(Pcl5Language, SaysThatThePrinterRanOutOfMemoryWhereItDoes) {
  for (const char* const code : {"30016", "30017"}) {
    FakeDevice device(printer_that_says("@PJL USTATUS DEVICE\r\nCODE=" + std::string(code) +
                                        "\r\nDISPLAY=\"38 Memory Full\"\r\nONLINE=TRUE\r\n\f"));
    const auto ended = end_of_two(device);
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().code, Errc::limit);
    EXPECT_THAT(ended.error().what, testing::HasSubstr("ran out of memory"));
    EXPECT_THAT(ended.error().what, testing::HasSubstr("38 Memory Full"));
  }
}

TEST(Pcl5Language, DoesNotWaitForPagesOfWhichNothingCanBeSaid) {
  FakeDevice without(printer_that_says("", "\tDEVICE\r\n"));
  FakeDevice counting_otherwise(printer_that_says(pages_out(5)));
  const std::string garbled = "UPJY EST\x14TUS PAGE\r\n2\r\n\f";
  FakeDevice garbling(printer_that_says(garbled)); // behind the end of the job
  FakeDevice garbling_before([reply = printer_that_says(""), &garbled](std::string_view written) {
    return written.ends_with("end of job\r\n") ? garbled + reply(written) : reply(written);
  });
  for (FakeDevice* const device : {&without, &counting_otherwise, &garbling, &garbling_before}) {
    test::check_ok(end_of_two(*device));
    EXPECT_LT(device->waited, device->answer_patience());
  }
}

// Who counts each copy, and who each page once.
TEST(Pcl5Language, BelievesEitherCountOfCopies) {
  FakeDevice each_copy(printer_that_says(pages_out(6))), each_page(printer_that_says(pages_out(2)));
  test::check_ok(end_of_two(each_copy, 3));
  test::check_ok(end_of_two(each_page, 3));
  FakeDevice neither(printer_that_says(pages_out(3)));
  EXPECT_FALSE(end_of_two(neither, 3));
}

} // namespace
} // namespace platen::encode
