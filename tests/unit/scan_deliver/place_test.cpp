#include "base/pipe.h"
#include "base/scratch_folder.h"
#include "scan/deliver/courier/share.h"

#include <algorithm>
#include <map>

#include <gtest/gtest.h>

namespace platen::scan::courier {
namespace {

// A share in memory, whose `fault` ends every try at one of its steps.
class MemoryShare final : public Share {
public:
  std::map<std::string, std::string> files;
  std::string unreadable;
  int fault_at = -1;   // the step that fails, from 0
  bool lost = false;   // all steps after it, too
  std::string appears; // somebody else takes this name just before a rename

  Result<Seen> look(const std::string& name, LocalFile& file) override {
    TRY_VOID(step());
    if (name == unreadable) return Seen::unreadable;
    if (!files.contains(name)) return Seen::nothing;
    return files[name] == content(file) ? Seen::same : Seen::other;
  }
  Result<void> put(const std::string& name, LocalFile& file) override {
    const std::string text = content(file);
    files[name] = text.substr(0, text.size() / 2);
    TRY_VOID(step());
    files[name] = text;
    return {};
  }
  Result<bool> rename(const std::string& from, const std::string& to) override {
    if (!appears.empty()) files[std::exchange(appears, "")] = "somebody else's";
    TRY_VOID(step());
    if (files.contains(to)) return false;
    files[to] = files[from];
    files.erase(from);
    return true;
  }
  void remove(const std::string& name) override {
    if (!lost || steps_ <= fault_at) files.erase(name);
  }
  int steps() const { return steps_; }

private:
  static std::string content(LocalFile& file) {
    file.rewind();
    Buffer block(1000);
    return std::string(as_text(Bytes(block).first(*file.read(block))));
  }
  Result<void> step() {
    const int now = steps_++;
    if (now == fault_at || (lost && fault_at >= 0 && now > fault_at))
      return fail(lost ? Errc::unreachable : Errc::io, "broken");
    return {};
  }
  int steps_ = 0;
};

class PlaceTest : public ::testing::Test {
protected:
  void SetUp() override {
    auto made = ScratchFolder::make();
    ASSERT_TRUE(made);
    folder.emplace(std::move(*made));
    attempt.id = "d";
    add("Scan.pdf", "first");
    add("Scan-2.pdf", "second");
  }
  void add(const std::string& name, const std::string& text) {
    const auto path = folder->path() / name;
    ASSERT_TRUE(write_file(path, as_bytes(text)));
    attempt.files.push_back({path, name, "application/pdf", 0, 0, text.size()});
  }
  Result<std::string> place(MemoryShare& share) {
    auto pipe = make_pipe();
    EXPECT_TRUE(pipe);
    Reporter reporter(pipe->out.get());
    return place_files(attempt, share, reporter);
  }
  std::optional<ScratchFolder> folder;
  DeliveryTry attempt;
  const std::map<std::string, std::string> whole{{"Scan.pdf", "first"}, {"Scan-2.pdf", "second"}};
};

TEST(Numbered, GoesBeforeTheExtension) {
  EXPECT_EQ(numbered("a.pdf", 1), "a.pdf");
  EXPECT_EQ(numbered("a.b.pdf", 2), "a.b (2).pdf");
  EXPECT_EQ(numbered("a", 12), "a (12)");
  EXPECT_EQ(numbered(".hidden", 2), ".hidden (2)");
}

TEST_F(PlaceTest, PutsEachFileUnderItsName) {
  MemoryShare share;
  ASSERT_TRUE(place(share));
  EXPECT_EQ(share.files, whole);
}

TEST_F(PlaceTest, ComesToTheSameEndFromEveryBrokenTry) {
  MemoryShare fine;
  ASSERT_TRUE(place(fine));
  for (const bool lost : {false, true})
    for (int fault = 0; fault < fine.steps(); ++fault) {
      MemoryShare share;
      share.fault_at = fault;
      share.lost = lost;
      attempt.number = 1;
      EXPECT_FALSE(place(share));
      for (const auto& [name, text] : share.files) // nothing half under a name of somebody's
        if (!name.starts_with(".platen-")) {
          EXPECT_EQ(text, whole.at(name)) << fault;
        }
      share.fault_at = -1;
      share.lost = false;
      attempt.number = 2;
      ASSERT_TRUE(place(share)) << fault;
      EXPECT_EQ(share.files, whole) << fault; // and nothing left beside
    }
}

TEST_F(PlaceTest, NeverReplacesWhatAppearsMeanwhile) {
  MemoryShare share;
  share.appears = "Scan.pdf";
  ASSERT_TRUE(place(share));
  EXPECT_EQ(share.files.at("Scan.pdf"), "somebody else's");
  EXPECT_EQ(share.files.at("Scan (2).pdf"), "first");
  EXPECT_EQ(share.files.size(), 3U);
}

TEST_F(PlaceTest, SaysThatItCouldNotCompare) {
  MemoryShare share;
  share.unreadable = "Scan.pdf";
  const auto note = place(share);
  ASSERT_TRUE(note);
  EXPECT_NE(note->find("may not be read"), std::string::npos);
  EXPECT_TRUE(share.files.contains("Scan (2).pdf"));
}

TEST_F(PlaceTest, GivesUpWhereEveryNameIsTaken) {
  MemoryShare share;
  for (std::size_t number = 1; number <= 1000; ++number)
    share.files[numbered("Scan.pdf", number)] = "other";
  const auto placed = place(share);
  ASSERT_FALSE(placed);
  EXPECT_EQ(placed.error().code, Errc::conflict);
  EXPECT_EQ(share.files.size(), 1000U);
}

} // namespace
} // namespace platen::scan::courier
