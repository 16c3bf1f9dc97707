#include "intake/ipp/operation.h"
#include "unit/intake/counter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// The System service (PWG 5100.22) and CUPS' operations.
namespace platen::intake::ipp::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string system_uri = "ipp://localhost/ipp/system";
Sent admin() {
  Sent sent;
  sent.authorization = "Basic admin";
  return sent;
}

Message creation(const std::string& name, const char* model = "canon-ir1024",
                 const char* device = "socket://10.0.0.9:9100") {
  Message request = polite(IPP_OP_CREATE_PRINTER, system_uri);
  ipp_t* const ipp = request.get();
  ippAddString(ipp, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "printer-service-type", nullptr, "print");
  ippAddString(ipp, IPP_TAG_PRINTER, IPP_TAG_NAME, "printer-name", nullptr, name.c_str());
  if (model != nullptr)
    ippAddString(ipp, IPP_TAG_PRINTER, IPP_TAG_KEYWORD, "platen-model", nullptr, model);
  if (device != nullptr)
    ippAddString(ipp, IPP_TAG_PRINTER, IPP_TAG_URI, "device-uri", nullptr, device);
  return request;
}

Message asked(Desk& desk, const Message& request, const Sent& sent = {}) {
  return reply_of(send(desk, sent, request.encode()));
}

TEST(GetPrinters, ListsThemAllWithoutALogin) {
  Desk desk;
  const Message reply = asked(desk, polite(IPP_OP_GET_PRINTERS, system_uri));
  EXPECT_EQ(Desk::status(reply), IPP_STATUS_OK);
  EXPECT_THAT(values(reply, "printer-name"), ElementsAre("photo", "office"));
  EXPECT_THAT(values(reply, "printer-id"), ElementsAre("1", "2"));
  EXPECT_THAT(values(reply, "platen-model"), ElementsAre("canon-pro-1000", "canon-ir1020"));
}

TEST(GetPrinters, ListsThoseThatAreAskedFor) {
  Desk desk;
  const auto names = [&](const auto& fill) {
    const Message request = polite(IPP_OP_GET_PRINTERS, system_uri);
    fill(request.get());
    return values(asked(desk, request), "printer-name");
  };
  const auto number = [](const char* name, int value) {
    return [=](ipp_t* ipp) { ippAddInteger(ipp, IPP_TAG_OPERATION, IPP_TAG_INTEGER, name, value); };
  };
  const auto kind = [](const char* keyword) {
    return [=](ipp_t* ipp) {
      ippAddString(ipp, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "which-printers", nullptr, keyword);
    };
  };
  EXPECT_THAT(names(number("limit", 1)), ElementsAre("photo"));
  EXPECT_THAT(names(number("first-index", 2)), ElementsAre("office"));
  EXPECT_THAT(names(number("printer-ids", 2)), ElementsAre("office"));
  EXPECT_THAT(names(kind("idle")), ElementsAre("photo", "office"));
  EXPECT_THAT(names(kind("not-accepting")), IsEmpty());
}

TEST(CreatePrinter, MakesAQueueThatPrints) {
  Desk desk;
  const Message reply = asked(desk, creation("copier"), admin());
  ASSERT_EQ(Desk::status(reply), IPP_STATUS_OK);
  EXPECT_THAT(values(reply, "printer-id"), ElementsAre("3"));
  EXPECT_THAT(values(reply, "printer-state"), ElementsAre("3"));
  EXPECT_NE(find(reply, "printer-xri-supported"), nullptr);
  EXPECT_THAT(values(reply, "printer-uri-supported"),
              Contains("ipp://localhost:8631/ipp/print/copier"));
  const Message found =
      asked(desk, polite(IPP_OP_GET_PRINTER_ATTRIBUTES, "ipp://localhost/ipp/print/copier"));
  EXPECT_THAT(values(found, "printer-make-and-model"), ElementsAre("Canon imageRUNNER 1024"));
  EXPECT_GT(desk.print("copier"), 0);
}

TEST(CreatePrinter, TakesDefaultsAndTexts) {
  Desk desk;
  const Message request = creation("copier");
  ippAddString(request.get(), IPP_TAG_PRINTER, IPP_TAG_TEXT, "printer-info", nullptr, "Copier");
  ippAddString(request.get(), IPP_TAG_PRINTER, IPP_TAG_KEYWORD, "sides-default", nullptr,
               "two-sided-long-edge");
  ASSERT_EQ(Desk::status(asked(desk, request, admin())), IPP_STATUS_OK);
  const job::Printer& made = desk.store->printers()->back();
  EXPECT_EQ(made.info, "Copier");
  EXPECT_EQ(made.device_uri, "socket://10.0.0.9:9100");
  EXPECT_EQ(made.defaults,
            (std::vector<std::pair<std::string, std::string>>{{"sides", "two-sided-long-edge"}}));
}

TEST(CreatePrinter, KnowsAModelByItsDeviceId) {
  Desk desk;
  const Message request = creation("copier", nullptr);
  ippAddString(request.get(), IPP_TAG_PRINTER, IPP_TAG_TEXT, "printer-device-id", nullptr,
               "MFG:Canon;MDL:iR1024iF;CLS:PRINTER;");
  ASSERT_EQ(Desk::status(asked(desk, request, admin())), IPP_STATUS_OK);
  EXPECT_EQ(desk.store->printers()->back().model, "canon-ir1024");
  // As BJNP, CHMP and SNMP tell it (docs/protocols/bjnp.md).
  const Message photo = creation("photo-too", nullptr);
  ippAddString(photo.get(), IPP_TAG_PRINTER, IPP_TAG_TEXT, "printer-device-id", nullptr,
               "MFG:Canon;CMD:IVEC;SOJ:BJNP2,BJNPe,CHMP;MDL:PRO-1000 series;CLS:PRINTER;"
               "DES:Canon PRO-1000 series;");
  ASSERT_EQ(Desk::status(asked(desk, photo, admin())), IPP_STATUS_OK);
  EXPECT_EQ(desk.store->printers()->back().model, "canon-pro-1000");
}

TEST(CreatePrinter, ShowsTheHostOfADeviceWithoutAPath) {
  for (const auto& [device, seen] :
       {std::pair{"ipps://anna:hush@10.0.0.9?for=a@b", "ipps://10.0.0.9?for=a@b"},
        std::pair{"ipp://10.0.0.9?for=a@b", "ipp://10.0.0.9?for=a@b"}}) {
    Desk desk;
    ASSERT_EQ(Desk::status(asked(desk, creation("first", "canon-ir1024", device), admin())),
              IPP_STATUS_OK);
    const http::Response shown =
        send(desk, admin(),
             polite(IPP_OP_GET_PRINTER_ATTRIBUTES, "ipp://localhost/ipp/print/first").encode());
    EXPECT_THAT(values(reply_of(shown), "device-uri"), ElementsAre(seen));
  }
}

// Clients see no device-uri with its secrets: only the server can give it to another queue.
TEST(CreatePrinter, TakesTheDeviceOfAnotherPrinterWithItsSecrets) {
  Desk desk;
  const char* const device = "ipps://anna:hush@10.0.0.9/ipp/print?community=hush";
  ASSERT_EQ(Desk::status(asked(desk, creation("first", "canon-ir1024", device), admin())),
            IPP_STATUS_OK);
  const auto second = [](const char* of, const char* own_device = nullptr) {
    Message request = creation("second", "canon-ir1024", own_device);
    ippAddString(request.get(), IPP_TAG_PRINTER, IPP_TAG_NAME, "platen-device-of", nullptr, of);
    return request;
  };
  EXPECT_EQ(Desk::status(asked(desk, second("nobody"), admin())), IPP_STATUS_ERROR_NOT_FOUND);
  EXPECT_EQ(Desk::status(asked(desk, second("first", device), admin())),
            IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES);
  EXPECT_EQ(send(desk, {}, second("first").encode()).status, 401);
  const http::Response made = send(desk, admin(), second("first").encode());
  ASSERT_EQ(status_of(made), IPP_STATUS_OK);
  EXPECT_EQ(desk.store->printers()->back().name, "second");
  EXPECT_EQ(desk.store->printers()->back().device_uri, device);
  const http::Response shown =
      send(desk, admin(),
           polite(IPP_OP_GET_PRINTER_ATTRIBUTES, "ipp://localhost/ipp/print/second").encode());
  EXPECT_THAT(values(reply_of(shown), "device-uri"), ElementsAre("ipps://10.0.0.9/ipp/print"));
  for (const http::Response* const response : {&made, &shown})
    EXPECT_THAT(*response->body, Not(HasSubstr("hush")));
}

TEST(CreatePrinter, RefusesWhatItCannotMake) {
  Desk desk;
  const auto status = [&](const Message& request) {
    return Desk::status(asked(desk, request, admin()));
  };
  EXPECT_EQ(status(creation("office")), IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES); // taken
  EXPECT_EQ(status(creation("no name")), IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES);
  EXPECT_EQ(status(creation("x", "no-such-model")), IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES);
  EXPECT_EQ(status(creation("x", nullptr)), IPP_STATUS_ERROR_BAD_REQUEST);
  EXPECT_EQ(status(creation("x", "canon-ir1024", nullptr)), IPP_STATUS_ERROR_BAD_REQUEST);
  EXPECT_EQ(send(desk, {}, creation("x").encode()).status, 401);
  EXPECT_EQ(desk.store->printers()->size(), 2u);
}

TEST(DeletePrinter, NeedsAnId) {
  Desk desk;
  const Message request = polite(IPP_OP_DELETE_PRINTER, system_uri);
  EXPECT_EQ(Desk::status(asked(desk, request, admin())), IPP_STATUS_ERROR_BAD_REQUEST);
  ippAddInteger(request.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "printer-id", 1);
  EXPECT_EQ(Desk::status(asked(desk, request, admin())), IPP_STATUS_OK);
  EXPECT_EQ(Desk::status(asked(desk, request, admin())), IPP_STATUS_ERROR_NOT_FOUND);
  EXPECT_EQ(desk.store->printers()->size(), 1u);
  const Message rest =
      asked(desk, polite(IPP_OP_GET_PRINTER_ATTRIBUTES, "ipp://localhost/ipp/print"));
  EXPECT_THAT(values(rest, "printer-name"), ElementsAre("office"));
}

TEST(AllPrinters, AreDisabledPausedAndBroughtBackTogether) {
  Desk desk;
  const auto run = [&](ipp_op_t operation) {
    return Desk::status(asked(desk, polite(operation, system_uri), admin()));
  };
  const auto all = [&](const auto& holds) {
    const auto printers = desk.store->printers();
    return std::all_of(printers->begin(), printers->end(), holds);
  };
  EXPECT_EQ(run(IPP_OP_DISABLE_ALL_PRINTERS), IPP_STATUS_OK);
  EXPECT_TRUE(all([](const job::Printer& p) { return !p.accepting; }));
  EXPECT_EQ(run(IPP_OP_ENABLE_ALL_PRINTERS), IPP_STATUS_OK);
  EXPECT_TRUE(all([](const job::Printer& p) { return p.accepting; }));
  EXPECT_EQ(run(IPP_OP_PAUSE_ALL_PRINTERS), IPP_STATUS_OK);
  EXPECT_TRUE(all([](const job::Printer& p) { return p.paused; }));
  EXPECT_EQ(run(IPP_OP_RESUME_ALL_PRINTERS), IPP_STATUS_OK);
  EXPECT_TRUE(all([](const job::Printer& p) { return !p.paused; }));
  EXPECT_EQ(run(IPP_OP_PAUSE_ALL_PRINTERS_AFTER_CURRENT_JOB), IPP_STATUS_OK);
  EXPECT_EQ(run(IPP_OP_SHUTDOWN_ALL_PRINTERS), IPP_STATUS_OK);
  EXPECT_EQ(run(IPP_OP_STARTUP_ALL_PRINTERS), IPP_STATUS_OK);
  EXPECT_TRUE(all([](const job::Printer& p) { return p.accepting && !p.paused; }));
}

TEST(OnePrinter, IsShutDownByItsId) {
  Desk desk;
  Message request = polite(IPP_OP_SHUTDOWN_ONE_PRINTER, system_uri);
  EXPECT_EQ(Desk::status(asked(desk, request, admin())), IPP_STATUS_ERROR_BAD_REQUEST);
  ippAddInteger(request.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "printer-id", 2);
  EXPECT_EQ(Desk::status(asked(desk, request, admin())), IPP_STATUS_OK);
  EXPECT_FALSE(desk.store->printers()->at(1).accepting);
  EXPECT_TRUE(desk.store->printers()->at(0).accepting);
  Message up = polite(IPP_OP_STARTUP_ONE_PRINTER, system_uri);
  EXPECT_EQ(Desk::status(asked(desk, up, admin())), IPP_STATUS_ERROR_BAD_REQUEST);
  ippAddInteger(up.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "printer-id", 2);
  EXPECT_NE(Desk::status(asked(desk, up)), IPP_STATUS_OK) << "it is for administrators";
  EXPECT_FALSE(desk.store->printers()->at(1).accepting);
  EXPECT_EQ(Desk::status(asked(desk, up, admin())), IPP_STATUS_OK);
  EXPECT_TRUE(desk.store->printers()->at(1).accepting);
}

TEST(SystemSupportedValues, AreForAnAdministratorToDefine) {
  Desk desk;
  const Message all = asked(desk, polite(IPP_OP_GET_SYSTEM_SUPPORTED_VALUES, system_uri));
  EXPECT_EQ(Desk::status(all), IPP_STATUS_OK);
  for (const char* const name : {"system-name", "system-info", "system-location",
                                 "system-geo-location", "system-organization"}) {
    ipp_attribute_t* const found = ippFindAttribute(all.get(), name, IPP_TAG_ZERO);
    ASSERT_NE(found, nullptr) << name;
    EXPECT_EQ(ippGetValueTag(found), IPP_TAG_ADMINDEFINE) << name;
  }
  Message one = polite(IPP_OP_GET_SYSTEM_SUPPORTED_VALUES, system_uri);
  ippAddString(one.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", nullptr,
               "system-name");
  const Message reply = asked(desk, one);
  EXPECT_NE(ippFindAttribute(reply.get(), "system-name", IPP_TAG_ZERO), nullptr);
  EXPECT_EQ(ippFindAttribute(reply.get(), "system-info", IPP_TAG_ZERO), nullptr);
}

TEST(SystemAttributes, AreThere) {
  Desk desk;
  const Message reply = asked(desk, polite(IPP_OP_GET_SYSTEM_ATTRIBUTES, system_uri));
  EXPECT_EQ(Desk::status(reply), IPP_STATUS_OK);
  for (const char* const name : {"charset-configured",
                                 "charset-supported",
                                 "document-format-supported",
                                 "generated-natural-language-supported",
                                 "ipp-features-supported",
                                 "ipp-versions-supported",
                                 "ippget-event-life",
                                 "multiple-document-printers-supported",
                                 "notify-events-supported",
                                 "operations-supported",
                                 "printer-creation-attributes-supported",
                                 "system-config-change-time",
                                 "system-configured-printers",
                                 "system-current-time",
                                 "system-default-printer-id",
                                 "system-firmware-name",
                                 "system-geo-location",
                                 "system-info",
                                 "system-location",
                                 "system-make-and-model",
                                 "system-mandatory-printer-attributes",
                                 "system-name",
                                 "system-settable-attributes-supported",
                                 "system-state",
                                 "system-state-reasons",
                                 "system-up-time",
                                 "system-uuid",
                                 "system-xri-supported"}) {
    ipp_attribute_t* const found = find(reply, name);
    ASSERT_NE(found, nullptr) << name;
    EXPECT_EQ(ippGetGroupTag(found), IPP_TAG_SYSTEM) << name;
  }
  EXPECT_EQ(ippGetCount(find(reply, "system-configured-printers")), 2);
  EXPECT_THAT(values(reply, "platen-model-supported"), Contains("canon-ir1024"));
}

TEST(SystemAttributes, CanBeSet) {
  Desk desk;
  const Message request = polite(IPP_OP_SET_SYSTEM_ATTRIBUTES, system_uri);
  ippAddString(request.get(), IPP_TAG_SYSTEM, IPP_TAG_TEXT, "system-location", nullptr, "Attic");
  ippAddInteger(request.get(), IPP_TAG_SYSTEM, IPP_TAG_INTEGER, "system-default-printer-id", 2);
  EXPECT_EQ(Desk::status(asked(desk, request, admin())), IPP_STATUS_OK);
  const Message reply = asked(desk, polite(IPP_OP_GET_SYSTEM_ATTRIBUTES, system_uri));
  EXPECT_THAT(values(reply, "system-location"), ElementsAre("Attic"));
  EXPECT_THAT(values(reply, "system-default-printer-id"), ElementsAre("2"));
}

TEST(SystemAttributes, AreSetAllOrNone) {
  Desk desk;
  const Message request = polite(IPP_OP_SET_SYSTEM_ATTRIBUTES, system_uri);
  ippAddString(request.get(), IPP_TAG_SYSTEM, IPP_TAG_TEXT, "system-location", nullptr, "Attic");
  ippAddInteger(request.get(), IPP_TAG_SYSTEM, IPP_TAG_INTEGER, "system-up-time", 2);
  const Message reply = asked(desk, request, admin());
  EXPECT_EQ(Desk::status(reply), IPP_STATUS_ERROR_ATTRIBUTES_NOT_SETTABLE);
  EXPECT_THAT(unsupported(reply), ElementsAre("system-up-time"));
  EXPECT_FALSE(desk.store->setting("system-location").has_value());
}

// lpstat and lp send no target at all.
TEST(Cups, ListsPrintersAndTheDefault) {
  Desk desk;
  const auto ask = [&](ipp_op_t operation) {
    Sent sent;
    sent.path = "/";
    return asked(
        desk,
        plain(operation, {{"attributes-charset", "utf-8"}, {"attributes-natural-language", "en"}}),
        sent);
  };
  const Message all = ask(IPP_OP_CUPS_GET_PRINTERS);
  EXPECT_THAT(values(all, "printer-name"), ElementsAre("office", "photo"));
  EXPECT_EQ(values(all, "printer-type").size(), 2u);
  EXPECT_THAT(values(ask(IPP_OP_CUPS_GET_DEFAULT), "printer-name"), ElementsAre("photo"));
}

TEST(Cups, FindsNothingWhereThereIsNothing) {
  Desk desk;
  for (const job::PrinterId id : {1, 2})
    ASSERT_TRUE(job::wait<job::Printer>([&](auto done) {
                  desk.store->remove_printer(id, std::move(done));
                }).has_value());
  for (const ipp_op_t operation : {IPP_OP_CUPS_GET_PRINTERS, IPP_OP_CUPS_GET_DEFAULT})
    EXPECT_EQ(Desk::status(asked(desk, polite(operation))), IPP_STATUS_ERROR_NOT_FOUND);
  EXPECT_EQ(
      Desk::status(asked(desk, polite(IPP_OP_GET_PRINTER_ATTRIBUTES, "ipp://localhost/ipp/print"))),
      IPP_STATUS_ERROR_NOT_FOUND);
}

} // namespace
} // namespace platen::intake::ipp::test
