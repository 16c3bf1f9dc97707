#include "scan/clean/clean.h"

#include "scan/clean/bilevel.h"
#include "scan/clean/colour_mode.h"
#include "scan/clean/frame.h"
#include "scan/clean/margins.h"
#include "scan/clean/skew.h"
#include "scan/clean/whiten.h"

#include <cmath>
#include <cstdlib>
#include <numbers>

namespace platen::scan {
namespace {

using namespace cleaning;

// What was seen of the page as it was scanned.
struct Seen {
  Sheet sheet;
  Background background;
  std::optional<Slope> slope;
};

// Lines of text say how a page lies, unless they contradict the edges by more than 2 degrees (tan =
// 2289): then they are a drawing's or a slanted heading's. Where both say the same to 0.15 degrees
// (tan = 172), the mean is nearer to the truth than a few short lines are.
std::optional<Slope> chosen(std::optional<Slope> text, std::optional<Slope> edges) {
  if (!text || !edges) return text ? text : edges;
  const Slope apart = std::abs(*text - *edges);
  if (apart > 2289) return edges;
  return apart <= 172 ? (*text + *edges) / 2 : *text;
}

Seen look_at(const Sizes& sizes, const CleanUp& how) {
  Seen seen;
  seen.sheet = find_sheet(sizes.coarse, how.crop == OnOff::on);
  const Plane inside = inside_of(seen.sheet, sizes.coarse.gray);
  seen.background = find_background(sizes.coarse, inside);
  seen.slope = chosen(text_slope(dark_ink(sizes, seen.background, inside)),
                      slope_of(seen.sheet, sizes.coarse.gray));
  return seen;
}

// By how much the page shall be turned back.
Slope wanted_turn(const Seen& seen, OnOff deskew) {
  if (deskew == OnOff::off || !seen.slope || std::abs(*seen.slope) < least_slope) return 0;
  if (deskew == OnOff::automatic && std::abs(*seen.slope) > slope_of_10_degrees + least_slope)
    return 0;
  return *seen.slope;
}

double degrees(Slope slope) {
  return std::atan(static_cast<double>(slope) / slope_one) * 180 / std::numbers::pi;
}

// The frame as a box of the scanned picture: where it lies, and how large the sheet is.
PixelBox box_of(const Frame& frame, Slope slope, PageShape page) {
  const Turn turn = to_turn(slope);
  const std::int64_t x = (turn.cosine * frame.across - turn.sine * frame.down) >> 16;
  const std::int64_t y = (turn.sine * frame.across + turn.cosine * frame.down) >> 16;
  const auto first = [](std::int64_t middle, std::int32_t whole, std::int32_t part) {
    return static_cast<std::int32_t>((middle + (whole - part) * slope_one / 2 + slope_one / 2) >>
                                     16);
  };
  return {first(x, page.width, frame.width), first(y, page.height, frame.height), frame.width,
          frame.height};
}

// Turns the page back and cuts it to the sheet, as far as either is wanted, in one resampling.
PageImage placed(PageImage page, const Seen& seen, const Sizes& sizes, const CleanUp& how,
                 PageFindings& findings) {
  findings.skew_degrees = seen.slope ? degrees(*seen.slope) : 0;
  const Slope slope = wanted_turn(seen, how.deskew);
  const auto around_sheet =
      seen.sheet.found() ? frame_of(seen.sheet, seen.slope.value_or(0), sizes.coarse, page.shape())
                         : std::nullopt;
  findings.sheet = box_of(around_sheet.value_or(whole_frame(page.shape())), seen.slope.value_or(0),
                          page.shape());
  auto frame = whole_frame(page.shape());
  if (how.crop != OnOff::off && around_sheet)
    frame = frame_of(seen.sheet, slope, sizes.coarse, page.shape()).value_or(frame);
  if (slope == 0 && frame.width == page.shape().width && frame.height == page.height) return page;
  return straightened(page, slope, frame, seen.background.paper);
}

// Depths of shadows: what is darker and reaches further is a picture, or is asked about.
Hmm shadow_depth(OnOff shadows) {
  return Hmm{shadows == OnOff::on ? 1000 : 600};
}

// Whitening is for documents; a page of which little is paper is a photograph.
bool whitens(OnOff how, const Background& background) {
  constexpr std::int32_t document_percent = 35, some_percent = 3;
  if (how == OnOff::off) return false;
  return background.paper_percent >= (how == OnOff::on ? some_percent : document_percent);
}

ColorMode settled(ColorMode wanted, const PageFindings& findings) {
  return wanted == ColorMode::automatic ? findings.color : wanted;
}

PageImage without_color(PageImage page) {
  return page.shape().format == rgb8 ? to_gray(page) : std::move(page);
}

constexpr std::int32_t middle_threshold = 128;

// Pages too small to tell anything of: only what was asked for by number.
CleanedPage small_page(PageImage page, ColorMode color, std::optional<std::int32_t> threshold) {
  CleanedPage done;
  done.findings.sheet = {0, 0, page.shape().width, page.height};
  done.findings.color = page.shape().format == rgb8 ? ColorMode::color : ColorMode::gray;
  switch (settled(color, done.findings)) {
  case ColorMode::bilevel:
    done.page = to_bilevel(without_color(std::move(page)), threshold.value_or(middle_threshold));
    break;
  case ColorMode::gray:
    done.page = without_color(std::move(page));
    break;
  default:
    done.page = std::move(page);
  }
  return done;
}

// By how much to turn a page, 0 where it stays.
Result<std::int32_t> find_turn(CleanedPage& done, OnOff how, const FindOrientation& orientation) {
  if (how == OnOff::off || !orientation) return 0;
  TRY(const auto found, orientation(done.page));
  const auto [turn, confidence] = found;
  if (turn != 0 && turn != 90 && turn != 180 && turn != 270)
    return fail(Errc::bug, "a page cannot be turned by " + std::to_string(turn) + " degrees");
  done.findings.turn = turn;
  done.findings.turn_confidence = confidence;
  // Below 2 Tesseract is wrong too often to turn a page that nobody looks at.
  constexpr double sure = 2;
  return (how == OnOff::on ? confidence > 0 : confidence >= sure) ? turn : 0;
}

// In the colours that are wanted.
PageImage finished(PageImage page, ColorMode mode, std::optional<std::int32_t> threshold,
                   const Sizes& sizes, const Background& background, bool white) {
  if (mode == ColorMode::color) return page;
  page = without_color(std::move(page));
  if (mode != ColorMode::bilevel) return page;
  if (threshold) return to_bilevel(page, *threshold);
  return to_bilevel(page, find_thresholds(sizes, background, white), sizes.coarse.pixels);
}

} // namespace

Result<CleanedPage> clean(PageImage page, const CleanUp& how, ColorMode color,
                          std::optional<std::int32_t> threshold,
                          const FindOrientation& orientation) {
  if (page.shape().format != gray8 && page.shape().format != rgb8)
    return fail(Errc::unsupported, "only gray and colour pages can be cleaned");
  auto scanned = sizes_of(page.band(), page.resolution);
  if (!scanned) return small_page(std::move(page), color, threshold);
  CleanedPage done;
  const Seen seen = look_at(*scanned, how);
  done.page = placed(std::move(page), seen, *scanned, how, done.findings);
  const auto sizes = sizes_of(done.page.band(), done.page.resolution);
  if (!sizes) return small_page(std::move(done.page), color, threshold);

  const Plane all(sizes->coarse.gray.width, sizes->coarse.gray.height, 1);
  const Background background = find_background(sizes->coarse, all);
  const Plane margins = find_margins(sizes->coarse, background, shadow_depth(how.edge_shadows));
  Plane ink = any_ink(*sizes, background, margins);
  done.findings.color = find_color_mode(*sizes, background, ink, margins);
  const InkFound found = judge_ink(std::move(ink), sizes->fine);
  done.findings.blank = found.blank;
  done.findings.ink = found.share;

  if (how.edge_shadows != OnOff::off)
    fill_margins(margins, sizes->coarse.pixels, background, done.page.band());
  const bool white = whitens(how.whiten, background);
  if (white) whiten(done.page.band(), sizes->coarse.pixels, background);
  TRY(const std::int32_t turn, find_turn(done, how.orientation, orientation));
  done.page = finished(std::move(done.page), settled(color, done.findings), threshold, *sizes,
                       background, white);
  if (turn != 0) done.page = turned(done.page, turn);
  return done;
}

} // namespace platen::scan
