#pragma once

#include "store_fixture.h"

#include <fstream>

#include <sqlite3.h>

namespace platen::job {

// A store's folder whose files a test may harm.
class OpenTest : public testing::Test {
protected:
  Result<std::unique_ptr<Store>> open() {
    StoreOptions options;
    options.folder = folder();
    options.spool = spool_;
    options.report = [this](std::string_view line) { reported_ += std::string(line) + "\n"; };
    return open_sqlite_store(options);
  }
  std::filesystem::path folder() const { return temporary_.path() / "state"; }
  std::filesystem::path database() const { return folder() / "platen.db"; }

  // A store with some jobs, closed.
  void make(int jobs) {
    auto store = open();
    ASSERT_TRUE(store) << store.error().message();
    Printer printer;
    printer.name = "office";
    const auto added = wait<Printer>([&](auto done) { (*store)->add_printer(printer, done); });
    Job job;
    job.printer = added->id;
    job.attributes = std::string(500, 'a');
    for (int i = 0; i < jobs; ++i)
      (*store)->add_job(job, {}, {});
  }
  void damage(std::uintmax_t from, std::uintmax_t count) {
    std::fstream file(database(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(from));
    file << std::string(count, '\xa5');
  }
  void run(const std::string& sql) { // as another program would
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(database().c_str(), &handle), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(handle);
    sqlite3_close(handle);
  }
  void expect_refusal(Errc code, const std::string& words) {
    const auto store = open();
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().code, code) << store.error().message();
    EXPECT_THAT(store.error().what, testing::HasSubstr(words));
  }

  // A job with a document that is a file; the store is closed then.
  void make_with_document() {
    make(0);
    auto store = open();
    ASSERT_TRUE(store) << store.error().message();
    std::vector<std::unique_ptr<IncomingDocument>> documents;
    documents.push_back((*store)->new_document());
    ASSERT_TRUE(documents[0]->write(std::string(100'000, 'x')));
    Job job;
    job.printer = 1;
    ASSERT_TRUE(wait<Job>([&](auto done) { (*store)->add_job(job, std::move(documents), done); }));
  }
  // The document of job 1 can be had.
  void expect_whole() {
    const auto store = open();
    ASSERT_TRUE(store) << store.error().message();
    const auto document = (*store)->open_document(1, 1);
    ASSERT_TRUE(document) << document.error().message();
    EXPECT_EQ(read_all(document->get()).size(), 100'000u);
  }

  std::string reported_; // by open()
  TestFolder temporary_;
  std::filesystem::path spool_; // empty: the state folder
};

} // namespace platen::job
