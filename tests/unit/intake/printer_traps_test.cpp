#include "model/media_name.h"
#include "unit/intake/counter.h"

#include <algorithm>
#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// The traps that printing clients set, each after the public report that tells of it.
namespace platen::intake::ipp::test {
namespace {

using testing::Contains;

struct Margins {
  int top, bottom, left, right;
  bool zero() const { return top == 0 && bottom == 0 && left == 0 && right == 0; }
};

struct MediaCol {
  std::string key, size_name, type, source;
  int width = 0, height = 0; // 0: a range
  Margins margins{};
};

std::string word(ipp_t* collection, const char* name) {
  ipp_attribute_t* const found = ippFindAttribute(collection, name, IPP_TAG_ZERO);
  return found == nullptr ? std::string{} : ippGetString(found, 0, nullptr);
}

int number(ipp_t* collection, const char* name) {
  ipp_attribute_t* const found = ippFindAttribute(collection, name, IPP_TAG_INTEGER);
  return found == nullptr ? 0 : ippGetInteger(found, 0);
}

std::vector<MediaCol> media_cols(const Message& reply, const char* name) {
  std::vector<MediaCol> list;
  ipp_attribute_t* const attribute = find(reply, name);
  for (int i = 0; attribute != nullptr && i < ippGetCount(attribute); ++i) {
    ipp_t* const media = ippGetCollection(attribute, i);
    ipp_t* const size =
        ippGetCollection(ippFindAttribute(media, "media-size", IPP_TAG_BEGIN_COLLECTION), 0);
    list.push_back({word(media, "media-key"),
                    word(media, "media-size-name"),
                    word(media, "media-type"),
                    word(media, "media-source"),
                    number(size, "x-dimension"),
                    number(size, "y-dimension"),
                    {number(media, "media-top-margin"), number(media, "media-bottom-margin"),
                     number(media, "media-left-margin"), number(media, "media-right-margin")}});
  }
  return list;
}

Message ask(Desk& desk, const std::string& printer) {
  const Message request =
      polite(IPP_OP_GET_PRINTER_ATTRIBUTES, "ipp://localhost/ipp/print/" + printer);
  const std::array<const char*, 2> requested{"all", "media-col-database"};
  ippAddStrings(request.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes",
                static_cast<int>(requested.size()), nullptr, requested.data());
  return reply_of(send(desk, {}, request.encode()));
}

class Traps : public testing::TestWithParam<const char*> {
protected:
  Traps() : reply(ask(desk, GetParam())) {}
  Desk desk;
  Message reply;
};
INSTANTIATE_TEST_SUITE_P(Printers, Traps, testing::Values("photo", "office"),
                         [](const auto& printer) { return std::string(printer.param); });

// CUPS #738, cups-web #48: iOS lists what is ready, and nothing else.
TEST_P(Traps, IosFindsA4AndLetterAmongTheReadySizes) {
  const auto ready = values(reply, "media-ready");
  EXPECT_THAT(ready, Contains("iso_a4_210x297mm"));
  EXPECT_THAT(ready, Contains("na_letter_8.5x11in"));
  std::set<std::string> in_collections;
  for (const MediaCol& media : media_cols(reply, "media-col-ready"))
    in_collections.insert(media.size_name);
  for (const std::string& name : ready)
    EXPECT_TRUE(in_collections.contains(name)) << name;
  EXPECT_EQ(ready.front(), values(reply, "media-default").front());
}

// apple/cups #6009: iOS picks by exact size, in PWG hundredths of a millimetre.
TEST_P(Traps, SizesAreExactlyThoseOfTheirNames) {
  for (const char* const name : {"media-col-database", "media-col-ready", "media-col-default"})
    for (const MediaCol& media : media_cols(reply, name)) {
      if (media.width == 0) continue; // the custom range
      const auto named = model::parse_pwg_name(media.size_name);
      ASSERT_TRUE(named.has_value()) << media.size_name;
      EXPECT_EQ(media.width, named->width.v) << media.size_name;
      EXPECT_EQ(media.height, named->height.v) << media.size_name;
    }
}

// CUPS #859: digits alone leave Windows 11 at "connecting" for ever.
TEST_P(Traps, NoMediaSourceIsADigit) {
  for (const std::string& source : values(reply, "media-source-supported"))
    EXPECT_NE(source.find_first_not_of("0123456789"), std::string::npos) << source;
}

// microsoft/cups PR #11.
TEST_P(Traps, TheDefaultMediumIsOneOfTheSupported) {
  const auto types = values(reply, "media-type-supported");
  const auto sources = values(reply, "media-source-supported");
  for (const char* const name : {"media-col-default", "media-col-ready"})
    for (const MediaCol& media : media_cols(reply, name)) {
      EXPECT_THAT(types, Contains(media.type));
      EXPECT_THAT(sources, Contains(media.source));
    }
  EXPECT_THAT(values(reply, "media-supported"), Contains(values(reply, "media-default").front()));
}

void expect_no_empty_words(ipp_t* message) {
  for (ipp_attribute_t* attribute = ippFirstAttribute(message); attribute != nullptr;
       attribute = ippNextAttribute(message)) {
    const ipp_tag_t tag = ippGetValueTag(attribute);
    for (int i = 0; i < ippGetCount(attribute); ++i) {
      if (tag == IPP_TAG_KEYWORD || tag == IPP_TAG_URI || tag == IPP_TAG_MIMETYPE) {
        EXPECT_STRNE(ippGetString(attribute, i, nullptr), "") << ippGetName(attribute);
      }
      if (tag == IPP_TAG_BEGIN_COLLECTION) expect_no_empty_words(ippGetCollection(attribute, i));
    }
  }
}

// CUPS #1078: hardened clients reject the whole printer.
TEST_P(Traps, NoKeywordIsEmpty) {
  expect_no_empty_words(reply.get());
}

// apple/cups #5167, cups-filters #661, darktable #17766.
TEST_P(Traps, BorderlessIsASecondMediumWithANameOfItsOwn) {
  std::set<std::string> keys;
  std::map<std::string, int> borderless, bordered;
  for (const MediaCol& media : media_cols(reply, "media-col-database")) {
    EXPECT_TRUE(keys.insert(media.key).second) << media.key;
    if (media.margins.zero())
      ++borderless[media.size_name];
    else
      ++bordered[media.size_name];
  }
  for (const auto& [name, count] : borderless) {
    EXPECT_TRUE(keys.contains(name + "_borderless")) << name;
    EXPECT_GT(bordered[name], 0) << name;
    EXPECT_TRUE(keys.contains(name)) << name;
  }
  EXPECT_EQ(borderless.empty(), std::string(GetParam()) == "office");
  for (const std::string& key : keys)
    if (key != "custom") {
      EXPECT_THAT(values(reply, "media-key-supported"), Contains(key));
    }
}

TEST_P(Traps, EveryMarginOfAMediumIsSupported) {
  const auto supported = [&](const char* edge) {
    const std::string name = std::string("media-") + edge + "-margin-supported";
    return values(reply, name);
  };
  for (const MediaCol& media : media_cols(reply, "media-col-database")) {
    EXPECT_THAT(supported("top"), Contains(std::to_string(media.margins.top)));
    EXPECT_THAT(supported("bottom"), Contains(std::to_string(media.margins.bottom)));
    EXPECT_THAT(supported("left"), Contains(std::to_string(media.margins.left)));
    EXPECT_THAT(supported("right"), Contains(std::to_string(media.margins.right)));
  }
}

// apple/cups PR #5227: 16 bits only with a tested path.
TEST_P(Traps, NoUntestedRasterIsAnnounced) {
  // AdobeRGB, with 8 and 16 bits: tests/cli/device_test.py.
  const std::set<std::string> tested{"black_1", "sgray_8", "srgb_8", "adobe-rgb_8", "adobe-rgb_16"};
  for (const std::string& type : values(reply, "pwg-raster-document-type-supported"))
    EXPECT_THAT(tested, Contains(type));
  for (const std::string& word : values(reply, "urf-supported"))
    EXPECT_EQ(word.find("ADOBERGB"), std::string::npos) << word;
}

// apple/cups #5902: pages finer than 600 dpi stall.
TEST_P(Traps, RasterIsAskedForAtMost600Dpi) {
  ipp_attribute_t* const found = find(reply, "pwg-raster-document-resolution-supported");
  ASSERT_NE(found, nullptr);
  for (int i = 0; i < ippGetCount(found); ++i) {
    int y = 0;
    ipp_res_t units = IPP_RES_PER_CM;
    EXPECT_LE(ippGetResolution(found, i, &y, &units), 600);
    EXPECT_EQ(units, IPP_RES_PER_INCH);
  }
}

// AirPrint: what DNS-SD tells under URF must be there and complete.
TEST_P(Traps, UrfNamesItsVersionResolutionAndColour) {
  const auto words = values(reply, "urf-supported");
  const auto has = [&](std::string_view start) {
    return std::any_of(words.begin(), words.end(),
                       [&](const std::string& word) { return word.starts_with(start); });
  };
  EXPECT_TRUE(has("V1.") && has("RS300-600") && has("W8") && has("CP") && has("PQ"));
  EXPECT_EQ(has("SRGB24"), std::string(GetParam()) == "photo");
  EXPECT_EQ(has("DM1"), std::string(GetParam()) == "office");
}

// CUPS #105: Android and Windows ask for it under this name.
TEST_P(Traps, MopriaIsToldAsTheTxtRecordTellsIt) {
  EXPECT_THAT(values(reply, "mopria-certified"), testing::ElementsAre("1.3"));
}

// apple/cups #5600, CUPS #738: a login here breaks Windows and iPadOS.
TEST_P(Traps, AttributesNeedNoLoginWhateverIsSent) {
  Policy strict;
  strict.login_to_print = true;
  Desk guarded(strict);
  Sent sent;
  sent.authorization = "Basic wrong";
  sent.loopback = false;
  const Message request =
      polite(IPP_OP_GET_PRINTER_ATTRIBUTES, std::string("ipp://localhost/ipp/print/") + GetParam());
  EXPECT_EQ(status_of(send(guarded, sent, request.encode())), IPP_STATUS_OK);
}

// PAPPL #244, #268, #367: presets reach phones, a vendor's options do not.
TEST_P(Traps, PresetsCarryOptionsToPhones) {
  ipp_attribute_t* const presets = find(reply, "job-presets-supported");
  ASSERT_NE(presets, nullptr);
  std::set<std::string> names, members;
  for (int i = 0; i < ippGetCount(presets); ++i) {
    ipp_t* const preset = ippGetCollection(presets, i);
    EXPECT_TRUE(names.insert(word(preset, "preset-name")).second);
    for (ipp_attribute_t* member = ippFirstAttribute(preset); member != nullptr;
         member = ippNextAttribute(preset))
      members.insert(ippGetName(member));
  }
  EXPECT_GE(names.size(), 5u);
  // CUPS #1358: the administrator's colour mode and a preset must not fight.
  EXPECT_FALSE(members.contains("print-color-mode"));
  if (std::string(GetParam()) == "office") {
    EXPECT_TRUE(members.contains("canon-toner-save"));
    EXPECT_TRUE(members.contains("canon-halftone"));
  }
}

// A client that takes a preset, the default or a ready medium as it stands gets a job.
TEST_P(Traps, WhatIsOfferedIsAccepted) {
  const auto validate = [&](const auto& fill) {
    Request request(IPP_OP_VALIDATE_JOB, GetParam());
    ippAddBoolean(request.get(), IPP_TAG_OPERATION, "ipp-attribute-fidelity", 1);
    fill(request.get());
    return Desk::status(desk.ask(request));
  };
  ipp_attribute_t* const presets = find(reply, "job-presets-supported");
  for (int i = 0; i < ippGetCount(presets); ++i) {
    ipp_t* const preset = ippGetCollection(presets, i);
    const auto fill = [&](ipp_t* request) {
      for (ipp_attribute_t* member = ippFirstAttribute(preset); member != nullptr;
           member = ippNextAttribute(preset)) {
        if (std::string(ippGetName(member)) == "preset-name") continue;
        ipp_attribute_t* copy = ippCopyAttribute(request, member, 0);
        ippSetGroupTag(request, &copy, IPP_TAG_JOB);
      }
    };
    EXPECT_EQ(validate(fill), IPP_STATUS_OK) << word(preset, "preset-name");
  }
  for (const char* const name : {"media-col-ready", "media-col-default", "media-col-database"}) {
    ipp_attribute_t* const media = find(reply, name);
    for (int i = 0; i < ippGetCount(media); ++i) {
      ipp_t* const one = ippGetCollection(media, i);
      if (word(one, "media-key") == "custom") continue; // a range of sizes
      EXPECT_EQ(validate([&](ipp_t* request) {
                  ippAddCollection(request, IPP_TAG_JOB, "media-col", one);
                }),
                IPP_STATUS_OK)
          << word(one, "media-key");
    }
  }
  for (const std::string& media : values(reply, "media-supported"))
    EXPECT_EQ(validate([&](ipp_t* request) {
                ippAddString(request, IPP_TAG_JOB, IPP_TAG_KEYWORD, "media", nullptr,
                             media.c_str());
              }),
              IPP_STATUS_OK)
        << media;
}

// Constraints name what they exclude, and a way out, by attributes that jobs may have.
TEST_P(Traps, ConstraintsAndResolversGoTogether) {
  ipp_attribute_t* const constraints = find(reply, "job-constraints-supported");
  ipp_attribute_t* const resolvers = find(reply, "job-resolvers-supported");
  ASSERT_EQ(ippGetCount(constraints), ippGetCount(resolvers));
  const auto creation = values(reply, "job-creation-attributes-supported");
  for (int i = 0; i < ippGetCount(constraints); ++i) {
    ipp_t* const constraint = ippGetCollection(constraints, i);
    ipp_t* const resolver = ippGetCollection(resolvers, i);
    EXPECT_EQ(word(constraint, "resolver-name"), word(resolver, "resolver-name"));
    for (ipp_t* const collection : {constraint, resolver}) {
      int members = 0;
      for (ipp_attribute_t* member = ippFirstAttribute(collection); member != nullptr;
           member = ippNextAttribute(collection)) {
        const std::string name = ippGetName(member);
        if (name == "resolver-name") continue;
        ++members;
        EXPECT_THAT(creation, Contains(name));
      }
      EXPECT_GE(members, 1) << word(collection, "resolver-name");
    }
  }
}

// Those of its data file.
TEST(Constraints, OfACopierAreAllTold) {
  Desk desk;
  const Message reply = ask(desk, "office");
  ipp_attribute_t* const constraints = find(reply, "job-constraints-supported");
  std::vector<std::string> names;
  for (int i = 0; i < ippGetCount(constraints); ++i)
    names.push_back(word(ippGetCollection(constraints, i), "resolver-name"));
  EXPECT_THAT(names,
              testing::UnorderedElementsAre("duplex-size", "duplex-type", "drawer-size",
                                            "drawer-type", "transparency-size", "bond-size",
                                            "prepunched-size", "envelope-type", "envelope-size"));
}

} // namespace
} // namespace platen::intake::ipp::test
