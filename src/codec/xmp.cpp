#include "codec/xmp.h"

#include "codec/exif_facts.h"

#include <memory>

#include <libxml/parser.h>
#include <libxml/tree.h>

namespace platen::codec {
namespace {

constexpr std::string_view rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
constexpr std::string_view dc = "http://purl.org/dc/elements/1.1/";
constexpr std::string_view photoshop = "http://ns.adobe.com/photoshop/1.0/";
constexpr std::string_view basic = "http://ns.adobe.com/xap/1.0/";
constexpr std::size_t longest_text = 4096; // bytes looked at
constexpr int most_children = 1000;        // of one element: a caption needs few

struct FreeDocument {
  void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view{} : reinterpret_cast<const char*>(text);
}

// Elements and attributes have these members at the same names.
template<class Node> bool is(const Node* node, std::string_view space, std::string_view name) {
  return node->ns != nullptr && view(node->ns->href) == space && view(node->name) == name;
}

std::string text_of(const xmlNode* first) {
  std::string text;
  for (const xmlNode* node = first; node != nullptr && text.size() < longest_text;
       node = node->next)
    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE)
      text += view(node->content).substr(0, longest_text);
  return fact_text(text);
}

template<class F> void each_child(const xmlNode* parent, F f) {
  int left = most_children;
  for (const xmlNode* node = parent->children; node != nullptr && left > 0; node = node->next)
    if (node->type == XML_ELEMENT_NODE) --left, f(node);
}

bool is_default_language(const xmlNode* item) {
  for (const xmlAttr* attribute = item->properties; attribute != nullptr;
       attribute = attribute->next)
    if (view(attribute->name) == "lang" && attribute->children != nullptr)
      return view(attribute->children->content) == "x-default";
  return false;
}

// The items of an rdf:Alt (the default one, else the first), rdf:Seq or rdf:Bag (all of them), or
// the text itself.
std::string value_of(const xmlNode* property) {
  std::string all, first, standard;
  bool listed = false;
  each_child(property, [&](const xmlNode* list) {
    const bool choice = is(list, rdf, "Alt");
    if (!choice && !is(list, rdf, "Seq") && !is(list, rdf, "Bag")) return;
    listed = true;
    each_child(list, [&](const xmlNode* item) {
      if (!is(item, rdf, "li")) return;
      const std::string text = text_of(item->children);
      if (!choice) add_name(all, text);
      if (choice && first.empty()) first = text;
      if (choice && is_default_language(item)) standard = text;
    });
  });
  if (!listed) return text_of(property->children);
  if (!standard.empty()) return standard;
  return first.empty() ? all : first;
}

class Reading {
public:
  // A property is an element, or an attribute where it is plain text.
  void description(const xmlNode* node) {
    for (const xmlAttr* attribute = node->properties; attribute != nullptr;
         attribute = attribute->next)
      take(attribute, [&] { return text_of(attribute->children); });
    each_child(node, [&](const xmlNode* child) { take(child, [&] { return value_of(child); }); });
  }
  PictureFacts done() {
    if (facts_.date.empty()) facts_.date = created_;
    return std::move(facts_);
  }

private:
  template<class Node, class Value> void take(const Node* node, Value value) {
    const auto keep = [&](std::string& into) {
      if (into.empty()) into = value();
    };
    if (is(node, dc, "title")) keep(facts_.title);
    if (is(node, dc, "description")) keep(facts_.description);
    if (is(node, dc, "creator")) keep(facts_.creator);
    if (is(node, dc, "rights")) keep(facts_.copyright);
    if (is(node, photoshop, "DateCreated") && facts_.date.empty()) facts_.date = fact_date(value());
    if (is(node, basic, "CreateDate") && created_.empty()) created_ = fact_date(value());
  }

  PictureFacts facts_;
  std::string created_;
};

} // namespace

PictureFacts read_xmp(Bytes packet) {
  if (packet.empty() || packet.size() > xmp_bytes_limit) return {};
  constexpr int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
  const std::unique_ptr<xmlDoc, FreeDocument> document(
      xmlReadMemory(reinterpret_cast<const char*>(packet.data()), static_cast<int>(packet.size()),
                    nullptr, nullptr, options));
  if (!document || document->intSubset != nullptr) return {};
  const xmlNode* root = xmlDocGetRootElement(document.get());
  Reading reading;
  const auto read_rdf = [&](const xmlNode* node) {
    each_child(node, [&](const xmlNode* child) {
      if (is(child, rdf, "Description")) reading.description(child);
    });
  };
  if (root == nullptr) return {};
  if (is(root, rdf, "RDF")) // the outer x:xmpmeta may be missing
    read_rdf(root);
  else
    each_child(root, [&](const xmlNode* child) {
      if (is(child, rdf, "RDF")) read_rdf(child);
    });
  return reading.done();
}

PictureFacts merged(PictureFacts xmp, const PictureFacts& iptc, const PictureFacts& own) {
  fill_in(xmp, iptc);
  fill_in(xmp, own);
  if (xmp.title.empty()) xmp.title = xmp.description;
  return xmp;
}

} // namespace platen::codec
