#pragma once

#include "base/cancel.h"
#include "scan/device/command_link.h"
#include "wire/mp730/command.h"

namespace platen::scan {

struct Mp730Patience {
  std::chrono::milliseconds busy{30'000};  // the carriage returns, the lamp warms up
  std::chrono::milliseconds image{60'000}; // until the next bytes of a side
  std::chrono::milliseconds again{100};    // between two tries
};

// The commands of docs/protocols/mp730.md as calls. Errc::conflict: the scanner refused one
// (1515); busy: it was busy for as long as the patience; malformed, limit: what it answers breaks
// the rules. One thread at a time; `link` and `cancel` outlive it.
class Mp730Session {
public:
  Mp730Session(CommandLink& link, const Mp730Patience& patience, const Cancel& cancel)
      : link_(link), patience_(patience), cancel_(cancel) {}

  Result<mp730::DeviceStatus> status();
  Result<void> activate(std::uint8_t phase);
  Result<void> start(); // waits while the scanner is busy
  Result<void> select(mp730::Source source);
  Result<void> set(const mp730::ScanParameters& parameters);
  Result<void> abort();
  Result<void> tell_time();
  // The record of an error as hexadecimal digits: nobody has published what it means.
  Result<std::string> error_info();

  struct Block {
    Bytes image; // valid until the next call
    bool last = false;
  };
  // The next image bytes; empty only where the block is the last.
  Result<Block> read_image();

private:
  Result<mp730::Status> ask(Bytes command);
  Result<void> fill(std::span<std::byte> into);
  Result<Buffer> exchange(Bytes command, std::size_t answer_bytes);
  Result<std::optional<Block>> ask_for_image();
  Result<void> pause();

  CommandLink& link_;
  Mp730Patience patience_;
  const Cancel& cancel_;
  Buffer block_;
};

} // namespace platen::scan
