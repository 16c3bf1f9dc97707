#include "setup/naming.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace platen::setup {

namespace {

constexpr std::size_t longest_name = 127, longest_proposal = 40;

char lower(char c) {
  return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

bool is_letter_or_digit(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

std::string lowered(std::string text) {
  std::ranges::transform(text, text.begin(), lower);
  return text;
}

// "Office, 2nd floor" as "office-2nd-floor".
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x80 && is_letter_or_digit(c))
      out += lower(c);
    else if (!out.empty() && out.back() != '-')
      out += '-';
    if (out.size() == longest_proposal) break;
  }
  while (out.ends_with('-'))
    out.pop_back();
  return out;
}

std::string base_of(const Device& device, const std::string& model) {
  std::string_view id = model;
  constexpr std::string_view maker = "canon-";
  if (id.starts_with(maker)) id.remove_prefix(maker.size());
  const std::string name = plain(id.empty() ? std::string_view(device.make_and_model) : id);
  return name.empty() ? "printer" : name;
}

} // namespace

bool is_taken(const std::string& name, const std::vector<std::string>& taken) {
  return std::ranges::any_of(taken,
                             [&](const std::string& one) { return lowered(one) == lowered(name); });
}

std::string proposed_name(const Device& device, const std::string& model,
                          const std::vector<std::string>& taken) {
  std::string name = base_of(device, model);
  if (!is_taken(name, taken)) return name;
  if (const std::string place = plain(device.location); !place.empty()) {
    name += "-" + place;
    if (!is_taken(name, taken)) return name;
  }
  for (std::size_t number = 2;; ++number)
    if (std::string one = name + "-" + std::to_string(number); !is_taken(one, taken)) return one;
}

std::optional<std::string> wrong_with_name(const std::string& name) {
  if (name.empty()) return "a printer needs a name";
  if (name.size() > longest_name)
    return "a printer's name has at most " + std::to_string(longest_name) + " characters";
  const auto allowed = [](char c) {
    return static_cast<unsigned char>(c) < 0x80 &&
           (is_letter_or_digit(c) || c == '.' || c == '_' || c == '-');
  };
  if (!std::ranges::all_of(name, allowed))
    return "a printer's name has only the characters A-Z a-z 0-9 . _ -";
  if (!is_letter_or_digit(name.front())) return "a printer's name begins with a letter or digit";
  return std::nullopt;
}

// The territories where CLDR's "paper size" is US-Letter.
std::string paper_of(const std::string& lc_all, const std::string& lc_paper,
                     const std::string& lang) {
  constexpr std::array<std::string_view, 19> letter{"US", "CA", "MX", "BZ", "CL", "CO", "CR",
                                                    "GT", "NI", "PA", "PH", "PR", "SV", "VE",
                                                    "DO", "HN", "EC", "BO", "HT"};
  const std::string& locale = !lc_all.empty() ? lc_all : !lc_paper.empty() ? lc_paper : lang;
  const std::size_t at = locale.find('_');
  const std::string territory = at == std::string::npos ? "" : locale.substr(at + 1, 2);
  return std::ranges::find(letter, territory) != letter.end() ? "na_letter_8.5x11in"
                                                              : "iso_a4_210x297mm";
}

} // namespace platen::setup
