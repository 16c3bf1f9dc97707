#pragma once

#include "base/result.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace platen::job::sqlite {
class Connection;
}

namespace platen::monitor {

using Time = std::int64_t; // seconds since 1970-01-01 00:00:00 UTC

// Something that happened and that people are told, once.
struct Notice {
  std::int64_t id = 0; // set by the record
  Time time = 0;
  std::string kind; // "supply-low", ...
  std::string printer;
  std::int32_t job = 0; // 0: of no job
  std::string owner;    // of the job; empty: everybody may see it
  std::string text;     // in words
  std::string severity; // "report", "warning", "error"
};

// An event that has begun and is not over: while it lasts it is told no second time.
struct OpenEvent {
  std::int32_t printer = 0;
  std::string key; // "supply-low:Cyan"
  Time since = 0;
  Time gone = 0; // since when it does not show any more; 0: it does
};

// Words on their way to one target.
struct Message {
  std::string id, target;
  std::string subject, text; // of a mail
  std::string json;          // of a webhook
};

struct Sample {
  std::int32_t printer = 0;
  std::string series; // "impressions", "supply:NAME"
  Time time = 0;
  std::int64_t value = 0;
};

// What monitoring keeps over restarts, in a database of its own: notices, events under way, what
// targets still wait for, samples. Each call is whole and on disk when it returns; from any thread.
class Record {
public:
  static constexpr std::int64_t most_notices = 10'000;

  // `folder`/monitor.db, made when it is missing. Errc::unsupported: written by a newer platen.
  static Result<std::unique_ptr<Record>> open(const std::filesystem::path& folder);
  ~Record();

  // A new notice, with its event if it is the beginning of one, and for each of `targets` to be
  // told. Nothing: one of this kind and job is there already.
  Result<std::optional<std::int64_t>> add(const Notice& notice, const OpenEvent* event,
                                          const std::vector<std::string>& targets);
  Result<std::vector<Notice>> notices(std::size_t limit) const; // the newest first
  Result<std::vector<OpenEvent>> events() const;
  Result<void> put(const OpenEvent& event);
  Result<void> end(const OpenEvent& event);

  // Notices that a target still has to be told, the oldest first.
  Result<std::vector<Notice>> waiting(const std::string& target) const;
  Result<std::vector<std::string>> waiting_targets() const;
  // They are in this message now.
  Result<void> begin(const Message& message, const std::vector<Notice>& told);
  Result<std::optional<Message>> message(const std::string& id) const;
  Result<std::vector<Message>> messages() const; // whose delivery has not ended
  Result<void> put_delivery(const std::string& message, const std::string& json);
  Result<std::vector<std::string>> deliveries() const;
  Result<void> forget(const std::string& message);
  Result<void> forget_target(const std::string& target); // and what it waits for

  Result<std::vector<std::pair<std::string, std::string>>> targets() const; // name, JSON
  Result<void> put_target(const std::string& name, const std::string& json);

  Result<void> add(const std::vector<Sample>& samples);
  Result<std::vector<Sample>> samples(std::int32_t printer, Time from) const; // by series and time
  // Of what is older than `days_before` one of each day stays, and nothing older than `before`.
  Result<void> thin_out(Time days_before, Time before);
  Result<void> forget_printer(std::int32_t printer);

  Result<std::int64_t> mark(const std::string& name) const; // 0: never set
  Result<void> set_mark(const std::string& name, std::int64_t value);

private:
  explicit Record(std::unique_ptr<job::sqlite::Connection> connection);
  Result<void> prepare(const std::filesystem::path& file);
  Result<void> transact(const std::function<Result<void>()>& work);

  mutable std::mutex mutex_;
  std::unique_ptr<job::sqlite::Connection> connection_;
};

} // namespace platen::monitor
