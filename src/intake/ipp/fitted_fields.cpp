#include "intake/ipp/fitted_fields.h"

#include "model/fitted.h"

#include <algorithm>

namespace platen::intake::ipp {

namespace {

constexpr const char* nothing_missing = "none";

} // namespace

void read_not_fitted_change(const model::Model& model, ipp_attribute_t* attribute,
                            PrinterChange& change) {
  const ipp_tag_t tag = ippGetValueTag(attribute);
  const bool word = tag == IPP_TAG_KEYWORD || tag == IPP_TAG_NAME;
  const bool taken_away = tag == IPP_TAG_DELETEATTR || tag == IPP_TAG_NOVALUE;
  std::vector<std::string> parts;
  for (int i = 0; word && i < ippGetCount(attribute); ++i)
    if (std::string part = ippGetString(attribute, i, nullptr);
        std::ranges::find(parts, part) == parts.end())
      parts.push_back(std::move(part));
  if (parts == std::vector<std::string>{nothing_missing}) parts.clear();
  const auto checked = model::check_not_fitted(model, parts);
  if (!checked || (!word && !taken_away)) {
    change.refused.push_back({not_fitted_name, attribute, {}});
    change.fault = std::string(not_fitted_name) + ": " +
                   (checked ? "its values are keywords" : checked.error().what);
    return;
  }
  change.edits.push_back([parts](job::Printer& printer) { printer.not_fitted = parts; });
}

void keep_not_fitted_of(const model::Model& model, PrinterChange& change) {
  // Before what the request itself says of it.
  change.edits.insert(change.edits.begin(),
                      [parts = model::optional_parts(model)](job::Printer& p) {
                        std::erase_if(p.not_fitted, [&](const std::string& name) {
                          return std::ranges::find(parts, name) == parts.end();
                        });
                      });
}

void write_not_fitted(const PrinterView& view, const AttributeWriter& out) {
  const auto parts = model::optional_parts(view.model);
  if (parts.empty()) return;
  std::vector<std::string> missing = view.printer.not_fitted;
  if (missing.empty()) missing.emplace_back(nothing_missing);
  out.keywords("platen-not-fitted", missing);
  std::vector<std::string> may_be{nothing_missing};
  may_be.insert(may_be.end(), parts.begin(), parts.end());
  out.keywords("platen-not-fitted-supported", may_be);
}

} // namespace platen::intake::ipp
