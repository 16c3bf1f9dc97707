// A scanner on USB, on a bus of the test: no hardware exists where this runs.
#include "fake_mp730.h"
#include "scan/device/mp730_scanner.h"
#include "scan/device/usb_link.h"
#include "support.h"
#include "transport/usb_address.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::scan {
namespace {

using std::chrono::milliseconds;
using test::FakeMp730;
using test::take_side;
using testing::HasSubstr;

struct Plug {
  FakeMp730 device;
  std::string says;
  std::size_t takes = 7;                                // bytes of a write
  Errc write_fails = Errc::bug, read_fails = Errc::bug; // bug: not
  int claimed = 0, released = 0;
  std::vector<std::string> interrupts; // what waits at the interrupt endpoint
  bool has_interrupts = true;
  bool held = false;   // by another program
  std::string command; // until it is whole
};

// A command is whole when its header and what it announces of data have come; the fake knows how
// long each is by its first two octets.
std::size_t whole_length(const std::string& command) {
  if (command.size() < 10) return 10;
  const auto first = static_cast<unsigned char>(command[0]);
  return first == 0xcf || first == 0xdd ? 20 : first == 0xde ? 56 : first == 0xeb ? 30 : 10;
}

class Claimed final : public transport::UsbPrinter {
public:
  explicit Claimed(Plug& plug) : plug_(plug) { ++plug_.claimed; }
  ~Claimed() override { ++plug_.released; }
  Result<std::size_t> write(Bytes bytes, milliseconds) override {
    if (plug_.write_fails != Errc::bug) return fail(plug_.write_fails, "no more writing");
    const std::size_t count = std::min(bytes.size(), plug_.takes);
    plug_.command += as_text(bytes.first(count));
    if (plug_.command.size() == whole_length(plug_.command)) {
      plug_.says += plug_.device.answer(plug_.command);
      plug_.command.clear();
    }
    return count;
  }
  Result<std::size_t> read(std::span<std::byte> into, milliseconds) override {
    if (plug_.read_fails != Errc::bug) return fail(plug_.read_fails, "no more reading");
    if (plug_.says.empty()) return fail(Errc::timeout, "silent");
    const std::size_t count = std::min(into.size(), plug_.says.size());
    std::copy_n(as_bytes(plug_.says).begin(), count, into.begin());
    plug_.says.erase(0, count);
    return count;
  }
  Result<std::size_t> read_interrupt(std::span<std::byte> into, milliseconds) override {
    if (!plug_.has_interrupts) return fail(Errc::unsupported, "no such endpoint");
    if (plug_.read_fails != Errc::bug) return fail(plug_.read_fails, "no more reading");
    if (plug_.interrupts.empty()) return fail(Errc::timeout, "silent");
    const std::string packet = plug_.interrupts.front();
    plug_.interrupts.erase(plug_.interrupts.begin());
    std::ranges::copy(as_bytes(packet), into.begin());
    return packet.size();
  }
  Result<void> reset() override { return {}; }

private:
  Plug& plug_;
};

transport::UsbInterface interface_of(std::string id, std::uint8_t number,
                                     std::string serial = "A1") {
  return {0x04a9, 0x26e6, 1, 2, number, std::move(serial), std::move(id)};
}
const std::string copier = "MFG:Canon;MDL:iR1020/1024/1025 (PCL6);CLS:PRINTER;";

class Bus final : public transport::UsbBus {
public:
  Bus(Plug& plug, std::vector<transport::UsbInterface> all) : plug_(plug), all_(std::move(all)) {}
  Result<std::vector<transport::UsbInterface>> printers() override {
    return fail(Errc::bug, "a scanner is no printer");
  }
  Result<std::vector<transport::UsbInterface>> scanners() override { return all_; }
  Result<std::unique_ptr<transport::UsbPrinter>>
  open(const transport::UsbInterface& wanted) override {
    EXPECT_EQ(wanted.number, 3);
    if (plug_.held) return fail(Errc::busy, "held by another program");
    return std::make_unique<Claimed>(plug_);
  }

private:
  Plug& plug_;
  const std::vector<transport::UsbInterface> all_;
};

constexpr LinkPatience short_patience{milliseconds{100}, milliseconds{50}, milliseconds{50},
                                      milliseconds{20}};

Result<std::unique_ptr<Scanner>> open(Plug& plug, const Cancel& cancel) {
  auto bus = std::make_unique<Bus>(plug, std::vector{interface_of(copier, 3)});
  TRY(auto link, open_usb_link(std::move(bus), "usb://Canon/iR1024", short_patience, cancel));
  return make_mp730_scanner(std::move(link), test::office_scanner(),
                            {milliseconds{20'000}, milliseconds{20'000}, milliseconds{1}}, cancel);
}

ScanRequest request(bool adf = false) {
  return {adf, false, ColorMode::color, Dpi{150}, {0, 0, 400, 300}};
}

TEST(UsbScan, GivesTheRowsAndLetsTheDeviceGo) {
  Plug plug;
  plug.device.block = 0xc000;
  plug.device.sheets = 2;
  const Cancel cancel;
  auto scanner = open(plug, cancel);
  ASSERT_TRUE(scanner) << scanner.error().what;
  EXPECT_EQ(plug.released, 1); // it was only looked for
  auto feed = (*scanner)->start(request(true));
  ASSERT_TRUE(feed) << feed.error().what;
  for (int sheet = 0; sheet < 2; ++sheet) {
    const auto side = take_side(**feed);
    ASSERT_TRUE(side && *side) << (side ? "" : side.error().what);
    ASSERT_EQ((*side)->rows.size(), 150U);
    EXPECT_EQ(static_cast<std::uint8_t>((*side)->rows[149][599]),
              plug.device.pixel(sheet, 149 * 600 + 599));
  }
  EXPECT_FALSE(take_side(**feed)->has_value());
  EXPECT_EQ(plug.released, 1);
  feed->reset();
  EXPECT_EQ(plug.released, 2);
  EXPECT_EQ(plug.claimed, 2);
  EXPECT_EQ(plug.device.faults, "");
}

TEST(UsbScan, SaysWhatIsWrongWithTheBus) {
  const Cancel cancel;
  for (const bool writing : {true, false})
    for (const Errc code : {Errc::io, Errc::unreachable, Errc::timeout}) {
      Plug plug;
      auto scanner = open(plug, cancel);
      auto feed = (*scanner)->start(request());
      ASSERT_TRUE(feed);
      (writing ? plug.write_fails : plug.read_fails) = code;
      const auto side = take_side(**feed);
      ASSERT_FALSE(side);
      EXPECT_EQ(side.error().code, code);
      EXPECT_THAT(side.error().what, testing::Not(testing::IsEmpty()));
    }
}

TEST(UsbScan, ForgetsWhatIsUnderWayBeforeItAborts) {
  Plug plug;
  plug.device.block = 5'000;
  Cancel cancel;
  auto scanner = open(plug, cancel);
  auto feed = (*scanner)->start(request());
  ASSERT_TRUE((*feed)->next_page());
  RowBuffer rows(200, 4, rgb8);
  ASSERT_TRUE((*feed)->read(rows.band({0, 4})));
  cancel.request();
  plug.says = std::string(100'000, 'x'); // an answer that nobody reads any more
  feed->reset();
  EXPECT_THAT(plug.device.commands(), testing::EndsWith("EF20 F320 F320 CF60"));
}

std::string packet_with(std::size_t octet, char value) {
  std::string packet(16, '\0');
  packet[octet] = value;
  return packet;
}

TEST(UsbScan, HearsItsButtonsAndLetsTheDeviceGo) {
  Plug plug;
  const Cancel cancel;
  auto scanner = open(plug, cancel);
  ASSERT_TRUE(scanner);
  EXPECT_EQ(*(*scanner)->pressed(), std::nullopt);
  plug.interrupts = {packet_with(15, 1), packet_with(15, 2), packet_with(12, 0x40)};
  EXPECT_EQ(*(*scanner)->pressed(), "gray");
  EXPECT_EQ(*(*scanner)->pressed(), "color");
  EXPECT_EQ(*(*scanner)->pressed(), std::nullopt);
  EXPECT_EQ(plug.claimed, plug.released);
  plug.interrupts = {packet_with(10, 0x40)};
  EXPECT_EQ(*(*scanner)->pressed(), std::nullopt);
  EXPECT_THAT(plug.device.commands(), HasSubstr("EB80")); // it was told the time
  EXPECT_EQ(plug.claimed, plug.released);
}

TEST(UsbScan, BelievesNoButtonThatIsNone) {
  Plug plug;
  const Cancel cancel;
  auto scanner = open(plug, cancel);
  plug.interrupts = {"", std::string(15, '\xff'), std::string(16, '\0') + std::string(64, '\xff')};
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(*(*scanner)->pressed(), std::nullopt);
  plug.held = true; // whoever has the scanner hears its buttons
  EXPECT_EQ(*(*scanner)->pressed(), std::nullopt);
  plug.held = false;
  plug.read_fails = Errc::unreachable;
  EXPECT_EQ((*scanner)->pressed().error().code, Errc::unreachable);
  plug.read_fails = Errc::bug;
  plug.has_interrupts = false;
  EXPECT_EQ(*(*scanner)->pressed(), std::nullopt);
  const int claimed = plug.claimed;
  EXPECT_EQ(*(*scanner)->pressed(), std::nullopt);
  EXPECT_EQ(plug.claimed, claimed); // it is not asked again
}

TEST(UsbScan, AScanDoesNotHearThem) {
  Plug plug;
  const Cancel cancel;
  auto scanner = open(plug, cancel);
  auto feed = (*scanner)->start(request());
  ASSERT_TRUE(feed);
  plug.interrupts = {packet_with(15, 1)};
  EXPECT_EQ(*(*scanner)->pressed(), std::nullopt);
  feed->reset();
  EXPECT_EQ(*(*scanner)->pressed(), "gray");
}

TEST(UsbScan, TakesTheScannerOfTheDeviceThatIsMeant) {
  const auto find = [](const std::vector<transport::UsbInterface>& all, const char* uri) {
    return transport::find_scanner(all, *transport::parse_usb_uri(uri));
  };
  const std::string photo = "MFG:Canon;MDL:PRO-1000 series;";
  const std::vector<transport::UsbInterface> all{interface_of(photo, 2), interface_of(copier, 3),
                                                 interface_of(copier, 4, "B2")};
  EXPECT_EQ(find(all, "usb://Canon/PRO-1000%20series")->number, 2);
  EXPECT_EQ(find(all, "usb://Canon/iR1024?serial=A1")->number, 3);
  EXPECT_EQ(find(all, "usb://Canon/iR1020/1024/1025%20%28UFRII%20LT%29?serial=B2")->number, 4);
  EXPECT_EQ(find(all, "usb://Canon/iR1024?interface=4")->number, 4);
  EXPECT_EQ(find(all, "usb://Canon/iR1024").error().code, Errc::invalid);
  EXPECT_EQ(find(all, "usb://Canon/LBP1").error().code, Errc::unreachable);
}

} // namespace
} // namespace platen::scan
