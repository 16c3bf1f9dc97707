#include "unit/intake/counter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::intake::ipp::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// What Get-Printer-Attributes of "office" says while its device says `status`.
Message told(Desk& desk, const device::Status& status) {
  desk.device = std::make_shared<const device::Status>(status);
  ++desk.now;
  const Message request = polite(IPP_OP_GET_PRINTER_ATTRIBUTES, "ipp://localhost/ipp/print/office");
  return reply_of(send(desk, {}, request.encode()));
}

device::Status with_reason(std::string keyword, device::Severity severity, device::State state) {
  device::Status status;
  status.condition.state = state;
  status.condition.reasons = {{std::move(keyword), severity, "in its own words", noon - 60}};
  return status;
}

TEST(DeviceStatus, StopsThePrinterWhereTheDeviceNeedsSomebody) {
  Desk desk;
  const Message reply =
      told(desk, with_reason("media-jam", device::Severity::error, device::State::stopped));
  EXPECT_EQ(ippGetInteger(find(reply, "printer-state"), 0), IPP_PSTATE_STOPPED);
  EXPECT_THAT(values(reply, "printer-state-reasons"), ElementsAre("media-jam-error"));
  EXPECT_THAT(values(reply, "printer-state-message"), ElementsAre("Paper is jammed"));
  EXPECT_THAT(values(reply, "printer-alert-description"),
              ElementsAre("Paper is jammed (the printer says: in its own words)"));
}

TEST(DeviceStatus, OnlyWarnsOfWhatCanWait) {
  Desk desk;
  const Message reply =
      told(desk, with_reason("toner-low", device::Severity::warning, device::State::idle));
  EXPECT_EQ(ippGetInteger(find(reply, "printer-state"), 0), IPP_PSTATE_IDLE);
  EXPECT_THAT(values(reply, "printer-state-reasons"), ElementsAre("toner-low-warning"));
}

TEST(DeviceStatus, GivesTheDevicesWordsForWhatHasNoneHere) {
  Desk desk;
  const Message reply =
      told(desk, with_reason("other", device::Severity::warning, device::State::idle));
  EXPECT_THAT(values(reply, "printer-state-message"), ElementsAre("in its own words"));
}

TEST(DeviceStatus, IsToldOnceWithTheSessions) {
  Desk desk;
  schedule::PrinterStatus session;
  session.reasons = {"media-empty", "connecting-to-device"};
  desk.scheduler->set_status(2, session);
  const Message reply =
      told(desk, with_reason("media-empty", device::Severity::error, device::State::stopped));
  EXPECT_THAT(values(reply, "printer-state-reasons"),
              ElementsAre("media-empty", "connecting-to-device"));
}

TEST(DeviceStatus, ShowsSuppliesAsTheDeviceTellsThem) {
  Desk desk;
  device::Status status;
  status.supplies = {{"toner", "black", "Black toner", "", false, device::Level::of_percent(7)},
                     {"waste-toner", "", "Waste", "", true, device::Level::of_percent(80)},
                     {"fuser", "", "Fuser", "", false, {device::Level::Known::some, 0}},
                     {"opc", "", "Drum", "", false, {}}};
  status.impressions = 4321;
  const Message reply = told(desk, status);
  ipp_attribute_t* const levels = find(reply, "marker-levels");
  ASSERT_EQ(ippGetCount(levels), 4);
  EXPECT_EQ(ippGetInteger(levels, 0), 7);
  EXPECT_EQ(ippGetInteger(levels, 1), 20); // how full it is
  EXPECT_EQ(ippGetInteger(levels, 2), -3);
  EXPECT_EQ(ippGetInteger(levels, 3), -2);
  int length = 0;
  const auto* const row =
      static_cast<const char*>(ippGetOctetString(find(reply, "printer-supply"), 1, &length));
  EXPECT_THAT(std::string(row, static_cast<std::size_t>(length)),
              HasSubstr("class=receptacleThatIsFilled;type=waste-toner;unit=percent;"
                        "maxcapacity=100;level=80;")); // the room that is left
  EXPECT_EQ(ippGetInteger(find(reply, "printer-impressions-completed"), 0), 4321);
}

TEST(DeviceStatus, KnowsNothingWhereNobodyAsks) {
  Desk desk;
  const Message request = polite(IPP_OP_GET_PRINTER_ATTRIBUTES, "ipp://localhost/ipp/print/office");
  const Message reply = reply_of(send(desk, {}, request.encode()));
  EXPECT_THAT(values(reply, "printer-state-reasons"), ElementsAre("none"));
  EXPECT_EQ(ippGetInteger(find(reply, "marker-levels"), 0), -2);
  EXPECT_EQ(find(reply, "printer-impressions-completed"), nullptr);
}

constexpr auto maintain = static_cast<ipp_op_t>(0x5001);

TEST(MaintainPrinter, MakesAJobOfAFunctionOfTheModel) {
  Desk desk;
  Request request(maintain, "photo");
  request.keyword(IPP_TAG_OPERATION, "platen-maintenance", "nozzle-check");
  request.login = "admin";
  const Message reply = desk.ask(request);
  ASSERT_EQ(Desk::status(reply), IPP_STATUS_OK);
  const job::Job job = desk.job(job_id(reply));
  EXPECT_EQ(job.state, job::JobState::pending);
  ASSERT_EQ(job.documents.size(), 1u);
  EXPECT_EQ(job.documents[0].format, "application/vnd.platen-maintenance");
}

TEST(MaintainPrinter, IsForAdministratorsAndForWhatThereIs) {
  Desk desk;
  const auto status = [&](const char* printer, const char* function, const char* login) {
    Request request(maintain, printer);
    if (function != nullptr) request.keyword(IPP_TAG_OPERATION, "platen-maintenance", function);
    request.login = login;
    return Desk::status(desk.ask(request));
  };
  EXPECT_NE(status("photo", "cleaning", ""), IPP_STATUS_OK);
  EXPECT_EQ(status("photo", "polish", "admin"), IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES);
  EXPECT_EQ(status("office", "cleaning", "admin"), IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES);
  EXPECT_EQ(status("photo", nullptr, "admin"), IPP_STATUS_ERROR_BAD_REQUEST);
}

} // namespace
} // namespace platen::intake::ipp::test
