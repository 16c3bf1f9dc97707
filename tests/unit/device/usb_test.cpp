// What is asked of a printer on the USB: the virtual copier behind a bus of the test's own.
#include "device/channels.h"
#include "device/followed_device.h"
#include "device/language_choice.h"
#include "device/pjl_reader.h"
#include "device/probe_channels.h"
#include "device/usb_readers.h"
#include "transport/usb_transport.h"
#include "virtual/device.h"

#include <algorithm>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::device {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using transport::UsbInterface;

constexpr std::string_view uri = "usb://Canon/iR1020/1024/1025";
const std::string with_pjl = "MFG:Canon;MDL:iR1020/1024/1025 (PCL6);CMD:PCLXL,PCL,PJL;";
const std::string without_pjl = "MFG:Canon;MDL:iR1020/1024/1025 (UFRII LT);CMD:LIPSLX;";

// A machine on the bus, and what was done to it. Its words go to a virtual copier, where one is.
struct Machine {
  std::vector<UsbInterface> interfaces;
  std::string print_port; // socket://..., of the twin; empty: it says nothing
  std::string stale;      // what it said before anybody asked
  Result<std::uint8_t> status = std::uint8_t{0x18};
  bool held = false;    // by a job
  bool one_way = false; // no bulk in
  std::size_t sent = 0; // bytes to it
  int claims = 0, often = 0;
  std::uint8_t claimed = 0; // the number of the last interface
};

class Line final : public transport::UsbPrinter {
public:
  Line(std::shared_ptr<Machine> machine, std::unique_ptr<transport::Transport> twin)
      : machine_(std::move(machine)), twin_(std::move(twin)) {}

  Result<std::size_t> write(Bytes bytes, milliseconds) override {
    machine_->sent += bytes.size();
    if (twin_) TRY_VOID(twin_->write(bytes));
    return bytes.size();
  }
  Result<std::size_t> read(std::span<std::byte> into, milliseconds patience) override {
    if (machine_->one_way) return fail(Errc::unsupported, "the USB printer has no way back");
    if (!machine_->stale.empty()) {
      const std::size_t count = std::min(into.size(), machine_->stale.size());
      std::copy_n(as_bytes(machine_->stale).begin(), count, into.begin());
      machine_->stale.erase(0, count);
      return count;
    }
    if (twin_) return twin_->read(into, patience);
    return fail(Errc::timeout, "silent");
  }
  Result<std::uint8_t> port_status() override { return machine_->status; }
  Result<void> reset() override { return {}; }

private:
  const std::shared_ptr<Machine> machine_;
  const std::unique_ptr<transport::Transport> twin_;
};

class Bus final : public transport::UsbBus {
public:
  explicit Bus(std::shared_ptr<Machine> machine) : machine_(std::move(machine)) {}
  Result<std::vector<UsbInterface>> printers() override { return machine_->interfaces; }
  Result<std::unique_ptr<transport::UsbPrinter>> open(const UsbInterface& wanted) override {
    if (machine_->held) return fail(Errc::busy, "the USB printer is held by another program");
    ++machine_->claims;
    machine_->claimed = wanted.number;
    std::unique_ptr<transport::Transport> twin;
    if (!machine_->print_port.empty()) {
      auto opened = transport::open(machine_->print_port, {}, never_);
      if (!opened) return Failure(opened.error());
      twin = *std::move(opened);
    }
    return std::make_unique<Line>(machine_, std::move(twin));
  }
  Result<std::unique_ptr<transport::UsbPrinter>> open_often(const UsbInterface& wanted) override {
    ++machine_->often;
    return open(wanted);
  }

private:
  const std::shared_ptr<Machine> machine_;
  const Cancel never_;
};

class Usb : public testing::Test {
protected:
  Usb() { machine->interfaces = {interface(with_pjl, 1)}; }
  ~Usb() override {
    if (!device_) return;
    device_->stop();
    thread_.join();
  }

  static UsbInterface interface(std::string id, std::uint8_t number) {
    return {0x04a9, 0x26e6, 1, 2, number, "QLB01234", std::move(id)};
  }
  // The twin behind the bus.
  void plug_in_a_copier() {
    twin::DeviceOptions options;
    options.model = "canon-ir1024";
    options.condition = condition;
    auto opened = twin::VirtualDevice::open(std::move(options));
    ASSERT_TRUE(opened) << opened.error().message();
    device_ = *std::move(opened);
    thread_ = std::thread([this] { EXPECT_TRUE(device_->serve()); });
    machine->print_port = "socket://127.0.0.1:" + std::to_string(device_->port());
  }
  transport::OpenBus bus() const {
    return [machine = machine]() -> Result<std::unique_ptr<transport::UsbBus>> {
      return std::make_unique<Bus>(machine);
    };
  }
  Result<Reading> ask_pjl(const std::string& address = std::string(uri)) const {
    return make_usb_pjl_reader(address, bus())->read(never);
  }
  std::map<std::string, Result<Found>> probe(const std::string& address = std::string(uri)) const {
    std::map<std::string, Result<Found>> found;
    const auto channels = channels_of(address, false, never, bus());
    EXPECT_TRUE(channels);
    for (const Channel& channel : *channels)
      found.emplace(channel.name, channel.ask());
    return found;
  }

  const std::shared_ptr<Machine> machine = std::make_shared<Machine>();
  const std::shared_ptr<twin::SharedCondition> condition =
      std::make_shared<twin::SharedCondition>(twin::condition_of("canon-ir1024"));
  const Cancel never;

private:
  std::unique_ptr<twin::VirtualDevice> device_;
  std::thread thread_;
};

TEST_F(Usb, PjlTellsTheStateAJamAndThePageCount) {
  plug_in_a_copier();
  condition->change([](twin::Condition& now) { now.impressions = 4'711; });
  const auto ready = ask_pjl();
  ASSERT_TRUE(ready) << ready.error().message();
  EXPECT_EQ(ready->condition->state, State::idle);
  EXPECT_EQ(ready->impressions, 4'711);
  condition->change([](twin::Condition& now) {
    now.jam = true;
    now.where.place = twin::JamPlace::fuser;
  });
  const auto jam = ask_pjl();
  ASSERT_TRUE(jam && !jam->condition->reasons.empty());
  EXPECT_EQ(jam->condition->state, State::stopped);
  EXPECT_EQ(jam->condition->reasons[0].keyword, "media-jam");
  EXPECT_EQ(jam->condition->reasons[0].place, "at the fixing unit");
  EXPECT_EQ(machine->often, 2);
}

TEST_F(Usb, NoWordOfPjlGoesToAPrinterThatDoesNotNameIt) {
  machine->interfaces = {interface(without_pjl, 1)};
  const auto refused = ask_pjl();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::unsupported);
  for (const std::string& id : {std::string("MFG:Canon;MDL:iR1020/1024/1025;"),
                                std::string("MFG:Canon;MDL:iR1020/1024/1025;CMD:XPJL,PJLX;")}) {
    machine->interfaces = {interface(id, 1)};
    EXPECT_FALSE(ask_pjl());
    EXPECT_FALSE(probe().at("pjl"));
  }
  EXPECT_EQ(machine->claims, 0);
  EXPECT_EQ(machine->sent, 0u);
}

TEST_F(Usb, TheAddressOverrulesTheDeviceId) {
  plug_in_a_copier();
  machine->interfaces = {interface(without_pjl, 1)};
  EXPECT_TRUE(ask_pjl(std::string(uri) + "?pjl=on"));
  machine->interfaces = {interface(with_pjl, 1)};
  EXPECT_FALSE(ask_pjl(std::string(uri) + "?pjl=off"));
  EXPECT_FALSE(probe(std::string(uri) + "?pjl=off").contains("pjl"));
}

// Of the interfaces of a copier the question goes where its jobs go, and their id counts.
TEST_F(Usb, TheQuestionGoesWhereJobsGo) {
  plug_in_a_copier();
  machine->interfaces = {interface(without_pjl, 1), interface(with_pjl, 2),
                         interface("MFG:Canon;MDL:iR1020/1024/1025 (FAX);CMD:PJL;", 3)};
  EXPECT_TRUE(ask_pjl());
  EXPECT_EQ(machine->claimed, 2);
  EXPECT_FALSE(ask_pjl(std::string(uri) + "%20%28UFRII%20LT%29"));
  EXPECT_EQ(machine->claimed, 2);
}

TEST_F(Usb, WhatWasSaidBeforeIsNoAnswer) {
  plug_in_a_copier();
  machine->stale = "@PJL INFO STATUS\r\nCODE=40021\r\nDISPLAY=\"Cover Open\"\r\nONLINE=FALSE\r\n\f";
  const auto now = ask_pjl();
  ASSERT_TRUE(now) << now.error().message();
  EXPECT_TRUE(now->condition->reasons.empty());
  machine->stale = std::string(1 << 20, 'x');
  const auto endless = ask_pjl();
  ASSERT_FALSE(endless);
  EXPECT_EQ(endless.error().code, Errc::limit);
}

TEST_F(Usb, AJobIsNotDisturbed) {
  machine->held = true;
  for (auto& reader : {make_usb_pjl_reader(std::string(uri), bus()),
                       make_usb_port_reader(std::string(uri), bus())}) {
    EXPECT_TRUE(reader->shares_print_path());
    const auto answer = reader->read(never);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::busy);
  }
  EXPECT_EQ(machine->sent, 0u);
}

TEST_F(Usb, SilenceAndAOneWayPrinterAreErrorsThatAreAskedRarely) {
  const auto silent = ask_pjl();
  ASSERT_FALSE(silent);
  EXPECT_EQ(silent.error().code, Errc::timeout);
  machine->one_way = true;
  const std::size_t before = machine->sent;
  const auto deaf = ask_pjl();
  ASSERT_FALSE(deaf);
  EXPECT_EQ(deaf.error().code, Errc::unsupported);
  EXPECT_EQ(machine->sent, before);
  machine->interfaces.clear();
  EXPECT_EQ(ask_pjl().error().code, Errc::unreachable);
}

// A round of the poller, and the next: what does not answer is not asked again at once.
TEST_F(Usb, ASilentPrinterIsNotAskedAgainInTheNextRound) {
  const model::Model model;
  std::vector<std::unique_ptr<StatusReader>> readers;
  readers.push_back(make_usb_pjl_reader(std::string(uri), bus()));
  FollowedDevice followed("desk", model, std::move(readers));
  PollerOptions how = standard_options();
  how.clock = [] { return Time{1'000}; };
  followed.ask(how, false, never);
  const std::size_t once = machine->sent;
  EXPECT_GT(once, 0u);
  followed.ask(how, false, never);
  EXPECT_EQ(machine->sent, once);
  FollowedDevice printing("desk", model, [&] {
    std::vector<std::unique_ptr<StatusReader>> one;
    one.push_back(make_usb_pjl_reader(std::string(uri), bus()));
    return one;
  }());
  printing.ask(how, true, never);
  EXPECT_EQ(machine->sent, once);
}

// A device that answers the status alone is asked for its page count once, and not in each round.
TEST_F(Usb, ThePageCountOfAPrinterThatTellsNoneIsLeft) {
  class Words final : public transport::Transport {
  public:
    explicit Words(std::vector<std::string>& asked) : asked_(asked) {}
    using ByteSink::write;
    Result<void> write(Bytes bytes) override {
      asked_.emplace_back(as_text(bytes));
      return {};
    }
    Result<std::size_t> read(std::span<std::byte> into, milliseconds) override {
      const std::string text = std::exchange(answer_, "");
      if (text.empty()) return fail(Errc::timeout, "silent");
      std::ranges::copy(as_bytes(text), into.begin());
      return text.size();
    }
    std::uint64_t bytes_delivered() const override { return 0; }
    Result<void> finish() override { return {}; }

  private:
    std::vector<std::string>& asked_;
    std::string answer_ = "@PJL INFO STATUS\r\nCODE=10001\r\nONLINE=TRUE\r\n\f"
                          "@PJL INFO PAGECOUNT\r\n\"?\"\r\n\f";
  };
  std::vector<std::string> asked;
  const auto reader =
      make_pjl_reader([&](const transport::Deadlines&,
                          const Cancel&) -> Result<std::unique_ptr<transport::Transport>> {
        return std::make_unique<Words>(asked);
      });
  for (int i = 0; i < 2; ++i) {
    const auto reading = reader->read(never);
    ASSERT_TRUE(reading) << reading.error().message();
    EXPECT_EQ(reading->condition->state, State::idle);
    EXPECT_FALSE(reading->impressions);
  }
  EXPECT_THAT(asked[0], HasSubstr("PAGECOUNT"));
  EXPECT_THAT(asked[1], testing::Not(HasSubstr("PAGECOUNT")));
}

TEST_F(Usb, ThePortTellsPaperSelectionAndErrors) {
  const auto said = [&](std::uint8_t status) {
    machine->status = status;
    const auto reading = make_usb_port_reader(std::string(uri), bus())->read(never);
    EXPECT_TRUE(reading && reading->condition);
    std::string words = reading->condition->state == State::stopped ? "stopped" : "unknown";
    for (const Reason& reason : reading->condition->reasons)
      words += " " + keyword_of(reason);
    return words;
  };
  EXPECT_EQ(said(0x18), "unknown"); // also of a device that knows nothing of itself
  EXPECT_EQ(said(0x30), "stopped media-empty-error");
  EXPECT_EQ(said(0x00), "stopped offline-error");
  EXPECT_EQ(said(0x20), "stopped media-empty-error offline-error");
  EXPECT_EQ(said(0x10), "stopped other-error");
  EXPECT_EQ(said(0x38), "unknown"); // no error
  EXPECT_EQ(said(0xff), "unknown");
  machine->status = fail(Errc::unsupported, "no such request");
  EXPECT_EQ(make_usb_port_reader(std::string(uri), bus())->read(never).error().code,
            Errc::unsupported);
  EXPECT_EQ(machine->sent, 0u);
}

TEST(UsbChannels, AreThoseOfTheModelAndTheAddress) {
  model::Model copier, photo;
  copier.status_channels = {"snmp", "pjl"};
  photo.status_channels = {"chmp"};
  const auto names = [](const model::Model& model, const std::string& more) {
    std::string all;
    const auto readers = make_readers(model, std::string(uri) + more);
    for (const auto& reader : *readers)
      all += std::string(reader->channel()) + " ";
    return all;
  };
  EXPECT_EQ(names(copier, ""), "pjl usb ");
  EXPECT_EQ(names(copier, "?pjl=off"), "usb ");
  EXPECT_EQ(names(photo, ""), "usb ");
  EXPECT_EQ(names(photo, "?pjl=on"), "pjl usb ");
  EXPECT_FALSE(make_readers(copier, "usb://Canon"));
}

TEST_F(Usb, AProbeReadsTheDeviceIdAndAsksByPjl) {
  plug_in_a_copier();
  const auto found = probe();
  ASSERT_TRUE(found.at("usb") && found.at("pjl")) << found.at("pjl").error().message();
  EXPECT_EQ(found.at("usb")->device_id, with_pjl);
  EXPECT_THAT(found.at("usb")->identity, testing::ElementsAre("serial:QLB01234"));
  const auto names = [](const Found& one) {
    std::vector<std::string> all;
    for (const Spoken& spoken : one.languages)
      all.push_back(spoken.name);
    return all;
  };
  EXPECT_THAT(names(*found.at("usb")), testing::ElementsAre("pcl-xl", "pcl", "pjl"));
  EXPECT_EQ(found.at("pjl")->device_id, "iR1020/1024/1025");
  EXPECT_THAT(names(*found.at("pjl")), testing::ElementsAre("pcl-xl", "pcl"));
  EXPECT_EQ(machine->often, 0); // once: the kernel's driver has it back
}

TEST_F(Usb, AProbeOfAUfr2UnitNamesItsLanguageAndSendsNothing) {
  machine->interfaces = {interface(without_pjl, 1)};
  const auto found = probe();
  ASSERT_TRUE(found.at("usb"));
  EXPECT_EQ(found.at("usb")->languages.at(0).name, "ufr-ii-lt");
  ASSERT_FALSE(found.at("pjl"));
  EXPECT_THAT(found.at("pjl").error().what, HasSubstr("pjl=on"));
  EXPECT_EQ(machine->sent, 0u);
}

} // namespace
} // namespace platen::device
