#include "wire/escl/element.h"

#include <algorithm>
#include <memory>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>

namespace platen::escl {

namespace {

struct FreeContext {
  void operator()(xmlParserCtxt* context) const {
    if (context->myDoc != nullptr) xmlFreeDoc(context->myDoc);
    xmlFreeParserCtxt(context);
  }
};

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view{} : reinterpret_cast<const char*>(text);
}

std::string trimmed(std::string_view text) {
  constexpr std::string_view spaces = " \t\r\n";
  const auto first = text.find_first_not_of(spaces);
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(spaces) - first + 1));
}

bool is_ours(const xmlNode* node) {
  if (node->ns == nullptr) return false;
  const std::string_view space = view(node->ns->href);
  return space == scan_space || space == pwg_space;
}

Result<Element> element_of(const xmlNode* node, int depth) {
  if (depth > document_depth)
    return fail(Errc::limit,
                "elements are nested more than " + std::to_string(document_depth) + " deep");
  Element element;
  element.name = view(node->name);
  for (const xmlAttr* a = node->properties; a != nullptr; a = a->next)
    element.attributes.emplace_back(
        view(a->name), a->children == nullptr ? std::string_view{} : view(a->children->content));
  std::string text;
  for (const xmlNode* inner = node->children; inner != nullptr; inner = inner->next) {
    if (inner->type == XML_TEXT_NODE || inner->type == XML_CDATA_SECTION_NODE)
      text += view(inner->content);
    if (inner->type != XML_ELEMENT_NODE || !is_ours(inner)) continue;
    TRY(Element child, element_of(inner, depth + 1));
    element.children.push_back(std::move(child));
  }
  element.text = trimmed(text);
  return element;
}

// Before anything of the document type is read: no entity is ever defined, so that none can grow.
void refuse_document_type(void* context, const xmlChar*, const xmlChar*, const xmlChar*) {
  auto* const parser = static_cast<xmlParserCtxt*>(context);
  *static_cast<bool*>(parser->_private) = true;
  xmlStopParser(parser);
}

std::string why(const xmlParserCtxt* context) {
  const xmlError& error = context->lastError;
  std::string words = error.message == nullptr ? "" : trimmed(error.message);
  if (words.empty()) words = "it is no XML";
  return words + " (line " + std::to_string(std::max(error.line, 1)) + ")";
}

} // namespace

const Element* Element::child(std::string_view local_name) const {
  const auto found = std::ranges::find(children, local_name, &Element::name);
  return found == children.end() ? nullptr : &*found;
}

std::string_view Element::attribute(std::string_view local_name) const {
  for (const auto& [key, value] : attributes)
    if (key == local_name) return value;
  return {};
}

Result<Element> parse_document(Bytes document) {
  if (document.size() > document_bytes)
    return fail(Errc::limit,
                "the document has more than " + std::to_string(document_bytes) + " bytes");
  if (document.empty()) return fail(Errc::malformed, "the document is empty");
  const std::unique_ptr<xmlParserCtxt, FreeContext> parser(xmlCreateMemoryParserCtxt(
      reinterpret_cast<const char*>(document.data()), static_cast<int>(document.size())));
  if (!parser) return fail(Errc::malformed, "the document is no XML");
  bool has_type = false;
  parser->_private = &has_type;
  parser->sax->internalSubset = refuse_document_type;
  xmlCtxtUseOptions(parser.get(), XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  xmlParseDocument(parser.get());
  if (has_type) return fail(Errc::malformed, "the document has a document type (<!DOCTYPE>)");
  if (parser->wellFormed == 0 || parser->myDoc == nullptr)
    return fail(Errc::malformed, "the document is not well-formed: " + why(parser.get()));
  const xmlNode* const root = xmlDocGetRootElement(parser->myDoc);
  if (root == nullptr || !is_ours(root))
    return fail(Errc::malformed,
                "the root element is not of eSCL's namespace, " + std::string(scan_space));
  return element_of(root, 1);
}

} // namespace platen::escl
