#include "base/limits.h"
#include "intake/ipp/job_template.h"
#include "intake/ipp/overrides.h"
#include "intake/ipp/printer_attributes.h"
#include "intake/ipp/template_table.h"
#include "model/length.h"
#include "model/option_table.h"
#include "model/words.h"

#include <algorithm>

namespace platen::intake::ipp {

namespace {

std::vector<std::string> values_of(const TemplateRow& row, const model::Model& model) {
  if (!row.fixed.empty()) return {row.fixed.begin(), row.fixed.end()};
  const model::OptionRow* const option = model::find_option(row.name);
  return option == nullptr ? std::vector<std::string>{} : option->values(model);
}

template<class E, std::size_t N>
std::vector<int> numbers(const std::vector<std::string>& values,
                         const std::array<model::Word<E>, N>& words) {
  std::vector<int> result;
  for (const std::string& value : values)
    if (const auto word = model::value_of(std::span<const model::Word<E>>(words), value))
      if (static_cast<int>(*word) != 0) result.push_back(static_cast<int>(*word));
  return result;
}

void write_integers(const std::string& name, const std::vector<std::string>& fixed,
                    const AttributeWriter& out) {
  if (fixed.empty()) return out.range(name.c_str(), 1, limits::copies); // "copies" alone is free
  std::vector<int> values;
  for (const std::string& text : fixed)
    values.push_back(model::parse_number(text, 1'000'000).value_or(1));
  out.integers(name.c_str(), values);
}

// What may be written is told in words: a text has no list of values.
void write_form(const std::string& attribute, const model::OptionRow& option,
                const AttributeWriter& out) {
  out.name(attribute.c_str(), option.form);
}

Hmm widest_overspray(const model::Model& model) {
  Hmm widest;
  for (const model::MediaEntry& entry : model.media)
    if (entry.borderless)
      for (const Hmm edge : {entry.borderless->top, entry.borderless->bottom,
                             entry.borderless->left, entry.borderless->right})
        widest = std::max(widest, -edge);
  return widest;
}

void write_supported(const std::string& attribute, const TemplateRow& row,
                     const model::Model& model, const AttributeWriter& out) {
  const std::string name = attribute + "-supported";
  const auto values = values_of(row, model);
  std::vector<Dpi> resolutions;
  switch (row.syntax) {
  case Syntax::keyword:
  case Syntax::on_off:
    return out.keywords(name.c_str(), values);
  case Syntax::text:
    return write_form(name, *model::find_option(row.name), out);
  case Syntax::hmm: {
    const bool of_side = model::is_office_option(row.name);
    const std::int32_t most = (of_side ? model::longest_side_shift : model::longest_length).v;
    return out.range(name.c_str(), -most, most);
  }
  case Syntax::name:
    return out.strings(IPP_TAG_NAME, name.c_str(), values);
  case Syntax::integer:
    return write_integers(name, values, out);
  case Syntax::enumerated: {
    std::vector<int> codes;
    for (const std::string& text : values)
      codes.push_back(model::parse_number(text, 1'000'000).value_or(0));
    return out.enumerations(name.c_str(), codes);
  }
  case Syntax::quality:
    return out.enumerations(name.c_str(), numbers(values, model::quality_words));
  case Syntax::turn:
    return out.enumerations(name.c_str(), numbers(values, model::orientation_words));
  case Syntax::resolution:
    for (const std::string& text : values)
      if (const auto dpi = model::parse_resolution(text)) resolutions.push_back(*dpi);
    return out.resolutions(name.c_str(), resolutions);
  case Syntax::ranges:
    return out.boolean(name.c_str(), true);
  case Syntax::overprint:
    out.keyword(name.c_str(), overprint_distance);
    return out.range((std::string(overprint_distance) + "-supported").c_str(), 0,
                     widest_overspray(model).v);
  }
}

std::string default_of(const TemplateRow& row, const model::Options& defaults) {
  if (!row.fixed.empty()) return std::string(row.fixed.front());
  for (const auto& [name, value] : defaults)
    if (name == row.name) return value;
  return {};
}

bool has(const model::Options& options, std::string_view name) {
  return std::any_of(options.begin(), options.end(),
                     [&](const auto& option) { return option.first == name; });
}

void write_default(const std::string& attribute, const TemplateRow& row, const PrinterView& view,
                   const AttributeWriter& out) {
  const std::string name = attribute + "-default", value = default_of(row, view.defaults);
  if (!value.empty() && add_option_text(out.message(), out.group(), name, row, value)) return;
  if (row.syntax == Syntax::turn) out.no_value(name.c_str()); // the document decides
}

// Those that change what is computed for a page (PWG 5100.13 section 6.2.8).
void write_processing(const PrinterView& view, const AttributeWriter& out) {
  std::vector<std::string> names;
  for (const char* const name :
       {"print-color-mode", "print-content-optimize", "print-quality", "print-rendering-intent",
        "print-scaling", "printer-resolution", "recipe", "color-management", "icc-profile",
        "black-point-compensation", "broken-profile"})
    if (template_row(view.model, name)) names.emplace_back(name);
  for (const std::string& name : template_names(view.model))
    if (name.starts_with(view.model.vendor + "-")) names.push_back(name);
  out.keywords("print-processing-attributes-supported", names);
}

} // namespace

void write_template_support(const PrinterView& view, const AttributeWriter& out) {
  for (const std::string& name : template_names(view.model)) {
    const auto row = template_row(view.model, name);
    if (!row || (name.starts_with("media-") && row->syntax != Syntax::overprint))
      continue; // media and overrides have writers of their own
    write_supported(name, *row, view.model, out);
    write_default(name, *row, view, out);
  }
  out.keywords("overrides-supported", {"document-number", "document-numbers", "media", "media-col",
                                       "orientation-requested", "pages"});
  write_processing(view, out);
}

PrinterView view_of(const Services& services, const model::Model& model,
                    const job::Printer& printer) {
  // A default that the model no longer has is left out, one by one.
  model::Options taken;
  for (const auto& option : printer.defaults) {
    taken.push_back(option);
    if (!model::make_ticket(model, taken)) taken.pop_back();
  }
  PrinterView view{services, model, printer, {}};
  const auto ticket = model::make_ticket(model, taken);
  if (ticket) view.defaults = options_of(model, *ticket);
  // A ticket says nothing of the form in which a length or a colour was written.
  if (const auto said = model::without_recipe(model, taken); said)
    for (auto option = said->rbegin(); option != said->rend(); ++option)
      if ((model::is_layout_option(option->first) || model::is_office_option(option->first)) &&
          !has(view.defaults, option->first))
        view.defaults.push_back(*option);
  // A ticket leaves the size to the document where none is said; dialogs want a size to begin with.
  const auto media = model.defaults.find("media");
  if (!has(view.defaults, "media") && media != model.defaults.end())
    view.defaults.emplace_back("media", media->second);
  return view;
}

} // namespace platen::intake::ipp
