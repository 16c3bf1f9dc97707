#include "transport/transport.h"
#include "transport/usb_address.h"
#include "transport/usb_transport.h"

#include <algorithm>
#include <array>
#include <deque>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::transport {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

// What the printer of a test does, and what it got.
struct Script {
  std::string taken;
  std::deque<Result<std::string>> says;
  std::size_t most = 1'000; // that it takes at a time; 0: nothing
  Errc broken = Errc::bug;  // not bug: what writing ends in
  int held = 0;             // so often it is somebody else's
  int resets = 0;
};

class ScriptedPrinter final : public UsbPrinter {
public:
  explicit ScriptedPrinter(std::shared_ptr<Script> script) : script_(std::move(script)) {}
  Result<std::size_t> write(Bytes bytes, milliseconds) override {
    if (script_->broken != Errc::bug) return fail(script_->broken, "it is gone");
    if (script_->most == 0) return fail(Errc::timeout, "nothing taken");
    const std::size_t count = std::min(bytes.size(), script_->most);
    script_->taken += as_text(bytes.first(count));
    return count;
  }
  Result<std::size_t> read(std::span<std::byte> into, milliseconds) override {
    if (into.empty()) return std::size_t{0};
    if (script_->says.empty()) return fail(Errc::timeout, "silent");
    const auto text = std::move(script_->says.front());
    script_->says.pop_front();
    if (!text) return Failure(text.error());
    const std::size_t count = std::min(into.size(), text->size());
    std::copy_n(as_bytes(*text).begin(), count, into.begin());
    return count;
  }
  Result<void> reset() override {
    ++script_->resets;
    return {};
  }

private:
  const std::shared_ptr<Script> script_;
};

UsbInterface interface_of(std::string id, std::string serial = "A1", std::uint8_t number = 0) {
  return {0x04a9, 0x26e6, 1, 2, number, std::move(serial), std::move(id)};
}
const std::string photo = "MFG:Canon;CMD:IVEC;MDL:PRO-1000 series;CLS:PRINTER;";
const std::string copier = "MANUFACTURER:Canon;MODEL:iR1020/1024/1025 (UFRII LT);";

class ScriptedBus final : public UsbBus {
public:
  std::vector<UsbInterface> all;
  std::shared_ptr<Script> script = std::make_shared<Script>();
  std::optional<UsbInterface> opened;

  Result<std::vector<UsbInterface>> printers() override { return all; }
  Result<std::unique_ptr<UsbPrinter>> open(const UsbInterface& wanted) override {
    opened = wanted;
    if (script->held > 0 && script->held-- > 0) return fail(Errc::busy, "held by another program");
    return std::make_unique<ScriptedPrinter>(script);
  }
};

TEST(UsbUri, IsReadAndWrittenAsCupsDoes) {
  const auto address = parse_usb_uri("usb://Canon/PRO-1000%20series?serial=A1&interface=1");
  ASSERT_TRUE(address);
  EXPECT_EQ(address->maker, "Canon");
  EXPECT_EQ(address->model, "PRO-1000 series");
  EXPECT_EQ(address->serial, "A1");
  EXPECT_EQ(address->interface, 1);
  EXPECT_EQ(to_uri(interface_of(photo)), "usb://Canon/PRO-1000%20series?serial=A1");
  EXPECT_EQ(to_uri(interface_of(copier, "")), "usb://Canon/iR1020/1024/1025%20%28UFRII%20LT%29");
  EXPECT_FALSE(address->pjl);
  EXPECT_EQ(parse_usb_uri("usb://Canon/x?pjl=on")->pjl, true);
  EXPECT_EQ(parse_usb_uri("usb://Canon/x?serial=A1&pjl=off")->pjl, false);
  // A slash in the model is normal for this maker.
  EXPECT_EQ(parse_usb_uri("usb://Canon/iR1020/1024/1025")->model, "iR1020/1024/1025");
}

TEST(UsbUri, IsRefusedWithTheReason) {
  for (const char* uri :
       {"usb://", "usb://Canon", "usb://Canon/", "usb:///x", "usb://Canon/a%2", "usb://Canon/a%zz",
        "usb://Canon/a%00", "usb://Canon/a?serial=", "usb://Canon/a?interface=x",
        "usb://Canon/a?speed=9", "usb://Canon/a?pjl=yes", "socket://h"}) {
    const auto address = parse_usb_uri(uri);
    ASSERT_FALSE(address) << uri;
    EXPECT_EQ(address.error().code, Errc::invalid);
  }
}

TEST(FindPrinter, TakesTheOnlyOneThatFits) {
  const std::vector<UsbInterface> all{interface_of(photo), interface_of(copier, "B2", 1),
                                      interface_of(copier, "B2", 2)};
  EXPECT_EQ(find_printer(all, {"canon", "PRO-1000 series", {}, {}})->serial, "A1");
  const std::string model = "iR1020/1024/1025 (UFRII LT)";
  EXPECT_EQ(find_printer(all, {"Canon", model, {}, {}}).error().code, Errc::invalid);
  EXPECT_EQ(find_printer(all, {"Canon", model, "B2", std::uint8_t{2}})->number, 2);
  const auto nothing = find_printer(all, {"Canon", "PRO-300", {}, {}});
  ASSERT_FALSE(nothing);
  EXPECT_EQ(nothing.error().code, Errc::unreachable);
  EXPECT_THAT(nothing.error().what, HasSubstr("usb://Canon/PRO-1000%20series"));
  EXPECT_THAT(find_printer({}, {"Canon", "x", {}, {}}).error().what, HasSubstr("there is none"));
}

TEST(FindPrinter, TakesTheLanguageOfACopierThatPlatenSpeaksAndNeverItsFax) {
  const auto of = [](const std::string& words, std::uint8_t number) {
    return interface_of("MFG:Canon;MDL:iR1020/1024/1025" + words + ";CLS:PRINTER;", "B2", number);
  };
  const UsbInterface fax = of(" (FAX)", 1), ufr2 = of(" (UFRII LT)", 2), pcl5 = of(" (PCL5e)", 3),
                     pcl6 = of(" (PCL6)", 4), plain = of("", 5);
  const auto found = [](const std::vector<UsbInterface>& all, const std::string& model) {
    const auto one = find_printer(all, {"Canon", model, {}, {}});
    return one ? int{one->number} : -1;
  };
  for (const char* model : {"iR1020/1024/1025", "iR1020", "ir1024", "Canon iR1025"}) {
    EXPECT_EQ(found({fax, ufr2, pcl5, pcl6}, model), 4) << model;
    EXPECT_EQ(found({fax, ufr2, pcl5}, model), 3) << model;
    EXPECT_EQ(found({fax, ufr2, plain}, model), 5) << model;
    EXPECT_EQ(found({fax, ufr2}, model), 2) << model;
    EXPECT_EQ(found({fax}, model), -1) << model;
  }
  EXPECT_EQ(found({fax, ufr2, pcl5, pcl6}, "iR1020/1024/1025 (UFRII LT)"), 2); // asked for by name
  for (const char* model : {"iR102", "iR1020/1024", "1024", "iR1026", "iR"})
    EXPECT_EQ(found({fax, ufr2, pcl6}, model), -1) << model;

  for (const UsbAddress& address : {UsbAddress{"Canon", "iR1020/1024/1025 (FAX)", {}, {}},
                                    UsbAddress{"Canon", "iR1020", {}, std::uint8_t{1}}}) {
    const auto refused = find_printer({fax, pcl6}, address);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::invalid);
    EXPECT_THAT(refused.error().what, HasSubstr("fax"));
    EXPECT_THAT(refused.error().what, HasSubstr("%28PCL6%29"));
  }
  const auto two =
      find_printer({pcl6, interface_of(pcl6.device_id, "C3", 4)}, {"Canon", "iR1020", {}, {}});
  ASSERT_FALSE(two);
  EXPECT_THAT(two.error().what, HasSubstr("serial"));
}

// Of a copier, its interface number `number`, at an address of the bus.
UsbInterface of_copier(const std::string& words, std::uint8_t number, std::string serial = {},
                       std::uint8_t address = 2) {
  auto one = interface_of("MFG:Canon;MDL:iR1020/1024/1025" + words + ";CLS:PRINTER;",
                          std::move(serial), number);
  one.address = address;
  return one;
}

std::vector<int> numbers_of(const UsbDevice& device) {
  std::vector<int> numbers;
  for (const UsbInterface& one : device.interfaces)
    numbers.push_back(one.number);
  return numbers;
}

// What a print job opens that goes to the URI; -1: none.
int opened_by(const std::string& uri, const std::vector<UsbInterface>& all) {
  const auto address = parse_usb_uri(uri);
  const auto found = address ? find_printer(all, *address) : Result<UsbInterface>(UsbInterface{});
  return address && found ? int{found->number} : -1;
}

TEST(PrintingDevices, ACopierIsOneWithoutItsFaxAndIsReachedByItsPcl) {
  for (const std::string serial : {"", "QLB01234"}) {
    const UsbInterface fax = of_copier(" (FAX)", 1, serial),
                       ufr2 = of_copier(" (UFRII LT)", 2, serial),
                       pcl6 = of_copier(" (PCL6)", 3, serial);
    const std::string uri =
        "usb://Canon/iR1020/1024/1025" + (serial.empty() ? "" : "?serial=" + serial);
    const std::vector<std::pair<std::vector<UsbInterface>, std::vector<int>>> cases{
        {{fax, ufr2, pcl6}, {3, 2}},
        {{pcl6, fax, ufr2}, {3, 2}},
        {{fax, pcl6}, {3}},
        {{fax, ufr2}, {2}},
        {{ufr2, pcl6}, {3, 2}}};
    for (const auto& [all, numbers] : cases) {
      const auto devices = printing_devices(all);
      ASSERT_EQ(devices.size(), 1u);
      EXPECT_EQ(numbers_of(devices[0]), numbers);
      EXPECT_EQ(devices[0].uri, uri);
      EXPECT_EQ(opened_by(devices[0].uri, all), numbers[0]);
    }
    EXPECT_TRUE(printing_devices({fax}).empty());
  }
}

TEST(PrintingDevices, AreApartByTheirPlaceUnlessTheySayThatTheyAreOne) {
  EXPECT_EQ(
      printing_devices({of_copier(" (PCL6)", 1, "", 2), of_copier(" (PCL6)", 1, "", 3)}).size(),
      2u);
  EXPECT_EQ(
      printing_devices({of_copier(" (PCL6)", 1, "A1", 2), of_copier(" (PCL6)", 1, "B2", 3)}).size(),
      2u);
  UsbInterface other = interface_of(photo);
  other.address = 9;
  EXPECT_EQ(printing_devices({other, of_copier(" (PCL6)", 1, other.serial.c_str(), 3)}).size(), 2u);
  const std::vector<UsbInterface> all{of_copier(" (UFRII LT)", 1, "A1", 2),
                                      of_copier(" (PCL6)", 2, "A1", 3)};
  const auto one = printing_devices(all);
  ASSERT_EQ(one.size(), 1u);
  EXPECT_EQ(opened_by(one[0].uri, all), 2);
}

TEST(PrintingDevices, HaveAnAddressThatSaysAsMuchAsItMust) {
  const auto uri_of = [](const std::vector<UsbInterface>& all) {
    const auto devices = printing_devices(all);
    EXPECT_EQ(opened_by(devices[0].uri, all), devices[0].interfaces[0].number);
    return devices[0].uri;
  };
  EXPECT_EQ(uri_of({interface_of(photo)}), "usb://Canon/PRO-1000%20series?serial=A1");
  const std::string copiers = "usb://Canon/iR1020/1024/1025";
  EXPECT_EQ(uri_of({of_copier(" (UFRII LT)", 1), of_copier(" (PS3)", 2)}),
            copiers + "%20%28UFRII%20LT%29");
  EXPECT_EQ(uri_of({of_copier(" (PCL6)", 1), of_copier(" (PCL6)", 2)}),
            copiers + "%20%28PCL6%29?interface=1");
  EXPECT_EQ(uri_of({of_copier(" (PCL6)", 1, "A1"), of_copier(" (PCL6)", 2, "A1")}),
            copiers + "%20%28PCL6%29?serial=A1&interface=1");
  // Another unit that would be found without the language.
  EXPECT_EQ(uri_of({of_copier(" (UFRII LT)", 1, "", 2), of_copier(" (PCL6)", 1, "", 3)}),
            copiers + "%20%28UFRII%20LT%29");
  // One that does not say what it is leads to no address.
  EXPECT_EQ(uri_of({interface_of("", "A1", 1), of_copier(" (UFRII LT)", 2, "A1")}),
            copiers + "?serial=A1");
}

TEST(SameDevice, IsToldByMakerModelAndSerialWhateverTheLanguage) {
  const auto same = [](const char* found, const char* other) {
    return is_same_device(*parse_usb_uri(found), *parse_usb_uri(other));
  };
  const char* const copiers = "usb://Canon/iR1020/1024/1025";
  for (const char* uri :
       {"usb://Canon/iR1020/1024/1025", "usb://canon/iR1020/1024/1025%20%28PCL6%29",
        "usb://Canon/iR1024", "usb://Canon/iR1020/1024/1025?interface=2"})
    EXPECT_TRUE(same(copiers, uri)) << uri;
  for (const char* uri :
       {"usb://Canon/iR1026", "usb://Kanon/iR1024", "usb://Canon/iR1024?serial=A1"})
    EXPECT_FALSE(same(copiers, uri)) << uri;
  EXPECT_FALSE(same("usb://Canon/iR1024?serial=A1", "usb://Canon/iR1024?serial=B2"));
}

class UsbTransportTest : public testing::Test {
protected:
  UsbTransportTest() { bus_.all = {interface_of(photo)}; }
  std::unique_ptr<Transport> open_it(milliseconds stall = std::chrono::hours(1)) {
    auto opened = open_usb(bus_, "usb://Canon/PRO-1000%20series", {stall, stall}, cancel_);
    EXPECT_TRUE(opened) << opened.error().message();
    return *std::move(opened);
  }
  ScriptedBus bus_;
  Cancel cancel_;
};

TEST_F(UsbTransportTest, GivesEveryByteInTheirOrder) {
  const auto device = open_it();
  std::string job(100'000, 'x');
  for (std::size_t i = 0; i < job.size(); ++i)
    job[i] = static_cast<char>('a' + i % 26);
  ASSERT_TRUE(device->write(as_bytes(job)));
  EXPECT_EQ(bus_.script->taken, job);
  EXPECT_EQ(device->bytes_delivered(), job.size());
  EXPECT_TRUE(device->finish());
  EXPECT_EQ(bus_.opened->serial, "A1");
}

TEST_F(UsbTransportTest, WaitsThroughEmptyPacketsForAnAnswer) {
  bus_.script->says = {std::string(), fail(Errc::timeout, "silent"), std::string("yes")};
  const auto device = open_it();
  std::array<std::byte, 16> into{};
  const auto got = device->read(into, std::chrono::hours(1));
  ASSERT_TRUE(got);
  EXPECT_EQ(as_text(Bytes(into).first(*got)), "yes");
  EXPECT_EQ(device->read(into, milliseconds{1}).error().code, Errc::timeout);
}

TEST_F(UsbTransportTest, TellsAPrinterThatTakesNothingOrIsGone) {
  bus_.script->most = 0;
  const auto silent = open_it(milliseconds{1})->write(as_bytes("job"));
  ASSERT_FALSE(silent);
  EXPECT_EQ(silent.error().code, Errc::timeout);
  EXPECT_THAT(silent.error().what, HasSubstr("0 bytes were delivered"));
  bus_.script->broken = Errc::io;
  EXPECT_EQ(open_it()->write(as_bytes("job")).error().code, Errc::io);
}

TEST_F(UsbTransportTest, EndsWhenItIsCancelledAndResetsWhenItIsAbandoned) {
  bus_.script->most = 0;
  const auto device = open_it();
  cancel_.request();
  EXPECT_EQ(device->write(as_bytes("job")).error().code, Errc::cancelled);
  device->abandon();
  EXPECT_EQ(bus_.script->resets, 1);
}

// Somebody asks it how it is just when a job comes: that takes two seconds at most.
TEST_F(UsbTransportTest, WaitsForWhoeverHasThePrinter) {
  bus_.script->held = 2;
  const auto opened = open_usb(bus_, "usb://Canon/PRO-1000%20series",
                               {std::chrono::hours(1), std::chrono::hours(1)}, cancel_);
  EXPECT_TRUE(opened);
  bus_.script->held = 1000;
  const auto held =
      open_usb(bus_, "usb://Canon/PRO-1000%20series", {milliseconds{1}, milliseconds{1}}, cancel_);
  ASSERT_FALSE(held);
  EXPECT_EQ(held.error().code, Errc::busy);
  cancel_.request();
  EXPECT_EQ(open_usb(bus_, "usb://Canon/PRO-1000%20series",
                     {std::chrono::hours(1), std::chrono::hours(1)}, cancel_)
                .error()
                .code,
            Errc::cancelled);
}

// Whether this machine has USB or not: an error that says so, or that the printer is not there.
TEST(Usb, OfThisMachineSaysWhatIsThere) {
  const Cancel cancel;
  const auto opened = open("usb://Nobody/Makes%20This", {}, cancel);
  ASSERT_FALSE(opened);
  EXPECT_TRUE(opened.error().code == Errc::unreachable ||
              opened.error().code == Errc::unsupported || opened.error().code == Errc::io)
      << opened.error().message();
  EXPECT_EQ(open("usb://Nobody", {}, cancel).error().code, Errc::invalid);
}

} // namespace
} // namespace platen::transport
