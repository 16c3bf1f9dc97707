#include "worker/pdf_overprint.h"

#include "worker/content_text.h"
#include "worker/ink_space.h"
#include "worker/overprint_scan.h"
#include "worker/pdf_members.h"

#include <algorithm>
#include <exception>
#include <map>
#include <string>
#include <tuple>

namespace platen::worker {
namespace {

constexpr int most_depth = 20;

InkNames::Overprints overprints_of(QPDFObjectHandle state) {
  const auto flag = [&state](const char* key) {
    QPDFObjectHandle value = state.getKeyIfDict(key);
    return value.isBool() ? std::optional<bool>(value.getBoolValue()) : std::nullopt;
  };
  InkNames::Overprints read{flag("/op"), flag("/OP")};
  if (!read.fill) read.fill = read.stroke; // ISO 32000-1, table 58
  return read;
}

// What leads to a graphics state that overprints. Each object is looked at once.
class Reach {
public:
  bool of_resources(QPDFObjectHandle resources, int depth = 0) {
    if (!resources.isDictionary()) return false;
    return depth > most_depth ||
           once(resources, [&] { return has_state(resources) || leads_on(resources, depth); });
  }

  // Of a form, a pattern, a font.
  bool of_painter(QPDFObjectHandle painter, int depth = 0) {
    QPDFObjectHandle dict = painter.isStream() ? painter.getDict() : painter;
    return dict.isDictionary() &&
           once(painter, [&] { return of_resources(dict.getKey("/Resources"), depth + 1); });
  }

private:
  // What leads back to itself has found nothing there.
  template<class Look> bool once(const QPDFObjectHandle& object, Look look) {
    if (!object.isIndirect()) return look();
    const auto [known, is_new] = known_.emplace(object.getObjGen(), false);
    if (is_new) known->second = look();
    return known->second;
  }

  static bool has_state(QPDFObjectHandle resources) {
    for (const QPDFObjectHandle& state : members(resources.getKey("/ExtGState"))) {
      const auto overprints = overprints_of(state);
      if (overprints.fill.value_or(false) || overprints.stroke.value_or(false)) return true;
    }
    return false;
  }

  bool leads_on(QPDFObjectHandle resources, int depth) {
    for (const char* const kind : {"/XObject", "/Pattern", "/Font"})
      for (const QPDFObjectHandle& painter : members(resources.getKey(kind)))
        if (of_painter(painter, depth)) return true;
    return false;
  }

  std::map<QPDFObjGen, bool> known_;
};

// Reads what pages and their forms paint.
class Reading {
public:
  bool of_page(QPDFPageObjectHelper page) {
    QPDFObjectHandle object = page.getObjectHandle();
    QPDFObjectHandle resources = page.getAttribute("/Resources", false);
    bytes_ = 0;
    if (reach_.of_resources(resources) &&
        of_content(object.getPageContents(), resources, InkState(), 0))
      return true;
    const auto looks = looks_on(object);
    return std::any_of(looks.begin(), looks.end(), [&](const QPDFObjectHandle& look) {
      return of_form(look, resources, InkState(), 0);
    });
  }

private:
  static constexpr std::size_t most_bytes = std::size_t{16} << 20; // of a page's contents

  // What these paint has a state of its own, which is not looked at.
  bool has_painters(QPDFObjectHandle resources) {
    for (const char* const kind : {"/Pattern", "/Font"})
      for (const QPDFObjectHandle& painter : members(resources.getKey(kind)))
        if (reach_.of_painter(painter)) return true;
    return false;
  }

  bool of_content(const std::vector<QPDFObjectHandle>& streams, QPDFObjectHandle resources,
                  const InkState& state, int depth) {
    if (has_painters(resources)) return true;
    const ContentText content = read_contents(streams);
    bytes_ += content.text.size();
    if (!content.whole || bytes_ > most_bytes) return true;
    InkNames names;
    names.graphics_state = [&](std::string_view name) {
      return overprints_of(named(resources, "/ExtGState", name));
    };
    names.colour_space = spaces_of(resources);
    names.object = [&](std::string_view name, const InkState& here) {
      return of_object(named(resources, "/XObject", name), resources, here, depth);
    };
    return paints_over(content.text, state, names);
  }

  bool of_object(QPDFObjectHandle object, const QPDFObjectHandle& resources, const InkState& state,
                 int depth) {
    if (!object.isStream()) return false;
    QPDFObjectHandle dict = object.getDict();
    if (dict.getKey("/Subtype").isNameAndEquals("/Form"))
      return of_form(object, resources, state, depth + 1);
    QPDFObjectHandle mask = dict.getKey("/ImageMask");
    const bool inked_by_colour = mask.isBool() && mask.getBoolValue();
    return state.fill.over && !(inked_by_colour && state.fill.full_black);
  }

  bool of_form(QPDFObjectHandle form, QPDFObjectHandle resources, const InkState& state,
               int depth) {
    if (depth > most_depth) return true;
    QPDFObjectHandle own = form.getDict().getKey("/Resources");
    if (own.isDictionary()) resources = own;
    if (!state.fill.over && !state.stroke.over && !reach_.of_resources(resources)) return false;
    const auto [known, is_new] = read_.emplace(key_of(form, state), false);
    if (is_new) known->second = of_content({form}, resources, state, depth);
    return known->second;
  }

  using Key = std::tuple<QPDFObjGen, bool, bool, InkSpace, bool, bool, InkSpace, int>;
  static Key key_of(QPDFObjectHandle form, const InkState& s) {
    return {form.getObjGen(), s.fill.over,         s.fill.full_black, s.fill.space,
            s.stroke.over,    s.stroke.full_black, s.stroke.space,    s.text_mode};
  }

  Reach reach_;
  std::map<Key, bool> read_; // what was found; of what is being read, nothing
  std::size_t bytes_ = 0;
};

} // namespace

std::vector<bool> overprints(const std::vector<QPDFPageObjectHelper>& pages) {
  Reading reading;
  std::vector<bool> found(pages.size(), false);
  for (std::size_t i = 0; i < pages.size(); ++i) {
    try {
      found[i] = reading.of_page(pages[i]);
    } catch (const std::exception&) {
      found[i] = false;
    }
  }
  return found;
}

} // namespace platen::worker
