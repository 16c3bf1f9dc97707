#pragma once

#include "base/cancel.h"
#include "base/file.h"
#include "base/worker_pool.h"
#include "encode/language.h"
#include "layout/layout.h"
#include "model/model.h"
#include "render/document.h"

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace platen::flow {

// What every side of a job has in common; all of it outlives the makers.
struct JobContext {
  const render::Document& document;
  const model::Model& model;
  const model::Ticket& ticket;
  const encode::Language& language;
  const Buffer* profile; // of the paper; null: the printer manages the colours, or nobody does
  Cancel& cancel;        // requested when a maker ends before its last side
  // False while no side should be begun but the one that is waited for; empty: never.
  std::function<bool()> room = {};
  // Of previews: pictures are decoded as small as the raster allows, or show their gamut.
  bool shrink = false, gamut = false;
  const std::vector<const render::Document*>* documents = nullptr; // all of the job
  const ColourTable* behind_toning = nullptr;                      // colour_target.h makes it
  const render::Document* written = nullptr; // layout::WrittenSide counts its pages

  render::Decoding decoding(const layout::SidePlan& plan) const;
};

// What was done to one page of the document.
struct PageStatement {
  std::int32_t document = 1, page = 1; // counted from 1
  std::string source;                  // the profile of its colours, or what was supposed
  std::int32_t source_bits = 0;        // of a sample; 0: drawn, not sampled
  std::uint64_t transform = 0;         // fingerprint of the colour table; 0: the renderer's own
  std::uint64_t behind_toning = 0;     // of the table from toned sRGB to the profile; 0: none
  // Of the page as it lies on the raster; parts outside the window are cut. No pixels: drawn.
  std::int32_t source_width = 0, source_height = 0;
  layout::PixelBox printed, window;
  std::string turned; // between its file and the raster: "90", "180, mirrored"; empty: not at all
  std::string black_and_white, sharpening; // with their figures; empty: none
  std::int32_t device_bits = 8;
  std::string dither;     // its name and seed; empty: none
  bool adobe_rgb = false; // the colours of the page that the printer manages; else sRGB
  bool operator==(const PageStatement&) const = default;
};

// Makes the payloads of the sides of one document, several at once, and gives them back in order.
class SideMaker {
public:
  virtual ~SideMaker() = default;
  // The payload of side `index`, asked for once each, in ascending order.
  virtual Result<Spool> payload(std::size_t index) = 0;
  // What was odd about the pages, for people; asked for after the last side.
  virtual std::vector<std::string> warnings() = 0;
  // Of the pages in the order of their sides, one for each way in which they were treated;
  // likewise.
  virtual std::vector<PageStatement> statements() = 0;
};

// Whether the pages of such a document were drawn by a client for the paper they are printed on.
inline bool drawn_for_paper(const render::DocumentInfo& info) {
  return info.format == render::Format::pwg_raster || info.format == render::Format::apple_raster ||
         info.unwrapped;
}

// Of the sets of a job that is printed more than once, those in which a side is sent.
enum class InSets : std::uint8_t { every, first, last, all_but_last };

struct Side {
  layout::SidePlan plan;
  encode::SideSpec spec;
  InSets sets = InSets::every;

  constexpr bool is_in(std::int32_t set, std::int32_t count) const {
    if (sets == InSets::first) return set == 0;
    if (sets == InSets::last) return set == count - 1;
    return sets == InSets::every || set < count - 1;
  }
  constexpr std::int32_t times(std::int32_t count) const {
    if (sets == InSets::every) return count;
    return sets == InSets::all_but_last ? count - 1 : 1;
  }
};

// Pictures: one side at a time, its bands in parallel.
std::unique_ptr<SideMaker> make_picture_sides(const JobContext& job, std::span<const Side> sides,
                                              std::size_t workers);
// PDF, PostScript, text: `workers` sides at a time, each drawn by a Ghostscript of its own.
std::unique_ptr<SideMaker> make_vector_sides(const JobContext& job, std::span<const Side> sides,
                                             std::size_t workers);

// Sides that have a composition, of any documents of the job (JobContext::documents): one at a
// time.
std::unique_ptr<SideMaker> make_composed_sides(const JobContext& job, std::span<const Side> sides,
                                               std::size_t workers, const render::Limits& limits);

// The one that fits: all of them are of one document, and all or none have a composition.
std::unique_ptr<SideMaker> make_side_maker(const JobContext& job, std::span<const Side> sides,
                                           std::size_t workers, const render::Limits& limits);

// Encodes a side of nothing but paper.
Result<Spool> blank_side(const JobContext& job, const encode::SideSpec& spec);

} // namespace platen::flow
