#pragma once

#include "model/profile_facts.h"
#include "render/document.h"

#include <array>

// What the parent asks of one worker, and the framed messages that come back. A worker may have
// been taken over by its document: the parent believes nothing that these parsers have not checked.
namespace platen::render {

// File descriptors of a worker at its start; all others are closed.
inline constexpr int document_fd = 0, output_fd = 1, diagnostics_fd = 2, request_fd = 3;

enum class Task : std::uint8_t {
  pdf_info,     // -> info or info_of_copy
  unwrap_pdf,   // -> pdf... (a TIFF of the pictures that it consists of), end
  picture_info, // -> info
  text_to_pdf,  // -> pdf..., end (what was odd, for people, or nothing)
  ghostscript,  // does what its job's files say (ghostscript_job.h)
  decode,       // -> picture, rows...
  table,        // -> table
  texts,        // -> mask...
  profile_info, // the document is an ICC profile -> profile
  page_texts,   // -> pdf..., end
  impose_pdf,   // -> pdf..., end
  distil,       // PostScript -> a PDF, which is all that it writes
  filter,       // becomes a program of the administrator's (src/filter)
};

// What a worker that waits says first.
inline constexpr std::string_view ready_word = "ready\n";
// What Ghostscript says to its standard error when it has been through its document.
inline constexpr std::string_view drawn_word = "all pages drawn\n";
// What it may use of the processor before it has its job, beside what it is given with that.
inline constexpr std::chrono::seconds waiting_cpu{10};

// Limits of processor time count in whole seconds; at least one.
std::int64_t whole_seconds(std::chrono::milliseconds time);

// Whose pages are drawn at any resolution; the others are pictures.
bool is_vector(Format format);

struct Request {
  Task task = Task::pdf_info;
  Format format = Format::pdf;
  std::uint64_t memory_bytes = 0;
  std::int64_t cpu_seconds = 0;
  std::int64_t picture_pixels = 0;
  std::int32_t most_pages = 0;
  bool accept_less = false;   // work even where the kernel cannot confine the worker wholly
  bool waits = false;         // ghostscript: says that it is ready, and is given its job later
  bool letter_paper = false;  // text_to_pdf: US Letter instead of A4
  std::int32_t page = 0;      // decode
  model::ColourTarget target; // decode, table
  std::int32_t shrink = 1;    // decode
  bool gamut = false;         // decode, table
  Buffer source_profile;      // table
  std::vector<TextBox> texts; // texts
  std::vector<TextPage> text_pages;   // page_texts
  std::vector<ImposedSheet> sheets;   // impose_pdf; none: the pages as they are
  Buffer texts_pdf;                   // impose_pdf: what page_texts gave; empty: nothing is written
  std::vector<std::string> arguments; // filter: its file, then what it is told
  std::vector<std::string> readable;  // filter: files and folders beside the system's
  std::string scratch;                // distil, filter: the folder for its files
  std::uint64_t scratch_file_bytes = 0; // of one of them
  Buffer underlay_pdf, overlay_pdf;     // impose_pdf: Imposition's layers; empty: none
};
Buffer encode(const Request& request);
Result<Request> parse_request(Bytes bytes);

// Every message: its kind (1 byte), the length of its payload (4 bytes, little endian), the
// payload.
enum class MessageKind : std::uint8_t {
  failure = 1,
  info,
  picture,
  rows,
  pdf,
  end,
  table,
  mask,
  profile,
  info_of_copy // info of a PDF that is to be drawn from the copy that impose_pdf makes
};
struct MessageHead {
  MessageKind kind = MessageKind::failure;
  std::uint32_t length = 0;
};
inline constexpr std::size_t message_head_bytes = 5;
inline constexpr std::uint32_t most_message_bytes = 64u << 20;
std::array<std::byte, message_head_bytes> encode_head(MessageHead head);
Result<MessageHead> parse_head(Bytes bytes);

Buffer encode_failure(const Error& error);
Error parse_failure(
    Bytes bytes); // always an error: Errc::malformed when the message itself is wrong

Buffer encode_info(const DocumentInfo& info);
// Errc::limit over the limits, Errc::malformed for what no honest worker says.
Result<DocumentInfo> parse_info(Bytes bytes, Format format, const Limits& limits);

Buffer encode_profile(const model::ProfileFacts& facts);
Result<model::ProfileFacts> parse_profile(Bytes bytes); // numbers finite, texts harmless

struct PictureHeader {
  PageShape shape;
  ColourTable colour;
  std::vector<std::string> warnings;
};
Buffer encode_picture(const PictureHeader& header);
// The shape must be `expected`'s pixels, or those shrunk; the table's arrays as long as its numbers
// say.
Result<PictureHeader> parse_picture(Bytes bytes, const PageInfo& expected, std::int32_t shrink = 1);

Buffer encode_table(const ColourTable& table);
Result<ColourTable> parse_table(Bytes bytes);

} // namespace platen::render
