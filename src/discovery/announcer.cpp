#include "discovery/announcer.h"

#include "base/file.h"
#include "base/thread.h"
#include "discovery/client_line.h"

#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include <avahi-client/client.h>
#include <avahi-client/publish.h>
#include <avahi-common/alternative.h>
#include <avahi-common/error.h>
#include <avahi-common/malloc.h>
#include <avahi-common/thread-watch.h>
#include <avahi-common/timeval.h>
#include <net/if.h>
#include <sys/eventfd.h>

namespace platen::discovery {

namespace {

constexpr unsigned retry_ms = 2'000;     // until a lost daemon or message bus is looked for again
constexpr std::size_t longest_name = 63; // bytes of an instance name, RFC 6763 section 4.1.1

struct FreePoll {
  void operator()(AvahiThreadedPoll* poll) const { ::avahi_threaded_poll_free(poll); }
};
struct FreeGroup {
  void operator()(AvahiEntryGroup* group) const { ::avahi_entry_group_free(group); }
};
struct FreeStrings {
  void operator()(AvahiStringList* list) const { ::avahi_string_list_free(list); }
};
struct FreeClient {
  void operator()(AvahiClient* client) const { ::avahi_client_free(client); }
};

// At most `bound` bytes, cut between characters.
std::string cut(std::string text, std::size_t bound) {
  if (text.size() <= bound) return text;
  while (bound > 0 && (static_cast<unsigned char>(text[bound]) & 0xc0) == 0x80)
    --bound;
  text.resize(bound);
  return text;
}

std::unique_ptr<AvahiStringList, FreeStrings> txt_of(const Service& service) {
  AvahiStringList* list = nullptr;
  // The library's lists grow at the front.
  for (auto entry = service.txt.rbegin(); entry != service.txt.rend(); ++entry)
    list = ::avahi_string_list_add(list, cut(entry->first + "=" + entry->second, 255).c_str());
  return std::unique_ptr<AvahiStringList, FreeStrings>(list);
}

class AvahiAnnouncer;

// One announcement and its group of records in the daemon.
struct Entry {
  Announcement wanted;
  std::string name; // the one that is tried or held now
  std::unique_ptr<AvahiEntryGroup, FreeGroup> group;
  AvahiAnnouncer* owner = nullptr;
};

// What others wish for, until the poll's thread sees to it.
struct Change {
  std::string key;
  std::optional<Announcement> wanted; // nothing: it goes
};

// The client belongs to the poll's thread alone: its library waits up to half a minute for a
// message bus whose Avahi does not come up, and nobody else shall; the end cuts it off.
class AvahiAnnouncer final : public Announcer {
public:
  explicit AvahiAnnouncer(Options options) : options_(std::move(options)) {
    interface_ = options_.loopback_only ? static_cast<AvahiIfIndex>(::if_nametoindex("lo"))
                                        : AVAHI_IF_UNSPEC;
    poll_.reset(::avahi_threaded_poll_new());
    EXPECTS(poll_ != nullptr); // only without memory
    line_.emplace(::avahi_threaded_poll_get(poll_.get()));
    wake_ = UniqueFd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!wake_) {
      log("error", "printers are not announced by DNS-SD until the server is started again: "
                   "no file descriptor is left");
      return;
    }
    const AvahiPoll* const poll = ::avahi_threaded_poll_get(poll_.get());
    poll->watch_new(poll, wake_.get(), AVAHI_WATCH_IN, &AvahiAnnouncer::on_change, this);
    connect_in(0);
    start();
  }

  // The daemon takes back what was announced by whoever has left the bus.
  ~AvahiAnnouncer() override {
    line_->cut();
    ::avahi_threaded_poll_stop(poll_.get());
    entries_.clear();
    client_.reset();
  }

  void set(Announcement announcement) override {
    std::string key = announcement.key;
    change({std::move(key), std::move(announcement)});
  }
  void remove(const std::string& key) override { change({key, std::nullopt}); }

private:
  void change(Change wish) {
    {
      const std::lock_guard lock(mutex_);
      changes_.push_back(std::move(wish));
    }
    if (wake_) static_cast<void>(::eventfd_write(wake_.get(), 1));
  }

  static void on_change(AvahiWatch*, int descriptor, AvahiWatchEvent, void* self) {
    eventfd_t ignored = 0;
    static_cast<void>(::eventfd_read(descriptor, &ignored));
    static_cast<AvahiAnnouncer*>(self)->take_changes();
  }

  void take_changes() {
    std::vector<Change> changes;
    {
      const std::lock_guard lock(mutex_);
      changes.swap(changes_);
    }
    for (Change& one : changes) {
      if (one.wanted)
        put(*std::move(one.wanted));
      else
        entries_.erase(one.key);
    }
  }

  void put(Announcement announcement) {
    auto& entry = entries_[announcement.key];
    if (!entry) entry = std::make_unique<Entry>();
    const bool renamed = entry->wanted.name != announcement.name;
    entry->wanted = std::move(announcement);
    entry->owner = this;
    if (renamed) entry->name = cut(entry->wanted.name, longest_name);
    if (running_) publish(*entry);
  }

  // Avahi takes a thread that could not be started for one that runs, and crashes when it is to
  // end: so it is only asked where there is one.
  void start() {
    auto thread = start_thread([] {});
    if (!thread) {
      log("error", "printers are not announced by DNS-SD until the server is started again: " +
                       thread.error().message());
      return;
    }
    thread->join();
    ::avahi_threaded_poll_start(poll_.get());
  }

  void log(std::string_view level, std::string_view text) const {
    if (options_.log && !line_->is_cut()) options_.log(level, text);
  }

  void connect() {
    int error = 0;
    // The client's callback runs before the constructor gives the client back, so it keeps it
    // itself.
    AvahiClient* const client = ::avahi_client_new(line_->poll(), AVAHI_CLIENT_NO_FAIL,
                                                   &AvahiAnnouncer::on_client, this, &error);
    if (client == nullptr) { // not even the message bus is there
      line_->drop();
      missing(::avahi_strerror(error));
      connect_in(retry_ms);
    } else if (!client_) {
      client_.reset(client);
    }
  }

  void connect_in(unsigned ms) {
    const AvahiPoll* const poll = ::avahi_threaded_poll_get(poll_.get());
    timeval when{};
    ::avahi_elapse_time(&when, ms, 0);
    if (retry_ == nullptr)
      retry_ = poll->timeout_new(poll, &when, &AvahiAnnouncer::on_retry, this); // freed with poll_
    else
      poll->timeout_update(retry_, &when);
  }

  static void on_retry(AvahiTimeout*, void* self) {
    auto& mine = *static_cast<AvahiAnnouncer*>(self);
    ::avahi_threaded_poll_get(mine.poll_.get())->timeout_update(mine.retry_, nullptr);
    if (!mine.client_) mine.connect();
  }

  static void on_client(AvahiClient* client, AvahiClientState state, void* self) {
    static_cast<AvahiAnnouncer*>(self)->client_state(client, state);
  }

  void client_state(AvahiClient* client, AvahiClientState state) {
    if (!client_) client_.reset(client);
    running_ = state == AVAHI_CLIENT_S_RUNNING;
    switch (state) {
    case AVAHI_CLIENT_S_RUNNING:
      if (std::exchange(told_missing_, false)) log("info", "the Avahi daemon is there again");
      for (const auto& [key, entry] : entries_)
        publish(*entry);
      break;
    case AVAHI_CLIENT_S_COLLISION:
    case AVAHI_CLIENT_S_REGISTERING: // the host's name changes: records follow when it runs again
      drop_groups();
      break;
    case AVAHI_CLIENT_CONNECTING:
      missing("no Avahi daemon is running");
      break;
    case AVAHI_CLIENT_FAILURE:
      missing(::avahi_strerror(::avahi_client_errno(client)));
      drop_groups();
      client_.reset();
      line_->drop();
      connect_in(retry_ms);
      break;
    }
  }

  void missing(const std::string& why) {
    if (std::exchange(told_missing_, true)) return;
    log("warning",
        "printers are not announced by DNS-SD: " + why + "; they will be as soon as it runs");
  }

  void drop_groups() {
    for (const auto& [key, entry] : entries_)
      entry->group.reset();
  }

  static void on_group(AvahiEntryGroup* group, AvahiEntryGroupState state, void* entry) {
    auto& mine = *static_cast<Entry*>(entry);
    if (mine.group.get() == group) mine.owner->group_state(mine, state);
  }

  void group_state(Entry& entry, AvahiEntryGroupState state) {
    if (state == AVAHI_ENTRY_GROUP_COLLISION) {
      rename(entry);
      publish(entry);
    } else if (state == AVAHI_ENTRY_GROUP_ESTABLISHED) {
      if (options_.named) options_.named(entry.wanted.key, entry.name);
    } else if (state == AVAHI_ENTRY_GROUP_FAILURE) {
      log("error", "\"" + entry.name + "\" cannot be announced: " +
                       ::avahi_strerror(::avahi_client_errno(client_.get())));
    }
  }

  // "NAME" -> "NAME #2" -> "NAME #3"
  void rename(Entry& entry) const {
    char* const other = ::avahi_alternative_service_name(entry.name.c_str());
    log("info", "the name \"" + entry.name + "\" is taken on the network; \"" + std::string(other) +
                    "\" is used");
    entry.name = other;
    ::avahi_free(other);
  }

  void publish(Entry& entry) {
    // Two printers of ours with one name collide at once, and each name can be taken already.
    for (int tries = 0; tries < 100; ++tries) {
      const int status = add_services(entry);
      if (status == 0) return;
      if (status != AVAHI_ERR_COLLISION)
        return log("error",
                   "\"" + entry.name + "\" cannot be announced: " + ::avahi_strerror(status));
      rename(entry);
    }
  }

  int add_services(Entry& entry) {
    if (entry.group)
      ::avahi_entry_group_reset(entry.group.get());
    else
      entry.group.reset(::avahi_entry_group_new(client_.get(), &AvahiAnnouncer::on_group, &entry));
    if (!entry.group) return ::avahi_client_errno(client_.get());
    for (const Service& service : entry.wanted.services)
      if (const int status = add_service(entry, service); status != 0) return status;
    return ::avahi_entry_group_commit(entry.group.get());
  }

  int add_service(Entry& entry, const Service& service) const {
    const auto txt = txt_of(service);
    const auto flags = static_cast<AvahiPublishFlags>(0);
    int status = ::avahi_entry_group_add_service_strlst(
        entry.group.get(), interface_, AVAHI_PROTO_UNSPEC, flags, entry.name.c_str(),
        service.type.c_str(), nullptr, nullptr, service.port, txt.get());
    for (const std::string& subtype : service.subtypes) {
      if (status != 0) break;
      status = ::avahi_entry_group_add_service_subtype(
          entry.group.get(), interface_, AVAHI_PROTO_UNSPEC, flags, entry.name.c_str(),
          service.type.c_str(), nullptr, (subtype + "._sub." + service.type).c_str());
    }
    return status;
  }

  Options options_;
  AvahiIfIndex interface_ = AVAHI_IF_UNSPEC;
  std::mutex mutex_;
  std::vector<Change> changes_;
  UniqueFd wake_; // behind it there are changes
  std::unique_ptr<AvahiThreadedPoll, FreePoll> poll_;
  std::optional<ClientLine> line_;
  std::unique_ptr<AvahiClient, FreeClient> client_; // of the poll's thread, as all below
  std::map<std::string, std::unique_ptr<Entry>> entries_;
  AvahiTimeout* retry_ = nullptr;
  bool running_ = false;
  bool told_missing_ = false;
};

} // namespace

std::unique_ptr<Announcer> make_announcer(Announcer::Options options) {
  return std::make_unique<AvahiAnnouncer>(std::move(options));
}

} // namespace platen::discovery
