// What a scanner says of itself, read back by the parser that clients' documents go through.
#include "wire/escl/answers.h"
#include "wire/escl/capabilities.h"
#include "wire/escl/element.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace platen::escl {
namespace {

Element read(const std::string& xml) {
  auto element = parse_document(as_bytes(xml));
  EXPECT_TRUE(element) << element.error().message() << xml;
  return element ? std::move(*element) : Element();
}

// The element at a path of local names.
const Element& at(const Element& root, std::initializer_list<std::string_view> path) {
  const Element* element = &root;
  for (const std::string_view name : path) {
    const Element* const child = element->child(name);
    EXPECT_NE(child, nullptr) << name;
    if (child != nullptr) element = child;
  }
  return *element;
}

Capabilities copier() {
  Capabilities all;
  all.make_and_model = "Canon iR1020";
  all.serial = "A&B<1>";
  all.uuid = "00000000-0000-1000-8000-000000000000";
  all.admin_uri = "http://host:8631/";
  all.icon_uri = "http://host:8631/eSCL/copier/ScannerIcon";
  const InputCaps caps{16,
                       2544,
                       16,
                       3472,
                       {75, 150, 300, 600},
                       {ColorMode::black_and_white1, ColorMode::grayscale8, ColorMode::rgb24}};
  all.platen = all.adf_simplex = all.adf_duplex = caps;
  all.feeder_capacity = 50;
  return all;
}

TEST(Capabilities, SayWhatClientsLookFor) {
  const Element root = read(to_xml(copier()));
  EXPECT_EQ(root.name, "ScannerCapabilities");
  EXPECT_EQ(at(root, {"Version"}).text, "2.63");
  EXPECT_EQ(at(root, {"MakeAndModel"}).text, "Canon iR1020");
  EXPECT_EQ(at(root, {"SerialNumber"}).text, "A&B<1>");
  EXPECT_EQ(at(root, {"UUID"}).text, "00000000-0000-1000-8000-000000000000");
  EXPECT_EQ(at(root, {"IconURI"}).text, "http://host:8631/eSCL/copier/ScannerIcon");
  EXPECT_EQ(at(root, {"Adf", "FeederCapacity"}).text, "50"); // sane-airscan #385
  for (const Element* caps :
       {&at(root, {"Platen", "PlatenInputCaps"}), &at(root, {"Adf", "AdfSimplexInputCaps"}),
        &at(root, {"Adf", "AdfDuplexInputCaps"})}) {
    EXPECT_EQ(at(*caps, {"MaxWidth"}).text, "2544");
    EXPECT_EQ(at(*caps, {"MaxHeight"}).text, "3472");
    const Element& profile = at(*caps, {"SettingProfiles", "SettingProfile"});
    EXPECT_EQ(at(profile, {"ColorModes"}).children.size(), 3U);
    EXPECT_EQ(at(profile, {"SupportedResolutions", "DiscreteResolutions"}).children.size(), 4U);
    EXPECT_EQ(at(profile, {"DocumentFormats"}).children.size(), 8U);
    EXPECT_EQ(at(profile, {"DocumentFormats"}).child("DocumentFormatExt")->text, "image/jpeg");
  }
  EXPECT_EQ(at(root, {"ThresholdSupport", "Max"}).text, "255");
}

TEST(Capabilities, LeaveOutWhatThereIsNot) {
  Capabilities flatbed = copier();
  flatbed.adf_simplex = flatbed.adf_duplex = std::nullopt;
  EXPECT_EQ(read(to_xml(flatbed)).child("Adf"), nullptr);
  Capabilities feeder = copier();
  feeder.platen = feeder.adf_duplex = std::nullopt;
  feeder.serial.clear();
  const Element root = read(to_xml(feeder));
  EXPECT_EQ(root.child("Platen"), nullptr);
  EXPECT_EQ(root.child("SerialNumber"), nullptr);
  EXPECT_EQ(at(root, {"Adf"}).child("AdfDuplexInputCaps"), nullptr);
}

// sane-airscan takes the first child of Platen alone, and compares names with their prefixes.
TEST(Capabilities, HaveThePrefixesThatClientsCompare) {
  const std::string xml = to_xml(copier());
  for (const std::string_view words :
       {"<scan:ScannerCapabilities xmlns:pwg=\"http://www.pwg.org/schemas/2010/12/sm\" "
        "xmlns:scan=\"http://schemas.hp.com/imaging/escl/2011/05/03\">",
        "<pwg:MakeAndModel>", "<scan:PlatenInputCaps>", "<pwg:DocumentFormat>",
        "<scan:DocumentFormatExt>", "<scan:DiscreteResolution>"})
    EXPECT_NE(xml.find(words), std::string::npos) << words;
  EXPECT_EQ(at(read(xml), {"Platen"}).children.front().name, "PlatenInputCaps");
}

TEST(Status, SaysEachState) {
  for (const auto& [state, word] : {std::pair{AdfState::loaded, "ScannerAdfLoaded"},
                                    {AdfState::empty, "ScannerAdfEmpty"},
                                    {AdfState::jam, "ScannerAdfJam"},
                                    {AdfState::door_open, "ScannerAdfDoorOpen"},
                                    {AdfState::processing, "ScannerAdfProcessing"}})
    EXPECT_EQ(at(read(to_xml(ScannerStatus{ScannerState::idle, state, {}})), {"AdfState"}).text,
              word);
  const Element flatbed = read(to_xml(ScannerStatus{ScannerState::stopped, std::nullopt, {}}));
  EXPECT_EQ(flatbed.child("AdfState"), nullptr);
  EXPECT_EQ(flatbed.child("Jobs"), nullptr);
  EXPECT_EQ(at(flatbed, {"State"}).text, "Stopped");
}

const JobInfo job{"/eSCL/copier/ScanJobs/1", "u-1", 12, 3, 1, JobState::processing, "JobScanning"};

TEST(Status, ListsJobs) {
  ScannerStatus status{ScannerState::processing, AdfState::loaded, {job, job}};
  const Element root = read(to_xml(status));
  ASSERT_EQ(at(root, {"Jobs"}).children.size(), 2U);
  const Element& first = at(root, {"Jobs", "JobInfo"});
  EXPECT_EQ(at(first, {"JobUri"}).text, "/eSCL/copier/ScanJobs/1");
  EXPECT_EQ(at(first, {"JobUuid"}).text, "u-1");
  EXPECT_EQ(at(first, {"Age"}).text, "12");
  EXPECT_EQ(at(first, {"ImagesCompleted"}).text, "3");
  EXPECT_EQ(at(first, {"ImagesToTransfer"}).text, "1");
  EXPECT_EQ(at(first, {"JobState"}).text, "Processing");
  EXPECT_EQ(at(first, {"JobStateReasons", "JobStateReason"}).text, "JobScanning");
}

TEST(ImageInfo, HasTheSizeOfThePage) {
  const Element root = read(image_info_xml(job, {2480, 3508, 7440}));
  EXPECT_EQ(root.name, "ScanImageInfo");
  EXPECT_EQ(at(root, {"ActualWidth"}).text, "2480");
  EXPECT_EQ(at(root, {"ActualHeight"}).text, "3508");
  EXPECT_EQ(at(root, {"ActualBytesPerLine"}).text, "7440");
  EXPECT_EQ(at(root, {"JobUuid"}).text, "u-1");
}

TEST(BufferInfo, HoldsTheSettings) {
  ScanSettings settings;
  settings.color = ColorMode::rgb24;
  const Element root = read(buffer_info_xml(settings, {100, 200, 300}));
  EXPECT_EQ(at(root, {"ScanSettings", "ColorMode"}).text, "RGB24");
  EXPECT_EQ(at(root, {"ImageWidth"}).text, "100");
  EXPECT_EQ(at(root, {"ImageHeight"}).text, "200");
  EXPECT_EQ(at(root, {"BytesPerLine"}).text, "300");
}

TEST(Answers, AreXmlWhateverANameHolds) {
  Capabilities all = copier();
  all.make_and_model = "Caf\xc3\xa9 \x01\xff\xef\xbf\xbe<&>\"'";
  EXPECT_EQ(at(read(to_xml(all)), {"MakeAndModel"}).text, "Caf\xc3\xa9    <&>\"'");
}

TEST(Words, AreReadAsTheyAreWritten) {
  for (const auto value : {InputSource::platen, InputSource::feeder})
    EXPECT_EQ(input_source_of(word(value)), value);
  for (const auto value : {ColorMode::black_and_white1, ColorMode::grayscale8, ColorMode::rgb24})
    EXPECT_EQ(color_mode_of(word(value)), value);
  for (const auto value : {Intent::document, Intent::text_and_graphic, Intent::photo,
                           Intent::preview, Intent::business_card})
    EXPECT_EQ(intent_of(word(value)), value);
  EXPECT_EQ(our_version_word,
            std::to_string(our_version.major) + "." + std::to_string(our_version.minor));
}

} // namespace
} // namespace platen::escl
