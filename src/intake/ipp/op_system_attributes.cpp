#include "intake/ipp/handlers.h"
#include "intake/ipp/job_request.h"
#include "intake/ipp/printer_cache.h"
#include "intake/ipp/requested.h"
#include "intake/ipp/system_attributes.h"

#include <algorithm>

namespace platen::intake::ipp {

// PWG 5100.22 section 6.3.3.
void get_system_attributes(const std::shared_ptr<Call>& call) {
  const Message all;
  write_system(*call, AttributeWriter(all.get(), IPP_TAG_SYSTEM));
  const PrinterRequest wanted(call->request);
  for (ipp_attribute_t* attribute = ippFirstAttribute(all.get()); attribute != nullptr;
       attribute = ippNextAttribute(all.get())) {
    const std::string_view name = ippGetName(attribute);
    if (wanted.wants(name, false) || wanted.wants("system-description", false))
      ippCopyAttribute(call->reply.get(), attribute, 0);
  }
  call->answer(IPP_STATUS_OK);
}

// PWG 5100.22 section 6.3.4.
void get_system_supported_values(const std::shared_ptr<Call>& call) {
  const PrinterRequest wanted(call->request);
  for (const SystemSetting& setting : system_settings())
    if (wanted.wants(setting.name, false))
      ippAddOutOfBand(call->reply.get(), IPP_TAG_SYSTEM, IPP_TAG_ADMINDEFINE, setting.name);
  call->answer(IPP_STATUS_OK);
}

namespace {

struct Setting {
  std::string key, value;
};

const SystemSetting* find_setting(std::string_view name) {
  const auto all = system_settings();
  const auto found = std::find_if(
      all.begin(), all.end(), [&](const SystemSetting& setting) { return setting.name == name; });
  return found == all.end() ? nullptr : &*found;
}

std::optional<std::string> text_of(ipp_attribute_t* attribute, const SystemSetting& setting) {
  const ipp_tag_t tag = ippGetValueTag(attribute);
  if (tag == IPP_TAG_DELETEATTR || tag == IPP_TAG_NOVALUE) return std::string{};
  const bool word = tag == IPP_TAG_TEXT || tag == IPP_TAG_NAME;
  if (ippGetCount(attribute) != 1 || (setting.tag == IPP_TAG_URI ? tag != IPP_TAG_URI : !word))
    return std::nullopt;
  std::string value = ippGetString(attribute, 0, nullptr);
  const bool printable = clean_text(value) == value;
  const bool geo = setting.tag != IPP_TAG_URI || value.starts_with("geo:");
  return printable && geo && value.size() <= 127 ? std::optional(std::move(value)) : std::nullopt;
}

// What one attribute of the request sets; nothing when it cannot be set, which the reply then says.
std::optional<Setting> read_setting(Call& call, ipp_attribute_t* attribute) {
  const char* const name = ippGetName(attribute);
  if (std::string_view(name) == "system-default-printer-id" &&
      ippGetValueTag(attribute) == IPP_TAG_INTEGER) {
    if (const auto printer = printer_with_id(call.services.store, ippGetInteger(attribute, 0)))
      return Setting{default_printer_setting, printer->name};
  } else if (const SystemSetting* const setting = find_setting(name)) {
    if (auto value = text_of(attribute, *setting)) return Setting{name, *std::move(value)};
  } else {
    ippAddOutOfBand(call.reply.get(), IPP_TAG_UNSUPPORTED_GROUP, IPP_TAG_NOTSETTABLE, name);
    return std::nullopt;
  }
  // Copied attributes keep their group: the value is named, not repeated.
  ippAddOutOfBand(call.reply.get(), IPP_TAG_UNSUPPORTED_GROUP, IPP_TAG_UNSUPPORTED_VALUE, name);
  return std::nullopt;
}

// One after the other, each durable by itself; the last one answers.
void store_settings(const std::shared_ptr<Call>& call, std::vector<Setting> settings) {
  if (settings.empty()) {
    call->services.cache->forget_default();
    return call->answer(IPP_STATUS_OK);
  }
  const Setting next = settings.back();
  settings.pop_back();
  call->services.store.set_setting(
      next.key, next.value,
      [call, rest = std::move(settings), key = next.key](const Result<void>& done) {
        call->services.audit.record(call->principal, "set-system-attributes", key,
                                    done ? "done" : done.error().what);
        if (!done) return call->answer(done.error());
        store_settings(call, rest);
      });
}

} // namespace

// PWG 5100.22 section 6.3.10: all or nothing, as far as it can be told beforehand.
void set_system_attributes(const std::shared_ptr<Call>& call) {
  std::vector<Setting> settings;
  bool refused = false;
  for (ipp_attribute_t* attribute = ippFirstAttribute(call->request.get()); attribute != nullptr;
       attribute = ippNextAttribute(call->request.get())) {
    if (ippGetGroupTag(attribute) != IPP_TAG_SYSTEM || ippGetName(attribute) == nullptr) continue;
    if (auto setting = read_setting(*call, attribute)) {
      settings.push_back(*std::move(setting));
    } else {
      refused = true;
    }
  }
  if (refused)
    return call->answer(IPP_STATUS_ERROR_ATTRIBUTES_NOT_SETTABLE, "nothing has been changed");
  store_settings(call, std::move(settings));
}

} // namespace platen::intake::ipp
