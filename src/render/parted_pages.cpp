#include "render/parted_pages.h"

#include <algorithm>
#include <utility>

namespace platen::render {
namespace {

struct Part {
  VectorRun run;
  Way way;
};

class PartedPages final : public PageStream {
public:
  PartedPages(std::vector<Part> parts, DrawPart draw)
      : parts_(std::move(parts)), draw_(std::move(draw)) {}

  Result<std::unique_ptr<RowSource>> next() override {
    if (left_ == 0) TRY_VOID(begin_part());
    --left_;
    return pages_->next();
  }

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
    for (std::string& word : words)
      if (std::find(words_.begin(), words_.end(), word) == words_.end())
        words_.push_back(std::move(word));
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
  for (const std::int32_t page : run.pages) {
    const Way now = way(page);
    if (parts.empty() || now != parts.back().way) {
      parts.push_back({run, now});
      parts.back().run.pages.clear();
    }
    parts.back().run.pages.push_back(page);
  }
  if (parts.size() == 1) return draw(parts.front().run, parts.front().way);
  return std::make_unique<PartedPages>(std::move(parts), std::move(draw));
}

} // namespace platen::render
