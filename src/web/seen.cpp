#include "web/seen.h"

#include <algorithm>

namespace platen::web {

namespace {

// Of this machine itself every address is one: a program takes ::1, a browser 127.0.0.1.
std::string key_of(const http::Peer& peer) {
  return peer.loopback && !peer.address.empty() ? "::1" : peer.address;
}

} // namespace

void Seen::note(const http::Peer& peer, std::string_view path, int status, std::int64_t now) {
  constexpr std::string_view root = "/ipp/print/";
  const std::string address = key_of(peer);
  if (address.empty() || status != 200 || !path.starts_with(root)) return;
  path.remove_prefix(root.size());
  const std::string_view name = path.substr(0, path.find('/'));
  constexpr std::size_t longest_name = 127;
  if (name.empty() || name.size() > longest_name) return;
  const std::lock_guard lock(mutex_);
  if (words_.size() >= most_ && !words_.contains(address))
    words_.erase(
        std::ranges::min_element(words_, {}, [](const auto& entry) { return entry.second.time; }));
  words_[address] = {std::string(name), now};
}

std::optional<Seen::Word> Seen::of(const http::Peer& peer) const {
  const std::lock_guard lock(mutex_);
  const auto found = words_.find(key_of(peer));
  return found == words_.end() ? std::nullopt : std::optional(found->second);
}

} // namespace platen::web
