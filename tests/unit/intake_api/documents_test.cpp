#include "base/scratch_folder.h"
#include "intake/api/documents.h"

#include <gtest/gtest.h>

namespace platen::intake::api {
namespace {

namespace fs = std::filesystem;

class DocumentsTest : public ::testing::Test {
protected:
  Documents::Options options() {
    Documents::Options options;
    options.folder = folder.path() / "uploads";
    options.most_bytes = [this] { return most; };
    options.room = [this](std::uint64_t bytes) -> Result<void> {
      if (bytes <= room) return {};
      return fail(Errc::busy, "the disk is full");
    };
    options.sniff = [](Bytes head) -> Result<std::string> {
      if (head.empty()) return fail(Errc::malformed, "the document is empty");
      if (as_text(head).starts_with("PK")) return fail(Errc::unsupported, "this is a ZIP archive");
      return std::string("text/plain");
    };
    options.clock = [this] { return now; };
    options.most_of_one_caller = 3;
    options.most = 5;
    options.most_bytes_of_one_caller = 1'000;
    return options;
  }

  Result<DocumentFacts> send(const auth::Principal& who, std::string_view bytes,
                             const std::string& name = "a.txt") {
    TRY(auto document, documents->add(who, name, "", 0));
    TRY_VOID(document->write(as_bytes(bytes)));
    return document->finish();
  }

  std::size_t files() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder.path() / "uploads"), fs::directory_iterator()));
  }

  static auth::Principal user(const std::string& name) {
    auth::Principal who;
    who.name = name;
    who.address = "192.0.2.7";
    return who;
  }

  ScratchFolder folder = ScratchFolder::make().value();
  std::uint64_t most = 500, room = 1'000'000;
  std::int64_t now = 1'000;
  std::unique_ptr<Documents> documents = Documents::open(options()).value();
};

TEST_F(DocumentsTest, WhatWasSentIsThereForWhoSentIt) {
  const auto sent = send(user("ann"), "hello");
  ASSERT_TRUE(sent);
  EXPECT_EQ(sent->id.size(), 32U);
  auto open = documents->open(sent->id, user("ann"));
  ASSERT_TRUE(open);
  EXPECT_EQ(open->facts.name, "a.txt");
  EXPECT_EQ(open->facts.format, "text/plain");
  EXPECT_EQ(open->facts.bytes, 5U);
  Buffer read(16);
  EXPECT_EQ(read_some(open->fd.get(), read).value(), 5U);
  EXPECT_EQ(documents->open(sent->id, user("bob")).error().code, Errc::not_found);
  EXPECT_EQ(documents->facts(sent->id, user("")).error().code, Errc::not_found);
  EXPECT_EQ(documents->remove(sent->id, user("bob")).error().code, Errc::not_found);
}

TEST_F(DocumentsTest, OfAGuestTheIdIsTheSecretAndALoginKeepsIt) {
  const auto sent = send(user(""), "hello");
  ASSERT_TRUE(sent);
  EXPECT_TRUE(documents->facts(sent->id, user("")));
  EXPECT_TRUE(documents->facts(sent->id, user("ann")));
}

TEST_F(DocumentsTest, NoIdLeadsOutOfTheFolder) {
  for (const char* const id : {"../uploads", "..", ".", "", "/etc/passwd", "a/b"})
    EXPECT_EQ(documents->open(id, user("ann")).error().code, Errc::not_found) << id;
}

TEST_F(DocumentsTest, FilesAreForTheServerAlone) {
  const auto sent = send(user("ann"), "hello");
  const auto mode = fs::status(folder.path() / "uploads" / sent->id).permissions();
  EXPECT_EQ(mode, fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(fs::status(folder.path() / "uploads").permissions(), fs::perms::owner_all);
}

TEST_F(DocumentsTest, OneThatIsTooLargeIsRefusedAtOnceOrAsItComes) {
  EXPECT_EQ(documents->add(user("ann"), "a", "", 10'000'000'000).error().code, Errc::limit);
  auto document = documents->add(user("ann"), "a", "", 0);
  ASSERT_TRUE(document);
  EXPECT_TRUE((*document)->write(as_bytes(std::string(500, 'x'))));
  EXPECT_EQ((*document)->write(as_bytes(std::string(1, 'x'))).error().code, Errc::limit);
  document->reset();
  EXPECT_EQ(files(), 0U);
}

TEST_F(DocumentsTest, AFullDiskIsTold) {
  room = 10;
  EXPECT_EQ(documents->add(user("ann"), "a", "", 100).error().code, Errc::busy);
}

TEST_F(DocumentsTest, OneThatStopsInTheMiddleLeavesNothing) {
  {
    auto document = documents->add(user("ann"), "a", "", 0);
    ASSERT_TRUE(document);
    EXPECT_TRUE((*document)->write(as_bytes("hel")));
    EXPECT_EQ(files(), 1U);
  }
  EXPECT_EQ(files(), 0U);
  EXPECT_TRUE(send(user("ann"), std::string(400, 'x'))); // nor does its part count
}

TEST_F(DocumentsTest, WhatIsNoDocumentIsRefusedAndGone) {
  EXPECT_EQ(send(user("ann"), "PK\x03\x04").error().code, Errc::unsupported);
  EXPECT_EQ(send(user("ann"), "").error().code, Errc::malformed);
  EXPECT_EQ(send(user("ann"), "hello", "a.pdf").error().code, Errc::unsupported);
  EXPECT_EQ(files(), 0U);
}

TEST_F(DocumentsTest, NobodyMayHaveTooMany) {
  for (int i = 0; i < 3; ++i)
    EXPECT_TRUE(send(user("ann"), "x"));
  EXPECT_EQ(send(user("ann"), "x").error().code, Errc::limit);
  EXPECT_TRUE(send(user("bob"), "x"));
  EXPECT_TRUE(send(user(""), "x"));
  EXPECT_EQ(send(user("carl"), "x").error().code, Errc::busy);
  EXPECT_EQ(files(), 5U);
}

TEST_F(DocumentsTest, NobodyMayHaveTooManyBytes) {
  EXPECT_TRUE(send(user("ann"), std::string(500, 'x')));
  const auto second = send(user("ann"), std::string(500, 'x'));
  ASSERT_TRUE(second);
  EXPECT_EQ(send(user("ann"), "x").error().code, Errc::limit);
  ASSERT_TRUE(documents->remove(second->id, user("ann")));
  EXPECT_TRUE(send(user("ann"), "x"));
}

TEST_F(DocumentsTest, WhatNobodyUsesForAnHourGoes) {
  const auto used = send(user("ann"), "x"), unused = send(user("ann"), "x");
  now += 3'599;
  documents->tick();
  EXPECT_TRUE(documents->facts(used->id, user("ann"))); // from now on another hour
  now += 1;
  documents->tick();
  EXPECT_TRUE(documents->facts(used->id, user("ann")));
  EXPECT_EQ(documents->facts(unused->id, user("ann")).error().code, Errc::not_found);
  EXPECT_EQ(files(), 1U);
}

TEST_F(DocumentsTest, ARestartForgetsThem) {
  ASSERT_TRUE(send(user("ann"), "x"));
  documents = Documents::open(options()).value();
  EXPECT_EQ(files(), 0U);
}

} // namespace
} // namespace platen::intake::api
