#include "intake/ipp/job_template.h"

#include "intake/ipp/job_request.h"
#include "intake/ipp/media_col.h"
#include "intake/ipp/overrides.h"
#include "intake/ipp/template_table.h"

#include <algorithm>

namespace platen::intake::ipp {

using platen::ipp::Message;

namespace {

std::string* find(model::Options& options, std::string_view name) {
  const auto found = std::find_if(options.begin(), options.end(),
                                  [&](const auto& option) { return option.first == name; });
  return found == options.end() ? nullptr : &found->second;
}

// Two attributes may say the same thing (CUPS sends media and media-col), but not different ones.
void add_option(TemplateReading& into, ipp_attribute_t* attribute, std::string name,
                std::string value) {
  if (const std::string* const before = find(into.options, name); before != nullptr) {
    if (*before != value)
      into.contradiction = name + " is asked to be " + *before + " and " + value;
  } else {
    into.options.emplace_back(std::move(name), std::move(value));
  }
  if (into.taken.empty() || into.taken.back() != attribute) into.taken.push_back(attribute);
}

void refuse(TemplateReading& into, ipp_attribute_t* attribute,
            std::vector<std::string> members = {}) {
  into.refused.push_back({ippGetName(attribute), attribute, std::move(members)});
}

void refuse(TemplateReading& into, ipp_attribute_t* attribute, const Error& why) {
  into.refused.push_back({ippGetName(attribute), attribute, {}, clean_text(why.message())});
}

void read_row(const model::Model& model, const TemplateRow& row, ipp_attribute_t* attribute,
              TemplateReading& into) {
  const int count = ippGetCount(attribute);
  if (count < 1 || (count > 1 && !row.many)) return refuse(into, attribute);
  const auto text = option_text(row, attribute);
  if (!text) return refuse(into, attribute);
  if (!row.fixed.empty()) {
    const bool known = std::find(row.fixed.begin(), row.fixed.end(), *text) != row.fixed.end();
    if (!known || (count > 1 && row.syntax == Syntax::enumerated)) return refuse(into, attribute);
    into.taken.push_back(attribute);
    return;
  }
  if (const auto wrong = wrong_for(model, row.name, *text)) return refuse(into, attribute, *wrong);
  add_option(into, attribute, std::string(row.name), *text);
}

void read_media(const model::Model& model, ipp_attribute_t* attribute, TemplateReading& into) {
  const ipp_tag_t tag = ippGetValueTag(attribute);
  if ((tag != IPP_TAG_KEYWORD && tag != IPP_TAG_NAME) || ippGetCount(attribute) != 1)
    return refuse(into, attribute);
  auto found = read_media_name(model, ippGetString(attribute, 0, nullptr));
  if (!found) return refuse(into, attribute);
  add_option(into, attribute, std::move(found->first), std::move(found->second));
}

void read_collection(const model::Model& model, ipp_attribute_t* attribute, TemplateReading& into) {
  if (ippGetValueTag(attribute) != IPP_TAG_BEGIN_COLLECTION || ippGetCount(attribute) != 1)
    return refuse(into, attribute);
  MediaCol media = read_media_col(model, ippGetCollection(attribute, 0));
  if (!media.refused.empty()) refuse(into, attribute, std::move(media.refused));
  for (auto& [name, value] : media.options)
    add_option(into, attribute, std::move(name), std::move(value));
}

void read_override_list(const model::Model& model, ipp_attribute_t* attribute,
                        TemplateReading& into) {
  const auto overrides = read_overrides(model, attribute);
  if (!overrides) return refuse(into, attribute, overrides.error());
  std::string text = overrides_text(*overrides);
  if (const auto wrong = wrong_for(model, "overrides", text))
    return refuse(into, attribute, *wrong);
  add_option(into, attribute, "overrides", std::move(text));
}

} // namespace

bool is_media_member(std::string_view option) {
  return option == "media" || option == "media-type" || option == "media-source" ||
         option == "borderless";
}

bool read_template_attribute(const model::Model& model, ipp_attribute_t* attribute,
                             TemplateReading& into) {
  const std::string_view name = ippGetName(attribute);
  const bool media = name == "media" || name == "media-col";
  const auto row = template_row(model, name);
  if (!media && !row && name != "overrides") return false;
  if (ippGetValueTag(attribute) == IPP_TAG_NOVALUE || ippGetValueTag(attribute) == IPP_TAG_DEFAULT)
    return true; // as if it were not there
  if (name == "media") {
    read_media(model, attribute, into);
  } else if (name == "media-col") {
    read_collection(model, attribute, into);
  } else if (name == "overrides") {
    read_override_list(model, attribute, into);
  } else {
    read_row(model, *row, attribute, into);
  }
  return true;
}

void write_template(ipp_t* into, ipp_tag_t group, const model::Model& model,
                    const model::Options& options, const std::string& suffix) {
  model::Options media;
  for (const auto& [name, value] : options) {
    if (is_media_member(name)) {
      media.emplace_back(name, value);
    } else if (name == "overrides") {
      const auto list = parse_overrides(value);
      if (list && !list->empty()) add_overrides(into, group, name + suffix, model, *list);
    } else if (const auto row = template_row(model, model::attribute_name(model, name))) {
      add_option_text(into, group, model::attribute_name(model, name) + suffix, *row, value);
    }
  }
  if (media.size() == 1 && media.front().first == "media") {
    ippAddString(into, group, IPP_TAG_KEYWORD, ("media" + suffix).c_str(), nullptr,
                 media.front().second.c_str());
  } else if (ipp_t* const collection = make_media_col(model, media); collection != nullptr) {
    ippAddCollection(into, group, ("media-col" + suffix).c_str(), collection);
    ippDelete(collection);
  }
}

std::vector<std::string> attributes_of(const model::Model& model, std::string_view option) {
  if (option == "media") return {"media", "media-col"};
  if (is_media_member(option)) return {"media-col", std::string(option)};
  return {model::attribute_name(model, option)};
}

} // namespace platen::intake::ipp
