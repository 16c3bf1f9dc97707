#include "store_fixture.h"

namespace platen::job {
namespace {

PLATEN_STORE_TEST(StorePrinters);

Store::PrinterEdit renamed(const std::string& name) {
  return [name](Printer& printer) -> Result<void> {
    printer.name = name;
    return {};
  };
}

Store::JobEdit moved_to(PrinterId printer) {
  return [printer](Job& job) -> Result<void> {
    job.printer = printer;
    return {};
  };
}

TEST_P(StorePrinters, AreGivenNumbersUuidsAndTimes) {
  const auto printers = store_->printers();
  ASSERT_EQ(printers->size(), 1U);
  const Printer& printer = printers->front();
  EXPECT_EQ(printer.id, 1);
  EXPECT_EQ(printer.name, "office");
  EXPECT_THAT(printer.uuid, testing::StartsWith("urn:uuid:"));
  EXPECT_EQ(printer.created, now_);
  add_printer("studio");
  EXPECT_EQ(printers->size(), 1U) << "what was given out never changes";
  reopen();
  ASSERT_EQ(store_->printers()->size(), 2U);
  EXPECT_EQ(store_->printers()->front().uuid, printer.uuid);
}

TEST_P(StorePrinters, HaveNamesOfTheirOwn) {
  const auto try_add_printer = [&](const std::string& name) {
    Printer printer;
    printer.name = name;
    return kind(wait<Printer>([&](auto done) { store_->add_printer(printer, done); }));
  };
  const auto try_rename = [&](PrinterId id, const std::string& name) {
    return kind(wait<Printer>([&](auto done) { store_->update_printer(id, renamed(name), done); }));
  };
  EXPECT_EQ(try_add_printer("office"), Errc::invalid);
  EXPECT_EQ(try_add_printer("Office"), Errc::invalid);
  EXPECT_EQ(try_add_printer("an office"), Errc::invalid);
  const PrinterId studio = add_printer("studio");
  EXPECT_EQ(try_rename(studio, "OFFICE"), Errc::invalid);
  EXPECT_EQ(try_rename(studio, "Studio"), std::nullopt) << "its own name in another case";
  EXPECT_EQ(try_rename(99, "other"), Errc::not_found);
}

TEST_P(StorePrinters, KnowWhenTheirStateAndTheirConfigurationChanged) {
  const Time begin = now_;
  const auto edit = [&](const Store::PrinterEdit& change) {
    now_ += 10;
    return *wait<Printer>([&](auto done) { store_->update_printer(printer_, change, done); });
  };
  Printer printer =
      edit([](Printer& p) -> Result<void> { return p.paused = true, Result<void>(); });
  EXPECT_EQ(printer.state_changed, begin + 10);
  EXPECT_EQ(printer.config_changed, begin);
  printer = edit([](Printer& p) -> Result<void> { return p.info = "2nd floor", Result<void>(); });
  EXPECT_EQ(printer.state_changed, begin + 10);
  EXPECT_EQ(printer.config_changed, begin + 20);
  EXPECT_TRUE(store_->printers()->front().paused);
}

TEST_P(StorePrinters, ThatAcceptNoJobsGetNone) {
  ASSERT_TRUE(wait<Printer>([&](auto done) {
    store_->update_printer(
        printer_, [](Printer& p) -> Result<void> { return p.accepting = false, Result<void>(); },
        done);
  }));
  EXPECT_EQ(try_add(sample()), Errc::conflict);
  Job job = sample();
  job.printer = 99;
  EXPECT_EQ(try_add(job), Errc::not_found);
  EXPECT_TRUE(ids().empty());
}

TEST_P(StorePrinters, ThatAreRemovedCancelTheirJobsAndLeaveTheHistory) {
  const PrinterId studio = add_printer("studio");
  const JobId done = add(JobState::completed).id, waiting = add().id, held = add(JobState::held).id;
  Job other = sample();
  other.printer = studio;
  const JobId elsewhere = add(other).id;
  const auto removed = wait<Printer>([&](auto d) { store_->remove_printer(printer_, d); });
  ASSERT_TRUE(removed);
  EXPECT_EQ(removed->name, "office");
  EXPECT_EQ(store_->job(done)->state, JobState::completed);
  EXPECT_EQ(store_->job(waiting)->state, JobState::canceled);
  EXPECT_EQ(store_->job(held)->state, JobState::canceled);
  EXPECT_EQ(store_->job(held)->finished, now_);
  EXPECT_EQ(store_->job(elsewhere)->state, JobState::pending);
  EXPECT_EQ(store_->counts(printer_).active(), 0);
  EXPECT_EQ(store_->counts(studio).active(), 1);
  EXPECT_EQ(kind(wait<Printer>([&](auto d) { store_->remove_printer(printer_, d); })),
            Errc::not_found);
  EXPECT_NE(add_printer("office"), printer_) << "a number is never used again";
}

TEST_P(StorePrinters, TakeOverJobsOfOthers) {
  const PrinterId studio = add_printer("studio");
  const JobId id = add().id;
  EXPECT_EQ(update(id, moved_to(studio)).printer, studio);
  EXPECT_EQ(store_->counts(printer_).pending, 0);
  EXPECT_EQ(store_->counts(studio).pending, 1);
  EXPECT_EQ(next(), std::nullopt);
  EXPECT_EQ((*store_->next_job(studio, {}))->id, id);
  EXPECT_EQ(try_update(id, moved_to(99)), Errc::not_found);
  EXPECT_EQ(store_->job(id)->printer, studio);
}

} // namespace
} // namespace platen::job
