#include "encode/pages/page_form.h"

#include "model/model.h"
#include "model/words.h"

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <optional>
#include <span>

namespace platen::encode {

namespace {

using model::PageOffer;
using model::Sides;

bool has(const std::vector<std::string>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

struct Coding {
  std::string_view word;
  PixelFormat pixels;
};

// Which of the printer's codings suits a model best: the model's own kind first.
std::optional<PixelFormat> nearest_coding(const std::vector<std::string>& offered,
                                          std::span<const Coding> best_first) {
  for (const Coding& coding : best_first)
    if (has(offered, coding.word)) return coding.pixels;
  return std::nullopt;
}

std::optional<PixelFormat> pwg_pixels(const PageOffer& offer, bool color, bool gray_wanted) {
  static constexpr Coding for_color[] = {{"srgb_8", rgb8}, {"sgray_8", gray8}};
  static constexpr Coding for_gray[] = {{"sgray_8", gray8}, {"srgb_8", rgb8}};
  static constexpr Coding for_one_bit[] = {
      {"black_1", mask1}, {"sgray_8", gray8}, {"srgb_8", rgb8}};
  if (!color) return nearest_coding(offer.pwg_types, for_one_bit);
  return gray_wanted ? nearest_coding(offer.pwg_types, for_gray)
                     : nearest_coding(offer.pwg_types, for_color);
}

std::optional<PixelFormat> apple_pixels(const PageOffer& offer, bool color, bool gray_wanted) {
  static constexpr Coding for_color[] = {{"SRGB24", rgb8}, {"W8", gray8}};
  static constexpr Coding for_gray[] = {{"W8", gray8}, {"SRGB24", rgb8}};
  return color && !gray_wanted ? nearest_coding(offer.urf, for_color)
                               : nearest_coding(offer.urf, for_gray);
}

// "RS300-600" among the words of urf-supported.
std::vector<Dpi> apple_resolutions(const PageOffer& offer) {
  std::vector<Dpi> found;
  for (const std::string& word : offer.urf) {
    if (!word.starts_with("RS")) continue;
    for (std::size_t at = 2; at < word.size();) {
      std::int32_t dpi = 0;
      const auto [end, error] = std::from_chars(word.data() + at, word.data() + word.size(), dpi);
      if (error != std::errc{} || dpi < 1) break;
      found.push_back(Dpi{dpi});
      at = static_cast<std::size_t>(end - word.data()) + 1;
    }
  }
  return found;
}

Dpi nearest_resolution(std::vector<Dpi> offered, Dpi wanted) {
  if (offered.empty()) return wanted;
  std::ranges::sort(offered);
  const auto next = std::ranges::lower_bound(offered, wanted);
  return next != offered.end() ? *next : offered.back();
}

struct Turn {
  bool across = false, along = false;
};

// PWG 5102.4 table 10.
Turn back_turn(std::string_view sheet_back, Sides sides) {
  const bool short_edge = sides == Sides::two_sided_short_edge;
  if (sides == Sides::one_sided) return {};
  if (sheet_back == "flipped") return short_edge ? Turn{true, false} : Turn{false, true};
  if (sheet_back == "rotated") return short_edge ? Turn{} : Turn{true, true};
  if (sheet_back == "manual-tumble") return short_edge ? Turn{true, true} : Turn{};
  return {};
}

// urf-supported: DM1 normal, DM2 flipped, DM3 rotated, DM4 manual tumble.
std::string_view apple_back(const PageOffer& offer) {
  if (has(offer.urf, "DM2")) return "flipped";
  if (has(offer.urf, "DM3")) return "rotated";
  if (has(offer.urf, "DM4")) return "manual-tumble";
  return "normal";
}

Result<void> check_sides(const PageOffer& offer, Sides sides) {
  if (sides == Sides::one_sided || has(offer.sides, model::to_string(sides))) return {};
  return fail(Errc::unsupported,
              "the printer does not print sides=" + std::string(model::to_string(sides)));
}

bool collates(const PageOffer& offer, const model::Ticket& ticket) {
  if (ticket.copies == 1) return true;
  return has(offer.handling, model::to_string(ticket.collate));
}

} // namespace

std::string_view mime_type(PageFormat format) {
  switch (format) {
  case PageFormat::pwg_raster:
    return "image/pwg-raster";
  case PageFormat::apple_raster:
    return "image/urf";
  case PageFormat::jpeg:
    return "image/jpeg";
  }
  return "application/octet-stream";
}

Result<PageForm> choose_form(const PageOffer& offer, const model::Model& model,
                             const model::Ticket& ticket) {
  TRY_VOID(check_sides(offer, ticket.sides));
  const bool gray_wanted = ticket.color_mode == model::ColorMode::monochrome;
  PageForm form;
  form.device_copies = ticket.copies <= offer.most_copies && collates(offer, ticket);
  const auto pwg = pwg_pixels(offer, model.color, gray_wanted);
  const auto apple = apple_pixels(offer, model.color, gray_wanted);
  Turn turn;
  if (has(offer.formats, "image/pwg-raster") && pwg) {
    form.pixels = *pwg;
    form.resolution = nearest_resolution(offer.pwg_resolutions.empty() ? offer.resolutions
                                                                       : offer.pwg_resolutions,
                                         ticket.resolution);
    form.takes_adobe_rgb = form.pixels == rgb8 && has(offer.pwg_types, "adobe-rgb_8");
    turn = back_turn(offer.pwg_back, ticket.sides);
  } else if (has(offer.formats, "image/urf") && apple) {
    form.format = PageFormat::apple_raster;
    form.pixels = *apple;
    form.resolution = nearest_resolution(apple_resolutions(offer), ticket.resolution);
    turn = back_turn(apple_back(offer), ticket.sides);
  } else if (has(offer.formats, "image/jpeg")) {
    form.format = PageFormat::jpeg;
    form.pixels = model.color && !gray_wanted ? rgb8 : gray8;
    form.resolution = nearest_resolution(offer.resolutions, ticket.resolution);
    form.one_page_a_document = true;
    form.device_copies = false; // copies of each page are no copies of the set
    if (ticket.sides != Sides::one_sided)
      return fail(Errc::unsupported,
                  "the printer takes pages as JPEG only, one by one; print with sides=one-sided");
  } else {
    return fail(Errc::unsupported,
                "the printer takes none of image/pwg-raster, image/urf and image/jpeg in a form "
                "that platen makes");
  }
  form.back_across = turn.across;
  form.back_along = turn.along;
  return form;
}

} // namespace platen::encode
