#include "worker/pdf_layers.h"

#include <exception>
#include <set>
#include <string>
#include <vector>

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>

// ISO 32000-1, 8.11.
namespace platen::worker {
namespace {

constexpr long long hidden_annotation = 2; // of /F: table 165

std::vector<QPDFObjectHandle> items(QPDFObjectHandle array) {
  return array.isArray() ? array.getArrayAsVector() : std::vector<QPDFObjectHandle>{};
}

QPDFObjectHandle member(QPDFObjectHandle dictionary, const std::string& key) {
  return dictionary.isDictionary() ? dictionary.getKey(key) : QPDFObjectHandle::newNull();
}

class Layers {
public:
  explicit Layers(QPDFObjectHandle properties)
      : default_(member(properties, "/D")), all_(items(member(properties, "/OCGs"))) {
    if (member(default_, "/BaseState").isNameAndEquals("/OFF")) set(all_, true);
    set(items(member(default_, "/ON")), false);
    set(items(member(default_, "/OFF")), true);
  }

  // Takes over what layers say of printing, if they are asked for it; whether that changed a state.
  bool ask_of_printing() {
    const auto before = off_;
    for (QPDFObjectHandle usage : items(member(default_, "/AS")))
      if (member(usage, "/Event").isNameAndEquals("/Print"))
        for (QPDFObjectHandle layer : items(member(usage, "/OCGs"))) {
          QPDFObjectHandle print = member(member(layer, "/Usage"), "/Print");
          QPDFObjectHandle state = member(print, "/PrintState");
          if (state.isName()) set({layer}, state.isNameAndEquals("/OFF"));
        }
    if (off_ == before) return false;
    write();
    return true;
  }

  bool any_off() const { return !off_.empty(); }

  bool hides(QPDFObjectHandle content) const {
    QPDFObjectHandle groups = member(content, "/OCGs");
    if (!member(content, "/Type").isNameAndEquals("/OCMD")) return is_off(content);
    std::size_t on = 0;
    std::size_t off = 0;
    for (QPDFObjectHandle group :
         groups.isArray() ? items(groups) : std::vector<QPDFObjectHandle>{groups})
      if (group.isDictionary()) ++(is_off(group) ? off : on);
    if (on + off == 0) return false;
    QPDFObjectHandle rule = member(content, "/P");
    if (rule.isNameAndEquals("/AllOn")) return off != 0;
    if (rule.isNameAndEquals("/AnyOff")) return off == 0;
    if (rule.isNameAndEquals("/AllOff")) return on != 0;
    return on == 0; // AnyOn
  }

private:
  bool is_off(const QPDFObjectHandle& layer) const { return off_.count(layer.getObjGen()) != 0; }

  void set(const std::vector<QPDFObjectHandle>& layers, bool off) {
    for (QPDFObjectHandle layer : layers) {
      if (!layer.isDictionary() || !layer.isIndirect()) continue;
      if (off)
        off_.insert(layer.getObjGen());
      else
        off_.erase(layer.getObjGen());
    }
  }

  void write() {
    QPDFObjectHandle on = QPDFObjectHandle::newArray();
    QPDFObjectHandle off = QPDFObjectHandle::newArray();
    for (const QPDFObjectHandle& layer : all_)
      (is_off(layer) ? off : on).appendItem(layer);
    default_.replaceKey("/ON", on);
    default_.replaceKey("/OFF", off);
  }

  QPDFObjectHandle default_;
  std::vector<QPDFObjectHandle> all_;
  std::set<QPDFObjGen> off_;
};

bool hide(QPDFObjectHandle object) {
  if (object.isStream()) {
    if (!member(object.getDict(), "/Subtype").isNameAndEquals("/Form")) return false;
    object.replaceStreamData("", QPDFObjectHandle::newNull(), QPDFObjectHandle::newNull());
    return true;
  }
  if (!object.hasKey("/Rect")) return false;
  QPDFObjectHandle flags = object.getKey("/F");
  const long long before = flags.isInteger() ? flags.getIntValue() : 0;
  object.replaceKey("/F", QPDFObjectHandle::newInteger(before | hidden_annotation));
  return true;
}

bool settle(QPDF& pdf) {
  QPDFObjectHandle properties = member(pdf.getRoot(), "/OCProperties");
  if (!member(properties, "/D").isDictionary()) return false;
  Layers layers(properties);
  bool changed = layers.ask_of_printing();
  if (!layers.any_off()) return changed;
  for (QPDFObjectHandle object : pdf.getAllObjects()) {
    const bool stream = object.isStream();
    if (!stream && !object.isDictionary()) continue;
    QPDFObjectHandle content = member(stream ? object.getDict() : object, "/OC");
    if (content.isDictionary() && layers.hides(content)) changed = hide(object) || changed;
  }
  return changed;
}

} // namespace

bool settle_layers(QPDF& pdf) {
  try {
    return settle(pdf);
  } catch (const std::exception&) {
    return false;
  }
}

} // namespace platen::worker
