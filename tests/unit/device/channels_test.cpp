// Each reader against the twin's own side of its channel.
#include "device/chmp_reader.h"
#include "device/ivec_snmp_reader.h"
#include "device/lpd_reader.h"
#include "device/pjl_reader.h"
#include "device/printer_mib_reader.h"
#include "virtual/device.h"

#include <algorithm>
#include <optional>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::device {
namespace {

class Twin {
public:
  explicit Twin(const std::string& model, std::optional<twin::FaultKind> fault = {},
                twin::Jam where = {})
      : condition(std::make_shared<twin::SharedCondition>(twin::condition_of(model))) {
    twin::DeviceOptions options;
    options.model = model;
    options.channels = {.snmp = 0, .chmp = 0, .chmps = 0, .lpd = 0};
    options.condition = condition;
    if (fault)
      options.faults.faults = {{.kind = *fault, .at = twin::Moment::before, .where = where}};
    auto opened = twin::VirtualDevice::open(std::move(options));
    EXPECT_TRUE(opened) << opened.error().message();
    device = *std::move(opened);
    thread = std::thread([this] { EXPECT_TRUE(device->serve()); });
  }
  ~Twin() {
    device->stop();
    thread.join();
  }
  Twin(const Twin&) = delete;
  Twin& operator=(const Twin&) = delete;

  void set(std::string_view setting) const {
    condition->change([&](twin::Condition& now) { EXPECT_TRUE(set_condition(now, setting)); });
  }
  std::unique_ptr<StatusReader> reader(std::string_view channel) const {
    const twin::ChannelPorts ports = device->channel_ports();
    if (channel == "chmp") return make_chmp_reader({"127.0.0.1", *ports.chmp, false});
    if (channel == "chmps") return make_chmp_reader({"127.0.0.1", *ports.chmps, true});
    if (channel == "ivec-snmp") return make_ivec_snmp_reader({"127.0.0.1", *ports.snmp, "public"});
    if (channel == "snmp") return make_printer_mib_reader({"127.0.0.1", *ports.snmp, "public"});
    if (channel == "lpd") {
      transport::LpdAddress address{{"127.0.0.1", std::to_string(*ports.lpd), {}}, "lp"};
      return make_lpd_reader(std::move(address));
    }
    return make_pjl_reader("socket://127.0.0.1:" + std::to_string(device->port()));
  }
  Reading read(std::string_view channel) const {
    const Cancel cancel;
    auto reading = reader(channel)->read(cancel);
    EXPECT_TRUE(reading) << channel << ": " << reading.error().message();
    return reading.value_or(Reading{});
  }

  std::shared_ptr<twin::SharedCondition> condition;
  std::unique_ptr<twin::VirtualDevice> device;
  std::thread thread;
};

std::vector<std::string> keywords(const Reading& reading) {
  std::vector<std::string> words;
  if (reading.condition)
    for (const Reason& reason : reading.condition->reasons)
      words.push_back(keyword_of(reason));
  return words;
}

// The status document is one, whichever way it comes.
class IvecChannels : public testing::TestWithParam<std::string> {};

TEST_P(IvecChannels, TellEveryInkAndThePaper) {
  const Twin twin("canon-pro-1000");
  const Reading reading = twin.read(GetParam());
  ASSERT_TRUE(reading.condition && reading.supplies && reading.media);
  EXPECT_EQ(reading.condition->state, State::idle);
  ASSERT_EQ(reading.supplies->size(), 13u);
  for (const Supply& supply : *reading.supplies)
    EXPECT_EQ(supply.level, supply.collects ? Level{} : Level::of_percent(90)) << supply.code;
  ASSERT_EQ(reading.media->size(), 1u); // the rear feed is empty
  EXPECT_EQ(reading.media->at(0).source, "inputbin_p1");
  EXPECT_EQ(reading.media->at(0).size, "iso_a4_210x297mm");
  EXPECT_EQ(reading.media->at(0).width, Hmm{21'000});
}

TEST_P(IvecChannels, TellWhatIsWrong) {
  const Twin twin("canon-pro-1000");
  twin.set("PGY=4");
  const Reading low = twin.read(GetParam());
  EXPECT_EQ(keywords(low), std::vector<std::string>{"marker-supply-low-warning"});
  const auto gray = std::ranges::find(*low.supplies, "PGY", &Supply::code);
  ASSERT_NE(gray, low.supplies->end());
  EXPECT_EQ(gray->level, Level::of_percent(4));
  twin.set("cover-open=on");
  const Reading open = twin.read(GetParam());
  EXPECT_EQ(open.condition->state, State::stopped);
  EXPECT_EQ(keywords(open).front(), "cover-open-error");
}

INSTANTIATE_TEST_SUITE_P(All, IvecChannels, testing::Values("chmp", "chmps", "ivec-snmp"),
                         [](const auto& one) {
                           std::string name = one.param;
                           std::erase(name, '-');
                           return name;
                         });

// What a fault script breaks, every channel sees, and that it is mended again.
struct Scripted {
  std::string model, channel;
  twin::FaultKind fault;
  std::string reason;
};

class ScriptedFaults : public testing::TestWithParam<Scripted> {};

TEST_P(ScriptedFaults, AreTold) {
  const Scripted& wanted = GetParam();
  const Twin twin(wanted.model, wanted.fault);
  while (twin.device->faults_begun() == 0) // its thread begins with it
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  const Reading broken = twin.read(wanted.channel);
  ASSERT_TRUE(broken.condition);
  EXPECT_EQ(broken.condition->state, State::stopped);
  EXPECT_THAT(keywords(broken), testing::Contains(wanted.reason));
  twin.device->clear_faults();
  while (twin.condition->now().stopped())
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  const Reading mended = twin.read(wanted.channel);
  ASSERT_TRUE(mended.condition);
  EXPECT_EQ(mended.condition->state, State::idle);
  EXPECT_THAT(keywords(mended), testing::IsEmpty());
}

using twin::FaultKind;
INSTANTIATE_TEST_SUITE_P(
    All, ScriptedFaults,
    testing::Values(
        Scripted{"canon-ir1024", "lpd", FaultKind::jam, "media-jam-error"},
        Scripted{"canon-ir1024", "lpd", FaultKind::cover_open, "cover-open-error"},
        Scripted{"canon-ir1024", "lpd", FaultKind::paper_out, "media-needed-error"},
        Scripted{"canon-ir1024", "lpd", FaultKind::supply_empty, "toner-empty-error"},
        Scripted{"canon-ir1024", "snmp", FaultKind::jam, "media-jam-error"},
        Scripted{"canon-ir1024", "snmp", FaultKind::paper_out, "media-empty-error"},
        Scripted{"canon-ir1024", "snmp", FaultKind::wrong_paper, "media-needed-error"},
        Scripted{"canon-ir1024", "snmp", FaultKind::cover_open, "cover-open-error"},
        Scripted{"canon-ir1024", "pjl", FaultKind::wrong_paper, "media-needed-error"},
        Scripted{"canon-pro-1000", "chmp", FaultKind::jam, "media-jam-error"},
        Scripted{"canon-pro-1000", "chmp", FaultKind::supply_empty, "marker-supply-empty-error"},
        Scripted{"canon-pro-1000", "ivec-snmp", FaultKind::wrong_paper, "media-needed-error"}),
    [](const auto& one) {
      std::string name = one.param.channel + "_" + one.param.reason;
      std::ranges::replace(name, '-', '_');
      return name;
    });

// A jam in each place, as each channel has words for it.
struct JamAt {
  std::string name;
  twin::Jam where;
  std::string snmp, pjl, words; // the last: the agent's own
};

class JamPlaces : public testing::TestWithParam<JamAt> {};

TEST_P(JamPlaces, AreToldBySnmpAndPjl) {
  const JamAt& wanted = GetParam();
  const Twin twin("canon-ir1024", twin::FaultKind::jam, wanted.where);
  while (twin.device->faults_begun() == 0)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  for (const auto& [channel, place] :
       {std::pair("snmp", wanted.snmp), std::pair("pjl", wanted.pjl)}) {
    const Reading reading = twin.read(channel);
    ASSERT_TRUE(reading.condition) << channel;
    ASSERT_EQ(keywords(reading), std::vector<std::string>{"media-jam-error"}) << channel;
    EXPECT_EQ(reading.condition->reasons[0].place, place) << channel;
  }
  EXPECT_EQ(twin.read("snmp").condition->reasons[0].text, wanted.words);
  twin.device->clear_faults();
  while (twin.condition->now().stopped())
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  EXPECT_EQ(twin.condition->now().where, twin::Jam{});
}

using twin::JamPlace;
INSTANTIATE_TEST_SUITE_P(
    All, JamPlaces,
    testing::Values(
        JamAt{"media_path", {}, "in the paper path", "", "Paper jam"},
        JamAt{"drawer_1",
              {JamPlace::input_tray, 1},
              "in Drawer 1",
              "where the paper is fed",
              "Paper jam: Drawer 1"},
        JamAt{"bypass",
              {JamPlace::input_tray, 2},
              "in Stack bypass",
              "where the paper is fed",
              "Paper jam: Stack bypass"},
        JamAt{"no_such_tray", {JamPlace::input_tray, 7}, "where the paper is fed", "", "Paper jam"},
        JamAt{"fuser",
              {JamPlace::fuser, 1},
              "in the print engine",
              "at the fixing unit",
              "Paper jam: fixing unit"},
        JamAt{"duplex",
              {JamPlace::duplex, 1},
              "in the duplex unit",
              "in the duplex unit",
              "Paper jam: duplex unit"},
        JamAt{"output",
              {JamPlace::output_tray, 1},
              "at the output",
              "at the output",
              "Paper jam: output"}),
    [](const auto& one) { return one.param.name; });

TEST(PageCount, IsToldBySnmpAndPjl) {
  const Twin twin("canon-ir1024");
  twin.condition->change([](twin::Condition& now) { now.impressions = 711'797; });
  EXPECT_EQ(twin.read("snmp").impressions, 711'797);
  EXPECT_EQ(twin.read("pjl").impressions, 711'797);
}

TEST(IvecSnmp, IsNotThereOnACopier) {
  const Twin twin("canon-ir1024");
  const Cancel cancel;
  const auto reading = twin.reader("ivec-snmp")->read(cancel);
  ASSERT_FALSE(reading);
  EXPECT_EQ(reading.error().code, Errc::unsupported);
}

TEST(PjlReader, TellsTheStateAndWhatIsWrong) {
  const Twin twin("canon-ir1024");
  const Reading ready = twin.read("pjl");
  EXPECT_EQ(ready.condition->state, State::idle);
  EXPECT_EQ(ready.condition->message, "Ready");
  EXPECT_FALSE(ready.supplies);
  twin.set("jam=on");
  const Reading jam = twin.read("pjl");
  EXPECT_EQ(jam.condition->state, State::stopped);
  EXPECT_EQ(keywords(jam), std::vector<std::string>{"media-jam-error"});
}

TEST(ChmpReader, SaysThatNobodyIsThere) {
  std::uint16_t port = 0;
  {
    const Twin twin("canon-pro-1000");
    port = *twin.device->channel_ports().chmp;
  }
  const Cancel cancel;
  const auto reading = make_chmp_reader({"127.0.0.1", port, false})->read(cancel);
  ASSERT_FALSE(reading);
  EXPECT_EQ(reading.error().code, Errc::unreachable);
}

TEST(LpdChannel, KeepsWordsThatNobodyUnderstands) {
  const Twin twin("canon-ir1024");
  twin.set("queue-words=Papierstau im Duplexmodul");
  const Reading reading = twin.read("lpd");
  ASSERT_TRUE(reading.condition);
  EXPECT_EQ(reading.condition->state, State::unknown);
  EXPECT_EQ(reading.condition->message, "Papierstau im Duplexmodul");
}

} // namespace
} // namespace platen::device
