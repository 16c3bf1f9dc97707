#include "ipp_printer.h"
#include "model/page_offer.h"
#include "transport/ipp_transport.h"

#include <chrono>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::transport {
namespace {

using namespace std::chrono_literals;
using test::IppPeer;
using test::IppPrinter;
using testing::ElementsAre;
using testing::HasSubstr;

const DocumentStart start{"image/pwg-raster",
                          true,
                          {{"job-name", "a job"},
                           {"requesting-user-name", "ada"},
                           {"media-col", "{media-size={x-dimension=21000 y-dimension=29700} "
                                         "media-type=stationery media-source=tray-9}"},
                           {"sides", "one-sided"},
                           {"copies", "3"},
                           {"print-quality", "5"},
                           {"print-color-mode", "color"},
                           {"printer-resolution", "600dpi"}}};

class IppTransport : public testing::Test {
protected:
  std::unique_ptr<Transport> opened() {
    auto device = open(printer.uri(), deadlines, cancel, [this](const auto& reasons, const auto&) {
      const std::lock_guard lock(heard_mutex);
      heard.push_back(reasons);
    });
    if (!device) throw std::runtime_error(device.error().message());
    return *std::move(device);
  }
  // One document, to its end.
  Result<void> print(Transport& device, const std::string& text = "the pages") {
    TRY_VOID(device.begin_document(start));
    TRY_VOID(device.write(as_bytes(text)));
    return device.finish();
  }
  Errc printed() {
    const auto device = opened();
    const auto done = print(*device);
    return done ? Errc::bug : done.error().code;
  }

  Cancel cancel;
  Deadlines deadlines{2s, 2s};
  std::mutex heard_mutex;
  std::vector<std::vector<std::string>> heard;
  IppPrinter printer; // the last member: it ends first
};

TEST_F(IppTransport, AsksWhatThePrinterTakes) {
  const auto device = opened();
  const model::PageOffer* const offer = device->page_offer();
  ASSERT_NE(offer, nullptr);
  EXPECT_THAT(offer->formats, ElementsAre("image/pwg-raster", "image/jpeg"));
  EXPECT_THAT(offer->pwg_types, ElementsAre("sgray_8", "srgb_8"));
  EXPECT_THAT(offer->pwg_resolutions, ElementsAre(Dpi{300}, Dpi{600}));
  EXPECT_EQ(offer->most_copies, 5);
  EXPECT_FALSE(offer->many_documents);
  EXPECT_FALSE(device->read({}, 0ms));
}

TEST_F(IppTransport, SendsADocumentAndWaitsUntilItIsPrinted) {
  printer.states = {IPP_JSTATE_PENDING, IPP_JSTATE_PROCESSING, IPP_JSTATE_COMPLETED};
  const auto device = *open(printer.uri(), deadlines, cancel); // nobody wants to hear the printer
  const auto done = print(*device);
  ASSERT_TRUE(done) << done.error().message();
  EXPECT_THAT(printer.documents, ElementsAre("the pages"));
  EXPECT_THAT(printer.lasts, ElementsAre(true));
  EXPECT_EQ(device->bytes_delivered(), 9U);
  EXPECT_FALSE(printer.was_asked(IPP_OP_CANCEL_JOB));
  EXPECT_EQ(printer.peer().connections(), 1);
}

TEST_F(IppTransport, SendsTheSettingsThatThePrinterHas) {
  ASSERT_TRUE(print(*opened()));
  ipp_t* const job = printer.jobs.at(0).get();
  const auto value = [job](const char* name) {
    const auto all = client::values_of(job, name);
    return all.empty() ? std::string("(none)") : all[0];
  };
  EXPECT_EQ(value("job-name"), "a job");
  EXPECT_EQ(value("requesting-user-name"), "ada");
  EXPECT_EQ(value("sides"), "one-sided");
  EXPECT_EQ(value("copies"), "3");
  EXPECT_EQ(value("print-quality"), "high");
  EXPECT_EQ(value("printer-resolution"), "600dpi");
  EXPECT_EQ(value("print-color-mode"), "(none)"); // it does not list it
  ipp_t* const media = ippGetCollection(ippFindAttribute(job, "media-col", IPP_TAG_ZERO), 0);
  ASSERT_NE(media, nullptr);
  EXPECT_NE(ippFindAttribute(media, "media-size", IPP_TAG_ZERO), nullptr);
  EXPECT_NE(ippFindAttribute(media, "media-type", IPP_TAG_ZERO), nullptr);
  EXPECT_EQ(ippFindAttribute(media, "media-source", IPP_TAG_ZERO), nullptr);
}

TEST_F(IppTransport, UsesPrintJobWhereThatIsAll) {
  printer.knows_create_job = false;
  ASSERT_TRUE(print(*opened()));
  EXPECT_TRUE(printer.was_asked(IPP_OP_PRINT_JOB));
  EXPECT_FALSE(printer.was_asked(IPP_OP_SEND_DOCUMENT));
  EXPECT_EQ(client::values_of(printer.jobs.at(0).get(), "copies"), std::vector<std::string>{"3"});
}

TEST_F(IppTransport, SendsSeveralDocumentsInOneJobOrInOneEach) {
  const auto two = [this](bool many) {
    IppPrinter other;
    other.many_documents = many;
    auto device = open(other.uri(), deadlines, cancel);
    DocumentStart first = start;
    first.last = false;
    EXPECT_TRUE((*device)->begin_document(first));
    EXPECT_TRUE((*device)->write(as_bytes("one")));
    EXPECT_TRUE((*device)->begin_document(start));
    EXPECT_TRUE((*device)->write(as_bytes("two")));
    EXPECT_TRUE((*device)->finish());
    EXPECT_THAT(other.documents, ElementsAre("one", "two"));
    EXPECT_THAT(other.lasts, many ? ElementsAre(false, true) : ElementsAre(true, true));
    return other.jobs.size();
  };
  EXPECT_EQ(two(true), 1U);
  EXPECT_EQ(two(false), 2U);
}

TEST_F(IppTransport, SaysThatThePrinterIsBusy) {
  printer.accepting = false;
  const auto closed = open(printer.uri(), deadlines, cancel);
  ASSERT_FALSE(closed);
  EXPECT_EQ(closed.error().code, Errc::busy);
  IppPrinter busy;
  busy.create_status = IPP_STATUS_ERROR_BUSY;
  auto device = open(busy.uri(), deadlines, cancel);
  const auto begun = (*device)->begin_document(start);
  ASSERT_FALSE(begun);
  EXPECT_EQ(begun.error().code, Errc::busy);
}

TEST_F(IppTransport, GivesThePrintersRefusalOn) {
  printer.send_status = IPP_STATUS_ERROR_DOCUMENT_FORMAT_NOT_SUPPORTED;
  EXPECT_EQ(printed(), Errc::unsupported);
  EXPECT_TRUE(printer.was_asked(IPP_OP_CANCEL_JOB)); // no empty job stays behind
}

TEST_F(IppTransport, RefusesToPrintOnOtherPaper) {
  printer.refuse_paper = true;
  EXPECT_EQ(printed(), Errc::unsupported);
  EXPECT_TRUE(printer.was_asked(IPP_OP_CANCEL_JOB));
}

TEST_F(IppTransport, SaysHowTheJobEnded) {
  struct Case {
    ipp_jstate_t state;
    const char* reason;
    Errc code;
  };
  for (const Case& c : {Case{IPP_JSTATE_CANCELED, "job-canceled-at-device", Errc::cancelled},
                        Case{IPP_JSTATE_ABORTED, "document-format-error", Errc::malformed},
                        Case{IPP_JSTATE_ABORTED, "unsupported-compression", Errc::unsupported},
                        Case{IPP_JSTATE_ABORTED, "aborted-by-system", Errc::io}}) {
    printer.states = {c.state};
    printer.job_reason = c.reason;
    const auto device = opened();
    const auto done = print(*device);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, c.code) << c.reason;
    EXPECT_THAT(done.error().what, HasSubstr(c.reason));
  }
}

TEST_F(IppTransport, TellsWhatThePrinterSaysWhileItWaits) {
  printer.states = {IPP_JSTATE_STOPPED, IPP_JSTATE_STOPPED, IPP_JSTATE_COMPLETED};
  printer.printer_reasons = {"media-empty-error"};
  ASSERT_TRUE(print(*opened()));
  EXPECT_THAT(heard, ElementsAre(ElementsAre("media-empty-error")));
}

TEST_F(IppTransport, TellsThatAllIsWellAgain) {
  printer.printer_reasons = {"media-empty-error", "none"};
  printer.states = {IPP_JSTATE_STOPPED, IPP_JSTATE_PROCESSING, IPP_JSTATE_COMPLETED};
  printer.before = [this](const IppPeer::Asked& asked) -> std::optional<IppPeer::Said> {
    if (asked.operation() == IPP_OP_SEND_DOCUMENT) printer.printer_reasons = {"none"};
    return std::nullopt;
  };
  ASSERT_TRUE(print(*opened()));
  EXPECT_THAT(heard, ElementsAre(ElementsAre("media-empty-error"), ElementsAre()));
}

TEST_F(IppTransport, TellsWhyThePrinterTakesNoJob) {
  printer.accepting = false;
  printer.printer_reasons = {"cover-open"};
  const auto device = open(printer.uri(), deadlines, cancel,
                           [this](const auto& reasons, const auto&) { heard.push_back(reasons); });
  ASSERT_FALSE(device);
  EXPECT_THAT(heard, ElementsAre(ElementsAre("cover-open")));
}

// While a document goes out, the job's own connection cannot ask.
TEST_F(IppTransport, HearsThePrinterWhileADocumentGoesOut) {
  const auto device = opened();
  ASSERT_TRUE(device->begin_document(start));
  {
    const std::lock_guard lock(printer.mutex);
    printer.printer_reasons = {"media-jam-error"};
  }
  const auto told = [this] {
    const std::lock_guard lock(heard_mutex);
    return !heard.empty() && heard.back() == std::vector<std::string>{"media-jam-error"};
  };
  for (int i = 0; i < 1'200 && !told(); ++i)
    std::this_thread::sleep_for(50ms);
  EXPECT_TRUE(told());
  ASSERT_TRUE(device->write(as_bytes("the pages")));
  EXPECT_TRUE(device->finish());
}

TEST_F(IppTransport, TakesAForgottenJobForPrinted) {
  printer.before = [](const IppPeer::Asked& asked) -> std::optional<IppPeer::Said> {
    if (asked.operation() != IPP_OP_GET_JOB_ATTRIBUTES) return std::nullopt;
    return test::ipp_answer(asked, IPP_STATUS_ERROR_NOT_FOUND);
  };
  EXPECT_TRUE(print(*opened()));
}

TEST_F(IppTransport, GivesUpOnAPrinterThatFallsSilent) {
  printer.silent_job = true;
  deadlines.stall = 300ms; // it would be silent for ever
  EXPECT_EQ(printed(), Errc::timeout);
}

TEST_F(IppTransport, CancelsTheJobInThePrinter) {
  printer.states = {IPP_JSTATE_PROCESSING};
  const std::jthread canceller([this] {
    std::this_thread::sleep_for(300ms);
    cancel.request();
  });
  EXPECT_EQ(printed(), Errc::cancelled); // it would print for ever
  EXPECT_TRUE(printer.was_asked(IPP_OP_CANCEL_JOB));
}

TEST_F(IppTransport, CancelsAJobThatWasGivenUpHalfWay) {
  {
    const auto device = opened();
    ASSERT_TRUE(device->begin_document(start));
    ASSERT_TRUE(device->write(as_bytes("half")));
  }
  EXPECT_TRUE(printer.was_asked(IPP_OP_CANCEL_JOB));
}

TEST_F(IppTransport, EndsWhenThePrinterTakesNoMore) {
  deadlines.stall = 300ms;
  const auto device = opened();
  printer.peer().stop_reading();
  const Buffer block(1 << 20);
  Result<void> done = device->begin_document(start);
  for (int i = 0; done && i < 100; ++i)
    done = device->write(block);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Errc::timeout);
}

TEST_F(IppTransport, SaysWhatIsWrongWithTheAddress) {
  const auto code = [this](const std::string& uri) {
    const auto device = open(uri, deadlines, cancel);
    return device ? Errc::bug : device.error().code;
  };
  EXPECT_EQ(code("ipp://"), Errc::invalid);
  EXPECT_EQ(code("ipp://host:99999/"), Errc::invalid);
  EXPECT_EQ(code("ipp://ada:secret@printhost/ipp/print"), Errc::denied);
  EXPECT_EQ(code("ipp://no-such-host.invalid/ipp/print"), Errc::unreachable);
  printer.before = [](const IppPeer::Asked&) -> std::optional<IppPeer::Said> {
    return IppPeer::Said{.status = 404, .type = "text/html"};
  };
  EXPECT_EQ(code(printer.uri("/wrong")), Errc::not_found);
}

TEST_F(IppTransport, LogsIn) {
  printer.before = [](const IppPeer::Asked& asked) -> std::optional<IppPeer::Said> {
    if (asked.field("authorization") == "Basic YWRhOnNlY3JldA==") return std::nullopt;
    return IppPeer::Said{.status = 401};
  };
  const auto without = open(printer.uri(), deadlines, cancel);
  ASSERT_FALSE(without);
  EXPECT_EQ(without.error().code, Errc::denied);
  std::string uri = printer.uri();
  uri.insert(6, "ada:secret@");
  const auto device = open(uri, deadlines, cancel);
  EXPECT_TRUE(device) << device.error().message();
}

TEST_F(IppTransport, TakesNoLanguageOfAModel) {
  const auto device = opened();
  const auto written = device->write(as_bytes("%!PS"));
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, Errc::unsupported);
}

} // namespace
} // namespace platen::transport
