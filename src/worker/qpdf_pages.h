#pragma once

#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

// qpdf behind a header of C++17: version 11's own headers do not compile as C++20 with clang 14.
namespace platen::worker {

struct PdfPage {
  double width = 0, height = 0; // points, upright
  bool overprints = false;      // so that it shows (overprint_scan.h)
  bool blends = false, shades = false;
  bool letters = false;                   // letters_scan.h
  double dots_width = 0, dots_height = 0; // pdf_dots.h
};

struct PdfReport {
  enum class State { good, locked, damaged };
  State state = State::good;
  std::string fault; // damaged: what qpdf says
  std::size_t page_count = 0;
  std::vector<PdfPage> pages;        // none when there are more than were asked for
  std::vector<std::string> warnings; // what qpdf had to repair, the first few
  std::size_t warning_count = 0;
  std::size_t odd_boxes = 0;  // pages whose boxes, unit or turns qpdf_boxes.h has to settle
  bool layers = false;        // some are off in a way that pdf_layers.h has to settle
  bool bars = false;          // barcodes seem to be drawn (exact_areas.h)
  bool cmyk_pictures = false; // among the XObjects of the pages, however deep
};

// Reads the PDF in `file`; no exception comes out.
PdfReport read_pdf_pages(std::FILE* file, std::size_t most_pages);

} // namespace platen::worker
