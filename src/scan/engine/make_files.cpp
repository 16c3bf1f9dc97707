#include "scan/engine/make_files.h"

#include "base/thread.h"
#include "scan/page/page_file.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <thread>

namespace platen::scan {

namespace {

// The texts of all pages; each thread takes the next page that nobody has.
class Reading {
public:
  Reading(const std::vector<PackPage>& pages, const std::vector<std::string>& languages,
          const ReadText& read, const Cancel& cancel)
      : pages_(pages), languages_(languages), read_(read), cancel_(cancel), texts_(pages.size()) {}

  void run(std::size_t threads) {
    std::vector<std::thread> others;
    while (others.size() + 1 < std::min(threads, pages_.size())) {
      auto thread = start_thread([this] { take_pages(); });
      if (!thread) break; // fewer do as well
      others.push_back(*std::move(thread));
    }
    take_pages();
    for (std::thread& other : others)
      other.join();
  }

  const PageText* text(std::size_t page) const { return texts_[page] ? &*texts_[page] : nullptr; }
  const std::string& warning() const { return warning_; }

private:
  void take_pages() {
    for (std::size_t i = next_++; i < pages_.size() && !cancel_.requested(); i = next_++) {
      auto text = read_page(pages_[i].file);
      const std::lock_guard lock(mutex_);
      if (text)
        texts_[i] = *std::move(text);
      else
        warn(i, text.error());
    }
  }

  Result<PageText> read_page(const std::filesystem::path& file) {
    TRY(const PageImage page, read_page_file(file));
    return read_(page, languages_, cancel_);
  }

  void warn(std::size_t page, const Error& error) {
    warning_ += (warning_.empty() ? "page " : "; page ") + std::to_string(page + 1) +
                " has no text: " + error.message();
  }

  const std::vector<PackPage>& pages_;
  const std::vector<std::string> languages_;
  const ReadText& read_;
  const Cancel& cancel_;
  std::atomic<std::size_t> next_ = 0;
  std::mutex mutex_; // of what follows
  std::vector<std::optional<PageText>> texts_;
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
  Reading reading(pages, settings.languages.empty() ? english : settings.languages, read_text,
                  cancel);
  if (settings.text && holds_text(settings.format)) reading.run(threads);
  if (cancel.requested()) return fail(Errc::cancelled, "cancelled");
  for (std::size_t i = 0; i < pages.size(); ++i)
    pages[i].text = reading.text(i);

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
