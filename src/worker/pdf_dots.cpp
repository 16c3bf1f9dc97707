#include "worker/pdf_dots.h"

#include "worker/content_text.h"
#include "worker/drawn_objects.h"
#include "worker/pdf_members.h"
#include "worker/qpdf_boxes.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <map>
#include <string>
#include <utility>

namespace platen::worker {
namespace {

constexpr double least_part = 1.0 / 16;      // of the page, that the picture covers
constexpr double most_of_edge = 0.95;        // of one of the page's, at least, that it is long
constexpr long long most_pixels = 1'000'000; // along an edge
constexpr long long least_pixels = 100'000;  // in all: a strip of a page of 200 ppi
constexpr double most_dots = 1e8;            // along one of the page; protocol.cpp refuses more

long long whole_number(QPDFObjectHandle value) {
  const long long number = value.isInteger() ? value.getIntValue() : 0;
  return number > 0 && number <= most_pixels ? number : 0;
}

// Whether the last filter, whose output the samples are, knows only black and white.
bool gives_one_bit(QPDFObjectHandle filter) {
  if (filter.isArray() && filter.getArrayNItems() > 0)
    filter = filter.getArrayItem(filter.getArrayNItems() - 1);
  return filter.isNameAndEquals("/CCITTFaxDecode") || filter.isNameAndEquals("/JBIG2Decode");
}

bool has_one_bit(QPDFObjectHandle dict) {
  QPDFObjectHandle stencil = dict.getKey("/ImageMask");
  return whole_number(dict.getKey("/BitsPerComponent")) == 1 ||
         (stencil.isBool() && stencil.getBoolValue()) || gives_one_bit(dict.getKey("/Filter"));
}

// A picture of one bit a pixel that could be a page, or a strip of one.
bool could_be_scan(QPDFObjectHandle object) {
  if (!object.isStream()) return false;
  QPDFObjectHandle dict = object.getDict();
  return dict.getKey("/Subtype").isNameAndEquals("/Image") &&
         whole_number(dict.getKey("/Width")) * whole_number(dict.getKey("/Height")) >=
             least_pixels &&
         has_one_bit(dict);
}

// A picture as the page shows it: points of the page, and pixels, along the page's own edges.
struct Shown {
  double width = 0, height = 0, columns = 0, rows = 0;
};

Shown shown(QPDFObjectHandle picture, const Linear& m) {
  const auto columns = static_cast<double>(whole_number(picture.getDict().getKey("/Width")));
  const auto rows = static_cast<double>(whole_number(picture.getDict().getKey("/Height")));
  if (keeps_axes(m)) return {std::abs(m.a), std::abs(m.d), columns, rows};
  if (swaps_axes(m)) return {std::abs(m.c), std::abs(m.b), rows, columns};
  return {};
}

// How many pixels fit along an edge of the page of which `part` has `pixels`. In 64ths, so that
// pages whose sizes are rounded otherwise are alike.
double along(double edge, double part, double pixels) {
  const double count = std::round(64 * (pixels * edge / part)) / 64;
  return count >= 1 && count <= most_dots ? count : 0;
}

// Each object is looked at once: pages often share them all.
class Search {
public:
  Dots of_page(QPDFPageObjectHelper page) try { return read(page); } catch (const std::exception&) {
    return {}; // whoever draws it says what is wrong
  }

private:
  bool is_scan(QPDFObjectHandle object) {
    if (!object.isIndirect()) return false; // no stream
    const auto [known, is_new] = known_.emplace(object.getObjGen(), false);
    if (is_new) known->second = could_be_scan(object);
    return known->second;
  }

  Dots read(QPDFPageObjectHelper page) {
    QPDFObjectHandle objects = page.getAttribute("/Resources", false).getKeyIfDict("/XObject");
    const auto all = members(objects);
    const auto scan = [this](const QPDFObjectHandle& object) { return is_scan(object); };
    if (std::none_of(all.begin(), all.end(), scan)) return {};
    Shown largest;
    const auto look = [&](const std::string& name, const Linear& m) {
      QPDFObjectHandle object = objects.getKeyIfDict(name);
      if (!is_scan(object)) return;
      const Shown here = shown(object, m);
      if (here.width * here.height > largest.width * largest.height) largest = here;
    };
    tell_drawn_objects(read_contents(page.getObjectHandle().getPageContents()).text, look);
    return dots(largest, stand_of(page));
  }

  static Dots dots(const Shown& scan, const PageStand& stand) {
    const double width = stand.box.width(), height = stand.box.height();
    const bool spans = scan.width >= most_of_edge * width || scan.height >= most_of_edge * height;
    if (!spans || !(scan.width * scan.height >= least_part * width * height)) return {};
    Dots dots{along(width, scan.width, scan.columns), along(height, scan.height, scan.rows)};
    if (stand.turns % 2 != 0) std::swap(dots.width, dots.height);
    return dots;
  }

  std::map<QPDFObjGen, bool> known_;
};

} // namespace

std::vector<Dots> dots_of(const std::vector<QPDFPageObjectHelper>& pages) {
  Search search;
  std::vector<Dots> found;
  found.reserve(pages.size());
  for (const QPDFPageObjectHelper& page : pages)
    found.push_back(search.of_page(page));
  return found;
}

} // namespace platen::worker
