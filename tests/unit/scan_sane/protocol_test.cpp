// What passes between platen and platen-sane, and what the drivers of libsane call things.
#include "scan/sane/own_address.h"
#include "scan/sane/protocol.h"
#include "scan/sane/samples.h"
#include "scan/sane/words.h"

#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::scan::sane {
namespace {

using namespace std::string_literals;

ScannerFacts some_facts() {
  ScannerFacts facts;
  facts.make_and_model = "Acme 1";
  facts.serial = "S1";
  facts.evidence = "its driver";
  facts.platen = SourceOffer{1, 2500, 2, 3500, {75, 300}, {ColorMode::gray, ColorMode::color}};
  facts.adf = SourceOffer{3, 2500, 4, 4200, {100}, {ColorMode::bilevel}};
  facts.adf_two_sided = true;
  return facts;
}

TEST(SaneProtocol, CarriesEachMessageAsItWas) {
  const auto facts = read_facts(facts_payload(some_facts()));
  ASSERT_TRUE(facts) << facts.error().what;
  EXPECT_EQ(facts_payload(*facts), facts_payload(some_facts()));
  EXPECT_EQ(facts->adf->most_height, 4200);
  const ScanRequest request{true, true, ColorMode::bilevel, Dpi{200}, {1, 2, 3, 4}};
  const auto same = read_request(request_payload(request));
  ASSERT_TRUE(same);
  EXPECT_EQ(request_payload(*same), request_payload(request));
  const auto state = read_state(state_payload({true, FeederState::jam, "w\xc3\xb6rds"}));
  EXPECT_TRUE(state->busy && state->feeder == FeederState::jam && state->message == "w\xc3\xb6rds");
  const PageShape most{100, 100, gray8};
  EXPECT_EQ(**read_page(page_payload(PageShape{100, 7, gray8}), most), (PageShape{100, 7, gray8}));
  EXPECT_FALSE(read_page(page_payload(std::nullopt), most)->has_value());
  EXPECT_EQ(read_page_end(page_end_payload({5, "short"}))->warning, "short");
  const Error error = read_error(error_payload({Errc::conflict, "jammed", no_offset}));
  EXPECT_EQ(error.code, Errc::conflict);
  EXPECT_EQ(error.what, "jammed");
  const auto devices = read_devices(devices_payload({{"a:b", "Acme"}, {"c", "d"}}));
  ASSERT_EQ(devices->size(), 2U);
  EXPECT_EQ((*devices)[0].uri, "a:b");
}

TEST(SaneProtocol, RefusesWhatIsCutOrLongerOrImpossible) {
  const Buffer whole = facts_payload(some_facts());
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_FALSE(read_facts(Bytes(whole).first(length))) << length;
  Buffer longer = whole;
  longer.push_back(std::byte{0});
  EXPECT_FALSE(read_facts(longer));
  for (const auto& change : std::vector<std::function<void(ScannerFacts&)>>{
           [](ScannerFacts& f) { f.platen = f.adf = std::nullopt; },
           [](ScannerFacts& f) { f.platen->resolutions.clear(); },
           [](ScannerFacts& f) {
             f.platen->resolutions = {300, 75};
           },
           [](ScannerFacts& f) { f.platen->modes.clear(); },
           [](ScannerFacts& f) { f.platen->most_width = 2'000'000; },
           [](ScannerFacts& f) { f.platen->least_width = 2'501; },
           [](ScannerFacts& f) { f.platen->most_height = 0; }}) {
    ScannerFacts facts = some_facts();
    change(facts);
    EXPECT_FALSE(read_facts(facts_payload(facts)));
  }
  const PageShape most{100, 100, gray8};
  EXPECT_EQ(read_page(page_payload(PageShape{101, 7, gray8}), most).error().code, Errc::limit);
  EXPECT_EQ(read_page(page_payload(PageShape{1, 101, gray8}), most).error().code, Errc::limit);
  EXPECT_EQ(read_page(page_payload(PageShape{1, 1, rgb8}), most).error().code, Errc::unsupported);
  EXPECT_FALSE(read_page(as_bytes("\0\0\0\0\0\0\0\1\0"s), most));
  EXPECT_FALSE(read_state(as_bytes("\0\x09\0\0"s)));
  EXPECT_FALSE(read_header(as_bytes("\1\0\1\0\1"s), 65'536));
  EXPECT_TRUE(read_header(as_bytes("\1\0\1\0\0"s), 65'536));
  EXPECT_EQ(read_error(as_bytes("x")).code, Errc::io);
}

TEST(SaneProtocol, LeavesNoControlCharactersInWordsForPeople) {
  EXPECT_EQ(read_error(error_payload({Errc::io, "a\nb\xff\x1b[1m", no_offset})).what, "a?b??[1m");
  const auto devices = read_devices(devices_payload({{"a\nb", "x"}, {"good", "y\tz"}}));
  ASSERT_EQ(devices->size(), 1U);
  EXPECT_EQ((*devices)[0].make_and_model, "y?z");
}

TEST(SaneWords, KnowTheSourcesOfCommonDrivers) {
  for (const char* name : {"Flatbed", "FlatBed", "FB", "Normal", "Platen", "Document Table"})
    EXPECT_EQ(source_kind(name), SourceKind::platen) << name;
  for (const char* name : {"ADF", "Automatic Document Feeder", "ADF Front", "ADF Simplex",
                           "Automatic Document Feeder(left aligned)"})
    EXPECT_EQ(source_kind(name), SourceKind::adf) << name;
  for (const char* name :
       {"ADF Duplex", "Duplex", "Automatic Document Feeder(left aligned,Duplex)"})
    EXPECT_EQ(source_kind(name), SourceKind::adf_two_sided) << name;
  for (const char* name : {"Transparency Adapter", "ADF Back", "ADF Rear", "Slide", "Card Front",
                           "TPU8x10", "Negative", ""})
    EXPECT_FALSE(source_kind(name)) << name;
}

TEST(SaneWords, KnowTheModesOfCommonDrivers) {
  const auto mode = [](const char* name) { return mode_word(name)->mode; };
  for (const char* name : {"Lineart", "LineArt", "Black & White", "Binary"})
    EXPECT_EQ(mode(name), ColorMode::bilevel) << name;
  for (const char* name : {"Gray", "Grayscale", "True Gray", "16 bits gray", "256-levels grey"})
    EXPECT_EQ(mode(name), ColorMode::gray) << name;
  for (const char* name : {"Color", "Colour", "24bit Color", "24bit Color[Fast]", "48 bits color"})
    EXPECT_EQ(mode(name), ColorMode::color) << name;
  for (const char* name : {"Halftone", "Gray[Error Diffusion]", "Dithered Color", "Infrared"})
    EXPECT_FALSE(mode_word(name)) << name;
  EXPECT_LT(mode_word("Color")->rank, mode_word("24bit Color")->rank);
  EXPECT_LT(mode_word("24bit Color")->rank, mode_word("48 bits color")->rank);
}

TEST(SaneSamples, AreReducedToEightBitsAndKeepTheirEnds) {
  const std::array<std::uint16_t, 4> deep{0, 65'535, 32'768, 257};
  std::array<std::byte, 4> out{};
  convert_row(std::as_bytes(std::span(deep)), 16, 4, gray8, out);
  EXPECT_EQ(out, (std::array{std::byte{0}, std::byte{255}, std::byte{128}, std::byte{1}}));
  const std::array<std::byte, 2> bits{std::byte{0xff}, std::byte{0xff}};
  std::array<std::byte, 2> mask{};
  convert_row(bits, 1, 11, mask1, mask);
  EXPECT_EQ(mask, (std::array{std::byte{0xff}, std::byte{0xe0}}));
}

TEST(SaneDevices, OfOurOwnServerAreNotFoundAgain) {
  const std::vector<std::string> own{"127.0.0.1", "::1", "192.168.1.5", "fe80::1"};
  EXPECT_TRUE(is_served_here("airscan:e0:Office", "eSCL Office ip=192.168.1.5", own));
  EXPECT_TRUE(is_served_here("airscan:e1:Office", "ip=fe80::1%eth0", own));
  EXPECT_TRUE(is_served_here("escl:http://127.0.0.1:8631", "", own));
  EXPECT_TRUE(is_served_here("escl:https://[::1]:8631/", "", own));
  EXPECT_TRUE(is_served_here("escl:http://localhost:80", "", own));
  EXPECT_FALSE(is_served_here("airscan:e0:Other", "eSCL Other ip=192.168.1.50", own));
  EXPECT_FALSE(is_served_here("escl:http://192.168.1.50:80", "", own));
  EXPECT_FALSE(is_served_here("pixma:MF4600_192.168.1.5", "ip=192.168.1.5", own));
  EXPECT_THAT(own_addresses(), testing::Contains("127.0.0.1"));
}

} // namespace
} // namespace platen::scan::sane
