#pragma once

#include "device/probe.h"
#include "model/model.h"

#include <string>

namespace platen::device {

// In which of a model's languages a device is printed on.
struct LanguageChoice {
  enum class Why : std::uint8_t {
    confirmed, // the device says that it has it
    silent,    // no channel answers
    untold,    // it answers, and names no languages
    foreign,   // it names languages, and none of the model's
  };
  Why why = Why::silent;
  std::string language; // the model's first one where nothing is confirmed
  Spoken spoken;        // of `confirmed`: who said so, and in which words
};

// The first of the model's languages that the device says it has. A PCL without its version may be
// any PCL 5.
LanguageChoice choose_language(const Probe& probe, const model::Model& model);
// Whether a name that a device tells means a language of a model.
bool stands_for(std::string_view spoken, std::string_view language);
bool has_language(const Probe& probe, std::string_view language);
// What it names, in its words and by whom: "pcl-5e ("PCL" by pjl), ..."; for people.
std::string languages_in_words(const Probe& probe);

// The URI at which probe() asks a device for its languages: of a raw port, of the USB, or of a line
// printer daemon, at whose host the other channels are. Empty: there is nobody to ask.
std::string asked_at(const std::string& device_uri);

// What was found, what was chosen, and what to do where it will not do; for people.
std::string in_words(const LanguageChoice& choice, const Probe& probe, const model::Model& model);

} // namespace platen::device
