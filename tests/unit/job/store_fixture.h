#pragma once

#include "job/store.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::job {

// A folder for one test, removed at its end.
class TestFolder {
public:
  TestFolder();
  ~TestFolder();
  const std::filesystem::path& path() const { return path_; }

private:
  std::filesystem::path path_;
};

// What the tests of the Store interface run on; a second engine is one more line in engines().
struct Engine {
  std::string name;
  std::function<Result<std::unique_ptr<Store>>(StoreOptions)> open;
};
std::vector<Engine> engines();
inline void PrintTo(const Engine& engine, std::ostream* out) {
  *out << engine.name;
}

// A store with one printer, whose clock stands still until the test moves it.
class StoreTest : public testing::TestWithParam<Engine> {
protected:
  StoreTest();
  void reopen(); // closed properly, then opened again
  void close() { store_.reset(); }

  Job sample(JobState state = JobState::pending) const; // for printer_
  // Each waits for the answer and fails the test when it is an error.
  Job add(Job job, const std::vector<std::string>& documents = {});
  Job add(JobState state = JobState::pending) { return add(sample(state)); }
  Job update(JobId id, const Store::JobEdit& edit);
  Job set_state(JobId id, JobState state);
  PrinterId add_printer(const std::string& name);
  PruneReport prune(Retention keep);
  // Each gives the error's kind, or none.
  std::optional<Errc> try_add(Job job);
  std::optional<Errc> try_update(JobId id, const Store::JobEdit& edit);

  std::unique_ptr<IncomingDocument> document(const std::string& bytes);
  std::string read(JobId id, std::int32_t number = 1); // a document's bytes
  std::vector<JobId> ids(const JobQuery& query = {});
  std::optional<JobId> next(const std::vector<JobId>& skip = {});
  std::size_t document_files() const;

  TestFolder folder_;
  Time now_ = 1'700'000'000;
  Live<QueueOrder> order_ = QueueOrder::fair;
  std::unique_ptr<Store> store_;
  PrinterId printer_ = 0;
};

#define PLATEN_STORE_TEST(suite)                                                                   \
  using suite = StoreTest;                                                                         \
  INSTANTIATE_TEST_SUITE_P(Engines, suite, testing::ValuesIn(engines()),                           \
                           [](const auto& engine) { return engine.param.name; })

std::string read_all(int fd);
template<class T> std::optional<Errc> kind(const Result<T>& result) {
  return result ? std::nullopt : std::optional<Errc>(result.error().code);
}

} // namespace platen::job
