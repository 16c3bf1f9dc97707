#include "device/from_ipp.h"

#include <cups/cups.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::device {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// An answer to Get-Printer-Attributes in the making.
struct Answer {
  ipp::Message message;

  Answer& state(ipp_pstate_t value) {
    ippAddInteger(message.get(), IPP_TAG_PRINTER, IPP_TAG_ENUM, "printer-state", value);
    return *this;
  }
  Answer& words(const char* name, ipp_tag_t tag, const std::vector<const char*>& values) {
    ippAddStrings(message.get(), IPP_TAG_PRINTER, tag, name, static_cast<int>(values.size()),
                  nullptr, values.data());
    return *this;
  }
  Answer& reasons(const std::vector<const char*>& values) {
    return words("printer-state-reasons", IPP_TAG_KEYWORD, values);
  }
  Answer& rows(const char* name, const std::vector<std::string>& values) {
    ipp_attribute_t* attribute = nullptr;
    for (const std::string& value : values) {
      const int size = static_cast<int>(value.size());
      if (attribute == nullptr)
        attribute = ippAddOctetString(message.get(), IPP_TAG_PRINTER, name, value.data(), size);
      else
        ippSetOctetString(message.get(), &attribute, ippGetCount(attribute), value.data(), size);
    }
    return *this;
  }
  Answer& integers(const char* name, const std::vector<int>& values) {
    ippAddIntegers(message.get(), IPP_TAG_PRINTER, IPP_TAG_INTEGER, name,
                   static_cast<int>(values.size()), values.data());
    return *this;
  }
  Answer& loaded(const char* source, const char* type, int width, int height) {
    ipp_t* const col = ippNew();
    ipp_t* const size = ippNew();
    ippAddInteger(size, IPP_TAG_ZERO, IPP_TAG_INTEGER, "x-dimension", width);
    ippAddInteger(size, IPP_TAG_ZERO, IPP_TAG_INTEGER, "y-dimension", height);
    ippAddCollection(col, IPP_TAG_ZERO, "media-size", size);
    ippAddString(col, IPP_TAG_ZERO, IPP_TAG_KEYWORD, "media-source", nullptr, source);
    ippAddString(col, IPP_TAG_ZERO, IPP_TAG_KEYWORD, "media-type", nullptr, type);
    ipp_attribute_t* all = ippFindAttribute(message.get(), "media-col-ready", IPP_TAG_ZERO);
    if (all == nullptr)
      ippAddCollection(message.get(), IPP_TAG_PRINTER, "media-col-ready", col);
    else
      ippSetCollection(message.get(), &all, ippGetCount(all), col);
    ippDelete(size);
    ippDelete(col);
    return *this;
  }
  Reading read() const { return from_ipp(message); }
};

std::vector<std::string> keywords(const Reading& reading) {
  std::vector<std::string> words;
  if (reading.condition)
    for (const Reason& reason : reading.condition->reasons)
      words.push_back(keyword_of(reason));
  return words;
}

TEST(FromIpp, KeepsUnknownWhatIsNotTold) {
  const Reading nothing = Answer{}.read();
  EXPECT_FALSE(nothing.condition || nothing.supplies || nothing.media || nothing.impressions);
  const Reading idle = Answer{}.state(IPP_PSTATE_IDLE).reasons({"none"}).read();
  EXPECT_EQ(idle.condition->state, State::idle);
  EXPECT_THAT(keywords(idle), IsEmpty());
}

TEST(FromIpp, TakesTheReasonsOfTheMachineWithTheirSeverity) {
  const Reading reading =
      Answer{}
          .state(IPP_PSTATE_STOPPED)
          .reasons({"paused", "media-jam", "toner-low", "cover-open-warning", "com.acme-odd"})
          .read();
  EXPECT_EQ(reading.condition->state, State::stopped);
  EXPECT_THAT(keywords(reading),
              ElementsAre("media-jam-error", "toner-low-warning", "cover-open-warning"));
}

TEST(FromIpp, AddsAlertsAndTheirWords) {
  const Reading reading =
      Answer{}
          .state(IPP_PSTATE_STOPPED)
          .reasons({"media-jam-error"})
          .rows("printer-alert", {"code=jam;severity=critical;group=mediaPath",
                                  "code=subunitEmpty;severity=warning;group=input",
                                  "code=unheardOf;severity=critical"})
          .words("printer-alert-description", IPP_TAG_TEXT, {"Jam at A", "Tray 2 is empty", "?"})
          .read();
  EXPECT_THAT(keywords(reading), ElementsAre("media-jam-error", "media-empty-warning"));
  EXPECT_EQ(reading.condition->reasons[0].text, "Jam at A");
  EXPECT_EQ(reading.condition->reasons[0].place, "in the paper path");
  EXPECT_EQ(reading.condition->reasons[1].place, "");
  EXPECT_EQ(reading.condition->reasons[1].text, "Tray 2 is empty");
}

TEST(FromIpp, ReadsTheRowsOfSupplies) {
  const Reading reading =
      Answer{}
          .rows("printer-supply",
                {"index=1;class=receptacleThatIsFilled;type=wasteToner;unit=percent;"
                 "maxcapacity=100;level=25;colorantname=unknown;",
                 "class=supplyThatIsConsumed;type=inkCartridge;maxcapacity=200;level=50;"
                 "colorantname=Cyan;",
                 "type=toner;maxcapacity=100;level=-3;colorantname=black", "nonsense", ";=;;",
                 "type=toner;maxcapacity=100;level=99999999999999999999"})
          .words("printer-supply-description", IPP_TAG_TEXT, {"Waste", "Cyan ink"})
          .read();
  ASSERT_TRUE(reading.supplies);
  const auto& all = *reading.supplies;
  ASSERT_EQ(all.size(), 6u);
  EXPECT_EQ(all[0], (Supply{"waste-toner", "", "Waste", "Waste", true, Level::of_percent(25)}));
  EXPECT_EQ(all[1], (Supply{"ink-cartridge", "cyan", "Cyan ink", "Cyan ink", false,
                            Level::of_percent(25)}));
  EXPECT_EQ(all[2].level.known, Level::Known::some);
  for (std::size_t i = 3; i < all.size(); ++i)
    EXPECT_EQ(all[i].level.known, Level::Known::unknown);
}

TEST(FromIpp, ReadsMarkersWhereThereAreNoRows) {
  const Reading reading =
      Answer{}
          .words("marker-names", IPP_TAG_NAME, {"Black", "Colours", "Box", "Drum"})
          .words("marker-types", IPP_TAG_KEYWORD, {"toner", "ink", "waste-toner"})
          .words("marker-colors", IPP_TAG_NAME, {"#000000", "#00FFFF#FF00FF#FFFF00", "none"})
          .integers("marker-levels", {40, -2, 30})
          .read();
  ASSERT_TRUE(reading.supplies);
  const auto& all = *reading.supplies;
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[0], (Supply{"toner", "black", "Black", "Black", false, Level::of_percent(40)}));
  EXPECT_EQ(all[1].colorant, "");
  for (std::size_t i = 1; i < all.size(); ++i)
    EXPECT_EQ(all[i].level.known, Level::Known::unknown) << i;
}

TEST(FromIpp, PutsPaperAndTraysTogether) {
  const Reading reading =
      Answer{}
          .loaded("main", "stationery", 21'000, 29'700)
          .loaded("by-pass-tray", "envelope", 99'999'999, -1)
          .words("media-ready", IPP_TAG_KEYWORD, {"iso_a4_210x297mm", "iso_dl_110x220mm"})
          .rows("printer-input-tray", {"type=other;maxcapacity=250;level=125;name=main;",
                                       "maxcapacity=50;level=0;name=side"})
          .read();
  ASSERT_TRUE(reading.media);
  const auto& all = *reading.media;
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0], (LoadedMedia{"main", "iso_a4_210x297mm", "stationery", Hmm{21'000}, Hmm{29'700},
                                 Level::of_percent(50)}));
  EXPECT_EQ(all[1].width, Hmm{0}); // a lie about its size
  EXPECT_EQ(all[1].size, "iso_dl_110x220mm");
  EXPECT_EQ(all[2].source, "side");
  EXPECT_EQ(all[2].level, Level::of_percent(0));
}

TEST(FromIpp, IsBounded) {
  std::vector<std::string> rows(1000, "type=toner;level=1;maxcapacity=2;name=x");
  for (std::size_t i = 0; i < rows.size(); ++i)
    rows[i] += std::to_string(i);
  const std::vector<const char*> ready(1000, "iso_a4_210x297mm");
  const Reading reading = Answer{}
                              .rows("printer-supply", rows)
                              .rows("printer-input-tray", rows)
                              .words("media-ready", IPP_TAG_KEYWORD, ready)
                              .read();
  EXPECT_LE(reading.supplies->size(), 128u);
  EXPECT_LE(reading.media->size(), 32u);
}

} // namespace
} // namespace platen::device
