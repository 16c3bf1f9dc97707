#include "scan/pack/pack.h"

#include "scan/pack/file_maker.h"

#include <algorithm>

namespace platen::scan {
namespace {

struct FormatFacts {
  std::string_view extension, media_type;
  std::uint64_t most_bytes;
  bool single; // one page a file
};

FormatFacts facts_of(Format format) {
  switch (format) {
  case Format::tiff:
    return {".tif", "image/tiff", most_tiff_bytes, false};
  case Format::jpeg:
    return {".jpg", "image/jpeg", ~std::uint64_t{0}, true};
  case Format::png:
    return {".png", "image/png", ~std::uint64_t{0}, true};
  default:
    return {".pdf", "application/pdf", most_pdf_bytes, false};
  }
}

// One session's files. Those that are done go again with it unless it is told that all are.
class Session {
public:
  Session(const FileSettings& settings, const NameFields& fields, Bytes profile,
          const std::filesystem::path& folder)
      : settings_(settings), format_(facts_of(settings.format)), folder_(folder),
        most_bytes_(settings.bytes_per_file == 0
                        ? format_.most_bytes
                        : std::min(settings.bytes_per_file, format_.most_bytes)),
        most_pages_(format_.single ? 1 : settings.pages_per_file) {
    facts_ = {.title = settings.title,
              .author = settings.author,
              .time = fields.time,
              .languages = settings.text ? settings.languages : std::vector<std::string>{},
              .profile = profile,
              .archive = settings.format == Format::pdfa};
    if (settings.text && facts_.languages.empty()) facts_.languages = {"eng"};
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() {
    std::error_code ignored;
    for (const PackedFile& file : files_)
      std::filesystem::remove(file.path, ignored);
  }

  Result<void> add(const PackPage& page, const Cancel& cancel) {
    TRY(const CodedPage coded, code_page(page.file, settings_, facts_.profile, cancel));
    std::optional<PageText> held;
    if (settings_.text && page.text) {
      TRY(held, page.text());
    }
    const PageText* const text = held ? &*held : nullptr;
    const bool full = most_pages_ > 0 && pages_ == most_pages_;
    if (maker_ && (full || maker_->bytes_with(coded, text) > most_bytes_)) TRY_VOID(end_file());
    if (!maker_) TRY_VOID(begin_file());
    ++pages_;
    return maker_->add(coded, text);
  }

  Result<std::vector<PackedFile>> finish(const std::string& name) {
    if (maker_) TRY_VOID(end_file());
    const std::size_t digits = std::to_string(files_.size()).size();
    for (std::size_t i = 0; i < files_.size(); ++i) {
      std::string number = std::to_string(i + 1);
      number.insert(0, digits - number.size(), '0');
      files_[i].name =
          name + (files_.size() > 1 ? " " + number : "") + std::string(format_.extension);
    }
    return std::exchange(files_, {});
  }
  void set_title_if_none(const std::string& title) {
    if (facts_.title.empty()) facts_.title = title;
  }

private:
  Result<void> begin_file() {
    path_ = folder_ / (std::to_string(files_.size() + 1) + std::string(format_.extension));
    if (format_.single) {
      TRY(maker_, make_single(path_));
    } else if (settings_.format == Format::tiff) {
      TRY(maker_, make_tiff(path_, facts_));
    } else {
      TRY(maker_, make_pdf(path_, facts_));
    }
    return {};
  }
  Result<void> end_file() {
    TRY(const std::uint64_t bytes, maker_->finish());
    maker_.reset();
    files_.push_back({.path = path_,
                      .name = {},
                      .media_type = std::string(format_.media_type),
                      .first_page = done_,
                      .pages = std::exchange(pages_, 0),
                      .bytes = bytes});
    done_ += files_.back().pages;
    return {};
  }

  const FileSettings& settings_;
  FormatFacts format_;
  std::filesystem::path folder_, path_;
  std::uint64_t most_bytes_;
  std::int32_t most_pages_;
  FileFacts facts_;
  std::vector<PackedFile> files_;
  std::unique_ptr<FileMaker> maker_;
  std::int32_t pages_ = 0, done_ = 0; // of this file, and before it
};

Result<void> check(const std::vector<PackPage>& pages, const FileSettings& settings,
                   Bytes profile) {
  if (pages.empty()) return fail(Errc::invalid, "there is no page to make a file of");
  if (settings.jpeg_quality < 1 || settings.jpeg_quality > 100)
    return fail(Errc::invalid, "the quality of JPEG is 1 to 100, and not " +
                                   std::to_string(settings.jpeg_quality));
  if (settings.pages_per_file < 0)
    return fail(Errc::invalid, "a file cannot have fewer pages than none");
  return check_profile(profile);
}

} // namespace

Result<std::vector<PackedFile>> pack(const std::vector<PackPage>& pages,
                                     const FileSettings& settings, const NameFields& fields,
                                     Bytes profile, const std::filesystem::path& folder,
                                     const Cancel& cancel) {
  TRY_VOID(check(pages, settings, profile));
  TRY(const std::string name, expand_name(settings.name, fields));
  Session session(settings, fields, profile, folder);
  session.set_title_if_none(name);
  for (std::size_t i = 0; i < pages.size(); ++i)
    if (auto added = session.add(pages[i], cancel); !added) {
      if (added.error().code == Errc::cancelled) return Failure(std::move(added).error());
      return fail_within("no file was made of the scan, page " + std::to_string(i + 1),
                         std::move(added).error());
    }
  auto files = session.finish(name);
  if (!files) return fail_within("no file was made of the scan", std::move(files).error());
  return files;
}

} // namespace platen::scan
