#include "intake/ipp/overrides.h"

#include "intake/ipp/job_request.h"
#include "intake/ipp/media_col.h"
#include "intake/ipp/template_table.h"

#include <algorithm>
#include <array>
#include <utility>

namespace platen::intake::ipp {

namespace {

// What a page may have of its own, besides media and media-col.
constexpr TemplateRow turn{"orientation-requested", Syntax::turn, false, {}};
constexpr TemplateRow pages{"pages", Syntax::ranges, true, {}};
constexpr std::size_t most_overrides = 100;

// A job is one stream of pages here: an override of the first document on is one of them all.
bool from_the_first(ipp_attribute_t* numbers) {
  if (ippGetValueTag(numbers) != IPP_TAG_RANGE || ippGetCount(numbers) != 1) return false;
  int last = 0;
  return ippGetRange(numbers, 0, &last) == 1;
}

bool read_media(const model::Model& model, ipp_attribute_t* member, Override& read) {
  const ipp_tag_t tag = ippGetValueTag(member);
  if (tag != IPP_TAG_KEYWORD && tag != IPP_TAG_NAME) return false;
  auto found = read_media_name(model, ippGetString(member, 0, nullptr));
  if (found) read.insert_or_assign(found->first, found->second);
  return found.has_value();
}

// media-source or media-type: of media-col, or a member of its own, as people write it.
bool read_word(ipp_attribute_t* member, const std::string& name, Override& read) {
  const ipp_tag_t tag = ippGetValueTag(member);
  if ((tag != IPP_TAG_KEYWORD && tag != IPP_TAG_NAME) || ippGetCount(member) != 1) return false;
  read.insert_or_assign(name, ippGetString(member, 0, nullptr));
  return true;
}

bool read_collection(const model::Model& model, ipp_attribute_t* member, Override& read) {
  if (ippGetValueTag(member) != IPP_TAG_BEGIN_COLLECTION) return false;
  MediaCol media = read_media_col(model, ippGetCollection(member, 0));
  // A tray that the model does not have is kept, for make_ticket to say which there are.
  for (const std::string& name : media.refused) {
    const bool word = name == "media-source" || name == "media-type";
    ipp_attribute_t* const wrong =
        ippFindAttribute(ippGetCollection(member, 0), name.c_str(), IPP_TAG_ZERO);
    if (!word || wrong == nullptr || !read_word(wrong, name, read)) return false;
  }
  for (auto& [name, value] : media.options)
    if (name != "borderless" || value == "on") read.insert_or_assign(name, std::move(value));
  return true;
}

bool is_known(std::string_view name) {
  constexpr std::array<std::string_view, 8> known{
      "document-number", "document-numbers",      "media", "media-col", "media-source",
      "media-type",      "orientation-requested", "pages"};
  return std::ranges::find(known, name) != known.end();
}

bool read_member(const model::Model& model, ipp_attribute_t* member, Override& read) {
  const std::string name = ippGetName(member);
  if (name == "media") return read_media(model, member, read);
  if (name == "media-col") return read_collection(model, member, read);
  if (name == "media-source" || name == "media-type") return read_word(member, name, read);
  if (name == "document-number" || name == "document-numbers") return from_the_first(member);
  auto text = option_text(name == pages.name ? pages : turn, member);
  if (text) read.insert_or_assign(name, std::move(*text));
  return text.has_value();
}

Result<Override> read_one(const model::Model& model, ipp_t* collection) {
  Override read;
  for (ipp_attribute_t* member = ippFirstAttribute(collection); member != nullptr;
       member = ippNextAttribute(collection)) {
    if (ippGetName(member) == nullptr) continue;
    const std::string name = ippGetName(member);
    if (!is_known(name))
      return fail(Errc::invalid, clean_text(name.substr(0, 80)) +
                                     " cannot differ from page to page; media, media-type, "
                                     "media-source and orientation-requested can");
    if (!read_member(model, member, read))
      return fail(Errc::invalid, name + " has a value that this printer does not have");
  }
  if (!read.contains("pages")) return fail(Errc::invalid, "it does not say for which pages");
  return read;
}

} // namespace

Result<std::vector<Override>> read_overrides(const model::Model& model,
                                             ipp_attribute_t* attribute) {
  if (ippGetValueTag(attribute) != IPP_TAG_BEGIN_COLLECTION)
    return fail(Errc::invalid, "overrides: they are no collections");
  const int count = ippGetCount(attribute);
  if (static_cast<std::size_t>(count) > most_overrides)
    return fail(Errc::invalid,
                "overrides: more than " + std::to_string(most_overrides) + " of them");
  std::vector<Override> list;
  for (int i = 0; i < count; ++i) {
    auto one = read_one(model, ippGetCollection(attribute, i));
    if (!one)
      return fail_within("overrides: entry " + std::to_string(i + 1), std::move(one).error());
    list.push_back(*std::move(one));
  }
  return list;
}

void add_overrides(ipp_t* into, ipp_tag_t group, const std::string& name, const model::Model& model,
                   const std::vector<Override>& overrides) {
  ipp_attribute_t* attribute =
      ippAddCollections(into, group, name.c_str(), static_cast<int>(overrides.size()), nullptr);
  for (std::size_t i = 0; i < overrides.size(); ++i) {
    const Override& one = overrides[i];
    ipp_t* const collection = ippNew();
    if (const auto found = one.find("pages"); found != one.end())
      add_option_text(collection, IPP_TAG_ZERO, "pages", pages, found->second);
    if (const auto found = one.find("orientation-requested"); found != one.end())
      add_option_text(collection, IPP_TAG_ZERO, found->first, turn, found->second);
    if (ipp_t* const media = make_media_col(model, {one.begin(), one.end()}); media != nullptr) {
      ippAddCollection(collection, IPP_TAG_ZERO, "media-col", media);
      ippDelete(media);
    }
    ippSetCollection(into, &attribute, static_cast<int>(i), collection);
    ippDelete(collection);
  }
}

namespace {

void append_quoted(std::string& text, std::string_view value) {
  text += '"';
  for (const char c : value) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  text += '"';
}

// Just enough JSON for a list of objects whose values are texts.
class Reader {
public:
  explicit Reader(std::string_view text) : rest_(text) {}
  bool take(char wanted) {
    skip_space();
    if (!rest_.starts_with(wanted)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  std::optional<std::string> text() {
    if (!take('"')) return std::nullopt;
    std::string value;
    while (!rest_.empty() && rest_.front() != '"') {
      if (rest_.front() == '\\') rest_.remove_prefix(1);
      if (rest_.empty() || static_cast<unsigned char>(rest_.front()) < 0x20) return std::nullopt;
      value += rest_.front();
      rest_.remove_prefix(1);
    }
    return take('"') ? std::optional(value) : std::nullopt;
  }
  bool at_end() {
    skip_space();
    return rest_.empty();
  }

private:
  void skip_space() {
    const std::size_t first = rest_.find_first_not_of(" \t\r\n");
    rest_.remove_prefix(std::min(first, rest_.size()));
  }
  std::string_view rest_;
};

std::optional<Override> parse_object(Reader& reader) {
  Override one;
  if (!reader.take('{')) return std::nullopt;
  if (reader.take('}')) return one;
  do {
    auto name = reader.text();
    if (!name || !reader.take(':')) return std::nullopt;
    auto value = reader.text();
    if (!value || !one.emplace(std::move(*name), std::move(*value)).second) return std::nullopt;
  } while (reader.take(','));
  return reader.take('}') ? std::optional(one) : std::nullopt;
}

} // namespace

std::string overrides_text(const std::vector<Override>& overrides) {
  std::string text = "[";
  for (const Override& one : overrides) {
    if (text.size() > 1) text += ',';
    text += '{';
    bool first = true;
    for (const auto& [name, value] : one) {
      if (!std::exchange(first, false)) text += ',';
      append_quoted(text, name);
      text += ':';
      append_quoted(text, value);
    }
    text += '}';
  }
  return text + "]";
}

std::optional<std::vector<Override>> parse_overrides(std::string_view text) {
  Reader reader(text);
  std::vector<Override> list;
  if (!reader.take('[')) return std::nullopt;
  if (!reader.take(']')) {
    do {
      auto one = parse_object(reader);
      if (!one || list.size() == most_overrides) return std::nullopt;
      list.push_back(std::move(*one));
    } while (reader.take(','));
    if (!reader.take(']')) return std::nullopt;
  }
  return reader.at_end() ? std::optional(list) : std::nullopt;
}

} // namespace platen::intake::ipp
