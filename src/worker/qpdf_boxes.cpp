#include "worker/qpdf_boxes.h"

#include <optional>

#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>

namespace platen::worker {
namespace {

constexpr double longest_side = 14'400.0 * 100; // points: PDF's bound, times a generous unit

bool is_side(double length) {
  return length > 0 && length <= longest_side;
}

std::optional<PageBox> read_box(QPDFObjectHandle box) {
  if (!box.isRectangle()) return std::nullopt;
  const auto r = box.getArrayAsRectangle(); // puts the corners in order
  const PageBox read{r.llx, r.lly, r.urx, r.ury};
  if (!is_side(read.width()) || !is_side(read.height())) return std::nullopt;
  return read;
}

// What of `crop` lies on `media`; nothing where nothing does.
std::optional<PageBox> cut(const PageBox& media, const PageBox& crop) {
  const PageBox both{std::max(media.left, crop.left), std::max(media.bottom, crop.bottom),
                     std::min(media.right, crop.right), std::min(media.top, crop.top)};
  return both.width() > 0 && both.height() > 0 ? std::optional(both) : std::nullopt;
}

bool has_odd_media_box(QPDFPageObjectHelper& page) {
  QPDFObjectHandle media = page.getAttribute("/MediaBox", false);
  return !media.isNull() && !read_box(media);
}

bool has_odd_crop_box(QPDFPageObjectHelper& page) {
  QPDFObjectHandle crop = page.getAttribute("/CropBox", false);
  if (crop.isNull()) return false;
  const PageBox media = read_box(page.getAttribute("/MediaBox", false)).value_or(PageBox{});
  const std::optional<PageBox> read = read_box(crop);
  return !read || !cut(media, *read);
}

bool is_unit(QPDFObjectHandle unit) {
  return unit.isNumber() && unit.getNumericValue() > 0;
}

bool has_odd_unit(QPDFPageObjectHelper& page) {
  QPDFObjectHandle unit = page.getObjectHandle().getKey("/UserUnit");
  return !unit.isNull() && !is_unit(unit);
}

bool has_odd_turns(QPDFPageObjectHelper& page) {
  QPDFObjectHandle rotate = page.getAttribute("/Rotate", false);
  return !rotate.isNull() && !(rotate.isInteger() && rotate.getIntValue() % 90 == 0);
}

void write_stand(QPDFPageObjectHelper& page) {
  const PageStand stand = stand_of(page);
  QPDFObjectHandle dictionary = page.getObjectHandle();
  const auto box = QPDFObjectHandle::newFromRectangle(
      {stand.box.left, stand.box.bottom, stand.box.right, stand.box.top});
  dictionary.replaceKey("/MediaBox", box);
  dictionary.replaceKey("/CropBox", box); // the one that it may inherit is another
  dictionary.replaceKey("/Rotate", QPDFObjectHandle::newInteger(stand.turns * 90));
  if (stand.unit == 1) dictionary.removeKey("/UserUnit");
}

} // namespace

PageBox visible_box(QPDFPageObjectHelper& page) {
  const PageBox media = read_box(page.getAttribute("/MediaBox", false)).value_or(PageBox{});
  const std::optional<PageBox> crop = read_box(page.getAttribute("/CropBox", false));
  return crop ? cut(media, *crop).value_or(media) : media;
}

PageStand stand_of(QPDFPageObjectHelper& page) {
  PageStand stand;
  stand.box = visible_box(page);
  QPDFObjectHandle unit = page.getObjectHandle().getKey("/UserUnit");
  if (is_unit(unit)) stand.unit = unit.getNumericValue();
  QPDFObjectHandle rotate = page.getAttribute("/Rotate", false);
  // A multiple of 90, negative ones too.
  const long long quarters = rotate.isInteger() ? rotate.getIntValue() / 90 : 0;
  stand.turns = static_cast<int>(((quarters % 4) + 4) % 4);
  return stand;
}

std::size_t settle_boxes(QPDF& pdf) {
  std::size_t changed = 0;
  for (QPDFPageObjectHelper& page : QPDFPageDocumentHelper(pdf).getAllPages()) {
    if (!has_odd_media_box(page) && !has_odd_crop_box(page) && !has_odd_unit(page) &&
        !has_odd_turns(page))
      continue;
    write_stand(page);
    ++changed;
  }
  return changed;
}

} // namespace platen::worker
