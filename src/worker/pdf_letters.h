#pragma once

#include "worker/ink_state.h"

#include <string>

#include <qpdf/QPDFPageObjectHelper.hh>

namespace platen::worker {

// Looks for pages of nothing but words in full black (letters_scan.h). What cannot be read, or is
// too long, is no such page.
class LetterSearch {
public:
  // `contents`: the page's, all of them. Throws what qpdf does.
  bool has_letters_alone(QPDFPageObjectHelper page, const std::string& contents);

private:
  bool of_form(QPDFObjectHandle form, QPDFObjectHandle resources, const InkState& state, int depth);
  bool of_content(const std::string& contents, QPDFObjectHandle resources, const InkState& state,
                  int depth);

  std::size_t form_bytes_ = 0; // read, of a page
};

} // namespace platen::worker
