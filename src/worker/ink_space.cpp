#include "worker/ink_space.h"

#include "worker/pdf_members.h"

#include <string>

namespace platen::worker {
namespace {

constexpr int most_depth = 5; // of an indexed space in another: there should be none

InkSpace device_space(const std::string& name) {
  if (name == "/DeviceGray" || name == "/CalGray" || name == "/G") return InkSpace::gray;
  if (name == "/DeviceRGB" || name == "/CalRGB" || name == "/RGB") return InkSpace::rgb;
  if (name == "/DeviceCMYK" || name == "/CMYK") return InkSpace::cmyk;
  return InkSpace::other;
}

InkSpace profiled_space(QPDFObjectHandle profile) {
  QPDFObjectHandle count =
      profile.isStream() ? profile.getDict().getKey("/N") : QPDFObjectHandle::newNull();
  switch (count.isInteger() ? count.getIntValue() : 0) {
  case 1:
    return InkSpace::gray;
  case 3:
    return InkSpace::rgb;
  case 4:
    return InkSpace::cmyk;
  default:
    return InkSpace::other;
  }
}

InkSpace read_space(QPDFObjectHandle space, int depth) {
  if (space.isName()) return device_space(space.getName());
  if (!space.isArray() || space.getArrayNItems() == 0 || depth > most_depth) return InkSpace::other;
  QPDFObjectHandle kind = space.getArrayItem(0);
  if (!kind.isName() || space.getArrayNItems() == 1) return read_space(kind, depth + 1);
  QPDFObjectHandle what = space.getArrayItem(1);
  const std::string name = kind.getName();
  if (name == "/Indexed" || name == "/I") return read_space(what, depth + 1);
  if (name == "/ICCBased") return profiled_space(what);
  if (name == "/Separation" && what.isNameAndEquals("/Black")) return InkSpace::black;
  return device_space(name);
}

} // namespace

InkSpace space_of(QPDFObjectHandle space) {
  return read_space(space, 0);
}

SpaceOf spaces_of(QPDFObjectHandle resources) {
  return [resources](std::string_view name) {
    QPDFObjectHandle space = named(resources, "/ColorSpace", name);
    return space_of(space.isNull() ? QPDFObjectHandle::newName(std::string(name)) : space);
  };
}

} // namespace platen::worker
