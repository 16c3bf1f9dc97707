// Settings of a job from anywhere, a NAME=VALUE a line: for each model a ticket whose pages can be
// planned, or words that say what is wrong.
#include "layout/layout.h"

#include <cstdint>
#include <cstdlib>

namespace {

using namespace platen;

void expect(bool holds) {
  if (!holds) std::abort();
}

const std::vector<model::Model>& models() {
  static const auto loaded = model::load_models(PLATEN_SOURCE_DATA).value();
  return loaded;
}

model::Options options_in(std::string_view text) {
  model::Options options;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const std::size_t equals = line.find('=');
    if (equals != std::string_view::npos)
      options.emplace_back(line.substr(0, equals), line.substr(equals + 1));
  }
  return options;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const model::Options options = options_in({reinterpret_cast<const char*>(data), size});
  const layout::SourcePage page{Points{595}, Points{842}};
  const std::vector<layout::SourcePage> pages(3, page);
  for (const model::Model& model : models()) {
    const auto ticket = model::make_ticket(model, options);
    if (!ticket) {
      expect(!ticket.error().what.empty());
      continue;
    }
    const auto sides = layout::plan(pages, model, *ticket);
    expect(sides || !sides.error().what.empty());
    for (std::size_t i = 0; sides && i < sides->size(); ++i)
      expect((*sides)[i].raster.width > 0 && (*sides)[i].raster.height > 0);
  }
  return 0;
}
