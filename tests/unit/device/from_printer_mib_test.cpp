#include "device/from_printer_mib.h"

#include <gtest/gtest.h>

namespace platen::device {
namespace {

using snmp::Binding;
using snmp::Bindings;
using snmp::Oid;

const Oid error_state{1, 3, 6, 1, 2, 1, 25, 3, 5, 1, 2, 1};
const Oid printer_status{1, 3, 6, 1, 2, 1, 25, 3, 5, 1, 1, 1};

Binding supply(std::uint32_t column, std::uint32_t row, auto value) {
  return {Oid{1, 3, 6, 1, 2, 1, 43, 11, 1, 1, column, 1, row}, value};
}
Binding alert(std::uint32_t column, std::uint32_t row, auto value) {
  return {Oid{1, 3, 6, 1, 2, 1, 43, 18, 1, 1, column, 1, row}, value};
}

std::vector<std::string> reasons_of(const Bindings& bindings) {
  const Reading reading = from_printer_mib(snmp::read_printer_mib(bindings));
  std::vector<std::string> keywords;
  if (reading.condition)
    for (const Reason& reason : reading.condition->reasons)
      keywords.push_back(keyword_of(reason));
  return keywords;
}

// RFC 2790 hrPrinterDetectedErrorState: the first bit is the highest of the first octet.
TEST(FromPrinterMib, ReadsEachBitOfTheErrorState) {
  const std::pair<std::string, std::string> bits[] = {
      {{'\x80'}, "media-low-warning"},
      {{'\x40'}, "media-empty-error"},
      {{'\x20'}, "toner-low-warning"},
      {{'\x10'}, "toner-empty-error"},
      {{'\x08'}, "cover-open-error"},
      {{'\x04'}, "media-jam-error"},
      {{'\x02'}, "offline-error"},
      {{'\x01'}, "other-warning"},
      {{'\0', '\x80'}, "input-tray-missing-error"},
      {{'\0', '\x20'}, "marker-supply-missing-error"},
      {{'\0', '\x08'}, "output-area-full-error"}};
  for (const auto& [octets, reason] : bits)
    EXPECT_EQ(reasons_of({{error_state, octets}}), std::vector{reason});
  EXPECT_TRUE(reasons_of({{error_state, std::string{}}}).empty());
}

TEST(FromPrinterMib, CallsInkInkAndTonerToner) {
  constexpr std::int64_t ink_cartridge = 6;
  const Binding low{error_state, std::string{'\x20'}};
  EXPECT_EQ(reasons_of({low, supply(5, 1, ink_cartridge)}),
            std::vector<std::string>{"marker-supply-low-warning"});
}

TEST(FromPrinterMib, TakesSeverityAndWordsFromTheAlerts) {
  const Bindings bindings{alert(2, 1, std::int64_t{3}),
                          alert(4, 1, std::int64_t{8}),
                          alert(7, 1, std::int64_t{808}),
                          alert(8, 1, std::string("Add paper")),
                          {error_state, std::string{'\x40'}}};
  const Reading reading = from_printer_mib(snmp::read_printer_mib(bindings));
  ASSERT_TRUE(reading.condition);
  EXPECT_EQ(reading.condition->state, State::stopped);
  ASSERT_EQ(reading.condition->reasons.size(), 1u); // the bit and the alert are one reason
  EXPECT_EQ(reading.condition->reasons[0],
            (Reason{"media-empty", Severity::error, "Add paper", 0}));
}

// The bit says less than the alert: one trouble has one name.
TEST(FromPrinterMib, TellsWhereInTheMachineItIs) {
  constexpr std::int64_t cover = 6, input = 8, output = 9, marker = 10, part = 11, path = 13,
                         jam = 8, empty = 808, open = 3, duplex = 3, fuser = 15, toner = 3;
  const auto told = [&](std::int64_t group, std::int64_t row, std::int64_t code,
                        const std::string& said) {
    const Reading reading = from_printer_mib(snmp::read_printer_mib(
        {{Oid{1, 3, 6, 1, 2, 1, 43, 8, 2, 1, 13, 1, 2}, std::string("Drawer 2")},
         {Oid{1, 3, 6, 1, 2, 1, 43, 13, 4, 1, 9, 1, 2}, duplex},
         supply(5, 1, toner),
         supply(5, 4, fuser),
         alert(2, 1, std::int64_t{3}),
         alert(4, 1, group),
         alert(5, 1, row),
         alert(7, 1, code),
         alert(8, 1, said)}));
    return reading.condition && !reading.condition->reasons.empty() ? reading.condition->reasons[0]
                                                                    : Reason{};
  };
  const auto words = [&](std::int64_t group, std::int64_t row, std::int64_t code,
                         const std::string& said) { return told(group, row, code, said).text; };
  const auto place = [&](std::int64_t group, std::int64_t row) {
    return told(group, row, jam, "13.2").place;
  };
  EXPECT_EQ(words(path, 1, jam, "Paper jam"), "Paper jam");
  EXPECT_EQ(place(path, 1), "in the paper path");
  EXPECT_EQ(place(path, 2), "in the duplex unit");
  EXPECT_EQ(place(input, 2), "in Drawer 2");
  EXPECT_EQ(place(input, 7), "where the paper is fed");
  EXPECT_EQ(place(input, -1), "where the paper is fed");
  EXPECT_EQ(place(output, 1), "at the output");
  EXPECT_EQ(place(marker, 1), "in the print engine");
  EXPECT_EQ(place(part, 4), "at the fixing unit");
  EXPECT_EQ(place(part, 1), "");
  EXPECT_EQ(place(cover, 1), "");
  EXPECT_EQ(place(30, 1), "in the finisher");
  EXPECT_EQ(told(input, 2, empty, "No paper").place, ""); // the words have it
  EXPECT_EQ(words(input, 2, empty, "No paper"), "No paper (Drawer 2)");
  EXPECT_EQ(words(input, 2, empty, "Drawer 2 is empty"), "Drawer 2 is empty");
  EXPECT_EQ(words(input, -1, empty, "No paper"), "No paper");
  EXPECT_EQ(words(cover, 1, open, "Cover is open"), "Cover is open");
}

TEST(FromPrinterMib, CallsAnOpenDoorOnce) {
  const Binding open{error_state, std::string{'\x08'}};
  const auto alerted = [&](std::int64_t code) {
    return reasons_of({alert(2, 1, std::int64_t{3}), alert(7, 1, code), open});
  };
  EXPECT_EQ(alerted(3), std::vector<std::string>{"cover-open-error"});
  EXPECT_EQ(alerted(501), std::vector<std::string>{"door-open-error"});
  EXPECT_EQ(alerted(5), std::vector<std::string>{"interlock-open-error"});
}

TEST(FromPrinterMib, TellsTheStateOnlyWhereTheAgentDoes) {
  const auto state = [](std::int64_t number) {
    return from_printer_mib(snmp::read_printer_mib({{printer_status, number}})).condition->state;
  };
  EXPECT_EQ(state(3), State::idle);
  EXPECT_EQ(state(4), State::processing);
  EXPECT_EQ(state(2), State::unknown);
  EXPECT_FALSE(from_printer_mib({}).condition);
  EXPECT_FALSE(from_printer_mib({}).supplies);
  EXPECT_FALSE(from_printer_mib({}).media);
}

// -2 is unknown and -3 is some (RFC 3805 prtMarkerSuppliesLevel): never a percentage.
TEST(FromPrinterMib, NeverMakesALevelUp) {
  const auto level = [](std::int64_t now, std::int64_t full) {
    return from_printer_mib(
               snmp::read_printer_mib({supply(8, 1, full), supply(9, 1, now), supply(5, 1, full)}))
        .supplies->at(0)
        .level;
  };
  EXPECT_EQ(level(45, 100), Level::of_percent(45));
  EXPECT_EQ(level(4200, 8400), Level::of_percent(50));
  EXPECT_EQ(level(-2, 100).known, Level::Known::unknown);
  EXPECT_EQ(level(-3, 100).known, Level::Known::some);
  EXPECT_EQ(level(10, -2).known, Level::Known::unknown);
  EXPECT_EQ(level(200, 100), Level::of_percent(100));
  EXPECT_EQ(level(INT64_MAX - 1, INT64_MAX), Level::of_percent(99));
}

TEST(FromPrinterMib, MeasuresSheetsInBothUnits) {
  const auto media = [](std::int64_t unit, std::int64_t feed, std::int64_t across) {
    const auto input = [](std::uint32_t column, std::int64_t value) {
      return Binding{Oid{1, 3, 6, 1, 2, 1, 43, 8, 2, 1, column, 1, 1}, value};
    };
    return from_printer_mib(
               snmp::read_printer_mib({input(3, unit), input(6, feed), input(7, across)}))
        .media->at(0);
  };
  EXPECT_EQ(media(4, 297'000, 210'000).width, Hmm{21'000});
  EXPECT_EQ(media(4, 297'000, 210'000).height, Hmm{29'700});
  EXPECT_EQ(media(3, 85'000, 110'000).width, Hmm{21'590}); // Letter, fed by its long edge
  EXPECT_EQ(media(4, -2, 210'000).height, Hmm{0});
}

TEST(FromPrinterMib, PassesOverOtherDevicesAndEndlessTables) {
  Bindings bindings{{Oid{1, 3, 6, 1, 2, 1, 43, 11, 1, 1, 9, 2, 1}, std::int64_t{50}}};
  EXPECT_FALSE(from_printer_mib(snmp::read_printer_mib(bindings)).supplies);
  for (std::uint32_t row = 1; row < 10'000; ++row)
    bindings.push_back(supply(9, row, std::int64_t{50}));
  EXPECT_LE(snmp::read_printer_mib(bindings).supplies.size(), 128u);
}

TEST(Readable, KeepsTextAndNothingElse) {
  EXPECT_EQ(snmp::readable("Papierstau \xc3\xbc\n"), "Papierstau \xc3\xbc");
  EXPECT_EQ(snmp::readable("a\x1b[31mb"), "a [31mb");
  EXPECT_EQ(snmp::readable("\xff\xc0\x80"), "???");
  EXPECT_EQ(snmp::readable(std::string(1000, 'x')).size(), 255u);
}

} // namespace
} // namespace platen::device
