#include "unit/intake/counter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Operations on one printer: RFC 8011, RFC 3380, RFC 3998, PWG 5100.13.
namespace platen::intake::ipp::test {
namespace {

using testing::Contains;
using testing::ElementsAre;

Request as_admin(ipp_op_t operation, const std::string& printer = "office") {
  Request request(operation, printer);
  request.login = "admin";
  return request;
}

ipp_status_t run(Desk& desk, ipp_op_t operation) {
  return Desk::status(desk.ask(as_admin(operation)));
}

const job::Printer& office(const Desk& desk) {
  static std::shared_ptr<const std::vector<job::Printer>> list;
  list = desk.store->printers();
  return list->at(1);
}

TEST(PrinterOperations, AreForAdministrators) {
  Desk desk;
  for (const ipp_op_t operation :
       {IPP_OP_PAUSE_PRINTER, IPP_OP_PAUSE_PRINTER_AFTER_CURRENT_JOB, IPP_OP_RESUME_PRINTER,
        IPP_OP_ENABLE_PRINTER, IPP_OP_DISABLE_PRINTER, IPP_OP_HOLD_NEW_JOBS,
        IPP_OP_RELEASE_HELD_NEW_JOBS, IPP_OP_RESTART_PRINTER, IPP_OP_SHUTDOWN_PRINTER,
        IPP_OP_STARTUP_PRINTER, IPP_OP_SET_PRINTER_ATTRIBUTES, IPP_OP_CUPS_SET_DEFAULT,
        IPP_OP_CUPS_DELETE_PRINTER, IPP_OP_CUPS_ACCEPT_JOBS, IPP_OP_CUPS_REJECT_JOBS}) {
    Request request(operation, "office");
    EXPECT_EQ(Desk::status(desk.ask(request)), IPP_STATUS_ERROR_NOT_AUTHENTICATED)
        << ippOpString(operation);
    request.login = "anna";
    EXPECT_EQ(Desk::status(desk.ask(request)), IPP_STATUS_ERROR_NOT_AUTHORIZED)
        << ippOpString(operation);
  }
}

TEST(PrinterOperations, PauseAndResume) {
  Desk desk;
  Request pause = as_admin(IPP_OP_PAUSE_PRINTER);
  ippAddString(pause.get(), IPP_TAG_OPERATION, IPP_TAG_TEXT, "printer-message-from-operator",
               nullptr, "Toner is on its way");
  EXPECT_EQ(Desk::status(desk.ask(pause)), IPP_STATUS_OK);
  EXPECT_TRUE(office(desk).paused);
  const Message reply = desk.ask(Request(IPP_OP_GET_PRINTER_ATTRIBUTES, "office"));
  EXPECT_THAT(values(reply, "printer-state"), ElementsAre("5"));
  EXPECT_THAT(values(reply, "printer-state-reasons"), ElementsAre("paused"));
  EXPECT_THAT(values(reply, "printer-state-message"), ElementsAre("Toner is on its way"));
  EXPECT_EQ(run(desk, IPP_OP_RESUME_PRINTER), IPP_STATUS_OK);
  EXPECT_FALSE(office(desk).paused);
  EXPECT_THAT(desk.audit.lines(),
              ElementsAre("admin pause-printer office: done", "admin resume-printer office: done"));
}

TEST(PrinterOperations, SayMovingToPausedWhileAJobIsPrinted) {
  Desk desk;
  schedule::PrinterStatus status;
  status.state = schedule::PrinterStatus::State::processing;
  status.generation = 1;
  desk.scheduler->set_status(2, status);
  EXPECT_EQ(run(desk, IPP_OP_PAUSE_PRINTER_AFTER_CURRENT_JOB), IPP_STATUS_OK);
  const Message reply = desk.ask(Request(IPP_OP_GET_PRINTER_ATTRIBUTES, "office"));
  EXPECT_THAT(values(reply, "printer-state"), ElementsAre("4"));
  EXPECT_THAT(values(reply, "printer-state-reasons"), ElementsAre("moving-to-paused"));
}

TEST(PrinterOperations, DisableAndEnable) {
  Desk desk;
  EXPECT_EQ(run(desk, IPP_OP_DISABLE_PRINTER), IPP_STATUS_OK);
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_VALIDATE_JOB, "office"))),
            IPP_STATUS_ERROR_NOT_ACCEPTING_JOBS);
  EXPECT_EQ(run(desk, IPP_OP_ENABLE_PRINTER), IPP_STATUS_OK);
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_VALIDATE_JOB, "office"))), IPP_STATUS_OK);
}

TEST(PrinterOperations, HoldNewJobsAndLetThemGo) {
  Desk desk;
  EXPECT_EQ(run(desk, IPP_OP_HOLD_NEW_JOBS), IPP_STATUS_OK);
  const job::JobId id = desk.print("office");
  EXPECT_EQ(desk.job(id).state, job::JobState::held);
  Request own_hold(IPP_OP_PRINT_JOB, "office");
  own_hold.keyword(IPP_TAG_JOB, "job-hold-until", "indefinite");
  const job::JobId other = job_id(desk.ask(own_hold, "%PDF-1.4"));
  EXPECT_EQ(run(desk, IPP_OP_RELEASE_HELD_NEW_JOBS), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(id).state, job::JobState::pending);
  EXPECT_EQ(desk.job(other).state, job::JobState::held); // for a reason of its own
  EXPECT_FALSE(office(desk).hold_new_jobs);
}

TEST(PrinterOperations, ShutDownAndStartUp) {
  Desk desk;
  EXPECT_EQ(run(desk, IPP_OP_SHUTDOWN_PRINTER), IPP_STATUS_OK);
  EXPECT_TRUE(office(desk).paused && !office(desk).accepting);
  EXPECT_EQ(run(desk, IPP_OP_STARTUP_PRINTER), IPP_STATUS_OK);
  EXPECT_TRUE(!office(desk).paused && office(desk).accepting);
}

TEST(IdentifyPrinter, TellsWhatItCannotDo) {
  Desk desk;
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_IDENTIFY_PRINTER, "office"))), IPP_STATUS_OK);
  Request both(IPP_OP_IDENTIFY_PRINTER, "office");
  const char* const actions[]{"sound", "display"};
  ippAddStrings(both.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "identify-actions", 2, nullptr,
                actions);
  const Message reply = desk.ask(both);
  EXPECT_EQ(Desk::status(reply), IPP_STATUS_OK_IGNORED_OR_SUBSTITUTED);
  EXPECT_THAT(unsupported(reply), ElementsAre("identify-actions"));
}

TEST(SetPrinterAttributes, ChangesTheRecord) {
  Desk desk;
  Request request = as_admin(IPP_OP_SET_PRINTER_ATTRIBUTES);
  ipp_t* const ipp = request.get();
  ippAddString(ipp, IPP_TAG_PRINTER, IPP_TAG_TEXT, "printer-info", nullptr, "The copier");
  ippAddString(ipp, IPP_TAG_PRINTER, IPP_TAG_TEXT, "printer-location", nullptr, "2nd floor");
  ippAddString(ipp, IPP_TAG_PRINTER, IPP_TAG_URI, "printer-geo-location", nullptr, "geo:46.4,8.5");
  ippAddBoolean(ipp, IPP_TAG_PRINTER, "printer-is-shared", 0);
  ippAddString(ipp, IPP_TAG_PRINTER, IPP_TAG_KEYWORD, "sides-default", nullptr,
               "two-sided-long-edge");
  ippAddString(ipp, IPP_TAG_PRINTER, IPP_TAG_KEYWORD, "canon-toner-save-default", nullptr, "on");
  ippAddString(ipp, IPP_TAG_PRINTER, IPP_TAG_KEYWORD, "media-default", nullptr,
               "na_letter_8.5x11in");
  EXPECT_EQ(Desk::status(desk.ask(request)), IPP_STATUS_OK);
  const job::Printer& printer = office(desk);
  EXPECT_EQ(printer.info, "The copier");
  EXPECT_EQ(printer.location, "2nd floor");
  EXPECT_EQ(printer.geo_location, "geo:46.4,8.5");
  EXPECT_FALSE(printer.shared);
  const Message reply = desk.ask(Request(IPP_OP_GET_PRINTER_ATTRIBUTES, "office"));
  EXPECT_THAT(values(reply, "sides-default"), ElementsAre("two-sided-long-edge"));
  EXPECT_THAT(values(reply, "canon-toner-save-default"), ElementsAre("on"));
  EXPECT_THAT(values(reply, "media-default"), ElementsAre("na_letter_8.5x11in"));
}

TEST(SetPrinterAttributes, TakesADefaultBack) {
  Desk desk;
  Request set = as_admin(IPP_OP_SET_PRINTER_ATTRIBUTES);
  set.keyword(IPP_TAG_PRINTER, "sides-default", "two-sided-long-edge");
  EXPECT_EQ(Desk::status(desk.ask(set)), IPP_STATUS_OK);
  Request forget = as_admin(IPP_OP_SET_PRINTER_ATTRIBUTES);
  ippAddOutOfBand(forget.get(), IPP_TAG_PRINTER, IPP_TAG_DELETEATTR, "sides-default");
  EXPECT_EQ(Desk::status(desk.ask(forget)), IPP_STATUS_OK);
  EXPECT_TRUE(office(desk).defaults.empty());
}

TEST(SetPrinterAttributes, ChangesAllOrNothing) {
  Desk desk;
  Request request = as_admin(IPP_OP_SET_PRINTER_ATTRIBUTES);
  ippAddString(request.get(), IPP_TAG_PRINTER, IPP_TAG_TEXT, "printer-info", nullptr, "New");
  ippAddString(request.get(), IPP_TAG_PRINTER, IPP_TAG_TEXT, "printer-make-and-model", nullptr,
               "X");
  const Message reply = desk.ask(request);
  EXPECT_EQ(Desk::status(reply), IPP_STATUS_ERROR_ATTRIBUTES_NOT_SETTABLE);
  EXPECT_THAT(unsupported(reply), ElementsAre("printer-make-and-model"));
  EXPECT_NE(office(desk).info, "New");
}

TEST(SetPrinterAttributes, RefusesWhatThePrinterDoesNotHave) {
  Desk desk;
  for (const auto& [name, value] : {std::pair{"sides-default", "three-sided"},
                                    {"media-default", "iso_a0_841x1189mm"},
                                    {"platen-model", "no-such-model"},
                                    {"canon-halftone-default", "rough"}}) {
    Request request = as_admin(IPP_OP_SET_PRINTER_ATTRIBUTES);
    request.keyword(IPP_TAG_PRINTER, name, value);
    const Message reply = desk.ask(request);
    EXPECT_EQ(Desk::status(reply), IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES) << name;
    EXPECT_THAT(unsupported(reply), ElementsAre(name));
  }
}

TEST(SetPrinterAttributes, RefusesDefaultsThatDoNotGoTogether) {
  Desk desk;
  Request request = as_admin(IPP_OP_SET_PRINTER_ATTRIBUTES);
  request.keyword(IPP_TAG_PRINTER, "sides-default", "two-sided-long-edge");
  request.keyword(IPP_TAG_PRINTER, "media-default", "iso_dl_110x220mm");
  EXPECT_EQ(Desk::status(desk.ask(request)), IPP_STATUS_ERROR_CONFLICTING);
  EXPECT_TRUE(office(desk).defaults.empty());
}

TEST(SetPrinterAttributes, MovesAQueueToAnotherModel) {
  Desk desk;
  Request defaults = as_admin(IPP_OP_SET_PRINTER_ATTRIBUTES);
  defaults.keyword(IPP_TAG_PRINTER, "canon-toner-save-default", "on");
  ASSERT_EQ(Desk::status(desk.ask(defaults)), IPP_STATUS_OK);
  Request request = as_admin(IPP_OP_SET_PRINTER_ATTRIBUTES);
  request.keyword(IPP_TAG_PRINTER, "platen-model", "canon-pro-1000");
  EXPECT_EQ(Desk::status(desk.ask(request)), IPP_STATUS_OK);
  EXPECT_EQ(office(desk).model, "canon-pro-1000");
  EXPECT_TRUE(office(desk).defaults.empty()); // the new one has no toner to save
}

TEST(GetPrinterSupportedValues, ListsWhatCanBeSet) {
  Desk desk;
  const Message reply = desk.ask(Request(IPP_OP_GET_PRINTER_SUPPORTED_VALUES, "office"));
  EXPECT_EQ(Desk::status(reply), IPP_STATUS_OK);
  EXPECT_THAT(values(reply, "sides-default"),
              ElementsAre("one-sided", "two-sided-long-edge", "two-sided-short-edge"));
  EXPECT_EQ(ippGetValueTag(find(reply, "printer-info")), IPP_TAG_ADMINDEFINE);
  EXPECT_THAT(values(reply, "printer-is-shared"), ElementsAre("true", "false"));
  Request one(IPP_OP_GET_PRINTER_SUPPORTED_VALUES, "office");
  one.keyword(IPP_TAG_OPERATION, "requested-attributes", "media-default");
  const Message media = desk.ask(one);
  EXPECT_THAT(values(media, "media-default"), Contains("iso_a4_210x297mm"));
  EXPECT_EQ(find(media, "sides-default"), nullptr);
}

TEST(GetPrinterSupportedValues, EachAttributeByItselfHasTheValuesThatItHasAmongAll) {
  Desk desk;
  const Message all = desk.ask(Request(IPP_OP_GET_PRINTER_SUPPORTED_VALUES, "office"));
  std::vector<std::string> names; // first: values() walks through the reply as well
  for (ipp_attribute_t* attribute = ippFirstAttribute(all.get()); attribute != nullptr;
       attribute = ippNextAttribute(all.get()))
    if (ippGetGroupTag(attribute) == IPP_TAG_PRINTER && ippGetName(attribute) != nullptr)
      names.emplace_back(ippGetName(attribute));
  EXPECT_GT(names.size(), 40U);
  for (const std::string& name : names) {
    Request one(IPP_OP_GET_PRINTER_SUPPORTED_VALUES, "office");
    one.keyword(IPP_TAG_OPERATION, "requested-attributes", name.c_str());
    const Message alone = desk.ask(one);
    ASSERT_NE(find(alone, name.c_str()), nullptr) << name;
    EXPECT_EQ(ippGetValueTag(find(alone, name.c_str())), ippGetValueTag(find(all, name.c_str())));
    EXPECT_EQ(values(alone, name), values(all, name)) << name;
  }
}

TEST(CupsSetDefault, ChoosesThePrinterOfTheShortUri) {
  Desk desk;
  const auto name = [&] {
    Request request(IPP_OP_GET_PRINTER_ATTRIBUTES, "office");
    ipp_attribute_t* uri = ippFindAttribute(request.get(), "printer-uri", IPP_TAG_URI);
    ippSetString(request.get(), &uri, 0, "ipp://localhost/ipp/print");
    return values(desk.ask(request), "printer-name").front();
  };
  EXPECT_EQ(name(), "photo"); // the first one
  EXPECT_EQ(run(desk, IPP_OP_CUPS_SET_DEFAULT), IPP_STATUS_OK);
  EXPECT_EQ(name(), "office");
}

} // namespace
} // namespace platen::intake::ipp::test
