#include "encode/ivec/maintenance.h"
#include "ivec_answers.h"
#include "support.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::encode::ivec {
namespace {

using test::FakeDevice;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const MaintenanceNames names{"ann", "desk", "20261128190000"};

std::string operation_in(std::string_view written) {
  return test::value_of(parse_answer(as_bytes(written))).operation;
}

// A printer that lists `types`, does what it is told unless it is `refused`, and keeps the
// operations.
struct Printer {
  std::string types = "nozzle_check,auto_registration,regular,deep";
  std::string refused = {};
  bool has_clock = false;
  std::vector<std::string> operations = {};

  std::string answer(std::string_view written) {
    const std::string operation = operation_in(written);
    operations.push_back(operation);
    if (operation == "GetCapability")
      return test::ivec_answer("GetCapabilityResponse",
                               test::ok() + "<ivec:type>" + types + "</ivec:type>" +
                                   (has_clock ? "<ivec:datetime></ivec:datetime>" : ""));
    return test::ivec_answer(operation + "Response",
                             operation == refused ? test::refusal("ParameterError") : test::ok());
  }
  FakeDevice device() {
    return FakeDevice([this](std::string_view written) { return answer(written); });
  }
};

Result<void> tell(FakeDevice& device, std::string_view function) {
  Conversation conversation;
  return maintain(conversation, device, function, names);
}

TEST(Maintenance, IsAJobOfOneOperation) {
  Printer printer;
  FakeDevice device = printer.device();
  test::check_ok(tell(device, "cleaning"));
  EXPECT_THAT(printer.operations, ElementsAre("GetCapability", "StartJob", "Cleaning", "EndJob"));
  EXPECT_THAT(device.received, HasSubstr("servicetype=\"maintenance\""));
  EXPECT_THAT(device.received, HasSubstr("<ivec:inkgroup>all</ivec:inkgroup>"));
  EXPECT_THAT(device.received, HasSubstr("<ivec:type>regular</ivec:type>"));
  EXPECT_THAT(device.received, HasSubstr("<ivec:username>ann</ivec:username>"));
}

TEST(Maintenance, HasAWordForEachFunction) {
  const std::pair<std::string_view, std::string> words[] = {{"nozzle-check", "nozzle_check"},
                                                            {"cleaning", "regular"},
                                                            {"deep-cleaning", "deep"},
                                                            {"alignment", "auto_registration"}};
  for (const auto& [function, word] : words) {
    Printer printer{.types = word};
    FakeDevice device = printer.device();
    test::check_ok(tell(device, function));
    EXPECT_THAT(device.received, HasSubstr("<ivec:type>" + word + "</ivec:type>"));
  }
}

TEST(Maintenance, TellsTheTimeWhereThePrinterHasAClock) {
  Printer printer{.has_clock = true};
  FakeDevice device = printer.device();
  test::check_ok(tell(device, "nozzle-check"));
  EXPECT_THAT(printer.operations, ElementsAre("GetCapability", "StartJob", "SetJobConfiguration",
                                              "TestPrint", "EndJob"));
  EXPECT_THAT(device.received, HasSubstr("<ivec:datetime>20261128190000</ivec:datetime>"));
}

// Ink is not spent on a guess: "deep" is not "deeper", and no list is no permission.
TEST(Maintenance, IsNotToldToAPrinterThatDoesNotListIt) {
  for (const char* types : {"", "nozzle_check,regular", "deeper", "not deep"}) {
    Printer printer{.types = types};
    FakeDevice device = printer.device();
    const auto done = tell(device, "deep-cleaning");
    ASSERT_FALSE(done) << types;
    EXPECT_EQ(done.error().code, Errc::unsupported);
    EXPECT_THAT(printer.operations, ElementsAre("GetCapability"));
  }
}

TEST(Maintenance, IsNotToldToAPrinterThatSaysNothing) {
  FakeDevice silent([](std::string_view) { return std::string(); });
  const auto done = tell(silent, "cleaning");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Errc::unsupported);
  EXPECT_THAT(silent.received, Not(HasSubstr("StartJob")));
  FakeDevice file;
  EXPECT_EQ(tell(file, "cleaning").error().code, Errc::unsupported);
  EXPECT_TRUE(file.received.empty());
}

TEST(Maintenance, PassesARefusalOn) {
  for (const char* refused : {"StartJob", "Cleaning"}) {
    Printer printer{.refused = refused};
    FakeDevice device = printer.device();
    const auto done = tell(device, "cleaning");
    ASSERT_FALSE(done) << refused;
    EXPECT_EQ(done.error().code, Errc::unsupported);
    EXPECT_THAT(done.error().what, HasSubstr(std::string(refused) + "Response"));
    EXPECT_EQ(printer.operations.back(), refused);
  }
}

TEST(Maintenance, KnowsNoOtherFunction) {
  Printer printer;
  FakeDevice device = printer.device();
  EXPECT_EQ(tell(device, "defragmentation").error().code, Errc::unsupported);
  EXPECT_TRUE(device.received.empty());
}

} // namespace
} // namespace platen::encode::ivec
