#include "intake/ipp/accepted.h"

#include "intake/ipp/template_table.h"

#include <algorithm>

namespace platen::intake::ipp {

namespace {

constexpr ipp_tag_t shown_group = IPP_TAG_JOB;
// A recipe is a resource of the system. No client sees this group: it is of the record alone.
constexpr ipp_tag_t recipe_group = IPP_TAG_RESOURCE;

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

} // namespace

void overlay(model::Options& options, const model::Options& with) {
  for (const auto& option : with) {
    std::erase_if(options, [&](const auto& old) { return old.first == option.first; });
    options.push_back(option);
  }
}

bool has_option(const model::Options& options, std::string_view name) {
  return std::ranges::any_of(options, [&](const auto& option) { return option.first == name; });
}

model::Options Accepted::all() const {
  model::Options options;
  overlay(options, settings);
  overlay(options, asked);
  return options;
}

Accepted read_accepted(const model::Model& model, const std::string& attributes) {
  Accepted accepted;
  const auto message = platen::ipp::Message::parse(as_bytes(attributes));
  if (attributes.empty() || !message) return accepted;
  TemplateReading shown, recipe;
  for (ipp_attribute_t* attribute = ippFirstAttribute(message->get()); attribute != nullptr;
       attribute = ippNextAttribute(message->get())) {
    const char* const name = ippGetName(attribute);
    if (name == nullptr) continue;
    if (std::string_view(name) == "recipe") {
      const char* const value = ippGetString(attribute, 0, nullptr);
      accepted.recipe = value == nullptr ? "" : value;
    } else {
      read_template_attribute(model, attribute,
                              ippGetGroupTag(attribute) == recipe_group ? recipe : shown);
    }
  }
  accepted.settings = std::move(recipe.options);
  accepted.asked = std::move(shown.options);
  return accepted;
}

std::string encode_accepted(const model::Model& model, const Accepted& accepted,
                            const platen::ipp::Message& shown) {
  platen::ipp::Message message;
  for (ipp_attribute_t* attribute = ippFirstAttribute(shown.get()); attribute != nullptr;
       attribute = ippNextAttribute(shown.get())) {
    ipp_attribute_t* copied = ippCopyAttribute(message.get(), attribute, 0);
    if (copied != nullptr) ippSetGroupTag(message.get(), &copied, shown_group);
  }
  if (!accepted.settings.empty()) {
    ippAddSeparator(message.get());
    write_template(message.get(), recipe_group, model, accepted.settings);
  }
  return ippFirstAttribute(message.get()) == nullptr ? std::string{} : message.encode();
}

model::Options accepted_defaults(const model::Model& model, const job::Job& job,
                                 const model::Options& printer_defaults,
                                 const std::vector<std::string>& dropped) {
  model::Options options;
  overlay(options, job.options);
  std::erase_if(options, [&](const auto& option) { return contains(dropped, option.first); });
  const auto present = model::without_recipe(model, printer_defaults);
  if (!present) return options;
  for (const auto& option : *present)
    if (contains(dropped, option.first)) options.push_back(option);
  return options;
}

Result<void> check_still_there(const model::Model& model, const model::Options& options) {
  for (const auto& [name, value] : options)
    if (const auto wrong = wrong_for(model, name, value))
      return fail(Errc::conflict, "the job was accepted with " + name + "=" + value +
                                      ", which is not there any more (" + wrong->what +
                                      "): add it again, or say another " + name);
  return {};
}

} // namespace platen::intake::ipp
