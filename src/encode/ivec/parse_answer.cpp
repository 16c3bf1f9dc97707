#include "encode/ivec/parse_answer.h"

#include <algorithm>
#include <memory>

#include <libxml/parser.h>
#include <libxml/tree.h>

namespace platen::encode::ivec {

namespace {

constexpr std::string_view common_namespace = "http://www.canon.com/ns/cmd/2008/07/common/";
constexpr std::string_view canon_namespace = "http://www.canon.com/ns/cmd/2008/07/canon/";
constexpr int deepest = 16;
constexpr std::size_t most_elements = 20'000;

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view{} : reinterpret_cast<const char*>(text);
}

std::string trimmed(std::string_view text) {
  constexpr std::string_view space = " \t\r\n";
  const std::size_t first = text.find_first_not_of(space);
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(space) - first + 1));
}

std::string own_text(const xmlNode* node) {
  std::string text;
  for (const xmlNode* child = node->children; child != nullptr; child = child->next)
    if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE)
      text += view(child->content);
  return trimmed(text);
}

// An element in a foreign namespace means nothing to the protocol.
bool is_ours(const xmlNode* node) {
  if (node->type != XML_ELEMENT_NODE || node->ns == nullptr) return false;
  const std::string_view name = view(node->ns->href);
  return name == common_namespace || name == canon_namespace;
}

const xmlNode* child_named(const xmlNode* parent, std::string_view name) {
  for (const xmlNode* child = parent->children; child != nullptr; child = child->next)
    if (is_ours(child) && view(child->name) == name) return child;
  return nullptr;
}

Result<void> collect(const xmlNode* parent, int depth, std::vector<Element>& into) {
  if (depth > deepest) return fail(Errc::limit, "the device's answer nests too deeply");
  for (const xmlNode* child = parent->children; child != nullptr; child = child->next) {
    if (!is_ours(child)) continue;
    if (into.size() == most_elements) return fail(Errc::limit, "the device's answer is too long");
    Element element{std::string(view(child->name)), {}, own_text(child)};
    for (const xmlAttr* attribute = child->properties; attribute != nullptr;
         attribute = attribute->next)
      if (attribute->children != nullptr)
        element.attributes[std::string(view(attribute->name))] = view(attribute->children->content);
    into.push_back(std::move(element));
    TRY_VOID(collect(child, depth + 1, into));
  }
  return {};
}

struct FreeDocument {
  void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};
struct FreeContext {
  void operator()(xmlParserCtxt* context) const { xmlFreeParserCtxt(context); }
};

} // namespace

const Element* Answer::find(std::string_view name) const {
  for (const Element& element : elements)
    if (element.name == name) return &element;
  return nullptr;
}

Result<Answer> parse_answer(Bytes document) {
  if (document.size() > answer_bytes)
    return fail(Errc::limit,
                "the device's answer has more than " + std::to_string(answer_bytes) + " bytes");
  // A document type is where entities come from; no device sends one.
  if (as_text(document).find("<!DOCTYPE") != std::string_view::npos)
    return fail(Errc::malformed, "the device's answer has a document type declaration");
  const std::unique_ptr<xmlParserCtxt, FreeContext> context(xmlNewParserCtxt());
  if (context == nullptr) return fail(Errc::limit, "no memory to read the device's answer");
  // UTF-8 whatever the declaration says: no converter runs on a device's bytes.
  const std::unique_ptr<xmlDoc, FreeDocument> tree(xmlCtxtReadMemory(
      context.get(), as_text(document).data(), static_cast<int>(document.size()), nullptr, "UTF-8",
      XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA));
  const xmlNode* root = tree == nullptr ? nullptr : xmlDocGetRootElement(tree.get());
  if (root == nullptr) return fail(Errc::malformed, "the device's answer is not XML");
  const xmlNode* contents = child_named(root, "contents");
  const xmlNode* operation = contents == nullptr ? nullptr : child_named(contents, "operation");
  if (view(root->name) != "cmd" || operation == nullptr)
    return fail(Errc::malformed, "the device's answer is not an IVEC document");
  Answer answer;
  answer.operation = own_text(operation);
  if (const xmlNode* parameters = child_named(contents, "param_set"))
    TRY_VOID(collect(parameters, 0, answer.elements));
  return answer;
}

std::optional<std::size_t> document_end(Bytes received, std::size_t searched) {
  constexpr std::string_view end = "</cmd>";
  const std::size_t at = as_text(received).find(end, searched - std::min(searched, end.size()));
  if (at == std::string_view::npos) return std::nullopt;
  return at + end.size();
}

} // namespace platen::encode::ivec
