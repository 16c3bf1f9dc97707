#pragma once

#include "virtual/scanner/machine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::twin::scanner::test {

// Pages in memory, each named by its gray tone.
class ToneStack final : public Stack {
public:
  explicit ToneStack(std::vector<std::string> tones) : tones_(std::move(tones)) {}
  std::vector<std::string> pages() override { return tones_; }
  Result<Picture> read(const std::string& page) override {
    const std::int32_t side = 40;
    return Picture{side, side, 1, 75,
                   std::vector<std::uint8_t>(std::size_t{side} * side,
                                             static_cast<std::uint8_t>(std::stoi(page)))};
  }
  Result<void> take_out(const std::string& page) override {
    std::erase(tones_, page);
    return {};
  }

private:
  std::vector<std::string> tones_;
};

// A command with its checksum, written here from docs/protocols/mp730.md.
inline Buffer command(std::uint16_t code, std::vector<std::uint8_t> data = {},
                      std::uint16_t back = 0) {
  std::uint8_t sum = 0;
  for (const std::uint8_t octet : data)
    sum = static_cast<std::uint8_t>(sum + octet);
  if (!data.empty()) data.back() = static_cast<std::uint8_t>(data.back() - sum);
  ByteWriter out;
  out.u16be(code);
  out.bytes(Buffer(5));
  out.u16be(static_cast<std::uint16_t>(data.size() + back));
  out.u8(0);
  out.bytes(std::as_bytes(std::span(data)));
  return std::move(out.buffer);
}

inline Buffer status_command() {
  return command(0xF320, {}, 12);
}
inline Buffer activate(std::uint8_t x) {
  return command(0xCF60, {1, 0, 0, x, 0, 0, 0, 0, 0, 0});
}
inline Buffer source(std::uint8_t source, std::uint8_t sides = 0) {
  return command(0xDD20, {source, 0, 0, 0, 0, sides, 0, 0, 0, 0});
}
inline Buffer read_command() {
  return command(0xD420, {}, 0xC004);
}
// Gray at 75 dpi, from the corner.
inline std::vector<std::uint8_t> parameters(std::uint8_t width = 8, std::uint8_t height = 4) {
  std::vector<std::uint8_t> data(46);
  data[0x04] = data[0x06] = 0x10;
  data[0x05] = data[0x07] = 75;
  data[0x13] = width;
  data[0x17] = height;
  data[0x18] = 4;
  data[0x19] = 8;
  data[0x1F] = 0x7F;
  data[0x20] = 0xFF;
  data[0x23] = 0x81;
  return data;
}

inline std::uint16_t status_of(const Buffer& answer) {
  ByteReader in(answer);
  return in.u16be().value_or(0);
}

inline MachineTerms terms(SheetTerms sheets, std::int32_t pages_per_minute = 0) {
  MachineTerms terms;
  terms.sheets = sheets;
  terms.pages_per_minute = pages_per_minute;
  return terms;
}

// A scanner whose clock the test turns.
struct Unit {
  explicit Unit(std::vector<std::string> tones, MachineTerms terms = {},
                std::vector<ScannerFault> script = {})
      : stack(std::move(tones)),
        troubles(
            std::move(script), [this](std::string_view name) { pressed += name; },
            [this] { return now; }),
        machine(
            stack, with_glass(std::move(terms)), troubles, [this] { return now; }, *log) {
    machine.connected();
  }
  static MachineTerms with_glass(MachineTerms terms) {
    terms.glass = [] { return Result<Picture>(Picture{}); };
    return terms;
  }
  std::uint16_t say(const Buffer& bytes) { return status_of(machine.answer(bytes)); }
  bool paper() { return machine.answer(status_command())[2 + 1] == std::byte{0}; }
  // Up to the image; what the last step answered.
  std::uint16_t begin(const Buffer& from) {
    for (const Buffer& step : {activate(0), activate(4), command(0xDB20)})
      if (const std::uint16_t status = say(step); status != done) return status;
    if (const std::uint16_t status = say(from); status != done) return status;
    return say(command(0xDE20, parameters()));
  }
  // The tone of one whole side; -1: it was refused.
  int scan(const Buffer& from) {
    if (begin(from) != done) return -1;
    const Buffer block = machine.answer(read_command());
    if (status_of(block) != done || block.size() != 6 + 32) return -1;
    return std::to_integer<int>(block[6]);
  }
  std::string last_line() const { return log->lines().back(); }

  std::chrono::steady_clock::time_point now{};
  std::string pressed;
  std::unique_ptr<Log> log = *Log::open({});
  ToneStack stack;
  Troubles troubles;
  Machine machine;
};

} // namespace platen::twin::scanner::test
