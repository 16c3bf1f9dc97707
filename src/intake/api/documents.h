#pragma once

#include "auth/principal.h"
#include "base/file.h"
#include "base/intake_limits.h"
#include "base/result.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace platen::intake::api {

// What is known of an uploaded document.
struct DocumentFacts {
  std::string id;     // cannot be guessed
  std::string name;   // as the client gave it, cleaned; for people
  std::string format; // MIME, from the bytes themselves
  std::uint64_t bytes = 0;
};

// Documents that people sent for previews and jobs to come: files of a folder, each for who sent
// it, gone when nobody used them for a while and when the server starts again. From any thread.
class Documents {
public:
  struct Options {
    std::filesystem::path folder;              // emptied by open()
    std::function<std::uint64_t()> most_bytes; // of one document
    // Why the disk does not take so many bytes more; may be empty.
    std::function<Result<void>(std::uint64_t bytes)> room;
    // The format of a document by its first bytes; Errc::unsupported says what it is instead.
    std::function<Result<std::string>(Bytes head)> sniff;
    std::function<std::int64_t()> clock;                     // seconds, monotonic
    std::int64_t kept_seconds = limits::upload_kept.count(); // after its last use
    std::size_t most_of_one_caller = limits::uploads_of_caller, most = limits::uploads;
    std::uint64_t most_bytes_of_one_caller = limits::upload_bytes_of_caller;
  };
  static Result<std::unique_ptr<Documents>> open(Options options);

  // One that comes. The destructor without finish() removes what came.
  class Incoming {
  public:
    virtual ~Incoming() = default;
    virtual Result<void> write(Bytes piece) = 0;
    // All of it is there. Errc::unsupported: it is no document, or not what its name says.
    virtual Result<DocumentFacts> finish() = 0;
  };
  // `announced`: how many bytes will come, 0: not told. `media_type`: as the client says it, or
  // empty. Errc::limit: too large, or too many of this caller; Errc::busy: no room.
  Result<std::unique_ptr<Incoming>> add(const auth::Principal& who, std::string name,
                                        std::string media_type, std::uint64_t announced);

  struct Open {
    UniqueFd fd; // for reading, at offset 0
    DocumentFacts facts;
  };
  // Errc::not_found: there is none, or it is somebody else's. Being used keeps it.
  Result<Open> open(const std::string& id, const auth::Principal& who);
  Result<DocumentFacts> facts(const std::string& id, const auth::Principal& who);
  Result<void> remove(const std::string& id, const auth::Principal& who);
  void tick(); // about once a second: removes what nobody used for long

private:
  class File; // an Incoming
  struct Entry {
    DocumentFacts facts;
    std::string owner;  // a proven name; empty: whoever knows the id
    std::string caller; // whose part it is
    std::int64_t used = 0;
  };
  struct Part { // of one caller: what is there, and what comes
    std::size_t documents = 0;
    std::uint64_t bytes = 0;
  };
  explicit Documents(Options options) : options_(std::move(options)) {}
  std::filesystem::path path_of(const std::string& id) const { return options_.folder / id; }
  Result<void> take_place(const std::string& caller);
  void leave_place(const std::string& caller, std::uint64_t bytes);
  Result<void> grow(const std::string& caller, std::uint64_t more);
  void keep(Entry entry);
  Result<Entry*> find(const std::string& id, const auth::Principal& who); // locked by the caller
  void drop(const Entry& entry); // that is no longer among entries_

  const Options options_;
  std::mutex mutex_;
  std::map<std::string, Entry> entries_; // by id
  std::map<std::string, Part> parts_;    // by caller
  std::size_t all_ = 0;                  // documents, those that come among them
};

} // namespace platen::intake::api
