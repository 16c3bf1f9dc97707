#pragma once

#include "render/document.h"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace platen::preview {

// A document that is looked at again and again, with other settings each time: opened once, and its
// pictures decoded once for each size that a screen needs. Thread-safe.
class KeptDocument {
public:
  // Errors: those of render::open_document.
  static Result<std::shared_ptr<KeptDocument>> open(UniqueFd file, const render::Limits& limits,
                                                    const render::Opening& how,
                                                    std::shared_ptr<render::Spares> spares);
  // Around a document that is open, for tests; it looks at no Cancel but its own.
  explicit KeptDocument(std::unique_ptr<render::Document> document);

  const render::Document& document() const { return *document_; }
  // Pixels that are kept for the next time.
  std::uint64_t bytes() const { return bytes_; }
  // Pictures were made smaller here, since their format cannot be decoded so: what is shown of them
  // was averaged twice.
  bool reduced() const { return reduced_; }
  // The work of all who use it ends; it is of no use afterwards.
  void stop() { cancel_.request(); }

  Result<render::Picture> decode(std::int32_t page, const model::ColourTarget& target,
                                 const render::Decoding& how);
  // Decodes the first pictures in the sizes that previews will want, before anybody waits for them.
  void prepare();

private:
  struct Pixels {
    RowBuffer rows;
    PageShape shape;
  };
  struct Colours { // the answer to one question about them
    std::int32_t page = 0;
    bool gamut = false;
    model::ColourTarget target;
    ColourTable table;
    std::vector<std::string> warnings;
  };
  class KeptRows;

  KeptDocument() = default;
  std::shared_ptr<const Pixels> pixels_of(std::int32_t page, std::int32_t shrink) const;
  std::shared_ptr<const Pixels> made_smaller(std::int32_t page, std::int32_t shrink);
  bool shrinks_itself() const { return document_->info().format == render::Format::jpeg; }
  void keep(std::int32_t page, std::int32_t shrink, std::shared_ptr<const Pixels> pixels);
  std::shared_ptr<const Colours> colours_of(std::int32_t page, const model::ColourTarget& target,
                                            bool gamut) const;
  void keep(std::int32_t page, const model::ColourTarget& target, bool gamut,
            const render::Picture& picture);
  Result<std::shared_ptr<const Pixels>> read(RowSource& rows, std::int32_t factor);

  Cancel cancel_;
  std::unique_ptr<render::Document> document_;
  std::mutex decoding_; // one picture at a time: who wants the same one finds it then
  mutable std::mutex mutex_;
  std::map<std::pair<std::int32_t, std::int32_t>, std::shared_ptr<const Pixels>> pixels_;
  std::vector<std::shared_ptr<const Colours>> colours_; // the newest last
  std::atomic<std::uint64_t> bytes_{0};
  std::atomic<bool> reduced_{false};
};

// The kept document in the place of one that a job has opened.
std::unique_ptr<render::Document> document_of(std::shared_ptr<KeptDocument> kept);

} // namespace platen::preview
