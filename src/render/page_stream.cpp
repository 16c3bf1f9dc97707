#include "render/band_reader.h"
#include "render/page_head.h"
#include "render/protocol.h"
#include "render/streams.h"
#include "render/worker_exit.h"

#include <algorithm>
#include <array>

namespace platen::render {
namespace {

// What pages and their stream share: the worker, and bytes read beyond a page's head.
struct Source {
  explicit Source(WorkerProcess process) : worker(std::move(process)) {}
  WorkerProcess worker;
  std::array<std::byte, most_page_head> block{};
  Bytes pending;
  bool failed = false;
};

class PageRows final : public RowSource {
public:
  PageRows(std::shared_ptr<Source> source, PageShape shape, std::string name)
      : source_(std::move(source)), shape_(shape), name_(std::move(name)) {}

  PageShape shape() const override { return shape_; }
  Result<void> read(Band into) override {
    EXPECTS(into.format() == shape_.format && into.width() == shape_.width &&
            into.rows().first == next_ && into.rows().end() <= shape_.height);
    if (auto done = read_band(source_->worker, into, source_->pending); !done) {
      source_->failed = true;
      return fail_within(name_, std::move(done).error());
    }
    next_ = into.rows().end();
    return {};
  }

private:
  std::shared_ptr<Source> source_;
  PageShape shape_;
  std::string name_;
  std::int32_t next_ = 0;
};

class GhostscriptPages final : public PageStream {
public:
  GhostscriptPages(WorkerProcess worker, const VectorRun& run, PixelFormat drawn,
                   const DocumentInfo& info)
      : source_(std::make_shared<Source>(std::move(worker))),
        pages_(run.pages), shape_{run.width, run.height, drawn}, heads_(shape_), info_(info) {}

  Result<std::unique_ptr<RowSource>> next() override {
    EXPECTS(next_ < pages_.size());
    const std::string name =
        "page " + std::to_string(pages_[next_] + 1) + " of " + std::to_string(info_.pages.size());
    if (source_->failed)
      return fail(Errc::malformed, name + ": not drawn, because an earlier page failed");
    source_->worker.begin_page();
    if (auto head = read_head(); !head) {
      source_->failed = true;
      return fail_within(name, std::move(head).error());
    }
    ++next_;
    return std::make_unique<PageRows>(source_, shape_, name);
  }

  Result<std::vector<std::string>> finish() override {
    if (next_ < pages_.size()) return complaints(source_->worker, info_);
    return last_words(source_->worker, info_);
  }

private:
  Result<void> read_head() {
    std::size_t have = source_->pending.size();
    std::copy(source_->pending.begin(), source_->pending.end(), source_->block.begin());
    for (;;) {
      const Bytes bytes = Bytes(source_->block).first(have);
      TRY(const auto length, heads_.parse(bytes));
      if (length) {
        source_->pending = bytes.subspan(*length);
        return {};
      }
      const iovec rest{source_->block.data() + have, source_->block.size() - have};
      TRY(const std::size_t got, source_->worker.read({&rest, 1}));
      if (got == 0) return Failure(source_->worker.ended_early());
      have += got;
    }
  }

  std::shared_ptr<Source> source_;
  std::vector<std::int32_t> pages_;
  PageShape shape_;
  PageHeads heads_;
  const DocumentInfo& info_;
  std::size_t next_ = 0;
};

} // namespace

std::vector<std::string> complaints(const WorkerProcess& worker, const DocumentInfo& info) {
  const Lines lines = info.format == Format::postscript ? Lines::marked : Lines::all;
  std::string said = worker.diagnostics();
  // Ghostscript may have had something to say behind it.
  if (const std::size_t at = said.rfind(drawn_word); at != std::string::npos)
    said.erase(at, drawn_word.size());
  const std::string complaint = ghostscript_complaint(said, lines);
  if (complaint.empty()) return {};
  return {"parts of the document may be missing: " + complaint};
}

void add_new(std::vector<std::string>& words, std::vector<std::string> more) {
  for (std::string& word : more)
    if (std::find(words.begin(), words.end(), word) == words.end())
      words.push_back(std::move(word));
}

// What is odd about a drawn page is told at the end of Ghostscript's run. What it frees and closes
// after that takes some 4 ms.
Result<std::vector<std::string>> last_words(WorkerProcess& worker, const DocumentInfo& info) {
  if (auto ended = worker.finish(drawn_word); !ended && ended.error().code != Errc::malformed)
    return Failure(std::move(ended).error());
  return complaints(worker, info);
}

std::unique_ptr<PageStream> make_page_stream(WorkerProcess worker, const VectorRun& run,
                                             PixelFormat drawn, const DocumentInfo& info) {
  return std::make_unique<GhostscriptPages>(std::move(worker), run, drawn, info);
}

} // namespace platen::render
