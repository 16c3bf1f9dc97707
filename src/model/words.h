#pragma once

#include "model/model.h"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// The keywords that IPP registers for the enumerations of a ticket, in both directions.
namespace platen::model {

template<class E> struct Word {
  E value;
  std::string_view text;
};

inline constexpr std::array<Word<Evidence>, 4> evidence_words{{{Evidence::verified, "verified"},
                                                               {Evidence::captured, "captured"},
                                                               {Evidence::documented, "documented"},
                                                               {Evidence::inferred, "inferred"}}};
inline constexpr std::array<Word<Sides>, 3> sides_words{
    {{Sides::one_sided, "one-sided"},
     {Sides::two_sided_long_edge, "two-sided-long-edge"},
     {Sides::two_sided_short_edge, "two-sided-short-edge"}}};
inline constexpr std::array<Word<PrintScaling>, 5> scaling_words{
    {{PrintScaling::automatic, "auto"},
     {PrintScaling::auto_fit, "auto-fit"},
     {PrintScaling::fit, "fit"},
     {PrintScaling::fill, "fill"},
     {PrintScaling::none, "none"}}};
inline constexpr std::array<Word<Orientation>, 5> orientation_words{
    {{Orientation::automatic, "auto"},
     {Orientation::portrait, "portrait"},
     {Orientation::landscape, "landscape"},
     {Orientation::reverse_landscape, "reverse-landscape"},
     {Orientation::reverse_portrait, "reverse-portrait"}}};
inline constexpr std::array<Word<PrintQuality>, 3> quality_words{{{PrintQuality::draft, "draft"},
                                                                  {PrintQuality::normal, "normal"},
                                                                  {PrintQuality::high, "high"}}};
inline constexpr std::array<Word<ColorMode>, 3> color_mode_words{
    {{ColorMode::automatic, "auto"},
     {ColorMode::color, "color"},
     {ColorMode::monochrome, "monochrome"}}};
inline constexpr std::array<Word<RenderingIntent>, 6> intent_words{
    {{RenderingIntent::automatic, "auto"},
     {RenderingIntent::perceptual, "perceptual"},
     {RenderingIntent::relative, "relative"},
     {RenderingIntent::relative_bpc, "relative-bpc"},
     {RenderingIntent::saturation, "saturation"},
     {RenderingIntent::absolute, "absolute"}}};
inline constexpr std::array<Word<Sharpening>, 5> sharpening_words{
    {{Sharpening::automatic, "auto"},
     {Sharpening::none, "none"},
     {Sharpening::low, "low"},
     {Sharpening::standard, "standard"},
     {Sharpening::high, "high"}}};
inline constexpr std::array<Word<Finish>, 3> finish_words{
    {{Finish::plain, "plain"}, {Finish::matte, "matte"}, {Finish::glossy, "glossy"}}};
inline constexpr std::array<Word<ColorManagement>, 4> color_management_words{
    {{ColorManagement::automatic, "auto"},
     {ColorManagement::printer, "printer"},
     {ColorManagement::platen, "platen"},
     {ColorManagement::none, "none"}}};
inline constexpr std::array<Word<BlackPoint>, 3> black_point_words{
    {{BlackPoint::automatic, "auto"}, {BlackPoint::on, "on"}, {BlackPoint::off, "off"}}};
inline constexpr std::array<Word<BrokenProfile>, 3> broken_profile_words{
    {{BrokenProfile::automatic, "auto"},
     {BrokenProfile::assume_srgb, "assume-srgb"},
     {BrokenProfile::refuse, "refuse"}}};
inline constexpr std::array<Word<ContentOptimize>, 5> content_words{
    {{ContentOptimize::automatic, "auto"},
     {ContentOptimize::graphic, "graphic"},
     {ContentOptimize::photo, "photo"},
     {ContentOptimize::text, "text"},
     {ContentOptimize::text_and_graphic, "text-and-graphic"}}};
inline constexpr std::array<Word<Screen>, 4> screen_words{
    {{Screen::clustered_dot, "clustered-dot"},
     {Screen::blue_noise, "blue-noise"},
     {Screen::clustered_dot_fine, "clustered-dot-fine"},
     {Screen::error_diffusion, "error-diffusion"}}};
inline constexpr std::array<Word<TonerSave>, 3> toner_save_words{
    {{TonerSave::off, "off"}, {TonerSave::on, "on"}, {TonerSave::printer, "printer"}}};
inline constexpr std::array<Word<Collate>, 3> collate_words{
    {{Collate::collated, "separate-documents-collated-copies"},
     {Collate::uncollated, "separate-documents-uncollated-copies"},
     {Collate::single_document, "single-document"}}};

inline constexpr std::array<Word<XPosition>, 4> x_position_words{{{XPosition::none, "none"},
                                                                  {XPosition::left, "left"},
                                                                  {XPosition::center, "center"},
                                                                  {XPosition::right, "right"}}};
inline constexpr std::array<Word<YPosition>, 4> y_position_words{{{YPosition::none, "none"},
                                                                  {YPosition::top, "top"},
                                                                  {YPosition::center, "center"},
                                                                  {YPosition::bottom, "bottom"}}};
inline constexpr std::array<Word<CropAnchor>, 9> crop_anchor_words{
    {{CropAnchor::center, "center"},
     {CropAnchor::top, "top"},
     {CropAnchor::bottom, "bottom"},
     {CropAnchor::left, "left"},
     {CropAnchor::right, "right"},
     {CropAnchor::top_left, "top-left"},
     {CropAnchor::top_right, "top-right"},
     {CropAnchor::bottom_left, "bottom-left"},
     {CropAnchor::bottom_right, "bottom-right"}}};
inline constexpr std::array<Word<ImageRotation>, 6> rotation_words{
    {{ImageRotation::by_layout, "by-layout"},
     {ImageRotation::automatic, "auto"},
     {ImageRotation::upright, "0"},
     {ImageRotation::quarter, "90"},
     {ImageRotation::half, "180"},
     {ImageRotation::three_quarters, "270"}}};
inline constexpr std::array<Word<Marks>, 3> marks_words{
    {{Marks::none, "none"}, {Marks::crop, "crop"}, {Marks::corner, "corner"}}};
inline constexpr std::array<Word<Overspray>, 4> overspray_words{{{Overspray::none, "none"},
                                                                 {Overspray::low, "low"},
                                                                 {Overspray::medium, "medium"},
                                                                 {Overspray::full, "full"}}};

inline constexpr std::array<Word<PageOrder>, 8> page_order_words{
    {{PageOrder::right_then_down, "toright-tobottom"},
     {PageOrder::right_then_up, "toright-totop"},
     {PageOrder::left_then_down, "toleft-tobottom"},
     {PageOrder::left_then_up, "toleft-totop"},
     {PageOrder::down_then_right, "tobottom-toright"},
     {PageOrder::down_then_left, "tobottom-toleft"},
     {PageOrder::up_then_right, "totop-toright"},
     {PageOrder::up_then_left, "totop-toleft"}}};
inline constexpr std::array<Word<PageBorder>, 3> page_border_words{
    {{PageBorder::none, "none"},
     {PageBorder::single, "single"},
     {PageBorder::single_thick, "single-thick"}}};
inline constexpr std::array<Word<Imposition>, 2> imposition_words{
    {{Imposition::none, "none"}, {Imposition::signature, "signature"}}};
inline constexpr std::array<Word<PageDelivery>, 2> page_delivery_words{
    {{PageDelivery::same_order, "same-order-face-down"},
     {PageDelivery::reverse_order, "reverse-order-face-down"}}};
inline constexpr std::array<Word<WatermarkLayer>, 2> watermark_layer_words{
    {{WatermarkLayer::under, "under"}, {WatermarkLayer::over, "over"}}};
inline constexpr std::array<Word<LayerScaling>, 2> layer_scaling_words{
    {{LayerScaling::fit, "fit"}, {LayerScaling::none, "none"}}};
// PWG 5100.3, section 3.1; "standard" is of RFC 8011.
inline constexpr std::array<Word<JobSheets>, 5> job_sheets_words{
    {{JobSheets::none, "none"},
     {JobSheets::standard, "standard"},
     {JobSheets::start, "job-start-sheet"},
     {JobSheets::end, "job-end-sheet"},
     {JobSheets::both, "job-both-sheet"}}};
inline constexpr std::array<Word<Cover>, 3> cover_words{
    {{Cover::none, "none"}, {Cover::blank, "blank"}, {Cover::printed, "printed"}}};
inline constexpr std::array<Word<BindingEdge>, 5> binding_edge_words{
    {{BindingEdge::by_sides, "auto"},
     {BindingEdge::left, "left"},
     {BindingEdge::right, "right"},
     {BindingEdge::top, "top"},
     {BindingEdge::bottom, "bottom"}}};
inline constexpr std::array<Word<bool>, 2> off_on_words{{{false, "off"}, {true, "on"}}};
inline constexpr std::array<Word<Corner>, 4> corner_words{{{Corner::top_right, "top-right"},
                                                           {Corner::top_left, "top-left"},
                                                           {Corner::bottom_right, "bottom-right"},
                                                           {Corner::bottom_left, "bottom-left"}}};

template<class E> std::string_view word_for(std::span<const Word<E>> words, E value) {
  for (const auto& word : words)
    if (word.value == value) return word.text;
  return {};
}
template<class E> std::optional<E> value_of(std::span<const Word<E>> words, std::string_view text) {
  for (const auto& word : words)
    if (word.text == text) return word.value;
  return std::nullopt;
}
template<class E> std::vector<std::string> texts(std::span<const Word<E>> words) {
  std::vector<std::string> result;
  for (const auto& word : words)
    result.emplace_back(word.text);
  return result;
}

std::string_view to_string(Sides value);
std::string_view to_string(PrintScaling value);
std::string_view to_string(Orientation value);
std::string_view to_string(PrintQuality value);
std::string_view to_string(ColorMode value);
std::string_view to_string(RenderingIntent value);
std::string_view to_string(Sharpening value);
std::string_view to_string(ColorManagement value);
std::string_view to_string(BlackPoint value);
std::string_view to_string(BrokenProfile value);
std::string_view to_string(ContentOptimize value);
std::string_view to_string(Screen value);
std::string_view to_string(TonerSave value);
std::string_view to_string(Collate value);

// "600dpi"
std::string to_string(Dpi resolution);
// "600", "600dpi", "600x600dpi"; the axes must be equal.
std::optional<Dpi> parse_resolution(std::string_view text);
// A whole number without sign, at most `highest`.
std::optional<std::int32_t> parse_number(std::string_view text, std::int32_t highest);

std::string lower_case(std::string_view text);
// "a", "a or b", "a, b or c"
std::string join_or(std::span<const std::string> items);

} // namespace platen::model
