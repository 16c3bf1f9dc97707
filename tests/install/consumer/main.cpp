// A disc of 100 mm in the middle of a sheet of A4, as bytes for an imageRUNNER 1020: disc OUT
// [NAME=VALUE...]
#include "base/device_link.h"
#include "base/file.h"
#include "encode/language.h"
#include "model/model.h"

#include <cstdio>
#include <string>

namespace {

using namespace platen;

// The printer is a file: it takes everything and answers nothing.
class FileLink final : public DeviceLink {
public:
  explicit FileLink(AtomicFile& file) : file_(file) {}
  using ByteSink::write;
  Result<void> write(Bytes bytes) override { return file_.write(bytes); }
  Result<std::size_t> read(std::span<std::byte>, std::chrono::milliseconds) override {
    return fail(Errc::unsupported, "a file answers nothing");
  }

private:
  AtomicFile& file_;
};

Result<void> draw(encode::SideEncoder& side, const PageShape& page, Dpi resolution) {
  const std::int64_t radius = px_nearest(Hmm{5000}, resolution).v;
  RowBuffer row(page.width, 1, page.format);
  for (std::int32_t y = 0; y < page.height; ++y) {
    const Band band = row.band({y, 1});
    for (std::byte& eight : band.row(y))
      eight = std::byte{0};
    for (std::int32_t x = 0; x < page.width; ++x) {
      const std::int64_t dx = x - page.width / 2, dy = y - page.height / 2;
      if (dx * dx + dy * dy <= radius * radius)
        band.row(y)[static_cast<std::size_t>(x / 8)] |= std::byte{0x80} >> (x % 8);
    }
    TRY_VOID(side.write(band));
  }
  return side.finish();
}

Result<void> make(const std::string& out, const model::Options& options) {
  TRY(const auto models, model::load_models(MODELS));
  TRY(const model::Model* model, model::find_model(models, "canon-ir1020"));
  TRY(const model::Ticket ticket, model::make_ticket(*model, options));
  TRY(const auto language, encode::make_language(*model, ticket));
  const model::MediaEntry* const paper = model->find_media(ticket.media->name);

  encode::SideSpec spec;
  spec.last = true;
  spec.media = paper->size;
  spec.margins = paper->margins;
  spec.resolution = language->resolution(ticket.resolution);
  // Where the language, or the device, reaches less of the paper than the model says.
  if (const auto area = language->device_area(paper->size, false, spec.resolution);
      area && area->margins)
    spec.margins = *area->margins;
  const Hmm width = paper->size.width - spec.margins.left - spec.margins.right;
  const Hmm height = paper->size.height - spec.margins.top - spec.margins.bottom;
  spec.raster = {px_floor(width, spec.resolution).v, px_floor(height, spec.resolution).v,
                 language->raster_format()};

  TRY(AtomicFile file, AtomicFile::create(out));
  FileLink printer(file);
  TRY_VOID(language->begin_job(printer));
  Spool payload;
  const auto side = language->side(spec, payload);
  TRY_VOID(draw(*side, spec.raster, spec.resolution));
  TRY_VOID(language->put_side(spec, payload, printer));
  TRY_VOID(language->end_job(printer));
  return file.commit();
}

} // namespace

int main(int count, char** words) {
  platen::model::Options options{{"media", "iso_a4_210x297mm"}};
  for (int i = 2; i < count; ++i) {
    const std::string word = words[i];
    const std::size_t equals = word.find('=');
    options.emplace_back(word.substr(0, equals), word.substr(equals + 1));
  }
  const auto made = count < 2 ? platen::fail(platen::Errc::invalid, "disc OUT [NAME=VALUE...]")
                              : make(words[1], options);
  if (made) return 0;
  std::fprintf(stderr, "disc: %s\n", made.error().message().c_str());
  return 1;
}
