#include "scan/engine/make_files.h"

#include "base/file.h"
#include "base/thread.h"
#include "scan/page/page_file.h"
#include "scan/text/answer.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

namespace platen::scan {

namespace {

// The folder of texts, there for as long as it is needed.
class TextFolder {
public:
  explicit TextFolder(std::filesystem::path path) : path_(std::move(path)) {}
  TextFolder(const TextFolder&) = delete;
  TextFolder& operator=(const TextFolder&) = delete;
  ~TextFolder() { remove(); }

  Result<void> make() const {
    remove(); // a kill may have left one
    std::error_code error;
    std::filesystem::create_directory(path_, error);
    if (error)
      return fail(Errc::io, "the folder " + path_.string() + " cannot be made: " + error.message());
    return {};
  }
  std::filesystem::path file(std::size_t page) const { return path_ / std::to_string(page + 1); }

private:
  void remove() const {
    std::error_code ignored; // what is left is removed at the next start
    std::filesystem::remove_all(path_, ignored);
  }
  std::filesystem::path path_;
};

// The texts of all pages, each in a file until its page is packed: those of a thousand full pages
// would be 200 MB. Each thread takes the next page that nobody has.
class Reading {
public:
  Reading(std::vector<PackPage>& pages, const std::vector<std::string>& languages,
          const ReadText& read, const TextFolder& folder, const Cancel& cancel)
      : pages_(pages), languages_(languages), read_(read), folder_(folder), cancel_(cancel) {}

  // An error is ours; a page that has no text is a warning.
  Result<void> run(std::size_t threads) {
    TRY_VOID(folder_.make());
    std::vector<std::thread> others;
    while (others.size() + 1 < std::min(threads, pages_.size())) {
      auto thread = start_thread([this] { take_pages(); });
      if (!thread) break; // fewer do as well
      others.push_back(*std::move(thread));
    }
    take_pages();
    for (std::thread& other : others)
      other.join();
    return std::move(outcome_);
  }

  const std::string& warning() const { return warning_; }

private:
  void take_pages() {
    for (std::size_t i = next_++; i < pages_.size() && !cancel_.requested(); i = next_++) {
      auto page = read_page_file(pages_[i].file);
      auto text = page ? read_(*page, languages_, cancel_) : Failure(page.error());
      const auto kept = text ? keep(i, *text, page->shape()) : Result<void>();
      const std::lock_guard lock(mutex_);
      if (!text) warn(i, text.error());
      if (!kept) outcome_ = Failure(kept.error());
      if (!outcome_) return; // the disk is full: the others would find it so as well
    }
  }

  // No other thread has this page.
  Result<void> keep(std::size_t page, const PageText& text, PageShape shape) {
    const std::filesystem::path file = folder_.file(page);
    TRY_VOID(write_file(file, encode_answer(text)));
    pages_[page].text = [file, shape]() -> Result<PageText> {
      TRY(const Buffer bytes, read_file(file, most_answer_bytes));
      return parse_text(bytes, shape);
    };
    return {};
  }

  void warn(std::size_t page, const Error& error) {
    warning_ += (warning_.empty() ? "page " : "; page ") + std::to_string(page + 1) +
                " has no text: " + error.message();
  }

  std::vector<PackPage>& pages_;
  const std::vector<std::string> languages_;
  const ReadText& read_;
  const TextFolder& folder_;
  const Cancel& cancel_;
  std::atomic<std::size_t> next_ = 0;
  std::mutex mutex_; // of what follows
  Result<void> outcome_;
  std::string warning_;
};

bool holds_text(Format format) {
  return format == Format::pdf || format == Format::pdfa;
}

} // namespace

Result<MadeFiles> make_files(const Session& session, const SessionFolder& folder,
                             const ReadText& read_text, Bytes profile, std::size_t threads,
                             const Cancel& cancel) {
  std::vector<PackPage> pages;
  for (const ScanPage& page : session.pages)
    if (!page.left_out) pages.push_back({folder.shown(page)});
  if (pages.empty())
    return fail(Errc::not_found, session.pages.empty()
                                     ? "there is no page"
                                     : "all pages are left out: take one back, or scan more");

  const FileSettings& settings = session.settings.file;
  const std::vector<std::string> english{"eng"};
  const TextFolder texts(folder.texts());
  Reading reading(pages, settings.languages.empty() ? english : settings.languages, read_text,
                  texts, cancel);
  if (settings.text && holds_text(settings.format)) TRY_VOID(reading.run(threads));
  if (cancel.requested()) return fail(Errc::cancelled, "cancelled");

  std::error_code error;
  std::filesystem::remove_all(folder.files(), error);
  std::filesystem::create_directory(folder.files(), error);
  if (error)
    return fail(Errc::io,
                "the folder " + folder.files().string() + " cannot be made: " + error.message());
  MadeFiles made;
  TRY(made.files, pack(pages, settings, session.name_fields(), profile, folder.files(), cancel));
  made.warning = reading.warning();
  return made;
}

} // namespace platen::scan
