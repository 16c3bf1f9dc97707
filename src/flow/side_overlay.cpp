#include "flow/side_overlay.h"

#include "colour/evaluate.h"
#include "colour/prepared_table.h"
#include "flow/colour_target.h"
#include "model/caption_fields.h"
#include "render/utf8.h"

#include <array>
#include <optional>

namespace platen::flow {

namespace {

using Color = std::array<std::uint16_t, 3>;

bool is_neutral(model::Rgb color) {
  return color.red == color.green && color.green == color.blue;
}

// sRGB to device colour. White is the paper's and black the device's darkest, whatever the profile;
// nobody else needs a table but colours on a gray device and with a profile.
class DeviceColors {
public:
  DeviceColors(const JobContext& job, ColorModel device, const render::Limits& limits)
      : job_(job), device_(device), limits_(limits) {}

  Result<Color> of(model::Rgb color) {
    const auto wide = [](std::uint8_t v) { return static_cast<std::uint16_t>(v * 257); };
    const Color same{wide(color.red), wide(color.green), wide(color.blue)};
    const bool extreme = color == model::paper_white || color == model::Rgb{};
    const bool direct = device_ == ColorModel::rgb ? job_.profile == nullptr : is_neutral(color);
    if (extreme || direct) return same;
    if (!table_ && job_.behind_toning != nullptr) table_ = colour::prepare(*job_.behind_toning);
    if (!table_) {
      // A colour that is asked for by number is sRGB, whoever manages those of the pictures.
      model::ColourTarget target = colour_target(job_, device_);
      target.unchanged = false;
      TRY(ColourTable made,
          render::make_table({.source = {}, .target = std::move(target)}, limits_, job_.cancel));
      table_ = colour::prepare(std::move(made));
    }
    Color result{};
    const std::size_t outputs = device_ == ColorModel::rgb ? 3 : 1;
    colour::evaluate(*table_, same, std::span(result).first(outputs));
    return result;
  }

private:
  const JobContext& job_;
  const ColorModel device_;
  const render::Limits& limits_;
  std::optional<colour::PreparedTable> table_;
};

Result<std::vector<compose::Painted>> painted(const std::vector<layout::Fill>& fills,
                                              DeviceColors& colors) {
  std::vector<compose::Painted> list;
  for (const layout::Fill& fill : fills) {
    TRY(const Color color, colors.of(fill.color));
    list.push_back({fill.box, color});
  }
  return list;
}

std::string caption_text(const layout::Caption& caption, const PictureFacts& facts) {
  const auto value = [&](std::string_view field) -> std::string {
    if (field == "title") return facts.title;
    if (field == "description") return facts.description;
    if (field == "creator") return facts.creator;
    if (field == "date") return facts.date;
    if (field == "camera") return facts.camera;
    if (field == "exposure") return facts.exposure;
    if (field == "copyright") return facts.copyright;
    return std::to_string(caption.number);
  };
  return model::fill_caption(caption.text, value).value_or(std::string());
}

// Enough of a text to know it by.
std::string shown(const std::string& text) {
  constexpr std::size_t enough = 60;
  return text.size() <= enough ? text : render::harmless(text, enough) + "...";
}

Result<std::vector<compose::Inked>> inked(const JobContext& job,
                                          const layout::Composition& composition,
                                          const render::Limits& limits, const CaptionCut& cut) {
  std::vector<compose::Inked> list;
  std::vector<render::TextBox> texts;
  std::vector<const layout::Caption*> captions;
  for (const layout::Caption& caption : composition.captions) {
    const layout::Cell& cell = composition.cells[static_cast<std::size_t>(caption.cell)];
    const auto& document = *(*job.documents)[static_cast<std::size_t>(cell.document)];
    std::string text =
        caption_text(caption, document.info().pages[static_cast<std::size_t>(cell.page)].facts);
    if (text.find_first_not_of(' ') == text.npos) continue;
    const bool lying = caption.quarter_turns % 2 != 0;
    texts.push_back({std::move(text), lying ? caption.box.height : caption.box.width,
                     lying ? caption.box.width : caption.box.height});
    captions.push_back(&caption);
  }
  if (texts.empty()) return list;
  TRY(const auto masks, render::draw_texts(texts, limits, job.cancel));
  for (std::size_t i = 0; i < masks.size(); ++i) {
    std::int32_t width = texts[i].width, height = texts[i].height;
    const layout::Caption& caption = *captions[i];
    if (masks[i].cut)
      cut(composition.cells[static_cast<std::size_t>(caption.cell)],
          "the caption does not fit and is cut: \"" + shown(texts[i].text) + "\"");
    Buffer turned = compose::turn_mask(masks[i].coverage, width, height, caption.quarter_turns);
    list.push_back({caption.box, std::move(turned)});
  }
  return list;
}

} // namespace

Result<compose::Overlay> make_side_overlay(const JobContext& job,
                                           const layout::Composition& composition,
                                           ColorModel device, const render::Limits& limits,
                                           const CaptionCut& cut) {
  compose::Overlay overlay;
  for (const layout::Cell& cell : composition.cells)
    overlay.windows.push_back(cell.window);
  if (job.gamut) return overlay; // of the pictures alone
  DeviceColors colors(job, device, limits);
  TRY(overlay.under, painted(composition.under, colors));
  TRY(overlay.over, painted(composition.over, colors));
  TRY(overlay.inked, inked(job, composition, limits, cut));
  return overlay;
}

} // namespace platen::flow
