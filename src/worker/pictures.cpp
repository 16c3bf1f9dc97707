#include "worker/pictures.h"

#include "base/limits.h"
#include "codec/input.h"
#include "codec/picture.h"
#include "colour/icc/icc.h"
#include "colour/icc/inspect.h"
#include "colour/icc/wide_gamut.h"
#include "worker/messages.h"
#include "worker/rules.h"

#include <algorithm>

namespace platen::worker {
namespace {

using codec::PictureInfo;
using codec::PictureReader;
using render::Format;

constexpr double supposed_ppi = 300; // of a picture that does not say its resolution
constexpr double least_ppi = 1, most_ppi = 30'000;
constexpr std::size_t block_bytes = std::size_t{1} << 20; // of rows in one message

Result<std::unique_ptr<PictureReader>> open_picture(const render::Request& request) {
  const codec::PictureLimits limits{.pixels = request.picture_pixels,
                                    .side_px = limits::picture_side_px,
                                    .pages = request.most_pages,
                                    .profile_bytes = limits::icc_profile_bytes};
  switch (request.format) {
  case Format::jpeg:
    return codec::open_jpeg(render::document_fd, limits);
  case Format::png:
    return codec::open_png(render::document_fd, limits);
  case Format::tiff:
    return codec::open_tiff(render::document_fd, limits);
  case Format::pwg_raster:
    return codec::open_pwg_raster(render::document_fd, limits);
  case Format::apple_raster:
    return codec::open_apple_raster(render::document_fd, limits);
  default:
    return fail(Errc::bug, "not a picture format");
  }
}

bool sensible(std::optional<double> ppi) {
  return ppi && *ppi >= least_ppi && *ppi <= most_ppi;
}

render::PageInfo page_info(const PictureInfo& picture) {
  const bool sized = sensible(picture.ppi_x) && sensible(picture.ppi_y);
  const double width = 72.0 * picture.width / (sized ? *picture.ppi_x : supposed_ppi);
  const double height = 72.0 * picture.height / (sized ? *picture.ppi_y : supposed_ppi);
  // EXIF orientations 5 to 8 exchange the axes (CIPA DC-008, 4.6.4, Orientation).
  const bool turned = picture.exif_orientation >= 5;
  return {.width = {turned ? height : width},
          .height = {turned ? width : height},
          .sized = sized,
          .px_width = picture.width,
          .px_height = picture.height,
          .exif_orientation = picture.exif_orientation,
          .likeness = picture.likeness,
          .facts = picture.facts,
          .wide_gamut = picture.adobe_rgb ||
                        colour::holds_more_than_srgb(picture.profile, picture.format.model)};
}

// The table, if need be without a profile that cannot be used.
Result<ColourTable> build_table(const PictureInfo& picture, const model::ColourTarget& target,
                                Bytes default_cmyk, bool gamut,
                                std::vector<std::string>& warnings) {
  colour::IccRequest wanted{.format = picture.format,
                            .profile = picture.profile,
                            .adobe_rgb = picture.adobe_rgb,
                            .default_cmyk = default_cmyk,
                            .target = target};
  const auto build = gamut ? colour::build_gamut_table : colour::build_table;
  auto table = build(wanted);
  if (table || table.error().code != Errc::malformed || picture.profile.empty()) return table;
  if (target.refuse_broken)
    return fail(Errc::malformed, "the picture's own colour profile cannot be used (" +
                                     table.error().what +
                                     "): repair the picture, or choose broken-profile=assume-srgb");
  warnings.push_back("the picture's own colour profile cannot be used (" + table.error().what +
                     "); its colours are taken as untagged");
  wanted.profile = {};
  return build(wanted);
}

Result<void> send_all_rows(RowSource& rows) {
  const PageShape shape = rows.shape();
  const std::size_t row_bytes = shape.format.row_bytes(shape.width);
  const auto fitting =
      static_cast<std::int32_t>(std::clamp<std::size_t>(block_bytes / row_bytes, 1, 4096));
  RowBuffer buffer(shape.width, std::min(fitting, shape.height), shape.format);
  for (std::int32_t y = 0; y < shape.height;) {
    const RowRange range{y, std::min(buffer.capacity(), shape.height - y)};
    TRY_VOID(rows.read(buffer.band(range)));
    TRY_VOID(send_rows(std::as_const(buffer).band(range)));
    y = range.end();
  }
  return {};
}

Result<void> report_picture(const render::Request& request) {
  TRY(const auto reader, open_picture(request));
  render::DocumentInfo info;
  for (std::int32_t page = 0; page < reader->pages(); ++page) {
    auto picture = reader->info(page);
    if (!picture) {
      if (reader->pages() == 1) return Failure(std::move(picture).error());
      return fail_within("page " + std::to_string(page + 1), std::move(picture).error());
    }
    info.pages.push_back(page_info(*picture));
  }
  return send(render::MessageKind::info, render::encode_info(info));
}

Result<void> send_picture(const render::Request& request, Bytes default_cmyk) {
  TRY(const auto reader, open_picture(request));
  TRY(const PictureInfo picture, reader->info(request.page));
  TRY(const auto rows, reader->shrunk_rows(request.page, request.shrink));
  render::PictureHeader header{.shape = rows->shape(), .colour = {}, .warnings = {}};
  TRY(header.colour,
      build_table(picture, request.target, default_cmyk, request.gamut, header.warnings));
  TRY_VOID(send(render::MessageKind::picture, render::encode_picture(header)));
  return send_all_rows(*rows);
}

Result<void> send_table(const render::Request& request) {
  const colour::IccRequest wanted{.format = rgb8,
                                  .profile = request.source_profile,
                                  .default_cmyk = {},
                                  .target = request.target};
  TRY(const ColourTable table,
      request.gamut ? colour::build_gamut_table(wanted) : colour::build_table(wanted));
  return send(render::MessageKind::table, render::encode_table(table));
}

Result<void> report_profile() {
  TRY(const auto file, codec::FileInput::open(render::document_fd));
  if (file.size() > limits::icc_profile_bytes)
    return fail(Errc::limit, "the colour profile is larger than " +
                                 std::to_string(limits::icc_profile_bytes) + " bytes");
  Buffer bytes(static_cast<std::size_t>(file.size()));
  TRY(const std::size_t got, file.read_at(0, bytes));
  bytes.resize(got);
  TRY(const model::ProfileFacts facts, colour::inspect(bytes));
  return send(render::MessageKind::profile, render::encode_profile(facts));
}

} // namespace

Result<void> read_picture(const render::Request& request) {
  // Behind the lock there is no file system. What the bytes of the profile that CMYK without one is
  // supposed to have mean is found out there.
  const bool decodes = request.task == render::Task::decode;
  const Buffer default_cmyk = decodes ? colour::installed_default_cmyk() : Buffer{};
  TRY_VOID(render::sandbox::enter(library_rules(request)));
  if (request.task == render::Task::table) return send_table(request);
  if (request.task == render::Task::profile_info) return report_profile();
  return decodes ? send_picture(request, default_cmyk) : report_picture(request);
}

} // namespace platen::worker
