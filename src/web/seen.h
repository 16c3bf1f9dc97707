#pragma once

#include "http/exchange.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace platen::web {

// Which addresses have spoken IPP with which printer, so that a person sees that a computer is set
// up. Told to nobody but that address itself; in memory alone. From any thread.
class Seen {
public:
  struct Word {
    std::string printer;
    std::int64_t time = 0; // seconds of the epoch
  };
  // A request that was answered; what is none of a printer is left out.
  void note(const http::Peer& peer, std::string_view path, int status, std::int64_t now);
  std::optional<Word> of(const http::Peer& peer) const; // the last one

private:
  static constexpr std::size_t most_ = 4'096; // addresses
  mutable std::mutex mutex_;
  std::map<std::string, Word> words_;
};

} // namespace platen::web
