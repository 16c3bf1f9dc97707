#include "intake/ipp/operation.h"
#include "unit/intake/counter.h"

#include <algorithm>
#include <set>

#include <cups/cups.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

// What standards and their suites demand of Get-Printer-Attributes, for every model.
namespace platen::intake::ipp::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Not;

Message attributes_of(Desk& desk, const std::string& printer,
                      std::vector<const char*> requested = {"all", "media-col-database"}) {
  const Message request =
      polite(IPP_OP_GET_PRINTER_ATTRIBUTES, "ipp://localhost/ipp/print/" + printer);
  if (!requested.empty())
    ippAddStrings(request.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes",
                  static_cast<int>(requested.size()), nullptr, requested.data());
  Message reply = reply_of(send(desk, {}, request.encode()));
  EXPECT_EQ(ippGetStatusCode(reply.get()), IPP_STATUS_OK);
  return reply;
}

std::vector<std::string> names_in(const Message& reply) {
  std::vector<std::string> names;
  for (ipp_attribute_t* attribute = ippFirstAttribute(reply.get()); attribute != nullptr;
       attribute = ippNextAttribute(reply.get()))
    if (ippGetGroupTag(attribute) == IPP_TAG_PRINTER) names.emplace_back(ippGetName(attribute));
  return names;
}

struct Demand {
  const char* name;
  ipp_tag_t tag;
};

// PWG 5100.12 sections 6.2 to 6.4, PWG 5100.14 section 5.2, PWG 5100.13, RFC 8011 section 5.4.
const std::vector<Demand> demands{
    {"charset-configured", IPP_TAG_CHARSET},
    {"charset-supported", IPP_TAG_CHARSET},
    {"color-supported", IPP_TAG_BOOLEAN},
    {"compression-supported", IPP_TAG_KEYWORD},
    {"copies-default", IPP_TAG_INTEGER},
    {"copies-supported", IPP_TAG_RANGE},
    {"device-uuid", IPP_TAG_URI},
    {"document-format-default", IPP_TAG_MIMETYPE},
    {"document-format-supported", IPP_TAG_MIMETYPE},
    {"document-password-supported", IPP_TAG_INTEGER},
    {"finishings-default", IPP_TAG_ENUM},
    {"finishings-supported", IPP_TAG_ENUM},
    {"generated-natural-language-supported", IPP_TAG_LANGUAGE},
    {"identify-actions-default", IPP_TAG_KEYWORD},
    {"identify-actions-supported", IPP_TAG_KEYWORD},
    {"ipp-features-supported", IPP_TAG_KEYWORD},
    {"ipp-versions-supported", IPP_TAG_KEYWORD},
    {"ippget-event-life", IPP_TAG_INTEGER},
    {"job-account-id-default", IPP_TAG_NOVALUE},
    {"job-account-id-supported", IPP_TAG_BOOLEAN},
    {"job-accounting-user-id-supported", IPP_TAG_BOOLEAN},
    {"job-constraints-supported", IPP_TAG_BEGIN_COLLECTION},
    {"job-creation-attributes-supported", IPP_TAG_KEYWORD},
    {"job-hold-until-default", IPP_TAG_KEYWORD},
    {"job-hold-until-supported", IPP_TAG_KEYWORD},
    {"job-ids-supported", IPP_TAG_BOOLEAN},
    {"job-presets-supported", IPP_TAG_BEGIN_COLLECTION},
    {"job-priority-default", IPP_TAG_INTEGER},
    {"job-priority-supported", IPP_TAG_INTEGER},
    {"job-resolvers-supported", IPP_TAG_BEGIN_COLLECTION},
    {"job-settable-attributes-supported", IPP_TAG_KEYWORD},
    {"job-sheets-default", IPP_TAG_KEYWORD},
    {"job-sheets-supported", IPP_TAG_KEYWORD},
    {"media-bottom-margin-supported", IPP_TAG_INTEGER},
    {"media-col-database", IPP_TAG_BEGIN_COLLECTION},
    {"media-col-default", IPP_TAG_BEGIN_COLLECTION},
    {"media-col-ready", IPP_TAG_BEGIN_COLLECTION},
    {"media-col-supported", IPP_TAG_KEYWORD},
    {"media-default", IPP_TAG_KEYWORD},
    {"media-left-margin-supported", IPP_TAG_INTEGER},
    {"media-ready", IPP_TAG_KEYWORD},
    {"media-right-margin-supported", IPP_TAG_INTEGER},
    {"media-size-supported", IPP_TAG_BEGIN_COLLECTION},
    {"media-source-supported", IPP_TAG_KEYWORD},
    {"media-supported", IPP_TAG_KEYWORD},
    {"media-top-margin-supported", IPP_TAG_INTEGER},
    {"media-type-supported", IPP_TAG_KEYWORD},
    {"multiple-document-jobs-supported", IPP_TAG_BOOLEAN},
    {"multiple-operation-time-out", IPP_TAG_INTEGER},
    {"multiple-operation-time-out-action", IPP_TAG_KEYWORD},
    {"natural-language-configured", IPP_TAG_LANGUAGE},
    {"notify-events-default", IPP_TAG_KEYWORD},
    {"notify-events-supported", IPP_TAG_KEYWORD},
    {"notify-lease-duration-default", IPP_TAG_INTEGER},
    {"notify-lease-duration-supported", IPP_TAG_RANGE},
    {"notify-max-events-supported", IPP_TAG_INTEGER},
    {"notify-pull-method-supported", IPP_TAG_KEYWORD},
    {"number-up-default", IPP_TAG_INTEGER},
    {"number-up-supported", IPP_TAG_INTEGER},
    {"operations-supported", IPP_TAG_ENUM},
    {"orientation-requested-default", IPP_TAG_NOVALUE},
    {"orientation-requested-supported", IPP_TAG_ENUM},
    {"output-bin-default", IPP_TAG_KEYWORD},
    {"output-bin-supported", IPP_TAG_KEYWORD},
    {"overrides-supported", IPP_TAG_KEYWORD},
    {"page-ranges-supported", IPP_TAG_BOOLEAN},
    {"pages-per-minute", IPP_TAG_INTEGER},
    {"pdl-override-supported", IPP_TAG_KEYWORD},
    {"preferred-attributes-supported", IPP_TAG_BOOLEAN},
    {"print-color-mode-default", IPP_TAG_KEYWORD},
    {"print-color-mode-supported", IPP_TAG_KEYWORD},
    {"print-content-optimize-default", IPP_TAG_KEYWORD},
    {"print-content-optimize-supported", IPP_TAG_KEYWORD},
    {"print-processing-attributes-supported", IPP_TAG_KEYWORD},
    {"print-quality-default", IPP_TAG_ENUM},
    {"print-quality-supported", IPP_TAG_ENUM},
    {"print-rendering-intent-default", IPP_TAG_KEYWORD},
    {"print-rendering-intent-supported", IPP_TAG_KEYWORD},
    {"print-scaling-default", IPP_TAG_KEYWORD},
    {"print-scaling-supported", IPP_TAG_KEYWORD},
    {"printer-alert", IPP_TAG_STRING},
    {"printer-alert-description", IPP_TAG_TEXT},
    {"printer-config-change-date-time", IPP_TAG_DATE},
    {"printer-config-change-time", IPP_TAG_INTEGER},
    {"printer-current-time", IPP_TAG_DATE},
    {"printer-device-id", IPP_TAG_TEXT},
    {"printer-dns-sd-name", IPP_TAG_NAME},
    {"printer-firmware-name", IPP_TAG_NAME},
    {"printer-firmware-string-version", IPP_TAG_TEXT},
    {"printer-geo-location", IPP_TAG_UNKNOWN},
    {"printer-get-attributes-supported", IPP_TAG_KEYWORD},
    {"printer-icons", IPP_TAG_URI},
    {"printer-id", IPP_TAG_INTEGER},
    {"printer-info", IPP_TAG_TEXT},
    {"printer-input-tray", IPP_TAG_STRING},
    {"printer-is-accepting-jobs", IPP_TAG_BOOLEAN},
    {"printer-kind", IPP_TAG_KEYWORD},
    {"printer-location", IPP_TAG_TEXT},
    {"printer-make-and-model", IPP_TAG_TEXT},
    {"printer-message-from-operator", IPP_TAG_TEXT},
    {"printer-more-info", IPP_TAG_URI},
    {"printer-name", IPP_TAG_NAME},
    {"printer-organization", IPP_TAG_TEXT},
    {"printer-organizational-unit", IPP_TAG_TEXT},
    {"printer-output-tray", IPP_TAG_STRING},
    {"printer-resolution-default", IPP_TAG_RESOLUTION},
    {"printer-resolution-supported", IPP_TAG_RESOLUTION},
    {"printer-settable-attributes-supported", IPP_TAG_KEYWORD},
    {"printer-state", IPP_TAG_ENUM},
    {"printer-state-change-date-time", IPP_TAG_DATE},
    {"printer-state-change-time", IPP_TAG_INTEGER},
    {"printer-state-message", IPP_TAG_TEXT},
    {"printer-state-reasons", IPP_TAG_KEYWORD},
    {"printer-strings-uri", IPP_TAG_URI},
    {"printer-supply", IPP_TAG_STRING},
    {"printer-supply-description", IPP_TAG_TEXT},
    {"printer-supply-info-uri", IPP_TAG_URI},
    {"printer-up-time", IPP_TAG_INTEGER},
    {"printer-uri-supported", IPP_TAG_URI},
    {"printer-uuid", IPP_TAG_URI},
    {"printer-xri-supported", IPP_TAG_BEGIN_COLLECTION},
    {"pwg-raster-document-resolution-supported", IPP_TAG_RESOLUTION},
    {"pwg-raster-document-sheet-back", IPP_TAG_KEYWORD},
    {"pwg-raster-document-type-supported", IPP_TAG_KEYWORD},
    {"queued-job-count", IPP_TAG_INTEGER},
    {"sides-default", IPP_TAG_KEYWORD},
    {"sides-supported", IPP_TAG_KEYWORD},
    {"urf-supported", IPP_TAG_KEYWORD},
    {"uri-authentication-supported", IPP_TAG_KEYWORD},
    {"uri-security-supported", IPP_TAG_KEYWORD},
    {"which-jobs-supported", IPP_TAG_KEYWORD},
};

TEST(PrinterAttributes, AreAllThatTheStandardsDemand) {
  Desk desk;
  for (const char* const printer : {"photo", "office"}) {
    const Message reply = attributes_of(desk, printer);
    for (const Demand& demand : demands) {
      ipp_attribute_t* const found = find(reply, demand.name);
      ASSERT_NE(found, nullptr) << printer << ": " << demand.name;
      EXPECT_EQ(ippGetValueTag(found), demand.tag) << demand.name;
      EXPECT_EQ(ippGetGroupTag(found), IPP_TAG_PRINTER) << demand.name;
    }
  }
}

TEST(PrinterAttributes, HaveTheValuesThatTheSuitesExpect) {
  Desk desk;
  for (const char* const printer : {"photo", "office"}) {
    const Message reply = attributes_of(desk, printer);
    EXPECT_THAT(values(reply, "compression-supported"), Contains("none"));
    EXPECT_THAT(values(reply, "document-format-supported"),
                testing::IsSupersetOf({"application/pdf", "image/jpeg", "image/pwg-raster",
                                       "image/urf", "application/octet-stream"}));
    EXPECT_THAT(values(reply, "ipp-features-supported"), Contains("ipp-everywhere"));
    EXPECT_THAT(values(reply, "overrides-supported"),
                testing::IsSupersetOf({"document-numbers", "document-number", "pages"}));
    EXPECT_THAT(values(reply, "which-jobs-supported"),
                testing::IsSupersetOf({"completed", "not-completed", "proof-print"}));
    EXPECT_THAT(values(reply, "media-col-supported"), Contains("media-size"));
    EXPECT_THAT(values(reply, "notify-pull-method-supported"), ElementsAre("ippget"));
    EXPECT_THAT(values(reply, "job-ids-supported"), ElementsAre("true"));
    EXPECT_THAT(values(reply, "printer-device-id").front(),
                testing::MatchesRegex("([A-Za-z -]+:[^;]*;)+"));
    EXPECT_THAT(values(reply, "printer-uuid").front(), testing::StartsWith("urn:uuid:"));
  }
}

// libcups knows what each syntax allows.
TEST(PrinterAttributes, AreWellFormedToLibcups) {
  Desk desk;
  for (const char* const printer : {"photo", "office"}) {
    const Message reply = attributes_of(desk, printer);
    for (ipp_attribute_t* attribute = ippFirstAttribute(reply.get()); attribute != nullptr;
         attribute = ippNextAttribute(reply.get()))
      if (ippGetName(attribute) != nullptr) {
        EXPECT_TRUE(ippValidateAttribute(attribute))
            << ippGetName(attribute) << ": " << cupsLastErrorString();
      }
  }
}

TEST(PrinterAttributes, HaveNoNameTwice) {
  Desk desk;
  auto names = names_in(attributes_of(desk, "photo"));
  std::sort(names.begin(), names.end());
  const auto twice = std::adjacent_find(names.begin(), names.end());
  EXPECT_EQ(twice == names.end() ? "" : *twice, "");
}

TEST(PrinterAttributes, CountAlike) {
  Desk desk;
  for (const char* const printer : {"photo", "office"}) {
    const Message reply = attributes_of(desk, printer);
    const auto count = [&](const char* name) { return ippGetCount(find(reply, name)); };
    EXPECT_EQ(count("printer-uri-supported"), count("uri-security-supported"));
    EXPECT_EQ(count("printer-uri-supported"), count("uri-authentication-supported"));
    EXPECT_EQ(count("printer-uri-supported"), count("printer-xri-supported"));
    EXPECT_EQ(count("printer-supply"), count("printer-supply-description"));
    EXPECT_EQ(count("printer-alert"), count("printer-alert-description"));
    EXPECT_EQ(count("printer-input-tray"), count("media-source-supported"));
    EXPECT_EQ(count("printer-output-tray"), count("output-bin-supported"));
    EXPECT_EQ(count("job-constraints-supported"), count("job-resolvers-supported"));
    EXPECT_EQ(count("printer-icons"), 3);
  }
}

TEST(PrinterAttributes, ListTheOperationsOfTheTable) {
  Desk desk;
  const auto codes = values(attributes_of(desk, "office"), "operations-supported");
  EXPECT_EQ(codes.size(), operations().size());
}

// PWG 5100.7 section 6.9.28: too long for those who did not ask.
TEST(PrinterAttributes, GiveTheDatabaseByNameOnly) {
  Desk desk;
  for (const std::vector<const char*>& requested :
       std::vector<std::vector<const char*>>{{}, {"all"}, {"job-template"}, {"none"}})
    EXPECT_THAT(names_in(attributes_of(desk, "photo", requested)),
                Not(Contains("media-col-database")));
  EXPECT_THAT(names_in(attributes_of(desk, "photo", {"media-col-database"})),
              ElementsAre("media-col-database"));
}

TEST(PrinterAttributes, AreAllOfThemWithoutARequest) {
  Desk desk;
  EXPECT_EQ(names_in(attributes_of(desk, "photo", {})),
            names_in(attributes_of(desk, "photo", {"all"})));
}

// RFC 8011 section 4.2.5.1.
TEST(PrinterAttributes, DivideIntoGroups) {
  Desk desk;
  const auto all = names_in(attributes_of(desk, "photo", {"all"}));
  const auto description = names_in(attributes_of(desk, "photo", {"printer-description"}));
  const auto job_template = names_in(attributes_of(desk, "photo", {"job-template"}));
  const auto subscription = names_in(attributes_of(desk, "photo", {"subscription-template"}));
  EXPECT_EQ(description.size() + job_template.size() + subscription.size(), all.size());
  for (const char* const name :
       {"copies-default", "media-ready", "media-col-default", "sides-supported",
        "job-hold-until-supported", "media-type-supported", "finishings-supported",
        "number-up-supported", "job-sheets-default"}) {
    EXPECT_THAT(job_template, Contains(name));
    EXPECT_THAT(description, Not(Contains(name)));
  }
  for (const char* const name :
       {"charset-configured", "operations-supported", "printer-state", "printer-uri-supported",
        "color-supported", "pdl-override-supported", "multiple-document-jobs-supported",
        "compression-supported"}) {
    EXPECT_THAT(description, Contains(name));
    EXPECT_THAT(job_template, Not(Contains(name)));
  }
  EXPECT_THAT(subscription, Contains("notify-events-supported"));
  EXPECT_TRUE(names_in(attributes_of(desk, "photo", {"none"})).empty());
  EXPECT_THAT(names_in(attributes_of(desk, "photo", {"printer-defaults"})),
              testing::Each(testing::EndsWith("-default")));
}

TEST(PrinterAttributes, AreThoseThatWereAskedFor) {
  Desk desk;
  EXPECT_THAT(names_in(attributes_of(desk, "office",
                                     {"printer-state", "nothing-like-this", "sides-default"})),
              testing::UnorderedElementsAre("printer-state", "sides-default"));
}

TEST(PrinterAttributes, RefuseADocumentFormatThatIsNotPrinted) {
  Desk desk;
  const Message request = polite(IPP_OP_GET_PRINTER_ATTRIBUTES);
  ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", nullptr,
               "application/vnd.cups-raster");
  const Message reply = reply_of(send(desk, {}, request.encode()));
  EXPECT_EQ(ippGetStatusCode(reply.get()), IPP_STATUS_ERROR_DOCUMENT_FORMAT_NOT_SUPPORTED);
  EXPECT_THAT(unsupported(reply), ElementsAre("document-format"));
}

TEST(PrinterAttributes, TellHowTheClientReachesUs) {
  Desk desk;
  Sent sent;
  sent.host = "printers.example.org:8631";
  const Message reply = reply_of(send(desk, sent, polite(IPP_OP_GET_PRINTER_ATTRIBUTES).encode()));
  EXPECT_THAT(values(reply, "printer-uri-supported"),
              ElementsAre("ipp://printers.example.org:8631/ipp/print/office",
                          "ipps://printers.example.org:8631/ipp/print/office"));
  EXPECT_THAT(values(reply, "uri-security-supported"), ElementsAre("none", "tls"));
  sent.host = "[2001:db8::1]"; // libcups sends no port
  const Message ip6 = reply_of(send(desk, sent, polite(IPP_OP_GET_PRINTER_ATTRIBUTES).encode()));
  EXPECT_EQ(values(ip6, "printer-uri-supported").front(),
            "ipp://[2001:db8::1]:8631/ipp/print/office");
}

TEST(PrinterAttributes, AnswerInAsciiWhereItIsAskedFor) {
  Desk desk;
  const auto renamed = job::wait<job::Printer>([&](auto done) {
    desk.store->update_printer(
        2,
        [](job::Printer& printer) -> Result<void> {
          printer.info = "B\xc3\xbcro";
          return {};
        },
        std::move(done));
  });
  ASSERT_TRUE(renamed.has_value());
  const Message request =
      plain(IPP_OP_GET_PRINTER_ATTRIBUTES, {{"attributes-charset", "us-ascii"},
                                            {"attributes-natural-language", "en"},
                                            {"printer-uri", "ipp://localhost/ipp/print/office"}});
  const Message reply = reply_of(send(desk, {}, request.encode()));
  EXPECT_EQ(reply.text(IPP_TAG_OPERATION, "attributes-charset"), "us-ascii");
  EXPECT_THAT(values(reply, "printer-info"), ElementsAre("B??ro"));
}

TEST(PrinterAttributes, CarryAVendorsOptionsUnderTheVendorsName) {
  Desk desk;
  const Message office = attributes_of(desk, "office"), photo = attributes_of(desk, "photo");
  EXPECT_THAT(values(office, "canon-halftone-supported"),
              ElementsAre("clustered-dot", "blue-noise", "clustered-dot-fine", "error-diffusion",
                          "resolution", "gradation", "color-tone"));
  EXPECT_THAT(values(office, "canon-toner-save-default"), ElementsAre("off"));
  EXPECT_THAT(values(photo, "canon-page-format-supported"), ElementsAre("pwg-raster", "jpeg"));
  EXPECT_EQ(find(photo, "canon-halftone-supported"), nullptr);
  EXPECT_THAT(values(office, "job-creation-attributes-supported"),
              testing::IsSupersetOf({"canon-halftone", "canon-toner-save"}));
}

TEST(PrinterAttributes, FollowTheAdministratorsDefaults) {
  Desk desk;
  const auto changed = job::wait<job::Printer>([&](auto done) {
    desk.store->update_printer(
        2,
        [](job::Printer& printer) -> Result<void> {
          printer.defaults = {{"sides", "two-sided-long-edge"},
                              {"media", "na_letter_8.5x11in"},
                              {"no-such-option", "x"}};
          return {};
        },
        std::move(done));
  });
  ASSERT_TRUE(changed.has_value());
  const Message reply = attributes_of(desk, "office");
  EXPECT_THAT(values(reply, "sides-default"), ElementsAre("two-sided-long-edge"));
  EXPECT_THAT(values(reply, "media-default"), ElementsAre("na_letter_8.5x11in"));
  EXPECT_EQ(values(reply, "media-ready").front(), "na_letter_8.5x11in");
}

TEST(PrinterAttributes, TellOfTheMoment) {
  Desk desk;
  EXPECT_THAT(values(attributes_of(desk, "office"), "printer-state"), ElementsAre("3"));
  EXPECT_THAT(values(attributes_of(desk, "office"), "printer-state-reasons"), ElementsAre("none"));
  desk.print("office");
  EXPECT_THAT(values(attributes_of(desk, "office"), "queued-job-count"), ElementsAre("1"));
  schedule::PrinterStatus status;
  status.state = schedule::PrinterStatus::State::stopped;
  status.reasons = {"media-empty-error"};
  status.message = "The paper is out.";
  status.generation = 2;
  desk.scheduler->set_status(2, status);
  const Message reply = attributes_of(desk, "office");
  EXPECT_THAT(values(reply, "printer-state"), ElementsAre("5"));
  EXPECT_THAT(values(reply, "printer-state-reasons"), ElementsAre("media-empty-error"));
  EXPECT_THAT(values(reply, "printer-state-message"), ElementsAre("The paper is out."));
  int size = 0;
  const auto* const alert =
      static_cast<const char*>(ippGetOctetString(find(reply, "printer-alert"), 0, &size));
  EXPECT_EQ(std::string(alert, static_cast<std::size_t>(size)),
            "code=inputMediaSupplyEmpty;severity=critical;"); // RFC 3805: 808
  EXPECT_THAT(values(reply, "printer-up-time"), ElementsAre(std::to_string(noon)));
}

} // namespace
} // namespace platen::intake::ipp::test
