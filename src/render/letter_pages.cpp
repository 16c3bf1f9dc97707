#include "render/letter_pages.h"

#include "render/glyphs/interpreter.h"
#include "render/streams.h"

#include <optional>

namespace platen::render {
namespace {

class LetterRows final : public RowSource {
public:
  LetterRows(std::shared_ptr<const glyphs::Page> page, PageShape shape)
      : page_(std::move(page)), shape_(shape) {}

  PageShape shape() const override { return shape_; }
  Result<void> read(Band into) override {
    EXPECTS(into.format() == shape_.format && into.width() == shape_.width &&
            into.rows().first == next_ && into.rows().end() <= shape_.height);
    page_->paint(into);
    next_ = into.rows().end();
    return {};
  }

private:
  const std::shared_ptr<const glyphs::Page> page_;
  const PageShape shape_;
  std::int32_t next_ = 0;
};

class LetterPages final : public PageStream {
public:
  LetterPages(WorkerProcess worker, VectorRun run, const DocumentInfo& info, DrawPlainly plainly)
      : worker_(std::move(worker)), run_(std::move(run)), info_(info),
        plainly_(std::move(plainly)), shape_{run_.width, run_.height, mask1},
        interpreter_([this](std::span<std::byte> into) { return fill(into); }, shape_,
                     run_.resolution) {}

  Result<std::unique_ptr<RowSource>> next() override {
    if (rest_) return rest_->next();
    EXPECTS(next_ < run_.pages.size());
    if (!worker_)
      return fail_at_page({Errc::malformed, "not drawn, because an earlier page failed"});
    worker_->begin_page();
    auto page = interpreter_.next_page();
    if (!page) return draw_rest(std::move(page).error());
    ++next_;
    return std::make_unique<LetterRows>(*std::move(page), shape_);
  }

  bool apart() const override { return rest_ ? rest_->apart() : true; }

  Result<std::vector<std::string>> finish() override {
    if (rest_) {
      TRY(std::vector<std::string> words, rest_->finish());
      add_new(words_, std::move(words));
    } else if (worker_ && next_ < run_.pages.size()) {
      return complaints(*worker_, info_);
    } else if (worker_) {
      return last_words(*worker_, info_);
    }
    return std::move(words_);
  }

private:
  Result<std::size_t> fill(std::span<std::byte> into) {
    const iovec span{into.data(), into.size()};
    TRY(const std::size_t got, worker_->read({&span, 1}));
    if (got == 0) return Failure(worker_->ended_early());
    return got;
  }

  Failure fail_at_page(Error error) const {
    return fail_within("page " + std::to_string(run_.pages[next_] + 1) + " of " +
                           std::to_string(info_.pages.size()),
                       std::move(error));
  }

  // What this way of drawing fails at, the plain one may do; what it fails at too, it tells.
  Result<std::unique_ptr<RowSource>> draw_rest(Error why) {
    if (next_ > 0) words_ = complaints(*worker_, info_);
    worker_.reset();
    if (why.code != Errc::unsupported && why.code != Errc::malformed)
      return fail_at_page(std::move(why));
    VectorRun rest = run_;
    rest.pages.erase(rest.pages.begin(), rest.pages.begin() + static_cast<std::ptrdiff_t>(next_));
    TRY(rest_, plainly_(rest));
    return rest_->next();
  }

  std::optional<WorkerProcess> worker_; // none after an error
  const VectorRun run_;
  const DocumentInfo& info_;
  const DrawPlainly plainly_;
  const PageShape shape_;
  glyphs::Interpreter interpreter_;
  std::size_t next_ = 0;
  std::unique_ptr<PageStream> rest_;
  std::vector<std::string> words_; // about the pages before it
};

} // namespace

std::unique_ptr<PageStream> make_letter_pages(WorkerProcess worker, const VectorRun& run,
                                              const DocumentInfo& info, DrawPlainly plainly) {
  return std::make_unique<LetterPages>(std::move(worker), run, info, std::move(plainly));
}

} // namespace platen::render
