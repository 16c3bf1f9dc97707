#include "intake/api/documents.h"

#include "intake/api/claimed_format.h"

#include <array>
#include <utility>

#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>

namespace platen::intake::api {

namespace {

constexpr std::size_t head_bytes = 4096;         // as the sniffer wants it
constexpr std::uint64_t look_bytes = 4ULL << 20; // the disk is looked at again after so many
constexpr mode_t for_us_alone = S_IRUSR | S_IWUSR;

// 128 bits that nobody can guess.
Result<std::string> new_id() {
  std::array<unsigned char, 16> bytes{};
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
    return fail(Errc::io, "the system gives no random numbers");
  constexpr std::string_view digits = "0123456789abcdef";
  std::string id;
  for (const unsigned char byte : bytes) {
    id += digits[byte >> 4];
    id += digits[byte & 15];
  }
  return id;
}

// Those who have not logged in share what their address may have.
std::string caller_of(const auth::Principal& who) {
  return who.authenticated() ? "user " + who.name : "address " + who.address;
}

std::string megabytes(std::uint64_t bytes) {
  return std::to_string((bytes + (1 << 20) - 1) >> 20) + " MB";
}

} // namespace

// One on its way.
class Documents::File final : public Documents::Incoming {
public:
  File(Documents& all, Entry entry, std::string media_type, UniqueFd fd)
      : all_(all), entry_(std::move(entry)), media_type_(std::move(media_type)),
        fd_(std::move(fd)) {}
  ~File() override {
    if (finished_) return;
    fd_.reset();
    ::unlink(all_.path_of(entry_.facts.id).c_str());
    all_.leave_place(entry_.caller, entry_.facts.bytes);
  }

  Result<void> write(Bytes piece) override {
    std::uint64_t& bytes = entry_.facts.bytes;
    if (bytes + piece.size() > all_.options_.most_bytes())
      return fail(Errc::limit, "a document has at most " + megabytes(all_.options_.most_bytes()));
    TRY_VOID(all_.grow(entry_.caller, piece.size()));
    bytes += piece.size();
    if (bytes - looked_at_ >= look_bytes && all_.options_.room) {
      looked_at_ = bytes;
      TRY_VOID(all_.options_.room(piece.size()));
    }
    if (head_.size() < head_bytes)
      head_.insert(head_.end(), piece.begin(),
                   piece.begin() + static_cast<std::ptrdiff_t>(
                                       std::min(piece.size(), head_bytes - head_.size())));
    return write_all(fd_.get(), piece);
  }

  Result<DocumentFacts> finish() override {
    TRY(entry_.facts.format, all_.options_.sniff(head_));
    TRY_VOID(check_claims(entry_.facts.name, media_type_, entry_.facts.format));
    finished_ = true;
    DocumentFacts facts = entry_.facts;
    all_.keep(std::move(entry_));
    return facts;
  }

private:
  Documents& all_;
  Entry entry_;
  const std::string media_type_;
  UniqueFd fd_;
  Buffer head_;
  std::uint64_t looked_at_ = 0;
  bool finished_ = false;
};

Result<std::unique_ptr<Documents>> Documents::open(Options options) {
  namespace fs = std::filesystem;
  std::error_code error;
  fs::remove_all(options.folder, error);
  if (!error) fs::create_directories(options.folder, error);
  if (!error) fs::permissions(options.folder, fs::perms::owner_all, error);
  if (error)
    return fail(Errc::io,
                "the folder " + options.folder.string() + " cannot be made: " + error.message());
  return std::unique_ptr<Documents>(new Documents(std::move(options)));
}

Result<std::unique_ptr<Documents::Incoming>> Documents::add(const auth::Principal& who,
                                                            std::string name,
                                                            std::string media_type,
                                                            std::uint64_t announced) {
  if (announced > options_.most_bytes())
    return fail(Errc::limit, "a document has at most " + megabytes(options_.most_bytes()));
  if (options_.room) TRY_VOID(options_.room(announced));
  Entry entry;
  entry.facts.name = std::move(name);
  entry.owner = who.name;
  entry.caller = caller_of(who);
  TRY(entry.facts.id, new_id());
  UniqueFd fd(::open(path_of(entry.facts.id).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                     for_us_alone));
  if (!fd) return fail(Errc::io, "the document cannot be kept: " + errno_text(errno));
  if (auto place = take_place(entry.caller); !place) {
    ::unlink(path_of(entry.facts.id).c_str());
    return Failure(place.error());
  }
  return std::make_unique<File>(*this, std::move(entry), std::move(media_type), std::move(fd));
}

Result<void> Documents::take_place(const std::string& caller) {
  const std::lock_guard lock(mutex_);
  if (all_ >= options_.most)
    return fail(Errc::busy, "there are too many documents of which no job was made yet: try again "
                            "later");
  const auto part = parts_.find(caller);
  if (part != parts_.end() && part->second.documents >= options_.most_of_one_caller)
    return fail(Errc::limit, "you have sent " + std::to_string(options_.most_of_one_caller) +
                                 " documents of which no job was made yet: remove some");
  ++all_;
  ++parts_[caller].documents;
  return {};
}

void Documents::leave_place(const std::string& caller, std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  --all_;
  const auto part = parts_.find(caller);
  if (part == parts_.end()) return;
  part->second.bytes -= bytes;
  if (--part->second.documents == 0) parts_.erase(part);
}

Result<void> Documents::grow(const std::string& caller, std::uint64_t more) {
  const std::lock_guard lock(mutex_);
  Part& part = parts_[caller];
  if (part.bytes + more > options_.most_bytes_of_one_caller)
    return fail(Errc::limit, "the documents of which you have made no job yet have more than " +
                                 megabytes(options_.most_bytes_of_one_caller));
  part.bytes += more;
  return {};
}

void Documents::keep(Entry entry) {
  const std::lock_guard lock(mutex_);
  entry.used = options_.clock();
  std::string id = entry.facts.id;
  entries_.emplace(std::move(id), std::move(entry));
}

Result<Documents::Entry*> Documents::find(const std::string& id, const auth::Principal& who) {
  const auto found = entries_.find(id);
  if (found == entries_.end() || (!found->second.owner.empty() && found->second.owner != who.name))
    return fail(Errc::not_found, "there is no document \"" + id + "\" (any more)");
  found->second.used = options_.clock();
  return &found->second;
}

Result<Documents::Open> Documents::open(const std::string& id, const auth::Principal& who) {
  const std::lock_guard lock(mutex_);
  TRY(const Entry* const entry, find(id, who));
  Open open;
  TRY(open.fd, open_for_reading(path_of(entry->facts.id)));
  open.facts = entry->facts;
  return open;
}

Result<DocumentFacts> Documents::facts(const std::string& id, const auth::Principal& who) {
  const std::lock_guard lock(mutex_);
  TRY(const Entry* const entry, find(id, who));
  return entry->facts;
}

Result<void> Documents::remove(const std::string& id, const auth::Principal& who) {
  std::optional<Entry> gone;
  {
    const std::lock_guard lock(mutex_);
    TRY(Entry* const entry, find(id, who));
    gone = std::move(*entry);
    entries_.erase(id);
  }
  drop(*gone);
  return {};
}

void Documents::drop(const Entry& entry) {
  ::unlink(path_of(entry.facts.id).c_str());
  leave_place(entry.caller, entry.facts.bytes);
}

void Documents::tick() {
  std::vector<Entry> gone;
  {
    const std::lock_guard lock(mutex_);
    const std::int64_t now = options_.clock();
    for (auto at = entries_.begin(); at != entries_.end();) {
      if (now - at->second.used < options_.kept_seconds) {
        ++at;
        continue;
      }
      gone.push_back(std::move(at->second));
      at = entries_.erase(at);
    }
  }
  for (const Entry& entry : gone)
    drop(entry);
}

} // namespace platen::intake::api
