#include "server/disk_watch.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

namespace platen::server {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class DiskWatchTest : public ::testing::Test {
protected:
  DiskWatchTest() {
    std::string name = (std::filesystem::temp_directory_path() / "platen-watch-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    job::StoreOptions options;
    options.folder = folder_ / "state";
    store_ = *job::open_sqlite_store(std::move(options));
    watch_ = std::make_unique<DiskWatch>(
        *store_,
        DiskWatch::Options{.policy = policy_,
                           .told = [this](std::string words) { told_.push_back(std::move(words)); },
                           .log =
                               [this](std::string_view level, std::string_view text) {
                                 log_.push_back(std::string(level) + ": " + std::string(text));
                               }});
  }
  ~DiskWatchTest() override {
    store_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  void keep_free(std::int64_t bytes) {
    intake::ipp::Policy policy;
    policy.free_bytes = bytes;
    policy_.set(policy);
  }

  std::filesystem::path folder_;
  Live<intake::ipp::Policy> policy_;
  std::unique_ptr<job::Store> store_;
  std::vector<std::string> told_, log_;
  std::unique_ptr<DiskWatch> watch_;
};

TEST_F(DiskWatchTest, TellsOnceThatTheDiskIsNearlyFullAndThatItIsNot) {
  keep_free(0);
  watch_->look();
  EXPECT_THAT(told_, IsEmpty());
  keep_free(std::int64_t{1} << 60);
  for (int i = 0; i < 3; ++i)
    watch_->look();
  EXPECT_THAT(told_, ElementsAre(HasSubstr("nearly full")));
  EXPECT_THAT(log_, ElementsAre(HasSubstr("error: the server's disk is nearly full")));
  keep_free(0);
  for (int i = 0; i < 3; ++i)
    watch_->look();
  EXPECT_THAT(told_, ElementsAre(HasSubstr("nearly full"), ""));
  EXPECT_THAT(log_.back(), HasSubstr("info: there is room on the disk again"));
}

TEST_F(DiskWatchTest, FindsOutThatTheDiskTakesSomethingAgain) {
  keep_free(0);
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit none = before;
  none.rlim_cur = 0;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &none), 0); // no file takes another byte
  EXPECT_FALSE(job::wait<void>([&](auto done) { store_->set_setting("a", "b", done); }));
  for (int i = 0; i < 12; ++i)
    watch_->look();
  EXPECT_THAT(told_, ElementsAre(HasSubstr("nothing can be stored: ")));
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  for (int i = 0; i < 2'000 && told_.size() < 2; ++i) { // the store's thread does the writing
    watch_->look();
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_THAT(told_, ElementsAre(HasSubstr("nothing can be stored: "), ""));
  EXPECT_THAT(store_->setting("a").has_value(), false) << "what was refused was not done";
}

} // namespace
} // namespace platen::server
