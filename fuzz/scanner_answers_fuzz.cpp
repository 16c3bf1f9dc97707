// A scanner that answers the MP730's commands with anything: never more rows than were asked for,
// each error in words, and an end.
#include "scan/device/mp730_scanner.h"

#include <algorithm>
#include <cstdint>

namespace {

using namespace platen;
using std::chrono::milliseconds;

class HostileLink final : public scan::CommandLink {
public:
  explicit HostileLink(Bytes says) : says_(says) {}
  Result<void> begin() override { return {}; }
  void end() override {}
  Result<void> send(Bytes command) override {
    EXPECTS(command.size() >= 10);
    return {};
  }
  Result<std::size_t> receive(std::span<std::byte> into) override {
    const std::size_t count = std::min({into.size(), says_.size(), std::size_t{4'093}});
    std::copy_n(says_.begin(), count, into.begin());
    says_ = says_.subspan(count);
    return count;
  }
  void drain() override {}
  void hurry(bool) override {}
  Result<std::optional<Buffer>> unasked() override {
    const Bytes packet = says_.first(std::min<std::size_t>(says_.size(), 20));
    return std::optional<Buffer>(Buffer(packet.begin(), packet.end()));
  }

private:
  Bytes says_;
};

void expect_words(const Error& error) {
  EXPECTS(!error.what.empty());
}

void take(scan::Feed& feed) {
  RowBuffer rows(100, 8, gray8);
  for (int side = 0; side < 100; ++side) {
    const auto shape = feed.next_page();
    if (!shape) return expect_words(shape.error());
    if (!*shape) return;
    EXPECTS((*shape)->width == 100 && (*shape)->height == 30);
    std::int32_t got = 0;
    for (;;) {
      const auto count = feed.read(rows.band({0, 8}));
      if (!count) return expect_words(count.error());
      if (*count == 0) break;
      got += *count;
    }
    const scan::PageEnd end = feed.page_end();
    EXPECTS(got <= 30 && got == end.rows && (got == 30 || !end.warning.empty()));
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const Cancel cancel;
  scan::ScannerFacts facts;
  facts.platen = facts.adf =
      scan::SourceOffer{16, 2544, 16, 3472, {75}, {scan::ColorMode::gray, scan::ColorMode::color}};
  facts.adf_two_sided = true;
  const auto scanner = scan::make_mp730_scanner(
      std::make_unique<HostileLink>(std::as_bytes(std::span(data, size)).subspan(1)), facts,
      {milliseconds{1}, milliseconds{1}, milliseconds{0}}, cancel);
  if ((data[0] & 4) != 0) {
    if (const auto pressed = scanner->pressed(); !pressed) expect_words(pressed.error());
    if (const auto state = scanner->state(); !state) expect_words(state.error());
  }
  const auto feed = scanner->start({(data[0] & 1) != 0,
                                    (data[0] & 3) == 3,
                                    scan::ColorMode::gray,
                                    Dpi{75},
                                    {1'000, 0, 400, 120}});
  if (!feed)
    expect_words(feed.error());
  else
    take(**feed);
  return 0;
}
