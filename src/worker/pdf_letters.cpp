#include "worker/pdf_letters.h"

#include "worker/content_text.h"
#include "worker/ink_space.h"
#include "worker/letters_scan.h"
#include "worker/pdf_members.h"

#include <algorithm>
#include <array>

namespace platen::worker {
namespace {

constexpr int most_depth = 5;
constexpr std::size_t most_form_bytes = std::size_t{1} << 20;
constexpr std::size_t least_form_bytes = 256; // as which one counts that is empty

bool is_plain_state(QPDFObjectHandle state) {
  // What else there is of it blends or overprints, which is looked for elsewhere, or is about
  // lines.
  constexpr std::array<const char*, 4> otherwise{"/Font", "/HT", "/TR", "/TR2"};
  return state.isDictionary() && std::none_of(otherwise.begin(), otherwise.end(),
                                              [&](const char* key) { return state.hasKey(key); });
}

bool is_plain_font(QPDFObjectHandle font) {
  return font.isDictionary() && !font.getKey("/Subtype").isNameAndEquals("/Type3");
}

} // namespace

bool LetterSearch::has_letters_alone(QPDFPageObjectHelper page, const std::string& contents) {
  form_bytes_ = 0;
  return looks_on(page.getObjectHandle()).empty() &&
         of_content(contents, page.getAttribute("/Resources", false), InkState(), 0);
}

bool LetterSearch::of_content(const std::string& contents, QPDFObjectHandle resources,
                              const InkState& state, int depth) {
  const auto found = [&resources](const char* kind, std::string_view name) {
    return named(resources, kind, name);
  };
  LetterNames names;
  names.plain_state = [&](std::string_view name) {
    return is_plain_state(found("/ExtGState", name));
  };
  names.plain_font = [&](std::string_view name) { return is_plain_font(found("/Font", name)); };
  names.colour_space = spaces_of(resources);
  names.letters = [&](std::string_view name, const InkState& here) {
    return of_form(found("/XObject", name), resources, here, depth + 1);
  };
  return only_letters(contents, state, names);
}

bool LetterSearch::of_form(QPDFObjectHandle form, QPDFObjectHandle resources, const InkState& state,
                           int depth) {
  if (depth > most_depth || !form.isStream()) return false;
  QPDFObjectHandle dict = form.getDict();
  if (!dict.getKey("/Subtype").isNameAndEquals("/Form")) return false;
  const ContentText content = read_contents({form});
  form_bytes_ += content.text.size() + least_form_bytes;
  if (!content.whole || form_bytes_ > most_form_bytes) return false;
  QPDFObjectHandle own = dict.getKey("/Resources");
  return of_content(content.text, own.isDictionary() ? own : resources, state, depth);
}

} // namespace platen::worker
