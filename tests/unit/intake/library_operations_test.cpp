#include "job/content_hash.h"
#include "library/bundle.h"
#include "unit/intake/counter.h"
#include "wire/ipp/library_operations.h"

#include <atomic>
#include <chrono>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Papers, profiles and recipes over IPP, and the profiles over HTTP.
namespace platen::intake::ipp::test {
namespace {

using platen::ipp::add_to_library_operation;
using platen::ipp::get_library_operation;
using platen::ipp::remove_from_library_operation;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

const std::string system_uri = "ipp://localhost/ipp/system";
const std::string profile_bytes = "the bytes of a profile";

Sent as(const std::string& login) {
  Sent sent;
  if (!login.empty()) sent.authorization = "Basic " + login;
  return sent;
}

Message add(Desk& desk, const std::string& login, const std::string& file) {
  return reply_of(
      send(desk, as(login), polite(add_to_library_operation, system_uri).encode() + file));
}

Message remove(Desk& desk, const std::string& login, const char* kind, const char* name) {
  const Message request = polite(remove_from_library_operation, system_uri);
  ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "platen-kind", nullptr, kind);
  ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "platen-name", nullptr, name);
  return reply_of(send(desk, as(login), request.encode()));
}

// A paper with a profile for it, and a recipe.
std::string file() {
  library::Library all;
  model::Paper paper;
  paper.name = "rag-308";
  paper.label = "Photo Rag 308";
  paper.media_type = "canon-baryta";
  all.papers.push_back({"canon-pro-1000", paper});
  library::LibraryProfile profile;
  profile.model = "canon-pro-1000";
  profile.profile.id = {"Rag", job::hex(job::digest_of(as_bytes(profile_bytes)))};
  profile.profile.media_type = "rag-308";
  all.profiles.push_back(profile);
  all.recipes.push_back({"canon-pro-1000", {"Museum", {{"paper", "rag-308"}}}});
  const auto text = library::write_bundle(all, [](const std::string&) -> Result<Buffer> {
    const Bytes bytes = as_bytes(profile_bytes);
    return Buffer(bytes.begin(), bytes.end());
  });
  return *text;
}

Message photo_attributes(Desk& desk) {
  return desk.ask(Request(IPP_OP_GET_PRINTER_ATTRIBUTES, "photo"));
}

TEST(LibraryOperations, OnlyAnAdministratorChangesIt) {
  Desk desk;
  EXPECT_EQ(Desk::status(add(desk, "", file())), IPP_STATUS_ERROR_NOT_AUTHENTICATED);
  EXPECT_EQ(Desk::status(add(desk, "anna", file())), IPP_STATUS_ERROR_NOT_AUTHORIZED);
  EXPECT_TRUE(desk.shelf->library()->empty());
  ASSERT_EQ(Desk::status(add(desk, "admin", file())), IPP_STATUS_OK);
  EXPECT_EQ(Desk::status(remove(desk, "", "recipe", "Museum")), IPP_STATUS_ERROR_NOT_AUTHENTICATED);
  EXPECT_EQ(Desk::status(remove(desk, "anna", "recipe", "Museum")),
            IPP_STATUS_ERROR_NOT_AUTHORIZED);
  EXPECT_EQ(desk.shelf->library()->recipes.size(), 1U);
  EXPECT_EQ(Desk::status(remove(desk, "admin", "recipe", "Museum")), IPP_STATUS_OK);
  EXPECT_THAT(desk.audit.lines(), Contains(HasSubstr("admin remove-from-library recipe Museum")));
}

TEST(LibraryOperations, WhatWasAddedIsServedAtOnceAndByThatPrinterAlone) {
  Desk desk;
  EXPECT_THAT(values(photo_attributes(desk), "media-type-supported"), Not(Contains("rag-308")));
  ASSERT_EQ(Desk::status(add(desk, "admin", file())), IPP_STATUS_OK);
  EXPECT_THAT(values(photo_attributes(desk), "media-type-supported"), Contains("rag-308"));
  const Message office = desk.ask(Request(IPP_OP_GET_PRINTER_ATTRIBUTES, "office"));
  EXPECT_THAT(values(office, "media-type-supported"), Not(Contains("rag-308")));
  EXPECT_EQ(find(office, "printer-icc-profiles"), nullptr);
}

TEST(LibraryOperations, DialogsCallAPaperByItsLabel) {
  Desk desk;
  Sent sent;
  sent.method = "GET";
  sent.path = "/icons/canon-pro-1000.strings";
  EXPECT_THAT(*send(desk, sent, "").body, Not(HasSubstr("media-type.rag-308")));
  ASSERT_EQ(Desk::status(add(desk, "admin", file())), IPP_STATUS_OK);
  EXPECT_THAT(*send(desk, sent, "").body,
              HasSubstr("\"media-type.rag-308\" = \"Photo Rag 308\";\n"));
}

TEST(LibraryOperations, ABrokenFileChangesNothingAndIsExplained) {
  Desk desk;
  for (const std::string& wrong : {std::string(), std::string("{}"), file().substr(0, 300)}) {
    const Message reply = add(desk, "admin", wrong);
    EXPECT_NE(Desk::status(reply), IPP_STATUS_OK);
    EXPECT_FALSE(values(reply, "status-message").empty());
  }
  EXPECT_TRUE(desk.shelf->library()->empty());
  EXPECT_EQ(Desk::status(remove(desk, "admin", "poster", "Museum")), IPP_STATUS_ERROR_BAD_REQUEST);
}

TEST(LibraryOperations, AnExportIsWhatAnImportTakes) {
  Desk desk;
  ASSERT_EQ(Desk::status(add(desk, "admin", file())), IPP_STATUS_OK);
  const Message request = polite(get_library_operation, system_uri);
  ippAddBoolean(request.get(), IPP_TAG_OPERATION, "platen-profile-data", 1);
  const Message reply = reply_of(send(desk, as("anna"), request.encode()));
  ipp_attribute_t* const pieces = find(reply, "platen-library");
  ASSERT_NE(pieces, nullptr);
  std::string text;
  for (int i = 0; i < ippGetCount(pieces); ++i) {
    int length = 0;
    const void* const piece = ippGetOctetString(pieces, i, &length);
    text.append(static_cast<const char*>(piece), static_cast<std::size_t>(length));
  }
  Desk other;
  EXPECT_EQ(Desk::status(add(other, "admin", text)), IPP_STATUS_OK);
  EXPECT_EQ(other.shelf->library()->recipes.size(), 1U);
}

// Changes whose profiles are looked into until the test lets them go.
class SlowChanges : public testing::Test {
protected:
  SlowChanges() {
    desk_.profile_check = [this]() -> Result<void> {
      looks_ = true;
      while (!go_on_)
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
      return {};
    };
  }
  ~SlowChanges() override { go_on_ = true; }
  std::future<http::Response> begin_change() {
    return begin(desk_, as("admin"),
                 polite(add_to_library_operation, system_uri).encode() + file());
  }
  void wait_for_look() const {
    while (!looks_)
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  Desk desk_;
  std::atomic<bool> looks_ = false, go_on_ = false;
};

// All requests of this test come on one thread: were it held, the second would not be answered.
TEST_F(SlowChanges, HoldUpNobodyElse) {
  auto change = begin_change();
  wait_for_look();
  EXPECT_THAT(values(photo_attributes(desk_), "media-type-supported"), Not(Contains("rag-308")));
  EXPECT_NE(job_id(desk_.ask(Request(IPP_OP_PRINT_JOB, "photo"), "%PDF")), 0);
  EXPECT_EQ(change.wait_for(std::chrono::seconds{0}), std::future_status::timeout);
  go_on_ = true;
  EXPECT_EQ(status_of(change.get()), IPP_STATUS_OK);
  EXPECT_THAT(values(photo_attributes(desk_), "media-type-supported"), Contains("rag-308"));
}

TEST_F(SlowChanges, WaitForOneAnotherUpToABound) {
  std::vector<std::future<http::Response>> changes;
  changes.push_back(begin_change());
  wait_for_look();
  for (std::size_t i = 0; i < Desk::changes_waiting; ++i)
    changes.push_back(begin_change());
  const Message refused = reply_of(begin_change().get());
  EXPECT_EQ(Desk::status(refused), IPP_STATUS_ERROR_BUSY);
  EXPECT_THAT(values(refused, "status-message"), Contains(HasSubstr("try again")));
  go_on_ = true;
  for (auto& change : changes)
    EXPECT_EQ(status_of(change.get()), IPP_STATUS_OK);
}

// A backup was restored, or the model's file has changed.
TEST(LibraryOperations, APrinterWhoseRecipeIsGoneDoesNotPrintInAnotherWay) {
  for (const char* const option : {"recipe", "paper", "icc-profile"}) {
    Desk desk;
    ASSERT_EQ(Desk::status(add(desk, "admin", file())), IPP_STATUS_OK);
    job::Printer printer;
    printer.name = "museum";
    printer.model = "canon-pro-1000";
    printer.device_uri = "file:///dev/null";
    printer.defaults = {{option, "Gone"}};
    ASSERT_TRUE(
        job::wait<job::Printer>([&](auto done) { desk.store->add_printer(printer, done); }));
    const Message reply = desk.ask(Request(IPP_OP_VALIDATE_JOB, "museum"));
    EXPECT_EQ(Desk::status(reply), IPP_STATUS_ERROR_NOT_POSSIBLE) << option;
    EXPECT_THAT(values(reply, "status-message"), Contains(HasSubstr("not there any more")));
  }
}

TEST(ProfileFiles, AreInMemoryOnceForAllWhoFetchThem) {
  Desk desk;
  ASSERT_EQ(Desk::status(add(desk, "admin", file())), IPP_STATUS_OK);
  const Message photo = photo_attributes(desk);
  ASSERT_NE(find(photo, "printer-icc-profiles"), nullptr);
  Sent sent;
  sent.method = "GET";
  sent.path = "/profiles/" + job::hex(job::digest_of(as_bytes(profile_bytes))) + ".icc";
  const http::Response one = send(desk, sent, ""), two = send(desk, sent, "");
  ASSERT_EQ(one.status, 200);
  EXPECT_EQ(*one.body, profile_bytes);
  EXPECT_EQ(one.body, two.body) << "each client holds a copy of its own";
}

TEST(ProfileFiles, ThatAreNotThereAreNotFound) {
  Desk desk;
  Sent sent;
  sent.method = "GET";
  for (const std::string& name : {std::string(64, 'a') + ".icc", std::string("x.icc"),
                                  std::string("../platen.db"), std::string()}) {
    sent.path = "/profiles/" + name;
    EXPECT_EQ(send(desk, sent, "").status, 404) << name;
  }
}

} // namespace
} // namespace platen::intake::ipp::test
