#include "render/protocol.h"

#include "render/field_io.h"
#include "render/imposition_io.h"
#include "render/utf8.h"

#include <algorithm>

namespace platen::render {
namespace {

constexpr std::uint32_t most_text = 4096;
constexpr double most_dots = 1e8;             // of a scan, along an edge of its page
constexpr double most_points = 14400.0 * 100; // 200 inches, PDF's bound, times a generous UserUnit

template<class Io, class R> void request_fields(Io& io, R& request) {
  io.field(request.task);
  io.field(request.format);
  io.field(request.memory_bytes);
  io.field(request.cpu_seconds);
  io.field(request.picture_pixels);
  io.field(request.most_pages);
  io.field(request.accept_less);
  io.field(request.waits);
  io.field(request.letter_paper);
  io.field(request.page);
  io.field(request.target.model);
  io.field(request.target.profile);
  io.field(request.target.intent);
  io.field(request.target.black_point);
  io.field(request.target.unchanged);
  io.field(request.target.refuse_broken);
  io.field(request.shrink);
  io.field(request.gamut);
  io.field(request.source_profile);
  io.field(request.texts);
  text_page_fields(io, request.text_pages);
  sheet_fields(io, request.sheets);
  io.field(request.texts_pdf);
  io.field(request.arguments);
  io.field(request.readable);
  io.field(request.scratch);
  io.field(request.scratch_file_bytes);
  io.field(request.underlay_pdf);
  io.field(request.overlay_pdf);
}

template<class Io, class Page> void page_fields(Io& io, Page& page) {
  io.field(page.width.v);
  io.field(page.height.v);
  io.field(page.sized);
  io.field(page.px_width);
  io.field(page.px_height);
  io.field(page.exif_orientation);
  io.field(page.likeness);
  auto& facts = page.facts;
  for (auto* text : {&facts.title, &facts.description, &facts.creator, &facts.date, &facts.camera,
                     &facts.exposure, &facts.copyright})
    io.field(*text);
  io.field(page.wide_gamut);
  io.field(page.overprints);
  io.field(page.blends);
  io.field(page.shades);
  io.field(page.letters);
  io.field(page.dots_width);
  io.field(page.dots_height);
}

template<class Io, class Grid> void lab_fields(Io& io, Grid& lab) {
  for (auto* numbers : {&lab.factor, &lab.offset})
    for (auto& number : *numbers)
      io.field(number);
  io.field(lab.curve_size);
  io.field(lab.input_curves);
  io.field(lab.grid);
  io.field(lab.nodes);
  io.field(lab.output_curve_size);
  io.field(lab.output_curves);
  io.field(lab.white_rise);
}

template<class Io, class Table> void table_fields(Io& io, Table& table) {
  io.field(table.kind);
  io.field(table.inputs);
  io.field(table.outputs);
  io.field(table.curve_size);
  io.field(table.input_curves);
  io.field(table.matrix);
  io.field(table.output_curves);
  io.field(table.grid);
  io.field(table.clut);
  io.field(table.light_curve_size);
  io.field(table.light_curves);
  lab_fields(io, table.lab);
  io.field(table.source_profile);
  io.field(table.note);
}

template<class Io, class Header> void picture_fields(Io& io, Header& header) {
  io.field(header.shape.width);
  io.field(header.shape.height);
  io.field(header.shape.format.model);
  io.field(header.shape.format.depth);
  table_fields(io, header.colour);
  io.field(header.warnings);
}

template<class Io, class Facts> void profile_fields(Io& io, Facts& facts) {
  io.field(facts.description);
  io.field(facts.version);
  io.field(facts.kind);
  io.field(facts.space);
  io.field(facts.connection);
  io.field(facts.table);
  io.field(facts.gamut_volume);
  for (auto* colour : {&facts.white, &facts.black})
    for (auto& v : *colour)
      io.field(v);
}

Failure nonsense(std::string_view what) {
  return fail(Errc::malformed, "the renderer's " + std::string(what) + " makes no sense");
}

bool plausible(const PageInfo& page, bool vector, const Limits& limits) {
  const auto length = [](Points p) { return p.v > 0 && p.v <= most_points; };
  if (!length(page.width) || !length(page.height)) return false;
  for (const double dots : {page.dots_width, page.dots_height})
    if (!(dots >= 0 && dots <= most_dots)) return false;
  if (vector)
    return page.px_width == 0 && page.px_height == 0 && page.exif_orientation == 1 &&
           page.likeness == 0;
  return page.px_width > 0 && page.px_height > 0 &&
         std::int64_t{page.px_width} * page.px_height <= limits.picture_pixels &&
         page.exif_orientation >= 1 && page.exif_orientation <= 8;
}

void make_harmless(std::vector<std::string>& texts) {
  for (std::string& text : texts)
    text = harmless(text);
}

void make_harmless(PictureFacts& facts) {
  for (std::string* text : {&facts.title, &facts.description, &facts.creator, &facts.date,
                            &facts.camera, &facts.exposure, &facts.copyright})
    if (!text->empty()) *text = harmless(*text, most_text);
}

// A side of a picture that was to shrink.
bool shrunk_to(std::int32_t side, std::int32_t stored, std::int32_t shrink) {
  return side == stored || side == (stored + shrink - 1) / shrink;
}

} // namespace

bool is_vector(Format format) {
  return format == Format::pdf || format == Format::postscript || format == Format::text;
}

std::int64_t whole_seconds(std::chrono::milliseconds time) {
  return std::max<std::int64_t>(1, std::chrono::ceil<std::chrono::seconds>(time).count());
}

Buffer encode(const Request& request) {
  Writer out;
  request_fields(out, request);
  return out.take();
}

Result<Request> parse_request(Bytes bytes) {
  Reader in(bytes);
  Request request;
  request_fields(in, request);
  if (!in.whole()) return fail(Errc::bug, "the worker's request is damaged");
  return request;
}

std::array<std::byte, message_head_bytes> encode_head(MessageHead head) {
  ByteWriter out;
  out.u8(static_cast<std::uint8_t>(head.kind));
  out.u32le(head.length);
  std::array<std::byte, message_head_bytes> bytes{};
  std::copy(out.buffer.begin(), out.buffer.end(), bytes.begin());
  return bytes;
}

Result<MessageHead> parse_head(Bytes bytes) {
  ByteReader in(bytes);
  TRY(const std::uint8_t kind, in.u8());
  TRY(const std::uint32_t length, in.u32le());
  if (kind < static_cast<std::uint8_t>(MessageKind::failure) ||
      kind > static_cast<std::uint8_t>(MessageKind::info_of_copy) || length > most_message_bytes)
    return nonsense("answer");
  return MessageHead{static_cast<MessageKind>(kind), length};
}

Buffer encode_failure(const Error& error) {
  Writer out;
  out.field(error.code);
  out.field(error.what);
  out.field(error.offset);
  return out.take();
}

Error parse_failure(Bytes bytes) {
  Reader in(bytes);
  Error error;
  in.field(error.code);
  in.field(error.what);
  in.field(error.offset);
  if (!in.whole() || error.code > Errc::bug || error.what.size() > most_text)
    return nonsense("error message").value();
  error.what = harmless(error.what, most_text);
  return error;
}

Buffer encode_info(const DocumentInfo& info) {
  Writer out;
  out.field(info.pages.size());
  for (const PageInfo& page : info.pages)
    page_fields(out, page);
  out.field(info.unwrapped);
  out.field(info.cmyk_pictures);
  out.field(info.bars);
  out.field(info.warnings);
  return out.take();
}

Result<DocumentInfo> parse_info(Bytes bytes, Format format, const Limits& limits) {
  Reader in(bytes);
  DocumentInfo info;
  info.format = format;
  info.vector = is_vector(format);
  std::uint64_t pages = 0;
  in.field(pages);
  if (in.bad()) return nonsense("list of pages");
  if (pages > static_cast<std::uint64_t>(limits.pages))
    return fail(Errc::limit, "the document has " + std::to_string(pages) + " pages; the limit is " +
                                 std::to_string(limits.pages));
  for (std::uint64_t i = 0; i < pages && !in.bad(); ++i)
    page_fields(in, info.pages.emplace_back());
  in.field(info.unwrapped);
  in.field(info.cmyk_pictures);
  in.field(info.bars);
  in.field(info.warnings);
  info.unwrapped = info.unwrapped && format == Format::pdf;
  if (!in.whole()) return nonsense("list of pages");
  if (info.pages.empty()) return fail(Errc::malformed, "the document has no pages");
  for (std::size_t i = 0; i < info.pages.size(); ++i)
    if (!plausible(info.pages[i], info.vector, limits))
      return nonsense("size of page " + std::to_string(i + 1));
  make_harmless(info.warnings);
  for (PageInfo& page : info.pages)
    make_harmless(page.facts);
  return info;
}

Buffer encode_profile(const model::ProfileFacts& facts) {
  Writer out;
  profile_fields(out, facts);
  return out.take();
}

Result<model::ProfileFacts> parse_profile(Bytes bytes) {
  Reader in(bytes);
  model::ProfileFacts facts;
  profile_fields(in, facts);
  if (!in.whole()) return nonsense("report of the profile");
  constexpr std::size_t longest = 120;
  for (std::string* text :
       {&facts.description, &facts.version, &facts.kind, &facts.space, &facts.connection})
    *text = harmless(*text, longest);
  return facts;
}

Buffer encode_picture(const PictureHeader& header) {
  Writer out;
  picture_fields(out, header);
  return out.take();
}

Result<PictureHeader> parse_picture(Bytes bytes, const PageInfo& expected, std::int32_t shrink) {
  Reader in(bytes);
  PictureHeader header;
  picture_fields(in, header);
  const PixelFormat format = header.shape.format;
  const bool known = (format.model == ColorModel::gray || format.model == ColorModel::rgb ||
                      format.model == ColorModel::cmyk) &&
                     (format.depth == Depth::bits8 || format.depth == Depth::bits16);
  if (!in.whole() || !known || !shrunk_to(header.shape.width, expected.px_width, shrink) ||
      !shrunk_to(header.shape.height, expected.px_height, shrink) ||
      header.colour.inputs != format.channels() || !check(header.colour))
    return nonsense("picture header");
  header.colour.source_profile = harmless(header.colour.source_profile);
  header.colour.note = harmless(header.colour.note);
  make_harmless(header.warnings);
  return header;
}

Buffer encode_table(const ColourTable& table) {
  Writer out;
  table_fields(out, table);
  return out.take();
}

Result<ColourTable> parse_table(Bytes bytes) {
  Reader in(bytes);
  ColourTable table;
  table_fields(in, table);
  if (!in.whole() || table.inputs != 3 || !check(table)) return nonsense("colour table");
  table.source_profile = harmless(table.source_profile);
  table.note = harmless(table.note);
  return table;
}

} // namespace platen::render
