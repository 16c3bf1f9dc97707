#include "render/parted_pages.h"

#include "render/streams.h"

#include <utility>

namespace platen::render {
namespace {

struct Part {
  VectorRun run;
  Way way;
};

// Another renderer takes as much time as so many pages of letters save.
constexpr std::size_t least_letters = 16;

void add_pages(std::vector<Part>& parts, const VectorRun& run,
               const std::vector<std::int32_t>& pages, Way way) {
  if (parts.empty() || way != parts.back().way) {
    parts.push_back({run, way});
    parts.back().run.pages.clear();
  }
  auto& into = parts.back().run.pages;
  into.insert(into.end(), pages.begin(), pages.end());
}

std::vector<Part> without_short_letters(const VectorRun& run, const std::vector<Part>& parts) {
  std::vector<Part> made;
  for (const Part& part : parts) {
    const bool is_short = part.way == Way::letters && part.run.pages.size() < least_letters;
    add_pages(made, run, part.run.pages, is_short ? Way::plain : part.way);
  }
  return made;
}

class PartedPages final : public PageStream {
public:
  PartedPages(std::vector<Part> parts, DrawPart draw)
      : parts_(std::move(parts)), draw_(std::move(draw)) {}

  Result<std::unique_ptr<RowSource>> next() override {
    if (left_ == 0) TRY_VOID(begin_part());
    --left_;
    return pages_->next();
  }

  bool apart() const override { return pages_ && pages_->apart(); }

  Result<std::vector<std::string>> finish() override {
    TRY_VOID(end_part());
    return std::move(words_);
  }

private:
  Result<void> begin_part() {
    TRY_VOID(end_part());
    EXPECTS(part_ < parts_.size());
    const Part& part = parts_[part_++];
    TRY(pages_, draw_(part.run, part.way));
    left_ = part.run.pages.size();
    return {};
  }

  Result<void> end_part() {
    if (!pages_) return {};
    TRY(std::vector<std::string> words, std::exchange(pages_, nullptr)->finish());
    add_new(words_, std::move(words));
    return {};
  }

  const std::vector<Part> parts_;
  const DrawPart draw_;
  std::unique_ptr<PageStream> pages_;
  std::size_t part_ = 0, left_ = 0; // the next part, and pages of this one
  std::vector<std::string> words_;
};

} // namespace

Result<std::unique_ptr<PageStream>>
draw_in_parts(const VectorRun& run, const std::function<Way(std::int32_t)>& way, DrawPart draw) {
  std::vector<Part> parts;
  for (const std::int32_t page : run.pages)
    add_pages(parts, run, {page}, way(page));
  if (parts.size() > 1) parts = without_short_letters(run, parts);
  if (parts.size() == 1) return draw(parts.front().run, parts.front().way);
  return std::make_unique<PartedPages>(std::move(parts), std::move(draw));
}

} // namespace platen::render
