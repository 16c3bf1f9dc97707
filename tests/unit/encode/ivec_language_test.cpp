#include "encode/ivec/ivec_language.h"
#include "encode/ivec/parse_answer.h"
#include "ivec_answers.h"
#include "support.h"

namespace platen::encode {
namespace {

using test::FakeDevice;
using test::Page;
using testing::HasSubstr;

model::Model photo_printer() {
  model::Model model;
  model.id = "test-photo";
  model.title = "Test photo printer";
  model.language = "ivec";
  model.color = true;
  model.sides = {model::Sides::one_sided};
  model.media = {test::media_entry("na_small_1x1in", Hmm{2880}, Hmm{3384}, "small"),
                 test::media_entry("iso_a4_210x297mm", Hmm{21000}, Hmm{29700}, "iso_a4_210x297mm"),
                 test::media_entry("iso_a6_105x148mm", Hmm{10500}, Hmm{14800}, "iso_a6_105x148mm")};
  auto gloss = test::coded<model::MediaType>("photographic-glossy", "gloss");
  gloss.quality_codes = {{model::PrintQuality::normal, "3"}, {model::PrintQuality::high, "2"}};
  auto plain = test::coded<model::MediaType>("stationery", "plain");
  plain.quality_codes = {{model::PrintQuality::normal, "3"}, {model::PrintQuality::high, "2"}};
  model.media_types = {gloss, plain, test::coded<model::MediaType>("canvas", "canvas")};
  model.media_sources = {test::coded<model::MediaSource>("auto", "auto"),
                         test::coded<model::MediaSource>("manual", "inputbin_p2")};
  model.language_options = {{"intent-color", "none"}, {"intent-monochrome", "mono"}};
  return model;
}

model::Ticket ticket() {
  model::Ticket ticket;
  ticket.job_name = "Sea & sky";
  ticket.user_name = "ann";
  ticket.host_name = "desk";
  ticket.media_type = "photographic-glossy";
  ticket.media_source = "auto";
  ticket.resolution = Dpi{600};
  return ticket;
}

SideSpec spec(bool last = true) {
  SideSpec side;
  side.last = last;
  side.media = {"na_small_1x1in", Hmm{2880}, Hmm{3384}};
  side.resolution = Dpi{600};
  side.raster = {48, 61, rgb8};
  return side;
}

std::unique_ptr<Language> language(const model::Ticket& asked) {
  return make_ivec(photo_printer(), asked, [] { return std::chrono::system_clock::time_point{}; });
}

Result<void> put(Language& speaker, const SideSpec& side, DeviceLink& device) {
  Spool payload;
  const auto encoder = speaker.side(side, payload);
  TRY_VOID(test::write_page(test::make_page(side.raster, 40, 8), *encoder, 10));
  return speaker.put_side(side, payload, device);
}

Result<void> run(const model::Ticket& asked, const std::vector<SideSpec>& sides,
                 DeviceLink& device) {
  const auto speaker = language(asked);
  TRY_VOID(speaker->ask(device));
  TRY_VOID(speaker->begin_job(device));
  for (const SideSpec& side : sides)
    TRY_VOID(put(*speaker, side, device));
  return speaker->end_job(device);
}

// What a job consists of: operations with their payload sizes, and the settings.
struct Part {
  std::string operation;
  std::vector<std::pair<std::string, std::string>> settings;
  std::string payload;
  std::string get(const std::string& name) const {
    for (const auto& [key, value] : settings)
      if (key == name) return value;
    return "(none)";
  }
};

std::vector<Part> parts_of(std::string_view stream) {
  std::vector<Part> parts;
  while (!stream.empty()) {
    const auto end = ivec::document_end(as_bytes(stream));
    if (!end) throw std::runtime_error("no document here");
    const auto document = test::value_of(ivec::parse_answer(as_bytes(stream.substr(0, *end))));
    stream.remove_prefix(*end);
    Part part{document.operation, {}, {}};
    for (const auto& element : document.elements)
      part.settings.emplace_back(element.name, element.text);
    if (part.operation == "SendData") {
      const std::size_t size = std::stoul(part.get("datasize"));
      part.payload = stream.substr(0, size);
      stream.remove_prefix(size);
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

std::string operations(const std::vector<Part>& parts) {
  std::string names;
  for (const Part& part : parts)
    names += (names.empty() ? "" : " ") + part.operation;
  return names;
}

// Answers each document as a device that was told bidi=1 does, and a page when it is there.
std::string obliging(std::string_view written, const std::string& capability = test::capability()) {
  if (!written.starts_with("<?xml")) return test::ivec_answer("SendDataResponse", test::ok());
  std::string replies;
  for (const std::string name : {"GetCapability", "GetStatus", "StartJob", "SetJobConfiguration",
                                 "SetConfiguration", "VendorCmd", "EndJob"})
    if (written.find("<ivec:operation>" + name + "<") != std::string_view::npos)
      replies +=
          name == "GetCapability" ? capability : test::ivec_answer(name + "Response", test::ok());
  return replies;
}

TEST(IvecLanguage, WritesAWholeJobIntoAFileWithoutAQuestion) {
  FakeDevice file;
  test::check_ok(run(ticket(), {spec(false), spec()}, file));
  const auto parts = parts_of(file.received);
  EXPECT_EQ(operations(parts),
            "StartJob SetConfiguration VendorCmd SendData VendorCmd SendData EndJob");
  EXPECT_EQ(parts[0].get("bidi"), "0");
  EXPECT_EQ(parts[0].get("jobname"), "Sea & sky");
  EXPECT_EQ(parts[0].get("host_environment"), "(none)");
  const std::vector<std::pair<std::string, std::string>> settings = {
      {"jobID", "00000002"},      {"papersize", "small"},      {"papertype", "gloss"},
      {"borderlessprint", "OFF"}, {"printcolormode", "color"}, {"printcolormode_intent", "none"},
      {"printquality", "3"},      {"inputbin", "auto"}};
  EXPECT_EQ(parts[1].settings, settings);
  EXPECT_EQ(parts[2].get("nextpage"), "ON");
  EXPECT_EQ(parts[4].get("nextpage"), "OFF");
  EXPECT_EQ(parts[3].get("format"), "PWGRaster");
  EXPECT_TRUE(parts[3].payload.starts_with("RaS2PwgRaster"));
}

TEST(IvecLanguage, GoldenJob) {
  FakeDevice file;
  test::check_ok(run(ticket(), {spec()}, file));
  EXPECT_EQ(test::fingerprint(file.received), "377233618f20d390")
      << file.received.size() << " bytes";
}

TEST(IvecLanguage, AsksADeviceThatCanAnswerAndTellsItTheTime) {
  FakeDevice device([](std::string_view written) { return obliging(written); });
  test::check_ok(run(ticket(), {spec()}, device));
  const auto parts = parts_of(device.received);
  EXPECT_EQ(operations(parts), "GetCapability GetStatus StartJob SetJobConfiguration "
                               "SetConfiguration VendorCmd SendData GetStatus EndJob");
  EXPECT_EQ(parts[2].get("bidi"), "1");
  EXPECT_EQ(parts[2].get("host_environment"), "linux");
  EXPECT_EQ(parts[3].get("datetime").size(), 14U);
  EXPECT_EQ(device.waited.count(), 0) << "no patience was spent on a device that answers";
}

TEST(IvecLanguage, PrintsOnADeviceThatSaysNothing) {
  FakeDevice device([](std::string_view) { return ""; });
  test::check_ok(run(ticket(), {spec()}, device));
  EXPECT_EQ(operations(parts_of(device.received)),
            "GetCapability StartJob SetConfiguration VendorCmd SendData EndJob");
  EXPECT_LE(device.waited, limits::device_answer) << "it was waited for once";
}

TEST(IvecLanguage, SendsCopiesAgain) {
  FakeDevice file;
  SideSpec side = spec();
  side.copies = 3;
  test::check_ok(run(ticket(), {side}, file));
  const auto parts = parts_of(file.received);
  EXPECT_EQ(
      operations(parts),
      "StartJob SetConfiguration VendorCmd SendData VendorCmd SendData VendorCmd SendData EndJob");
  EXPECT_EQ(parts[2].get("nextpage") + parts[4].get("nextpage") + parts[6].get("nextpage"),
            "ONONOFF");
}

TEST(IvecLanguage, ChangesThePaperBetweenPages) {
  FakeDevice file;
  SideSpec first = spec(false), second = spec();
  second.media = {"custom_x_100x150mm", Hmm{10000}, Hmm{15000}};
  test::check_ok(run(ticket(), {first, second}, file));
  const auto parts = parts_of(file.received);
  EXPECT_EQ(
      operations(parts),
      "StartJob SetConfiguration VendorCmd SendData SetConfiguration VendorCmd SendData EndJob");
  EXPECT_EQ(parts[4].get("papersize"), "UserDefinitionSize");
  EXPECT_EQ(parts[4].get("papersize_custom_width"), "10000");
  EXPECT_EQ(parts[4].get("papersize_custom_height"), "15000");
}

TEST(IvecLanguage, ChangesTheTrayAndTypeBetweenPages) {
  FakeDevice file;
  SideSpec second = spec();
  second.media_source = "manual";
  second.media_type = "stationery";
  test::check_ok(run(ticket(), {spec(false), second}, file));
  const auto parts = parts_of(file.received);
  EXPECT_EQ(parts[1].get("inputbin") + " " + parts[1].get("papertype"), "auto gloss");
  EXPECT_EQ(parts[4].get("inputbin") + " " + parts[4].get("papertype"), "inputbin_p2 plain");
}

TEST(IvecLanguage, EndsACancelledJobInItsOwnWords) {
  FakeDevice file;
  const auto speaker = language(ticket());
  test::check_ok(speaker->begin_job(file));
  EXPECT_FALSE(test::value_of(speaker->cancel_job(file, true))); // nothing was begun
  EXPECT_EQ(file.received, "");
  test::check_ok(put(*speaker, spec(false), file));
  EXPECT_FALSE(speaker->cancel_job(file, false)); // inside a payload nothing can be said
  EXPECT_TRUE(test::value_of(speaker->cancel_job(file, true)));
  const auto parts = parts_of(file.received);
  EXPECT_EQ(operations(parts), "StartJob SetConfiguration VendorCmd SendData CancelJob");
  EXPECT_EQ(parts.back().get("jobID"), "00000002");
}

TEST(IvecLanguage, RemembersADeviceForItsNextJob) {
  const auto first = language(ticket());
  EXPECT_TRUE(first->answer_matters());
  EXPECT_EQ(first->remember(), nullptr);
  FakeDevice device([](std::string_view written) { return obliging(written); });
  test::check_ok(first->ask(device));
  ASSERT_NE(first->remember(), nullptr);

  const auto next = language(ticket());
  next->assume(first->remember());
  EXPECT_EQ(next->payload_form(), first->payload_form());
  const model::MediaSize a4{"iso_a4_210x297mm", Hmm{21000}, Hmm{29700}};
  const auto known = first->device_area(a4, false, Dpi{600});
  const auto assumed = next->device_area(a4, false, Dpi{600});
  ASSERT_TRUE(known && assumed);
  EXPECT_EQ(assumed->width, known->width);
  FakeDevice silent([](std::string_view) { return ""; });
  test::check_ok(next->ask(silent)); // what was remembered stays
  EXPECT_NE(next->remember(), nullptr);
}

TEST(IvecLanguage, SendsNothingForAJobWithoutPages) {
  FakeDevice file;
  test::check_ok(run(ticket(), {}, file));
  EXPECT_EQ(file.received, "");
}

TEST(IvecLanguage, SendsJpegPagesWhenAskedOrWhenNothingElseIsTaken) {
  model::Ticket jpeg = ticket();
  jpeg.page_format = "jpeg";
  FakeDevice file;
  test::check_ok(run(jpeg, {spec()}, file));
  EXPECT_EQ(parts_of(file.received)[3].get("format"), "JPEGPAGE");
  EXPECT_TRUE(parts_of(file.received)[3].payload.starts_with("\xff\xd8\xff"));

  std::string only_jpeg = test::capability();
  only_jpeg.replace(only_jpeg.find("PWGRaster"), 9, "CCIGAR");
  FakeDevice device([&](std::string_view written) { return obliging(written, only_jpeg); });
  test::check_ok(run(ticket(), {spec()}, device));
  EXPECT_THAT(device.received, HasSubstr("<ivec:format>JPEGPAGE<"));
}

TEST(IvecLanguage, GivesTheDevicesAreaAtTheResolutionAskedFor) {
  FakeDevice device([](std::string_view written) { return obliging(written); });
  const auto speaker = language(ticket());
  EXPECT_FALSE(speaker->device_area(spec().media, false, Dpi{600}));
  test::check_ok(speaker->ask(device));
  const auto area = speaker->device_area(spec().media, false, Dpi{600});
  ASSERT_TRUE(area);
  EXPECT_EQ(area->width, 48);
  EXPECT_EQ(area->height, 61);
  EXPECT_EQ(area->margins->right, Hmm{341});
  EXPECT_EQ(speaker->device_area(spec().media, false, Dpi{300})->height, 30); // half, rounded down
  EXPECT_EQ(speaker->device_area(spec().media, true, Dpi{600})->width, 60);
}

struct Refused {
  std::string what;               // of the job
  std::vector<std::string> words; // that the message must have
  std::function<void(model::Ticket&, SideSpec&, std::string&)> change;
};

void replace(std::string& text, std::string_view from, std::string_view to) {
  text.replace(text.find(from), from.size(), to);
}

TEST(IvecLanguage, RefusesBeforeTheJobWhatTheDeviceDoesNotOffer) {
  const std::vector<Refused> cases = {
      {"paper size",
       {"iso_a6_105x148mm", "small"},
       [](auto&, SideSpec& side, auto&) { side.media.name = "iso_a6_105x148mm"; }},
      {"media type",
       {"canvas", "gloss, plain"},
       [](model::Ticket& t, auto&, auto&) { t.media_type = "canvas"; }},
      {"borderless on plain",
       {"borderless", "OFF"},
       [](model::Ticket& t, auto&, auto&) {
         t.media_type = "stationery";
         t.borderless = true;
       }},
      {"quality",
       {"\"2\"", "3, 4"},
       [](model::Ticket& t, auto&, auto&) {
         t.media_type = "stationery";
         t.quality = model::PrintQuality::high;
       }},
      {"source",
       {"inputbin_p2", "auto, inputbin_p1"},
       [](model::Ticket& t, auto&, auto&) { t.media_source = "manual"; }},
      {"intent",
       {"none", "auto, correct"},
       [](auto&, auto&, std::string& c) { replace(c, "auto,none", "auto,correct"); }},
      {"custom size",
       {"8900:43180", "custom_x_50x150mm"},
       [](auto&, SideSpec& side, auto&) {
         side.media = {"custom_x_50x150mm", Hmm{5000}, Hmm{15000}};
       }},
      {"formats",
       {"RAW, CIGARBAND"},
       [](auto&, auto&, std::string& c) { replace(c, "RAW,JPEGPAGE,PWGRaster", "RAW,CIGARBAND"); }},
      {"area",
       {"48 x 61", "48 x 62"},
       [](auto&, auto&, std::string& c) { replace(c, "48,61", "48,62"); }},
      {"pixels",
       {"48 x 61", "40 x 19200", "print-resolution"},
       [](auto&, auto&, std::string& c) { replace(c, "9600,19200", "40,19200"); }},
  };
  for (const Refused& one : cases) {
    SCOPED_TRACE(one.what);
    model::Ticket asked = ticket();
    SideSpec side = spec();
    std::string capability = test::capability();
    one.change(asked, side, capability);
    FakeDevice device([&](std::string_view written) { return obliging(written, capability); });
    const auto done = run(asked, {side}, device);
    ASSERT_FALSE(done);
    // A device that contradicts itself may do so only now.
    EXPECT_EQ(done.error().code, one.what == "area" ? Errc::malformed : Errc::unsupported);
    for (const std::string& word : one.words)
      EXPECT_THAT(done.error().what, HasSubstr(word));
    EXPECT_THAT(device.received, testing::Not(HasSubstr("StartJob")));
  }
}

TEST(IvecLanguage, StopsWhenTheDeviceRefuses) {
  struct Case {
    std::string at, detail;
    Errc code;
    std::string word;
  };
  const Case cases[] = {
      {"StartJob", "DeivceUseOtherJob", Errc::busy, "another job"},
      {"SetConfiguration", "ParameterError", Errc::unsupported, "settings"},
      {"SendData", "DataSizeOver", Errc::unsupported, "larger"},
      {"EndJob", "IllegalOperation", Errc::unsupported, "operation"},
      {"GetCapability", "Initializing", Errc::busy, "starting up"},
      {"StartJob", "AuthenticationError", Errc::denied, "password"},
      {"StartJob", "Unheard", Errc::unsupported, "Unheard"},
  };
  for (const Case& one : cases) {
    SCOPED_TRACE(one.at + " " + one.detail);
    FakeDevice device([&](std::string_view written) {
      if (written.find("<ivec:operation>" + one.at + "<") == std::string_view::npos)
        return obliging(written);
      return test::ivec_answer(one.at + "Response", test::refusal(one.detail));
    });
    const auto done = run(ticket(), {spec()}, device);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, one.code);
    EXPECT_THAT(done.error().what, HasSubstr(one.word));
  }
}

// What a device reports, as the flow hears it.
class ReportingDevice final : public DeviceLink {
public:
  explicit ReportingDevice(FakeDevice::Reply reply) : device_(std::move(reply)) {}
  using ByteSink::write;
  Result<void> write(Bytes bytes) override { return device_.write(bytes); }
  Result<std::size_t> read(std::span<std::byte> into, std::chrono::milliseconds patience) override {
    return device_.read(into, patience);
  }
  void report(const std::vector<std::string>& reasons, const std::string& words) override {
    std::string line;
    for (const std::string& reason : reasons)
      line += reason + " ";
    reports.push_back(line + words);
  }
  std::vector<std::string> reports;

private:
  FakeDevice device_;
};

std::string status(std::string_view state, std::string_view code, int level) {
  return test::ivec_answer(
      "GetStatusResponse",
      test::ok() + "<ivec:status>" + std::string(state) +
          "</ivec:status><ivec:current_support_code>" + std::string(code) +
          "</ivec:current_support_code><ivec:marker_info><ivec:ink><ivec:level>" +
          std::to_string(level) + "</ivec:level></ivec:ink></ivec:marker_info><ivec:wasteink>" +
          "<ivec:item><ivec:level>0</ivec:level></ivec:item></ivec:wasteink>");
}

bool asks(std::string_view written, std::string_view operation) {
  return written.find("<ivec:operation>" + std::string(operation) + "<") != std::string_view::npos;
}

TEST(IvecLanguage, CountsThePagesThatTheDeviceConfirms) {
  int pages = 0;
  FakeDevice device([&](std::string_view written) -> std::string {
    if (!written.starts_with("<?xml") && ++pages == 2)
      return test::ivec_answer("SendDataResponse", test::refusal("Busy"));
    return obliging(written);
  });
  const auto speaker = language(ticket());
  EXPECT_EQ(speaker->sides_taken(), std::nullopt);
  test::check_ok(speaker->ask(device));
  test::check_ok(put(*speaker, spec(false), device));
  EXPECT_EQ(speaker->sides_taken(), 1);
  EXPECT_FALSE(put(*speaker, spec(), device));
  EXPECT_EQ(speaker->sides_taken(), 1);
  FakeDevice file;
  const auto blind = language(ticket());
  test::check_ok(put(*blind, spec(), file));
  EXPECT_EQ(blind->sides_taken(), std::nullopt);
}

TEST(IvecLanguage, AnswersThatComeTwiceConfirmNoPageTwice) {
  FakeDevice device([](std::string_view written) {
    const std::string answer = obliging(written);
    return answer + answer;
  });
  const auto speaker = language(ticket());
  test::check_ok(speaker->ask(device));
  for (int page = 1; page <= 3; ++page) {
    test::check_ok(put(*speaker, spec(page == 3), device));
    EXPECT_EQ(speaker->sides_taken(), page);
  }
}

TEST(IvecLanguage, WaitsForADeviceThatHasStoppedAndTellsWhy) {
  int asked = 0;
  ReportingDevice device([&](std::string_view written) -> std::string {
    if (!written.starts_with("<?xml")) return ""; // the page is not answered
    if (!asks(written, "GetStatus")) return obliging(written);
    // At first well, then jammed at the page, then well again and the page is done.
    const int now = asked++;
    if (now == 0) return status("idle", "", 90);
    if (now < 40) return status("stopped", "1300", 90);
    return status("printing", "", 90) + test::ivec_answer("SendDataResponse", test::ok());
  });
  const auto speaker = language(ticket());
  test::check_ok(speaker->ask(device));
  test::check_ok(put(*speaker, spec(), device));
  EXPECT_EQ(speaker->sides_taken(), 1);
  EXPECT_THAT(device.reports, testing::ElementsAre("media-jam it shows support code 1300", ""));
}

TEST(IvecLanguage, GivesUpADeviceThatHasStoppedForTooLong) {
  ReportingDevice device([](std::string_view written) -> std::string {
    if (!written.starts_with("<?xml")) return "";
    return asks(written, "GetStatus") ? status("stopped", "1000", 90) : obliging(written);
  });
  const auto speaker = language(ticket());
  test::check_ok(speaker->ask(device));
  const auto put_it = put(*speaker, spec(), device);
  ASSERT_FALSE(put_it);
  EXPECT_EQ(put_it.error().code, Errc::timeout);
  EXPECT_EQ(speaker->sides_taken(), 0);
}

TEST(IvecLanguage, TellsOfInksThatAreLowAndOfCodesThatItDoesNotKnow) {
  const auto report_of = [](const std::string& answer) {
    ReportingDevice device([&](std::string_view written) {
      return asks(written, "GetStatus") ? answer : obliging(written);
    });
    test::check_ok(language(ticket())->ask(device));
    return device.reports;
  };
  using testing::ElementsAre;
  EXPECT_THAT(report_of(status("idle", "", 11)), ElementsAre());
  EXPECT_THAT(report_of(status("idle", "", 10)), ElementsAre("marker-supply-low "));
  EXPECT_THAT(report_of(status("stopped", "", 0)), ElementsAre("marker-supply-empty "));
  EXPECT_THAT(report_of(status("stopped", "5B00", 90)),
              ElementsAre("other-error it shows support code 5B00"));
  // The tank for waste counts the other way: it is no ink.
}

TEST(IvecLanguage, PassesOverWhatNobodyCanRead) {
  FakeDevice device([](std::string_view written) {
    return "noise <?xml and more</cmd> noise" + obliging(written);
  });
  const auto speaker = language(ticket());
  test::check_ok(speaker->ask(device));
  test::check_ok(put(*speaker, spec(), device));
  EXPECT_EQ(speaker->sides_taken(), 1);
}

TEST(IvecLanguage, PrintsOnADeviceThatDoesNotKnowTheQuestion) {
  FakeDevice device([](std::string_view written) {
    if (written.find("GetCapability") == std::string_view::npos) return obliging(written);
    return test::ivec_answer("GetCapabilityResponse", test::refusal("NotSupportOperation"));
  });
  test::check_ok(run(ticket(), {spec()}, device));
}

TEST(IvecLanguage, DoesNotListenToADeviceThatNeverEnds) {
  FakeDevice chatter([](std::string_view) { return std::string(std::size_t{2} << 20, 'x'); });
  const auto done = run(ticket(), {spec()}, chatter);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Errc::limit);
}

} // namespace
} // namespace platen::encode
