#include "intake/ipp/printer_cache.h"
#include "unit/intake/counter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// A printer that says which parts it does not have: "office", an imageRUNNER 1020.
namespace platen::intake::ipp::test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Request setting(const std::string& printer = "office") {
  Request request(IPP_OP_SET_PRINTER_ATTRIBUTES, printer);
  request.login = "admin";
  return request;
}

ipp_status_t lack(Desk& desk, const char* part) {
  return Desk::status(desk.ask(setting().keyword(IPP_TAG_PRINTER, "platen-not-fitted", part)));
}

Message attributes(Desk& desk) {
  const Message request = polite(IPP_OP_GET_PRINTER_ATTRIBUTES);
  const std::array<const char*, 2> requested{"all", "media-col-database"};
  ippAddStrings(request.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes",
                static_cast<int>(requested.size()), nullptr, requested.data());
  return reply_of(send(desk, {}, request.encode()));
}

// Every media-source in an attribute's collections.
std::vector<std::string> sources_in(const Message& reply, const char* name) {
  std::vector<std::string> sources;
  ipp_attribute_t* const found = find(reply, name);
  for (int i = 0; found != nullptr && i < ippGetCount(found); ++i)
    if (ipp_attribute_t* const source =
            ippFindAttribute(ippGetCollection(found, i), "media-source", IPP_TAG_KEYWORD))
      sources.emplace_back(ippGetString(source, 0, nullptr));
  return sources;
}

Request from_drawer_2(ipp_op_t operation, bool fidelity) {
  Request request(operation, "office");
  if (fidelity) request.boolean(IPP_TAG_OPERATION, "ipp-attribute-fidelity", true);
  ipp_t* const media = ippNew();
  ippAddString(media, IPP_TAG_ZERO, IPP_TAG_KEYWORD, "media-source", nullptr, "tray-2");
  ippAddCollection(request.get(), IPP_TAG_JOB, "media-col", media);
  ippDelete(media);
  return request;
}

TEST(NotFitted, IsNothingByItself) {
  Desk desk;
  const Message reply = attributes(desk);
  EXPECT_THAT(values(reply, "platen-not-fitted"), ElementsAre("none"));
  EXPECT_THAT(values(reply, "platen-not-fitted-supported"), ElementsAre("none", "tray-2"));
  EXPECT_THAT(values(reply, "media-source-supported"), Contains("tray-2"));
  EXPECT_THAT(sources_in(reply, "media-col-database"), Contains("tray-2"));
}

TEST(NotFitted, IsOfferedNowhere) {
  Desk desk;
  ASSERT_EQ(lack(desk, "tray-2"), IPP_STATUS_OK);
  const Message reply = attributes(desk);
  EXPECT_THAT(values(reply, "platen-not-fitted"), ElementsAre("tray-2"));
  EXPECT_THAT(values(reply, "media-source-supported"),
              ElementsAre("auto", "by-pass-tray", "tray-1"));
  EXPECT_THAT(values(reply, "canon-cover-source-supported"), Not(Contains("tray-2")));
  for (const char* const name : {"media-col-database", "media-col-ready", "media-col-default"})
    EXPECT_THAT(sources_in(reply, name), Not(Contains("tray-2"))) << name;
  EXPECT_THAT(values(reply, "media-key-supported"), Each(Not(HasSubstr("tray-2"))));
  EXPECT_THAT(values(reply, "printer-input-tray"), Each(Not(HasSubstr("tray-2"))));
  EXPECT_THAT(values(reply, "job-constraints-supported"), Each(Not(HasSubstr("tray-2"))));
  EXPECT_EQ(lack(desk, "none"), IPP_STATUS_OK);
  EXPECT_THAT(values(attributes(desk), "media-source-supported"), Contains("tray-2"));
}

TEST(NotFitted, IsToldToAJobThatInsists) {
  Desk desk;
  ASSERT_EQ(lack(desk, "tray-2"), IPP_STATUS_OK);
  const Message reply = desk.ask(from_drawer_2(IPP_OP_VALIDATE_JOB, true));
  EXPECT_EQ(Desk::status(reply), IPP_STATUS_ERROR_CONFLICTING);
  EXPECT_THAT(values(reply, "status-message"),
              ElementsAre(AllOf(HasSubstr("Drawer 2 is not fitted on this printer"),
                                HasSubstr("choose media-source=auto"))));
  EXPECT_THAT(unsupported(reply), Contains("media-col"));
}

TEST(NotFitted, IsReplacedForAJobThatDoesNot) {
  Desk desk;
  ASSERT_EQ(lack(desk, "tray-2"), IPP_STATUS_OK);
  const Message reply = desk.ask(from_drawer_2(IPP_OP_PRINT_JOB, false), "%PDF-1.4");
  EXPECT_EQ(Desk::status(reply), IPP_STATUS_OK_CONFLICTING);
  const job::Job job = desk.job(job_id(reply));
  EXPECT_THAT(job.options, Contains(testing::Pair("media-source", "auto")));
  EXPECT_THAT(job.detailed, Contains(AllOf(HasSubstr("Drawer 2 is not fitted on this printer"),
                                           HasSubstr("it is printed with media-source=auto"))));
}

TEST(NotFitted, IsNoDefaultOfThePrinter) {
  Desk desk;
  ASSERT_EQ(lack(desk, "tray-2"), IPP_STATUS_OK);
  const Message refused =
      desk.ask(setting().keyword(IPP_TAG_PRINTER, "media-source-default", "tray-2"));
  EXPECT_EQ(Desk::status(refused), IPP_STATUS_ERROR_CONFLICTING);
  EXPECT_THAT(values(refused, "status-message"), ElementsAre(HasSubstr("is not fitted")));
  EXPECT_EQ(lack(desk, "none"), IPP_STATUS_OK);
  EXPECT_EQ(
      Desk::status(desk.ask(setting().keyword(IPP_TAG_PRINTER, "media-source-default", "tray-2"))),
      IPP_STATUS_OK);
  EXPECT_EQ(lack(desk, "tray-2"), IPP_STATUS_ERROR_CONFLICTING);
  EXPECT_TRUE(desk.store->printers()->at(1).not_fitted.empty());
}

// The drawer comes and its default with it, in one request.
TEST(NotFitted, MayBeFittedAndMadeTheDefaultAtOnce) {
  Desk desk;
  ASSERT_EQ(lack(desk, "tray-2"), IPP_STATUS_OK);
  EXPECT_EQ(Desk::status(desk.ask(setting()
                                      .keyword(IPP_TAG_PRINTER, "platen-not-fitted", "none")
                                      .keyword(IPP_TAG_PRINTER, "media-source-default", "tray-2"))),
            IPP_STATUS_OK);
}

TEST(NotFitted, TakesOnlyWhatTheModelMayLack) {
  Desk desk;
  const Message refused =
      desk.ask(setting().keyword(IPP_TAG_PRINTER, "platen-not-fitted", "tray-1"));
  EXPECT_EQ(Desk::status(refused), IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES);
  EXPECT_THAT(values(refused, "status-message"), ElementsAre(HasSubstr("may be without tray-2")));
  EXPECT_EQ(Desk::status(
                desk.ask(setting("photo").keyword(IPP_TAG_PRINTER, "platen-not-fitted", "tray-2"))),
            IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES);
}

TEST(NotFitted, IsForgottenWithTheModel) {
  Desk desk;
  ASSERT_EQ(lack(desk, "tray-2"), IPP_STATUS_OK);
  EXPECT_EQ(
      Desk::status(desk.ask(setting().name(IPP_TAG_PRINTER, "platen-model", "canon-pro-1000"))),
      IPP_STATUS_OK);
  EXPECT_TRUE(desk.store->printers()->at(1).not_fitted.empty());
}

TEST(NotFitted, IsSettableWhereAModelHasSuchParts) {
  Desk desk;
  const auto settable = [&](const std::string& printer) {
    Request request(IPP_OP_GET_PRINTER_SUPPORTED_VALUES, printer);
    request.login = "admin";
    return values(desk.ask(request), "platen-not-fitted");
  };
  EXPECT_THAT(settable("office"), ElementsAre("none", "tray-2"));
  EXPECT_TRUE(settable("photo").empty());
}

} // namespace
} // namespace platen::intake::ipp::test
