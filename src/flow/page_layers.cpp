#include "flow/page_layers.h"

#include "base/file.h"

#include <algorithm>
#include <tuple>

namespace platen::flow {

namespace {

bool same_text(const render::PageText& a, const render::PageText& b) {
  const auto key = [](const render::PageText& t) {
    return std::tie(t.text, t.x, t.y, t.align, t.size, t.most_width, t.degrees, t.gray, t.outlined,
                    t.framed);
  };
  return key(a) == key(b);
}

Result<std::vector<render::PageInfo>> pages_of(Bytes pdf, const render::Limits& limits,
                                               const Cancel& cancel) {
  Spool spool;
  TRY_VOID(spool.write(pdf));
  TRY(UniqueFd file, spool.release_to_file());
  TRY(const auto document,
      render::open_document(std::move(file), limits, cancel, {.unwraps = false}));
  if (document->info().format != render::Format::pdf)
    return fail(Errc::malformed, "this is " +
                                     std::string(render::media_type(document->info().format)) +
                                     ", and only pages of a PDF can be laid on others");
  return document->info().pages;
}

Result<Letterhead> open_letterhead(const std::shared_ptr<const Buffer>& pdf,
                                   const render::Limits& limits, const Cancel& cancel) {
  Letterhead made;
  if (!pdf) return made;
  made.pdf = pdf;
  TRY(made.pages, pages_of(*pdf, limits, cancel));
  return made;
}

Result<Letterhead> named(std::string_view option, Result<Letterhead> opened) {
  if (opened) return opened;
  return fail_within(std::string(option), std::move(opened).error());
}

// In the middle of the page: as large as fits, or as large as it is.
render::PlacedLayer placed_layer(const Letterhead& letterhead, std::int32_t number, Points width,
                                 Points height, model::LayerScaling scaling) {
  render::PlacedLayer layer;
  if (!letterhead.pdf) return layer;
  const auto last = static_cast<std::int32_t>(letterhead.pages.size()) - 1;
  layer.page = std::clamp(number - 1, 0, last);
  const render::PageInfo& own = letterhead.pages[static_cast<std::size_t>(layer.page)];
  const double fitting = std::min(width.v / own.width.v, height.v / own.height.v);
  const double scale = scaling == model::LayerScaling::fit ? fitting : 1;
  layer.matrix = {scale,
                  0,
                  0,
                  scale,
                  (width.v - scale * own.width.v) / 2,
                  (height.v - scale * own.height.v) / 2};
  return layer;
}

} // namespace

Result<std::int32_t> letterhead_pages(Bytes pdf, const render::Limits& limits,
                                      const Cancel& cancel) {
  TRY(const auto pages, pages_of(pdf, limits, cancel));
  return static_cast<std::int32_t>(pages.size());
}

Result<Letterheads> open_letterheads(const std::shared_ptr<const Buffer>& underlay,
                                     const std::shared_ptr<const Buffer>& overlay,
                                     const render::Limits& limits, const Cancel& cancel) {
  Letterheads made;
  TRY(made.underlay, named("page-underlay", open_letterhead(underlay, limits, cancel)));
  TRY(made.overlay, named("page-overlay", open_letterhead(overlay, limits, cancel)));
  return made;
}

void PageLayers::put_around(render::PlacedPage& at, Points width, Points height,
                            const TextFacts& facts, Parts parts) {
  PageTexts written = page_texts(office_, width, height, facts);
  if (parts.under) {
    at.underlay =
        placed_layer(letterheads_.underlay, facts.page, width, height, office_.layer_scaling);
    at.under = add(std::move(written.under), last_under_);
  }
  if (parts.over) {
    at.overlay =
        placed_layer(letterheads_.overlay, facts.page, width, height, office_.layer_scaling);
    at.over = add(std::move(written.over), last_over_);
  }
}

bool PageLayers::black_above() const {
  const bool outlines =
      !office_.watermark.empty() && office_.watermark_layer == model::WatermarkLayer::over;
  return !letterheads_.overlay.pdf && !outlines;
}

void PageLayers::finish(render::Imposition& imposition) {
  imposition.texts = std::move(texts_);
  imposition.underlay = letterheads_.underlay.pdf;
  imposition.overlay = letterheads_.overlay.pdf;
}

// -1: nothing is written.
std::int32_t PageLayers::add(render::TextPage page, std::int32_t& last) {
  if (page.texts.empty()) return -1;
  if (last >= 0) {
    const render::TextPage& before = texts_[static_cast<std::size_t>(last)];
    if (before.width == page.width && before.height == page.height &&
        std::ranges::equal(before.texts, page.texts, same_text))
      return last;
  }
  texts_.push_back(std::move(page));
  return last = static_cast<std::int32_t>(texts_.size()) - 1;
}

} // namespace platen::flow
