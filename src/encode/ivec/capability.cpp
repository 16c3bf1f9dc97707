#include "encode/ivec/capability.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace platen::encode::ivec {

namespace {

std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> values;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    std::string_view value = list.substr(0, comma);
    while (!value.empty() && value.front() == ' ')
      value.remove_prefix(1);
    while (!value.empty() && value.back() == ' ')
      value.remove_suffix(1);
    if (!value.empty()) values.emplace_back(value);
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return values;
}

bool contains(const std::vector<std::string>& values, std::string_view value) {
  return std::ranges::find(values, value) != values.end();
}

// Exactly N numbers within what any device can mean, or nothing.
template<std::size_t N>
std::optional<std::array<std::int32_t, N>> numbers(const std::vector<std::string>& values) {
  constexpr std::int32_t largest = 1'000'000;
  if (values.size() != N) return std::nullopt;
  std::array<std::int32_t, N> result{};
  for (std::size_t i = 0; i < N; ++i) {
    const char* end = values[i].data() + values[i].size();
    const auto [stop, error] = std::from_chars(values[i].data(), end, result[i]);
    if (error != std::errc{} || stop != end || std::abs(result[i]) > largest) return std::nullopt;
  }
  return result;
}

} // namespace

Result<Capability> Capability::from(const Answer& answer) {
  if (answer.operation != "GetCapabilityResponse")
    return fail(Errc::malformed, "the device answered " + answer.operation + " to GetCapability");
  Capability capability;
  capability.elements_ = answer.elements;
  return capability;
}

bool Capability::has(std::string_view element) const {
  return std::ranges::any_of(elements_, [&](const Element& e) { return e.name == element; });
}

std::vector<std::string> Capability::values(std::string_view element, const Chosen& chosen) const {
  const auto applies = [&](const auto& attribute) {
    const auto choice = chosen.find(attribute.first);
    return choice == chosen.end() || contains(split(attribute.second), choice->second);
  };
  std::vector<std::string> all;
  for (const Element& e : elements_) {
    if (e.name != element || !std::ranges::all_of(e.attributes, applies)) continue;
    for (std::string& value : split(e.text))
      if (!contains(all, value)) all.push_back(std::move(value));
  }
  return all;
}

std::vector<std::string> Capability::values_for(std::string_view element,
                                                std::string_view papersize) const {
  for (const Element& e : elements_) {
    if (e.name != element) continue;
    const auto sizes = e.attributes.find("papersize");
    if (sizes == e.attributes.end()) continue;
    if (contains(split(sizes->second), papersize)) return split(e.text);
  }
  return {};
}

std::optional<std::array<std::int32_t, 2>> Capability::area(std::string_view papersize,
                                                            bool borderless) const {
  const auto size =
      numbers<2>(values_for(borderless ? "printarea_borderless" : "printarea_border", papersize));
  if (!size || (*size)[0] < 1 || (*size)[1] < 1) return std::nullopt;
  return size;
}

std::optional<model::Margins> Capability::margins(std::string_view papersize,
                                                  bool borderless) const {
  const auto frame =
      numbers<4>(values_for(borderless ? "margin_borderless" : "margin_border", papersize));
  if (!frame) return std::nullopt;
  const auto& [top, left, bottom, right] = *frame; // in this order, hundredths of a millimetre
  return model::Margins{Hmm{top}, Hmm{bottom}, Hmm{left}, Hmm{right}};
}

std::optional<std::array<std::int32_t, 2>> Capability::max_pixels() const {
  for (const Element& e : elements_)
    if (e.name == "max_pixels") return numbers<2>(split(e.text));
  return std::nullopt;
}

Dpi Capability::resolution_base() const {
  constexpr Dpi every_known_model{600};
  for (const Element& e : elements_) {
    if (e.name != "resolution_base") continue;
    const auto base = numbers<2>(split(e.text));
    if (base && (*base)[0] > 0) return Dpi{(*base)[0]};
  }
  return every_known_model;
}

Dpi Capability::resolution(Dpi wanted) const {
  if (!has("resolution_base") && !has("resolution")) return wanted;
  std::vector<std::int32_t> offered{resolution_base().v};
  for (const Element& e : elements_)
    if (e.name == "resolution")
      if (const auto pair = numbers<2>(split(e.text)); pair && (*pair)[0] > 0)
        offered.push_back((*pair)[0]);
  std::ranges::sort(offered);
  std::int32_t best = offered.front();
  for (const std::int32_t dpi : offered)
    if (dpi <= wanted.v) best = dpi;
  return Dpi{best};
}

bool Capability::takes_adobe_rgb() const {
  const Chosen pages{{"support_data_format", "PWGRaster"}};
  return std::ranges::any_of(values("color_space", pages), [](const std::string& space) {
    return space.starts_with("AdobeRGB");
  });
}

} // namespace platen::encode::ivec
