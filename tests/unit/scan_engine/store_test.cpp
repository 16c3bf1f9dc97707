#include "base/scratch_folder.h"
#include "scan/engine/catalogue.h"
#include "scan/engine/delivery_records.h"
#include "scan/store/store.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

namespace platen::scan {
namespace {

class RecordStoreTest : public ::testing::Test {
protected:
  ScratchFolder folder = ScratchFolder::make().value();
  std::unique_ptr<RecordStore> open() { return open_record_store(folder.path()).value(); }
};

TEST_F(RecordStoreTest, KeepsWhatItWasTold) {
  {
    const auto store = open();
    ASSERT_TRUE(store->change({{RecordKind::recipe, "b", "{}"}, {RecordKind::recipe, "a", "1"}}));
    ASSERT_TRUE(store->change({{RecordKind::recipe, "b", std::nullopt},
                               {RecordKind::recipe, "a", "2"},
                               {RecordKind::session, "a", "3"}}));
  }
  const auto store = open();
  using Records = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(store->all(RecordKind::recipe).value(), (Records{{"a", "2"}}));
  EXPECT_EQ(store->all(RecordKind::session).value(), (Records{{"a", "3"}}));
}

TEST_F(RecordStoreTest, NeverGivesANumberTwice) {
  EXPECT_EQ(open()->next("session").value(), 1);
  const auto store = open();
  EXPECT_EQ(store->next("session").value(), 2);
  EXPECT_EQ(store->next("file").value(), 1);
}

TEST_F(RecordStoreTest, RefusesANewerOneAndAnothers) {
  open();
  sqlite3* handle = nullptr;
  const std::string file = (folder.path() / "scans.db").string();
  ASSERT_EQ(sqlite3_open(file.c_str(), &handle), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(handle, "PRAGMA user_version = 99", nullptr, nullptr, nullptr), SQLITE_OK);
  EXPECT_EQ(open_record_store(folder.path()).error().code, Errc::unsupported);
  ASSERT_EQ(sqlite3_exec(handle, "PRAGMA application_id = 7", nullptr, nullptr, nullptr),
            SQLITE_OK);
  sqlite3_close(handle);
  const auto refused = open_record_store(folder.path());
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message().find("another program's database"), std::string::npos);
}

TEST_F(RecordStoreTest, ADamagedFileIsToldWithWhatToDo) {
  open();
  std::filesystem::resize_file(folder.path() / "scans.db", 1'000);
  const auto refused = open_record_store(folder.path());
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message().find("move"), std::string::npos) << refused.error().message();
}

Destination folder_destination(const std::string& name) {
  Destination destination;
  destination.name = name;
  destination.address = "/srv";
  return destination;
}

class CatalogueTest : public RecordStoreTest {
protected:
  std::unique_ptr<RecordStore> store = open();
  std::unique_ptr<Catalogue> catalogue =
      Catalogue::open(*store, [](const std::string& text) { FAIL() << text; }).value();
};

TEST_F(CatalogueTest, KeepsItsEntriesOverARestart) {
  const Destination archive = folder_destination("Archive");
  ASSERT_TRUE(catalogue->put(archive));
  const ScannerEntry scanner{"office", "urn:uuid:1", "sane:test:0", "", "Office", "2nd floor"};
  ASSERT_TRUE(catalogue->put(scanner));
  const Recipe recipe{"Invoices", {{"format", "pdfa"}, {"to", "Archive"}}, "office", "color"};
  ASSERT_TRUE(catalogue->put(recipe));
  const auto again =
      Catalogue::open(*store, [](const std::string& text) { FAIL() << text; }).value();
  EXPECT_EQ(again->destinations(), std::vector{archive});
  EXPECT_EQ(again->scanners(), std::vector{scanner});
  EXPECT_EQ(again->recipes(), std::vector{recipe});
}

Destination mail_destination(std::vector<std::string> to, bool open) {
  Destination mail;
  mail.name = "Mail";
  mail.kind = DestinationKind::mail;
  mail.address = "smtp://localhost";
  mail.login = "none";
  mail.from = "s@example.org";
  mail.to = std::move(to);
  mail.open_recipients = open;
  return mail;
}

TEST_F(CatalogueTest, KeepsItsAddressBookAndLooksContactsUpWhenTheyAreNeeded) {
  ASSERT_TRUE(catalogue->put(Contact{"ann", {"ann@example.org"}}));
  ASSERT_TRUE(catalogue->put(Contact{"all", {"ann@example.org", "bo@example.org"}}));
  ASSERT_TRUE(catalogue->put(mail_destination({"@ann"}, true)));
  const auto again =
      Catalogue::open(*store, [](const std::string& text) { FAIL() << text; }).value();
  EXPECT_EQ(again->contacts().size(), 2u);
  const Destination mail = again->destination("Mail").value();
  EXPECT_EQ(mail, mail_destination({"@ann"}, true));
  using Addresses = std::vector<std::string>;
  EXPECT_EQ(again->addressed(mail, {}).value().to, (Addresses{"ann@example.org"}));
  EXPECT_EQ(again->addressed(mail, {"all", "cy@example.org", "ann"}).value().to,
            (Addresses{"ann@example.org", "bo@example.org", "cy@example.org"}));
  EXPECT_EQ(again->addressed(mail_destination({"@ann"}, false), {"cy@example.org"}).value().to,
            (Addresses{"ann@example.org"}));
  EXPECT_EQ(again->addressed(mail, {"nobody"}).error().code, Errc::invalid);
  EXPECT_EQ(again->addressed(mail, {"x@y\r\nDATA"}).error().code, Errc::invalid);
  EXPECT_EQ(again->remove(RecordKind::contact, "ann").error().code, Errc::conflict);
  EXPECT_TRUE(again->remove(RecordKind::contact, "all"));
}

TEST_F(CatalogueTest, AMailHasRecipientsAndNoMoreThanItTakes) {
  std::vector<std::string> many;
  for (int i = 0; i < 150; ++i)
    many.push_back("a" + std::to_string(i) + "@example.org");
  ASSERT_TRUE(catalogue->put(Contact{"half", many}));
  for (std::string& one : many)
    one = "b" + one;
  ASSERT_TRUE(catalogue->put(Contact{"other", many}));
  EXPECT_EQ(catalogue->put(mail_destination({"@half", "@other"}, false)).error().code,
            Errc::invalid);
  ASSERT_TRUE(catalogue->put(mail_destination({}, true)));
  EXPECT_TRUE(catalogue->settings("", {{"to", "Mail"}, {"mail-to", "half"}}));
  for (const char* const named : {"half,other", "", "nobody", "a@", "@"})
    EXPECT_EQ(catalogue->settings("", {{"to", "Mail"}, {"mail-to", named}}).error().code,
              Errc::invalid)
        << named;
  EXPECT_EQ(catalogue->settings("", {{"mail-to", "half"}}).error().code, Errc::invalid);
}

TEST_F(CatalogueTest, AnOptionGoesBeforeTheRecipe) {
  ASSERT_TRUE(
      catalogue->put(Recipe{"Fine", {{"input-resolution", "600dpi"}, {"format", "tiff"}}, "", ""}));
  const auto settings = catalogue->settings("Fine", {{"format", "png"}});
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->resolution, Dpi{600});
  EXPECT_EQ(settings->file.format, Format::png);
  EXPECT_EQ(catalogue->settings("Coarse", {}).error().code, Errc::not_found);
}

TEST_F(CatalogueTest, RefusesWhatCouldNotWork) {
  EXPECT_FALSE(catalogue->put(Recipe{"Lost", {{"to", "Nowhere"}}, "", ""}));
  EXPECT_FALSE(catalogue->put(Recipe{"a/b", {}, "", ""}));
  EXPECT_FALSE(catalogue->put(Recipe{"Button", {}, "", "color"}));
  EXPECT_FALSE(catalogue->put(ScannerEntry{"no name", "", "sane:x", "", "", ""}));
  EXPECT_TRUE(catalogue->put(Recipe{"Copy", {{"to", "print:ir1020?copies=2"}}, "", ""}));
}

TEST_F(CatalogueTest, ADestinationThatARecipeNamesStays) {
  ASSERT_TRUE(catalogue->put(folder_destination("Archive")));
  ASSERT_TRUE(catalogue->put(Recipe{"Invoices", {{"to", "Archive"}}, "", ""}));
  EXPECT_EQ(catalogue->remove(RecordKind::destination, "Archive").error().code, Errc::conflict);
  ASSERT_TRUE(catalogue->remove(RecordKind::recipe, "Invoices"));
  EXPECT_TRUE(catalogue->remove(RecordKind::destination, "Archive"));
  EXPECT_EQ(catalogue->remove(RecordKind::destination, "Archive").error().code, Errc::not_found);
}

TEST_F(RecordStoreTest, KeepsDeliveries) {
  const auto store = open();
  Delivery delivery;
  delivery.id = "a-1";
  delivery.session = "7";
  delivery.destination = "Mail";
  delivery.kind = DestinationKind::mail;
  delivery.state = DeliveryState::unsure;
  delivery.tries = 3;
  delivery.since = SystemTime(std::chrono::seconds(1'000));
  delivery.next = SystemTime(std::chrono::seconds(2'000));
  delivery.doubtful = true;
  delivery.words = "the connection was lost";
  delivery.there = {"<a-1@platen>"};
  const auto gone = [](const std::string&) { return false; };
  ASSERT_TRUE(delivery_records(*store, gone)->save(delivery));
  EXPECT_EQ(delivery_records(*store, gone)->load().value(), std::vector{delivery});
  delivery.state = DeliveryState::done; // of a scan that is forgotten
  ASSERT_TRUE(delivery_records(*store, gone)->save(delivery));
  EXPECT_TRUE(delivery_records(*store, gone)->load().value().empty());
  EXPECT_TRUE(store->all(RecordKind::delivery).value().empty());
}

} // namespace
} // namespace platen::scan
