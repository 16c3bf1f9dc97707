#include "virtual/ivec/document.h"

#include <charconv>
#include <memory>

#include <libxml/parser.h>
#include <libxml/tree.h>

namespace platen::twin::ivec {

namespace {

constexpr std::string_view common_uri = "http://www.canon.com/ns/cmd/2008/07/common/";
constexpr std::string_view vendor_uri = "http://www.canon.com/ns/cmd/2008/07/canon/";

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// Finds the end of the root element. It knows just enough of XML for that: libxml2 judges the rest.
class RootScanner {
public:
  // True when `c` closes the root element; an error for what no document may hold.
  Result<bool> take(char c) {
    token_ += c;
    switch (state_) {
    case State::text:
      if (c != '<') {
        if (depth_ == 0 && !is_space(c))
          return fail(Errc::malformed, "text outside the root element");
        token_.clear();
        return false;
      }
      token_ = "<";
      state_ = State::opened;
      return false;
    case State::opened:
      return opened();
    case State::instruction:
      return until("?>");
    case State::comment:
      return until("-->");
    case State::character_data:
      return until("]]>");
    case State::tag:
      return in_tag(c);
    }
    return false;
  }

private:
  enum class State : std::uint8_t { text, opened, instruction, comment, character_data, tag };

  Result<bool> opened() {
    constexpr std::string_view comment = "<!--", character_data = "<![CDATA[";
    if (token_ == "<?") return enter(State::instruction);
    if (token_ == comment) return enter(State::comment);
    if (token_ == character_data) return enter(State::character_data);
    if (comment.starts_with(token_) || character_data.starts_with(token_)) return false;
    if (token_.starts_with("<!"))
      return fail(Errc::malformed, "a document type or other declaration");
    state_ = State::tag;
    quote_ = 0;
    return in_tag(token_.back());
  }

  Result<bool> enter(State state) {
    state_ = state;
    token_.clear();
    return false;
  }

  Result<bool> until(std::string_view end) {
    if (token_.ends_with(end)) return enter(State::text);
    if (token_.size() > end.size()) token_.erase(0, token_.size() - end.size());
    return false;
  }

  Result<bool> in_tag(char c) {
    if (quote_ != 0) {
      if (c == quote_) quote_ = 0;
      return false;
    }
    if (c == '"' || c == '\'') quote_ = c;
    if (c != '>') return false;
    const bool closing = token_.starts_with("</"), empty = token_.ends_with("/>");
    if (closing) --depth_;
    if (!closing && !empty) ++depth_;
    state_ = State::text;
    token_.clear();
    if (depth_ < 0) return fail(Errc::malformed, "an end tag without its start");
    return depth_ == 0;
  }

  State state_ = State::text;
  std::string token_;
  char quote_ = 0;
  int depth_ = 0;
};

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view()
                         : std::string_view(reinterpret_cast<const char*>(text));
}

std::string text_of(const xmlNode* element) {
  std::string text;
  for (const xmlNode* node = element->children; node != nullptr; node = node->next)
    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE)
      text += view(node->content);
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool is_common(const xmlNode* node, std::string_view name) {
  return node->type == XML_ELEMENT_NODE && node->ns != nullptr &&
         view(node->ns->href) == common_uri && view(node->name) == name;
}

const xmlNode* child(const xmlNode* parent, std::string_view name) {
  for (const xmlNode* node = parent->children; node != nullptr; node = node->next)
    if (is_common(node, name)) return node;
  return nullptr;
}

void read_parameters(const xmlNode* set, Document& document) {
  for (const xmlNode* node = set->children; node != nullptr; node = node->next) {
    if (node->type != XML_ELEMENT_NODE) continue;
    const std::string_view uri = node->ns == nullptr ? std::string_view() : view(node->ns->href);
    if (uri != common_uri && uri != vendor_uri)
      document.ignored.emplace_back(view(node->name));
    else
      document.parameters.push_back({uri == common_uri ? Space::common : Space::vendor,
                                     std::string(view(node->name)), text_of(node)});
  }
}

std::string attribute(const xmlNode* element, std::string_view name) {
  for (const xmlAttr* a = element->properties; a != nullptr; a = a->next)
    if (a->ns == nullptr && view(a->name) == name && a->children != nullptr)
      return std::string(view(a->children->content));
  return {};
}

struct FreeDocument {
  void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};

std::string parser_message() {
  const xmlError* error = xmlGetLastError();
  std::string text = error == nullptr || error->message == nullptr ? "not XML" : error->message;
  while (!text.empty() && is_space(text.back()))
    text.pop_back();
  return text;
}

} // namespace

const std::string* Document::find(Space space, std::string_view name) const {
  for (const Parameter& parameter : parameters)
    if (parameter.space == space && parameter.name == name) return &parameter.text;
  return nullptr;
}

std::string Document::text(std::string_view name) const {
  const std::string* found = common(name);
  return found == nullptr ? std::string() : *found;
}

std::optional<std::uint64_t> decimal(const std::string& text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

Result<std::optional<std::string>> read_document(Reader& in) {
  std::string bytes;
  RootScanner scanner;
  const std::uint64_t start = in.offset();
  for (;;) {
    const std::uint64_t at = in.offset();
    TRY(const auto byte, in.next());
    if (!byte) {
      if (bytes.empty()) return std::optional<std::string>();
      return fail(
          Errc::malformed,
          "the stream ends inside an XML document that began at byte " + std::to_string(start), at);
    }
    const char c = static_cast<char>(*byte);
    if (bytes.empty() && is_space(c)) continue;
    if (bytes.empty() && c != '<') return fail(Errc::malformed, "an XML document was expected", at);
    bytes += c;
    if (bytes.size() > largest_document)
      return fail(Errc::limit,
                  "an XML document is longer than " + std::to_string(largest_document) + " bytes",
                  at);
    auto ended = scanner.take(c);
    if (!ended) {
      Error error = std::move(ended).error();
      error.offset = at;
      return Failure(std::move(error));
    }
    if (*ended) return std::optional(std::move(bytes));
  }
}

Result<Document> parse_document(const std::string& bytes, std::uint64_t offset) {
  xmlResetLastError();
  const std::unique_ptr<xmlDoc, FreeDocument> xml(
      xmlReadMemory(bytes.data(), static_cast<int>(bytes.size()), nullptr, nullptr,
                    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING));
  if (!xml) return fail(Errc::malformed, "XML: " + parser_message(), offset);
  if (xml->intSubset != nullptr) return fail(Errc::malformed, "XML: a document type", offset);
  const xmlNode* root = xmlDocGetRootElement(xml.get());
  if (root == nullptr || view(root->name) != "cmd" || root->ns != nullptr)
    return fail(Errc::malformed, "the root element is not cmd", offset);
  const xmlNode* contents = child(root, "contents");
  const xmlNode* operation = contents == nullptr ? nullptr : child(contents, "operation");
  const xmlNode* set = contents == nullptr ? nullptr : child(contents, "param_set");
  if (operation == nullptr || set == nullptr)
    return fail(Errc::malformed,
                "cmd holds no ivec:contents with ivec:operation and ivec:param_set", offset);
  Document document;
  document.offset = offset;
  document.operation = text_of(operation);
  document.service = attribute(set, "servicetype");
  read_parameters(set, document);
  return document;
}

} // namespace platen::twin::ivec
