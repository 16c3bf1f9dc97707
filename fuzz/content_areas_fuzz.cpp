// Any bytes as a content stream of a PDF: its words lie in it, one after the other, and what it
// draws is told once for each "Do" at most. What was made exact can be made so again, and whether
// it paints over other inks can be said.
#include "worker/content_words.h"
#include "worker/exact_areas.h"
#include "worker/overprint_scan.h"

#include <cstdint>
#include <cstdlib>
#include <utility>

namespace {

using namespace platen::worker;

void expect(bool holds) {
  if (!holds) std::abort();
}

std::size_t count_draws(std::string_view content) {
  ContentWords words(content);
  std::size_t draws = 0, before = 0;
  for (auto word = words.next(); word.kind != ContentWords::Kind::end; word = words.next()) {
    expect(!word.text.empty() && word.begin >= before && word.stop() <= content.size());
    before = word.stop();
    if (word.kind == ContentWords::Kind::keyword && word.text == "Do") ++draws;
  }
  return draws;
}

// What a name stands for follows from its last letter.
InkNames names() {
  const auto of = [](std::string_view name) {
    return name.empty() ? 0U : static_cast<unsigned char>(name.back());
  };
  return {[of](std::string_view name) -> InkNames::Overprints {
            return {(of(name) & 1) != 0, (of(name) & 2) != 0};
          },
          [of](std::string_view name) { return static_cast<InkSpace>(of(name) % 5); },
          [of](std::string_view name, const InkState& state) {
            expect(state.text_mode >= 0 && state.text_mode <= 7);
            return of(name) % 16 == 0;
          }};
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view content(reinterpret_cast<const char*>(data) + 1, size - 1);
  // The first byte chooses how the page lies.
  const double scale = 1 + data[0] / 16;
  const Linear to_pixels = (data[0] & 1) == 0 ? Linear{scale, 0, 0, scale}
                                              : Linear{0, scale, -scale, (data[0] & 2) / 8.0};
  std::size_t told = 0;
  const DrawsObject draws = [&](const std::string&, const Linear&) { ++told; };
  const std::string exact = exact_areas(content, to_pixels, draws);
  expect(told <= count_draws(content));
  const std::size_t by_areas = std::exchange(told, 0);
  tell_drawn_objects(content, draws);
  expect(told == by_areas);
  static_cast<void>(has_bars(content));
  static_cast<void>(paints_over(content, InkState(), names()));
  static_cast<void>(exact_areas(exact, to_pixels, draws));
  return 0;
}
