#pragma once

#include "scan/engine/book.h"
#include "scan/engine/clean_side.h"
#include "scan/engine/make_files.h"
#include "scan/engine/runs.h"
#include "scan/engine/scan_pass.h"

namespace platen::scan {

// The scans of a server, from the stack of paper to the files in their place. From any thread; what
// takes long goes on by itself, and the session tells how far it is.
class Sessions {
public:
  struct Services {
    RecordStore& store;
    Scanners& scanners;
    std::filesystem::path folder;        // of pages and files
    std::function<std::int64_t()> clock; // seconds of the epoch
    std::function<void(std::string_view level, std::string_view text)> log;
    FindOrientation orientation; // may be empty
    ReadText read_text;
    // The ICC profile of a scanner; empty: it has none. May be empty itself. An error (it cannot be
    // read) is told; the file is made without it.
    std::function<Result<Buffer>(const std::string& scanner)> profile;
    // Brings the files of a session to its destinations; called again for the same after a restart.
    // The one who does it calls delivered(). Empty: files are only kept.
    std::function<Result<void>(const Session& session)> deliver;
    std::function<void(const Session& session)> canceled; // no more deliveries; may be empty
    std::string uuid;           // of the server, without "urn:uuid:": deliveries are named by it
    SessionBook::Watch changed; // may be empty
    std::int64_t kept_seconds = 7LL * 86'400; // of what has ended
    std::chrono::milliseconds turn{600'000};  // how long a busy scanner is waited for
  };
  struct Start {
    std::string scanner, user, recipe;
    Settings settings;
  };

  static Result<std::unique_ptr<Sessions>> open(Services services);
  ~Sessions() { stop(); }
  // Ends what is under way; it goes on, or waits for a person, after the next open(). Twice is
  // once.
  void stop();
  // Goes on with what the last server left; once.
  void resume();
  void tick(); // about once a second: forgets what has been kept for long enough

  Result<std::shared_ptr<const Session>> start(Start start);
  // More sheets for a session that waits: its next ones, or one side in the place of a page.
  Result<void> more(SessionId id, std::int32_t in_place_of = 0);
  // No more sheets: the files are made and brought away. Again, for one that failed.
  Result<void> finish(SessionId id);
  Result<void> cancel(SessionId id);
  Result<void> forget(SessionId id); // one that has ended

  // Edits of the pages of a session that waits. Errc::not_found, Errc::conflict, Errc::invalid.
  Result<void> turn(SessionId id, std::int32_t page, std::int32_t degrees);
  Result<void> leave_out(SessionId id, std::int32_t page, bool out);
  Result<void> order(SessionId id, const std::vector<std::int32_t>& pages);
  // Of the file, destinations and clean-up; not of the scan itself.
  Result<void> set(SessionId id, const Options& options);

  // What became of a session's deliveries: all of them arrived, or one was given up.
  void delivered(SessionId id, bool all_well, const std::string& words);

  SessionBook& book() { return *book_; }

private:
  explicit Sessions(Services services) : services_(std::move(services)) {}
  Result<void> begin_pass(SessionId id, PassTerms terms);
  void pass(SessionId id, const PassTerms& terms, const Cancel& cancel);
  void after_pass(SessionId id, const PassEnd& end, const PassTerms& terms, const Cancel& cancel);
  void clean_rest(SessionId id);
  Result<void> clean_all(SessionId id, const Cancel& cancel);
  void make(SessionId id, const Cancel& cancel);
  Result<void> keep_files(SessionId id, MadeFiles made);
  // A change of state that must not be lost: where it cannot be kept (a full disk) it is tried
  // again each second until it is, the session is gone, or the server stops.
  void settle(SessionId id, const SessionBook::Edit& edit);
  SessionBook::Edit stopped(SessionId id, Stage stage, const std::string& message);
  void stop_with(SessionId id, Stage stage, const std::string& message);
  void bring_away(SessionId id);

  Services services_;
  std::unique_ptr<SessionBook> book_;
  Workplaces places_{2};
  Runs runs_{32}; // the last member: its threads use all others
};

} // namespace platen::scan
