#include "encode/ivec/job_settings.h"

#include <algorithm>
#include <charconv>

namespace platen::encode::ivec {

namespace {

constexpr std::string_view user_defined = "UserDefinitionSize";

template<class Entry> const Entry* named(const std::vector<Entry>& entries, std::string_view name) {
  const auto found = std::ranges::find(entries, name, &Entry::name);
  return found == entries.end() ? nullptr : &*found;
}

bool contains(const std::vector<std::string>& values, std::string_view value) {
  return std::ranges::find(values, value) != values.end();
}

std::string listed(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values)
    text += (text.empty() ? "" : ", ") + value;
  return text.empty() ? "nothing" : text;
}

// Adds settings one by one and keeps to what the device offers.
class Chooser {
public:
  explicit Chooser(const Capability* capability) : capability_(capability) {}

  // The job cannot be right without it: an element that the device does not mention is sent all the
  // same.
  Result<void> require(const std::string& name, const std::string& value, std::string_view what) {
    return require_from(name, name, value, what);
  }

  // The same where the device lists the values in another element than the one to send.
  Result<void> require_from(const std::string& list, const std::string& name,
                            const std::string& value, std::string_view what) {
    if (capability_ != nullptr && capability_->has(list)) {
      const std::vector<std::string> offered = capability_->values(list, chosen_);
      if (!contains(offered, value))
        return fail(Errc::unsupported, "the printer does not offer " + std::string(what) + " \"" +
                                           value + "\" here; it offers " + listed(offered));
    }
    add(name, value);
    return {};
  }

  // Left out where the model has no word for it or the device does not know the element.
  Result<void> offer(const std::string& name, const std::string& value, std::string_view what) {
    if (value.empty() || (capability_ != nullptr && !capability_->has(name))) return {};
    return require(name, value, what);
  }

  void add(const std::string& name, const std::string& value) {
    settings_.emplace_back(name, value);
    chosen_[name] = value;
  }

  const Capability::Chosen& chosen() const { return chosen_; }
  Settings take() { return std::move(settings_); }

private:
  const Capability* capability_;
  Settings settings_;
  Capability::Chosen chosen_; // what later settings may depend on
};

std::string quality_code(const model::MediaType& type, model::PrintQuality quality) {
  for (const auto& [which, code] : type.quality_codes)
    if (which == quality) return code;
  return {};
}

std::string language_word(const model::Model& model, const std::string& key) {
  const auto found = model.language_options.find(key);
  return found == model.language_options.end() ? std::string{} : found->second;
}

// The element is not known from any device; the words are those of Canon's media files.
constexpr std::string_view clear_coat = "clearcoat";

// "min:max" in hundredths of a millimetre; a range that cannot be read allows everything.
bool within(Hmm length, const std::vector<std::string>& ranges) {
  if (ranges.empty()) return true;
  return std::ranges::any_of(ranges, [&](const std::string& range) {
    std::int32_t least = 0, most = 0;
    const char* end = range.data() + range.size();
    const auto first = std::from_chars(range.data(), end, least);
    if (first.ec != std::errc{} || first.ptr == end || *first.ptr != ':') return true;
    if (std::from_chars(first.ptr + 1, end, most).ec != std::errc{}) return true;
    return length.v >= least && length.v <= most;
  });
}

Result<void> choose_paper(Chooser& chooser, const model::Model& model,
                          const model::MediaSize& media, const Capability* capability) {
  const std::string paper = paper_code(model, media);
  if (paper != user_defined) return chooser.require("papersize", paper, "the paper size");
  if (capability != nullptr) {
    const auto widths = capability->values("papersize_custom_width");
    const auto heights = capability->values("papersize_custom_height");
    if (capability->has("papersize") && widths.empty())
      return fail(Errc::unsupported, "the printer takes no custom paper size; it offers " +
                                         listed(capability->values("papersize")));
    if (!within(media.width, widths) || !within(media.height, heights))
      return fail(Errc::unsupported, "the printer takes custom paper of width " + listed(widths) +
                                         " and length " + listed(heights) +
                                         " hundredths of a millimetre, not " + media.name);
  }
  chooser.add("papersize", paper);
  chooser.add("papersize_custom_width", std::to_string(media.width.v));
  chooser.add("papersize_custom_height", std::to_string(media.height.v));
  return {};
}

Result<void> choose_quality(Chooser& chooser, const std::string& code,
                            const Capability* capability) {
  // What the device lists for this paper is narrower than its general list.
  const std::string narrow = "available_printquality";
  if (capability == nullptr || code.empty() || !capability->has("printquality") ||
      capability->values(narrow, chooser.chosen()).empty())
    return chooser.offer("printquality", code, "the quality");
  return chooser.require_from(narrow, "printquality", code, "the quality");
}

// Pages whose colours are the device's own must be left alone by it, or they come out wrong: then
// the word is sent even where the device does not mention the element.
Result<void> choose_intent(Chooser& chooser, const model::Model& model, const model::Ticket& ticket,
                           const std::string& mode) {
  const std::string name = "printcolormode_intent";
  if (ticket.managed_by == model::ColorManagement::printer)
    return chooser.offer(name, language_word(model, "intent-" + mode), "the colour rendering");
  const std::string word = language_word(model, "intent-device");
  if (word.empty() || mode != "color")
    return fail(Errc::unsupported, model.title +
                                       " cannot be told to leave colours as they are: choose "
                                       "color-management=printer and print-color-mode=color");
  return chooser.require(name, word, "the colour rendering");
}

} // namespace

Result<std::string> choose_format(const model::Ticket& ticket, const Capability* capability) {
  const bool jpeg = ticket.page_format == "jpeg";
  const std::string_view wanted = jpeg ? jpeg_format : pwg_format;
  const std::string_view other = jpeg ? pwg_format : jpeg_format;
  const bool exact = ticket.managed_by == model::ColorManagement::none;
  if (exact && jpeg)
    return fail(Errc::invalid, "color-management=none and page-format=jpeg contradict each other: "
                               "JPEG changes pixels");
  if (capability == nullptr || !capability->has("support_data_format")) return std::string(wanted);
  const std::vector<std::string> taken = capability->values("support_data_format");
  for (const std::string_view format : {wanted, other})
    if (contains(taken, format) && !(exact && format == jpeg_format)) return std::string(format);
  return fail(Errc::unsupported,
              "the printer takes pages neither as PWGRaster nor as JPEGPAGE; it takes " +
                  listed(taken));
}

std::string paper_code(const model::Model& model, const model::MediaSize& media) {
  for (const model::MediaEntry& entry : model.media)
    if (entry.size.name == media.name && !entry.code.empty()) return entry.code;
  return std::string(user_defined);
}

Result<Settings> choose_settings(const model::Model& model, const model::Ticket& ticket,
                                 const model::MediaSize& media, const Capability* capability) {
  const model::MediaType* type = named(model.media_types, ticket.media_type);
  if (type == nullptr)
    return fail(Errc::invalid, model.title + " has no media type \"" + ticket.media_type + "\"");
  const bool monochrome = !model.color || ticket.color_mode == model::ColorMode::monochrome;
  const std::string mode = monochrome ? "monochrome" : "color";
  Chooser chooser(capability);
  TRY_VOID(choose_paper(chooser, model, media, capability));
  TRY_VOID(chooser.require("papertype", type->code, "the media type"));
  TRY_VOID(
      chooser.require("borderlessprint", ticket.borderless ? "ON" : "OFF", "borderless printing"));
  TRY_VOID(chooser.offer("printcolormode", mode, "the colour mode"));
  TRY_VOID(choose_intent(chooser, model, ticket, mode));
  if (model.sides.size() > 1)
    TRY_VOID(chooser.offer("duplexprint", ticket.sides == model::Sides::one_sided ? "OFF" : "ON",
                           "two-sided printing"));
  TRY_VOID(choose_quality(chooser, quality_code(*type, ticket.quality), capability));
  if (const model::MediaSource* source = named(model.media_sources, ticket.media_source))
    TRY_VOID(chooser.offer("inputbin", source->code, "the paper source"));
  if (ticket.clear_coat_all)
    TRY_VOID(chooser.require(std::string(clear_coat), "all", "the clear coat"));
  return chooser.take();
}

Result<void> check_extras(const model::Ticket& ticket, const Capability* capability) {
  const auto listed = [&](const char* element, const char* word) {
    return capability != nullptr && contains(capability->values(element), word);
  };
  if (ticket.detect_mismatch && !listed("mismatch_mode", "auto"))
    return fail(Errc::unsupported, "mismatch-detection=on: the printer does not say that it can "
                                   "compare its paper with the job's");
  if (ticket.clear_coat_all && !listed(clear_coat.data(), "all"))
    return fail(Errc::unsupported,
                "clear-coat=all: the printer does not say that it has this choice");
  return {};
}

Result<void> check_raster(const SideSpec& spec, const std::optional<DeviceArea>& area,
                          const Capability* capability) {
  const auto size = [](std::int32_t width, std::int32_t height) {
    return std::to_string(width) + " x " + std::to_string(height);
  };
  const std::string ours = size(spec.raster.width, spec.raster.height);
  const auto most = capability == nullptr ? std::nullopt : capability->max_pixels();
  if (most && (spec.raster.width > (*most)[0] || spec.raster.height > (*most)[1]))
    return fail(Errc::unsupported,
                "the page has " + ours + " pixels and the printer takes at most " +
                    size((*most)[0], (*most)[1]) + "; choose a lower print-resolution");
  if (area && (area->width != spec.raster.width || area->height != spec.raster.height))
    return fail(Errc::malformed, "the page has " + ours + " pixels and the printer's area on " +
                                     spec.media.name + " has " + size(area->width, area->height));
  return {};
}

} // namespace platen::encode::ivec
