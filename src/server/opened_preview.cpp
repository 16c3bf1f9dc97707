#include "server/opened_preview.h"

#include "codec/png_writer.h"
#include "encode/ivec/jpeg_writer.h"
#include "preview/side_facts.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace platen::server {

namespace {

using intake::api::PreviewLook;
using intake::api::PreviewPicture;
using nlohmann::json;

// Before it was drawn at a size nothing more is known.
constexpr const char* smaller = "drawn smaller than it is printed: dithering, sharpening and lines "
                                "below a pixel are not the page's";

preview::Look look_of(const PreviewLook& look) {
  return {.paper_white = look.paper_white,
          .paper_black = look.paper_black,
          .gamut = look.gamut,
          .lines = look.lines};
}

// "X,Y,WIDTHxHEIGHT" in device pixels.
Result<layout::PixelBox> part_of(const std::string& text) {
  constexpr std::array<char, 4> ends{',', ',', 'x', '\0'};
  std::array<std::int32_t, 4> numbers{};
  const char* at = text.data();
  const char* const end = text.data() + text.size();
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto [next, error] = std::from_chars(at, end, numbers[i]);
    const bool ends_right = i + 1 == numbers.size() ? next == end : next != end && *next == ends[i];
    constexpr std::int32_t most = 1'000'000;
    if (error != std::errc() || !ends_right || numbers[i] < 0 || numbers[i] > most)
      return fail(Errc::invalid, "part takes X,Y,WIDTHxHEIGHT in device pixels");
    at = next == end ? end : next + 1;
  }
  return layout::PixelBox{numbers[0], numbers[1], numbers[2], numbers[3]};
}

void add_missing(const std::vector<std::string>& from, std::vector<std::string>& into) {
  for (const std::string& text : from)
    if (std::ranges::find(into, text) == into.end()) into.push_back(text);
}

} // namespace

Result<PreviewPicture> coded_picture(const ConstBand& rows, Dpi resolution, bool png) {
  Buffer bytes;
  if (png) {
    TRY(bytes, codec::write_png(rows, resolution));
  } else {
    BufferSink sink;
    const PageShape shape{rows.width(), rows.rows().count, rows.format()};
    const auto writer = encode::make_jpeg_writer(shape, resolution, sink);
    TRY_VOID(writer->write(rows));
    TRY_VOID(writer->finish());
    bytes = std::move(sink.buffer);
  }
  return PreviewPicture{png ? "image/png" : "image/jpeg",
                        std::make_shared<const std::string>(as_text(bytes))};
}

std::string OpenedPreview::describe() {
  const flow::JobPlan& plan = preview->plan();
  json sides = json::array();
  for (std::size_t i = 0; i < preview->sides(); ++i) {
    json side = preview::side_json(preview->planned(i));
    const auto ppi = preview::effective_resolution(*preview, i);
    side["effective-resolution"] = ppi ? json(std::lround(*ppi)) : json(nullptr);
    std::vector<std::string> warnings = preview::early_warnings(*preview, i);
    std::vector<std::string> approximations{smaller};
    {
      const std::lock_guard lock(mutex_);
      if (const auto said = said_.find(i); said != said_.end()) {
        add_missing(said->second.warnings, warnings);
        approximations = said->second.approximations;
      }
    }
    side["warnings"] = warnings;
    side["approximations"] = approximations;
    side["back"] = preview->side(i).plan.back;
    sides.push_back(std::move(side));
  }
  const json all{{"id", id},
                 {"sides", std::move(sides)},
                 {"sheets", plan.nothing_sent().sheets},
                 {"sets", plan.sets},
                 {"notes", plan.notes},
                 {"soft-proof", work.profile != nullptr},
                 {"profile", work.profile != nullptr ? json(work.ticket.profile->name) : json()}};
  return all.dump(-1, ' ', false, json::error_handler_t::replace);
}

void OpenedPreview::note(std::size_t side, const preview::View& view) {
  Said said{view.warnings, view.approximations};
  const bool reduced =
      std::ranges::any_of(documents, [](const auto& document) { return document->reduced(); });
  if (reduced && view.scale < 1)
    said.approximations.emplace_back("pictures are shown from smaller copies of them");
  const std::lock_guard lock(mutex_);
  said_.insert_or_assign(side, std::move(said));
}

Result<PreviewPicture> OpenedPreview::picture(std::int32_t side, const PreviewLook& look) {
  if (side < 1 || static_cast<std::size_t>(side) > preview->sides())
    return fail(Errc::not_found, "there are " + std::to_string(preview->sides()) +
                                     " sides, and no side " + std::to_string(side));
  const auto index = static_cast<std::size_t>(side - 1);
  const auto shown = [&]() -> Result<preview::View> {
    if (look.part.empty()) return preview->whole(index, look.size, look_of(look));
    TRY(const layout::PixelBox box, part_of(look.part));
    return preview->part(index, box, look_of(look));
  }();
  if (!shown && preview->sides() > 1 && shown.error().code != Errc::cancelled)
    return fail_within("side " + std::to_string(side), Error(shown.error()));
  if (!shown) return Failure(shown.error());
  note(index, *shown);
  const double dpi = preview->side(index).spec.resolution.v * shown->scale;
  return coded_picture(shown->picture.rows(), {std::max(1, static_cast<std::int32_t>(dpi))},
                       look.png);
}

} // namespace platen::server
