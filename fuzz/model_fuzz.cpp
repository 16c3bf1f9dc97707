#include "layout/layout.h"

#include <cstdint>
#include <cstdlib>

// A model file from anywhere: it is refused, or everything that a job may ask of it holds together.
namespace {

using namespace platen;

void expect(bool holds) {
  if (!holds) std::abort();
}

void use(const model::Model& model) {
  const auto ticket = model::make_ticket(model, {});
  expect(ticket.has_value());
  for (const model::OptionInfo& option : model::option_list(model))
    for (const std::string& value : option.values) {
      const auto with_value = model::make_ticket(model, {{option.name, value}});
      expect(with_value || !with_value.error().what.empty());
    }
  const layout::SourcePage page{Points{595}, Points{842}};
  for (const model::MediaEntry& entry : model.media) {
    const auto named = model::parse_media_name(model, entry.size.name);
    expect(named && *named == entry.size);
    model::Ticket on_entry = *ticket;
    on_entry.media = entry.size;
    if (const auto sides = layout::plan({&page, 1}, model, on_entry))
      expect(sides->front().raster.width > 0 && sides->front().raster.height > 0);
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto model = model::parse_model(text, "/nonexistent/fuzz.toml")) {
    use(*model);
  } else {
    expect(!model.error().what.empty());
  }
  return 0;
}
