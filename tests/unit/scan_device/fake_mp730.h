#pragma once

#include "base/bytes.h"
#include "scan/device/command_link.h"

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace platen::test {

// A scanner of the tests: answers commands as docs/protocols/mp730.md says, written by hand with
// numbers of its own, and does wrong what its script wants.
struct FakeMp730 {
  // What it is told to be.
  int sheets = 0;                      // in the feeder
  bool empty_while_back_waits = false; // says "no paper" before the last back
  std::size_t block = 1000;            // image bytes of a block
  std::size_t not_yet = 0;             // empty blocks before each
  std::function<std::uint8_t(int side, std::size_t at)> pixel = [](int side, std::size_t at) {
    return static_cast<std::uint8_t>(at * 7 + at / 251 + static_cast<std::size_t>(side) * 31);
  };
  std::size_t ends_after = ~std::size_t{0};               // bytes of a side
  std::size_t adds = 0;                                   // bytes too many of a side
  std::map<std::string, std::deque<std::string>> instead; // command -> answers, each once
  std::map<std::string, int> fails_from; // command -> its n-th (from 1) and later fail

  // What happened.
  std::vector<std::string> heard; // "F320", "DE20", ...
  std::vector<std::string> data;  // what came with each
  std::string faults;             // what was wrong with it

  std::string answer(const std::string& command);
  std::string commands() const; // all that was heard

private:
  std::string image();
  std::map<std::string, int> count_;
  std::size_t side_bytes_ = 0, given_ = 0, waits_ = 0;
  int side_ = -1;
  bool feeder_ = false, two_sided_ = false, back_next_ = false, running_ = false;
};

// The same behind a link in memory.
class FakeLink final : public scan::CommandLink {
public:
  explicit FakeLink(FakeMp730& device) : device_(device) {}
  Result<void> begin() override {
    ++begun;
    open = true;
    return {};
  }
  void end() override { open = false; }
  Result<void> send(Bytes command) override {
    EXPECTS(open);
    if (!said_.empty()) return fail(Errc::malformed, "more than asked");
    if (broken) return fail(Errc::io, "the cable was pulled");
    said_ = device_.answer(std::string(as_text(command)));
    return {};
  }
  Result<std::size_t> receive(std::span<std::byte> into) override {
    if (broken) return fail(Errc::io, "the cable was pulled");
    const std::size_t count = std::min({into.size(), said_.size(), piece});
    std::copy_n(as_bytes(said_).begin(), count, into.begin());
    said_.erase(0, count);
    return count;
  }
  void drain() override { said_.clear(); }
  void hurry(bool) override {}
  Result<std::optional<Buffer>> unasked() override {
    if (packets.empty()) return std::optional<Buffer>();
    const std::string packet = packets.front();
    packets.pop_front();
    return Buffer(as_bytes(packet).begin(), as_bytes(packet).end());
  }

  bool open = false, broken = false;
  int begun = 0;
  std::size_t piece = 97;
  std::deque<std::string> packets;

private:
  FakeMp730& device_;
  std::string said_;
};

} // namespace platen::test
