#include "device/language_choice.h"

#include "transport/lpd_address.h"
#include "transport/usb_address.h"

#include <algorithm>

namespace platen::device {

namespace {

bool answered(const Probe& probe) {
  return std::ranges::any_of(probe.answers, [](const Answer& one) { return one.silence.empty(); });
}

std::string quoted(const Spoken& spoken) {
  return "\"" + spoken.words + "\" by " + spoken.channel;
}

void append(std::string& list, const std::string& word) {
  list += (list.empty() ? "" : ", ") + word;
}

std::string channels_of(const Probe& probe, bool that_answered) {
  std::string list;
  for (const Answer& one : probe.answers)
    if (one.silence.empty() == that_answered) append(list, one.channel);
  return list;
}

} // namespace

// PJL goes the way of a job, from which a line printer daemon passes nothing back.
std::string asked_at(const std::string& device_uri) {
  if (device_uri.starts_with("socket://") || transport::is_usb_uri(device_uri)) return device_uri;
  if (!transport::is_lpd_uri(device_uri)) return "";
  const auto address = transport::parse_lpd_uri(device_uri);
  if (!address) return "";
  const bool ipv6 = address->host.host.find(':') != std::string::npos;
  std::string uri =
      "socket://" + (ipv6 ? "[" + address->host.host + "]" : address->host.host) + "/?pjl=off";
  for (const auto& [name, value] : address->host.channels)
    if (name != "pjl") uri += "&" + name + "=" + value;
  return uri;
}

bool stands_for(std::string_view spoken, std::string_view language) {
  return spoken == language || (spoken == "pcl" && language.starts_with("pcl-5"));
}

namespace {

const Spoken* find_language(const Probe& probe, std::string_view language) {
  const auto found = std::ranges::find_if(
      probe.languages, [&](const Spoken& one) { return stands_for(one.name, language); });
  return found == probe.languages.end() ? nullptr : &*found;
}

} // namespace

bool has_language(const Probe& probe, std::string_view language) {
  return find_language(probe, language) != nullptr;
}

std::string languages_in_words(const Probe& probe) {
  std::string told;
  for (const Spoken& one : probe.languages)
    append(told, one.name + " (" + quoted(one) + ")");
  return told;
}

LanguageChoice choose_language(const Probe& probe, const model::Model& model) {
  using Why = LanguageChoice::Why;
  for (const std::string& language : model.languages())
    if (const Spoken* const spoken = find_language(probe, language))
      return {Why::confirmed, language, *spoken};
  const Why why = !answered(probe)          ? Why::silent
                  : probe.languages.empty() ? Why::untold
                                            : Why::foreign;
  return {why, model.language, {}};
}

std::string in_words(const LanguageChoice& choice, const Probe& probe, const model::Model& model) {
  const std::string stays = "printer-language stays " + choice.language + ", the model's default";
  switch (choice.why) {
  case LanguageChoice::Why::confirmed:
    return "the device says that it has " + choice.language + " (" + quoted(choice.spoken) +
           "): printer-language=" + choice.language;
  case LanguageChoice::Why::silent:
    return "the device does not answer (asked by " + channels_of(probe, false) + "): " + stays +
           "; ask again with \"platen probe\" when it is on";
  case LanguageChoice::Why::untold:
    return "the device names no languages (it answers by " + channels_of(probe, true) +
           "): " + stays;
  case LanguageChoice::Why::foreign:
    break;
  }
  std::string ours;
  for (const std::string& language : model.languages())
    append(ours, language);
  return "the device names " + languages_in_words(probe) +
         " and none of the languages in which platen prints on this "
         "model (" +
         ours + "): it may print garbage, or nothing. " + stays +
         "; print a test page with \"platen maintain -d NAME test-page\", have PCL enabled or "
         "installed in the device, or, where it speaks IPP, use its ipp:// address";
}

} // namespace platen::device
