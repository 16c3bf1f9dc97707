#include "setup/journal.h"
#include "world.h"

#include <fstream>

namespace platen::setup {
namespace {

Made made() {
  Made made;
  made.server = "fake";
  made.printer = "office";
  made.printer_uuid = "uuid-1";
  made.device_uri = "socket://192.0.2.20";
  made.scanner = "office";
  made.scanner_uri = "bjnp://192.0.2.20";
  made.changed_default = true;
  made.former_default = "old";
  return made;
}

TEST(SetupJournal, TellsTheNextOneWhatWasLeft) {
  const Folder folder;
  {
    auto journal = Journal::open(folder.path);
    ASSERT_TRUE(journal);
    EXPECT_FALSE(journal->left().value());
    ASSERT_TRUE(journal->write(made()));
    EXPECT_EQ(Journal::open(folder.path).error().code, Errc::busy);
  }
  auto journal = Journal::open(folder.path);
  ASSERT_TRUE(journal);
  const auto left = journal->left();
  ASSERT_TRUE(left && *left);
  EXPECT_EQ((*left)->printer_uuid, "uuid-1");
  EXPECT_EQ((*left)->former_default, "old");
  ASSERT_TRUE(journal->clear());
  EXPECT_FALSE(journal->left().value());
}

TEST(SetupJournal, ADamagedOneIsSaidAndKept) {
  const Folder folder;
  std::ofstream(folder.path / "setup.json") << "{\"server\": 7";
  auto journal = Journal::open(folder.path);
  ASSERT_TRUE(journal);
  const auto left = journal->left();
  ASSERT_FALSE(left);
  EXPECT_EQ(left.error().code, Errc::malformed);
  EXPECT_TRUE(std::filesystem::exists(journal->file()));
}

TEST(TakeBack, RemovesWhatWasMadeAndRestoresTheDefault) {
  FakeServer server;
  server.printers["office"] = {{"printer-uuid", "uuid-1"}};
  server.printers["old"] = Json::object();
  server.scanners["office"] = {{"uri", "bjnp://192.0.2.20"}};
  const auto done = take_back(server, made());
  ASSERT_TRUE(done) << done.error().message();
  EXPECT_EQ(done->size(), 3U);
  EXPECT_FALSE(server.printers.contains("office"));
  EXPECT_TRUE(server.scanners.empty());
  EXPECT_EQ(server.standard, "old");
}

TEST(TakeBack, LeavesWhatSomebodyElseHasMadeAnew) {
  FakeServer server;
  server.printers["office"] = {{"printer-uuid", "uuid-of-another"}};
  server.scanners["office"] = {{"uri", "bjnp://192.0.2.99"}};
  ASSERT_TRUE(take_back(server, made()));
  EXPECT_TRUE(server.printers.contains("office"));
  EXPECT_TRUE(server.scanners.contains("office"));
  EXPECT_TRUE(server.changes.empty());
}

TEST(TakeBack, KnowsByTheDeviceAPrinterWhoseUuidWasNotNoted) {
  FakeServer server;
  Made half = made();
  half.printer_uuid.clear();
  server.printers["office"] = {{"printer-uuid", "uuid-9"}, {"device-uri", half.device_uri}};
  ASSERT_TRUE(take_back(server, half));
  EXPECT_TRUE(server.printers.empty());
}

} // namespace
} // namespace platen::setup
