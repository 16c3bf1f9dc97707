#include "intake/ipp/device_fields.h"

#include "device/identity.h"
#include "transport/transport.h"

namespace platen::intake::ipp {

std::string device_uri_fault(const std::string& uri) {
  const auto checked = transport::check_device_uri(uri);
  return checked ? std::string() : checked.error().what;
}

void set_device_uri(job::Printer& printer, const std::string& uri) {
  if (printer.device_uri != uri) printer.device_identity.clear();
  printer.device_uri = uri;
}

void read_identity_change(ipp_attribute_t* attribute, PrinterChange& change) {
  const ipp_tag_t tag = ippGetValueTag(attribute);
  std::vector<std::string> words;
  const bool text = tag == IPP_TAG_TEXT || tag == IPP_TAG_TEXTLANG || tag == IPP_TAG_NAME ||
                    tag == IPP_TAG_NAMELANG || tag == IPP_TAG_KEYWORD;
  for (int i = 0; text && i < ippGetCount(attribute); ++i)
    words.emplace_back(ippGetString(attribute, i, nullptr));
  const auto identity = device::read_identity(words);
  const bool taken_away = tag == IPP_TAG_DELETEATTR || tag == IPP_TAG_NOVALUE;
  if (!identity || (!text && !taken_away)) {
    change.refused.push_back({identity_name, attribute, {}});
    change.fault = std::string(identity_name) + ": " +
                   (identity ? "its values are texts" : identity.error().what);
    return;
  }
  change.edits.push_back(
      [words = *identity](job::Printer& printer) { printer.device_identity = words; });
}

} // namespace platen::intake::ipp
