#pragma once

#include "flow/page_texts.h"
#include "render/document.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace platen::flow {

// A PDF that is laid below or above pages: its page n on page n, its last one on all further ones.
struct Letterhead {
  std::shared_ptr<const Buffer> pdf; // null: none
  std::vector<render::PageInfo> pages;
};

struct Letterheads {
  Letterhead underlay, overlay;
};

// Looks into the PDFs, in workers. Errors begin with the option's name; Errc::malformed also for
// what is no PDF.
Result<Letterheads> open_letterheads(const std::shared_ptr<const Buffer>& underlay,
                                     const std::shared_ptr<const Buffer>& overlay,
                                     const render::Limits& limits, const Cancel& cancel);

// How many pages a PDF has that is to be a letterhead; the same errors, without a name.
Result<std::int32_t> letterhead_pages(Bytes pdf, const render::Limits& limits,
                                      const Cancel& cancel);

// What lies below and above the pages of a job, collected for one imposition.
class PageLayers {
public:
  PageLayers(const model::OfficeLayout& office, const Letterheads& letterheads)
      : office_(office), letterheads_(letterheads) {}

  struct Parts {
    bool under = true, over = true;
  };
  // Puts them around the page `at`, which has that size; `facts` are those of the page.
  void put_around(render::PlacedPage& at, Points width, Points height, const TextFacts& facts,
                  Parts parts);
  // Whether all that lies above pages is black, so that what is not black there is the page.
  bool black_above() const;
  // The imposition's texts and PDFs.
  void finish(render::Imposition& imposition);

private:
  std::int32_t add(render::TextPage page, std::int32_t& last);

  const model::OfficeLayout& office_;
  const Letterheads& letterheads_;
  std::vector<render::TextPage> texts_; // those that follow each other with the same content are one
  std::int32_t last_under_ = -1, last_over_ = -1;
};

} // namespace platen::flow
