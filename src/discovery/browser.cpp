#include "discovery/browser.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>

#include <avahi-client/client.h>
#include <avahi-client/lookup.h>
#include <avahi-common/address.h>
#include <avahi-common/error.h>
#include <avahi-common/malloc.h>
#include <avahi-common/simple-watch.h>
#include <avahi-common/strlst.h>
#include <net/if.h>

namespace platen::discovery {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds look_interval{100}; // for a cancellation

struct FreePoll {
  void operator()(AvahiSimplePoll* poll) const { ::avahi_simple_poll_free(poll); }
};
struct FreeClient {
  void operator()(AvahiClient* client) const { ::avahi_client_free(client); }
};

std::string lower(std::string text) {
  for (char& c : text)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::vector<std::pair<std::string, std::string>> read_txt(AvahiStringList* list) {
  std::vector<std::pair<std::string, std::string>> txt;
  for (; list != nullptr && txt.size() < most_txt_entries;
       list = ::avahi_string_list_get_next(list)) {
    const std::string_view entry(reinterpret_cast<const char*>(::avahi_string_list_get_text(list)),
                                 ::avahi_string_list_get_size(list));
    const std::size_t equals = entry.find('=');
    if (entry.size() > longest_txt || equals == 0 || equals == entry.npos) continue;
    std::string key = lower(std::string(entry.substr(0, equals)));
    if (std::ranges::find(txt, key, &std::pair<std::string, std::string>::first) == txt.end())
      txt.emplace_back(std::move(key), entry.substr(equals + 1)); // RFC 6763 §6.4: the first counts
  }
  return txt;
}

std::string numeric(const AvahiAddress& address, AvahiIfIndex interface) {
  std::array<char, AVAHI_ADDRESS_STR_MAX> text{};
  ::avahi_address_snprint(text.data(), text.size(), &address);
  std::string whole = text.data();
  std::array<char, IF_NAMESIZE> name{};
  if (whole.starts_with("fe80:") &&
      ::if_indextoname(static_cast<unsigned>(interface), name.data()) != nullptr)
    whole += "%" + std::string(name.data());
  return whole;
}

// One look around, on the caller's thread. The client frees its browsers and resolvers.
class Look {
public:
  explicit Look(AvahiSimplePoll* poll) : poll_(poll) {}

  Result<void> start(std::span<const std::string_view> types) {
    int error = 0;
    client_.reset(
        ::avahi_client_new(::avahi_simple_poll_get(poll_), {}, &Look::on_client, this, &error));
    if (!client_) return unreachable(::avahi_strerror(error));
    for (const std::string_view type : types)
      if (::avahi_service_browser_new(client_.get(), AVAHI_IF_UNSPEC, AVAHI_PROTO_UNSPEC,
                                      std::string(type).c_str(), nullptr, {}, &Look::on_service,
                                      this) == nullptr)
        return unreachable(::avahi_strerror(::avahi_client_errno(client_.get())));
    return {};
  }

  static Failure unreachable(const std::string& why) {
    return fail(Errc::unreachable, "DNS-SD cannot be asked: " + why);
  }

  std::vector<Announced> take() { return std::move(found_); }
  bool lost() const { return lost_; }

private:
  static void on_client(AvahiClient*, AvahiClientState state, void* self) {
    if (state == AVAHI_CLIENT_FAILURE) static_cast<Look*>(self)->lost_ = true;
  }

  static void on_service(AvahiServiceBrowser* browser, AvahiIfIndex interface,
                         AvahiProtocol protocol, AvahiBrowserEvent event, const char* name,
                         const char* type, const char* domain, AvahiLookupResultFlags, void* self) {
    auto& look = *static_cast<Look*>(self);
    if (event != AVAHI_BROWSER_NEW || look.asked_ >= most_services) return;
    ++look.asked_;
    ::avahi_service_resolver_new(::avahi_service_browser_get_client(browser), interface, protocol,
                                 name, type, domain, protocol, {}, &Look::on_resolved, self);
  }

  static void on_resolved(AvahiServiceResolver* resolver, AvahiIfIndex interface, AvahiProtocol,
                          AvahiResolverEvent event, const char* name, const char* type, const char*,
                          const char* host, const AvahiAddress* address, std::uint16_t port,
                          AvahiStringList* txt, AvahiLookupResultFlags flags, void* self) {
    if (event == AVAHI_RESOLVER_FOUND)
      static_cast<Look*>(self)->add({name, type, host, numeric(*address, interface), port,
                                     read_txt(txt), (flags & AVAHI_LOOKUP_RESULT_OUR_OWN) != 0});
    ::avahi_service_resolver_free(resolver);
  }

  // The same one comes by each interface and protocol.
  void add(Announced one) {
    const auto same = [&](const Announced& other) {
      return other.name == one.name && other.type == one.type && other.address == one.address;
    };
    if (found_.size() < most_services && std::ranges::none_of(found_, same))
      found_.push_back(std::move(one));
  }

  AvahiSimplePoll* const poll_;
  std::unique_ptr<AvahiClient, FreeClient> client_;
  std::vector<Announced> found_;
  std::size_t asked_ = 0;
  bool lost_ = false;
};

} // namespace

Result<std::vector<Announced>> browse(std::span<const std::string_view> types,
                                      milliseconds patience, const Cancel& cancel) {
  const std::unique_ptr<AvahiSimplePoll, FreePoll> poll(::avahi_simple_poll_new());
  if (!poll) return Look::unreachable("no memory");
  Look look(poll.get());
  TRY_VOID(look.start(types));
  for (const auto until = Clock::now() + patience; Clock::now() < until;) {
    if (cancel.requested()) return fail(Errc::cancelled, "cancelled");
    const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
    const auto pause = std::clamp(left, milliseconds{0}, look_interval);
    if (::avahi_simple_poll_iterate(poll.get(), static_cast<int>(pause.count())) != 0) break;
    if (look.lost()) return Look::unreachable("the Avahi daemon has gone");
  }
  return look.take();
}

} // namespace platen::discovery
