#include "preview/kept_document.h"

#include "preview/reduce.h"

#include <algorithm>
#include <cstring>

namespace platen::preview {

namespace {

constexpr std::size_t most_colours = 24;                              // each up to some hundred kB
constexpr std::uint64_t most_picture_bytes = std::uint64_t{96} << 20; // decoded, of one picture

constexpr std::int32_t least_factor = 2;            // of what is made smaller here
constexpr std::size_t most_prepared = 3;            // pages
constexpr std::int64_t worth_preparing = 4'000'000; // pixels

bool same(const model::ColourTarget& a, const model::ColourTarget& b) {
  return a.model == b.model && a.intent == b.intent && a.black_point == b.black_point &&
         a.unchanged == b.unchanged && a.refuse_broken == b.refuse_broken && a.profile == b.profile;
}

std::uint64_t bytes_of(const PageShape& shape) {
  return std::uint64_t{shape.format.row_bytes(shape.width)} *
         static_cast<std::uint64_t>(shape.height);
}

PageShape reduced_shape(PageShape shape, std::int32_t factor) {
  shape.width = (shape.width + factor - 1) / factor;
  shape.height = (shape.height + factor - 1) / factor;
  return shape;
}

// What becomes of a document's pages is a document too: it lives no longer than the kept one.
class Arranged final : public render::Document {
public:
  Arranged(std::shared_ptr<const void> holder, std::unique_ptr<render::Document> made)
      : holder_(std::move(holder)), made_(std::move(made)) {}
  const render::DocumentInfo& info() const override { return made_->info(); }
  Result<std::unique_ptr<render::PageStream>>
  draw(const render::VectorRun& run, const model::ColourTarget& target) const override {
    return made_->draw(run, target);
  }
  Result<render::Picture> decode(std::int32_t page, const model::ColourTarget& target,
                                 const render::Decoding& how) const override {
    return made_->decode(page, target, how);
  }
  Result<std::unique_ptr<render::Document>>
  impose(const render::Imposition& sheets) const override {
    TRY(auto next, made_->impose(sheets));
    return std::make_unique<Arranged>(holder_, std::move(next));
  }

private:
  const std::shared_ptr<const void> holder_; // ended last: it has the flag that `made_` looks at
  const std::unique_ptr<render::Document> made_;
};

class Shown final : public render::Document {
public:
  explicit Shown(std::shared_ptr<KeptDocument> kept) : kept_(std::move(kept)) {}
  const render::DocumentInfo& info() const override { return kept_->document().info(); }
  Result<std::unique_ptr<render::PageStream>>
  draw(const render::VectorRun& run, const model::ColourTarget& target) const override {
    return kept_->document().draw(run, target);
  }
  Result<render::Picture> decode(std::int32_t page, const model::ColourTarget& target,
                                 const render::Decoding& how) const override {
    return kept_->decode(page, target, how);
  }
  Result<std::unique_ptr<render::Document>>
  impose(const render::Imposition& sheets) const override {
    TRY(auto made, kept_->document().impose(sheets));
    return std::make_unique<Arranged>(kept_, std::move(made));
  }

private:
  const std::shared_ptr<KeptDocument> kept_;
};

} // namespace

class KeptDocument::KeptRows final : public RowSource {
public:
  explicit KeptRows(std::shared_ptr<const Pixels> pixels) : pixels_(std::move(pixels)) {}
  PageShape shape() const override { return pixels_->shape; }
  Result<void> read(Band into) override {
    const ConstBand all = pixels_->rows.band({0, pixels_->shape.height});
    for (std::int32_t y = into.rows().first; y < into.rows().end(); ++y)
      std::memcpy(into.row(y).data(), all.row(y).data(), all.row_bytes());
    return {};
  }

private:
  const std::shared_ptr<const Pixels> pixels_;
};

Result<std::shared_ptr<KeptDocument>> KeptDocument::open(UniqueFd file,
                                                         const render::Limits& limits,
                                                         const render::Opening& how,
                                                         std::shared_ptr<render::Spares> spares) {
  std::shared_ptr<KeptDocument> kept(new KeptDocument);
  TRY(kept->document_,
      render::open_document(std::move(file), limits, kept->cancel_, how, std::move(spares)));
  return kept;
}

KeptDocument::KeptDocument(std::unique_ptr<render::Document> document)
    : document_(std::move(document)) {}

std::shared_ptr<const KeptDocument::Pixels> KeptDocument::pixels_of(std::int32_t page,
                                                                    std::int32_t shrink) const {
  const std::lock_guard lock(mutex_);
  const auto found = pixels_.find({page, shrink});
  return found == pixels_.end() ? nullptr : found->second;
}

std::shared_ptr<const KeptDocument::Colours>
KeptDocument::colours_of(std::int32_t page, const model::ColourTarget& target, bool gamut) const {
  const std::lock_guard lock(mutex_);
  for (const auto& known : colours_)
    if (known->page == page && known->gamut == gamut && same(known->target, target)) return known;
  return nullptr;
}

void KeptDocument::keep(std::int32_t page, const model::ColourTarget& target, bool gamut,
                        const render::Picture& picture) {
  auto known = std::make_shared<const Colours>(
      Colours{page, gamut, target, picture.colour, picture.warnings});
  const std::lock_guard lock(mutex_);
  if (colours_.size() >= most_colours) colours_.erase(colours_.begin());
  colours_.push_back(std::move(known));
}

// All rows, averaged over squares of `factor` pixels.
Result<std::shared_ptr<const KeptDocument::Pixels>> KeptDocument::read(RowSource& rows,
                                                                       std::int32_t factor) {
  const PageShape from = rows.shape();
  auto pixels = std::make_shared<Pixels>();
  pixels->shape = reduced_shape(from, factor);
  pixels->rows = RowBuffer(pixels->shape.width, pixels->shape.height, from.format);
  const Band into = pixels->rows.band({0, pixels->shape.height});
  if (factor == 1) {
    TRY_VOID(rows.read(into));
    return pixels;
  }
  RowBuffer square(from.width, factor, from.format);
  for (std::int32_t y = 0; y < pixels->shape.height; ++y) {
    if (cancel_.requested()) return fail(Errc::cancelled, "the preview was cancelled");
    const RowRange range{y * factor, std::min(factor, from.height - y * factor)};
    TRY_VOID(rows.read(square.band(range)));
    reduce(std::as_const(square).band(range), factor, into, y);
  }
  return pixels;
}

void KeptDocument::keep(std::int32_t page, std::int32_t shrink,
                        std::shared_ptr<const Pixels> pixels) {
  bytes_ += bytes_of(pixels->shape);
  const std::lock_guard lock(mutex_);
  pixels_[{page, shrink}] = std::move(pixels);
}

// Of a format that cannot be decoded so, from a larger copy that is kept.
std::shared_ptr<const KeptDocument::Pixels> KeptDocument::made_smaller(std::int32_t page,
                                                                       std::int32_t shrink) {
  if (shrinks_itself()) return nullptr;
  for (std::int32_t larger = shrink / 2; larger >= 2; larger /= 2) {
    const auto from = pixels_of(page, larger);
    if (!from) continue;
    KeptRows rows(from);
    const auto made = read(rows, shrink / larger);
    if (!made) return nullptr;
    keep(page, shrink, *made);
    return *made;
  }
  return nullptr;
}

Result<render::Picture> KeptDocument::decode(std::int32_t page, const model::ColourTarget& target,
                                             const render::Decoding& how) {
  const std::lock_guard turn(decoding_);
  auto pixels = pixels_of(page, how.shrink);
  if (!pixels) pixels = made_smaller(page, how.shrink);
  const auto known = colours_of(page, target, how.gamut);
  if (pixels && known)
    return render::Picture{std::make_unique<KeptRows>(pixels), known->table, known->warnings};
  // Where only the colours are new, the worker is let go behind its first words.
  TRY(auto picture, document_->decode(page, target, how));
  if (!known) keep(page, target, how.gamut, picture);
  if (!pixels) {
    const PageShape from = picture.rows->shape();
    const bool whole = !shrinks_itself() && how.shrink > 1;
    const std::int32_t factor = whole ? least_factor : 1;
    const std::uint64_t size = bytes_of(reduced_shape(from, factor));
    if (size > most_picture_bytes || from.format.depth == Depth::bits1) return picture;
    TRY(pixels, read(*picture.rows, factor));
    keep(page, whole ? factor : how.shrink, pixels);
    if (whole) reduced_ = true;
    if (whole && how.shrink > factor) pixels = made_smaller(page, how.shrink);
    if (!pixels) return fail(Errc::bug, "the picture could not be made smaller");
  }
  picture.rows = std::make_unique<KeptRows>(std::move(pixels));
  return picture;
}

void KeptDocument::prepare() {
  const render::DocumentInfo& info = document_->info();
  if (info.vector) return;
  const auto count = static_cast<std::int32_t>(std::min(info.pages.size(), most_prepared));
  for (std::int32_t page = 0; page < count; ++page) {
    const render::PageInfo& facts = info.pages[static_cast<std::size_t>(page)];
    if (std::int64_t{facts.px_width} * facts.px_height < worth_preparing) continue;
    for (const std::int32_t shrink : {4, 2, 8})
      if (!cancel_.requested())
        static_cast<void>(decode(page, model::ColourTarget{}, {.shrink = shrink}));
  }
}

std::unique_ptr<render::Document> document_of(std::shared_ptr<KeptDocument> kept) {
  return std::make_unique<Shown>(std::move(kept));
}

} // namespace platen::preview
