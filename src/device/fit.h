#pragma once

#include "device/language_choice.h"
#include "device/probe.h"
#include "model/model.h"

#include <span>
#include <string>
#include <vector>

namespace platen::device {

// The models whose files name the device's model, as its ids tell it; in their order.
std::vector<const model::Model*> fitting_models(const Probe& probe,
                                                std::span<const model::Model> models);

// One of them, and the language in which it would be printed.
struct Fit {
  const model::Model* model;
  std::string language;
  bool confirmed = false; // the device said that it has it
};
std::vector<Fit> fits_of(const Probe& probe, std::span<const model::Model> models);

// Which model file a device is printed with, and why.
struct Appraisal {
  enum class Kind : std::uint8_t {
    exact,   // its file names the device
    nearest, // no file does; this one prints in a language that the device says it has
    none,
  };
  Kind kind = Kind::none;
  const model::Model* model = nullptr; // null: none
  std::string why;                     // in words
  std::vector<std::string> lost; // of nearest: what is the model's and not known of the device
  LanguageChoice choice;         // of the model's languages
};

// `titles`: names that others than its own channels give it (DNS-SD), with or without its maker;
// `maker` may be empty.
Appraisal appraise(const Probe& probe, const std::string& maker,
                   const std::vector<std::string>& titles, std::span<const model::Model> models);

} // namespace platen::device
