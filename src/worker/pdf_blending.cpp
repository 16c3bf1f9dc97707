#include "worker/pdf_blending.h"

#include "worker/pdf_members.h"

#include <exception>
#include <map>

namespace platen::worker {
namespace {

void add(Blending& sum, const Blending& more) {
  sum.blends = sum.blends || more.blends;
  sum.shades = sum.shades || more.shades;
}

bool blends_by(QPDFObjectHandle state) {
  for (const char* const alpha : {"/ca", "/CA"}) {
    QPDFObjectHandle value = state.getKey(alpha);
    if (value.isNumber() && value.getNumericValue() < 1) return true;
  }
  if (state.getKey("/SMask").isDictionary()) return true;
  QPDFObjectHandle mode = state.getKey("/BM");
  return !mode.isNull() &&
         !(mode.isName() && (mode.getName() == "/Normal" || mode.getName() == "/Compatible"));
}

// Each object is looked at once.
class Search {
public:
  Blending of_resources(QPDFObjectHandle resources, int depth = 0) {
    if (!resources.isDictionary()) return {};
    if (depth > most_depth) return {true, true};
    return once(resources, [&] { return of_members(resources, depth); });
  }

  // Of a form, a picture, a pattern.
  Blending of_painter(QPDFObjectHandle painter, int depth = 0) {
    if (painter.isDictionary()) return of_gradient(painter, depth);
    if (!painter.isStream()) return {};
    return once(painter, [&] {
      QPDFObjectHandle dict = painter.getDict();
      Blending found = of_resources(dict.getKey("/Resources"), depth + 1);
      if (!dict.getKey("/SMask").isNull()) found.blends = true; // of a picture
      return found;
    });
  }

private:
  static constexpr int most_depth = 20;

  // What leads back to itself has found nothing there.
  template<class Look> Blending once(const QPDFObjectHandle& object, Look look) {
    if (!object.isIndirect()) return look();
    const auto [known, is_new] = known_.emplace(object.getObjGen(), Blending());
    if (is_new) known->second = look();
    return known->second;
  }

  Blending of_members(QPDFObjectHandle resources, int depth) {
    Blending found;
    found.shades = !members(resources.getKey("/Shading")).empty();
    for (const QPDFObjectHandle& state : members(resources.getKey("/ExtGState")))
      add(found, of_state(state, depth));
    for (const char* const kind : {"/XObject", "/Pattern"})
      for (const QPDFObjectHandle& painter : members(resources.getKey(kind)))
        add(found, of_painter(painter, depth));
    return found;
  }

  Blending of_state(QPDFObjectHandle state, int depth) {
    if (!state.isDictionary()) return {};
    Blending found = of_painter(state.getKey("/SMask").getKeyIfDict("/G"), depth);
    found.blends = found.blends || blends_by(state);
    return found;
  }

  Blending of_gradient(QPDFObjectHandle pattern, int depth) {
    Blending found = of_state(pattern.getKey("/ExtGState"), depth);
    found.shades = true;
    return found;
  }

  std::map<QPDFObjGen, Blending> known_;
};

Blending of_page(QPDFPageObjectHelper page, Search& search) try {
  Blending found = search.of_resources(page.getAttribute("/Resources", false));
  for (const QPDFObjectHandle& look : looks_on(page.getObjectHandle()))
    add(found, search.of_painter(look));
  return found;
} catch (const std::exception&) {
  return {};
}

} // namespace

Blending blending_of(QPDFObjectHandle resources) {
  return Search().of_resources(resources);
}

std::vector<Blending> blending_of(const std::vector<QPDFPageObjectHelper>& pages) {
  Search search;
  std::vector<Blending> found;
  found.reserve(pages.size());
  for (const QPDFPageObjectHelper& page : pages)
    found.push_back(of_page(page, search));
  return found;
}

} // namespace platen::worker
