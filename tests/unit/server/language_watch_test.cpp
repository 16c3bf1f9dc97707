#include "intake/ipp/told_languages.h"
#include "one_printer.h"
#include "server/language_watch.h"

#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::server {
namespace {

using std::chrono::milliseconds;
using ::testing::AllOf;
using ::testing::HasSubstr;

// A printer whose device named two languages when it was added, and names what it is told to now.
class Languages : public OnePrinter {
protected:
  Languages() : OnePrinter("socket://192.0.2.7", {}) {
    know({"snmp", {"pcl-xl", "pcl-5e"}});
    watch_ = std::make_unique<LanguageWatch>(*store_, how());
    store_->observe([this](const job::Event& event) { watch_->store_changed(event); });
  }
  ~Languages() override {
    settle();
    watch_->stop();
    store_.reset(); // it tells the watch of its last changes
  }
  LanguageWatch::Options how() {
    LanguageWatch::Options how;
    how.ask = [this](const std::string& channel, const std::string& uri,
                     const Cancel&) -> Result<device::Probe> {
      ++asked_;
      EXPECT_EQ(channel, "snmp");
      EXPECT_EQ(uri, "socket://192.0.2.7");
      const std::lock_guard lock(mutex_);
      if (silent_) return fail(Errc::timeout, "no answer");
      device::Probe probe;
      probe.answers.push_back({"snmp", "MFG:Canon;MDL:iR1024;", {}});
      for (const std::string& name : names_)
        probe.languages.push_back({name, "snmp", name});
      return probe;
    };
    how.model = [](const std::string&) { return nullptr; };
    how.language = [](const job::Printer&, const job::Job& job) { return job.name; };
    how.prints = [](job::PrinterId) { return false; };
    how.trusted = milliseconds{0};
    how.pause = milliseconds{0};
    return how;
  }
  void know(const intake::ipp::ToldLanguages& told) {
    intake::ipp::keep_told_languages(*store_, printer_, told);
    settle();
  }
  // Changes are made in the order of the calls.
  void settle() {
    EXPECT_TRUE(job::wait<void>([&](auto done) { store_->set_setting("seen", "yes", done); }));
  }
  void names(std::vector<std::string> names, bool silent = false) {
    const std::lock_guard lock(mutex_);
    names_ = std::move(names);
    silent_ = silent;
  }
  job::JobId hold(const std::string& language, std::vector<std::string> reasons) {
    job::Job job;
    job.printer = printer_.id;
    job.name = language;
    job.state = job::JobState::held;
    job.reasons = std::move(reasons);
    return job::wait<job::Job>([&](auto done) { store_->add_job(job, {}, done); })->id;
  }
  job::JobId hold_for(const std::string& language) {
    return hold(language, {"job-hold-until-specified", "job-suspended-by-system",
                           "resources-are-not-supported"});
  }
  bool goes_on(job::JobId id) {
    for (int i = 0; i < 400 && store_->job(id)->state == job::JobState::held; ++i) {
      watch_->look();
      std::this_thread::sleep_for(milliseconds{5});
    }
    return store_->job(id)->state == job::JobState::pending;
  }
  // After two whole looks.
  bool stays(job::JobId id) {
    const int before = asked_;
    for (int i = 0; i < 2'000 && asked_ < before + 2; ++i) {
      watch_->look();
      std::this_thread::sleep_for(milliseconds{5});
    }
    EXPECT_GE(asked_, before + 2);
    settle();
    return store_->job(id)->state == job::JobState::held;
  }

  std::mutex mutex_;
  std::vector<std::string> names_{"pcl-xl", "pcl-5e"};
  bool silent_ = false;
  std::atomic<int> asked_ = 0;
  std::unique_ptr<LanguageWatch> watch_;
};

TEST_F(Languages, ThatAreStillThereLetAJobGo) {
  EXPECT_TRUE(watch_->speaks(printer_, "pcl-xl"));
  EXPECT_EQ(asked_, 1);
  names({"pcl"}); // any PCL 5
  EXPECT_TRUE(watch_->speaks(printer_, "pcl-5e"));
}

TEST_F(Languages, ThatAreGoneAreToldWithWhatToDo) {
  names({"pcl-5e"});
  const auto speaks = watch_->speaks(printer_, "pcl-xl");
  ASSERT_FALSE(speaks);
  EXPECT_EQ(speaks.error().code, Errc::unsupported);
  EXPECT_THAT(speaks.error().what,
              AllOf(HasSubstr("does not name pcl-xl any more"), HasSubstr("it names pcl-5e"),
                    HasSubstr("platen modify -d copier -o printer-language=pcl-xl")));
  EXPECT_TRUE(watch_->speaks(printer_, "pcl-5e"));
}

TEST_F(Languages, SilenceAndNamingNoneIsNoNo) {
  names({}, true);
  EXPECT_TRUE(watch_->speaks(printer_, "pcl-xl"));
  names({});
  EXPECT_TRUE(watch_->speaks(printer_, "pcl-xl"));
}

TEST_F(Languages, ThatTheDeviceNeverNamedAreNotAskedAbout) {
  names({"postscript"});
  know({"snmp", {"postscript"}});
  EXPECT_TRUE(watch_->speaks(printer_, "pcl-xl")); // its owner wants it so
  know({});
  EXPECT_TRUE(watch_->speaks(printer_, "pcl-xl"));
  know({"snmp", {"pcl-xl"}});
  printer_.filter = "/usr/lib/cups/filter/rastertoufr2"; // speaks another one
  EXPECT_TRUE(watch_->speaks(printer_, "pcl-xl"));
  EXPECT_EQ(asked_, 0);
}

TEST_F(Languages, AreTrustedForAWhileAndUntilTheDeviceIsGone) {
  auto options = how();
  options.trusted = options.pause = std::chrono::hours{1};
  watch_ = std::make_unique<LanguageWatch>(*store_, std::move(options));
  EXPECT_TRUE(watch_->speaks(printer_, "pcl-xl"));
  EXPECT_TRUE(watch_->speaks(printer_, "pcl-5e"));
  EXPECT_EQ(asked_, 1);
  names({"pcl-5e"});
  watch_->trouble(printer_.id); // switched off, and another one in its place
  EXPECT_FALSE(watch_->speaks(printer_, "pcl-xl"));
  names({"pcl-xl"}); // what is wrong is asked for again at once
  EXPECT_TRUE(watch_->speaks(printer_, "pcl-xl"));
}

TEST_F(Languages, ThatComeBackLetTheirJobsGoOn) {
  const job::JobId waits = hold_for("pcl-xl"), other = hold_for("pcl-5e"),
                   asked = hold("pcl-xl", {"resources-are-not-supported"}),
                   by_hand = hold("pcl-xl", {"job-hold-until-specified"});
  names({"pcl-5e"});
  EXPECT_TRUE(goes_on(other));
  EXPECT_TRUE(stays(waits));
  names({}, true); // switched off: it may come back as either
  EXPECT_TRUE(stays(waits));
  names({"pcl-xl", "pcl-5e"});
  EXPECT_TRUE(goes_on(waits));
  EXPECT_EQ(store_->job(waits)->reasons, std::vector<std::string>());
  EXPECT_EQ(store_->job(waits)->hold_until, "no-hold");
  for (const job::JobId id : {asked, by_hand})
    EXPECT_EQ(store_->job(id)->state, job::JobState::held);
}

TEST_F(Languages, ThatAreOverruledLetTheirJobsGoOn) {
  const job::JobId waits = hold_for("pcl-xl");
  names({"pcl-5e"});
  EXPECT_TRUE(stays(waits));
  know({"snmp", {"pcl-5e"}});
  EXPECT_TRUE(goes_on(waits));
}

TEST_F(Languages, ANewlyHeldJobIsLookedFor) {
  hold("pcl-xl", {"job-hold-until-specified"});
  for (int i = 0; i < 100; ++i) // none waits for a language
    watch_->look();
  names({"pcl-5e"});
  EXPECT_FALSE(watch_->speaks(printer_, "pcl-xl"));
  const job::JobId waits = hold_for("pcl-xl");
  names({"pcl-xl"});
  EXPECT_TRUE(goes_on(waits));
}

} // namespace
} // namespace platen::server
